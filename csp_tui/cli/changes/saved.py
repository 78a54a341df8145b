"""What is printed once a change to a partner or one of its runs is saved."""

from __future__ import annotations

from csp_tui.cli.output.output import Fact, labelled
from csp_tui.cli.output.run_words import standing
from csp_tui.cli.session import Session
from csp_tui.core.base.language import _
from csp_tui.core.store.store import Saved


def print_saved(session: Session, act: Fact, saved: Saved, runs: list[str]) -> None:
    """Print what was done to what, how far the partner's runs are and when that was saved."""
    if session.args.json:
        session.print_json_of_saved(saved)
    if session.args.json or session.out.quiet:
        return
    counts = standing(session.workplace, saved.partner, runs)
    if session.out.plain:
        session.out.facts(
            [
                act,
                (_("partner"), saved.partner.name),
                (_("counts"), counts),
                (_("saved"), session.when(saved)),
            ]
        )
        return
    message = (
        _("{act} - {partner}: {counts} ({saved})") if counts else _("{act} - {partner} ({saved})")
    )
    session.out.line(
        message.format(
            act=labelled(*act),
            partner=saved.partner.name,
            counts=counts,
            saved=session.saved_at(saved),
        )
    )
