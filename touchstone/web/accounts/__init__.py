"""People, services, roles, and who may do what where."""
