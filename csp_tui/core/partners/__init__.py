"""All partners: summaries, order, filters, search."""
