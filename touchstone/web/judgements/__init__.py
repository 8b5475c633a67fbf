"""Computed ratings, judgements against characteristics, and the ratings panel."""
