"""The widgets: they draw, post messages and never see the store."""
