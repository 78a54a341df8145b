"""The history's table on the HTML page: a row for each act of a partner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csp_tui.core.reports import labelled_texts, sentences
from csp_tui.core.reports.html_parts import head, lines, row, table, text
from csp_tui.core.reports.labels import colon, labelled, labels
from csp_tui.core.reports.model import ReportChange, ReportPartner


def history_parts(partner: ReportPartner, anchor: str) -> Iterator[str]:
    """Yield the HTML of a partner's history, a row for each act, and the result of checking it.

    `anchor` is the HTML id of its heading.
    """
    name = labels()
    yield f'<h2 id="{anchor}">{text(name["history"])}</h2>'
    rows = list(map(_act, labelled_texts.by_act(partner.history)))
    columns = ((name["when"], "w9"), (name["who"], "w5"), (name["what"], ""), (name["changed"], ""))
    if rows:
        yield from table(head(*columns), rows)
    chain = partner.chain
    yield f'<p class="keep">{text(sentences.chain(chain))}</p>'
    yield from (f'<p class="warn">{text(each)}</p>' for each in chain.problems)
    if chain.heads:
        yield f'<p class="keep">{text(colon(name["heads"]))}</p>'
        yield from (f"<p><code>{text(each)}</code></p>" for each in chain.heads)
        yield f'<p class="sub">{text(sentences.keep_heads())}</p>'


def _act(acts: Sequence[ReportChange]) -> str:
    """Return the HTML of the table row of one act, which may be on several customers.

    For several customers, the last cell spans two columns, to have room for their names.
    """
    first = acts[0]
    names = ", ".join(each.customer for each in acts if each.customer)
    did = text(labelled(first.did, names) if names else first.did)
    changed = f'<span class="lines">{lines(first.changed)}</span>'
    about = [text(sentences.moment(first.at)), text(first.by)]
    if len(acts) == 1:
        return row(*about, did, changed)
    return row(*about, f"{did}<br>{changed}", wide=2)
