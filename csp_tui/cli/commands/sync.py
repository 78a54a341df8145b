"""``sync``: exchange the data directory with other machines through a git repository."""

from __future__ import annotations

import contextlib
import gc
import os
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from csp_tui.cli.dry_run import dry_run_of_all
from csp_tui.cli.output.clash_words import of_clash, print_clash
from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner_anywhere
from csp_tui.core.base.clock import stamp
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import fold
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.describe.clashes import in_words, worth_showing
from csp_tui.core.describe.history import moment
from csp_tui.core.disk.cache_erasing import dry_run_directory
from csp_tui.core.disk.locks import locked
from csp_tui.core.disk.others_files import refuse_others_files
from csp_tui.core.disk.places import in_home
from csp_tui.core.exchange.erased import purge_here
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.git_address import keep_address, kept_address, refuse_bad_address
from csp_tui.core.exchange.last_sync import LastSync, keep_last_sync, sync_state
from csp_tui.core.exchange.outcome import Outcome
from csp_tui.core.exchange.sync import sync
from csp_tui.core.exchange.sync_checklists import Choice, shipped_file
from csp_tui.core.exchange.sync_places import is_shared_directory, repository_path
from csp_tui.core.partners.names import values_at_top
from csp_tui.core.workplace.workplace import Workplace

_MOST_SHOWN = 20
"""How many conflicts are printed; `conflicts` lists all."""

_PATIENCE = 10.0
"""For how many seconds a sync waits for another one of the same data directory."""


def synchronize(session: Session) -> int:
    """Receive changes through the git repository and send ours; print what was done.

    With ``--dry-run``, changes are received into a copy of the data, and nothing is sent. With
    ``--status``, only print what the last sync did, and what the next one would send.

    Returns:
        The exit code: 1 if a partner or checklist was left alone, or with ``--status`` if the
            last sync failed or left one alone; else 0.

    Raises:
        UsageError: an option has a wrong value, or no repository was ever named.
        NotFoundError: no partner fits ``--keep``.
        BusyError: another sync of the same data is running, or others keep sending.
        WriteError: git failed, or files here belong to others.
    """
    args, workplace = session.args, session.workplace
    data = workplace.places.data
    gc.enable()  # edited files leave cycles, of thousands of partners too many for the memory
    if not is_shared_directory(workplace.places):
        refuse_others_files(data, workplace.places.local)
    choices, kept = _choices(session), _kept(session)
    address = _address(session)
    if args.status:
        return _status(session, address)
    if args.dry_run:
        with dry_run_directory() as directory:
            outcome = _exchanged(
                session, dry_run_of_all(workplace, directory), address, choices, kept
            )
            problems = [each.replace(str(directory), str(data)) for each in outcome.problems]
            outcome = replace(outcome, problems=problems)
    else:
        with _sync_lock(workplace):
            outcome = _exchanged(session, workplace, address, choices, kept)
    fallen = worth_showing(outcome.clashes)
    words_of = in_words(workplace, archived_workplace(workplace))
    if args.json:
        session.out.json(
            received=outcome.taken_in,
            checklists=outcome.checklists,
            put_aside=outcome.put_aside,
            sent=outcome.sent,
            deleted=outcome.deleted,
            conflicts=[of_clash(*each, words_of(*each)) for each in fallen],
            left_alone=outcome.problems,
            remarks=[*outcome.noticed, *outcome.remarks],
            is_dry_run=args.dry_run,
        )
    else:
        _report(session, outcome)
        for each in fallen[:_MOST_SHOWN]:
            words = words_of(*each)
            print_clash(session.out, labelled(_("conflict"), words.what), words)
        if len(fallen) > _MOST_SHOWN:
            count, command = len(fallen) - _MOST_SHOWN, command_line("conflicts")
            message = ngettext(
                "{count} more conflict; {command} lists it",
                "{count} more conflicts; {command} lists them",
                count,
            )
            session.out.note(message.format(count=count, command=command))
        elif fallen:
            command = command_line("conflicts")
            session.out.note(_("{command} puts a value back").format(command=command))
    _warn_of_shadowing(session, outcome.checklists)
    if outcome.added and not args.dry_run:
        _offer_joining(session, outcome.added)
    return 1 if outcome.problems else 0


