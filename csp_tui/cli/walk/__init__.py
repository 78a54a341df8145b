"""Going through a checklist item by item on plain lines."""
