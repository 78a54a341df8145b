"""The screen to start a run of a checklist."""
