"""The command ``walk``: go through a run item by item on plain lines, without the full screen."""
