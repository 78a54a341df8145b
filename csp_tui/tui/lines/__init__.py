"""Plain values that widgets draw: lines of text with tones, rows of lists, key hints."""
