"""Undo and redo the user's last step in a partner."""

from __future__ import annotations

from csp_tui.cli.changes.saved import print_saved
from csp_tui.cli.session import Session
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.describe.history import act, titles
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.steps import undone_lines
from csp_tui.core.store.saved import Saved


def step_back(session: Session, partner_id: str, *, redo: bool) -> list[HistoryLine]:
    """Undo the user's last step in a partner, or with `redo` redo the last undone one; print it.

    Returns:
        The history lines of the step that was undone or redone.

    Raises:
        UsageError: there is no such step, or somebody has changed its values since.
    """
    return print_undone(session, session.workplace.store.undo(partner_id, redo=redo), redo=redo)


def print_undone(session: Session, saved: Saved, *, redo: bool) -> list[HistoryLine]:
    """Print which step an undo has taken back, or with `redo` a redo has made again.

    `saved` is that undo or redo. Return the history lines of the step; empty if the history does
    not have them.
    """
    workplace = session.workplace
    if any(line.do == Act.ARCHIVE and not line.customer for line in saved.lines):
        workplace = archived_workplace(workplace)
    history = workplace.store.history(saved.partner.id)
    step = _original_step(saved, history.readable_lines())
    title_of = titles(workplace, saved.partner)
    acts_done = [f"{act(line)} {title_of(line)}".rstrip() for line in step]
    what = _("; ").join(dict.fromkeys(acts_done)) or _("nothing")
    runs = list(dict.fromkeys(line.run for line in step if line.run))
    print_saved(session, (_("done again") if redo else _("taken back"), what), saved, runs)
    return step


def _original_step(saved: Saved, lines: list[HistoryLine]) -> list[HistoryLine]:
    """Return the history lines of the step that was undone or redone in the end.

    An undo names the step that it took back, a redo the undo that it took back, and so on: this
    chain is followed to its first step. An undo of one history line (``undo --line``) counts as a
    step of its own, so the chain ends there. Empty if the history does not have the step.

    Args:
        saved: the undo or redo, just saved.
        lines: the whole history of the partner.
    """
    targets_of, step = undone_lines(lines), list(saved.lines)
    while step and step[0].undoes and step[0].do != Act.REVERT:
        step = targets_of(step[0])
    return step
