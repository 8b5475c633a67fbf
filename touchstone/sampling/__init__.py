"""Whose cases are read? Frame, size, draw and likeness; anyone who holds the list can draw it again."""
