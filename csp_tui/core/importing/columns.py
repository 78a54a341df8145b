"""Finds out which column of a table holds what: by its name, by other programs' names, by a map."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, in_every_language
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import fold
from csp_tui.core.importing.contact_columns import FIELDS
from csp_tui.core.importing.table_kind import ID, Kind
from csp_tui.core.progress import contact_fields

Map = Mapping[str, str]
"""Names of columns with the key that each holds; an empty key means that it is left out."""

LEFT_OUT = "-"
"""Stands for the key of a column that is not read."""

_FURTHER = {
    "anniversary": (N_("Anniversary month"),),
    "tenant": (N_("Domain"), N_("Primary domain")),
    "note": (N_("Comment"), N_("Comments")),
    "planned": (N_("Planned day"),),
    "contact": (N_("Contact name"),),
    "contact_mail": (N_("Contact e-mail"),),
}
"""By key: what documents, and many tables, call its column beside its label."""
_OF_CONTACTS = {
    **{column: (contact_fields.LABELS[key],) for column, key in FIELDS.items() if key != "name"},
    "contact_mail": (contact_fields.LABELS["mail"], N_("E-mail")),
}
"""By key of a contact: what it is called where only contacts are, as in their form."""


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

    A column may be called by its key, by its label in any language, by what else the forms and
    documents of csp-tui call it, or as other programs call it. Only letters and digits count; case
    and accents do not matter. The first of `maps` whose columns are all in the table overrides
    these names; the other maps are not used. If the table is of another program, or a map is used,
    unknown columns are left out. Otherwise an unknown column has its own name as its key, in small
    letters with ``_``. If no column is the name, one that is called by a word of `Kind.name_words`
    is, unless the map has that one, or there is a column `Kind.no_name_beside` that it lacks.
    """
    plain = [letters_and_digits(name) for name in names]
    folded = ({letters_and_digits(name): key for name, key in each.items()} for each in maps)
    said = next((each for each in folded if each.keys() <= set(plain)), {})
    own = _labels(kind.labels)
    others = {letters_and_digits(name): key for key, known in kind.others.items() for name in known}
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
    further = _further(kind.labels, is_of_contacts=ID not in keys)
    for place, form in enumerate(plain):
        if keys[place] not in kind.keys and form not in said and further.get(form, "") not in keys:
            keys[place] = further.get(form, keys[place])
    name_key = kind.keys[0]
    words = [
        letters_and_digits(name) for each in kind.name_words for name in in_every_language(each)
    ]
    unsaid = {*plain} - said.keys()
    is_of_other = any(
        letters_and_digits(name) in unsaid for name in in_every_language(kind.no_name_beside)
    )
    found = [] if is_of_other else [each for each in words if each in unsaid]
    if name_key not in keys and found:
        keys[plain.index(found[0])] = name_key
    pairs = list(zip(names, keys, strict=True))
    return Columns(
        keys,
        {
            name: key
            for name, key in pairs
            if key in kind.keys and letters_and_digits(name) != letters_and_digits(key)
        },
        [name for name, key in pairs if key == LEFT_OUT],
    )


def _labels(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of `labels`, each by its plain names: itself, and its label in a language."""
    return {
        letters_and_digits(name): key
        for key, label in labels.items()
        for name in (*in_every_language(label), key)
    }


def _further(keys: Iterable[str], *, is_of_contacts: bool) -> dict[str, str]:
    """Return those of `keys` that have further names, each by its plain further names.

    With `is_of_contacts`, words such as *Mail* are among them, which mean the mail of a contact.
    """
    words = {key: [*_FURTHER.get(key, ())] for key in keys}
    for key in words if is_of_contacts else ():
        words[key] += _OF_CONTACTS.get(key, ())
    found = {
        letters_and_digits(name): key
        for key, known in words.items()
        for word in known
        for name in in_every_language(word)
    }
    in_forms = in_every_language("Owner", context="form") if "owner" in words else []
    return {**found, **{letters_and_digits(name): "owner" for name in in_forms}}


def parse_map(texts: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return the map in texts like ``Their column=term_end``: the key of each column.

    For a key its label, or another name of its column, may be written: ``Their column=Term end``.
    The key is "" in ``Price=``, for a column that is left out. Of two texts with the same column,
    the later counts.

    Args:
        texts: what the user has written.
        labels: the labels of the columns that there are, by key.

    Raises:
        UsageError: a text is not ``COLUMN=KEY``, its key is none of `labels`, or a key is said
            twice.
    """
    known = {**_further(labels, is_of_contacts=True), **_labels(labels)}
    found: dict[str, str] = {}
    for text in texts:
        column, equals, key = (part.strip() for part in text.rpartition("="))
        if not equals or not column:
            message = _('--map "{text}" is no COLUMN=KEY, such as "Ends on=term_end"')
            raise UsageError(message.format(text=text))
        meant = known.get(letters_and_digits(key), "")
        if key and not meant:
            message = _('--map "{text}": there is no "{key}"; {hint}')
            turned = f"{key}={column}" if letters_and_digits(column) in known else ""
            asked = _('did you mean "{near}"?').format(near=turned)
            hint = asked if turned else choices_hint(key, labels)
            raise UsageError(message.format(text=text, key=key, hint=hint))
        if meant and meant in found.values():
            raise UsageError(_('--map names "{key}" twice').format(key=meant))
        found[column] = meant
    return found


def check_map(given: Map, names: Sequence[str]) -> None:
    """Raise UsageError if a column in the map `given` is not among the `names` of a table.

    Case, blanks and signs do not matter.
    """
    plain = {letters_and_digits(name) for name in names}
    for column in given:
        if letters_and_digits(column) not in plain:
            message = _('--map: there is no column "{column}"; {hint}')
            raise UsageError(message.format(column=column, hint=choices_hint(column, names)))


def letters_and_digits(name: str) -> str:
    """Return a name's letters and digits, folded and without accents: ``societeid``."""
    return "".join(each for each in unicodedata.normalize("NFD", fold(name)) if each.isalnum())
