"""The next steps: what can or must be done now."""
