"""Hand-over files and git."""
