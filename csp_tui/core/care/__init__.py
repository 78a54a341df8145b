"""Restore, erase, put away."""
