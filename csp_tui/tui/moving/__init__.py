"""The move to another edition."""
