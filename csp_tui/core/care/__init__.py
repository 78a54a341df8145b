"""Restoring damaged files, archiving and erasing partners."""
