"""What we promise to be fast, timed; `python3 dev.py bench` runs it."""
