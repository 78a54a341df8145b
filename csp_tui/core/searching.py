"""Searching a run: every text that belongs to an item, whether it fits on the screen or not."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.language import _
from csp_tui.core.text import fold


def place_of(view: RunView, item: Item, text: str) -> str:
    """Return which text of an item holds `text` (``title``, ``note``); nothing where none does."""
    needle = fold(text)
    return next((place for place, each in _texts(view, item) if needle in fold(each)), "")


def _texts(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    progress = view.progress(item)
    yield "title", item.title
    yield "rule", item.rule
    yield "evidence", progress.evidence
    yield "note", progress.note
    yield "owner", progress.owner
    yield "reason", progress.reason
    yield "waiting", progress.waiting_for
    yield "case", progress.case
    yield "marks", _("one way") if item.irreversible else ""
    yield "marks", _("recommended") if item.need == "recommended" else ""
    yield "marks", _("out of order") if progress.out_of_order else ""
    yield "detail", item.detail
    yield "proof", item.evidence
    yield "doubt", item.doubt
