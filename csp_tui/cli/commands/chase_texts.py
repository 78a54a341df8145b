"""``chase --text``: print mails that ask where waiting items stand."""

from __future__ import annotations

from csp_tui.cli.changes.change_items import named_items
from csp_tui.cli.session import Session
from csp_tui.cli.targets.over_partners import find_everywhere
from csp_tui.cli.targets.resolve import Target
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.describe.copied import can_be_chased, chase_text

_BETWEEN = "---"


def print_chase_texts(session: Session) -> int:
    """Print a mail to chase with for each item that the command line chooses.

    With ``--all`` items that do not wait are left out.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: an item that is named does not wait.
        NotFoundError: with ``--all``, no item waits.
    """
    targets = _targets(session)
    asker = session.workplace.actor.names[0]
    texts = [chase_text(target.view, target.item, asker) for target in targets]
    if session.args.json:
        pairs = zip(targets, texts, strict=True)
        return session.out.json(texts=[_as_json(target, text) for target, text in pairs])
    for number, text in enumerate(texts):
        for line in ["", _BETWEEN, ""] if number else []:
            session.out.line(line)
        for line in text.splitlines():
            session.out.line(line)
    return 0


def _targets(session: Session) -> list[Target]:
    if not session.args.every:
        _partner, targets = named_items(session)
        for target in targets:
            if not can_be_chased(target.view, target.item):
                message = _('"{item}" is not waiting; set it waiting with wait')
                raise UsageError(message.format(item=target.item.title))
        return targets
    rows = session.rows()
    session.warn_of_unreadable(rows)
    found, _left = find_everywhere(session.workplace, session.args, rows)
    waiting = [target for target in found if can_be_chased(target.view, target.item)]
    if not waiting:
        raise NotFoundError(_("no partner has an item that waits"))
    return waiting


def _as_json(target: Target, text: str) -> dict[str, str]:
    view = target.view
    return {
        "partner": view.partner.id,
        "run": view.run.key,
        "item": target.item.id,
        "customer": view.customer_id,
        "text": text,
    }
