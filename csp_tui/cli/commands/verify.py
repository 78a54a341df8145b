"""``verify``: check that the history is complete and unaltered.

A head identifies the last history line of one writer as ``WRITER:COUNT:HASH``. A user can keep it
elsewhere and compare later.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner_anywhere
from csp_tui.core.audit.verify import Head, Verdict, parse_kept_head, verify
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.customers.customers import read_view
from csp_tui.core.describe.rules import kept_words
from csp_tui.core.digest.people import people_troubles
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.git_address import kept_address
from csp_tui.core.exchange.remote_comparison import Comparison, RemoteComparison
from csp_tui.core.exchange.sync_places import repository_path
from csp_tui.core.runs.run_name import name_of
from csp_tui.core.workplace.workplace import Workplace


def verify_history(session: Session) -> int:
    """Check the histories of the partners that are named, else of all; archived ones, too.

    Without names ``people.toml`` is checked, too. With ``--against`` the history must have that
    head; with ``--remote`` the histories are also compared with the remote of the last sync. With
    ``--quiet`` only partners with a problem are printed.

    Returns:
        The exit code: 1 if a history, or ``people.toml``, has a problem, else 0.

    Raises:
        NotFoundError: no partner fits a name.
        UsageError: more than one partner fits; ``--against`` is given for more or less than one
            partner, or is no head; or ``--remote`` is given and no remote was ever named.
    """
    args, workplace, out = session.args, session.workplace, session.out
    against = _kept_head(args.against)
    away = archived_workplace(workplace)
    wanted = [find_partner_anywhere(workplace, each) for each in args.partners]
    if not args.partners:
        wanted = [(each, at) for at in (workplace, away) for each in at.store.partner_ids()]
    if against is not None and len(wanted) != 1:
        raise UsageError(_("--against needs the one partner whose head it is"))
    with ExitStack() as at_end:
        remote = _remote(session, at_end) if args.remote else None
        if remote is not None and not args.partners:
            known = {partner_id for partner_id, _at in wanted}
            wanted += [(each, workplace) for each in sorted(remote.partner_ids - known)]
        shapes = [_checked(session, at, each, against, remote) for each, at in wanted]
    troubles = [] if args.partners else people_troubles(workplace.places)
    if args.json:
        out.json(partners=shapes, people_problems=troubles)
    else:
        for each in troubles:
            out.line(each)
    if not wanted:
        out.note(_("there is no partner to verify"))
    return 1 if troubles or any(each["problems"] for each in shapes) else 0


def _remote(session: Session, at_end: ExitStack) -> RemoteComparison:
    """Return a comparison with the remote of the last sync, which can be used until `at_end` ends.

    Raises:
        UsageError: no remote was ever named.
    """
    places = session.workplace.places
    address = kept_address(places)
    if not address:
        message = _("name the git repository once: {command}")
        raise UsageError(message.format(command=command_line("sync ADDRESS")))
    return RemoteComparison(
        at_end.enter_context(Repository(repository_path(places), session.environ, address))
    )


def _checked(
    session: Session,
    at: Workplace,
    partner_id: str,
    against: Head | None,
    remote: RemoteComparison | None,
) -> dict[str, Any]:
    """Check one partner and print the result, but with ``--json`` only return it.

    Returns:
        The result as ``--json`` prints it, a dict with the keys ``partner``, ``is_archived``,
        ``lines``, ``heads``, ``problems`` and ``remarks``; with `remote` also ``only_here`` and
        ``only_there``.

    Args:
        session: the session of the command.
        at: where the partner is: the session's workplace, or that of the archive.
        partner_id: the id of the partner.
        against: a head that the history must have; None for none.
        remote: compares the history with the remote's; None to leave that out.

    Raises:
        NotFoundError: there is no such partner, nor `remote` to ask.
    """
    try:
        verdict = verify(at.places, at.store, partner_id, against)
    except NotFoundError:
        if remote is None:
            raise
        verdict = Verdict((), (), 0)  # only the remote has it
    problems, compared = list(verdict.problems), None
    if remote is not None:
        compared = remote.of(at, partner_id)
        problems += _differences(compared)
    is_archived = at.places != session.workplace.places
    verdict = replace(verdict, remarks=(*verdict.remarks, *_kept(at, partner_id)))
    if not session.args.json and (problems or not session.out.quiet):
        _print_verdict(session, partner_id, verdict, problems, is_archived=is_archived)
    shape: dict[str, Any] = {
        "partner": partner_id,
        "is_archived": is_archived,
        "lines": verdict.lines,
        "heads": [str(head) for head in verdict.heads],
        "problems": problems,
        "remarks": list(verdict.remarks),
    }
    if compared is not None:
        shape |= {"only_here": compared.only_here, "only_there": compared.only_there}
    return shape


def _kept(at: Workplace, partner_id: str) -> list[str]:
    """Return a sentence for each run that goes once through sections now per customer.

    A run that cannot be read is left out. [] if there is no such run, or if the partner cannot be
    read.
    """
    found = []
    with suppress(CspTuiError):
        partner = at.store.load(partner_id)
        for key in partner.runs:
            with suppress(CspTuiError):
                view = read_view(at.library, partner, key)
                if sentence := kept_words(view):
                    found.append(labelled(name_of(view), sentence))
    return found


def _differences(found: Comparison) -> list[str]:
    """Return sentences on how the remote's history differs from ours; [] if in nothing."""
    sentences = []
    if count := found.only_here:
        message = ngettext(
            "{count} line is only here, not sent yet",
            "{count} lines are only here, not sent yet",
            count,
        )
        sentences.append(message.format(count=count))
    if found.why and not found.only_there:
        sentences.append(found.why)
    elif found.only_there:
        message = ngettext(
            "{count} line is only on the remote",
            "{count} lines are only on the remote",
            found.only_there,
        )
        sentence = message.format(count=found.only_there)
        with_why = _("{sentence}: {why}").format(sentence=sentence, why=found.why)
        sentences.append(with_why if found.why else sentence)
    return sentences


def _print_verdict(
    session: Session,
    partner_id: str,
    verdict: Verdict,
    problems: Sequence[str],
    *,
    is_archived: bool,
) -> None:
    out = session.out
    message = ngettext(
        "{partner}: {state}, {count} line", "{partner}: {state}, {count} lines", verdict.lines
    )
    state = _("damaged") if verdict.problems else _("clean")
    if problems and not verdict.problems:
        state = _("not the same on the remote")
    name = _("{partner} (archived)").format(partner=partner_id) if is_archived else partner_id
    out.line(message.format(partner=name, state=state, count=verdict.lines))
    for head in verdict.heads:
        out.line("  " + _("head {head}").format(head=head))
    for sentence in (*problems, *verdict.remarks):
        out.line(f"  {sentence}")


def _kept_head(text: str | None) -> Head | None:
    if text is None:
        return None
    head = parse_kept_head(text)
    if head is None:
        message = _('"{text}" is no head; verify prints them as WRITER:COUNT:HASH')
        raise UsageError(message.format(text=text))
    if head.is_shortened:
        message = _('"{text}" is a shortened head, which proves nothing; give the whole of it')
        raise UsageError(message.format(text=text))
    return head


COMMANDS = {"verify": verify_history}
