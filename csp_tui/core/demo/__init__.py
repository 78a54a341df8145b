"""Invented partners."""
