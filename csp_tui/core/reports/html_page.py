"""Renders a report as one HTML page without scripts, which loads nothing from elsewhere.

Its content security policy allows the style sheet in the page and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping

from csp_tui.core.base.text import cut, visible_line
from csp_tui.core.reports import sentences
from csp_tui.core.reports.html_partner_tables import partner_part
from csp_tui.core.reports.html_parts import text
from csp_tui.core.reports.html_sources import Sources
from csp_tui.core.reports.html_style import style
from csp_tui.core.reports.html_summary import summary_parts
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.model import Report

_FOOT = 70
"""How long a partner's name may be at the foot of a printed page, in terminal cells."""


def html_report(report: Report, pages: Mapping[str, str] | None = None, above: str = "") -> str:
    """Return the report as an HTML page.

    Args:
        report: the report.
        pages: the address of the page of each partner, by its id, for links in the summary; by
            default the links lead to the parts of the partners in this page.
        above: the address of another page, with the summary, to link to; "" for no link.
    """
    return "\n".join(_page(report, pages, above)) + "\n"


def _page(report: Report, pages: Mapping[str, str] | None, above: str) -> Iterator[str]:
    name = labels()
    alone = report.partners[0].name if report.summary is None and report.partners else ""
    as_of = sentences.as_of(report.as_of)
    title = text(", ".join(filter(None, (alone, name["report"], as_of))))
    known = cut(visible_line(alone), _FOOT)
    looks = style(", ".join(filter(None, (known, as_of))))
    hashed = base64.b64encode(hashlib.sha256(looks.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    yield f'<!DOCTYPE html>\n<html lang="{sentences.language()}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>\n<style>{looks}</style>\n</head>\n<body>"
    if above:
        yield f'<p class="top"><a href="{above}">{text(name["all partners"])}</a></p>'
    anchors = {each.id: f"p{number}" for number, each in enumerate(report.partners, 1)}
    if report.summary is not None:
        links = {key: f"#{anchor}" for key, anchor in anchors.items()} if pages is None else pages
        yield from summary_parts(report, report.summary, links)
    shared = None if report.summary is None else Sources("s")
    for partner in report.partners:
        yield from partner_part(report, partner, anchors[partner.id], shared)
    if shared:
        yield from shared.listed("h2")
    yield f'<footer class="sub">{text(sentences.disclaimer())}</footer>\n</body>\n</html>'
