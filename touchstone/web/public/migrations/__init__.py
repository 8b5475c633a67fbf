"""How the tables of published inspections came to be as they are."""
