"""Plain values that are drawn: tones, rows, hints."""
