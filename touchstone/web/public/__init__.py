"""Published reports and open data, read by anybody; it keeps only what was pushed to it."""
