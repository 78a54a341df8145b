"""Fit the documents to the site that mkdocs makes of them: the hook that ``mkdocs.yml`` names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"


def on_page_markdown(markdown: str, *, page: Any, **_more: Any) -> str:
    """Return the text of a page without links that leave the documents.

    What stands behind the language of a block, such as the host on which its lines are typed,
    becomes the title of the block.
    """
    place = (DOCS / page.file.src_uri).parent

    def linked(match: re.Match[str]) -> str:
        text, target = match.groups()
        is_outside = DOCS not in (place / target.partition("#")[0]).resolve().parents
        return text if is_outside and ":" not in target and target[0] != "#" else match[0]

    markdown = re.sub(r"\[([^\]]*)\]\(([^)\s]+)\)", linked, markdown)
    return re.sub(r"^```(\w+) +(\S.*)$", r'```\1 title="\2"', markdown, flags=re.MULTILINE)
