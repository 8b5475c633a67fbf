"""Sessions that can be seen and ended: who is signed in, since when, for how long still."""
