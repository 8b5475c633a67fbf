"""Document → bytes: HTML, PDF and Word, all from the same tree."""