def _exchanged(
    session: Session,
    workplace: Workplace,
    address: str,
    choices: Mapping[str, Choice],
    kept: Collection[str],
) -> Outcome:
    """Sync `workplace` with the remote at `address`; return what was done.

    Unless it is a dry run, what was done, or why it failed, is noted for ``--status``, and the
    address for the next sync if the remote answers. The errors are those of :func:`sync`.
    """
    out = session.out

    def follow(ids: Sequence[str]) -> Iterator[str]:
        return followed(out, ids, len(ids), _("partners"))

    has_answered = False
    try:
        with Repository(repository_path(workplace.places), session.environ, address) as repository:
            try:
                is_dry_run = session.args.dry_run
                outcome = sync(
                    workplace, repository, choices, kept, is_dry_run=is_dry_run, follow=follow
                )
            finally:
                has_answered = repository.is_reached
                if has_answered:
                    keep_address(workplace.places, address)
    except CspTuiError as error:
        _keep_last(session, trouble=str(error), has_answered=has_answered)
        raise
    received = len(outcome.taken_in) + len(outcome.checklists)
    left_alone = len(outcome.problems)
    _keep_last(session, sent=len(outcome.sent), received=received, left_alone=left_alone)
    return outcome


def _keep_last(session: Session, **done: Any) -> None:
    if not session.args.dry_run:
        workplace = session.workplace
        actor = workplace.actor
        keep_last_sync(workplace.places, LastSync(workplace.clock(), actor.by, actor.host, **done))


def _status(session: Session, address: str) -> int:
    """Print when the last sync was and what the next one would send.

    Return exit code 1 if the last sync failed or left something alone, else 0.
    """
    state = sync_state(session.workplace, address)
    last = state.last
    if session.args.json:
        shape = {**asdict(last), "at": stamp(last.at)} if last else None
        session.out.json(address=state.address, last=shape, to_send=state.to_send)
    else:
        facts = [(_("repository"), state.address), (_("last sync"), _("never"))]
        if last:
            who = _("{name} at {host}").format(name=last.by, host=last.host)
            facts[1:] = [
                (_("last sync"), f"{moment(last.at)}  {who}"),
                (_("failed"), last.trouble),
                (_("sent"), str(last.sent)),
                (_("received"), str(last.received)),
                (_("left alone"), str(last.left_alone)),
            ]
        session.out.pairs([*facts, (_("to send"), str(state.to_send))])
    return 1 if last and (last.trouble or last.left_alone) else 0


def _choices(session: Session) -> dict[str, Choice]:
    """Return which side's file of a checklist to keep, by the file's name.

    ``--take`` says so for each file: "mine" or "theirs".

    Raises:
        UsageError: a side is neither "mine" nor "theirs".
    """
    found = {}
    for name, side in session.args.take:
        if side not in (*Choice,):
            message = _('"{word}" is neither mine nor theirs: {command}')
            command = command_line(f"sync --take {shlex.quote(name)} {Choice.MINE}")
            raise UsageError(message.format(word=side, command=command))
        found[name] = Choice(side)
    return found


def _kept(session: Session) -> list[str]:
    """Return the ids of the partners that ``--keep`` names; those erased here are found, too.

    Raises:
        UsageError, NotFoundError: more than one partner fits a word, or none.
    """
    places = session.workplace.places
    return [
        word
        if is_id(word) and purge_here(places, word) is not None
        else find_partner_anywhere(session.workplace, word)[0]
        for word in session.args.keep
    ]


def _address(session: Session) -> str:
    """Return the address of the remote: the one that the user named, else the one kept.

    A directory on this machine is named by its absolute path.

    Raises:
        UsageError: there is none, or git could misunderstand it.
    """
    named = session.args.remote
    if named is None:
        if address := kept_address(session.workplace.places):
            return address
        message = _("name the git repository once: {command}")
        raise UsageError(message.format(command=command_line("sync ADDRESS")))
    path = in_home(named)
    address = str(path.absolute()) if named and path.exists() else named
    refuse_bad_address(address)
    return address


