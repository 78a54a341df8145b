"""The terminal: Textual's driver, and the first picture before Textual is imported."""
