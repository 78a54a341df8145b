"""Makes parts of the HTML page: escaped texts, links, progress bars and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from html import escape

from csp_tui.core.base.text import visible, visible_line
from csp_tui.core.checklists.reader import is_safe_url
from csp_tui.core.reports import sentences
from csp_tui.core.reports.labelled_texts import LabelledText
from csp_tui.core.reports.labels import colon
from csp_tui.core.reports.model import Report

_WHOLE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|-&gt;")
"""Dates and arrows: a browser would break a line at their hyphens."""
_REMEMBERED = 8192
"""How many texts are kept escaped: the same rules and titles stand in the part of each partner."""


@lru_cache(maxsize=_REMEMBERED)
def text(value: str) -> str:
    """Return `value` on one line, escaped for HTML; control characters are made visible."""
    return escape(visible_line(value))


@lru_cache(maxsize=_REMEMBERED)
def lines(value: str) -> str:
    """Return `value` escaped for HTML, with its line ends; control characters are made visible.

    Dates such as 2026-11-23 are marked so that browsers keep each on one line.
    """
    shown = escape(visible(value.replace("\r\n", "\n")))
    return _WHOLE.sub(r'<span class="day">\g<0></span>', shown)


def link(url: str, shown: str = "") -> str:
    """Return the HTML of a link to `url`; its text is `shown`, or `url` if `shown` is empty.

    If `url` is no safe web address, return only the text.
    """
    words = text(shown or url)
    if not is_safe_url(url):
        return words
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{words}</a>'


def bar(done: int, total: int, kind: str = "") -> str:
    """Return the HTML of a bar for `done` of `total`, with a text for screen readers.

    The bar is empty if `total` is 0. `kind` is the CSS class of its colour; if empty, that of a
    progress bar.
    """
    share = 100 * done / total if total else 0
    kind = kind or ("full" if total and done >= total else "done")
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{text(sentences.part(done, total))}">'
        '<rect class="rest" width="100" height="10"/>'
        f'<rect class="{kind}" width="{share:.1f}" height="10"/></svg>'
    )


def state(name: str, word: str = "") -> str:
    """Return the HTML of the state `name`: its mark, then `word`; "" means the state's word."""
    return (
        f'<span class="state {name}"><span class="mark">{text(sentences.mark(name))}</span></span> '
        f"{text(word or sentences.state_word(name))}"
    )


def paragraphs(found: Iterable[LabelledText]) -> Iterator[str]:
    """Yield the HTML of a paragraph for each pair of label and text; the label may be empty."""
    for label, value in found:
        lead = f'<span class="label">{text(colon(label))}</span> ' if label else ""
        yield f'<p class="lines">{lead}{lines(value)}</p>'


def head(*columns: tuple[str, str]) -> str:
    """Return the HTML of a table head; each column is a pair of its name and its CSS class."""
    cells = "".join(
        f'<th scope="col"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{text(name)}</th>'
        for name, kind in columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def table(top: str, rows: Sequence[str], kind: str = "") -> Iterator[str]:
    """Yield the HTML of a table; `top` and `rows` are the HTML of its head and rows.

    `kind` is the CSS class of the table; empty for none.
    """
    named = f' class="{kind}"' if kind else ""
    yield f'<div class="wide"><table{named}>{top}<tbody>'
    yield from rows
    yield "</tbody></table></div>"


def group_row(title: str, columns: int) -> str:
    """Return the HTML of a table row with a title for the rows below, across `columns` columns."""
    cell = f'<th class="group" scope="rowgroup" colspan="{columns}">{text(title)}</th>'
    return f'<tr class="head">{cell}</tr>'


def row(*cells: str, wide: int = 1) -> str:
    """Return the HTML of a table row; `cells`, at least one, are HTML.

    The last cell spans `wide` columns.
    """
    span = f' colspan="{wide}"' if wide > 1 else ""
    *others, last = cells
    return f"<tr>{''.join(f'<td>{each}</td>' for each in others)}<td{span}>{last}</td></tr>"


def day(known: date | None) -> str:
    """Return the HTML of a date that browsers keep on one line; empty for None."""
    return f'<span class="day">{known.isoformat()}</span>' if known else ""


def made(report: Report) -> str:
    """Return the HTML of a line that says when, by whom and with what a report was made.

    It begins with the day of the report.
    """
    how = sentences.made(report.made_at, report.made_by, report.version)
    return f'<p class="sub"><b>{text(sentences.as_of(report.as_of))}</b>, {text(how)}</p>'
