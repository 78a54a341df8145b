"""The screen of a run: work down a checklist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from csp_tui.core import acts
from csp_tui.core.actions import RUN
from csp_tui.core.changes import Change
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.errors import CspTuiError, UsageError
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.progress import Partner, Status
from csp_tui.core.workplace import Workplace
from csp_tui.tui import history_text
from csp_tui.tui.bindings import bindings_for
from csp_tui.tui.draft import Draft
from csp_tui.tui.saver import ChangeSaved
from csp_tui.tui.screens.customer_keys import CustomerKeys
from csp_tui.tui.screens.guidance import GuidanceScreen
from csp_tui.tui.screens.list_screen import hint_line
from csp_tui.tui.tone import Span, Tone
from csp_tui.tui.widgets.bottom_row import Question

HINTS = hint_line(
    ("space", "tick"),
    ("w", "wait"),
    ("-", "n/a"),
    ("e", "edit"),
    ("y", "copy link"),
    ("u", "undo"),
    ("?", "help"),
    ("q", "back"),
)


class RunScreen(GuidanceScreen, CustomerKeys):
    """Shows one run of a partner, and saves what is done in it.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run as it was read.
    """

    ACTIONS = RUN
    BINDINGS = bindings_for(RUN)
    HINTS = HINTS

    def __init__(self, workplace: Workplace, view: RunView) -> None:
        super().__init__(workplace, view)
        self._draft = Draft(view)
        self._asked: dict[int, str] = {}

    def on_mount(self) -> None:
        """Show the run, with the cursor on what is next."""
        self.soon(self._show, self._first_item())

    def _first_item(self) -> str:
        """Return the id of the item on which the cursor stands at first."""
        ready = self._view.ready()
        return ready.id if ready else ""

    @property
    def _view(self) -> RunView:
        return self._draft.view

    def _state(self) -> Span:
        return self._draft.state()

    def _change(self, *changes: Change) -> None:
        """Show `changes` at once and save them."""
        partner_id, wanted = self._view.partner.id, list(changes)
        ticket = self._submit(lambda store: store.change(partner_id, wanted))
        self._draft.add(ticket, wanted)
        self._show_rows()

    def take_saved(self, message: ChangeSaved) -> None:
        """Show what is on the disk, with the time."""
        if message.saved.partner.id != self._view.partner.id:
            return
        was_in_trouble = bool(self._draft.trouble)
        self._draft.settle(message.ticket, message.saved.at)
        if message.saved.customers and not self._customer_id and self.app.screen is not self:
            return  # the screen in front shows it, and this one when it comes back
        self._take(message.saved.partner, message.saved.lines)
        if was_in_trouble and not self._draft.pending:
            self.say("Everything is saved now.")
        if (asked := self._asked.pop(message.ticket, "")) and message.saved.lines:
            line = message.saved.lines[0]
            item = self._view.checklist.by_id.get(line.item) if line.run == self._run else None
            if item is not None:
                self.rows.select(item.id)
            self.say(f"{asked}: {item.title if item else line.item or line.run}")

    def _take(self, partner: Partner, own: tuple[HistoryLine, ...] = ()) -> None:
        """Show the partner as its file is now, and tell what others did to it."""
        if self._run not in partner.runs:
            self._csp_app.action_go_back()
            return
        heads = self._draft.heads()
        try:
            self._draft.take(self._read(partner))
            history = self._workplace.store.history(partner.id)
            news = history.beyond(heads, self._customer_id) if heads else []
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        self._show()
        if others := [line for line in news if line not in own]:
            self.say(history_text.news(others, self._view.checklist), Tone.STRONG)

    def _read(self, partner: Partner) -> RunView:
        return self._workplace.view(partner, self._run)

    @property
    def _customer_id(self) -> str:
        """Whose part of the run it is; empty for the partner's own."""
        return self._view.customer.id if self._view.customer else ""

    def followed(self) -> list[Path]:
        """Return the files to follow."""
        places, partner_id = self._workplace.places, self._view.partner.id
        return [places.progress_file(partner_id), places.customers_of(partner_id)]

    def follow(self) -> None:
        """Show the file as it is now."""
        try:
            self._take(self._workplace.store.load(self._view.partner.id))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def go_back(self) -> bool:
        """Go back from the full detail to the list; do not leave what is not saved unasked."""
        return super().go_back() or self.holds_back()

    def action_tick_item(self) -> None:
        """Tick what is open, untick what is done or set apart."""
        if (item := self._item) is None:
            return
        progress, missing = self._view.progress(item), self._view.missing(item)
        is_settled = progress.status in (Status.DONE, Status.NOT_APPLICABLE)
        if is_settled and not self._view.rule_changed(item):
            self._change(acts.untick(self._run, item))
        else:
            self._change(acts.tick(self._run, item))
            if item.irreversible:
                self.say("One way: unticking it here takes nothing back outside.", Tone.ALERT)
            elif missing:
                self.say(f'Ticked before "{missing[0].title}", which is open.', Tone.ALERT)
        if progress.reason:
            self.say(f"It was set apart: {progress.reason} (u undoes)", Tone.ALERT)

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the item not applicable."""
        self._ask_reason("Not applicable because", acts.not_applicable)

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the item refused."""
        self._ask_reason("Refused, by whom and why", acts.refuse)

    def _ask_reason(self, label: str, act: Callable[[str, Item, str], Change]) -> None:
        if (item := self._item) is None:
            return
        reason = self._view.progress(item).reason
        self.ask(
            [Question(label, reason, lambda text: "" if text else "a reason is needed")],
            lambda text: self._change(act(self._run, item, text)),
        )

    def action_wait_item(self) -> None:
        """Ask for whom, which case and when to chase, then set the item waiting."""
        if (item := self._item) is None:
            return
        progress, today = self._view.progress(item), self._today
        preset = acts.chase_day(item, today)

        def wait(whom: str, case: str, chase: str) -> None:
            since, chase_on = progress.since or today, acts.parse_day(chase, today) or preset
            self._change(acts.wait(self._run, item, whom, since, chase_on, case))

        self.ask(
            [
                Question("Waiting for", progress.waiting_for or "Microsoft", _needs_text),
                Question("Case number, if any", progress.case),
                Question("Chase on", preset.isoformat(), lambda text: _day_trouble(text, today)),
            ],
            wait,
        )

    def action_edit_item(self) -> None:
        """Open the form of the item."""
        from csp_tui.tui.screens.edit import EditScreen

        if (item := self._item) is None:
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self._change(acts.edit("edit", self._run, item, **values))

        form = EditScreen(item.title, self._view.progress(item), item.evidence, self._today)
        self.app.push_screen(form, save)

    def action_next_run(self) -> None:
        """Go to the partner's next run; behind the last, offer to start another."""
        self._other_run(1)

    def action_previous_run(self) -> None:
        """Go to the partner's run before."""
        self._other_run(-1)

    def _other_run(self, step: int) -> None:
        partner = self._view.partner
        runs = list(partner.runs)
        index = runs.index(self._run) + step
        if index < 0:
            self.say("This is the first checklist of this partner.")
        elif index < len(runs):
            self.open_run(partner, runs[index])
        elif set(self._workplace.library.files()) <= set(runs):
            self.say("This is the last one; every checklist is started.")
        else:
            from csp_tui.tui.screens.start import StartScreen

            self.app.switch_screen(StartScreen(self._workplace, partner))

    def open_run(self, partner: Partner, run: str) -> None:
        """Go to another run of the partner."""
        try:
            self.app.switch_screen(RunScreen(self._workplace, self._workplace.view(partner, run)))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)


def _needs_text(text: str) -> str:
    return "" if text else "say for whom"


def _day_trouble(text: str, today: date) -> str:
    try:
        acts.parse_day(text, today)
    except UsageError as error:
        return str(error)
    return ""
