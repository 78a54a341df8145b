"""The log: a line, the file of lines, undo and union."""
