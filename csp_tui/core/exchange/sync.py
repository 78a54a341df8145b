"""Carrying a data directory to other machines by git, without ever merging a file as text.

What the remote has is taken in like a hand-over, change by change; then what stands here is sent.
A partner that cannot be taken in is neither sent nor removed, and the others go on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csp_tui.core.base.errors import BusyError, CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.disk.files import read_file
from csp_tui.core.exchange.git import Repository, Tree, blob_id
from csp_tui.core.exchange.handover import check, hand_over, take_in
from csp_tui.core.exchange.handover_file import Handover
from csp_tui.core.exchange.sync_checklists import exchange_checklists
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import decode_line
from csp_tui.core.history.log import LARGEST
from csp_tui.core.workplace.workplace import Workplace

_TRIES = 5
AWAY = "archive/"
"""Where the partners that are put away stand."""


@dataclass(slots=True)
class Outcome:
    """What a sync did, or would do."""

    taken_in: list[str] = field(default_factory=list)
    """Ids of the partners that something came for."""
    sent: list[str] = field(default_factory=list)
    """Ids of partners, and names of checklists."""
    checklists: list[str] = field(default_factory=list)
    """Names of those that came."""
    problems: list[str] = field(default_factory=list)


def sync(workplace: Workplace, repository: Repository, *, is_trial: bool = False) -> Outcome:
    """Take in what the remote has and send what is here.

    Args:
        workplace: the data directory.
        repository: its private repository, whose remote is set.
        is_trial: only say what would come; nothing is written.

    Raises:
        BusyError: others keep sending at the same time.
        WriteError: git failed, or something could not be written.
    """
    outcome = Outcome()
    for _attempt in range(_TRIES):
        outcome.problems.clear()
        outcome.sent.clear()
        commit = repository.fetch()
        there, before = repository.tree(commit), repository.tree(repository.last())
        pass_ = _Pass(workplace, repository, there, before, outcome)
        pass_.take_in(is_trial=is_trial)
        if is_trial:
            return outcome
        files = pass_.to_send()
        if files:
            at = int(workplace.clock().timestamp())
            who = f"{workplace.actor.by} at {workplace.actor.host}"
            commit = repository.commit(commit, "sync", who, at, files)
            if not repository.push(commit):
                continue
        if commit:
            repository.keep(commit)
        return outcome
    raise BusyError(_("others keep sending at the same time; try again"))


class _Pass:
    """One go at it, against one commit of the remote."""

    def __init__(
        self,
        workplace: Workplace,
        repository: Repository,
        there: Tree,
        before: Tree,
        outcome: Outcome,
    ) -> None:
        self._workplaces = {"": workplace, AWAY: archived_workplace(workplace)}
        self._repository = repository
        self._there = there
        self._before = before
        self._outcome = outcome
        self._left_alone: set[str] = set()

    def take_in(self, *, is_trial: bool) -> None:
        """Take in every partner that has changed there since the last sync."""
        for one, names in sorted(_by_partner(self._there).items()):
            is_same = all(self._there[name] == self._before.get(name) for name in names)
            if is_same and any("partners/" in name for name in names):
                continue  # where only a history stands, the partner was erased
            try:
                self._take_in_partner(one, names, is_trial=is_trial)
            except CspTuiError as error:
                self._left_alone.add(one)
                self._outcome.problems.append(_problem(one, error))

    def to_send(self) -> dict[str, bytes | None]:
        """Return what differs here from the remote's commit, by name; None: it is gone."""
        files: dict[str, bytes | None] = {}
        for prefix, workplace in self._workplaces.items():
            for one in _ids_here(workplace):
                if one in self._left_alone:
                    continue
                try:
                    changed = self._changed_files(workplace, prefix, one)
                except CspTuiError as error:
                    self._outcome.problems.append(_problem(one, error))
                    continue
                if changed:
                    files.update(changed)
                    self._outcome.sent.append(one)
        checklists = exchange_checklists(
            self._workplaces[""],
            self._repository,
            self._there,
            self._before,
            self._outcome.checklists,
            self._outcome.problems,
        )
        self._outcome.sent += checklists
        return {**files, **checklists}

    def _take_in_partner(self, one: str, names: Sequence[str], *, is_trial: bool) -> None:
        contents = self._repository.contents(self._there[name] for name in names)
        files = {name: contents.get(self._there[name], b"") for name in names}
        history = next((files[name] for name in names if "history/" in name), b"")
        is_erased = _is_erased(history)
        prefix = AWAY if any(name.startswith(f"{AWAY}partners/") for name in names) else ""
        where = next((key for key, each in self._workplaces.items() if _has(each, one)), None)
        if is_erased or f"{prefix}partners/{one}.toml" not in files:
            if where is not None and is_erased:
                message = _("was erased elsewhere; {command} erases it here, too")
                raise UsageError(message.format(command=f"csp-tui purge {one}"))
            return
        if where is None and self._is_erased_here(one):
            return  # that is sent, so that the other sides are told
        workplace = self._workplaces[prefix if where is None else where]
        handover = _handover(one, prefix, files)
        incoming = check(workplace, handover, Path(self._repository.remote))
        if incoming.union is not None and incoming.union.is_empty:
            return
        if one not in self._outcome.taken_in:
            self._outcome.taken_in.append(one)
        if not is_trial:
            take_in(workplace, incoming, Act.SYNC)
            self._follow_archive(one, prefix, prefix if where is None else where)

    def _is_erased_here(self, one: str) -> bool:
        with contextlib.suppress(NotFoundError):
            path = self._workplaces[""].places.history_file(one)
            return _is_erased(read_file(path, largest=LARGEST)[0])
        return False

    def _follow_archive(self, one: str, there: str, here: str) -> None:
        """Put a partner away, or bring it back, where that was done last elsewhere."""
        if there == here:
            return
        lines = self._workplaces[here].store.history(one).lines()
        acts = (Act.ARCHIVE, Act.UNARCHIVE)
        moves = [line for line in lines if line.do in acts and not line.customer]
        last = max(moves, key=lambda line: line.at, default=None)
        own = self._workplaces[""]
        archive = Archive(own.places, own.store, own.clock)
        if last and last.do == Act.ARCHIVE and not here:
            archive.put_away(one)
        elif last and last.do == Act.UNARCHIVE and here:
            archive.bring_back(one)

    def _changed_files(
        self, workplace: Workplace, prefix: str, one: str
    ) -> dict[str, bytes | None]:
        files = _files_here(workplace, prefix, one)
        if self._is_sent(files):
            return {}
        if f"{prefix}partners/{one}.toml" in files:
            hand_over(workplace, one)  # records what was edited by hand
            files = _files_here(workplace, prefix, one)
        if self._has_every_line(f"{prefix}history/{one}.jsonl", files):
            return {}
        known = _by_partner(self._there).get(one, [])
        gone: dict[str, bytes | None] = {name: None for name in known if name not in files}
        changed = {
            name: content
            for name, content in files.items()
            if self._there.get(name) != blob_id(content)
        }
        return {**gone, **changed}

    def _has_every_line(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Say whether the remote lacks no line: the order may differ, and then all else is told."""
        blob = self._there.get(name, "")
        if not blob or name not in files:
            return False
        there = self._repository.contents([blob])[blob].split(b"\n")
        return {*files[name].split(b"\n")} <= {*there}

    def _is_sent(self, files: Mapping[str, bytes]) -> bool:
        return all(self._there.get(name) == blob_id(content) for name, content in files.items())


def _problem(one: str, error: CspTuiError) -> str:
    return _("{name}: {what}").format(name=one, what=error)


def _by_partner(tree: Tree) -> dict[str, list[str]]:
    """Return the names of the files of each partner, put away or not."""
    found: dict[str, list[str]] = {}
    for name in tree:
        if one := _partner_of(name):
            found.setdefault(one, []).append(name)
    return found


def _partner_of(name: str) -> str:
    """Return the id of the partner that a file belongs to; empty where it is no such file."""
    parts = name.removeprefix(AWAY).split("/")
    kind = parts[0]
    if kind == "customers" and len(parts) == 3:
        one, ending = parts[1], parts[2]
        return one if is_id(one) and _is_named(ending, ".toml") else ""
    if len(parts) == 2 and kind in ("partners", "history"):
        ending = ".toml" if kind == "partners" else ".jsonl"
        return parts[1].removesuffix(ending) if _is_named(parts[1], ending) else ""
    return ""


def _is_named(name: str, ending: str) -> bool:
    return name.endswith(ending) and is_id(name.removesuffix(ending))


def _handover(one: str, prefix: str, files: Mapping[str, bytes]) -> Handover:
    start = f"{prefix}customers/{one}/"
    customers = {
        name.removeprefix(start).removesuffix(".toml"): content
        for name, content in files.items()
        if name.startswith(start)
    }
    history = files.get(f"{prefix}history/{one}.jsonl", b"")
    return Handover(one, one, files[f"{prefix}partners/{one}.toml"], customers, history, {})


def _is_erased(history: bytes) -> bool:
    lines = history.split(b"\n")[:-1]
    with contextlib.suppress(ValueError):
        return bool(lines) and decode_line(lines[-1]).do == Act.PURGE
    return False


def _has(workplace: Workplace, one: str) -> bool:
    return workplace.places.progress_file(one).exists()


def _ids_here(workplace: Workplace) -> Iterator[str]:
    """Yield the partners, and those of which only the line is left that says they were erased."""
    partners = workplace.store.partner_ids()
    yield from partners
    known = set(partners)
    with contextlib.suppress(OSError):
        for path in sorted(workplace.places.history.iterdir()):
            if path.stem not in known and _is_named(path.name, ".jsonl"):
                with contextlib.suppress(CspTuiError):
                    if _is_erased(read_file(path, largest=LARGEST)[0]):
                        yield path.stem


def _files_here(workplace: Workplace, prefix: str, one: str) -> dict[str, bytes]:
    places = workplace.places
    customers = workplace.store.customer_ids(one)
    paths = {
        f"{prefix}partners/{one}.toml": places.progress_file(one),
        f"{prefix}history/{one}.jsonl": places.history_file(one),
        **{
            f"{prefix}customers/{one}/{each}.toml": places.customer_file(one, each)
            for each in customers
        },
    }
    found = {}
    for name, path in paths.items():
        with contextlib.suppress(NotFoundError):
            found[name] = read_file(path, largest=LARGEST)[0]
    return found
