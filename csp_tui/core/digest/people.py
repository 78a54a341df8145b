"""People: the mail address and language of those who own partners and items.

They are in ``people.toml`` in the data directory, one table for each person, whose name is that of
the owner::

    format = 1

    [people.amira]
    mail = "amira@example.com"
    language = "fr"
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.address import is_address
from csp_tui.core.base.errors import InvalidFileError, NotFoundError, UsageError
from csp_tui.core.base.language import LANGUAGES, N_, _
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import fold, storable_line
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory, refuse_link
from csp_tui.core.disk.files import (
    MovedError,
    current_version,
    read_file,
    refuse_moved,
    replace_file,
)
from csp_tui.core.disk.locks import locked
from csp_tui.core.disk.owners import refuse_foreign
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_leftovers

FORMAT = 1
TABLE = "people"
KEYS = ("mail", "language")
"""The keys of a person's table; others are kept and ignored."""

_LOCK = "people.toml.lock"
"""No partner's lock has this name, since an id has no dot."""
_BUSY = N_("people.toml is being changed by {holder}; try again")
_TRIES = 5


class Person(NamedTuple):
    """Somebody who owns partners or items; "" for what is not known."""

    name: str
    mail: str = ""
    language: str = ""


People = dict[str, Person | InvalidFileError]
"""People by name; in place of one whose table is wrong, the error."""


def read_people(places: Places) -> People:
    """Return the people of the data directory by name; empty if it has no ``people.toml``.

    In place of a person whose table is wrong, the result has an InvalidFileError that says why.

    Raises:
        InvalidFileError: the file cannot be read, is not TOML, or is of another format.
    """
    path = places.people
    try:
        text = toml.decode(read_file(path)[0], path)
    except NotFoundError:
        return {}
    data, finder = toml.parse(text, path), toml.LineFinder(text)
    _check(path, data, finder)
    found: People = {}
    for name, table in data.get(TABLE, {}).items():
        try:
            found[name] = _person(name, table)
        except ValueError as error:
            key, what = error.args
            line = finder.line(f"{TABLE}.{name}.{key}".rstrip("."))
            message = _("{name}: {what}").format(name=name, what=what)
            found[name] = InvalidFileError(path, message, line)
    return found


def people_troubles(places: Places) -> list[str]:
    """Return a sentence on each thing that is wrong in ``people.toml``; empty if nothing is."""
    try:
        known = read_people(places)
    except InvalidFileError as error:
        return [str(error)]
    return [str(each) for each in known.values() if isinstance(each, InvalidFileError)]


def person_called(people: People, name: str) -> Person | None:
    """Return the person with the name `name`; None if there is none. Case does not matter.

    Raises:
        InvalidFileError: the table of this person is wrong.
    """
    for each, person in people.items():
        if fold(each) == fold(name):
            if isinstance(person, InvalidFileError):
                raise person
            return person
    return None


def set_person(
    places: Places, actor: Actor, name: str, values: Mapping[str, str], *, is_dry_run: bool = False
) -> Person:
    """Set the mail address or language of a person, and return the person as it is then.

    A person who is not in the file is added; case in the name of a known one does not matter.
    Nothing else in the file changes; without a file, it is made.

    Args:
        places: the directories of the app.
        actor: who makes the change, for others who must wait for it.
        name: the name of the owner, as partners and items have it.
        values: the new values by key, ``mail`` and ``language``; "" removes a value.
        is_dry_run: whether only to check, and write nothing.

    Raises:
        UsageError: the name is empty, or a value is no address or no language.
        InvalidFileError: the file is not valid, has tables that cannot be edited, or is changed by
            another program all the time.
        WriteError: the file could not be written.
        BusyError: another process is writing it.
    """
    name = storable_line(name)
    if not name:
        raise UsageError(_("a person needs a name: that of the owner"))
    values = {key: storable_line(value) for key, value in values.items()}
    try:
        _person(name, {key: value for key, value in values.items() if value})
    except ValueError as error:
        raise UsageError(error.args[1]) from error
    return _change(places, actor, name, values, is_dry_run=is_dry_run)


def remove_person(places: Places, actor: Actor, name: str, *, is_dry_run: bool = False) -> Person:
    """Remove a person from the file; return the name as the file had it, without mail and language.

    The arguments are those of :func:`set_person`, and so are the errors on files.

    Raises:
        NotFoundError: there is no such person.
    """
    return _change(places, actor, name, None, is_dry_run=is_dry_run)


