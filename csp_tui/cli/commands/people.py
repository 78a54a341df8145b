"""``people``: the mail addresses and languages of the owners, to whom ``digest`` writes."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.cli.session import Session
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import LANGUAGES, _
from csp_tui.core.base.text import fold
from csp_tui.core.digest.build import owners_of
from csp_tui.core.digest.people import Person, read_people, remove_person, set_person
from csp_tui.core.next_steps.finder import next_steps


def people(session: Session) -> int:
    """List the people, set what is known of one, or remove one, as the command line asks.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: there is nothing to set, or a value is not valid.
        NotFoundError: there is no such person to remove.
        InvalidFileError: ``people.toml`` is unreadable.
    """
    code = {None: _list, "set": _set, "remove": _remove}[session.args.act](session)
    if getattr(session.args, "dry_run", False):
        session.out.note(_("dry run: nothing was written"))
    return code


def _list(session: Session) -> int:
    """Print everybody in ``people.toml``, and the owners of partners or items who are not in it."""
    workplace, out = session.workplace, session.out
    known = read_people(workplace.places)
    names = {fold(name) for name in known}
    rows = [row for row in session.rows() if not row.error]
    steps = next_steps(rows, workplace.library, workplace.today)
    without = [each for each in owners_of(rows, steps) if fold(each) not in names]
    everybody = [each for each in known.values() if isinstance(each, Person)]
    everybody += [Person(name) for name in without]
    if session.args.json:
        _print_json(session, everybody)
    else:
        header = [_("Name"), _("Mail"), _("Language")]
        lines = [(p.name, p.mail, LANGUAGES.get(p.language, "")) for p in everybody]
        out.table(header, lines, keep=(0, 1))
    for each in known.values():
        if isinstance(each, InvalidFileError):
            out.warn(str(each))
    lacking = [each.name for each in everybody if not each.mail]
    if lacking:
        message = _("without an address: {names}; give one by {command}")
        command = command_line('people set "NAME" --mail ADDRESS')
        out.note(message.format(names=", ".join(lacking), command=command))
    elif not known:
        out.note(_("there are no people yet, and no owners"))
    return 0


def _set(session: Session) -> int:
    args, workplace = session.args, session.workplace
    given = {"mail": args.mail, "language": args.language}
    values = {key: value for key, value in given.items() if value is not None}
    if not values:
        raise UsageError(_("say --mail, --language, or both"))
    person = set_person(
        workplace.places, workplace.actor, args.name, values, is_dry_run=args.dry_run
    )
    if args.json:
        return _print_json(session, [person])
    shown = [person.name, person.mail or _("no address")]
    shown += [LANGUAGES[person.language]] if person.language in LANGUAGES else []
    session.out.confirmation(_("set: {what}").format(what=", ".join(shown)))
    return 0


def _remove(session: Session) -> int:
    args, workplace = session.args, session.workplace
    person = remove_person(workplace.places, workplace.actor, args.name, is_dry_run=args.dry_run)
    if args.json:
        return _print_json(session, [person])
    session.out.confirmation(_("removed: {what}").format(what=person.name))
    return 0


def _print_json(session: Session, people: Iterable[Person]) -> int:
    return session.out.json(people=[each._asdict() for each in people])


COMMANDS = {"people": people}
