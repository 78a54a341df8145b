"""Checks whether the history is complete, and rebuilds the state at an earlier day from it."""
