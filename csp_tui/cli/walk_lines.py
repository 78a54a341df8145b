"""What ``walk`` prints of a run and of an item: words, one fact a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.session import Session
from csp_tui.cli.wording import counted_in_full, edition_name
from csp_tui.core.counting import RunView
from csp_tui.core.describe import remarks, word

if TYPE_CHECKING:
    from csp_tui.cli.resolve import Target
    from csp_tui.cli.walk_answers import Course


def print_head(session: Session, views: Sequence[RunView]) -> None:
    """Say what is gone through and how to answer."""
    out = session.out
    if out.quiet:
        return
    for view in views:
        whom = f", customer {view.customer.name}" if view.customer else ""
        counts = counted_in_full(view.counts())
        out.line(
            f"{view.partner.name}{whom}, {view.checklist.title} {edition_name(view)}: {counts}"
        )
    out.line(
        "Answers: y done, t to do again, w waiting or chased again, r refused, x not applicable, "
        "e evidence, note, l links, n skip, b back, u undo, ? more on the item, q leave. "
        "Each answer is saved at once."
    )


def print_item(session: Session, course: Course, target: Target) -> None:
    """Print what must be known to answer: place, title, state, rule, and what stands against it."""
    out, view, item = session.out, target.view, target.item
    section = next(each for each in view.checklist.sections if item in each.items)
    progress = view.progress(item)
    out.line()
    place = f"{course.place + 1} of {len(course.stops)}"
    out.facts([(f"item {place}", item.title), ("section", section.title)])
    out.facts([("customer", view.customer.name if view.customer else "")])
    out.facts([("state", word(view, item)), ("rule", item.rule)])
    for each in remarks(view, item, session.workplace.today):
        out.facts([(each.label, each.value)] if each.label else [])
    out.facts([("proof", item.evidence), ("evidence", progress.evidence), ("note", progress.note)])


def print_saved(session: Session, target: Target, counts: str, when: str) -> None:
    """Say on one line what was saved."""
    if not session.out.quiet:
        state = word(target.view, target.item)
        session.out.line(f"{state}: {target.item.title}. {counts} ({when})")
