"""Print for the commands and ask questions: text, tables, JSON, progress bars."""
