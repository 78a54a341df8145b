"""Texts on items, steps and history, the same on screens and in commands."""
