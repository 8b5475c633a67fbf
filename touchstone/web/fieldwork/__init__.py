"""Exercises: the sample, the cases in it, and what inspectors found in them."""
