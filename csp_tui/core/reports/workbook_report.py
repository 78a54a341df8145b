"""The workbook of a report: overview, what is open, items, customers, partners and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.language import _
from csp_tui.core.describe.steps import heading
from csp_tui.core.progress.partner_fields import typed
from csp_tui.core.reports import sentences
from csp_tui.core.reports.heads import head
from csp_tui.core.reports.labelled_texts import of_partner
from csp_tui.core.reports.labels import labelled, labels, together
from csp_tui.core.reports.model import OpenStep, Report, ReportPartner, ReportRun, ReportSection
from csp_tui.core.reports.sheets import (
    GOOD,
    LATE,
    QUIET,
    About,
    Column,
    Kind,
    Linked,
    Row,
    Sheet,
    Toned,
    chased,
    dated,
    tone_of_step,
)
from csp_tui.core.reports.workbook import workbook
from csp_tui.core.reports.workbook_contacts import contacts_sheets, import_cells, import_columns
from csp_tui.core.reports.workbook_customers import customer_sheets
from csp_tui.core.reports.workbook_items import items_sheet, name_among, run_among
from csp_tui.core.runs.step_groups import StepGroup

_IMPORTED = ("name", "company", "partner_id", "tenant", "region", "model", "anniversary", "owner")


def report_workbook(report: Report) -> bytes:
    """Return the report as the bytes of an Excel workbook."""
    return workbook(
        [
            _overview(report),
            _open(report),
            items_sheet(report),
            *customer_sheets(report),
            _partners(report),
            *contacts_sheets(report),
            _history(report),
            _sources(report),
        ],
        About(_title(report), sentences.as_of(report.as_of), report.made_by, report.made_at),
    )


def _title(report: Report) -> str:
    """Return the title of the workbook; with the partner's name in a report on a single one."""
    name = labels()["report"]
    return labelled(name, report.partners[0].name) if len(report.partners) == 1 else name


def _columns(*found: tuple[str, Kind, int] | tuple[str, Kind, int, bool] | str) -> list[Column]:
    """Return a :class:`Column` for each of `found`.

    Each of `found` is the key of the column's head, for a column of texts; or a tuple of that key,
    the kind, the width and, if it is given, the turn of the column.
    """
    return [
        Column(head(each)) if isinstance(each, str) else Column(head(each[0]), *each[1:])
        for each in found
    ]


_DAY, _NUMBER = (Kind.DAY, 12), (Kind.NUMBER, 10, True)


def _overview(report: Report) -> Sheet:
    made = sentences.made(report.made_at, report.made_by, report.version)
    steps = [step for partner in report.partners for step in partner.open]
    count = len(report.partners)
    if count == 1:
        known = list(_known(report.partners[0], report.as_of))
    else:
        known = [_("Partners: {count}").format(count=count)]
    lead = [
        _title(report),
        f"{sentences.as_of(report.as_of)}, {made}",
        *known,
        *filter(None, [sentences.urgent(steps)]),
        sentences.disclaimer(),
        *(sentences.left_out(each) for each in report.left_out),
    ]
    columns = _columns(
        ("partner", Kind.TEXT, 30), ("checklist", Kind.TEXT, 42), ("share", Kind.SHARE, 14),
        ("done", *_NUMBER), ("total", *_NUMBER), ("required_open", *_NUMBER), ("waiting", *_NUMBER),
        ("refused", *_NUMBER), ("customers_done", *_NUMBER), ("customers_total", *_NUMBER),
        ("to_chase", *_NUMBER), ("due", *_NUMBER), ("next_day", *_DAY), ("waits", Kind.TEXT, 24),
        ("t", *_DAY), ("owner", Kind.TEXT, 16), ("state", Kind.TEXT, 22),
        ("edition", Kind.TEXT, 12), ("started", *_DAY),
    )  # fmt: skip
    rows = [
        row
        for partner in report.partners
        for row in _runs(partner, report.as_of, is_alone=count == 1)
    ]
    return Sheet(_("Overview"), columns, rows, lead, frozen=1 if count == 1 else 2, printed=17)


def _known(partner: ReportPartner, day: date) -> Iterator[str]:
    """Yield the lines on the only partner of a report: its data, and its clock from `day` on.

    The second line is left out if nothing of the yearly clock is ahead.
    """
    yield together(labelled(label, text) for label, text in of_partner(partner))
    ahead = ", ".join(f"{each.name} {each.day}" for each in partner.clock if each.day >= day)
    if ahead:
        yield labelled(labels()["clock"], ahead)


def _runs(partner: ReportPartner, day: date, *, is_alone: bool) -> Iterator[Row]:
    """Yield a row for each run of a partner; for a partner without runs, one row without numbers.

    If the report is on this partner alone (`is_alone`), rows for the sections of the run follow it.
    """
    name = "" if is_alone else partner.name
    t = dated(next((point.day for point in partner.clock if point.name == "T"), None), day)
    for run in partner.runs:
        counts, steps = run.counts, [each for each in partner.open if each.run == run.key]
        groups = [each.group for each in steps]
        days = [(each, chased(each, day)) for step in steps if (each := step.chase_on)]
        days += [(each, dated(each, day)) for step in steps if (each := step.due)]
        _next_day, next_day = min(days, key=itemgetter(0), default=(None, None))
        waits = dict.fromkeys(step.holder for step in steps if step.state == "waiting")
        yield (
            name,
            run.name,
            counts.done / counts.total if counts.total else None,
            counts.done,
            counts.total,
            counts.required_total - counts.required_done,
            counts.waiting or None,
            counts.refused or None,
            counts.customers_complete if counts.customers else None,
            counts.customers or None,
            groups.count(StepGroup.CHASE) or None,
            groups.count(StepGroup.DUE) or None,
            next_day,
            ", ".join(waits),
            t,
            partner.owner,
            _state(run),
            run.edition,
            local_day(run.started) if run.started else None,
        )
        if is_alone:
            yield from map(_section, run.sections)
    if not partner.runs:
        yield (name, labels()["no run"], *[None] * 12, t, partner.owner, *[None] * 3)


