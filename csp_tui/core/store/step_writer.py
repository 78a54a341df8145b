"""Writes steps, and keeps the files of the last one open for the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import NotDurableError, WriteError
from csp_tui.core.base.ids import RandomBytes, random_id
from csp_tui.core.base.language import _
from csp_tui.core.disk.files import LARGEST, Version, current_version
from csp_tui.core.disk.places import Places
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.steps import SHARED
from csp_tui.core.history.union import MOST_AHEAD
from csp_tui.core.store.act_notes import ActNote, CutOffAct, write_note
from csp_tui.core.store.catch_up import lines_to_follow
from csp_tui.core.store.line_writer import LineWriter
from csp_tui.core.store.open_files import OpenFile, OpenFiles
from csp_tui.core.store.progress_files import ProgressFiles
from csp_tui.core.store.saved import Noticed, Saved, saved_from
from csp_tui.core.store.write_step import write_step
from csp_tui.core.store.writer_id import give_up_writer_id, writer_id, writer_ids

OnWay = Callable[[float], object]
"""Called again and again while a step is written, with the share that is done, up to 1."""
_MOST_KEPT = 100
"""How many files of a partner are kept in memory for the next change."""


class StepWriter:
    """Writes the steps of one data directory; the caller holds the partner's lock.

    Args:
        places: the directories of the app.
        files: reads the progress files.
        clock: returns the present moment.
        actor: who makes the changes.
        random_bytes: returns so many random bytes, for a new writer id.
    """

    def __init__(
        self,
        places: Places,
        files: ProgressFiles,
        clock: Clock,
        actor: Actor,
        random_bytes: RandomBytes,
    ) -> None:
        self._places = places
        self._files = files
        self._clock = clock
        self._actor = actor
        self._random = random_bytes
        self._kept: tuple[str, dict[str, OpenFile]] = ("", {})
        self._unsure: set[Path] = set()
        self._up_to_date: dict[str, Version | None] = {}
        self.history = lru_cache(maxsize=1)(self._history)

    def _history(self, partner_id: str) -> History:
        return History(self._places, partner_id)

    def new_shared_step(self) -> str:
        """Return a new name for steps of several partners that are made as one act."""
        writer = writer_id(self._places.local, self._random)
        return f"{writer}{SHARED}{random_id(8, self._random)}"

    def note_act(self, step: str, count: int, *, is_undo: bool) -> ActNote | None:
        """Write a note that steps of this name are being saved in `count` partners."""
        act = CutOffAct(step, count, self._clock(), is_undo)
        return write_note(self._places, act, self._actor)

    def is_up_to_date(self, partner_id: str) -> bool:
        """Return whether this object was the last to write the partner's history.

        It has then also written all files of that step. False if another process has written since,
        or if this object has written nothing yet.
        """
        version = current_version(self._places.history_file(partner_id))
        return version is not None and self._up_to_date.get(partner_id) == version

    def last_write(self, partner_id: str) -> list[HistoryLine]:
        """Return the lines of the last write to a partner's history, the newest first.

        After a crash the progress files may lack their changes. Empty if the history has no line.
        """
        return self.history(partner_id).last_write(writer_ids(self._places.local))

    def line_writer(self, partner_id: str) -> LineWriter:
        """Return an object that makes the history lines of a partner, dated now.

        If this directory's last line is dated more than a day ahead, the clock was wrong when it
        was written: other machines leave out that line and all later ones of this writer. The
        directory then gets a new writer id.

        Raises:
            WriteError: the writer id cannot be written, or the clock is at the end of the calendar.
            BusyError: another process holds the lock for making an id.
        """
        history, now = self.history(partner_id), self._clock()
        writer = writer_id(self._places.local, self._random)
        last = history.last_of(writer)
        if last is not None and last.at > now + MOST_AHEAD:
            give_up_writer_id(self._places.local, {writer})
            writer = writer_id(self._places.local, self._random)
        return LineWriter(history, writer, self._actor, now)

    def catch_up(self, partner_id: str, files: OpenFiles, noticed: Noticed) -> None:
        """Record what was edited by hand in the open files; write what they lack.

        The files get the changes of those history lines that they do not include yet. A file may
        include lines of this data directory that the history lacks. Then the directory was put back
        from a backup, or copied; others may have those lines, so it gets a new writer id. What the
        user is to be told is added to `noticed`. Raises as :meth:`write` does.
        """
        differing = files.differing
        if not differing:
            return
        noticed.missing += files.missing
        noticed.older += [file.path for file in differing if file.differences.is_older]
        noticed.is_history_older |= any(file.differences.is_history_older for file in differing)
        gone = {writer for file in differing for writer in file.differences.gone}
        noticed.is_writer_new |= give_up_writer_id(self._places.local, gone)
        outside = [step for file in differing for step in file.differences.outside]
        self.write(partner_id, files, outside, following=differing)

    def open_files(self, partner_id: str) -> OpenFiles:
        """Return the `OpenFiles` of a partner.

        If the last save was of the same partner and did not fail, the files that it opened are used
        again.
        """
        known, kept = self._kept
        self._kept = ("", {})  # files of a failed write are not used again
        own = kept if known == partner_id else {}
        return OpenFiles(self._files, self.history(partner_id), partner_id, own)

    def write(
        self,
        partner_id: str,
        files: OpenFiles,
        steps: Sequence[PlannedStep],
        following: Sequence[OpenFile] = (),
        on_way: OnWay = lambda _share: None,
    ) -> Saved:
        """Write `steps` to history and files; return what was saved.

        The files in `following` are made again by all lines of the history. `on_way` must not raise
        an error.

        Raises:
            MovedError: another program has changed a file since it was opened.
            InvalidFileError: a file cannot hold the values.
            WriteError: a file would be too large, or as :func:`write_step`.
        """
        opened = files.by_customer
        writer = self.line_writer(partner_id)
        lines: list[HistoryLine] = []
        for step in steps:
            lines += [*step.taken_in, *writer.record(step, files.table, files.ensure)]
        history = self.history(partner_id)
        taken_in = {line.customer for line in lines if line.read_from}
        if any(line.moves for line in lines):
            taken_in.update(opened)
        taken_in |= {line.customer for line in lines if self._is_moved(history, line)}
        about: dict[str, list[HistoryLine]] = {}
        for line in lines:
            for customer in opened if line.moves else (line.customer,):
                about.setdefault(customer, []).append(line)
        changed = []
        for file in opened.values():
            if file in following or file.customer in taken_in:
                wanted = lines_to_follow(file.document, history, lines, file.customer)
                file.follow(wanted, [*history.readable_lines(), *lines])
            elif own := about.get(file.customer):
                file.take_heads(own)
            elif file.path not in self._unsure:
                continue
            changed.append(file)
        models, contents, done = {}, {}, count(1)
        shares = len(opened) + 3 * len(changed)  # texts; files written, put in place and copied

        def on_file() -> None:
            on_way(next(done) / shares)

        for key, file in opened.items():
            text = file.document.text()
            contents[key] = text.encode()
            if len(contents[key]) > LARGEST:
                message = _("{path} would become too large; nothing was written")
                raise WriteError(message.format(path=file.path))
            models[key] = file.model(partner_id, text)
            file.refuse_moved()
            on_file()
        # A new partner's own file is written last: without it the partner does not exist.
        changed.sort(key=lambda file: file.version is None and not file.customer)
        if changed:
            self._put_in_place(partner_id, lines, contents, changed, on_file)
        self._keep_open(partner_id, opened)
        saved = saved_from(models, lines, self._clock())
        if (version := opened[""].version) is not None:
            self._files.note_written(saved.partner, version)
        return saved

    def _is_moved(self, history: History, line: HistoryLine) -> bool:
        """Return whether the item of a line has another id since its run was moved."""
        return bool(line.item) and any(line.item in each.moves for each in history.moves(line.run))

    def _put_in_place(
        self,
        partner_id: str,
        lines: list[HistoryLine],
        contents: Mapping[str, bytes],
        files: list[OpenFile],
        on_file: Callable[[], object],
    ) -> None:
        paths = {file.path for file in files}
        try:
            write_step(self.history(partner_id), lines, contents, files, on_file)
        except NotDurableError:
            self._unsure |= paths
            raise
        self._unsure -= paths
        self._up_to_date[partner_id] = current_version(self._places.history_file(partner_id))
        written = {file.customer: contents[file.customer] for file in files}
        self._files.copies.keep(partner_id, written, on_file)

    def _keep_open(self, partner_id: str, files: Mapping[str, OpenFile]) -> None:
        kept = [file for file in files.values() if file.version is not None][:_MOST_KEPT]
        self._kept = (partner_id, {file.customer: file for file in kept})
