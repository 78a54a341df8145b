"""Reports on the state at a day, as Markdown, CSV, JSON or one HTML page.

`build` makes the model, and each format renders it. All texts are in `labels` and `sentences`.
"""
