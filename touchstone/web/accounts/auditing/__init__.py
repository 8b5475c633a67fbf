"""The auditor's pages: who did what, when, and who saw a record; never what was in it."""
