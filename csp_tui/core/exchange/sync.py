"""Syncs a data directory with other machines through git.

The remote holds the histories of partners, and the user's own checklists. It holds no progress
files, since these follow from the histories.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping

from csp_tui.core.exchange.checklist_notes import ChecklistNotes
from csp_tui.core.exchange.clock_remarks import clock_remarks
from csp_tui.core.exchange.conflict_notes import note_conflicts
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.git_contents import NewCommit
from csp_tui.core.exchange.notes import Notes
from csp_tui.core.exchange.outcome import Outcome
from csp_tui.core.exchange.remote_histories import RemoteHistories
from csp_tui.core.exchange.sync_checklists import ChecklistExchange, Choice
from csp_tui.core.exchange.sync_partners import Follow, PartnerExchange
from csp_tui.core.workplace.workplace import Workplace


def sync(
    workplace: Workplace,
    repository: Repository,
    choices: Mapping[str, Choice],
    kept: Collection[str],
    *,
    is_dry_run: bool = False,
    follow: Follow = iter,
) -> Outcome:
    """Take in the lines that only the remote has; send those that only this side has.

    Own checklists are exchanged, too. A partner or checklist that cannot be exchanged is named in
    the outcome, which is returned; the others go on.

    Args:
        workplace: the data directory to sync; for a dry run, a copy of it.
        repository: the local git repository of the data directory, with a remote.
        choices: which side's file is to be kept, by the file name of a checklist.
        kept: ids of partners that were erased on one side, and are to be kept.
        is_dry_run: send nothing; the outcome says what would be sent.
        follow: gets the ids of all partners, and yields each when its turn has come: so a
            caller can show how far the work is.

    Raises:
        BusyError: other machines kept sending at the same time.
        UsageError: a newer csp-tui keeps the repository, or a checklist in `choices` is on
            neither side.
        WriteError: git failed, or a file could not be written.
    """
    outcome = Outcome()
    notes = Notes(workplace.places, repository.address)

    def try_once() -> bool:
        return _try_to_sync(
            workplace, repository, notes, choices, kept, outcome, follow, is_dry_run=is_dry_run
        )

    try:
        repository.repeat(try_once)
    finally:  # what was taken in stays, even if nothing could be sent
        note_conflicts(workplace, {partner_id for partner_id, _clash in outcome.clashes})
    return outcome


def _try_to_sync(
    workplace: Workplace,
    repository: Repository,
    notes: Notes,
    choices: Mapping[str, Choice],
    kept: Collection[str],
    outcome: Outcome,
    follow: Follow,
    *,
    is_dry_run: bool,
) -> bool:
    """Try once to sync; return False if somebody else has pushed meanwhile, else True.

    `notes` are those on earlier syncs, `outcome` is filled with what was done; the other arguments
    are those of :func:`sync`.
    """
    for each in (outcome.problems, outcome.remarks, outcome.sent, outcome.deleted):
        each.clear()
    commit = repository.fetch()
    there = repository.tree(commit)
    outcome.remarks += clock_remarks(
        repository.commits(commit, repository.last()), workplace.clock()
    )
    last = ChecklistNotes(workplace.places)
    # Where the remote was emptied or set back, it does not say what was deleted there.
    known = last.blobs if repository.follows(commit, last.commit) else {}
    new: NewCommit | None = None
    with repository.reading() as blobs, contextlib.ExitStack() as stack:

        def put(name: str, content: bytes | None) -> None:
            nonlocal new
            if new is None:
                new = stack.enter_context(repository.writing(commit))
            new.put(name, content)

        def put_nothing(name: str, content: bytes | None) -> None:
            """Send nothing, for a dry run."""

        partners = PartnerExchange(
            workplace, repository.address, RemoteHistories(there, blobs), notes, kept, outcome
        )
        partners.exchange(put_nothing if is_dry_run else put, follow)
        checklists = ChecklistExchange(workplace, blobs, there, known, choices, outcome)
        checklists.exchange(put_nothing if is_dry_run else put)
        if is_dry_run:
            return True
        if new is not None:
            who = f"{workplace.actor.by} at {workplace.actor.host}"
            made = new.commit("sync", who, int(workplace.clock().timestamp()))
    if new is not None:
        if not repository.push(made):
            return False
        commit = made
    if commit:
        repository.keep(commit)
    last.keep(commit, checklists.same)
    partners.note()
    return True
