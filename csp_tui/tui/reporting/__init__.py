"""Writing a report from a screen."""
