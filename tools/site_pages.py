"""Fit the documents to the site that mkdocs makes of them: the hook that ``mkdocs.yml`` names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOR_CONTRIBUTORS = 0.0003
"""How much the search prefers their pages: even a title there comes after a text for users."""

RANKS = (
    ("words.md", 3), ("fr/words.md", 3), ("fr/README.md", 0.3), ("README.md", 0.3),
    *((f"{name}.md", FOR_CONTRIBUTORS) for name in ("architecture", "content", "translating")),
    ("reference/keys.md", 1), ("reference/commands.md", 1), ("reference/", 0.5),
    ("explanation/reliability.md", 0.5),
)  # fmt: skip
"""How much the search prefers the pages that begin so: what words mean first, what links last."""

FRENCH = "fr/"
"""The directory of the pages in French."""

OTHER_LANGUAGE = 0.0001
"""How much less the search prefers the pages in the language that the reader does not read."""

DOCS = Path(__file__).resolve().parent.parent / "docs"


def on_page_markdown(markdown: str, *, page: Any, **_more: Any) -> str:
    """Return the text of a page without links that leave the documents.

    What stands behind the language of a block, such as the host on which its lines are typed,
    becomes the title of the block.
    """
    name = page.file.src_uri
    page.meta["search"] = {"boost": next((r for begin, r in RANKS if name.startswith(begin)), 1)}
    place = (DOCS / page.file.src_uri).parent

    def linked(match: re.Match[str]) -> str:
        text, target = match.groups()
        is_outside = DOCS not in (place / target.partition("#")[0]).resolve().parents
        return text if is_outside and ":" not in target and target[0] != "#" else match[0]

    markdown = re.sub(r"\[([^\]]*)\]\(([^)\s]+)\)", linked, markdown)
    return re.sub(r"^```(\w+) +(\S.*)$", r'```\1 title="\2"', markdown, flags=re.MULTILINE)


def on_post_page(output: str, *, page: Any, **_more: Any) -> str:
    """Return the HTML of a page; one in French says so, and searches in the index beside it."""
    if not page.url.startswith(FRENCH):
        return output
    output = output.replace('<html lang="en"', '<html lang="fr"', 1)
    return output.replace('"base": ".."', '"base": "."', 1)


def on_post_build(config: Any, **_more: Any) -> None:
    """Write an index of all pages for each language, in which those of the language come first."""
    site = Path(config["site_dir"])
    path = Path("search", "search_index.json")
    index = json.loads((site / path).read_text(encoding="utf-8"))
    for directory, is_french in ((site, False), (site / FRENCH, True)):
        docs = [_ranked(each, is_french=is_french) for each in index["docs"]]
        (directory / path).parent.mkdir(exist_ok=True)
        (directory / path).write_text(json.dumps({**index, "docs": docs}), encoding="utf-8")


def _ranked(doc: dict[str, Any], *, is_french: bool) -> dict[str, Any]:
    """Return an entry of the index as the index of a language has it."""
    location, boost = doc["location"], doc.get("boost", 1)
    if location.startswith(FRENCH) != is_french:
        boost *= OTHER_LANGUAGE
    if is_french:
        is_beside = location.startswith(FRENCH)
        location = location.removeprefix(FRENCH) if is_beside else f"../{location}"
    return {**doc, "location": location, "boost": boost}
