"""What a command works with: its arguments, its output, and the workplace once it is needed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from csp_tui.cli.output.output import Output
from csp_tui.core.base.language import _

if TYPE_CHECKING:
    from datetime import date

    from csp_tui.cli.arguments.parsed import Arguments
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.store.store import Saved
    from csp_tui.core.workplace.workplace import Workplace


class Session:
    """One call of the command.

    Args:
        args: the parsed arguments.
        environ: the environment.
        out: where to print.
    """

    def __init__(self, args: Arguments, environ: Mapping[str, str], out: Output) -> None:
        self.args = args
        self.environ = environ
        self.out = out
        self._at_end = ExitStack()

    @cached_property
    def workplace(self) -> Workplace:
        """The workplace of this call; raises InvalidFileError if the settings are broken."""
        from csp_tui.core.workplace.workplace import open_workplace

        workplace = open_workplace(self.environ, self.args.data)
        self.out.plain = self.out.plain or workplace.settings.plain
        return self._dry_run_copy(workplace) if self.is_dry_run else workplace

    @property
    def is_dry_run(self) -> bool:
        """Whether this dry run works on a private copy: not for import, migrate and sync."""
        has_own_way = self.args.command in ("import", "migrate", "sync")
        return getattr(self.args, "dry_run", False) and not has_own_way

    def _dry_run_copy(self, workplace: Workplace) -> Workplace:
        import tempfile
        from pathlib import Path

        from csp_tui.cli.dry_run import dry_run_workplace

        directory = self._at_end.enter_context(tempfile.TemporaryDirectory(prefix="csp-tui-dry-"))
        return dry_run_workplace(workplace, self.args, Path(directory))

    def saved_at(self, saved: Saved) -> str:
        """Return ``saved`` and the time of a change, or why nothing was saved."""
        is_saved = saved.lines and not self.is_dry_run
        when = self.when(saved)
        return _("saved {time}").format(time=when) if is_saved else when

    def when(self, saved: Saved) -> str:
        """Return the time of a change, or why nothing was saved."""
        from csp_tui.core.base.clock import local_time

        if not saved.lines:
            return _("nothing to change")
        return _("not saved, dry run") if self.is_dry_run else local_time(saved.at)

    def day(self, day: date) -> str:
        """Return a day as people write it; in a pipe, as ISO date."""
        if self.out.width is None:
            return day.isoformat()
        from csp_tui.core.base.days import short_day

        return short_day(day, self.workplace.today)

    def print_json_of_saved(self, saved: Saved) -> int:
        """Print a change as JSON and return the exit code."""
        from csp_tui.cli.output.json_shapes import of_saved

        return self.out.json(**of_saved(saved, is_dry_run=self.is_dry_run))

    def end(self, *, is_done: bool) -> None:
        """Throw away the copy of a dry run; after a command without error, note that."""
        self._at_end.close()
        if is_done and self.is_dry_run:
            self.out.warn(_("dry run: nothing was written"))

    def note_trouble_in_settings(self) -> None:
        """Note a wrong setting, if the settings were read."""
        if "workplace" in self.__dict__ and self.workplace.settings.trouble:
            self.out.note(self.workplace.settings.trouble)

    def warn_of_unreadable(self, rows: Iterable[PartnerSummary]) -> None:
        """Warn of each unreadable file of these partners and their customers."""
        places = self.workplace.places
        for row in rows:
            for error in filter(None, (row.error, *(run.error for run in row.runs))):
                self.out.warn(f"{places.progress_file(row.id)}: {error}")
            for customer, error in row.unreadable_customers:
                self.out.warn(f"{places.customer_file(row.id, customer)}: {error}")

    def command(self, words: str) -> str:
        """Return a command line to type next, with the data directory of this call."""
        data = f"--data {shlex.quote(self.args.data)} " if self.args.data else ""
        return f"csp-tui {data}{words}"


Command = Callable[[Session], int]
"""Runs a command and returns the exit code."""
