"""Who did what, when, to whom; nothing is done that is not written down here."""
