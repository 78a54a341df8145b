"""Adds partners that are new here, many at once: to make each durable by itself takes minutes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import (
    LARGEST,
    MovedError,
    Prepared,
    Version,
    make_durable,
    prepare_file,
    refuse_moved,
)
from csp_tui.core.disk.many_files import make_contents_durable
from csp_tui.core.disk.places import Places
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import heads_of
from csp_tui.core.history.fold import is_archived, table_of
from csp_tui.core.history.union import Union
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import FORMAT, RULE, RULE_KEY, Value
from csp_tui.core.progress.new_text import text_of
from csp_tui.core.progress.partner_fields import cleaned
from csp_tui.core.store.good_copies import Copies


class Added(NamedTuple):
    """The versions of the files of a partner that was added."""

    history: Version
    progress: Version
    customers: Mapping[str, Version]
    """By file name."""


def add_change(name: str, values: Mapping[str, Value]) -> Change:
    """Return the change that adds a partner with its `values`, by key; empty ones are left out.

    Raises:
        UsageError: the name is empty.
    """
    if not (name := storable_line(name)):
        raise UsageError(_("a partner needs a name"))
    texts = {key: cleaned(key, each) for key, each in values.items() if isinstance(each, str)}
    given = {"name": name, **{key: each for key, each in {**values, **texts}.items() if each}}
    return Change(Act.ADD, given)


def add_new_partners(
    places: Places,
    locked: Callable[[str], AbstractContextManager[None]],
    arrived: Mapping[str, Union],
    failed: dict[str, CspTuiError] | None = None,
) -> dict[str, Added]:
    """Add the partners of `arrived` that are not here at all; return them by id.

    First all new files are written under temporary names, then all histories are put in place, then
    all progress files. So a crash leaves of each partner either nothing or at least the history,
    from which its files are made.

    A partner that is here already, is archived or cannot be written is left out without an error.
    If the files cannot all be put in place, the result is empty, and some of them may be there.

    Args:
        places: the directories of the app.
        locked: returns a context manager that holds the lock of a partner.
        arrived: by partner id, all lines of the history and what stands by them. A partner with
            values that no file can hold is left out.
        failed: where given, it gets by partner id why those that are left out were not written, as
            far as that is known.
    """
    why = {} if failed is None else failed
    with ExitStack() as stack:
        new = []
        for partner_id, union in arrived.items():
            try:
                stack.enter_context(locked(partner_id))
                if not _is_here(places, partner_id):
                    new.append(_prepared(places, partner_id, union))
            except CspTuiError as error:
                why[partner_id] = error
        try:
            return _put_in_place(new)
        except CspTuiError as error:
            why.update({each.id: error for each in new})
            return {}
        except MovedError:
            return {}
        finally:
            for file in _files_of(new):
                file.drop()


def _is_here(places: Places, partner_id: str) -> bool:
    """Return whether any file of the partner is here, also in the archive or as a copy."""
    copies = Copies(places.copies)
    paths = [copies.path(partner_id), copies.of_customers(partner_id)]
    for each in (places, places.archived):
        paths += [each.history_file(partner_id), each.progress_file(partner_id)]
        paths.append(each.customers_of(partner_id))
    return any(map(os.path.lexists, paths))


@dataclass(frozen=True, slots=True)
class _New:
    """The new files of a partner, which are not in place yet."""

    id: str
    history: Prepared
    files: list[Prepared]
    """The partner's own progress file, then those of its customers."""
    copies: list[Prepared]


def _files_of(new: Sequence[_New]) -> list[Prepared]:
    return [file for each in new for file in (each.history, *each.files, *each.copies)]


def _prepared(places: Places, partner_id: str, union: Union) -> _New:
    """Write the files of a partner under temporary names; return them, to be put in place.

    Raises:
        CspTuiError: the partner is archived, or a file cannot be written; no file is left.
    """
    lines, state, copies = union.lines, union.state, Copies(places.copies)
    if is_archived(state):
        raise UsageError(partner_id)
    texts: dict[str, bytes] = {}
    for customer in ["", *sorted({line.customer for line in lines} - {""})]:
        table = {"format": FORMAT, **table_of(state, customer)}
        table["history"] = {RULE_KEY: RULE, **heads_of(lines, customer)}
        text, path = text_of(table), places.progress_file(partner_id)
        texts[customer] = text.encode()
        if toml.parse(text, path) != table or len(texts[customer]) > LARGEST:
            raise InvalidFileError(path, partner_id)
    contents = {places.history_file(partner_id): b"".join(each.encode() + b"\n" for each in lines)}
    for customer, content in texts.items():
        of_customer = places.customer_file(partner_id, customer) if customer else None
        contents[of_customer or places.progress_file(partner_id)] = content
    for customer, content in texts.items():
        contents[copies.path(partner_id, customer)] = content
    files: list[Prepared] = []
    try:
        for path, content in contents.items():
            make_directory(path.parent)
            files.append(prepare_file(path, content, is_durable=False))
    except CspTuiError:
        for file in files:
            file.drop()
        raise
    return _New(partner_id, files[0], files[1 : 1 + len(texts)], files[1 + len(texts) :])


def _put_in_place(new: Sequence[_New]) -> dict[str, Added]:
    make_contents_durable(_files_of(new))
    histories = _placed([each.history for each in new])
    files = _placed([file for each in new for file in each.files])
    with suppress(CspTuiError, MovedError):  # as with every step, the files themselves are saved
        _placed([file for each in new for file in each.copies])
    return {
        each.id: Added(
            histories[each.history.path],
            files[each.files[0].path],
            {file.path.name: files[file.path] for file in each.files[1:]},
        )
        for each in new
    }


def _placed(files: Sequence[Prepared]) -> dict[Path, Version]:
    """Put files in place that do not exist yet, durably; return their versions by path.

    Raises:
        MovedError: a file exists by now.
        CspTuiError: a file cannot be put in place.
    """
    found = {file.path: file.put_in_place(partial(refuse_moved, file.path, None)) for file in files}
    for directory in {path.parent for path in found}:
        make_durable(directory)
    return found