def _section(section: ReportSection) -> Row:
    share = section.done / section.total if section.total else None
    counts = (section.done, section.total)
    own, customers = ((None, None), counts) if section.per else (counts, (None, None))
    title = f"      {section.title}"
    return ("", title, share, *own, *[None] * 3, *customers, *[None] * 9)


def _state(run: ReportRun) -> Toned:
    if run.outcome or run.closed:
        return Toned(_("closed: {outcome}").format(outcome=_(run.outcome)), QUIET)
    if run.counts.required_done == run.counts.required_total:
        return Toned(_("all required done"), GOOD)
    return Toned(_("in progress"), "")


def _open(report: Report) -> Sheet:
    columns = _columns(
        ("partner", Kind.TEXT, 28), ("group", Kind.TEXT, 16), ("item", Kind.TEXT, 44),
        ("holder", Kind.TEXT, 24), ("since", *_DAY), ("chase_on", *_DAY), ("due", *_DAY),
        ("case", Kind.TEXT, 16), ("told", Kind.TEXT, 44), ("owner", Kind.TEXT, 16),
        ("need", Kind.TEXT, 14), ("checklist", Kind.TEXT, 34),
    )  # fmt: skip
    rows = [_step(partner, step, report) for partner in report.partners for step in partner.open]
    return Sheet(_("What is open"), columns, rows, frozen=3)


def _step(partner: ReportPartner, step: OpenStep, report: Report) -> Row:
    group, day = StepGroup(step.group), report.as_of
    days = chased(step.chase_on, day), dated(step.due, day)
    return (
        name_among(report, partner),
        Toned(heading(group, 1), tone_of_step(group, days)),
        step.title,
        step.holder,
        step.since,
        *days,
        step.case,
        step.told,
        step.owner,
        labels()["required" if step.required else "recommended"].lower(),
        next(
            (run_among(report, partner, each) for each in partner.runs if each.key == step.run), ""
        ),
    )


def _partners(report: Report) -> Sheet:
    """Return the sheet of the partners' data, which `import partners` reads."""
    columns = [
        *_columns(*_IMPORTED),
        *import_columns(),
        *_columns("id", "history", "heads", "left"),
    ]
    rows: list[Row] = [
        (
            *(typed(getattr(partner, key)) for key in _IMPORTED),
            *import_cells(partner),
            partner.id,
            Toned(
                together((sentences.chain(partner.chain), *partner.chain.problems)),
                LATE if partner.chain.problems else GOOD,
            ),
            "\n".join(partner.chain.heads),
            "\n".join(partner.notes),
        )
        for partner in report.partners
    ]
    printed = len(_IMPORTED)
    return Sheet(_("Partners"), columns, rows, printed=printed, is_for_import=True)


def _history(report: Report) -> Sheet:
    columns = _columns(
        ("partner", Kind.TEXT, 28), ("when", Kind.MOMENT, 18), ("who", Kind.TEXT, 20),
        ("what", Kind.TEXT, 50), ("customer", Kind.TEXT, 28), ("changed", Kind.TEXT, 60),
        ("host", Kind.TEXT, 20),
    )  # fmt: skip
    rows = [
        (
            name_among(report, partner),
            each.at,
            each.by,
            each.did,
            each.customer,
            each.changed,
            each.host,
        )
        for partner in report.partners
        for each in partner.history
    ]
    # Translators: the name of a sheet; Excel forbids "History" alone, in each of its languages
    return Sheet(_("Whole history"), columns, rows, frozen=2)


def _sources(report: Report) -> Sheet:
    columns = _columns(
        ("checklist", Kind.TEXT, 34), ("edition", Kind.TEXT, 12), ("guidance", Kind.TEXT, 50),
        ("publisher", Kind.TEXT, 18), ("date", Kind.TEXT, 24), ("read", Kind.TEXT, 18),
        ("items", Kind.TEXT, 60), ("address", Kind.TEXT, 50),
    )  # fmt: skip
    runs = {
        (run.checklist, run.edition, run.local): run
        for partner in report.partners
        for run in partner.runs
    }
    rows: list[Row] = []
    for run in runs.values():
        items = [item for section in run.sections for item in section.items]
        rows += [
            (
                run.title,
                run.edition,
                Linked(source.title or source.url, source.url),
                source.publisher,
                sentences.source_day(source),
                sentences.reading(source),
                "\n".join(item.title for item in items if source in item.sources),
                source.url,
            )
            for source in run.sources
        ]
    return Sheet(labels()["sources"], columns, rows, frozen=0, printed=7)
