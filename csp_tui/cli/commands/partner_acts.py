"""``add``, ``start``, ``undo`` and ``redo``: acts on a partner as a whole."""

from __future__ import annotations

import sys

from csp_tui.cli.commands.partners import warn_of_own_checklists
from csp_tui.cli.resolve import find_checklist, find_edition, find_partner, find_partner_id
from csp_tui.cli.session import Session
from csp_tui.cli.streams import is_terminal
from csp_tui.cli.wording import standing
from csp_tui.core import acts
from csp_tui.core.checklist import Checklist
from csp_tui.core.clock import local_time
from csp_tui.core.describe_history import made_by, moment, sentence, titles
from csp_tui.core.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.history_lines import HistoryLines
from csp_tui.core.partner_data import LABELS, parse_values
from csp_tui.core.progress import Partner
from csp_tui.core.store import Saved
from csp_tui.core.text import fold, storable_line, visible_line
from csp_tui.core.undo import is_own, why_not_reverted
from csp_tui.core.workplace import Workplace


def add(session: Session) -> int:
    """Add a partner and print its id."""
    args, workplace = session.args, session.workplace
    texts = {key: getattr(args, key) or "" for key in LABELS}
    values = {key: value for key, value in parse_values(texts).items() if key != "name"}
    if not args.again:
        _refuse_known_name(workplace, storable_line(args.name))
    saved = workplace.store.add_partner(args.name, **values)
    partner = saved.partner
    for key, text in texts.items():
        if text != storable_line(text):
            session.out.warn(f"the {key} was cleaned; stored is: {storable_line(text)}")
    session.out.line(partner.id)
    session.out.note(
        f"added {partner.name}; next: {session.command(f'start {partner.id} CHECKLIST')}, "
        f"such as enroll-direct; {session.command('checklists')} names them all"
    )
    return 0


def _refuse_known_name(workplace: Workplace, name: str) -> None:
    known = next((r for r in workplace.overview.rows() if fold(r.name) == fold(name)), None)
    if known is not None:
        what = f'there is a partner "{known.name}" already ({known.id})'
        raise UsageError(f"{what}; take another name, or say --again")


def start(session: Session) -> int:
    """Start a checklist for a partner, in its newest edition unless one is named."""
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    checklist = _checklist(session, args.checklist, args.edition)
    change = acts.start(partner, checklist, workplace.clock(), is_again=session.args.again)
    saved = workplace.store.change(partner.id, [change])
    act = f"started: {checklist.title}, edition {checklist.edition}"
    report(session, act, saved, [change.run])
    return 0


def _checklist(session: Session, word: str, edition: str | None) -> Checklist:
    library = session.workplace.library
    checklist_id = find_checklist(session.workplace, word)
    if edition is not None:
        return library.get(checklist_id, find_edition(session.workplace, checklist_id, edition))
    newest = next((each for each in library.newest() if each.id == checklist_id), None)
    last = library.editions(checklist_id)[-1]
    if newest is None:
        return library.get(checklist_id, last)
    if newest.edition != last:
        warn_of_own_checklists(session)
    return newest


def undo(session: Session) -> int:
    """Take back the user's last step in a partner, or one history line."""
    if session.args.line is not None:
        return _take_back_line(session, session.args.line)
    return _step_back(session, redo=False)


def redo(session: Session) -> int:
    """Take back the user's last undo in a partner."""
    return _step_back(session, redo=True)


def _step_back(session: Session, *, redo: bool) -> int:
    workplace = session.workplace
    partner_id = find_partner_id(workplace, session.args.partner)
    saved = workplace.store.undo(partner_id, redo=redo)
    step = _original_step(saved, workplace.store.history(partner_id).lines())
    titles = [_title(workplace, saved.partner, line) for line in step]
    acts_done = "; ".join(dict.fromkeys(titles)) or "nothing"
    runs = list(dict.fromkeys(line.run for line in step if line.run))
    report(session, f"{'done again' if redo else 'taken back'}: {acts_done}", saved, runs)
    return 0


def _take_back_line(session: Session, line_id: str) -> int:
    """Take back one history line; asks where somebody else made it, unless --yes says it."""
    workplace, is_sure = session.workplace, session.args.yes
    partner_id = find_partner_id(workplace, session.args.partner)
    lines = HistoryLines(workplace.store.history(partner_id).encoded())
    number = lines.number_of(line_id)
    if number is None:
        what = f'there is no history line "{line_id}"; history prints them, like k3v9q2mx:12'
        raise NotFoundError(what)
    line = lines[number]
    told = sentence(lines, number, titles(workplace, workplace.store.load(partner_id)))
    if not (is_sure or is_own(line, workplace.actor) or why_not_reverted(line)):
        _confirm(f"{made_by(line)} ({moment(line.at)}: {told}).")
    saved = workplace.store.revert(partner_id, line_id)
    report(session, f"taken back: {told}", saved, [line.run] if line.run else [])
    return 0


def _confirm(what: str) -> None:
    if not is_terminal(sys.stdin):
        raise UsageError(f"{what} To take it back all the same, say --yes")
    sys.stderr.write(f"{visible_line(what)} Take it back? y/N ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise UsageError("nothing was taken back")


def _original_step(saved: Saved, lines: list[HistoryLine]) -> list[HistoryLine]:
    """Return the lines of the step that was done first, behind any undo and redo of it."""
    step: list[HistoryLine] = list(saved.lines)
    while step and step[0].do in ("undo", "redo"):
        step = [line for line in lines if line.step == step[0].undoes]
    return step


def _title(workplace: Workplace, partner: Partner, line: HistoryLine) -> str:
    if line.part:
        return f'{line.do} "{", ".join(line.after)}"'
    if not line.item:
        return f'{line.do} "{line.run}"' if line.run else line.do
    try:
        title = workplace.view(partner, line.run).checklist.by_id[line.item].title
    except (CspTuiError, KeyError):
        title = line.item
    return f'{line.do} "{title}"'


def report(session: Session, act: str, saved: Saved, runs: list[str]) -> None:
    """Print what was done, how far the partner's runs are and when that was saved."""
    if session.out.quiet:
        return
    counts = standing(session.workplace, saved.partner, runs)
    if session.out.plain:
        what, _, of_what = act.partition(": ")
        partner = saved.partner.name
        facts = [(what, of_what), ("partner", partner), ("counts", counts)]
        session.out.facts([*facts, ("saved", local_time(saved.at))])
        return
    counts = f": {counts}" if counts else ""
    session.out.line(f"{act} - {saved.partner.name}{counts} (saved {local_time(saved.at)})")


COMMANDS = {"add": add, "start": start, "undo": undo, "redo": redo}
