"""Pages about people: who there is, what they may do, where they are signed in, and their own account."""
