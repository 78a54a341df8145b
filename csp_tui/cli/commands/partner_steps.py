"""``add`` a partner, ``start`` a checklist, ``undo`` and ``redo`` the user's last step."""

from __future__ import annotations

import contextlib

from csp_tui.cli.changes.over_partners import print_json_of_done, warn_of_failed
from csp_tui.cli.changes.saved import print_saved
from csp_tui.cli.changes.stopping import stoppable
from csp_tui.cli.changes.undo import print_undone, step_back
from csp_tui.cli.commands.partners import warn_of_own_checklists
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_checklist, find_edition, find_partner, find_partner_id
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import InvalidFileError, NotFoundError, UsageError
from csp_tui.core.base.language import _, ngettext, partner_count, pgettext
from csp_tui.core.base.text import fold, storable_line
from csp_tui.core.care.take_back import last_step, take_back
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.describe.history import made_by, moment, sentence, titles
from csp_tui.core.history.acts import Act
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.history.undo import is_own, why_not_reverted
from csp_tui.core.partners.names import partner_names
from csp_tui.core.progress.partner_fields import LABELS, cleaned, parse_values
from csp_tui.core.runs import item_changes
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.workplace.workplace import Workplace

_MOST_SHOWN = 50
"""So many partners are named one by one after an undo in several; of more, only the number."""


def add(session: Session) -> int:
    """Add a partner and print its id; return exit code 0.

    Raises:
        UsageError: a partner has this name already and ``--again`` is not given; or a value is not
            valid.
    """
    args, workplace = session.args, session.workplace
    texts = {key: getattr(args, key) or "" for key in LABELS}
    values = {key: value for key, value in parse_values(texts).items() if key != "name"}
    if not args.again:
        _refuse_known_name(workplace, storable_line(args.name))
    saved = workplace.store.add_partner(args.name, **values)
    partner = saved.partner
    for key, text in texts.items():
        if text != (stored := cleaned(key, text)):
            message = _("the {key} was cleaned; stored is: {text}")
            session.out.warn(message.format(key=key, text=stored))
    if session.args.json:
        return session.print_json_of_saved(saved)
    if session.is_dry_run:
        session.out.confirmation(_("added: {name}").format(name=partner.name))
        return 0
    session.out.line(partner.id)
    session.out.note(
        _("added {name}; next: {start}, such as enroll-direct; {checklists} names them all").format(
            name=partner.name,
            start=command_line(f"start {partner.id} CHECKLIST"),
            checklists=command_line("checklists"),
        )
    )
    return 0


def _refuse_known_name(workplace: Workplace, name: str) -> None:
    known_names: dict[str, str] = {}
    with contextlib.suppress(InvalidFileError):  # the store reports the error when it adds
        known_names = partner_names(workplace.places)
    for partner_id, known in known_names.items():
        if fold(known) == fold(name):
            message = _(
                'there is a partner "{name}" already ({id}); take another name, or say --again'
            )
            raise UsageError(message.format(name=known, id=partner_id))


def start(session: Session) -> int:
    """Start a run of a checklist for a partner, in the newest edition unless one is named.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: an earlier run of it is open and ``--again`` is not given.
        NotFoundError: there is no such partner, checklist or edition.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    checklist = _checklist(session, args.checklist, args.edition)
    change = item_changes.start(partner, checklist, workplace.clock(), is_again=session.args.again)
    saved = workplace.store.change(partner.id, [change])
    what = _("{checklist}, edition {edition}").format(
        checklist=full_name(checklist.title, change.run, checklist.id), edition=checklist.edition
    )
    print_saved(session, (pgettext("act", "started"), what), saved, [change.run])
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
    """Undo the user's last step in a partner; with ``--line``, the change of one history line.

    With ``--last``, undo the user's last step in all partners that it changed.

    Returns:
        The exit code: 0; with ``--last``, that of the first partner that could not be saved.

    Raises:
        UsageError: the options do not go together, or there is nothing that can be undone.
        NotFoundError: there is no such partner or line.
    """
    args = session.args
    if args.last and (args.partner or args.line is not None):
        raise UsageError(_("say --last alone, without a partner and --line"))
    if args.last:
        return _undo_last(session)
    if args.partner is None:
        raise UsageError(_("name a partner, or say --last for your last step in all partners"))
    if session.args.line is not None:
        return _take_back_line(session, session.args.line)
    step_back(session, find_partner_id(session.workplace, session.args.partner), redo=False)
    return 0


def _undo_last(session: Session) -> int:
    step, ids = last_step(session.workplace)
    act = SharedAct(len(ids), is_undo=True)
    with stoppable(act, is_dry_run=session.is_dry_run):
        done = take_back(session.workplace, step, ids, act=act)
    if session.args.json:
        return print_json_of_done(session, done)
    if len(done.saved) > _MOST_SHOWN:
        session.out.confirmation(labelled(_("taken back"), partner_count(len(done.saved))))
    else:
        for saved in done.saved:
            print_undone(session, saved, redo=False)
    away = [each for each in done.saved if any(line.do == Act.ARCHIVE for line in each.lines)]
    if away:
        message = ngettext(
            "{count} partner is in the archive now", "{count} partners are in the archive now",
            len(away),
        )  # fmt: skip
        session.out.note(message.format(count=len(away)))
    return warn_of_failed(session, done)


def redo(session: Session) -> int:
    """Redo the step that the user has undone last in a partner; return exit code 0.

    Raises:
        UsageError: there is no such step, or somebody has changed its values since.
    """
    step_back(session, find_partner_id(session.workplace, session.args.partner), redo=True)
    return 0


def _take_back_line(session: Session, line_id: str) -> int:
    """Undo the change of one history line; ask first if another user made it, unless ``--yes``.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError: there is no such line.
        UsageError: the change cannot be undone, or the user does not agree.
    """
    workplace, is_sure = session.workplace, session.args.yes
    partner_id = find_partner_id(workplace, session.args.partner)
    lines = HistoryLines(workplace.store.history(partner_id).encoded())
    number = lines.number_of(line_id)
    if number is None:
        what = _('there is no history line "{line}"; history prints them, like k3v9q2mx:12')
        raise NotFoundError(what.format(line=line_id))
    line = lines[number]
    change = sentence(lines, number, titles(workplace, workplace.store.load(partner_id)))
    if not (is_sure or is_own(line, workplace.actor) or why_not_reverted(line)):
        whose = _("{whose} ({time}: {what}).").format(
            whose=made_by(line), time=moment(line.when), what=change
        )
        if session.is_dry_run:
            session.out.note(whose)
        else:
            _confirm_others(whose)
    saved = workplace.store.revert(partner_id, line_id)
    print_saved(session, (_("taken back"), change), saved, [line.run] if line.run else [])
    return 0


def _confirm_others(what: str) -> None:
    """Ask before another user's change is undone; `what` is a sentence on that change.

    Raises:
        UsageError: the answer is not yes, or nobody can be asked.
    """
    confirm(
        _("{what} Take it back? y/N").format(what=what),
        unasked=_("{what} To take it back anyway, say --yes").format(what=what),
        refused=_("nothing was taken back"),
    )


COMMANDS = {"add": add, "start": start, "undo": undo, "redo": redo}
