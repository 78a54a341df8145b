"""What a run is called: by its checklist, and by the year or number that tells it from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import cut, visible_line, width
from csp_tui.core.runs.anniversary import year_of

if TYPE_CHECKING:
    from csp_tui.core.runs.view import RunView

_SHIPPED = {
    "enroll-direct": N_("Enroll direct"),
    "transition-to-indirect": N_("To indirect"),
    "keep-direct": N_("Keep direct"),
    "keep-reseller": N_("Keep reseller"),
    "enroll-reseller": N_("Enroll reseller"),
    "onboard-reseller": N_("Onboard reseller"),
    "move-customers": N_("Move customers"),
    "keep-security": N_("Security"),
}
"""Short names of the shipped checklists, to be translated, by checklist id."""
_BRIEF = {
    "keep-direct": N_("Keep dir."),
    "keep-reseller": N_("Keep res."),
    "enroll-reseller": N_("Enroll res."),
    "onboard-reseller": N_("Onboard res."),
}
"""Names of those whose short name has no room in a narrow column, alone or beside a year."""


def short_name(key: str, checklist: str, cells: int = 0) -> str:
    """Return a short name of a run: ``Keep direct 2027`` for ``keep-direct-2027``.

    `key` is that of the run, `checklist` is the id of the run's checklist. If the key does not
    begin with that id, the whole name is made from the key. The name is cut to `cells` terminal
    cells, but not its year or number; 0 means that nothing is cut.
    """
    ending = _ending(key, checklist)
    words, ending = (key, "") if ending == key else (checklist, ending)
    name = _(_SHIPPED[words]) if words in _SHIPPED else words.replace("-", " ").capitalize()
    if cells and words in _BRIEF and width(_fitted(name, ending, 0)) > cells:
        name = _(_BRIEF[words])
    return _fitted(name, ending, cells)


def full_name(title: str, key: str, checklist: str) -> str:
    """Return the title of a run's checklist, followed by what its key adds to the checklist's id.

    That is usually a year or number. A key that does not begin with the id follows whole.
    """
    return _fitted(title, _ending(key, checklist), 0)


def name_of(view: RunView) -> str:
    """Return the title of a run's checklist, with the run's year or number if any."""
    return full_name(view.checklist.title, view.run.key, view.checklist.id)


def short_title(checklist: str, title: str) -> str:
    """Return the short name of the shipped checklist of this id; for any other its `title`."""
    return short_name(checklist, checklist) if checklist in _SHIPPED else title


def short_name_of(view: RunView) -> str:
    """Return the short name of a run, such as ``Keep direct 2027``."""
    return short_name(view.run.key, view.checklist.id)


def shortest_of(view: RunView) -> str:
    """Return the shortest name of a run that tells what it is.

    For a shipped checklist it is the short name, for an own one what `name_of` returns, even if the
    own one has the id of a shipped one.
    """
    is_own = view.checklist.is_local or view.run.checklist not in _SHIPPED
    return name_of(view) if is_own else short_name_of(view)


def edition_to_show(view: RunView) -> str:
    """Return the edition of a run, for showing; empty if the run is open and on the newest edition.

    For a checklist that is opened for reading, without a partner, it is never empty.
    """
    is_newest = view.newer is None and not view.is_closed and view.partner.id
    return "" if is_newest else view.run.edition


def year(key: str, checklist: str) -> int | None:
    """Return the year in the key of a run, after the checklist's id; None if there is none."""
    return year_of(f"-{_ending(key, checklist)}") or None


def _ending(key: str, checklist: str) -> str:
    """Return what follows the checklist's id in the key of a run: ``2027`` of ``keep-direct-2027``.

    Empty if nothing follows. A key that does not begin with the id is returned whole.
    """
    if key == checklist:
        return ""
    return key.removeprefix(f"{checklist}-")


def _fitted(words: str, ending: str, cells: int) -> str:
    words, ending = visible_line(words), f" {visible_line(ending)}" if ending else ""
    return (cut(words, cells - width(ending)) if cells else words) + ending
