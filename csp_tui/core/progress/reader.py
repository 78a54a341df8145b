"""Makes a `Partner` or `Customer` of a parsed progress file, or an error that names the fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from csp_tui.core.base.clock import has_local_time
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.disk import toml
from csp_tui.core.progress.model import (
    CONTACT_KEYS,
    CUSTOMER_KEYS,
    FORMAT,
    ITEM_KEYS,
    PARTNER_KEYS,
    RUN_KEYS,
    Contact,
    Customer,
    ItemProgress,
    Partner,
    Run,
    Status,
    contact_of,
    heads_in,
)


def read_partner(data: toml.Table, partner_id: str, path: Path, text: str) -> Partner:
    """Return the partner that `data`, parsed from the `text` of the file at `path`, describes.

    A partner without a name gets its id as the name. The table of a run without a checklist and an
    edition is skipped.

    Raises:
        InvalidFileError: the format is newer, a key has a value that it cannot have, or a run has a
            checklist but no edition; the error has the line in `text`.
    """
    return _Reader(path, text).partner(data, partner_id)


def read_customer(data: toml.Table, customer_id: str, path: Path, text: str) -> Customer:
    """Return the customer that `data`, parsed from the `text` of the file at `path`, describes.

    A customer without a name gets its id as the name.

    Raises:
        InvalidFileError: the format is newer, or a key has a value that it cannot have; the error
            has the line in `text`.
    """
    return _Reader(path, text).customer(data, customer_id)


_STATUSES = {status.value: status for status in Status}


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def partner(self, data: toml.Table, partner_id: str) -> Partner:
        self._check_format(data)
        values = self._values(data, PARTNER_KEYS, "")
        month = values.get("anniversary")
        if month is not None and not 1 <= month <= 12:
            self._fail("anniversary", _("anniversary must be a month from 1 to 12"))
        values.setdefault("name", partner_id)
        runs = {}
        for key, table in self._table(data, "checklists", "").items():
            if isinstance(table, dict) and ("edition" in table or "checklist" in table):
                runs[key] = self._run(key, table)
            elif isinstance(table, dict) and is_id(key):  # what is left of a run taken away
                self._part(key, table)
        return Partner(id=partner_id, runs=runs, **self._answers(data), **values)

    def customer(self, data: toml.Table, customer_id: str) -> Customer:
        self._check_format(data)
        values = self._values(data, CUSTOMER_KEYS, "")
        values.setdefault("name", customer_id)
        runs = {
            key: Run(key, "", "", items=self._part(key, table))
            for key, table in self._table(data, "checklists", "").items()
            if isinstance(table, dict)
        }
        return Customer(id=customer_id, runs=runs, **self._answers(data), **values)

    def _check_format(self, data: toml.Table) -> None:
        file_format = data.get("format")
        if isinstance(file_format, int) and file_format > FORMAT:
            newer = _(
                "format is {format}, but this csp-tui knows {known}; install a newer one"
            ).format(format=file_format, known=FORMAT)
            self._fail("format", newer)
        if type(file_format) is not int or file_format != FORMAT:
            self._fail("format", _("format must be {format}").format(format=FORMAT))

    def _answers(self, data: toml.Table) -> dict[str, Any]:
        facts = self._table(data, "facts", "")
        for key, value in facts.items():
            if not isinstance(value, bool):
                self._fail(f"facts.{key}", _("{name} must be true or false").format(name=key))
        self._table(data, "history", "")
        return {"facts": facts, "contacts": self._contacts(data), "heads": heads_in(data)}

    def _contacts(self, data: toml.Table) -> tuple[Contact, ...]:
        found = []
        for name, table in data.items():
            if (contact_id := contact_of(name)) and isinstance(table, dict):
                values = self._values(table, CONTACT_KEYS, name)
                if any(values.values()):  # a contact that was removed keeps an empty table
                    found.append(Contact(contact_id, **values))
        return tuple(sorted(found, key=lambda each: (fold(each.name), each.id)))

    def _run(self, key: str, data: toml.Table) -> Run:
        place = f"checklists.{key}"
        values = self._values(data, RUN_KEYS, place)
        values.setdefault("checklist", key)
        if "edition" not in values:
            self._fail(place, _("edition is missing"))
        return Run(key=key, items=self._items(key, data), **values)

    def _part(self, key: str, data: toml.Table) -> dict[str, ItemProgress]:
        """Return the items of a table that is no run itself, but may have the keys of one."""
        self._values(data, RUN_KEYS, f"checklists.{key}")
        return self._items(key, data)

    def _items(self, key: str, data: toml.Table) -> dict[str, ItemProgress]:
        place = f"checklists.{key}"
        if not is_id(key):
            self._fail(place, _('"{key}" is no id for a run: use a-z, 0-9 and -').format(key=key))
        return {
            item_id: self._item(table, f"{place}.items.{item_id}")
            for item_id, table in self._table(data, "items", place).items()
        }

    def _item(self, data: Any, place: str) -> ItemProgress:
        if not isinstance(data, dict):
            self._fail(place, _("must be a table"))
        values = self._values(data, ITEM_KEYS, place)
        if "status" in values:
            values["status"] = self._status(values["status"], place)
        return ItemProgress(**values)

    def _status(self, word: str, place: str) -> Status:
        if word not in _STATUSES:
            message = _('status cannot be "{status}"; {hint}')
            message = message.format(status=word, hint=choices_hint(word, Status))
            self._fail(f"{place}.status", message)
        return _STATUSES[word]

    def _values(self, data: toml.Table, keys: Mapping[str, type], place: str) -> dict[str, Any]:
        values = {}
        for name, value in data.items():
            if kind := keys.get(name):
                if type(value) is not kind or kind is datetime:
                    self._check(name, value, kind, f"{place}.{name}".lstrip("."))
                values[name] = value
        return values

    def _check(self, name: str, value: Any, kind: type, key: str) -> None:
        if type(value) is not kind:
            self._fail(key, _(_MUST_BE[kind]).format(name=name))
        if value.tzinfo is None:
            self._fail(key, _('{name} needs a time zone; add "Z" for UTC').format(name=name))
        if not has_local_time(value):
            self._fail(key, _("{name} is at the end of the calendar").format(name=name))

    def _table(self, data: toml.Table, name: str, place: str) -> dict[str, Any]:
        table = data.get(name, {})
        if not isinstance(table, dict):
            self._fail(
                f"{place}.{name}".lstrip("."),
                _("{name} must be a table").format(name=name),
            )
        return dict(table)

    def _fail(self, key: str, what: str) -> None:
        line = toml.LineFinder(self._text).line(key)
        raise InvalidFileError(self._path, visible_line(what), line)


_MUST_BE = {
    str: N_("{name} must be a text in quotes"),
    int: N_("{name} must be a whole number"),
    bool: N_("{name} must be true or false"),
    date: N_("{name} must be a date such as 2026-11-23"),
    datetime: N_("{name} must be a time such as 2026-11-23T10:45:12.004Z"),
}
