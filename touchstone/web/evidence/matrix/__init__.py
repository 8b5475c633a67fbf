"""The matrix: claims, their sources for and against, and which standard stands on what."""
