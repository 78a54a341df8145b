"""The customers of a partner."""
