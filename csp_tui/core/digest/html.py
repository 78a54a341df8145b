"""A digest as HTML that mail programs show alike: one column, styles at each element.

Many mail programs drop style sheets. So every colour is one that can be read on white and on black;
where the sheet for dark screens is heeded, it only makes them brighter.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from csp_tui.core.base.language import current
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.reader import is_safe_url
from csp_tui.core.digest import wording
from csp_tui.core.digest.model import Digest, Entry

_DIM, _LATE, _LINK, _LINE = "#6b7480", "#d13a2f", "#2178d4", "#c9d1d9"
_DARK = """\
@media (prefers-color-scheme: dark) {
.dim { color: #9da7b3 !important } .late { color: #ff8f85 !important }
a { color: #6cb0ff !important } td { border-color: #3d444d !important } }
"""
_FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_CELL = f"border-top:1px solid {_LINE};vertical-align:top;padding:8px 0"


def digest_html(digest: Digest) -> str:
    """Return a digest as a whole HTML page in the current language.

    Texts are escaped, and control characters made visible; an address that is not safe is no link.
    """
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{current()}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{_text(wording.subject(digest))}</title>"
    yield f"<style>{_DARK}</style></head>"
    yield f'<body style="margin:0;padding:16px;{_FONT};font-size:15px;line-height:1.4">'
    yield '<div style="max-width:640px;margin:0 auto;overflow-wrap:anywhere">'
    yield f'<h1 style="font-size:20px;margin:0 0 4px">{_text(wording.heading(digest))}</h1>'
    figures = ", ".join(_figure(*each) for each in wording.figures(digest))
    yield f'<p style="margin:0 0 16px">{figures}</p>'
    if digest.is_empty:
        yield f"<p>{_text(wording.nothing_to_tell())}</p>"
    for part in digest.parts:
        yield f'<h2 style="font-size:16px;margin:24px 0 6px">{_text(part.title)}</h2>'
        if part.note:
            yield f'<p class="dim" style="color:{_DIM};margin:6px 0">{_text(part.note)}</p>'
        yield '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
        has_day = any(entry.day for entry in part.entries)
        for entry in part.entries:
            yield from _row(entry, has_day=has_day)
        yield "</table>"
        if part.more:
            yield f'<p class="dim" style="color:{_DIM};margin:6px 0">{_text(part.more)}</p>'
    yield f'<p class="dim" style="color:{_DIM};font-size:13px;margin:32px 0 0">'
    yield "<br>".join(map(_text, wording.foot(digest)))
    yield "</p></div></body></html>"


def _figure(text: str, is_late: bool) -> str:
    if not is_late:
        return f"<b>{_text(text)}</b>"
    return f'<b class="late" style="color:{_LATE}">{_text(text)}</b>'


def _row(entry: Entry, *, has_day: bool) -> Iterator[str]:
    yield "<tr>"
    if has_day:
        late = f";color:{_LATE};font-weight:bold" if entry.is_late else ""
        kind = ' class="late"' if entry.is_late else ""
        yield (
            f'<td width="92"{kind} style="{_CELL};width:92px;padding-right:10px{late}">'
            f"{_text(entry.day)}</td>"
        )
    what = "<br>".join(map(_text, entry.what.split("\n")))
    if is_safe_url(entry.url):
        what = f'<a href="{escape(entry.url)}" style="color:{_LINK}">{what}</a>'
    lines = [f"<b>{_text(entry.partner)}</b>", what]
    for text in filter(None, (entry.remarks, entry.contacts)):
        lines.append(f'<span class="dim" style="color:{_DIM}">{_text(text)}</span>')
    yield f'<td style="{_CELL}">{"<br>".join(lines)}</td></tr>'


def _text(value: str) -> str:
    return escape(visible_line(value))
