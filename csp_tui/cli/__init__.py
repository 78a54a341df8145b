"""The commands that print lines, without the full screen. Only this package sets exit codes."""
