"""The commands, grouped by idea; each module names its own in ``COMMANDS``."""
