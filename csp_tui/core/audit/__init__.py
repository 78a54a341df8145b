"""Whether the history is whole, and what stood on a day."""
