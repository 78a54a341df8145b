"""The customers of a partner: their summaries, counts, filters and orders."""
