"""Files that people hand in: quarantined, looked through in a limited child process, kept by their hash."""
