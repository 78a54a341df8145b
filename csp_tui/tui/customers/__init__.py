"""The screen of the customers."""
