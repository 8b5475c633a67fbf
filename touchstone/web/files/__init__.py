"""Files people hand in: quarantined, checked in a limited child process, kept by their hash."""
