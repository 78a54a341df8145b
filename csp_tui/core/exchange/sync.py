"""Syncs a data directory with other machines through git; files are never merged as text.

Each partner in the remote repository is taken in like a hand-over; then what is new here is sent. A
partner that cannot be taken in is neither sent nor removed; the others are synced all the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csp_tui.core.base.errors import (
    CspTuiError,
    MissingFileError,
    NotFoundError,
    UsageError,
)
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.disk.files import LARGEST as LARGEST_FILE
from csp_tui.core.disk.files import read_file
from csp_tui.core.exchange.git import Repository, Tree
from csp_tui.core.exchange.git_contents import Blobs, blob_id
from csp_tui.core.exchange.handover import check, hand_over, take_in
from csp_tui.core.exchange.repository_names import AWAY, by_partner, handover_of, is_named
from csp_tui.core.exchange.sync_checklists import exchange_checklists
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import decode_line
from csp_tui.core.history.log import LARGEST
from csp_tui.core.store.missing_files import is_missing
from csp_tui.core.store.progress_files import SUFFIX
from csp_tui.core.workplace.workplace import Workplace


@dataclass(slots=True)
class Outcome:
    """What a sync did, or, for a dry run, would do."""

    taken_in: list[str] = field(default_factory=list)
    """Ids of the partners of which changes were taken in."""
    sent: list[str] = field(default_factory=list)
    """Ids of the partners, and file names of the checklists, that were sent."""
    checklists: list[str] = field(default_factory=list)
    """File names of the checklists that were taken in."""
    problems: list[str] = field(default_factory=list)


def sync(workplace: Workplace, repository: Repository, *, is_dry_run: bool = False) -> Outcome:
    """Take in what has changed on the remote, and send what has changed here.

    Args:
        workplace: the data directory to sync; for a dry run, a copy of it.
        repository: the local git repository of the data directory, with a remote.
        is_dry_run: send nothing; the outcome says what would be sent.

    Raises:
        BusyError: other machines kept sending at the same time.
        WriteError: git failed, or a file could not be written.
    """
    outcome = Outcome()
    repository.repeat(lambda: _is_synced(workplace, repository, outcome, is_dry_run=is_dry_run))
    return outcome


def _is_synced(
    workplace: Workplace, repository: Repository, outcome: Outcome, *, is_dry_run: bool
) -> bool:
    """Try to sync, and return whether nobody else sent something at the same time."""
    outcome.problems.clear()
    outcome.sent.clear()
    commit = repository.fetch()
    there, before = repository.tree(commit), repository.tree(repository.last())
    with repository.reading() as blobs:
        pass_ = _Pass(workplace, repository, blobs, there, before, outcome)
        pass_.take_in()
        files = pass_.to_send()
    if is_dry_run:
        return True
    if files:
        with repository.writing(commit) as new:
            for name, content in files.items():
                new.put(name, content)
            who = f"{workplace.actor.by} at {workplace.actor.host}"
            commit = new.commit("sync", who, int(workplace.clock().timestamp()))
        if not repository.push(commit):
            return False
    if commit:
        repository.keep(pass_.without_left_alone(commit))
    return True


class _Pass:
    """One attempt to sync: with the remote's files `there`; `before` are those of the last sync."""

    def __init__(
        self,
        workplace: Workplace,
        repository: Repository,
        blobs: Blobs,
        there: Tree,
        before: Tree,
        outcome: Outcome,
    ) -> None:
        self._workplaces = {"": workplace, AWAY: archived_workplace(workplace)}
        self._repository = repository
        self._blobs = blobs
        self._there = there
        self._before = before
        self._outcome = outcome
        self._left_alone: set[str] = set()
        self._problems_of_checklists: dict[str, str] = {}

    def take_in(self) -> None:
        """Take in every partner whose files on the remote have changed since the last sync."""
        for partner_id, names in sorted(by_partner(self._there).items()):
            is_same = all(self._there[name] == self._before.get(name) for name in names)
            if is_same and any("partners/" in name for name in names):
                continue  # a partner without a progress file was erased
            try:
                self._take_in_partner(partner_id, names)
            except CspTuiError as error:
                self._left_alone.add(partner_id)
                self._outcome.problems.append(_problem(partner_id, error))

    def to_send(self) -> dict[str, bytes | None]:
        """Return the new content of each file to send, by file name; None for a file to delete."""
        files: dict[str, bytes | None] = {}
        for prefix, workplace in self._workplaces.items():
            for partner_id in _ids_here(workplace):
                if partner_id in self._left_alone:
                    continue
                try:
                    changed = self._changed_files(workplace, prefix, partner_id)
                except CspTuiError as error:
                    self._outcome.problems.append(_problem(partner_id, error))
                    continue
                if changed:
                    files.update(changed)
                    self._outcome.sent.append(partner_id)
        received, problems = self._outcome.checklists, self._problems_of_checklists
        checklists = exchange_checklists(
            self._workplaces[""], self._blobs, self._there, self._before, received, problems
        )
        self._outcome.sent += checklists
        self._outcome.problems += problems.values()
        return {**files, **checklists}

    def without_left_alone(self, commit: str) -> str:
        """Return the hash of a commit like `commit` that lacks what was left alone, or of itself.

        With it kept, the next sync looks at that again, and does not take it for seen and merged.
        """
        partners = by_partner(self._there)
        names = [name for each in self._left_alone for name in partners[each]]
        names += [name for name in self._problems_of_checklists if name in self._there]
        return self._repository.without(commit, names) if names else commit

    def _take_in_partner(self, partner_id: str, names: Sequence[str]) -> None:
        files = {name: self._content(name) for name in names}
        history = next((files[name] for name in names if "history/" in name), b"")
        is_erased = _is_erased(history)
        prefix = AWAY if any(name.startswith(f"{AWAY}partners/") for name in names) else ""
        where = next(
            (key for key, each in self._workplaces.items() if _has(each, partner_id)), None
        )
        if is_erased or f"{prefix}partners/{partner_id}.toml" not in files:
            if where is not None and is_erased:
                message = _("was erased elsewhere; {command} erases it here, too")
                raise UsageError(message.format(command=f"csp-tui purge {partner_id}"))
            return
        if where is None and self._is_erased_here(partner_id):
            return  # its last history line, which records the erasing, is sent
        workplace = self._workplaces[prefix if where is None else where]
        handover = handover_of(partner_id, prefix, files)
        incoming = check(workplace, handover, Path(self._repository.address))
        if incoming.merge is not None and incoming.merge.is_empty:
            return
        if partner_id not in self._outcome.taken_in:
            self._outcome.taken_in.append(partner_id)
        take_in(workplace, incoming, Act.SYNC)
        self._follow_archive(partner_id, prefix, prefix if where is None else where)

    def _content(self, name: str) -> bytes:
        """Return the content of the remote's file `name`; empty if it is no file."""
        blob = self._there[name]
        largest = LARGEST if "history/" in name else LARGEST_FILE
        return self._blobs.content(blob, largest) if blob else b""

    def _is_erased_here(self, partner_id: str) -> bool:
        with contextlib.suppress(NotFoundError):
            path = self._workplaces[""].places.history_file(partner_id)
            return _is_erased(read_file(path, largest=LARGEST)[0])
        return False

    def _follow_archive(self, partner_id: str, there: str, here: str) -> None:
        """Archive a partner or bring it back, whichever its history has recorded last.

        Do nothing if the partner is in the same place on the remote and here.

        Args:
            partner_id: the partner.
            there: the partner's place on the remote: AWAY if archived, else "".
            here: its place in this data directory, in the same form.
        """
        if there == here:
            return
        lines = self._workplaces[here].store.history(partner_id).lines()
        acts = (Act.ARCHIVE, Act.UNARCHIVE)
        moves = [line for line in lines if line.do in acts and not line.customer]
        last = max(moves, key=lambda line: line.at, default=None)
        own = self._workplaces[""]
        archive = Archive(own.places, own.store, own.clock)
        if last and last.do == Act.ARCHIVE and not here:
            archive.put_away(partner_id)
        elif last and last.do == Act.UNARCHIVE and here:
            archive.bring_back(partner_id)

    def _changed_files(
        self, workplace: Workplace, prefix: str, partner_id: str
    ) -> dict[str, bytes | None]:
        files = _files_here(workplace, prefix, partner_id)
        if self._is_sent(files):
            return {}
        if f"{prefix}partners/{partner_id}.toml" in files:
            hand_over(workplace, partner_id)  # records edits made by hand
            files = _files_here(workplace, prefix, partner_id)
        if self._has_every_line(f"{prefix}history/{partner_id}.jsonl", files):
            return {}
        known = by_partner(self._there).get(partner_id, [])
        gone: dict[str, bytes | None] = {name: None for name in known if name not in files}
        changed = {
            name: content
            for name, content in files.items()
            if self._there.get(name) != blob_id(content)
        }
        return {**gone, **changed}

    def _has_every_line(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Return whether the remote's history file `name` has every line of ours, in any order."""
        blob = self._there.get(name, "")
        if not blob or name not in files:
            return False
        there = self._content(name).split(b"\n")
        return {*files[name].split(b"\n")} <= {*there}

    def _is_sent(self, files: Mapping[str, bytes]) -> bool:
        return all(self._there.get(name) == blob_id(content) for name, content in files.items())


def _problem(partner_id: str, error: CspTuiError) -> str:
    return _("{name}: {what}").format(name=partner_id, what=error)


def _is_erased(history: bytes) -> bool:
    lines = history.split(b"\n")[:-1]
    with contextlib.suppress(ValueError):
        return bool(lines) and decode_line(lines[-1]).do == Act.PURGE
    return False


def _has(workplace: Workplace, partner_id: str) -> bool:
    return workplace.places.progress_file(partner_id).exists()


def _ids_here(workplace: Workplace) -> Iterator[str]:
    """Yield the ids of the partners here, and of those that were erased here."""
    partners = workplace.store.partner_ids()
    yield from partners
    known = set(partners)
    with contextlib.suppress(OSError):
        for path in sorted(workplace.places.history.iterdir()):
            if path.stem not in known and is_named(path.name, ".jsonl"):
                with contextlib.suppress(CspTuiError):
                    if _is_erased(read_file(path, largest=LARGEST)[0]):
                        yield path.stem


def _files_here(workplace: Workplace, prefix: str, partner_id: str) -> dict[str, bytes]:
    places = workplace.places
    customers = workplace.store.customer_ids(partner_id)
    paths = {
        f"{prefix}partners/{partner_id}.toml": places.progress_file(partner_id),
        f"{prefix}history/{partner_id}.jsonl": places.history_file(partner_id),
        **{
            f"{prefix}customers/{partner_id}/{each}.toml": places.customer_file(partner_id, each)
            for each in customers
        },
    }
    found = {}
    for name, path in paths.items():
        try:
            found[name] = read_file(path, largest=LARGEST)[0]
        except NotFoundError as error:
            customer = path.stem if name.startswith(f"{prefix}customers/") else ""
            if path.suffix == SUFFIX and is_missing(places, partner_id, customer):
                raise MissingFileError(path) from error
    return found
