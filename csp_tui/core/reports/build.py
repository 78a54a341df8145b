"""Makes the content of a report on one or more partners at the end of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from csp_tui import __version__
from csp_tui.core.audit.as_of import partner_as_of
from csp_tui.core.audit.customers_as_of import CustomersThen
from csp_tui.core.base.clock import end_of_day
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.text import fold
from csp_tui.core.customers.customers import Customers, CustomerSummary
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.next_steps.finder import next_steps
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.row_maker import partner_row
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.reports import sentences
from csp_tui.core.reports.build_history import chain_of, changes_of
from csp_tui.core.reports.build_runs import report_run, wordings_of
from csp_tui.core.reports.build_steps import open_step
from csp_tui.core.reports.model import (
    FORMAT,
    ClockPoint,
    LeftOut,
    Report,
    ReportFact,
    ReportPartner,
    ReportRun,
)
from csp_tui.core.reports.standing import standing_of
from csp_tui.core.reports.summary import summary_of
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace

Follow = Callable[[Sequence[str]], Iterable[str]]
"""A function that gets all ids of partners, and yields each when its turn has come.

A caller gives one that shows a progress bar; `iter` shows none."""


def make_report(
    workplace: Workplace,
    partners: Mapping[str, Workplace],
    day: date,
    *,
    is_strict: bool = True,
    follow: Follow = iter,
) -> Report:
    """Return a report on partners, sorted by name, as they were at the end of `day`.

    It has a summary of them, too, unless only one partner was asked for and could be read.

    Args:
        workplace: where the report is made; gives its time and author.
        partners: for each partner id, the workplace to read the partner from; for an archived
            partner, the workplace of the archive.
        day: today, or an earlier day.
        is_strict: whether a partner that cannot be read is an error; if not, it is left out of the
            report, which says why.
        follow: called with the ids of the partners; see `Follow`.

    Raises:
        NotFoundError: a partner does not exist, or did not exist on that day.
        InvalidFileError: a partner's file or history is unreadable.
    """
    found = PartnerParts(workplace, partners, day, is_strict=is_strict)
    parts = sorted(found.parts(follow), key=lambda each: (fold(each.name), each.id))
    return found.report(parts, has_summary=len(partners) != 1 or not parts)


def make_summary(
    workplace: Workplace, partners: Mapping[str, Workplace], day: date, follow: Follow = iter
) -> Report:
    """Return a report that has the summary of the partners alone, as they were at the end of `day`.

    A partner that did not exist on that day, or cannot be read for it, is left out; the report says
    why. If `day` is today, an unreadable partner counts as such, and `follow` is not called. The
    parameters are those of :func:`make_report`.
    """
    found = PartnerParts(workplace, partners, day)
    found.read_rows(follow)
    return found.report((), has_summary=True)


class PartnerParts:
    """Makes the parts of a report on several partners, one after the other.

    So a caller need not hold all of them: it takes each part from `parts`, and then the `report`,
    whose summary is of all partners that were read.

    Args:
        workplace, partners, day, is_strict: as for :func:`make_report`, but by default not strict.
    """

    def __init__(
        self,
        workplace: Workplace,
        partners: Mapping[str, Workplace],
        day: date,
        *,
        is_strict: bool = False,
    ) -> None:
        self._workplace = workplace
        self._partners = partners
        self._day = day
        self._is_strict = is_strict
        self._rows: list[PartnerSummary] = []
        self._left_out: list[LeftOut] = []

    def parts(self, follow: Follow) -> Iterator[ReportPartner]:
        """Yield the part of each partner that can be read, in the order of `partners`.

        Unless `is_strict`, the others are left out of the report, which says why.

        Raises:
            NotFoundError, InvalidFileError: as in :func:`make_report`, if `is_strict`.
        """
        for builder in self._builders(follow):
            yield builder.partner()

    def read_rows(self, follow: Follow) -> None:
        """Read what the summary needs of each partner, without making the parts of the partners.

        If the day is today, most is in the cache; `follow` is not called then.

        Raises:
            NotFoundError, InvalidFileError: as in :func:`make_report`, if `is_strict` and the day
                is past.
        """
        if self._day == self._workplace.today:
            for at in {place.places: place for place in self._partners.values()}.values():
                self._rows += [row for row in at.overview.rows() if self._is_in(at, row.id)]
        else:
            for _builder in self._builders(follow):
                pass

    def _is_in(self, workplace: Workplace, partner_id: str) -> bool:
        place = self._partners.get(partner_id)
        return place is not None and place.places == workplace.places

    def _builders(self, follow: Follow) -> Iterator[_Builder]:
        for partner_id in follow(list(self._partners)):
            place = self._partners[partner_id]
            try:
                builder = _Builder(place, partner_id, self._day)
            except CspTuiError as error:
                if self._is_strict:
                    raise
                self._left_out.append(LeftOut(partner_id, str(error)))
                if self._day == self._workplace.today:
                    self._rows.append(place.overview.row(partner_id))
            else:
                self._rows.append(builder.row)
                yield builder

    def report(self, parts: Sequence[ReportPartner], *, has_summary: bool) -> Report:
        """Return the report with these `parts`, which may be none.

        With `has_summary` it has the summary of all partners that were read so far.
        """
        summary = None
        if has_summary:
            summary = summary_of(self._workplace, self._partners, self._rows, self._day)
        return Report(
            format=FORMAT,
            as_of=self._day,
            made_at=self._workplace.clock(),
            made_by=self._workplace.actor.who,
            version=__version__,
            partners=tuple(parts),
            left_out=tuple(self._left_out),
            summary=summary,
        )


class _Builder:
    """Builds the report on one partner at the end of a day."""

    def __init__(self, workplace: Workplace, partner_id: str, day: date) -> None:
        self._workplace = workplace
        self._day = day
        self._end = end_of_day(day) if day < workplace.today else None
        self._notes: list[str] = []
        self._partner = self._read(partner_id)
        self._every = self._customers_then()
        self._customers = self._read_customers()
        self._views = dict(self._read_views())
        self._lines = HistoryLines(workplace.store.history(partner_id).encoded())
        self.row = partner_row(self._partner, workplace.library, self._every)
        """The summary of the partner."""

    def _read(self, partner_id: str) -> Partner:
        places, store = self._workplace.places, self._workplace.store
        if self._end is None:
            return store.load(partner_id)
        past = partner_as_of(places, store, partner_id, self._end)
        if past.is_unsure:
            self._notes.append(sentences.unsure(self._day))
        return past.partner

    def _customers_then(self) -> Customers:
        place, end = self._workplace, self._end
        if end is None:
            return place.customers
        partner_id = self._partner.id
        then = CustomersThen(place.places, place.store, place.library, place.clock, partner_id, end)
        self._notes += [sentences.unknown_customer(each, self._day) for each in then.past.unknown]
        if then.past.is_unsure:
            self._notes.append(sentences.unsure_customers(self._day))
        return then

    def _read_customers(self) -> list[tuple[Customer, CustomerSummary]]:
        pairs = []
        for row in self._every.rows(self._partner):
            if row.error:
                self._notes.append(sentences.unreadable_customer(row.id, row.error))
            else:
                pairs.append((self._every.load(self._partner.id, row.id), row))
        return pairs

    def _read_views(self) -> Iterator[tuple[str, RunView]]:
        """Yield the key of each run and the partner's own part of it, in the order of the runs.

        A run whose checklist cannot be read is left out, and noted.
        """
        for key in in_order(self._partner):
            try:
                yield key, self._every.view(self._partner, key)
            except CspTuiError as error:
                self._notes.append(sentences.unreadable_run(key, str(error)))

    def partner(self) -> ReportPartner:
        """Return the partner's part of the report."""
        partner, row, end = self._partner, self.row, self._end
        month_day = next_t(row, self._day)
        steps = next_steps([row], self._workplace.library, self._day)
        customers = [customer for customer, _row in self._customers]
        runs = tuple(self._runs())
        return ReportPartner(
            id=partner.id,
            name=partner.name,
            company=partner.company,
            partner_id=partner.partner_id,
            tenant=partner.tenant,
            region=partner.region,
            model=partner.model,
            anniversary=partner.anniversary,
            owner=partner.owner,
            standing=standing_of(row, steps, customers, self._day),
            clock=tuple(_clock(row.clock_model, month_day)) if month_day else (),
            facts=tuple(self._facts()),
            open=tuple(open_step(step, partner, self._day) for step in steps),
            runs=runs,
            history=tuple(changes_of(self._workplace, partner, self._lines, end)),
            chain=chain_of(self._workplace, partner.id, self._lines, end),
            notes=tuple(self._notes),
            note=partner.note,
            contacts=partner.contacts,
        )

    def _runs(self) -> Iterator[ReportRun]:
        every = (self._lines.readable(number) for number in range(len(self._lines)))
        wordings = wordings_of(line for line in every if line is not None)
        for view in self._views.values():
            yield report_run(view, self._customers, wordings)

    def _facts(self) -> Iterator[ReportFact]:
        questions: dict[str, str] = {}
        for key in filter(self._views.get, self._partner.runs):
            checklist = self._views[key].checklist
            for item in checklist.items:
                if item.when:
                    questions.setdefault(item.fact, checklist.question(item.fact))
        for fact in self._partner.facts:
            questions.setdefault(fact, fact)
        for fact, question in questions.items():
            yield ReportFact(fact, question, self._partner.facts.get(fact))


def _clock(model: str, month_day: date) -> Iterator[ClockPoint]:
    for point in points(model):
        yield ClockPoint(point.name, point.day(month_day), point.meaning, point.basis)
