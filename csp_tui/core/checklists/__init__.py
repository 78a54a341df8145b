"""Checklists: format, reader, translations, library, editions."""
