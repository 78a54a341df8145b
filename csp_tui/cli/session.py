"""The session of one command: its arguments, its output, and its workplace when first needed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from csp_tui.cli.output.output import Output
from csp_tui.core.base.language import _

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from csp_tui.cli.arguments.parsed import Arguments
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.terminal.shown_frame import ShownFrame


class Session:
    """One call of ``csp-tui`` with a command.

    Args:
        args: the parsed arguments.
        environ: the environment.
        out: prints for the terminal or pipe.
        frame: what the terminal shows already, before the full screen; None if nothing.
    """

    def __init__(
        self,
        args: Arguments,
        environ: Mapping[str, str],
        out: Output,
        frame: ShownFrame | None = None,
    ) -> None:
        self.args = args
        self.environ = environ
        self.out = out
        self.frame = frame
        self._at_end = ExitStack()
        self._saved: Saved | None = None

    @cached_property
    def workplace(self) -> Workplace:
        """The workplace that the command reads and changes; in a dry run, a private copy.

        Raises:
            InvalidFileError: the settings cannot be read.
            NotFoundError: see `refuse_missing_data`; not for a command that makes the directory.
        """
        from csp_tui.core.workplace.workplace import open_workplace

        workplace = open_workplace(self.environ, self.args.data)
        if not self._makes_data:
            self.refuse_missing_data()
        elif getattr(self.args, "dry_run", False) and (named := self._missing_data()):
            message = _("{path}: there is no such data directory yet; {source} names it")
            self.out.note(message.format(path=named[0], source=named[1]))
        self.out.plain = self.out.plain or workplace.settings.plain
        if self.is_dry_run:
            return self._dry_run_copy(workplace)
        self._tell_cut_off(workplace)
        return workplace

    def _tell_cut_off(self, workplace: Workplace) -> None:
        """Print a note on the user's last act on several partners if it was cut off, once.

        Nothing is printed unless a person reads it, or if the full screen is opened: that says so.
        """
        from csp_tui.cli.output.streams import is_terminal

        if self.args.command in (None, "open") or self.out.quiet or not is_terminal(sys.stderr):
            return
        from csp_tui.core.store.act_notes import acts_cut_off, forget_act

        for act in acts_cut_off(workplace.places, workplace.actor)[:1]:
            from csp_tui.core.base.command_line import command_line
            from csp_tui.core.care.cut_off_acts import cut_off_words

            if sentence := cut_off_words(workplace, act, command_line("undo --last")):
                self.out.note(sentence)
            forget_act(workplace.places, act.step)

    @property
    def _makes_data(self) -> bool:
        """Whether the command makes the data directory if it is missing: it begins something."""
        args = self.args
        match args.command:
            case "import":
                return bool(args.kind != "customers")
            case "sync":
                return args.remote is not None
            case "people":
                return bool(args.act == "set")
            case "checklists":
                return bool(args.checklist == "new")
        return args.command in (None, "add")

    def refuse_missing_data(self) -> None:
        """Raise NotFoundError if the user has named a data directory that does not exist.

        Without that, a command with a mistyped directory would say that there is nothing, or
        nothing at all. The directory that is used where none is named need not exist yet.
        """
        from csp_tui.core.base.errors import NotFoundError

        if named := self._missing_data():
            message = _("{path}: there is no such data directory; {source} names it")
            raise NotFoundError(message.format(path=named[0], source=named[1]))

    def _missing_data(self) -> tuple[Path, str] | None:
        """Return the data directory that the user has named, and what names it, if it is missing.

        None if it is there, or none is named.
        """
        from csp_tui.core.disk.places import find_places

        source = "--data" if self.args.data else "CSP_TUI_DATA"
        if not (self.args.data or self.environ.get(source)):
            return None
        data = find_places(self.environ, self.args.data).data
        try:
            data.stat()
        except (FileNotFoundError, NotADirectoryError):
            return data, source
        except OSError:
            pass  # who reads in it tells why that fails
        return None

    @property
    def is_dry_run(self) -> bool:
        """Whether the command works on a private copy because of ``--dry-run``.

        False for import, migrate, sync, clock, purge, people and digest: with ``--dry-run`` these
        look at the data itself and show what they would do.
        """
        own_ways = ("import", "migrate", "sync", "clock", "purge", "people", "digest")
        has_own_way = self.args.command in own_ways
        return getattr(self.args, "dry_run", False) and not has_own_way

    def _dry_run_copy(self, workplace: Workplace) -> Workplace:
        from csp_tui.cli.dry_run import dry_run_workplace
        from csp_tui.core.disk.cache_erasing import dry_run_directory

        directory = self._at_end.enter_context(dry_run_directory())
        return dry_run_workplace(workplace, self.args, directory)

    def saved_at(self, saved: Saved) -> str:
        """Return ``saved 10:42:03`` for a saved change, or why nothing was saved.

        The warnings that `end` prints are then about this change.
        """
        is_saved = saved.lines and not self.is_dry_run
        when = self.when(saved)
        return _("saved {time}").format(time=when) if is_saved else when

    def when(self, saved: Saved) -> str:
        """Return the local time of a saved change, such as ``10:42:03``, or why nothing was saved.

        The warnings that `end` prints are then about this change.
        """
        from csp_tui.core.base.clock import local_time

        self._saved = saved
        if not saved.lines:
            return _("nothing to change")
        return _("not saved, dry run") if self.is_dry_run else local_time(saved.at)

    def day(self, day: date) -> str:
        """Return `day` as text: for a terminal ``1 Mar``, for a pipe an ISO date.

        The former is translated, and has the year if it is not this one.
        """
        if self.out.width is None:
            return day.isoformat()
        from csp_tui.core.base.days import short_day

        return short_day(day, self.workplace.today)

    def print_json_of_saved(self, saved: Saved, **more: object) -> int:
        """Print a saved change, and the values `more`, as JSON and return exit code 0.

        The warnings that `end` prints are then about this change.
        """
        from csp_tui.cli.output.json_shapes import of_saved

        self._saved = saved
        return self.out.json(**of_saved(saved, is_dry_run=self.is_dry_run), **more)

    def end(self, *, is_done: bool) -> None:
        """Delete the copy of the data that a dry run worked on, and print warnings and a note.

        The warnings say that a clock was ahead when the change was saved, and what else is odd
        about the change; the note says that a dry run wrote nothing. Nothing is printed unless
        `is_done`: the command ended without error.
        """
        self._at_end.close()
        if is_done and self._saved and any(line.clock for line in self._saved.lines):
            from csp_tui.core.care.clock import clock_trouble

            now = self.workplace.clock()
            if sentence := clock_trouble(self.workplace.store, self._saved, now):
                self.out.warn(sentence)
        for remark in self._saved.remarks if is_done and self._saved else ():
            self.out.warn(remark)
        if is_done and self.is_dry_run:
            self.out.note(_("dry run: nothing was written"))

    def print_written(self, path: Path) -> None:
        """Print the path of a file that was written, and note its size and how to fetch it."""
        from csp_tui.core.base.fetching import size_and_fetching

        self.out.line(str(path))
        about = size_and_fetching(path, self.workplace.actor.by, self.environ)
        self.out.note(_("written: {about}").format(about=about))

    def note_trouble_in_settings(self) -> None:
        """Print a note on a wrong setting; print nothing if the command read no settings."""
        if "workplace" in self.__dict__ and self.workplace.settings.trouble:
            self.out.note(self.workplace.settings.trouble)

    def rows(self) -> list[PartnerSummary]:
        """Return the summaries of all partners; while many files are read, show a progress bar."""
        from csp_tui.cli.output.progress_bar import progress_bar

        with progress_bar(self.out, _("reading")) as show:
            return self.workplace.overview.rows(show)

    def rows_of(self, words: Sequence[str]) -> list[PartnerSummary]:
        """Return the summaries of the partners that `words` name, each once; without words, of all.

        Warn of their unreadable files.

        Raises:
            NotFoundError, UsageError: no partner, or more than one, fits a word.
            InvalidFileError: the file of a partner that is named is unreadable.
        """
        if words:
            from csp_tui.cli.targets.resolve import find_partner

            found = {each.id: each for each in (find_partner(self.workplace, w) for w in words)}
            rows = [self.workplace.overview.row_of(each) for each in found.values()]
        else:
            rows = self.rows()
        self.warn_of_unreadable(rows)
        return rows

    def warn_of_unreadable(self, rows: Iterable[PartnerSummary]) -> None:
        """Print a warning for each unreadable file of the partners `rows` and their customers.

        There is one for each run whose checklist cannot be read, too.
        """
        places = self.workplace.places
        for row in rows:
            for error in filter(None, (row.error, *(run.error for run in row.runs))):
                self.out.warn(f"{places.progress_file(row.id)}: {error}")
            self._warn_of(row.id, row.unreadable_customers)

    def warn_of_unreadable_customers(self, partner: Partner) -> None:
        """Print a warning for each customer of `partner` whose file cannot be read.

        If the customers cannot be listed, there is one for all of them.
        """
        from csp_tui.core.partners.rows import ALL_OF_THEM

        customers = self.workplace.customers
        if trouble := customers.trouble(partner.id):
            self._warn_of(partner.id, [(ALL_OF_THEM, trouble)])
            return
        found = [(row.id, row.error) for row in customers.rows(partner) if row.error]
        self._warn_of(partner.id, found)

    def _warn_of(self, partner_id: str, customers: Iterable[tuple[str, str]]) -> None:
        from csp_tui.core.partners.rows import ALL_OF_THEM

        for customer, error in customers:
            places = self.workplace.places
            path = places.customers_of(partner_id)
            if customer != ALL_OF_THEM:
                path = places.customer_file(partner_id, customer)
            self.out.warn(f"{path}: {error}")


Command = Callable[[Session], int]
"""The function of a command: takes the session, returns the exit code."""
