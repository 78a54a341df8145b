"""The style sheet of the HTML page, for the screen and for paper."""

from __future__ import annotations

STYLE = """
:root { --ink: #1b1f24; --dim: #57606a; --line: #c9d1d9; --soft: #f3f5f7; --accent: #0b5cad;
  --done: #1a7f37; --wait: #8a5a00; --bad: #b3261e; --paper: #fff; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 3rem; max-width: 62rem; color: var(--ink);
  background: var(--paper); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .4rem;
  padding-top: .7rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.02rem; margin: 1.5rem 0 .35rem; }
p { margin: .35rem 0; }
a { color: var(--accent); }
.dim, caption { color: var(--dim); }
.warn { border-left: 4px solid var(--bad); padding: .3rem .7rem; background: var(--soft); }
.lines { white-space: pre-line; }
.sub { color: var(--dim); font-size: .9rem; }
dl.data { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .6rem 0; }
dl.data div { display: flex; gap: .45rem; min-width: 0; }
dl.data dt { color: var(--dim); white-space: nowrap; flex: none; }
dl.data dd { margin: 0; font-weight: 600; min-width: 0; }
.bars { display: grid; grid-template-columns: fit-content(40%) minmax(4rem, 1fr) fit-content(40%);
  gap: .25rem .8rem; align-items: center; max-width: 44rem; margin: .6rem 0 .4rem; }
.stand { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
  gap: .8rem 1.4rem; }
.stand > div { border-left: 4px solid var(--line); padding-left: .7rem; break-inside: avoid; }
.stand > .bad { border-color: var(--bad); } .stand > .bad h3 { color: var(--bad); }
.stand h3 { margin: .2rem 0; } .stand ul { margin: 0; padding-left: 1.1rem; font-size: .9rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr));
  gap: 0 2rem; }
.cards .bars { grid-template-columns: minmax(6rem, 1.1fr) minmax(3rem, .7fr) minmax(6rem, 1.1fr);
  font-size: .9rem; gap: .2rem .7rem; align-items: start; }
.cards .bar { margin-top: .3rem; }
.toc { font-size: .9rem; margin: .6rem 0; } .toc ul { columns: 14rem; padding-left: 1.2rem; }
.toc summary { cursor: pointer; margin-top: .4rem; }
.bar { display: block; width: 100%; height: .7rem; }
.bar .rest { fill: var(--line); } .bar .done { fill: var(--accent); }
.bar .full { fill: var(--done); } .bar .wait { fill: var(--wait); } .bar .bad { fill: var(--bad); }
td .bar { min-width: 3rem; margin: .25em 0 .3em; }
table { width: 100%; border-collapse: collapse; margin: .4rem 0 .8rem; font-size: .9rem;
  table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .32rem .5rem .32rem 0;
  border-bottom: 1px solid var(--line); }
thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; vertical-align: bottom; }
thead { display: table-header-group; }
th.group { background: var(--soft); padding-left: .4rem; font-weight: 600; }
td p { margin: .12rem 0; }
.label { color: var(--dim); }
.state { font-weight: 600; white-space: nowrap; }
.mark { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.done { color: var(--done); } .waiting { color: var(--wait); }
.refused, .rule-changed { color: var(--bad); } .todo, .not-applicable { color: var(--ink); }
.title { font-weight: 600; } .title .dim { font-weight: 400; }
.num { text-align: right; white-space: nowrap; }
.matrix { font-size: .82rem; }
.matrix td.c, .matrix th.c { text-align: center; padding: .2rem 0;
  border-left: 1px solid var(--soft); }
.matrix td.c { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-weight: 700; }
.matrix td { padding-top: .2rem; padding-bottom: .2rem; }
.matrix tr:nth-child(5n) td, .matrix tr:nth-child(5n) th { border-bottom-color: var(--dim); }
td.c.waiting { background: #fff1cf; } td.c.refused, td.c.rule-changed { background: #ffe0dc; }
td.c.todo { color: var(--dim); font-weight: 400; }
tbody th { font-weight: 600; }
code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .82rem;
  word-break: break-all; }
ol.sources { padding-left: 2.2rem; margin: .3rem 0; font-size: .88rem; }
ol.sources li { margin: .25rem 0; }
.w1 { width: 2em; } .w4 { width: 4.4em; } .w5 { width: 7.8em; } .w7 { width: 9em; }
.w9 { width: 12.4em; } .day { width: 6.9em; white-space: nowrap; } .third { width: 34%; }
.half { width: 50%; }
footer { margin-top: 2.5rem; padding-top: .6rem; border-top: 1px solid var(--line); }
@media screen { .wide { overflow-x: auto; } .wide .matrix { min-width: 56rem; } }
@media screen and (max-width: 40rem) { .wide table { min-width: 38rem; } }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --dim: #9da7b3; --line: #3d444d; --soft: #1f252c; --accent: #6cb0ff;
    --done: #5fd07e; --wait: #e3b341; --bad: #ff8f85; --paper: #0f1419; color-scheme: dark; }
  td.c.waiting { background: #3a2f10; } td.c.refused, td.c.rule-changed { background: #46201d; }
}
@page { margin: 15mm 14mm 16mm;
  @bottom-left { content: "@FOOT@"; width: 85%; text-align: left; font: 8pt sans-serif;
    color: #57606a; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif;
    color: #57606a; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.35; }
  h1 { font-size: 17pt; } h2 { font-size: 13pt; } h3 { font-size: 10.5pt; }
  .sub, ol.sources, table { font-size: 8.6pt; } .matrix { font-size: 8pt; } code { font-size: 7pt; }
  .partner + .partner, .cover + .partner { break-before: page; }
  h1, h2, h3, caption, .partner .bars, dl.data { break-after: avoid; }
  h1, h2, h3, caption, .bars, .stand, dl.data { break-inside: avoid; }
  .keep, .key { break-after: avoid; }
  tr, li, .warn { break-inside: avoid; }
  th, td { padding-top: .24rem; padding-bottom: .24rem; }
  p { orphans: 3; widows: 3; }
  .cards { display: block; orphans: 1; widows: 1; } .cards .bars, .stand ul { font-size: 8.6pt; }
  .cards > div { display: inline-block; width: 48%; vertical-align: top; margin-right: 1.5%; }
  tr.head, h2 + .sub { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .matrix td.c, .bar, th.group { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  footer { margin-top: 1rem; padding-top: .3rem; break-before: avoid; }
  .top { display: none; }
}
"""
"""``@FOOT@`` is replaced by the text at the foot of every printed page."""


def style(foot: str) -> str:
    """Return the style sheet with the text `foot` at the foot of every printed page."""
    return STYLE.replace("@FOOT@", "".join(map(_in_string, foot)))


def _in_string(char: str) -> str:
    """Return a character for a CSS string, escaped unless it is harmless there."""
    return char if char.isalnum() or char in " ,.-" else f"\\{ord(char):x} "
