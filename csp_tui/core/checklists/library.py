"""All checklists: the shipped ones and the user's own, by id and edition."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, NotFoundError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import SOURCE, _, current
from csp_tui.core.disk.files import Version, current_version

if TYPE_CHECKING:
    from csp_tui.core.checklists.editions import Newer
    from csp_tui.core.checklists.model import Checklist
    from csp_tui.core.checklists.reader import Problem


_FIRST = ("enroll-direct", "transition-to-indirect")

_Read = tuple[Any, "Checklist | None", "list[Problem]"]
_shipped_read: dict[tuple[Path, str], _Read] = {}
"""What was read of shipped checklists, for every library of this process."""


class Library:
    """Finds and reads checklists; a file is read again only after it has changed.

    An edition in the user's own directory takes the place of a shipped one with the same name.
    Texts are in the current language where the edition's translation has them.

    Args:
        shipped: directory of the checklists that come with the app.
        own: directory of the user's own checklists; it may not exist.
    """

    def __init__(self, shipped: Path, own: Path) -> None:
        self._roots = ((shipped, False), (own, True))
        self._own_read: dict[tuple[Path, str], _Read] = {}
        self._newer: dict[tuple[str, str], tuple[Checklist, Newer]] = {}
        self._held: dict[tuple[str, str], Checklist] | None = None
        self._held_newer: dict[tuple[str, str], Newer | None] = {}

    def files(self) -> dict[str, dict[str, tuple[Path, bool]]]:
        """Return the files of all editions, by checklist id and then by edition, both in order.

        Each value is a path, and whether the file is the user's own, which wins over a shipped one.
        """
        found: dict[str, dict[str, tuple[Path, bool]]] = {}
        for root, is_local in self._roots:
            for directory in _names(root):
                for name in _names(root / directory):
                    edition, dot, kind = name.partition(".")
                    if dot and kind == "toml" and is_id(directory):
                        file = (root / directory / name, is_local)
                        found.setdefault(directory, {})[edition] = file
        return {key: dict(sorted(found[key].items())) for key in sorted(found)}

    def problems(self, *, own_only: bool = False) -> list[Problem]:
        """Return every problem of all checklists; with `own_only`, of the user's own alone.

        Warnings are problems, too.
        """
        return [
            problem
            for editions in self.files().values()
            for path, is_local in editions.values()
            if is_local or not own_only
            for problem in self._load(path, is_local)[1]
        ]

    def newest(self) -> Iterator[Checklist]:
        """Yield the newest readable edition of each checklist.

        First come ``enroll-direct`` and ``transition-to-indirect``, then the others by id, and last
        the yearly ones. A checklist without a readable edition is left out.
        """
        found = []
        for editions in self.files().values():
            for edition in sorted(editions, reverse=True):
                checklist = self._load(*editions[edition])[0]
                if checklist is not None:
                    found.append(checklist)
                    break
        yield from sorted(found, key=lambda each: (each.is_yearly, each.id not in _FIRST))

    def editions(self, checklist_id: str) -> list[str]:
        """Return the editions of a checklist, the newest last; empty for an unknown checklist."""
        return sorted(self.files().get(checklist_id, {}))

    def get(self, checklist_id: str, edition: str) -> Checklist:
        """Return the given edition of a checklist.

        Raises:
            NotFoundError: there is no such checklist or edition.
            InvalidFileError: its file has an error.
        """
        held = self._held  # another thread may end the block of `held` in between
        if held is not None and (checklist_id, edition) in held:
            return held[checklist_id, edition]
        known = self._known(checklist_id, edition)
        if known is None:
            raise NotFoundError(
                _('there is no edition "{edition}" of the checklist "{checklist}"').format(
                    edition=edition, checklist=checklist_id
                )
            )
        checklist, problems = self._load(*known)
        if checklist is None:
            first = next(problem for problem in problems if problem.is_error)
            what = f"{first.key}: {first.what}" if first.key else first.what
            raise InvalidFileError(first.path, what, first.line)
        if held is not None:
            held[checklist_id, edition] = checklist
        return checklist

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """During the block, look only once whether the file of a checklist has changed.

        For speed, where the same checklist is asked for many times.
        """
        self._held, self._held_newer = {}, {}
        try:
            yield
        finally:
            self._held = None

    def newer(self, checklist: Checklist) -> Newer | None:
        """Return the newest readable edition, compared with `checklist`; None if none is newer."""
        key, held = (checklist.id, checklist.edition), self._held_newer  # as in `get`
        if self._held is None:
            return self._find_newer(checklist)
        if key not in held:
            held[key] = self._find_newer(checklist)
        return held[key]

    def _find_newer(self, checklist: Checklist) -> Newer | None:
        from csp_tui.core.checklists.editions import newer  # late: seldom needed

        for edition in reversed(self._editions(checklist.id)):
            if edition <= checklist.edition:
                return None
            with contextlib.suppress(CspTuiError):
                newest = self.get(checklist.id, edition)
                key = (checklist.id, checklist.edition)
                known = self._newer.get(key)
                if known and known[0] is checklist and known[1].checklist is newest:
                    return known[1]
                self._newer[key] = (checklist, newer(checklist, newest))
                return self._newer[key][1]
        return None

    def _editions(self, checklist_id: str) -> list[str]:
        """Return the editions of a checklist, the newest last; empty for an unknown checklist.

        This is faster than `editions`, since only the directories of this checklist are listed.
        """
        found = set()
        for root, _is_local in self._roots:
            for name in _names(root / checklist_id):
                edition, dot, kind = name.partition(".")
                if dot and kind == "toml":
                    found.add(edition)
        return sorted(found)

    def signature(self) -> list[tuple[str, str, tuple[Version | None, ...]]]:
        """Return a value that changes whenever a checklist or translation in use changes.

        It holds for each edition the checklist's id, the edition, and the version of each of its
        files; None for a file that is not there.
        """
        return [
            (key, edition, tuple(map(current_version, _files_of(path))))
            for key, editions in self.files().items()
            for edition, (path, _is_local) in editions.items()
        ]

    def paths(self, checklist_id: str, edition: str) -> list[Path]:
        """Return the two paths where an edition may be: the shipped one, then the user's own.

        Where both exist, the user's own is used.
        """
        return [root / checklist_id / f"{edition}.toml" for root, _is_local in self._roots]

    def _known(self, checklist_id: str, edition: str) -> tuple[Path, bool] | None:
        found = zip(self.paths(checklist_id, edition), self._roots, strict=True)
        for path, (_root, is_local) in reversed([*found]):
            if is_id(checklist_id) and "/" not in edition and os.path.lexists(path):
                return path, is_local
        return None

    def _load(self, path: Path, is_local: bool) -> tuple[Checklist | None, list[Problem]]:
        from csp_tui.core.checklists.reader import Problem, read_checklist  # late: seldom needed

        version = [current_version(each) for each in _files_of(path)]
        read = self._own_read if is_local else _shipped_read
        known = read.get((path, current()))
        if known and version == known[0]:
            return known[1], known[2]
        try:
            checklist, problems = read_checklist(path, is_local=is_local)
        except NotFoundError:
            return None, [Problem(path, None, "", _("has gone"))]
        if checklist is not None and current() != SOURCE:
            from csp_tui.core.checklists.translation import (
                read_translation,  # late: English has none
            )

            with contextlib.suppress(NotFoundError):
                checklist, more = read_translation(_files_of(path)[1], checklist)
                problems += more
        if version[0] is not None:
            read[path, current()] = (version, checklist, problems)
        return checklist, problems


def _files_of(path: Path) -> list[Path]:
    """Return the path of an edition and, unless the language is English, that of its translation.

    A file may be missing.
    """
    if current() == SOURCE:
        return [path]
    from csp_tui.core.checklists.file_names import translation_path  # late: English has none

    return [path, translation_path(path, current())]


def _names(directory: Path) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []
