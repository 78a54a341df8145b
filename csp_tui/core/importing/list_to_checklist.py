"""Makes a checklist of a list that was read: gives ids, shortens titles, groups by section."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from csp_tui.core.base.ids import LONGEST, is_id, slug
from csp_tui.core.base.language import _
from csp_tui.core.checklists.keys import LONGEST_TITLE
from csp_tui.core.checklists.model import Checklist, Item, Link, Section
from csp_tui.core.importing.found_list import UNTITLED, FoundItem, FoundList

_ROOM = 8
"""How many characters of an id are left free for a number or hash at its end."""


def checklist_of(found: FoundList, path: Path) -> Checklist:
    """Return the checklist made from the list `found`, to be written to `path`.

    Its id is the name of the directory of `path`. Its edition is the name of the file without the
    ending. An item keeps the id that it has in the list, written as an id: ``MPN_ID`` becomes
    ``mpn-id``. Without one, its id is made from its title. So the id stays the same when the list
    is changed and imported again, and ticks carry over. A repeated id gets a number at its end.
    `found` notes the repeated ids and the titles that were cut.
    """
    ids, section_ids = _Ids(), _Ids()
    by_section: dict[str, list[Item]] = {}
    for each in found.items:
        wanted = slug(each.id, LONGEST - _ROOM) or id_of(each.title)
        item_id = ids.new(wanted)
        if item_id != wanted and slug(each.id):
            found.alter(_("an id that is there twice; the later one ends in a number"), each.id)
        elif item_id != wanted:
            found.alter(_("a text that is there twice; its id ends in a number"))
        item = _item(each, item_id, found)
        by_section.setdefault(each.section or UNTITLED, []).append(item)
    sections = tuple(
        Section(section_ids.new(id_of(title)), title, tuple(items))
        for title, items in by_section.items()
    )
    return Checklist(
        id=path.parent.name,
        edition=path.stem,
        title=found.title,
        sections=sections,
        path=path,
        summary=found.summary,
        source_date=found.source_date,
        is_local=True,
    )


def _item(found: FoundItem, item_id: str, notes: FoundList) -> Item:
    title, detail = found.title, found.detail
    values: dict[str, Any] = dict(found.values)
    if len(title) > LONGEST_TITLE:
        message = _("a title of more than {count} characters, cut; all of it is in its rule")
        if "rule" in values:
            message = _("a title of more than {count} characters, cut; all of it is in its detail")
            detail = "\n".join(filter(None, (title, detail)))
        else:
            values["rule"] = title
        place = _("line {line}").format(line=found.line) if found.line else ""
        notes.alter(message.format(count=LONGEST_TITLE), place)
        title = shortened(title)
    links = tuple(Link(url, link_title) for url, link_title in found.links)
    return Item(id=item_id, title=title, detail=detail, links=links, **values)


def shortened(text: str) -> str:
    """Return `text`, which is too long for a title, cut to the length of one and ending in ``...``.

    It is cut after a whole word if possible.
    """
    head = text[: LONGEST_TITLE - 3]
    words = text[: LONGEST_TITLE - 2].rpartition(" ")[0]
    return f"{(words if len(words) > LONGEST_TITLE // 2 else head).rstrip(' ,;:.')}..."


class _Ids:
    """Makes unique ids."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """Return the id `wanted`; with a number added, like ``a-2``, if it was returned before."""
        chosen = wanted
        while chosen in self._taken:
            self._taken[wanted] = self._taken.get(wanted, 1) + 1
            chosen = f"{wanted}-{self._taken[wanted]}"
        self._taken[chosen] = 1
        return chosen


def id_of(text: str) -> str:
    """Return an id made from `text`.

    If `text` is too long for an id, or has letters that an id cannot have, the id ends in a hash of
    `text`. If no letter of `text` fits, the id is ``item-`` and the hash.
    """
    readable = slug(text, LONGEST - 2 * _ROOM)
    if is_id(readable) and readable == slug(text, len(text)) and not _has_foreign_letters(text):
        return readable
    digest = hashlib.sha256(text.encode()).hexdigest()[:_ROOM]
    return f"{readable[:40].strip('-') or 'item'}-{digest}"


def _has_foreign_letters(text: str) -> bool:
    plain: Iterable[str] = unicodedata.normalize("NFKD", text)
    return any(each.isalnum() and not each.isascii() for each in plain)
