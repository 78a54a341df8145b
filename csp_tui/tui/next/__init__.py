"""What is next, over one partner or all."""
