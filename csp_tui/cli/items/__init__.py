"""Changing items by command."""
