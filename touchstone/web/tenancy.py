"""Rows that belong to one inspection or one service, and that nobody reads without saying for whom."""
