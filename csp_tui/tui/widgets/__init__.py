"""The widgets: they draw and post messages, and know nothing of the store."""
