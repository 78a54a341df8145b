"""Customers' files that lack the last written lines of the history, since a crash came before."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.core.base.errors import InvalidFileError, MissingFileError, NotFoundError
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine, head
from csp_tui.core.store.progress_files import ProgressFiles


def late_customers(
    files: ProgressFiles, partner_id: str, newest_first: Iterable[HistoryLine]
) -> list[str]:
    """Return the ids of the customers whose files lack lines of the last write.

    A customer whose file is missing is among them if one of the lines adds the customer. A customer
    whose file cannot be read is not.

    Args:
        files: reads the files.
        partner_id: the partner.
        newest_first: the lines of the last write, the newest first.

    Raises:
        InvalidFileError: the directory of the customers cannot be listed.
    """
    newest: dict[str, dict[str, HistoryLine]] = {}
    added: set[str] = set()
    for line in newest_first:
        about = files.customer_ids(partner_id) if line.moves else [line.customer]
        for customer in filter(None, about):
            newest.setdefault(customer, {}).setdefault(line.writer, line)
        if line.do == Act.ADD:
            added.add(line.customer)
    late = []
    for customer, by_writer in newest.items():
        try:
            content = files.read(partner_id, customer)[0]
            if not all(head(line).encode() in content for line in by_writer.values()):
                files.customer_in(content, partner_id, customer)
                late.append(customer)
        except (NotFoundError, MissingFileError):
            if customer in added:
                late.append(customer)
        except InvalidFileError:
            continue
    return late
