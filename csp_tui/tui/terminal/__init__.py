"""The terminal: Textual's driver, and the first frame, shown before Textual is imported."""
