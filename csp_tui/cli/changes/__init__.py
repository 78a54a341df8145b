"""Saving changes: what is asked before, and what is said after."""
