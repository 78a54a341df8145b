"""``digest``: a mail on what is to be done and what others have done, to one or each owner."""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import AbstractContextManager
from datetime import date, timedelta
from functools import partial

from csp_tui.cli.output.streams import is_terminal, write_document
from csp_tui.cli.session import Session
from csp_tui.cli.targets.chosen_partners import chosen_partners, view_of_partners
from csp_tui.core.base.address import is_address, local_address
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.days import parse_past_day
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError, WriteError
from csp_tui.core.base.language import _, current, speaking
from csp_tui.core.base.text import fold
from csp_tui.core.digest.build import last_working_day, make_digest, owners_of
from csp_tui.core.digest.message import digest_message
from csp_tui.core.digest.model import Digest
from csp_tui.core.digest.people import People, Person, person_called, read_people
from csp_tui.core.digest.recent import RecentChanges
from csp_tui.core.digest.send import find_program, send
from csp_tui.core.digest.text import digest_text
from csp_tui.core.digest.wording import subject
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.next_steps.finder import next_steps
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.partners.rows import PartnerSummary

_DAYS = re.compile(r"([0-9]{1,4})[dj]")
"""So many days back: ``7d``, in French ``7j``."""


def digest(session: Session) -> int:
    """Print the digest mail for one reader, or with ``--send`` hand it to a program.

    On a terminal only its text is printed, elsewhere the whole mail.

    With ``--each-owner``, each owner gets a mail. Where there is nothing to say, no mail is made,
    unless ``--always`` asks for it.

    Returns:
        The exit code: 0; with ``--each-owner`` 1 if an owner has no address, or a wrong one, and 6
            if a mail could not be sent.

    Raises:
        UsageError: the options do not go together, or an address is not valid.
        NotFoundError: there is no program for sending, or the owner has no address for a mail.
        WriteError: the mail could not be sent.
    """
    args = session.args
    if args.each_owner and args.to:
        raise UsageError(_("say --each-owner or --to, not both"))
    if args.each_owner and not (args.send or args.dry_run):
        message = _("say --send with --each-owner, which makes several mails; or --dry-run")
        raise UsageError(message)
    program = find_program(args.send, session.environ) if args.send is not None else ""
    mails = _Mails(session, program)
    code = mails.to_each_owner() if args.each_owner else mails.to_one(args.owner or "")
    if args.dry_run:
        session.out.note(_("dry run: nothing was written"))
    return code


