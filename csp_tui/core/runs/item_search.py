"""Searching the items of a run, in all texts that belong to an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.search import NamedText, has_all, joined_form, words_of
from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.view import RunView


def matching(view: RunView, items: Iterable[Item], text: str) -> list[Item]:
    """Return those of `items` whose texts have each word of `text`; case and accents do not matter.

    Without words all are returned. `view` is the part of the run that holds their progress.
    """
    words = words_of(text)
    return [item for item in items if has_all(joined_form(texts_of(view, item)), words)]


def texts_of(view: RunView, item: Item) -> Iterator[NamedText]:
    """Yield the texts of an item: its title, what is recorded of it, and its guidance.

    Each comes with an English word for what it is; a text may be empty.
    """
    progress = view.progress(item)
    yield N_("title"), item.title
    yield N_("evidence"), progress.evidence
    yield N_("note"), progress.note
    yield N_("owner"), progress.owner
    yield N_("reason"), progress.reason
    yield N_("waiting"), progress.waiting_for
    yield N_("case"), progress.case
    for words in marks_of(item):
        yield N_("marks"), words
    yield N_("marks"), _("out of order") if progress.out_of_order else ""
    yield N_("rule"), item.rule
    yield N_("detail"), item.detail
    yield N_("proof"), item.evidence
    yield N_("doubt"), item.doubt


def marks_of(item: Item) -> Iterator[str]:
    """Yield words for what rows mark an item with: one way, or optional."""
    if item.irreversible:
        yield _("one way")
    if item.need == "recommended":
        optional = pgettext("remark", "optional")
        yield f"{_('recommended')}, {optional}"
