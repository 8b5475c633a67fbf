"""All of one inspection, in one file: the value, its file, its open data, its bundle."""
