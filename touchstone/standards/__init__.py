"""What does good look like? Inspection frameworks as data, and the values they become."""
