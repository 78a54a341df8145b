"""Everything put together, the settings, and the last place."""
