"""The screen that previews moving runs to another edition."""
