"""The help screen, and the palette that finds what can be done or opened."""
