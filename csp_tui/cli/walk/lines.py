"""Print runs and items for ``walk``: plain text, one labelled value a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.run_words import counted_in_full, name_and_edition
from csp_tui.cli.session import Session
from csp_tui.core.base.language import _
from csp_tui.core.describe.item import remarks, word
from csp_tui.core.runs.view import RunView

if TYPE_CHECKING:
    from csp_tui.cli.targets.resolve import Target


def print_head(session: Session, views: Sequence[RunView]) -> None:
    """Print a line on each run to go through, and the answers that can be typed.

    Nothing is printed if the output is quiet.
    """
    out = session.out
    if out.quiet:
        return
    for view in views:
        names = [view.partner.name]
        if view.customer is not None:
            names.append(_("customer {name}").format(name=view.customer.name))
        names.append(name_and_edition(view))
        out.line(labelled(", ".join(names), counted_in_full(view.counts())))
    out.line(
        _(
            "Answers: y done, t to do again, w waiting or chased again, r refused, "
            "x not applicable, e evidence, note, l links, n skip, b back, u undo, "
            "? more on the item, q leave. Each answer is saved at once."
        )
    )


def print_item(session: Session, target: Target, number: int, count: int) -> None:
    """Print what the user must know to answer: title, status, rule, remarks, evidence and note.

    Args:
        session: the session of the command.
        target: the item.
        number: its number among the items to go through, from 1.
        count: how many items there are to go through.
    """
    out, view, item = session.out, target.view, target.item
    section = next(each for each in view.checklist.sections if item in each.items)
    progress = view.progress(item)
    out.line()
    place = _("item {number} of {count}").format(number=number, count=count)
    out.pairs([(place, item.title), (_("section"), section.title)])
    out.pairs([(_("customer"), view.customer.name if view.customer else "")])
    out.pairs([(_("state"), word(view, item)), (_("rule"), item.rule)])
    for each in remarks(view, item, session.workplace.today):
        out.pairs([(each.label, each.value)] if each.label else [])
    out.pairs([(_("proof"), item.evidence), (_("evidence"), progress.evidence)])
    out.pairs([(_("note"), progress.note)])


def print_saved(session: Session, target: Target, counts: str, when: str) -> None:
    """Print a line with the new status of the item, the counts of its run and the time.

    Nothing is printed if the output is quiet. `when` is when it was saved, as text.
    """
    if not session.out.quiet:
        state = word(target.view, target.item)
        message = _("{state}: {item}. {counts} ({saved})")
        session.out.line(
            message.format(state=state, item=target.item.title, counts=counts, saved=when)
        )
