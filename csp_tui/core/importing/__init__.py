"""Importing tables and lists."""
