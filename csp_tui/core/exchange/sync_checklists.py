"""Exchanges the user's own checklists with a remote, as whole files.

What one side alone has changed or deleted, since both had the same, is done on the other side, too.
A file that both have changed stays as it is on each, until somebody chooses.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.checklists.file_names import edition_path, is_translation
from csp_tui.core.checklists.reader import parse_checklist
from csp_tui.core.checklists.translation import parse_translation, translated_edition
from csp_tui.core.disk.directories import is_directory, list_directory, make_directory, move
from csp_tui.core.disk.files import MovedError, Version, read_file, refuse_moved, replace_file
from csp_tui.core.exchange.git import Tree
from csp_tui.core.exchange.git_contents import Blobs, blob_id
from csp_tui.core.exchange.outcome import Outcome
from csp_tui.core.exchange.sync_partners import Put
from csp_tui.core.workplace.workplace import Workplace

_ROOT = "checklists"
_NAME = re.compile(rf"{_ROOT}/([a-z0-9][a-z0-9-]{{0,63}})/([a-z0-9][a-z0-9.-]{{0,80}})\.toml")


class Choice(StrEnum):
    """Whose file is to be kept where both sides have changed it."""

    MINE = "mine"
    THEIRS = "theirs"


class ChecklistExchange:
    """One attempt to exchange all own checklists with the remote.

    Args:
        workplace: the data directory.
        blobs: reads the contents of the remote's files.
        there: the files of the remote.
        known: git's hash of the content that both sides had last, by file name.
        choices: whose file is to be kept, by file name.
        outcome: gets what was done.
    """

    def __init__(
        self,
        workplace: Workplace,
        blobs: Blobs,
        there: Tree,
        known: Mapping[str, str],
        choices: Mapping[str, Choice],
        outcome: Outcome,
    ) -> None:
        self._workplace = workplace
        self._blobs = blobs
        self._there = {name: blob for name, blob in there.items() if _NAME.fullmatch(name)}
        self._choices = choices
        self._outcome = outcome
        self._here: dict[str, tuple[bytes, Version]] = {}
        self._passed_by: set[str] = set()
        """Names of files and directories here that cannot be read."""
        self.same = dict(known)
        """Git's hash of the content that both sides had last, by file name; after `exchange` as it
        is once the files to send are on the remote."""

    def exchange(self, put: Put) -> None:
        """Take over checklists changed on the remote only; send those changed here.

        Deleting counts as a change. If both sides have changed a file, the side that `choices`
        names is kept. Without a choice the file is left alone and named in the outcome, as is a
        file that cannot be read or taken. `put` is called with name and content of each file to
        send; None for the content deletes the file on the remote.

        Raises:
            UsageError: a file in `choices` is on neither side.
        """
        self._read_here()
        names = self._here.keys() | self._there.keys()
        self._refuse_unknown(names)
        for name in self.same.keys() - names:
            if not self._is_passed_by(name):
                del self.same[name]
        for name in sorted(names, key=lambda name: (is_translation(Path(name)), name)):
            if self._is_passed_by(name):
                continue
            try:
                if self._is_to_send(name):
                    put(name, self._here[name][0] if name in self._here else None)
                    is_deleted = name not in self._here
                    (self._outcome.deleted if is_deleted else self._outcome.sent).append(name)
            except CspTuiError as error:
                self._leave_alone(name, error.short)
            except MovedError:
                self._leave_alone(name, _("has changed meanwhile; sync again"))

    def _read_here(self) -> None:
        root = self._workplace.places.own_checklists
        for checklist_id in filter(is_id, self._list(root, _ROOT)):
            directory, place = root / checklist_id, f"{_ROOT}/{checklist_id}"
            for file in self._list(directory, place) if is_directory(directory) else ():
                if _NAME.fullmatch(name := f"{place}/{file}"):
                    try:
                        self._here[name] = read_file(directory / file)
                    except CspTuiError as error:
                        self._pass_by(name, error)

    def _list(self, directory: Path, name: str) -> list[str]:
        try:
            return sorted(list_directory(directory))
        except CspTuiError as error:
            self._pass_by(name, error)
            return []

    def _pass_by(self, name: str, error: CspTuiError) -> None:
        self._passed_by.add(name)
        self._leave_alone(name, error.short)

    def _is_passed_by(self, name: str) -> bool:
        return not self._passed_by.isdisjoint((name, name.rpartition("/")[0], _ROOT))

    def _leave_alone(self, name: str, what: str) -> None:
        self._outcome.problems.append(_("{name}: {what}").format(name=name, what=what))

    def _refuse_unknown(self, names: set[str]) -> None:
        for name in self._choices.keys() - names:
            message = _('there is no checklist file "{name}" here or in the repository')
            raise UsageError(message.format(name=name))

    def _is_to_send(self, name: str) -> bool:
        """Return whether a file is to be sent as it is here, or its deletion if it is not here.

        If the remote's side is to be kept, take that over instead, and return False. If one side
        has changed a file and the other has deleted it, the change is kept.

        Raises:
            CspTuiError: the file stays as it is on each side.
            MovedError: the file here has changed meanwhile.
        """
        own = blob_id(self._here[name][0]) if name in self._here else ""
        foreign, last = self._there.get(name, ""), self.same.get(name, "")
        if name in self._there and not foreign:
            raise UsageError(_("is no plain file in the repository"))
        choice = self._choices.get(name)
        is_to_send = False
        if own == foreign:
            pass
        elif choice == Choice.MINE or (not choice and own != last and foreign in ("", last)):
            is_to_send = True
        elif not (choice or own in ("", last)):
            raise UsageError(_both_changed(name))
        elif foreign:
            self._take(name, foreign)
        elif not self._follow_deletion(name):
            return False
        self.same[name] = own if is_to_send else foreign
        return is_to_send

    def _take(self, name: str, foreign: str) -> None:
        """Write the remote's content to the file here; `foreign` is git's hash of it.

        If the user chose the remote's side, a file here is put aside first.

        Raises:
            CspTuiError: the content is too large or has an error, or the file cannot be written.
            MovedError: the file here has changed meanwhile.
        """
        path = self._workplace.places.data / name
        content = self._blobs.content(foreign)
        _refuse_faulty(content, path)
        version = self._here[name][1] if name in self._here else None
        if name in self._choices and version:
            self._put_aside(name)
            version = None
        make_directory(path.parent)
        replace_file(path, content, lambda: refuse_moved(path, version))
        self._outcome.checklists.append(name)

    def _follow_deletion(self, name: str) -> bool:
        """Put the file here aside, as the remote has deleted it; return False if it stays here.

        It stays if a partner has started its edition, or if a partner cannot be read.

        Raises:
            UsageError: it must stay, though the user chose the remote's side.
        """
        path = Path(name)
        if self._used is not None and (path.parent.name, edition_path(path).stem) not in self._used:
            self._put_aside(name)
            return True
        if name in self._choices:
            raise UsageError(_("stays, since a partner has started this edition"))
        return False

    def _put_aside(self, name: str) -> None:
        path, content = Path(name), self._here[name][0]
        target = self._workplace.places.aside / path.with_stem(
            f"{path.stem}.{blob_id(content)[:8]}"
        )
        make_directory(target.parent)
        move(self._workplace.places.data / name, target)
        self._outcome.put_aside.append(name)

    @cached_property
    def _used(self) -> set[tuple[str, str]] | None:
        """Id and edition of each checklist that a partner has started, archived partners included.

        None if a partner cannot be read, so that it is not known.
        """
        workplaces = (self._workplace, archived_workplace(self._workplace))
        rows = [row for each in workplaces for row in each.overview.rows()]
        if any(row.error for row in rows):
            return None
        return {(run.checklist, run.edition) for row in rows for run in row.runs}


def _both_changed(name: str) -> str:
    message = _(
        "was changed here and there; both stay as they are. To send yours: {mine}; "
        "to take the other, and put yours aside: {theirs}"
    )
    command = command_line(f"sync --take {shlex.quote(name)}")
    return message.format(mine=f"{command} {Choice.MINE}", theirs=f"{command} {Choice.THEIRS}")


def _refuse_faulty(content: bytes, path: Path) -> None:
    """Raise UsageError if the content of a checklist, or of a translation, has an error.

    `path` is where the file will be; it tells which of the two it is. Raises InvalidFileError if
    the edition that a translation belongs to is missing or faulty.
    """
    if is_translation(path):
        problems = parse_translation(content, path, translated_edition(path))[1]
    else:
        problems = parse_checklist(content, path, is_local=True)[1]
    for problem in problems:
        if problem.is_error:
            message = _("is not taken: {key}: {what}")
            where = problem.key or _("the file")
            raise UsageError(message.format(key=where, what=problem.what))


def shipped_file(workplace: Workplace, name: str) -> Path:
    """Return where the checklist file `name` is, or would be, among the shipped checklists."""
    return workplace.places.shipped / name.removeprefix(f"{_ROOT}/")
