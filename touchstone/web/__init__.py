"""People at work: the only room that knows Django."""
