"""A concern about a child's immediate safety: raised, received, climbing until somebody gives receipt."""
