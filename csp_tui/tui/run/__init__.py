"""The screen of a run, with its forms; and reading a checklist without a run."""
