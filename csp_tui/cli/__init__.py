"""The plain commands. Only this package prints and sets exit codes."""
