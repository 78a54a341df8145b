"""The widgets, which draw lines, take keys and post messages; they do not use the store."""
