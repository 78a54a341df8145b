"""Fit the documents to the site that mkdocs makes of them: the hook that ``mkdocs.yml`` names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

RANKS = (
    ("words.md", 3), ("fr/words.md", 2), ("fr/README.md", 0.3), ("fr/", 0.6),
    ("README.md", 0.3), ("architecture.md", 0.3), ("content.md", 0.3), ("translating.md", 0.3),
    ("reference/keys.md", 1), ("reference/commands.md", 1), ("reference/", 0.5),
)  # fmt: skip
"""How much the search prefers the pages that begin so: what words mean first, what links last."""

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
