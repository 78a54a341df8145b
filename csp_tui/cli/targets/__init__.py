"""From words to partners, runs, items and customers."""
