"""What is asked, in what order, and when: assessment forms, surveys and checklists as data."""
