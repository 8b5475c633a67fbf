"""Can this be read safely? Everything that comes from outside passes here first."""
