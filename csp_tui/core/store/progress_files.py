"""Reads the progress files of a data directory, those of partners and of their customers.

`partner_id` and `customer_id` name a file; without a customer it is the partner's own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core.base.clock import Clock
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import InvalidFileError, MissingFileError, NotFoundError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import refuse_link
from csp_tui.core.disk.file_stamps import is_old
from csp_tui.core.disk.files import Version, current_version, read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.catch_up import GoodCopy
from csp_tui.core.store.good_copies import Copies
from csp_tui.core.store.missing_files import (
    ids_in,
    is_missing,
    missing_customers,
    partner_ids,
)

if TYPE_CHECKING:
    from csp_tui.core.store.partner_locks import PartnerLocks


class ProgressFiles:
    """Finds and reads progress files.

    Args:
        places: the directories of the app.
        locks: know whether the data directory is away; None where nobody needs to know.
    """

    def __init__(self, places: Places, locks: PartnerLocks | None = None) -> None:
        self._places = places
        self._locks = locks
        self.copies = Copies(places.copies)
        self._known: tuple[Version, Partner] | None = None

    def partner_ids(self) -> list[str]:
        """Return the ids of all partners; see :func:`missing_files.partner_ids`."""
        return partner_ids(self._places)

    def customer_ids(self, partner_id: str) -> list[str]:
        """Return the ids of a partner's customers, sorted.

        A customer whose file is missing is among them as long as there is a good copy. Empty if
        `partner_id` is no id. Raises as :meth:`partner_ids` does.
        """
        refuse_link(self._places.customers)
        if not is_id(partner_id):
            return []
        found = ids_in(self._places.customers_of(partner_id))
        return sorted([*found, *missing_customers(self._places, partner_id, found)])

    def path(self, partner_id: str, customer_id: str = "") -> Path:
        """Return the path of a customer's progress file, or of the partner's own."""
        if customer_id:
            return self._places.customer_file(partner_id, customer_id)
        return self._places.progress_file(partner_id)

    def version(self, partner_id: str, customer_id: str = "") -> Version | None:
        """Return the present version of a customer's or the partner's file; None without a file."""
        return current_version(self.path(partner_id, customer_id))

    def partner(self, partner_id: str, clock: Clock) -> Partner:
        """Return the partner, as its file has it.

        The file is read again only if it has changed since it was read, or written, last.

        Args:
            partner_id: the partner.
            clock: returns the present: a file that has just changed is not known yet, since it may
                change again within the same time stamp.

        Raises:
            NotFoundError: there is no such partner.
            InvalidFileError: the file is unreadable, or missing.
        """
        known = self._known
        if known and known[1].id == partner_id and known[0] == self.version(partner_id):
            return known[1]
        now = clock()
        content, version = self.read(partner_id)
        partner = self.partner_in(content, partner_id)
        if is_old(version.mtime_ns, now):
            self._known = version, partner
        return partner

    def note_written(self, partner: Partner, version: Version) -> None:
        """Note that the file was just written with the content of `partner`, as this `version`."""
        self._known = version, partner

    def customer(self, partner_id: str, customer_id: str) -> tuple[Customer, Version]:
        """Return the customer, and the version of the file; raises as :meth:`read` does."""
        content, version = self.read(partner_id, customer_id)
        return self.customer_in(content, partner_id, customer_id), version

    def partner_in(self, content: bytes, partner_id: str) -> Partner:
        """Return the partner that `content`, the bytes of its file, describes.

        Raises:
            InvalidFileError: the content is not valid, or was cut off.
        """
        path = self.path(partner_id)
        text = toml.decode(content, path)
        partner = read_partner(toml.parse(text, path), partner_id, path, text)
        self._refuse_cut_off(partner, content, partner_id)
        return partner

    def customer_in(self, content: bytes, partner_id: str, customer_id: str) -> Customer:
        """Return the customer that `content`, the bytes of its file, describes.

        Raises:
            InvalidFileError: the content is not valid, or was cut off.
        """
        path = self.path(partner_id, customer_id)
        text = toml.decode(content, path)
        customer = read_customer(toml.parse(text, path), customer_id, path, text)
        self._refuse_cut_off(customer, content, partner_id, customer_id)
        return customer

    def read(self, partner_id: str, customer_id: str = "") -> tuple[bytes, Version]:
        """Return the bytes of a customer's or the partner's file, and its version.

        Raises:
            NotFoundError: there is no such partner or customer, the partner is archived, or the
                data directory is away.
            MissingFileError: the file is missing, though its history says that it exists.
            InvalidFileError: the file cannot be read.
        """
        if not is_id(partner_id):
            raise NotFoundError(_("there is no such partner"))
        if customer_id and not is_id(customer_id):
            raise NotFoundError(_("there is no such customer"))
        path = self.path(partner_id, customer_id)
        try:
            return read_file(path)
        except NotFoundError as error:
            if self._locks is not None and self._locks.is_away:
                raise NotFoundError(self._locks.away_words()) from error
            if is_missing(self._places, partner_id, customer_id):
                raise MissingFileError(path) from error
            message = (
                _('there is no customer "{id}"') if customer_id else _('there is no partner "{id}"')
            )
            if os.path.lexists(self._places.archived.progress_file(partner_id)):
                message = _('"{id}" is in the archive; bring it back first: {command}')
            command = command_line(f"unarchive {partner_id}")
            named = customer_id or partner_id
            raise NotFoundError(message.format(id=named, command=command)) from error

    def good_copy(self, content: bytes, partner_id: str, customer_id: str = "") -> GoodCopy | None:
        """Return the last good copy of a file; None if the copy is missing or damaged.

        The result also says whether the copy is the same as `content`, the bytes of the file.
        """
        copy = self.copies.content(partner_id, customer_id)
        if copy is None:
            return None
        path = self.copies.path(partner_id, customer_id)
        return GoodCopy(toml.parse(toml.decode(copy, path), path), copy == content)

    def _refuse_cut_off(
        self, found: Partner | Customer, content: bytes, partner_id: str, customer_id: str = ""
    ) -> None:
        if not found.heads and self.copies.goes_on_after(content, partner_id, customer_id):
            what = _("was cut off here; restore brings back the last good copy")
            line = content.count(b"\n") + 1
            raise InvalidFileError(self.path(partner_id, customer_id), what, line)
