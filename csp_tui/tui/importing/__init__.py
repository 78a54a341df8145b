"""The screen that previews the import of a CSV table."""
