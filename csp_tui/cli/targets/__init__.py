"""Find the partners, runs, items and customers that words on the command line name."""
