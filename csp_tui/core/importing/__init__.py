"""Tables and lists that a user has."""
