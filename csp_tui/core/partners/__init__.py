"""The list of all partners: summaries, orders, filters, search."""
