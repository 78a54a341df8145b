"""Finding the partners, runs, items and customers that words on the command line mean."""
