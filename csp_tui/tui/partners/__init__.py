"""The first screen: all partners."""
