"""What can or must be done now."""
