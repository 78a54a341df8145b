"""Searching the items of a run, in all texts that belong to an item."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.view import RunView


def matching_field(view: RunView, item: Item, text: str) -> str:
    """Return the name, in English, of the first text of an item that contains `text`: ``note``.

    Case does not matter. Empty if no text of the item contains `text`.
    """
    needle = fold(text)
    return next((place for place, each in _texts(view, item) if needle in fold(each)), "")


def _texts(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    progress = view.progress(item)
    yield N_("title"), item.title
    yield N_("rule"), item.rule
    yield N_("evidence"), progress.evidence
    yield N_("note"), progress.note
    yield N_("owner"), progress.owner
    yield N_("reason"), progress.reason
    yield N_("waiting"), progress.waiting_for
    yield N_("case"), progress.case
    yield N_("marks"), _("one way") if item.irreversible else ""
    yield N_("marks"), _("recommended") if item.need == "recommended" else ""
    yield N_("marks"), _("out of order") if progress.out_of_order else ""
    yield N_("detail"), item.detail
    yield N_("proof"), item.evidence
    yield N_("doubt"), item.doubt
