"""``partners``: print the list of partners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from csp_tui.cli.session import Session
from csp_tui.cli.targets.chosen_partners import chosen_partners, view_of_partners
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import N_, _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.checklists.reader import ERROR, Problem
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.partners.clock_words import clock_column, short_clock
from csp_tui.core.partners.now import now_of
from csp_tui.core.partners.order import BY_NAME, in_order, order_called
from csp_tui.core.partners.rows import BEHIND, PartnerSummary, RunSummary
from csp_tui.core.runs.run_name import full_name, short_name
from csp_tui.core.workplace.views import checked

_HEADER = (
    N_("Partner"), N_("Id"), N_("Checklist"), N_("Edition"), N_("Done"), N_("Waiting"),
    N_("Next"), N_("Clock"), N_("Newest"),
)  # fmt: skip
_NAME, _ID, _RUN, _EDITION, _DONE, _WAITING, _NEXT, _CLOCK = range(8)
_IN_WIDE = (_NAME, _ID, _RUN, _DONE, _WAITING, _NEXT, _CLOCK)
_IN_USUAL = (_NAME, _RUN, _DONE, _NEXT, _CLOCK)
_IN_NARROW = (_NAME, _DONE, _NEXT)
"""The columns in a terminal, by its width: an older edition is behind the checklist there.

Where there is not room for all, the name is what tells rows apart.
"""
_KEPT_IN_WIDE = (_RUN, _DONE, _WAITING, _CLOCK)
_WIDE, _NARROW = 100, 50
"""Cells from which on a terminal is wide, and below which it is narrow."""
_USUAL, _NARROW_NAME = 80, 14
"""Cells of a usual terminal, and of a run's name in a narrower one."""


def partners(session: Session) -> int:
    """Print a line for each run of each partner that the options choose; warn of bad files.

    A partner without a run has one line. With ``--archived``, the partners are those in the
    archive.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError, UsageError: no view or checklist fits, or more than one.
    """
    args = session.args
    is_archived = getattr(args, "archived", False)
    if is_archived:
        session.workplace = archived_workplace(session.workplace)
    everyone, today = session.rows(), session.workplace.today
    rows = _chosen(session, everyone)
    if args.json:
        from csp_tui.cli.output.json_shapes import of_partner_summary

        session.out.json(partners=[of_partner_summary(row, today) for row in rows])
    else:
        _print(session, [line for row in rows for line in _lines(row, today, _cells(session))])
    _warn_of_unreadable(session, rows)
    warn_of_own_checklists(session)
    if len(rows) < len(everyone):
        message = _("{shown} of {count} partners")
        session.out.note(message.format(shown=len(rows), count=len(everyone)))
    if not everyone and is_archived:
        session.out.note(_("no partner is archived"))
    elif not everyone:
        message = _("there are no partners in {directory} yet; type: {add}, then {start}")
        session.out.note(
            message.format(
                directory=session.workplace.places.data,
                add=command_line('add "NAME"'),
                start=command_line('start "NAME" enroll-direct'),
            )
        )
    return 0


def _cells(session: Session) -> int | None:
    """Return the width of the terminal in cells; None for plain output and in a pipe."""
    return None if session.out.plain else session.out.width


def _print(session: Session, lines: Sequence[tuple[str, ...]]) -> None:
    header, cells = [_(each) for each in _HEADER], _cells(session)
    if cells is None:
        session.out.table(header, lines)
        return
    is_wide = cells >= _WIDE
    shown = _IN_WIDE if is_wide else _IN_USUAL if cells >= _NARROW else _IN_NARROW
    has_clock = cells >= _USUAL and any(line[_CLOCK] for line in lines)
    places = [each for each in shown if has_clock or each != _CLOCK]
    rows = [[line[place] for place in places] for line in (header, *lines)]
    keep = [at for at, place in enumerate(places) if not is_wide or place in _KEPT_IN_WIDE]
    gives_way = places.index(_ID if is_wide else _NEXT)
    session.out.table(rows[0], rows[1:], keep, [gives_way])


def _warn_of_unreadable(session: Session, rows: Sequence[PartnerSummary]) -> None:
    directory = session.workplace.places.partners
    message = _("{path}: is left out; a partner's file is named by its id, of a-z, 0-9 and -")
    for name in sorted(list_directory(directory)):
        is_toml = name.endswith(".toml") and not name.startswith(".")
        if is_toml and not is_id(name.removesuffix(".toml")):
            session.out.warn(message.format(path=directory / name))
    session.warn_of_unreadable(rows)


def _chosen(session: Session, rows: Sequence[PartnerSummary]) -> Sequence[PartnerSummary]:
    """Return the partners that the options choose, in the order of ``--sort``, else of the view.

    Without either they are sorted by name. For another command than ``partners``, return `rows`
    unchanged.

    Raises:
        NotFoundError, UsageError: no view or checklist fits, or more than one.
    """
    args, workplace = session.args, session.workplace
    if args.command != "partners":
        return rows
    view = view_of_partners(workplace, args)
    found = chosen_partners(workplace, args, rows, view)
    if args.sort is not None:
        return in_order(found, order_called(args.sort), workplace.today)
    config = workplace.places.config
    (order,) = checked(config, args.view, [view.order or BY_NAME.name], order_called)
    return in_order(found, order, workplace.today, is_reversed=view.other_way)


def warn_of_own_checklists(session: Session) -> None:
    """Warn of each error in the user's own checklists; a file with an error cannot be used."""
    for problem in session.workplace.library.problems(own_only=True):
        if problem.severity == ERROR:
            session.out.warn(describe(problem))


def describe(problem: Problem) -> str:
    """Return a problem of a checklist file as a sentence: file, line, key and what is wrong."""
    what = f"{problem.key}: {problem.what}" if problem.key else problem.what
    return str(InvalidFileError(problem.path, what, problem.line))


def _lines(row: PartnerSummary, today: date, cells: int | None) -> Iterator[tuple[str, ...]]:
    """Yield a row for each run of a partner, or a single row if it has no run or is unreadable.

    Args:
        row: the partner.
        today: the day for what is next.
        cells: the width of the terminal in cells, for short names of runs with a mark if the
            edition is not the newest, and for the clock as the list on the screen has it; None for
            full names, and a clock that says so if a missed check has lapsed.

    Yields:
        The texts for the columns of `_HEADER`.
    """
    clock = (short_clock if cells is None else clock_column)(row, today)
    if row.error:
        yield (row.name, row.id, "", "", "", "", row.error, "", "")
    elif not row.runs:
        yield (
            row.name,
            row.id,
            "",
            "",
            "",
            "",
            now_of(row, None, today).sentence(today),
            clock,
            "",
        )
    for run in row.runs:
        yield (
            row.name,
            row.id,
            _run_name(run, cells),
            run.edition,
            "" if run.error else f"{run.done}/{run.total}",
            "" if run.error else str(run.waiting),
            now_of(row, run, today).sentence(today),
            clock,
            run.newer,
        )


def _run_name(run: RunSummary, cells: int | None) -> str:
    if cells is None:
        return full_name(run.title, run.key, run.checklist)
    mark = BEHIND if run.newer else ""
    if cells < _USUAL:
        return short_name(run.key, run.checklist, _NARROW_NAME) + mark
    return short_name(run.key, run.checklist) + (f" {run.edition}{mark}" if mark else "")


COMMANDS = {"partners": partners}
