"""The screens that others build on, and asking in the bottom row."""
