"""The plain commands: the only place that prints and exits."""
