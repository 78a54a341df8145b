"""The portfolio: how many partners, items and changes there are of each kind."""
