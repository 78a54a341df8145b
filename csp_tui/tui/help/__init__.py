"""The help screen, and the palette that searches all actions."""
