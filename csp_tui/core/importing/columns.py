"""Finds out which column of a table holds what: by its name, by other programs' names, by a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, in_every_language
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import fold
from csp_tui.core.importing.table_kind import Kind

Map = Mapping[str, str]
"""Names of columns with the key that each holds; an empty key means that it is left out."""

LEFT_OUT = "-"
"""Stands for the key of a column that is not read."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold."""

    keys: Sequence[str]
    """The key of each column, LEFT_OUT, "" of one without a name, or a name that is not known."""
    renamed: Map
    """The columns that have another name than their key, with the key of each."""
    left_out: Sequence[str]
    """The names of the columns that are not read."""


NO_COLUMNS = Columns((), {}, ())


def columns_of(names: Sequence[str], kind: Kind, maps: Iterable[Map] = ()) -> Columns:
    """Return what the columns with these `names` hold.

    A column may be called by its key, by its label in any language, or as other programs call it.
    Only letters and digits count, and case does not matter. The first of `maps` whose columns are
    all in the table overrides these names; the other maps are not used. If the table is of another
    program, or a map is used, unknown columns are left out. Otherwise an unknown column has its own
    name as its key, in small letters with ``_``. If no column is the name, one that is called by a
    word of `Kind.name_words` is, unless the map has that one, or there is a column
    `Kind.no_name_beside`.
    """
    plain = [_plain(name) for name in names]
    folded = ({_plain(name): key for name, key in each.items()} for each in maps)
    said = next((each for each in folded if each.keys() <= set(plain)), {})
    own = {
        _plain(name): key
        for key, label in kind.labels.items()
        for name in (*in_every_language(label), key)
    }
    others = {_plain(name): key for key, known in kind.others.items() for name in known}
    others = {name: key for name, key in others.items() if key not in said.values()}
    own = {name: key for name, key in own.items() if key not in said.values()}
    is_foreign = bool(said or set(plain) & others.keys())
    keys = []
    for name, form in zip(names, plain, strict=True):
        key = said.get(form, own.get(form, others.get(form)))
        if key is None:
            unknown = re.sub(r"[\s-]+", "_", fold(name))
            key = LEFT_OUT if is_foreign and name else unknown
        keys.append(key or (LEFT_OUT if name else ""))
    name_key = kind.keys[0]
    words = [_plain(name) for each in kind.name_words for name in in_every_language(each)]
    is_of_other = any(_plain(name) in plain for name in in_every_language(kind.no_name_beside))
    found = [] if is_of_other else [each for each in words if each in plain and each not in said]
    if name_key not in keys and found:
        keys[plain.index(found[0])] = name_key
    pairs = list(zip(names, keys, strict=True))
    return Columns(
        keys,
        {name: key for name, key in pairs if key in kind.keys and _plain(name) != _plain(key)},
        [name for name, key in pairs if key == LEFT_OUT],
    )


def parse_map(texts: Iterable[str], kind_keys: Sequence[str]) -> dict[str, str]:
    """Return the map in texts like ``Their column=term_end``: the key of each column.

    The key is "" in ``Price=``, for a column that is left out. Of two texts with the same column,
    the later counts.

    Raises:
        UsageError: a text is not ``COLUMN=KEY``, its key is none of `kind_keys`, or a key is said
            twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        column, equals, key = (part.strip() for part in text.rpartition("="))
        if not equals or not column:
            message = _('--map "{text}" is no COLUMN=KEY, such as "Ends on=term_end"')
            raise UsageError(message.format(text=text))
        if key and key not in kind_keys:
            message = _('--map "{text}": there is no "{key}"; {hint}')
            hint = choices_hint(key, kind_keys)
            raise UsageError(message.format(text=text, key=key, hint=hint))
        if key and key in found.values():
            raise UsageError(_('--map names "{key}" twice').format(key=key))
        found[column] = key
    return found


def check_map(given: Map, names: Sequence[str]) -> None:
    """Raise UsageError if a column in the map `given` is not among the `names` of a table.

    Case, blanks and signs do not matter.
    """
    plain = {_plain(name) for name in names}
    for column in given:
        if _plain(column) not in plain:
            message = _('--map: there is no column "{column}"; {hint}')
            raise UsageError(message.format(column=column, hint=choices_hint(column, names)))


def _plain(name: str) -> str:
    """Return a name's letters and digits, folded: ``tenantid`` for ``Tenant ID``."""
    return "".join(each for each in fold(name) if each.isalnum())
