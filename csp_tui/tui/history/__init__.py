"""The screen of a partner's history."""