def _change(
    places: Places,
    actor: Actor,
    name: str,
    values: Mapping[str, str] | None,
    *,
    is_dry_run: bool,
) -> Person:
    """Change the file while nobody else does, and return the person as it is then.

    With None as `values`, remove the person, and return one with only the name. With `is_dry_run`,
    only check.
    """
    path = places.people
    if is_dry_run:
        return _changed(path, name, values)[1]
    refuse_foreign(places.data)
    refuse_link(places.local)
    refuse_link(places.locks)
    holder = f"{actor.by} on {actor.host}, process {os.getpid()}"
    make_directory(path.parent)
    with locked(places.locks / _LOCK, holder, is_kept=lambda: False, busy=_BUSY):
        remove_leftovers(path)
        for _try in range(_TRIES):  # an editor may save the file at the same moment
            with contextlib.suppress(MovedError):
                return _written(path, name, values)
    raise InvalidFileError(path, _("is changed by another program all the time; try again"))


def _written(path: Path, name: str, values: Mapping[str, str] | None) -> Person:
    """Set values of a person in the file, or remove the person if `values` is None.

    Return the person as it is then; a removed one has only a name.

    Raises:
        MovedError: another program has changed the file meanwhile; nothing is written.
        NotFoundError: the person to remove is not there.
        InvalidFileError: the file is not valid, or cannot be edited.
        WriteError: the file cannot be written.
    """
    version = current_version(path)
    text, person = _changed(path, name, values)
    replace_file(path, text.encode(), lambda: refuse_moved(path, version))
    return person


def _changed(path: Path, name: str, values: Mapping[str, str] | None) -> tuple[str, Person]:
    """Return the new text of the file and the person as it is then; nothing is written.

    With None as `values`, the person is removed, and comes back with the name alone. Without a
    file, the text begins as an empty one of the present format.

    Raises:
        NotFoundError: the person to remove is not there.
        InvalidFileError: the file is not valid, or cannot be edited.
    """
    from csp_tui.core.progress.toml_document import TomlDocument  # late: reading needs no tomlkit

    try:
        content = read_file(path)[0]
        toml.decode(content, path)
        text = content.decode()
    except NotFoundError:
        text = f"format = {FORMAT}\n"
    document = TomlDocument(path, text)
    _check(path, document.data, toml.LineFinder(text))
    people = document.data.get(TABLE, {})
    known = next((each for each in people if fold(each) == fold(name)), None)
    if values is None:
        if known is None:
            message = _('there is no person "{name}"')
            hint = f"; {choices_hint(name, people)}" if people else ""
            raise NotFoundError(message.format(name=name) + hint)
        document.remove_table((TABLE, known))
        return document.text(), Person(known)
    name = known or name
    if not isinstance(people.get(name, {}), dict):
        raise InvalidFileError(path, _("{name}: it must be a table").format(name=name))
    document.set_values((TABLE, name), {key: value or None for key, value in values.items()})
    table = document.data[TABLE][name]
    return document.text(), Person(name, str(table.get("mail", "")), str(table.get("language", "")))


def _check(path: Path, data: toml.Table, finder: toml.LineFinder) -> None:
    """Raise InvalidFileError if the file has another format, or if its ``people`` are no table."""
    number = data.get("format")
    if type(number) is int and number > FORMAT:
        message = _("format is {format}, but this csp-tui knows {known}; install a newer one")
        message = message.format(format=number, known=FORMAT)
        raise InvalidFileError(path, message, finder.line("format"))
    if type(number) is not int or number != FORMAT:
        message = _("format must be {format}").format(format=FORMAT)
        raise InvalidFileError(path, message, finder.line("format") or 1)
    if not isinstance(data.get(TABLE, {}), dict):
        message = _("{name} must be tables, such as [people.amira]").format(name=TABLE)
        raise InvalidFileError(path, message, finder.line(TABLE))


def _person(name: str, table: object) -> Person:
    """Return the person that a TOML table describes; keys that are not known are ignored.

    Raises:
        ValueError: `table` is no table, or a value is wrong. The arguments of the error are the key
            ("" for the whole table) and a sentence.
    """
    if not isinstance(table, dict):
        raise ValueError("", _("it must be a table, such as [people.amira]"))
    for key in KEYS:
        if not isinstance(table.get(key, ""), str):
            raise ValueError(key, _("{name} must be a text in quotes").format(name=key))
    mail, language = table.get("mail", ""), table.get("language", "")
    if mail and not is_address(mail):
        message = _('"{text}" is no mail address; write it like amira@example.com')
        raise ValueError("mail", message.format(text=mail))
    if language and language not in LANGUAGES:
        message = _('there is no language "{name}"; {hint}')
        hint = choices_hint(language, LANGUAGES)
        raise ValueError("language", message.format(name=language, hint=hint))
    return Person(name, mail, language)
