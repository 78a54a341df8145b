"""The pages that rules come from: numbered links to them, and the list in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.core.reports import sentences
from csp_tui.core.reports.html_parts import link, text
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.model import Source


class Sources:
    """The sources of one run, or of a whole page, numbered in the order in which they are named.

    Args:
        anchor: what the HTML ids of the sources in the list begin with; the number follows.
    """

    def __init__(self, anchor: str) -> None:
        self._anchor = anchor
        self._numbers: dict[Source, int] = {}

    def links(self, sources: Iterable[Source]) -> str:
        """Return the HTML of the numbers of `sources`, linked to the list; "" if there are none."""
        numbers = [self._numbers.setdefault(each, len(self._numbers) + 1) for each in sources]
        return ", ".join(f'<a href="#{self._anchor}{number}">{number}</a>' for number in numbers)

    def listed(self, heading: str) -> Iterator[str]:
        """Yield the HTML of the list of all sources that were named; nothing if there are none.

        `heading` is the HTML element of its heading: ``h3``.
        """
        if not self._numbers:
            return
        yield f'<{heading}>{text(labels()["sources"])}</{heading}><ol class="sources">'
        for source, number in self._numbers.items():
            about = ", ".join(filter(None, (source.title, sentences.source(source))))
            yield f'<li id="{self._anchor}{number}">{text(about)}<br>{link(source.url)}</li>'
        yield "</ol>"
