"""The screen of the portfolio."""
