"""What one child's timeline shows, and when things are due."""
