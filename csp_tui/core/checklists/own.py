"""New checklists of the user: the path, the text to start from, and writing the file."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.schemas import checklist_schema, schema_text
from csp_tui.core.checklists.writer import quoted
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.owners import refuse_foreign
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.toml import decode

SCHEMA_NAME = "checklist.schema.json"
_TITLE = r"""(?m)^title\s*=\s*("{3}[\s\S]*?"{3}|'{3}[\s\S]*?'{3})?.*$"""
"""The title of a checklist, in one line or in several."""
SCHEMA_LINE = f"#:schema ../{SCHEMA_NAME}"
"""First line of a new checklist: tells editors where the schema is, a file on the same disk."""

STARTER = N_("""\
{schema}
# Yours to change; csp-tui shows it as it is saved. This line and the others with # are remarks.
# csp-tui lint FILE tells what is wrong with it, by line, and what would be right.
format = 1
title = {title}

[[sections]]
id = "preparation"            # a-z, 0-9 and -; ticks hang on ids, so keep them from now on
title = "Preparation"
# per = "customer"            # each customer goes through this section

[[sections.items]]
id = "agreement-signed"
title = "Agreement signed"    # at most 60 characters
# rule = "The agreement of this year is signed by both"   # what a tick is made against
# detail = "What to know, in one to four sentences."
# evidence = "Date and number of the agreement"           # the proof to keep
# need = "recommended"        # where nothing is said an item is required
# after = ["another-item"]    # ids of the items that come before
# role = "finance"            # or global-admin, operations, distributor, customer
# usual_wait = 10             # business days until you chase
# irreversible = true         # one way: it cannot be taken back
""")


def this_month(today: date) -> str:
    """Return the default name of a new edition, the month of `today`: ``2026-11``."""
    return f"{today:%Y-%m}"


def starter(title: str) -> str:
    """Return the text of a new checklist with one item, for the user to edit.

    Its sentences are in the current language.
    """
    return _(STARTER).format(schema=SCHEMA_LINE, title=quoted(title))


def newest_own(library: Library, checklist_id: str) -> tuple[str, str]:
    """Return the name of the newest edition of the user's own, and the text of its file.

    Both are "" if the user has no edition of that checklist.

    Raises:
        InvalidFileError: the file cannot be read, or is no text.
    """
    known = library.files().get(checklist_id, {})
    own = {edition: path for edition, (path, is_local) in known.items() if is_local}
    if not own:
        return "", ""
    edition = max(own)
    return edition, decode(read_file(own[edition])[0], own[edition])


def with_title(text: str, title: str) -> str:
    """Return the `text` of a checklist with another `title`, unless that is "".

    The title is the first one that is set; what else stands in its last line is left out.
    """
    if not title:
        return text
    return re.sub(_TITLE, lambda _line: f"title = {quoted(title)}", text, count=1)


def new_path(
    places: Places, library: Library, checklist_id: str, edition: str | None, today: date
) -> Path:
    """Return the path for a new edition; where `edition` is None, its name is the month of `today`.

    Raises:
        UsageError: `checklist_id` or `edition` is no id, the file exists already, or the checklist
            exists and `edition` is None.
    """
    not_of = _(
        '"{word}" is no id for a checklist: use 1 to 64 of a-z, 0-9 and -, starting with a-z or 0-9'
    )
    not_in = _(
        '"{word}" is no id for an edition: use 1 to 64 of a-z, 0-9 and -, starting with a-z or 0-9'
    )
    chosen = this_month(today) if edition is None else edition
    for word, message in ((checklist_id, not_of), (chosen, not_in)):
        if not is_id(word):
            raise UsageError(message.format(word=word))
    path = places.own_checklists / checklist_id / f"{chosen}.toml"
    _refuse_existing(path)
    known = library.files().get(checklist_id)
    if known and edition is None:
        raise UsageError(
            _(
                'there is a checklist "{checklist}" already (editions {known}); '
                "choose another id, or add an edition to it with --edition {edition}"
            ).format(checklist=checklist_id, known=", ".join(known), edition=chosen)
        )
    return path


def write_checklist(path: Path, text: str) -> None:
    """Write a new checklist file; with `SCHEMA_LINE` in `text`, the schema file, too.

    Raises:
        UsageError: there is a file at `path` already; it is left unchanged.
        InvalidFileError: the directory is a symbolic link.
        WriteError: the file could not be written, or another user owns the data directory.
    """
    refuse_foreign(path.parent.parent.parent)
    make_directory(path.parent)
    if SCHEMA_LINE in text:
        replace_file(path.parent.parent / SCHEMA_NAME, schema_text(checklist_schema()).encode())
    replace_file(path, text.encode(), lambda: _refuse_existing(path))


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise UsageError(_("{path} exists already and is not changed").format(path=path))
