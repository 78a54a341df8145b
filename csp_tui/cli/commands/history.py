"""``history``: who changed what and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from csp_tui.cli.resolve import find_items, find_partner, find_run
from csp_tui.cli.session import Session
from csp_tui.cli.wording import local_moment
from csp_tui.core.describe import WORDS
from csp_tui.core.errors import CspTuiError
from csp_tui.core.history import HistoryLine
from csp_tui.core.progress import Partner, Status, Value
from csp_tui.core.workplace import Workplace

_SILENT = {"at", "by", "fingerprint"}
"""Keys that the line tells in other words."""


def history(session: Session) -> int:
    """Print the changes of a partner, of one run or of one item, the oldest first."""
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    lines = workplace.store.history(partner.id).lines()
    if args.run is not None:
        key = find_run(workplace, partner, args.run)
        lines = [line for line in lines if line.run == key]
    if args.item is not None:
        run, item = _item(workplace, partner, args.item, args.run, lines)
        lines = [line for line in lines if (line.run, line.item) == (run, item)]
    title_of = _titles(workplace, partner)
    for line in lines:
        _print(session, line, title_of(line.run, line.item))
    if not lines:
        session.out.note(f"there is no history of that in {partner.name}")
    return 0


def _item(
    workplace: Workplace, partner: Partner, word: str, run: str | None, lines: list[HistoryLine]
) -> tuple[str, str]:
    """Return run and id of an item; also of one that no edition in use has any more."""
    recorded = {line.run for line in lines if line.item == word}
    if len(recorded) == 1:
        return recorded.pop(), word
    (target,) = find_items(workplace, partner, [word], run)
    return target.view.run.key, target.item.id


def _titles(workplace: Workplace, partner: Partner) -> Callable[[str, str], str]:
    known: dict[str, dict[str, str]] = {}

    def title_of(run: str, item: str) -> str:
        if run not in known:
            try:
                items = workplace.view(partner, run).checklist.by_id
                known[run] = {key: each.title for key, each in items.items()}
            except (CspTuiError, KeyError):
                known[run] = {}
        return known[run].get(item, item)

    return title_of


def _print(session: Session, line: HistoryLine, title: str) -> None:
    out = session.out
    when, told = local_moment(line.at), _told(line)
    if out.plain:
        facts = [("time", when), ("who", line.who), ("what", line.do), ("run", line.run)]
        out.facts([*facts, ("item", title), ("change", told)])
        out.line()
    elif out.width is None:
        out.table((), [(when, line.who, line.do, line.run, line.item, title, told)])
    else:
        out.text(f"{when}  {line.who}  {line.do}  {title or line.run}", 0, 4)
        out.text(told, 4, 4)


def _told(line: HistoryLine) -> str:
    changes = [
        f"{key.replace('_', ' ')} {_readable(key, line.before.get(key))} -> {_readable(key, value)}"
        for key, value in line.after.items()
        if key not in _SILENT
    ]
    if not changes:
        return "confirmed against the rule as it is now"
    return ", ".join(changes)


def _readable(key: str, value: Value) -> str:
    if key == "status":
        words = {str(status): word for status, word in WORDS.items()}
        return words.get(str(value or Status.TODO), f'"{value}"')
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return local_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return f'"{value}"' if isinstance(value, str) else str(value)


COMMANDS = {"history": history}
