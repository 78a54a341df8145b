"""Hand-overs of earlier versions: their progress files are read back.

Lines of earlier versions do not explain all values of the files beside them; so a partner who is
new here gets the files unchanged, byte for byte.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, WriteError
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import replace_file
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_directory, remove_file
from csp_tui.core.exchange.handover_file import Handover
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.good_copies import Copies


def read_files(
    handover: Handover, path: Path
) -> tuple[Partner, dict[str, toml.Table], list[Mapping[str, str]]]:
    """Return the partner in a hand-over, the tables of all its progress files, and their heads.

    Args:
        handover: the hand-over.
        path: its file, to be named in errors.

    Returns:
        The partner; the parsed files by customer id, the partner's own under an empty id; and for
        each file its heads: which history lines it includes.

    Raises:
        InvalidFileError: a file is unreadable.
    """
    partner_id = handover.partner_id
    place = path / f"partners/{partner_id}.toml"
    text = toml.decode(handover.partner, place)
    tables = {"": toml.parse(text, place)}
    partner = read_partner(tables[""], partner_id, place, text)
    heads = [partner.heads]
    for customer, content in handover.customers.items():
        place = path / f"customers/{partner_id}/{customer}.toml"
        text = toml.decode(content, place)
        tables[customer] = toml.parse(text, place)
        heads.append(read_customer(tables[customer], customer, place, text).heads)
    return partner, tables, heads


def write_files(places: Places, handover: Handover) -> None:
    """Write all files of a partner who is new here, as they are in the hand-over.

    The caller holds the partner's lock. If a file cannot be written, all are removed again.

    Raises:
        WriteError: a file could not be written.
    """
    partner_id = handover.partner_id
    with _removed_on_failure(places, partner_id):
        for customer, content in handover.customers.items():
            write_file(places.customer_file(partner_id, customer), content)
        write_file(places.history_file(partner_id), handover.history)
        # The progress file is written last: without it the partner does not exist.
        write_file(places.progress_file(partner_id), handover.partner)
    for customer, content in handover.customers.items():
        Copies(places.copies).keep(partner_id, {customer: content})


@contextlib.contextmanager
def _removed_on_failure(places: Places, partner_id: str) -> Iterator[None]:
    """If a write in the block fails, delete the history and the customers' files of a new partner.

    Nothing is deleted if the partner had one of them before the block, or if its progress file
    exists now.

    Raises:
        WriteError: the one that the block has raised.
    """
    written = (places.history_file(partner_id), places.customers_of(partner_id))
    is_clear = not any(os.path.lexists(path) for path in written)
    try:
        yield
    except WriteError:
        if is_clear and not places.progress_file(partner_id).exists():
            with contextlib.suppress(CspTuiError):
                remove_file(written[0])
                remove_directory(written[1])
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write a file, in place of an earlier one; make its directory if there is none.

    Raises:
        WriteError: the file or the directory could not be written.
    """
    make_directory(path.parent)
    replace_file(path, content)
