"""Restore, erase and archive."""
