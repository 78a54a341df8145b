"""The driver and the first frame."""
