"""``history``: who changed what and when."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.cli.resolve import find_items, find_partner, find_run
from csp_tui.cli.session import Session
from csp_tui.core.describe_history import about, moment, told
from csp_tui.core.errors import CspTuiError
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.progress import Partner
from csp_tui.core.workplace import Workplace


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
    names = workplace.customers.names(partner.id)
    for line in lines:
        whom = names.get(line.customer, line.customer)
        _print(session, line, about(title_of(line.run, line.item), whom))
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
    when, values = moment(line.at), told(line)
    if out.plain:
        facts = [("time", when), ("who", line.who), ("what", line.do), ("run", line.run)]
        out.facts([*facts, ("item", title), ("change", values)])
        out.line()
    elif out.width is None:
        out.table((), [(when, line.who, line.do, line.run, line.item, title, values)])
    else:
        out.text(f"{when}  {line.who}  {line.do}  {title or line.run}", 0, 4)
        out.text(values, 4, 4)


COMMANDS = {"history": history}
