"""The screen to start a run: the user chooses the checklist and its edition."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from textual.app import ComposeResult

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.days import month_of_year
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import N_, _, item_count, pgettext
from csp_tui.core.base.text import fitting, pad, visible_line, width
from csp_tui.core.checklists import ages
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.partners.model_from_runs import model_from_runs
from csp_tui.core.progress.model import Partner, Run
from csp_tui.core.runs import item_changes
from csp_tui.core.runs.anniversary import YEARLY_CHECKLISTS, unanswered_check
from csp_tui.core.runs.partner_runs import ending, new_key, of_checklist
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.all_keys import START
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.row import NO_MARK
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.places import RunPlace
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

NO_CHECKLIST = N_("No checklist can be read; q goes back.")
HINTS = hint_line(("enter", N_("start")), ("?", N_("help")), ("q", N_("back")))
HINTS_OF_OPEN = hint_line(("enter", N_("start another run")), *HINTS[-2:])
"""The hints on a checklist of which a run is open."""


_SHORTEST = 20
"""The least width of the titles, in cells; with less room rows lose what is said of an edition."""
_LONGEST, _LONGEST_EDITION = 60, 20
"""The greatest widths of titles and editions, in cells, so that a long one hides nothing."""


class _Columns(NamedTuple):
    """The widths of the columns, in cells."""

    title: int
    edition: int
    notes: int


def _columns(checklists: Sequence[Checklist], notes: int, cells: int) -> _Columns:
    """Return the columns that fit into `cells`; titles are cut where `notes` cells need it."""
    editions = (_("Edition"), *(visible_line(each.edition) for each in checklists))
    edition = min(_LONGEST_EDITION, max(map(width, editions)))
    titles = (width(visible_line(each.title)) for each in checklists)
    longest = min(_LONGEST, max(titles, default=0))
    room = cells - len(NO_MARK[0]) - 2 - edition
    title = min(longest, max(_SHORTEST, room - 2 - notes))
    return _Columns(title, edition, max(0, room - title - 2))


def _key(checklist: Checklist) -> str:
    return f"{checklist.id}/{checklist.edition}"


class StartScreen(ListScreen):
    """Lists every edition of every checklist, the newest edition of each first.

    Args:
        workplace: the store, the checklists and the rest.
        partner: the partner for whom the run is started.
        is_over_run: whether the new run replaces the screen below, which shows another run.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = START
    BINDINGS = bindings_for(START)

    def __init__(
        self, workplace: Workplace, partner: Partner, *, is_over_run: bool = False
    ) -> None:
        super().__init__()
        self._is_over_run = is_over_run
        self._workplace = workplace
        self._partner = partner
        self._choices: dict[str, Checklist] = {}
        self._is_starting = False

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the editions, with the cursor on a checklist that the partner has not started.

        If its yearly check is past and no run answers it, that is the yearly one, and a message
        says how to record a check that was passed.
        """
        self.soon(self._show_first)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(lambda: self._show(self.rows.key))

    def _show_first(self) -> None:
        partner, today = self._partner, self._workplace.today
        model = partner.model or model_from_runs(partner)
        day = unanswered_check(partner, model, today)
        editions = self._workplace.library.editions(YEARLY_CHECKLISTS[model]) if day else ()
        self._show(f"{YEARLY_CHECKLISTS[model]}/{editions[-1]}" if editions else "")
        if day and editions:
            message = _("No yearly check recorded for {day}. Passed? enter, then C c records it.")
            self.say(message.format(day=month_of_year(day)))

    def _show(self, at: str = "") -> None:
        """Show the editions, with the cursor on the row with the key `at`.

        If it is "", the cursor is on a checklist that the partner has not started.
        """
        cells = self.rows.size.width
        library = self._workplace.library
        files, newest = library.files(), [each.id for each in library.newest()]
        listed = [
            (checklist_id, edition, number == 0)
            for checklist_id in (*newest, *sorted(files.keys() - {*newest}))
            for number, edition in enumerate(sorted(files[checklist_id], reverse=True))
        ]
        found = [self._read(*each[:2]) for each in listed]
        self._choices = {_key(each): each for each in found if isinstance(each, Checklist)}
        editions = [*self._choices.values()]
        said = [
            self._notes(each, is_newest=is_newest)[: 2 if is_newest else 1]
            for (_id, _edition, is_newest), each in zip(listed, found, strict=True)
            if isinstance(each, Checklist)
        ]
        fit = _columns(editions, max((width("".join(each)) for each in said), default=0), cells)
        title = title_row(cells, (self._partner.name, _("start a checklist")))
        names = pad(_("Checklist"), fit.title), pad(_("Edition"), fit.edition)
        heads: Line = ((NO_MARK[0] + "  ".join(names), Tone.QUIET),) if self._choices else ()
        self.query_one("#head", TextLines).show([title, ruled(heads, cells)])
        rows: list[Row] = []
        first = ""
        before = ""
        for (checklist_id, _edition, is_first), each in zip(listed, found, strict=True):
            if isinstance(each, CspTuiError):
                rows.append(Row("", ((f"  {visible_line(str(each))}", Tone.STRONG),)))
                continue
            tone = Tone.QUIET if before == checklist_id else Tone.TEXT
            rows.append(self._row(each, tone, fit, is_newest=is_first))
            before = checklist_id
            if not first and not of_checklist(self._partner, checklist_id):
                first = _key(each)
        self.rows.show(rows or [Row("", ((f" {_(NO_CHECKLIST)}", Tone.QUIET),))], at or first)
        self._show_what_enter_does()

    def on_row_list_moved(self) -> None:
        """Say what enter does: on a checklist of which a run is open, it starts another run."""
        self._show_what_enter_does()

    def _show_what_enter_does(self) -> None:
        checklist = self._choices.get(self.rows.key)
        self.bottom.set_hints(HINTS_OF_OPEN if checklist and self._open(checklist) else HINTS)

    def _open(self, checklist: Checklist) -> list[Run]:
        """Return the partner's open runs of a checklist, whatever their edition."""
        return [each for each in of_checklist(self._partner, checklist.id) if not each.closed]

    def _read(self, checklist_id: str, edition: str) -> Checklist | CspTuiError:
        try:
            return self._workplace.library.get(checklist_id, edition)
        except CspTuiError as error:
            return error

    def _row(self, checklist: Checklist, tone: Tone, fit: _Columns, *, is_newest: bool) -> Row:
        """Return the row of an edition: title, edition, and what is said of it if there is room.

        `tone` is that of the title, which is quiet in the rows after the first of a checklist.
        """
        title = pad(visible_line(checklist.title), fit.title)
        edition = pad(visible_line(checklist.edition), fit.edition)
        notes = visible_line(
            "".join(fitting(self._notes(checklist, is_newest=is_newest), fit.notes))
        )
        return Row(
            _key(checklist),
            ((title, tone), (f"  {edition}", Tone.TEXT), (f"  {notes}".rstrip(), Tone.QUIET)),
        )

    def _notes(self, checklist: Checklist, *, is_newest: bool) -> list[str]:
        """Return what is said of an edition, each part but the first after a comma."""
        notes = [_("newest")] if is_newest else []
        notes += [_("local")] if checklist.is_local else []
        runs = of_checklist(self._partner, checklist.id)
        if runs and runs[-1].edition == checklist.edition:
            ended = ending(runs[-1], self._workplace.today)
            notes.append(ended or pgettext("state of a run", "started"))
        notes.append(item_count(len(checklist.by_id)))
        notes += ages.warnings(checklist, self._workplace.today)
        return [*notes[:1], *(f", {each}" for each in notes[1:])]

    def action_choose_checklist(self) -> None:
        """Start a run of the edition under the cursor.

        Ask first if a run of the same checklist is open. Do nothing if a start is being saved.
        """
        checklist = self._choices.get(self.rows.key)
        if checklist is None or self._is_starting:
            return
        if self._open(checklist):
            self.converse(self._start_again(checklist))
        else:
            self._start(checklist)

    def _start_again(self, checklist: Checklist) -> Talk[None]:
        known = self._open(checklist)
        of_edition = _("{title} of {edition}")
        opened = ", ".join(
            of_edition.format(title=short_name(each.key, checklist.id), edition=each.edition)
            for each in known
        )
        key = new_key(self._partner, checklist, self._workplace.today)
        name, run = self._partner.name, short_name(key, checklist.id)
        title = _("Start another run, {run}: {name}?").format(run=run, name=name)
        lead = _("{run} stays open. E in it moves it to the newest edition.")
        if not any(each.edition < checklist.edition for each in known):
            lead = _("{run} stays open.")
        lead = lead.format(run=opened)
        if (yield from confirmed(title, lead, [name])):
            self._start(checklist, is_again=True)

    def _start(self, checklist: Checklist, *, is_again: bool = False) -> None:
        """Start a run of `checklist`; fail if one was started meanwhile, unless `is_again`."""
        partner_id, now = self._partner.id, self._workplace.clock()

        def start(store: Store) -> Saved:
            partner = store.load(partner_id)
            known = [each for each in of_checklist(partner, checklist.id) if not each.closed]
            if known and not is_again:
                sentence = _("{run} was started meanwhile; enter starts another one")
                run = short_name(known[-1].key, checklist.id)
                raise UsageError(sentence.format(run=run))
            change = item_changes.start(partner, checklist, now, is_again=True)
            return store.change(partner_id, [change])

        self._is_starting = True
        self.save(start, self._started, self._not_started)

    def _started(self, saved: Saved) -> None:
        """Replace this screen by that of the run that was started on it, once it is in front.

        That screen says what was started, and that `u` takes it back.
        """
        if saved.lines:
            run = saved.lines[0].run
            name = short_name(run, saved.partner.runs[run].checklist)
            sentence = _("Started: {run}. u takes it back.").format(run=name.rstrip("."))
            place = RunPlace(saved.partner.id, run)
            self.when_in_front(lambda: self._open_started(place, sentence))
        else:
            self._is_starting = False

    def _open_started(self, place: RunPlace, sentence: str) -> None:
        app = self.app
        if self._is_over_run:
            app.pop_screen()
        self.open(place, instead=True)
        if isinstance(front := app.screen, ListScreen) and front is not self:
            front.soon(front.say, sentence)

    def _not_started(self, error: CspTuiError) -> None:
        self._is_starting = False
        with suppress(CspTuiError):
            self._partner = self._workplace.store.load(self._partner.id)
        self._show(self.rows.key)
        self.say(_("Not saved: {why}").format(why=error.short))
