"""The only writer of progress and history."""
