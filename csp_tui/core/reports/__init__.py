"""Reports: what stood at a day, as Markdown, CSV, JSON or one HTML page.

The model is made once (`build`); each format is a small renderer of it. All words are in `labels`
and `words`.
"""
