"""Print the confirmation after a change to a partner or a run is saved."""

from __future__ import annotations

from csp_tui.cli.output.output import LabelledValue, labelled
from csp_tui.cli.output.run_words import counts_of_runs
from csp_tui.cli.session import Session
from csp_tui.core.base.language import _
from csp_tui.core.store.saved import Saved


def print_saved(session: Session, act: LabelledValue, saved: Saved, runs: list[str]) -> None:
    """Print what was done, how many items of `runs` are done now, and when it was saved.

    With ``--json``, print the saved change instead; if the output is quiet, print nothing.

    Args:
        session: the session of the command.
        act: what was done and to what, such as ``("closed as completed", "Enroll")``.
        saved: the saved change.
        runs: the keys of the runs whose done items are counted.
    """
    if session.args.json:
        session.print_json_of_saved(saved)
    if session.args.json or session.out.quiet:
        return
    counts = counts_of_runs(session.workplace, saved.partner, runs)
    if session.out.plain:
        session.out.pairs(
            [
                (session.out.done(act[0]), act[1]),
                (_("partner"), saved.partner.name),
                (_("counts"), counts),
                (_("saved"), session.when(saved)),
            ]
        )
        return
    session.out.confirmation(saved_line(session, labelled(*act), saved, counts))


def saved_line(session: Session, act: str, saved: Saved, counts: str = "") -> str:
    """Return a line on a saved change: ``ACT - PARTNER: COUNTS (saved 10:42:03)``.

    Without `counts` there is no colon. If nothing was written, the brackets say why.
    """
    message = (
        _("{act} - {partner}: {counts} ({saved})") if counts else _("{act} - {partner} ({saved})")
    )
    when = session.saved_at(saved)
    return message.format(act=act, partner=saved.partner.name, counts=counts, saved=when)
