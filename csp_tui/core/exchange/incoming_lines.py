"""Lines of a partner's history that come from elsewhere: checked, then added here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from csp_tui.core.audit.verify import Chain
from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.history.branches import counting
from csp_tui.core.history.fold import corrections, fold
from csp_tui.core.history.line import HistoryLine, decode_line
from csp_tui.core.history.union import Union, unite
from csp_tui.core.progress.change import apply_to_table
from csp_tui.core.progress.model import FORMAT
from csp_tui.core.progress.reader import read_customer, read_partner

EMPTY: toml.Table = {"format": FORMAT}
"""The content of a progress file that is still to be made."""


def read_lines(history: bytes, place: Path) -> tuple[list[HistoryLine], Chain]:
    """Return the lines of a history from elsewhere, and the `Chain` that has checked their hashes.

    A line at the end that is cut off is left out.

    Args:
        history: the content of the history file.
        place: the file, to be named in errors.

    Raises:
        InvalidFileError: a line is damaged, altered or missing.
    """
    chain = Chain(str(place))
    lines = []
    for number, raw in enumerate(BytesIO(history[: history.rfind(b"\n") + 1]), 1):
        chain.add(number, raw[:-1])
        refuse_broken(chain, place)
        lines.append(decode_line(raw[:-1]))
    return lines, chain


def refuse_broken(chain: Chain, place: Path) -> None:
    """Raise InvalidFileError with the first problem that `chain` has found; do nothing if none.

    `place` is the history file, to be named in the error.
    """
    if chain.problems:
        raise InvalidFileError(
            place, _("is not whole: {problem}").format(problem=chain.problems[0])
        )


def lacking(
    own: Sequence[HistoryLine],
    foreign: Sequence[HistoryLine],
    table_of: Callable[[str], toml.Table | None],
    partner_id: str,
    now: datetime,
    place: Path,
) -> Union:
    """Return the lines of `foreign` that `own` lacks, if they fit into progress files.

    The result sets aside lines that are dated more than a day ahead of the clock here. If there are
    lines to add, its `state` holds the values that follow from all lines.

    Args:
        own: the lines here.
        foreign: the lines from elsewhere.
        table_of: returns the parsed file here of the customer with a given id, of the partner
            itself for ""; None if there is no such file.
        partner_id: the partner.
        now: the present by the clock here.
        place: the file of the foreign lines, to be named in errors.

    Raises:
        InvalidFileError: a file would be unreadable with these lines.
        UsageError: as :func:`csp_tui.core.history.union.unite` does.
    """
    union = unite(own, foreign, now)
    if not union.lines:
        return union
    state = fold(counting([*own, *union.lines]))
    for customer in dict.fromkeys(line.customer for line in union.lines):
        table = deepcopy(table_of(customer) or EMPTY)
        for change in corrections(state, customer, table):
            try:
                apply_to_table(table, change)
            except ValueError as error:
                raise InvalidFileError(place, str(error)) from error
        if customer:
            read_customer(table, customer, place, "")
        else:
            read_partner(table, partner_id, place, "")
    return replace(union, state=state)


def ahead_words(name: str, lines: Sequence[HistoryLine]) -> str:
    """Return a sentence: these lines wait, since the clock of their machine is ahead.

    They wait until the day of the latest line, which the sentence names. There must be at least one
    line. `name` is what the partner is called in the sentence.
    """
    message = _(
        "{partner}: lines of {host} wait until their day, {day}; its clock is ahead of the one here"
    )
    last = max(lines, key=lambda line: line.at)
    return message.format(partner=name, host=last.host, day=last.at.date())


def table_here(places: Places, partner_id: str, customer: str = "") -> toml.Table | None:
    """Return the parsed progress file here of a customer, or with "" of the partner itself.

    None if there is no such file.

    Raises:
        InvalidFileError: the file is unreadable.
    """
    path = (
        places.customer_file(partner_id, customer) if customer else places.progress_file(partner_id)
    )
    try:
        content = read_file(path)[0]
    except NotFoundError:
        return None
    return toml.parse(toml.decode(content, path), path)
