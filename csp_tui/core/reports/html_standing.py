"""Where a partner stands, at the top of its part of the HTML page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.core.reports import standing_words
from csp_tui.core.reports.html_parts import bar, day, text
from csp_tui.core.reports.labels import labels
from csp_tui.core.reports.model import ReportPartner

_MOST_LATE = 5
"""How many late items stand here; all of them are among what is open."""


def standing_parts(partner: ReportPartner, anchor: str) -> Iterator[str]:
    """Yield the HTML of where a partner stands.

    It has a bar of the required items of each open run, and three lists: what is late, who is
    waited for, and the next dates. `anchor` is the HTML id of its heading.
    """
    name, known = labels(), partner.standing
    yield f'<h2 id="{anchor}">{text(name["standing"])}</h2>'
    runs = [run for run in partner.runs if not run.closed]
    if runs:
        yield '<div class="bars">'
        for run in runs:
            done, total = run.counts.required_done, run.counts.required_total
            part = text(standing_words.required(done, total))
            yield f"<span>{text(run.name)}</span>{bar(done, total)}<span>{part}</span>"
        yield "</div>"
    yield '<div class="stand">'
    late = [f"<li>{text(each)}</li>" for each in standing_words.late(known.late, _MOST_LATE)]
    yield from _list(name["late"], late, name["nothing late"], "bad" if late else "")
    waits = [f"<li>{text(standing_words.waited_for(each))}</li>" for each in known.waited_for]
    yield from _list(name["waited for"], waits, name["nobody waited for"])
    dates = [f"<li>{day(each.day)} {text(each.what)}</li>" for each in known.dates]
    yield from _list(name["dates"], dates, name["no dates"])
    yield "</div>"


def _list(title: str, items: Iterable[str], none: str, kind: str = "") -> Iterator[str]:
    """Yield the HTML of a short list under a title; without `items`, of the sentence `none`.

    `items` are the HTML of the entries; `kind` is the CSS class of the whole, "" for no class.
    """
    shown = "".join(items)
    named = f' class="{kind}"' if kind else ""
    yield f"<div{named}><h3>{text(title)}</h3>"
    yield f"<ul>{shown}</ul></div>" if shown else f"<p>{text(none)}</p></div>"
