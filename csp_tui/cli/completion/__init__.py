"""Tab completion: find the words that a shell offers while a user types a command line."""
