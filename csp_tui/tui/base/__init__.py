"""The base classes of the screens, and how a screen saves changes."""
