"""``history``: print who changed what and when."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.cli.output.json_shapes import of_line
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_items, find_partner, find_run
from csp_tui.core.base.language import _
from csp_tui.core.describe.history import (
    TitleOf,
    changes_text,
    moment,
    sentence,
    step_words,
    titles,
    why_missing,
)
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.model import Partner
from csp_tui.core.workplace.workplace import Workplace


def history(session: Session) -> int:
    """Print the history lines of a partner, or those of one run or item, the oldest first.

    Damaged lines are left out; a warning names each. One says so if the history file is missing.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError, UsageError: no partner, run or item fits, or more than one.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    recorded = workplace.store.history(partner.id)
    every = HistoryLines(recorded.encoded())
    lines = {
        number: line for number in range(len(every)) if (line := every.readable(number)) is not None
    }
    for damage in recorded.damage():
        session.out.warn(str(damage))
    missing = why_missing(recorded, partner)
    if missing:
        session.out.warn(str(missing))
    run, item = args.run, None
    if args.run is not None:
        run = find_run(workplace, partner, args.run)
    if args.item is not None:
        run, item = _item(workplace, partner, args.item, args.run, lines.values())
    wanted = [
        number
        for number, line in lines.items()
        if run in (None, line.run) and item in (None, line.item)
    ]
    if args.json:
        shapes = [of_line(lines[number]) for number in wanted]
        return session.out.json(partner=partner.id, lines=shapes)
    title_of = titles(workplace, partner)
    for number in wanted:
        _print(session, every, number, title_of)
    if not wanted and not missing:
        none = _("there is no history of that in {partner}")
        session.out.note(none.format(partner=partner.name))
    return 0


def _item(
    workplace: Workplace, partner: Partner, word: str, run: str | None, lines: Iterable[HistoryLine]
) -> tuple[str, str]:
    """Return the key of the run and the id of the item that `word` names.

    If `word` is an item's id in the history `lines` of exactly one run, that run is returned,
    whatever `run` names, and no checklist is searched. So an item is found even if no edition has
    it any more.

    Raises:
        UsageError, NotFoundError: more than one item fits, or none.
    """
    recorded = {line.run for line in lines if line.item == word}
    if len(recorded) == 1:
        return recorded.pop(), word
    (target,) = find_items(workplace, partner, [word], run)
    return target.view.run.key, target.item.id


def _print(session: Session, lines: HistoryLines, number: int, title_of: TitleOf) -> None:
    out, line = session.out, lines[number]
    when, values, title = moment(line.when), changes_text(line), title_of(line)
    what, size = sentence(lines, number, title_of), step_words(line)
    if out.plain:
        pairs = [(_("line"), line.id), (_("time"), when), (_("who"), line.who), (_("what"), what)]
        pairs += [(_("part of"), size), (_("run"), line.run)]
        out.pairs([*pairs, (_("item"), title if line.item else ""), (_("change"), values)])
        out.line()
    elif out.width is None:
        out.table((), [(line.id, when, line.who, line.do, line.run, line.item, title, values)])
    else:
        out.text(f"{line.id}  {when}  {line.who} {what}{size and f' ({size})'}", 0, 4)
        if values:
            out.text(values, 4, 4)


COMMANDS = {"history": history}
