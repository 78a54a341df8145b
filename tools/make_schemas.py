"""Make `docs/schema/*.schema.json`, JSON Schemas of the file formats, from the readers' tables.

Run it from the project's root: ``.venv/bin/python tools/make_schemas.py``
"""

from __future__ import annotations

from pathlib import Path

from csp_tui.core.base.language import LANGUAGES
from csp_tui.core.checklists.schemas import (
    checklist_schema,
    people_schema,
    progress_schema,
    schema_text,
    translation_schema,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"
DIRECTORY = DOCS / "schema"


def main() -> None:
    """Write the schemas of checklists, translations, progress files and people."""
    DIRECTORY.mkdir(exist_ok=True)
    for name, schema in (
        ("checklist", checklist_schema()),
        ("translation", translation_schema()),
        ("progress", progress_schema()),
        ("people", people_schema(list(LANGUAGES))),
    ):
        (DIRECTORY / f"{name}.schema.json").write_text(schema_text(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
