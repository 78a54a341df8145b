"""The history: its lines, the file of them, undo, and merging two histories."""
