"""The keys of a checklist file and what each may hold, for the reader, the schema, the manual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from csp_tui.core.base.language import N_

FORMAT = 1
LONGEST_TITLE = 60
"""Characters."""
LONGEST_WAIT = 1000
"""Business days."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of a checklist file may hold.

    Args:
        kind: the type of the value.
        words: the only allowed texts; empty where any text is allowed.
        is_id: the text must be an id.
        is_tables: the value is an array of tables, which the reader checks one by one.
        is_ids: the value is a list of ids.
        longest: the most characters of a text; 0 for no limit.
        most: the largest number; None for no limit.
    """

    kind: type
    required: bool = False
    words: tuple[str, ...] = ()
    is_id: bool = False
    is_tables: bool = False
    is_ids: bool = False
    longest: int = 0
    most: int | None = None
    is_url: bool = False
    meaning: str = ""
    """The description of the key in the schema."""


def _text(meaning: str) -> Key:
    return Key(str, meaning=meaning)


def _ids(meaning: str) -> Key:
    return Key(list, is_ids=True, meaning=meaning)


def _words(meaning: str, *words: str) -> Key:
    return Key(str, words=words, meaning=meaning)


_TABLES = Key(list, is_tables=True)
_ID = Key(str, required=True, is_id=True, meaning="1 to 64 of a-z, 0-9 and -; never changed")

SPEC: dict[str, dict[str, Key]] = {
    "checklist": {
        "format": Key(int, required=True, meaning=f"always {FORMAT}"),
        "title": Key(str, required=True, meaning="what the checklist is called"),
        "summary": _text("what it is for, in a sentence or two"),
        "source": _text("address of the guidance that it follows"),
        "source_date": _text("date of that guidance, as it gives it"),
        "yearly": Key(bool, meaning="gone through again around every onboarding anniversary"),
        "facts": _TABLES,
        "sections": Key(list, required=True, is_tables=True),
    },
    "fact": {"id": _ID, "question": Key(str, required=True, meaning="to be answered yes or no")},
    "section": {
        "id": _ID,
        "title": Key(str, required=True, meaning="what the section is called"),
        "per": _words("gone through for each customer", "customer"),
        "per_since": Key(date, meaning="day since which it is; before, gone through once"),
        "items": _TABLES,
    },
    "item": {
        "id": _ID,
        "title": Key(str, required=True, longest=LONGEST_TITLE, meaning="what to establish"),
        "rule": _text("the norm in one line; what a tick is made against"),
        "detail": _text("one to four sentences of guidance"),
        "need": _words("required where nothing is said", "required", "recommended"),
        "when": _text('id of a fact: applies only where it is yes; "!fact": only where it is no'),
        "basis": _words("how sure the rule is", "official", "reported", "practice"),
        "doubt": _text("one sentence on what is uncertain"),
        "role": _words(
            "who can do it", "global-admin", "finance", "operations", "distributor", "customer"
        ),
        "after": _ids("ids of the items that come before"),
        "evidence": _text("the proof to keep"),
        "ages": Key(bool, meaning='the proof is a value with an "as of" date'),
        "irreversible": Key(bool, meaning="a door that closes for good"),
        "usual_wait": Key(int, most=LONGEST_WAIT, meaning="business days the other side takes"),
        "replaces": _ids("ids in earlier editions: the same fact"),
        "related": _ids("ids in earlier editions: another fact; its evidence and note are shown"),
        "starts": Key(str, is_id=True, meaning="id of a checklist to start next"),
        "checked": Key(date, meaning="day on which the rule was last held against its source"),
        "links": _TABLES,
    },
    "link": {
        "url": Key(str, required=True, is_url=True, meaning="https:// or http://"),
        "title": _text("title of the page"),
        "publisher": _text("who publishes it"),
        "date": _text("as the source gives it"),
        "read": _words("how it was read", "full", "part", "second-hand"),
    },
}
"""Every key of a checklist file, by kind of table and name."""

_TRANSLATED = {
    "checklist": ("format", "title", "summary", "facts", "sections"),
    "fact": ("id", "question"),
    "section": ("id", "title", "items"),
    "item": ("id", "title", "rule", "detail", "doubt", "evidence"),
}

TRANSLATION: dict[str, dict[str, Key]] = {
    table: {name: replace(SPEC[table][name], required=name in ("format", "id")) for name in names}
    for table, names in _TRANSLATED.items()
}
"""Every key of a translation file: the translated texts, and the ids that they belong to."""
TRANSLATION["checklist"]["dates"] = Key(
    dict, meaning="dates of sources that have words in them, each as in the edition"
)

KIND_NAMES = {
    str: N_("a text in quotes"),
    int: N_("a whole number"),
    bool: N_("true or false"),
    list: N_("a list"),
    dict: N_("a table"),
    date: N_("a date such as 2026-11-23"),
}
