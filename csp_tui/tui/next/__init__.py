"""The screen Next: what can or must be done now, for one partner or for all."""
