"""The screen that previews the import of a table."""
