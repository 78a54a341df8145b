"""A table to import, compared with what is here; "known" are those that exist already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.importing.columns import NO_COLUMNS, Columns
from csp_tui.core.importing.csv_table import Problem, TableRow
from csp_tui.core.progress.model import Contact, Value
from csp_tui.core.progress.partner_fields import typed

_LOOKED_AT, _SAMPLES = 50, 3
"""How many rows are looked at for values to show, and how many values those are at most."""


@dataclass(frozen=True, slots=True)
class Known:
    """A partner or customer that exists already."""

    id: str
    name: str
    values: Mapping[str, Value]
    is_archived: bool = False
    contacts: Sequence[Contact] = ()


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row with a partner or customer that does not exist yet."""

    line: int
    name: str
    values: Mapping[str, Value]
    """The values of the row, without the name."""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row with a partner or customer that exists already, and the differences."""

    line: int
    id: str
    name: str
    """The name that the partner or customer has now."""
    before: Mapping[str, Value]
    """The present values of the keys in `after`."""
    after: Mapping[str, Value]
    """The values in the table that differ from the present ones; blank cells are left out."""
    is_archived: bool = False
    """Whether it is in the archive, and the import brings it back: not if the row says that it is
    archived."""
    contact: str = ""
    """The id of the contact that the row means; empty for a new one, or none."""


class Chosen(NamedTuple):
    """The rows of a table that are to be imported, and what is to be archived."""

    new: Sequence[NewRow]
    changed: Sequence[KnownRow]
    gone: Sequence[Known]

    @property
    def written(self) -> int:
        """How many partners or customers are written."""
        return len(self.new) + len(self.changed) + len(self.gone)


@dataclass(slots=True)
class ImportTable:
    """The result of reading a table; if there are problems, nothing may be imported."""

    labels: Mapping[str, str]
    """The labels of the columns."""
    columns: Columns = NO_COLUMNS
    """What the columns of the file hold."""
    names: Sequence[str] = ()
    """The names of the columns in the file; of a table without a header its first row."""
    rows: Sequence[TableRow] = ()
    """The rows as they are in the file, below the header if there is one."""
    sheet: str = ""
    """The sheet of a workbook that is read; "" of a text."""
    sheets: Sequence[str] = ()
    """The names of all sheets of a workbook that are not hidden."""
    new: list[NewRow] = field(default_factory=list)
    known: list[KnownRow] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    """The partners or customers that are here, not archived, and in no row."""
    doubts: list[Problem] = field(default_factory=list)
    """What was skipped, or may have been misread."""
    problems: list[Problem] = field(default_factory=list)

    def column_sentences(self) -> list[str]:
        """Return up to two sentences: which column holds what, and which columns are left out.

        Columns with the name of their key are not told; so the list is often empty.
        """
        pairs = self.columns.renamed.items()
        shown = ", ".join(f"{name} -> {_(self.labels[key]).lower()}" for name, key in pairs)
        names = ", ".join(self.columns.left_out)
        return [
            *([_("columns: {columns}").format(columns=shown)] if shown else []),
            *([_("not imported: {columns}").format(columns=names)] if names else []),
        ]

    def samples(self, name: str) -> list[str]:
        """Return up to three different values of the first rows in the column `name`."""
        place = self.names.index(name)
        cells = (row.cells[place] for row in self.rows[:_LOOKED_AT] if place < len(row.cells))
        values = dict.fromkeys(cell.strip() for cell in cells)
        return [each for each in values if each and each != name][:_SAMPLES]

    @property
    def unknown(self) -> list[str]:
        """The names of the columns that are not known, or left out, in the order of the table.

        Columns without a name are not among them.
        """
        keys = self.columns.keys or [""] * len(self.names)
        pairs = zip(self.names, keys, strict=False)
        return [name for name, key in pairs if name and key not in self.labels]

    @property
    def differing(self) -> list[KnownRow]:
        """The known rows whose values differ from the present ones, or that are in the archive."""
        return [row for row in self.known if row.after or row.is_archived]

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to add, to change or to archive."""
        return bool(self.new or self.differing or self.gone)

    def chosen(self, *, new: bool = True, update: bool = False, gone: bool = False) -> Chosen:
        """Return those of the rows that are to be saved, and what is to be archived.

        Args:
            new: whether new rows are added.
            update: whether known rows that differ are changed.
            gone: whether the partners or customers that are in no row are archived.
        """
        return Chosen(
            self.new if new else (), self.differing if update else (), self.gone if gone else ()
        )

    def differences(self, row: KnownRow) -> str:
        """Return a text with the differences of a known row: ``Owner: ann -> bea; ...``.

        It begins with a word for a row that comes back from the archive. Empty if there are none.
        """
        message = _("{label}: {old} -> {new}")
        differences = [
            message.format(
                label=_(self.labels[key]),
                old=typed(row.before[key], key) or _("none"),
                new=typed(value, key),
            )
            for key, value in row.after.items()
        ]
        return _("; ").join([_("comes back from the archive")] * row.is_archived + differences)

    def counts_text(self) -> str:
        """Return a text on how many rows are known, differ, or are new.

        Those that differ are known ones. The text also says how many partners or customers here are
        in no row. Numbers that are 0 are left out, but ``0 are new`` is said if no row is known.
        """
        known, new, other = len(self.known), len(self.new), len(self.differing)
        message = ngettext("{count} is here already", "{count} are here already", known)
        parts = [message.format(count=known)] if known else []
        if other:
            message = ngettext("{count} of them differs", "{count} of them differ", other)
            parts.append(message.format(count=other))
        if new or not known:
            parts.append(ngettext("{count} is new", "{count} are new", new).format(count=new))
        if gone := len(self.gone):
            message = ngettext("{count} is not in the table", "{count} are not in the table", gone)
            parts.append(message.format(count=gone))
        return ", ".join(parts)

    def done_sentence(self, chosen: Chosen) -> str:
        """Return the sentence after an import of `chosen`: how many were added, changed, archived.

        It also says how many known ones were left as they are. Numbers that are 0 are left out, but
        it says ``Added 0`` if nothing was changed or archived.
        """
        left = len(self.known) - len(chosen.changed)
        parts = []
        if chosen.new or not (chosen.changed or chosen.gone):
            parts.append(_("added {count}").format(count=len(chosen.new)))
        if chosen.changed:
            parts.append(_("changed {count}").format(count=len(chosen.changed)))
        if chosen.gone:
            parts.append(_("archived {count}").format(count=len(chosen.gone)))
        if left:
            message = ngettext("{count} was here already", "{count} were here already", left)
            parts.append(message.format(count=left))
        sentence = ", ".join(parts)
        return f"{sentence[:1].upper()}{sentence[1:]}."