class _Mails:
    """Makes the mails of one call, from partners that are read once.

    Args:
        session: the session of the command.
        program: the path of the program that sends; "" to print the mail.
    """

    def __init__(self, session: Session, program: str) -> None:
        self._session = session
        self._program = program
        is_mailed = bool(program or session.args.dry_run)
        self._is_read_here = is_terminal(sys.stdout) and not is_mailed
        self._sender = _sender(session)
        self._asked = [_address(each) for each in dict.fromkeys(session.args.to)]
        workplace, args = session.workplace, session.args
        rows = session.rows()
        session.warn_of_unreadable(rows)
        readable = [row for row in rows if not row.error]
        view = view_of_partners(workplace, args)
        chosen = chosen_partners(workplace, args, readable, view)
        self._rows_of: dict[str, list[PartnerSummary]] = {}
        for row in chosen:
            self._rows_of.setdefault(fold(row.owner), []).append(row)
        self._rows_of[""] = chosen
        self._people: People = read_people(workplace.places)
        self._recent = RecentChanges(workplace, _since(args.since, workplace.today))
        self._steps: dict[str, StepList] = {}

    def to_one(self, owner: str) -> int:
        """Print or send the mail on the share of one owner, or with "" on all partners.

        If it would be empty, a note says why there is none, unless ``--always`` asks for it. Return
        exit code 0.

        Raises:
            NotFoundError: the owner has no mail address, and the mail is not read on the terminal.
            WriteError: the mail could not be sent.
        """
        person = self._reader(owner)
        made = self._made(owner, person)
        if made.is_empty and not self._session.args.always:
            self._session.out.note(self._why_nothing(owner))
        else:
            self._deliver(made, person)
        return 0

    def to_each_owner(self) -> int:
        """Send a mail to each owner who is to be told something; with ``--always`` to all owners.

        Returns:
            The exit code: 0; 1 if an owner has no address, or a wrong one, and 6 if a mail could
            not be sent. Warnings say for whom.
        """
        args, out, code = self._session.args, self._session.out, 0
        for owner in self._owners():
            try:
                person = person_called(self._people, owner) or Person(owner)
                made = self._made(owner, person)
                if args.always or not made.is_empty:
                    self._deliver(made, self._with_address(person))
            except CspTuiError as error:
                out.warn(str(error))
                code = max(code, error.exit_code if isinstance(error, WriteError) else 1)
        return code

    def _why_nothing(self, owner: str) -> str:
        """Return a sentence on why there is no mail for `owner`.

        If `owner` is "", the mail would have been on all partners.
        """
        names = self._owners()
        if not owner or fold(owner) in map(fold, names):
            return _("nothing to say: there is no mail")
        message = _('"{name}" owns nothing that is open; owners are: {names}')
        return message.format(name=owner, names=", ".join(names) or _("nobody"))

    def _owners(self) -> list[str]:
        """Return the names of all who own a chosen partner or something that is open there, sorted.

        Names that differ in case only are one.
        """
        return owners_of(self._rows_of[""], self._all_steps())

    def _all_steps(self) -> StepList:
        """Return the steps of the chosen partners in the current language."""
        if current() not in self._steps:
            workplace = self._session.workplace
            steps = next_steps(self._rows_of[""], workplace.library, workplace.today)
            self._steps[current()] = steps
        return self._steps[current()]

    def _made(self, owner: str, person: Person) -> Digest:
        """Return the digest of `owner`, or with "" of all partners, in the language of `person`."""
        is_own = partial(_is_own, owner, self._session)
        with self._in_language_of(person):
            rows = self._rows_of.get(fold(owner), [])
            workplace, steps = self._session.workplace, self._all_steps()
            return make_digest(workplace, owner, rows, steps, self._recent, is_own)

    def _reader(self, owner: str) -> Person:
        """Return the reader of the one mail that is made without ``--each-owner``.

        That is the owner, or if `owner` is "" the user. The address is the first of ``--to``, else
        that in ``people.toml``; for the user, else the one at this machine.

        Raises:
            UsageError: an address of ``--to`` is not valid.
            NotFoundError: the owner has no address, and the mail is not read on the terminal.
            InvalidFileError: the person's table in ``people.toml`` is wrong.
        """
        actor = self._session.workplace.actor
        names = [owner] if owner else actor.names
        found = (person_called(self._people, name) for name in names)
        person = next(filter(None, found), Person(names[0]))
        if self._asked:
            return person._replace(mail=self._asked[0])
        if not owner and not person.mail:
            return person._replace(mail=local_address(actor.by, actor.host))
        return person if self._is_read_here else self._with_address(person)

    def _with_address(self, person: Person) -> Person:
        """Return `person`; raise NotFoundError if no address is known."""
        if person.mail:
            return person
        message = _("{name} has no mail address; give one by {command}")
        words = shlex.join(["people", "set", person.name, "--mail", "ADDRESS"])
        command = command_line(words)
        raise NotFoundError(message.format(name=person.name, command=command))

    def _in_language_of(self, person: Person) -> AbstractContextManager[None]:
        """Return a context manager that sets the language: ``--lang``, else that of the person."""
        return speaking(current() if self._session.args.lang else person.language or current())

    def _deliver(self, made: Digest, person: Person) -> None:
        session, out = self._session, self._session.out
        args, workplace = session.args, session.workplace
        with self._in_language_of(person):
            about = subject(made)
            if self._is_read_here:
                write_document(digest_text(made))
                return
            to = self._asked or [person.mail]
            mail = digest_message(made, self._sender, to, person.name, workplace.clock())
        text = _("sent to {address}: {subject}").format(address=", ".join(to), subject=about)
        if args.dry_run:
            out.confirmation(text)
        elif self._program:
            send(self._program, mail, session.environ)
            out.confirmation(text)
        else:
            write_document(mail.decode("ascii"))


def _sender(session: Session) -> str:
    """Return the address from which mails come.

    That is the one of the option, else of the setting, else the user's at this machine.

    Raises:
        UsageError: the option or the setting is not a valid mail address.
    """
    workplace = session.workplace
    asked = session.args.sender or workplace.settings.mail_from
    actor = workplace.actor
    return _address(asked) if asked else local_address(actor.by, actor.host)


def _address(text: str) -> str:
    if not is_address(text):
        message = _('"{text}" is no mail address; write it like amira@example.com')
        if all(is_address(each.strip()) for each in text.split(",")):
            message = _('"{text}" is no mail address; say --to once for each of them')
        raise UsageError(message.format(text=text))
    return text


def _since(text: str | None, today: date) -> date:
    """Return the day from which changes of others are told.

    `text` is a past day or today, or a number of days back, such as ``7d``. None or "" means the
    last working day before `today`.

    Raises:
        UsageError: `text` is no day, or one in the future.
    """
    if text is None:
        return last_working_day(today)
    if back := _DAYS.fullmatch(text.strip()):
        return today - timedelta(days=int(back[1]))
    day = parse_past_day(text, today)
    return last_working_day(today) if day is None else day


def _is_own(owner: str, session: Session, line: HistoryLine) -> bool:
    """Return whether the change that `line` records is the reader's own.

    The reader is `owner`, compared with the login and the reviewer of `line`; if `owner` is "", the
    user.
    """
    if not owner:
        return session.workplace.actor.is_same(line.by, line.host, line.reviewer)
    return fold(owner) in (fold(line.by), fold(line.reviewer))


COMMANDS = {"digest": digest}
