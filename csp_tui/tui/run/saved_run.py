"""The screen of a run: work down a checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.ticked_rules import with_wordings
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import hint_line
from csp_tui.tui.history import text as history_text
from csp_tui.tui.keys.actions import RUN
from csp_tui.tui.keys.bindings import bindings_for
from csp_tui.tui.lines.tone import Span, Tone
from csp_tui.tui.run.acts import ItemScreen
from csp_tui.tui.run.to_customers import CustomerKeys
from csp_tui.tui.saving.draft import Draft
from csp_tui.tui.saving.saver import ChangeSaved

HINTS = hint_line(
    ("space", N_("tick")),
    ("w", N_("wait")),
    ("-", N_("n/a")),
    ("e", N_("edit")),
    ("y", N_("copy link")),
    ("u", N_("undo")),
    ("F", N_("facts")),
    ("v", N_("next")),
    ("]", N_("other list")),
    ("P", N_("report")),
    ("H", N_("history")),
    ("E", N_("newest edition")),
    ("?", N_("help")),
    ("q", N_("back")),
)


class RunScreen(ItemScreen, CustomerKeys):
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
        self._draft = Draft(_with_wordings(workplace, view))
        self._asked: dict[int, str] = {}

    def on_mount(self) -> None:
        """Show the run, with the cursor on what is next."""
        self.soon(self._show, self._first_item())

    @property
    def partner_id(self) -> str:
        """The partner whose run it is."""
        return self._view.partner.id

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
            self.say(_("Everything is saved now."))
        if (asked := self._asked.pop(message.ticket, "")) and message.saved.lines:
            line = message.saved.lines[0]
            item = self._view.checklist.by_id.get(line.item) if line.run == self._run else None
            if item is not None:
                self.rows.select(item.id)
            told = history_text.values_taken_back(line, self._view.checklist)
            self._say_act(asked, told, len(message.saved.lines) - 1)

    def _take(self, partner: Partner, own: tuple[HistoryLine, ...] = ()) -> None:
        """Show the partner as its file is now, and tell what others did to it."""
        is_gone = self._run not in partner.runs
        try:
            others = [line for line in self._news() if line not in own]
            if not is_gone:
                self._draft.take(_with_wordings(self._workplace, self._read(partner)))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        told = history_text.news(others, self._view.checklist) if others else ""
        if is_gone:
            self._leave_gone(told)
            return
        self._show()
        if told:
            self.say(told, Tone.STRONG)

    def _news(self) -> Sequence[HistoryLine]:
        """Return what the history has beyond the file that is shown."""
        heads = self._draft.heads()
        history = self._workplace.store.history(self._view.partner.id)
        return history.beyond(heads, self._customer_id) if heads else []

    def _read(self, partner: Partner) -> RunView:
        """Return the run of `partner`, beside the checklist as it was if that is unreadable now."""
        try:
            view = self._workplace.view(partner, self._run)
        except CspTuiError as error:
            self._tell_unreadable(error)
            return replace(self._view.partner_part, partner=partner, run=partner.runs[self._run])
        self._tell_reread(view.checklist)
        return view

    @property
    def _customer_id(self) -> str:
        """Whose part of the run it is; empty for the partner's own."""
        return self._view.customer.id if self._view.customer else ""

    def followed(self) -> list[Path]:
        """Return the files to follow: the partner's, its customers' and the checklist's."""
        places, partner_id = self._workplace.places, self._view.partner.id
        own = [places.progress_file(partner_id), places.customers_of(partner_id)]
        return [*own, *super().followed()]

    def follow(self) -> None:
        """Show the file as it is now; while one's own change is being saved, that brings it."""
        if (self._draft.pending or self._asked) and not self._draft.trouble:
            return
        try:
            self._take(self._workplace.store.load(self._view.partner.id))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def go_back(self) -> bool:
        """Go back from the full detail to the list; do not leave what is not saved unasked."""
        return super().go_back() or self.holds_back()

    def action_show_history(self) -> None:
        """Open the history of the partner, from which that of the item is a key away."""
        from csp_tui.tui.history.screen import HistoryScreen

        place = (self._run, self._item.id) if self._item else None
        self.app.push_screen(HistoryScreen(self._workplace, self._view.partner, place))

    def action_write_report(self) -> None:
        """Ask for a file, and write a report of the partner to it."""
        from csp_tui.tui.reporting.talk import report_talk

        self.converse(report_talk(self, self._workplace, self._view.partner.id))


def _with_wordings(workplace: Workplace, view: RunView) -> RunView:
    """Return the run with the wordings that were ticked, as far as the history can be read."""
    try:
        return with_wordings(workplace.store, view)
    except CspTuiError:
        return view
