"""The first start, and starting a checklist."""
