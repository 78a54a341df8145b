"""Reports on partners at the end of a day, as Markdown, CSV, JSON or one HTML page.

`build` makes the content (`model`), which each format renders. The words are in `labels` and
`sentences`.
"""