@contextlib.contextmanager
def _sync_lock(workplace: Workplace) -> Iterator[None]:
    """Let no other process sync the data directory during the block; raises BusyError."""
    actor = workplace.actor
    holder = f"{actor.by} ({actor.host}, {os.getpid()})"
    path = workplace.places.locks / "_sync.lock"
    busy = N_("another sync is running here, of {holder}; try again")
    with locked(path, holder, _PATIENCE, busy=busy):
        yield


def _report(session: Session, outcome: Outcome) -> None:
    out = session.out
    for one in outcome.taken_in:
        out.confirmation(_("received for: {name}").format(name=one))
    for name in outcome.checklists:
        out.confirmation(_("received: {name}").format(name=name))
    aside = session.workplace.places.aside
    for name in outcome.put_aside:
        out.confirmation(_("put aside in {directory}: {name}").format(directory=aside, name=name))
    for one in outcome.sent:
        out.confirmation(_("sent: {name}").format(name=one))
    for name in outcome.deleted:
        out.confirmation(_("deleted in the repository: {name}").format(name=name))
    for remark in (*outcome.noticed, *outcome.remarks):
        out.note(remark)
    for problem in outcome.problems:
        out.warn(_("left alone: {what}").format(what=problem))
    done = outcome.taken_in + outcome.sent + outcome.checklists + outcome.put_aside
    if not (done or outcome.deleted or outcome.problems):
        out.note(_("both sides are the same"))
    if session.args.dry_run:
        out.note(_("dry run: nothing was written"))


_SAME = {
    "name": N_("{ids} have the same name; if they are one partner: {command}"),
    "partner_id": N_("{ids} have the same PartnerID; if they are one partner: {command}"),
    "tenant": N_("{ids} have the same tenant; if they are one partner: {command}"),
}
"""What to say of partners that have the same value under a key."""


def _offer_joining(session: Session, added: Sequence[str]) -> None:
    """Warn of added partners that have the same name, PartnerID or tenant as others.

    Case does not matter. Partners that share several of these are named once. The warning has the
    command that joins two of them, of which it keeps the one that was made first: so it is the same
    one on every machine, whichever partner came to it.
    """
    workplace = session.workplace
    known = values_at_top(workplace.places, *_SAME)
    offered: set[tuple[str, ...]] = set()
    for key, message in _SAME.items():
        by_value: dict[str, list[str]] = {}
        for partner_id, texts in known.items():
            if value := fold((texts or {}).get(key, "")):
                by_value.setdefault(value, []).append(partner_id)
        for ids in map(tuple, by_value.values()):
            if len(ids) > 1 and not set(ids).isdisjoint(added) and ids not in offered:
                offered.add(ids)
                first, *others = sorted(ids, key=lambda each: _made(workplace, each))
                other = sorted(others, key=lambda each: each in added)[-1]
                command = command_line(f"join {first} {other}")
                session.out.warn(_(message).format(ids=", ".join(ids), command=command))


def _made(workplace: Workplace, partner_id: str) -> tuple[str, str]:
    """Return when the first line of a partner was written, and its id, by which to sort."""
    moments = []
    with contextlib.suppress(CspTuiError):  # an unreadable history
        moments = [line.at for line in workplace.store.history(partner_id).readable_lines()]
    return stamp(min(moments)) if moments else "", partner_id


def _warn_of_shadowing(session: Session, received: Sequence[str]) -> None:
    """Print a warning for each received edition that is used instead of a shipped one."""
    workplace = session.workplace
    for name in received:
        own, shipped = workplace.places.data / name, shipped_file(workplace, name)
        if not shipped.exists() or "." in own.stem:  # a translation belongs to the file beside it
            continue
        if session.args.dry_run:
            message = _("{path} would be used instead of the edition that csp-tui ships")
            session.out.warn(message.format(path=own))
            continue
        message = _(
            "{path} is used instead of the edition that csp-tui ships; to see what differs: "
            "{diff}; to use the shipped one again, here and on the other machines: {remove}"
        )
        old, new = shlex.quote(str(shipped)), shlex.quote(str(own))
        diff, remove = f"diff -u {old} {new}", f"rm {new}"
        session.out.warn(message.format(path=own, diff=diff, remove=remove))


COMMANDS = {"sync": synchronize}
