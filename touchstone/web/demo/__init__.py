"""The cast of a demonstration, on a local machine only."""
