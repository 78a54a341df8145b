"""Whether the history is whole, and the state at an earlier day."""
