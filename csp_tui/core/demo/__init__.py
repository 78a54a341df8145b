"""The demo: a data directory with invented partners and customers."""
