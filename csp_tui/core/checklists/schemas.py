"""The file formats as JSON Schema, for editors; made from the same tables as the readers use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from csp_tui.core.checklists.keys import FORMAT, SPEC, TRANSLATION, Key
from csp_tui.core.progress import model as progress

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID_PATTERN = "^[a-z0-9][a-z0-9-]{0,63}$"
_TABLES = {"facts": "fact", "sections": "section", "items": "item", "links": "link"}
"""For the key of each array of tables: the kind of table in it."""

_KINDS: dict[type, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    # Editors check a TOML date as a string.
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    datetime: {"type": "string", "format": "date-time"},
}


def schema_text(schema: Schema) -> str:
    """Return a JSON schema as the text of a file."""
    return json.dumps(schema, indent=2) + "\n"


def checklist_schema() -> Schema:
    """Return the JSON schema of ``checklists/<checklist-id>/<edition>.toml``."""
    tables = {name: _table(keys) for name, keys in SPEC.items()}
    top = tables.pop("checklist")
    top["properties"]["format"] = {"const": FORMAT}
    return {"$schema": _DIALECT, "title": "csp-tui checklist", **top, "$defs": tables}


def translation_schema() -> Schema:
    """Return the JSON schema of ``checklists/<checklist-id>/<edition>.<language>.toml``."""
    tables = {name: _table(keys) for name, keys in TRANSLATION.items()}
    top = tables.pop("checklist")
    top["properties"]["format"] = {"const": FORMAT}
    return {"$schema": _DIALECT, "title": "csp-tui translation", **top, "$defs": tables}


def _table(keys: Mapping[str, Key]) -> Schema:
    properties = {name: _key(name, key) for name, key in keys.items()}
    required = [name for name, key in keys.items() if key.required]
    schema: Schema = {"type": "object", "properties": properties}
    return {**schema, "required": required} if required else schema


def _key(name: str, key: Key) -> Schema:
    described: Schema = {"description": key.meaning} if key.meaning else {}
    if key.is_tables:
        return {**described, "type": "array", "items": {"$ref": f"#/$defs/{_TABLES[name]}"}}
    if key.kind is dict:
        return {**described, "type": "object", "additionalProperties": {"type": "string"}}
    if key.is_ids:
        return {**described, "type": "array", "items": {"type": "string", "pattern": _ID_PATTERN}}
    schema = {**described, **_KINDS[key.kind]}
    if key.words:
        schema["enum"] = list(key.words)
    if key.is_id:
        schema["pattern"] = _ID_PATTERN
    if key.longest:
        schema["maxLength"] = key.longest
    if key.required and key.kind is str and not key.is_id:
        schema["pattern"] = r"\S"
    if key.most is not None:
        schema |= {"minimum": 0, "maximum": key.most}
    if key.is_url:
        schema["pattern"] = r'^https?://[^\s<>"]+$'
    if name == "when":
        schema["pattern"] = "^!?[a-z0-9][a-z0-9-]{0,63}$"
    return schema


def people_schema(languages: Sequence[str]) -> Schema:
    """Return the schema of ``people.toml``; `languages` are the codes that a person may have."""
    mail = "the mail address to which the digest goes: amira@example.com"
    language = "the language of the digest; without it, that of whoever sends it"
    properties: Schema = {
        "mail": {**_KINDS[str], "description": mail, "pattern": r"^([^\s@-][^\s@]*@[^\s@]+)?$"},
        "language": {**_KINDS[str], "description": language, "enum": ["", *languages]},
    }
    person = {"type": "object", "properties": properties}
    people = {"type": "object", "additionalProperties": person}
    top = {"format": {"const": FORMAT}, "people": people}
    head = {"$schema": _DIALECT, "title": "csp-tui people"}
    return {**head, "type": "object", "properties": top, "required": ["format"]}


def progress_schema() -> Schema:
    """Return the JSON schema of progress files, the same for partners and customers."""
    item = _values(progress.ITEM_KEYS)
    item["properties"]["status"] = {"enum": [each.value for each in progress.Status]}
    run = _values(progress.RUN_KEYS)
    run["properties"]["outcome"] = {"enum": ["completed", "abandoned"]}
    run["properties"]["items"] = _by_id("item")
    top = _values({**progress.CUSTOMER_KEYS, **progress.PARTNER_KEYS})
    top["properties"] = {
        "format": {"const": progress.FORMAT},
        **top["properties"],
        "facts": {"type": "object", "additionalProperties": {"type": "boolean"}},
        "checklists": _by_id("run"),
        "history": {
            "type": "object",
            "properties": {progress.RULE_KEY: {"type": "integer"}},
            "additionalProperties": {"type": "string"},
        },
    }
    top["properties"]["anniversary"] |= {"minimum": 1, "maximum": 12}
    top["required"] = ["format"]
    head = {"$schema": _DIALECT, "title": "csp-tui progress of a partner or of a customer"}
    contact = _values(progress.CONTACT_KEYS)
    top["patternProperties"] = {f"^{progress.contact_table('')}.": {"$ref": "#/$defs/contact"}}
    return {**head, **top, "$defs": {"run": run, "item": item, "contact": contact}}


def _values(keys: Mapping[str, type]) -> Schema:
    return {
        "type": "object",
        "properties": {name: dict(_KINDS[kind]) for name, kind in keys.items()},
    }


def _by_id(table: str) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": _ID_PATTERN},
        "additionalProperties": {"$ref": f"#/$defs/{table}"},
    }
