"""What is true without a terminal: checklists, progress, the store and its history."""
