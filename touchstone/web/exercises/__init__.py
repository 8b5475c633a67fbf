"""Exercises: an inspection, a self-inspection or a benchmark of one service, and its team."""
