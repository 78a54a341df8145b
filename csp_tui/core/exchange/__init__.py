"""Exchange with other data directories: by hand-over files, and by git (``sync``)."""
