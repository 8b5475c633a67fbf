"""What rating follows from what was found? Pure, integers only, every step shown."""
