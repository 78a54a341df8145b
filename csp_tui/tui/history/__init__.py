"""The history of a partner."""
