"""What a partner or customer has established, and the change of it."""
