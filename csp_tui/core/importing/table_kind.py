"""The kinds of tables that can be imported: of partners and of customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from csp_tui.core.base.language import N_, in_every_language
from csp_tui.core.progress.model import Value

ID, ID_LABEL = "csp_tui_id", N_("csp-tui id")
"""Key and label of the column with csp-tui's own id: who has it is meant, whatever else differs."""

ARCHIVED = "archived"
"""The key of the column with the day on which a customer was archived: such a one stays so."""


def own_id_names() -> dict[str, tuple[str, ...]]:
    """Return the names of the column with csp-tui's own id, by the key of the column.

    The names are in every language. They are a part of `Kind.others`. So a table that csp-tui wrote
    counts as one of another program: its columns that an import does not know, such as those of
    items, are left out.
    """
    return {ID: tuple(in_every_language(ID_LABEL))}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table, of partners or of customers: its columns, and messages about it.

    Args:
        labels: the label of each column, by key; the first column is required, and is the name.
        unique: the keys whose values no two rows may share; they identify what is known already.
        parse: returns the value of a cell from key and text, or None; raises UsageError.
        days: the keys whose cells hold days.
        sheet: what the name of its sheet begins with in the reports of csp-tui, in English.
        nameless: the message on a row without a name.
        empty: the message on a table without rows.
        name_words: what the column of the name is called in tables without a column *Name*, such as
            *Partner*; the first word that is a column there counts, whatever it is otherwise.
        no_name_beside: the column beside which none of these words is the name: with *Partner* and
            *Customer*, a table is of the customers of several partners.
        others: by key, the names that its column has in tables of other programs.
        telltale: the label of a column that csp-tui writes only into tables of the other kind.
        other_kind: the message on a table that has this column and the column `ID`.
        elsewhere: the doubt about rows with an own id that nobody here has, which is said once; ""
            to say nothing.
        only_new: the keys that are read in new rows only.
        decisive: the key whose value alone identifies what is known; "" if there is none.
        chosen: returns which of two values stands, where two rows have the same decisive value;
            None where they contradict each other.
    """

    labels: Mapping[str, str]
    unique: Sequence[str]
    parse: Callable[[str, str], Value]
    days: Sequence[str]
    sheet: str
    nameless: str
    empty: str
    name_words: Sequence[str] = ()
    no_name_beside: str = ""
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)
    telltale: str = ""
    other_kind: str = ""
    elsewhere: str = ""
    only_new: Sequence[str] = ()
    decisive: str = ""
    chosen: Callable[[Value, Value], Value] = lambda _first, _second: None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, the required one first."""
        return tuple(self.labels)
