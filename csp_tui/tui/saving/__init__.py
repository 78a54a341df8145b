"""Saving changes, showing them before they are saved, and following files; no screen."""
