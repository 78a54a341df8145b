"""The sentences of a digest that are the same in its text and in its HTML."""

from __future__ import annotations

import shlex

from csp_tui.core.base.days import whole_day
from csp_tui.core.base.language import _, ngettext, partner_count
from csp_tui.core.describe.steps import counted
from csp_tui.core.digest.model import Digest
from csp_tui.core.runs.step_groups import StepGroup


def subject(digest: Digest) -> str:
    """Return the subject of the mail, such as ``3 to chase, 1 due - csp-tui, Fri 4 Dec 2026``.

    It counts what is missed, to chase and due; without such steps the others; without any step the
    changes of others. If there is nothing at all, it says so.
    """
    urgent = [g for g in (StepGroup.MISSED, StepGroup.CHASE, StepGroup.DUE) if g in digest.numbers]
    groups = urgent or list(digest.numbers)
    words = [counted(group, digest.numbers[group]) for group in groups]
    words = words or ([changes_by_others(digest)] if digest.changes else [_("nothing to do now")])
    message = _("{what} - csp-tui, {day}")
    return message.format(what=", ".join(words), day=whole_day(digest.today))


def heading(digest: Digest) -> str:
    """Return the title of the digest: its owner, or all partners, and the day."""
    day = whole_day(digest.today)
    if not digest.owner:
        return _("All partners, {day}").format(day=day)
    return _("For {name}, {day}").format(name=digest.owner, day=day)


def figures(digest: Digest) -> list[tuple[str, bool]]:
    """Return the numbers of the digest as texts, each with whether it is of late steps.

    The texts, such as ``3 to chase``, are of each group of steps, of late steps, of changes by
    others, and last of partners. A number of 0 is left out, except that of partners.
    """
    found = [(counted(group, number), False) for group, number in digest.numbers.items()]
    if digest.late:
        text = ngettext("{count} of these late", "{count} of these late", digest.late)
        found.append((text.format(count=digest.late), True))
    if digest.changes:
        found.append((changes_by_others(digest), False))
    return [*found, (partner_count(digest.partners), False)]


def changes_by_others(digest: Digest) -> str:
    """Return a text on how many changes others have made, such as ``5 changes by others``."""
    message = ngettext("{count} change by others", "{count} changes by others", digest.changes)
    return message.format(count=digest.changes)


def nothing_to_tell() -> str:
    """Return the sentence that a digest without steps and changes has in place of its parts."""
    return _("Nothing is to be chased, due or lapsing, and nobody else has changed anything.")


def foot(digest: Digest) -> list[str]:
    """Return the two sentences at the foot of a digest.

    They tell the command that shows all steps, the machine, and the command for address and
    language.
    """
    owner = f" --owner {shlex.quote(digest.owner)}" if digest.owner else ""
    return [
        _("Everything that is next: {command}").format(command=f"csp-tui next --all{owner}"),
        _("Made by csp-tui on {host}. Address and language: {command}").format(
            host=digest.host, command="csp-tui people"
        ),
    ]
