"""Everything that a screen or command works with, the settings, and the last place."""
