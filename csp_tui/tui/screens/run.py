"""The screen of a run: work down a checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer

from csp_tui.core import acts
from csp_tui.core.actions import RUN
from csp_tui.core.changes import Change, with_change
from csp_tui.core.checklist import Item
from csp_tui.core.clock import local_time
from csp_tui.core.counting import RunView
from csp_tui.core.errors import CspTuiError, UsageError
from csp_tui.core.progress import Partner, Status
from csp_tui.core.workplace import Workplace
from csp_tui.tui import run_text
from csp_tui.tui.bindings import bindings_for
from csp_tui.tui.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.screens.list_screen import ListScreen, hint_line
from csp_tui.tui.tone import Span, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import ScrolledLines, TextLines

if TYPE_CHECKING:
    from csp_tui.tui.app import CspTuiApp

DETAIL_REST = 0.12
"""Seconds for which the cursor must rest before the detail follows."""

ROOMY = 14
"""Rows from which on the detail has blank lines between its parts."""

SAVE_PATIENCE = 0.25
"""Seconds after which a change that is not on the disk yet is said to be on its way."""

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
READING_HINTS = hint_line(("y", "copy link"), ("o", "links"), ("?", "help"), ("q", "back"))


class RunScreen(ListScreen):
    """Shows one run of a partner, or a checklist for reading where there is no partner.

    Args:
        workplace: the store, the checklists and the rest.
        partner: the partner as it was read.
        run: the key of the run.
        view: what to show instead, for reading only.
    """

    CSS_PATH = "run.tcss"
    ACTIONS = RUN
    BINDINGS = bindings_for(RUN)

    def __init__(
        self, workplace: Workplace, partner: Partner, run: str, view: RunView | None = None
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._is_reading = view is not None
        self._saved_view = view or workplace.view(partner, run)
        self._view = self._saved_view
        self._pending: dict[int, list[Change]] = {}
        self._asked: dict[int, str] = {}
        self._saved_at: datetime | None = None
        self._failure = ""
        self._is_slow = False
        self._rest: Timer | None = None
        self._slow: Timer | None = None
        self._shown = ""

    def compose(self) -> ComposeResult:
        """Head, list, detail and bottom row."""
        yield TextLines(id="title")
        with Container(id="state"):
            yield TextLines(id="counts")
            yield TextLines(id="saved")
            yield TextLines(id="bar")
        with Container(id="panes"):
            with Container(id="list"):
                yield RowList()
                yield TextLines(id="rule")
            with Container(id="guidance"):
                yield ScrolledLines(id="detail")
                yield TextLines(id="link")
        yield BottomRow(READING_HINTS if self._is_reading else HINTS)

    def on_mount(self) -> None:
        """Show the run, with the cursor on what is next."""
        ready = self._view.ready()
        self.call_after_refresh(self._show, ready.id if ready and not self._is_reading else "")

    # What is shown

    @property
    def _run(self) -> str:
        return self._view.run.key

    @property
    def _today(self) -> date:
        return self._workplace.today

    @property
    def _item(self) -> Item | None:
        return self._view.checklist.by_id.get(self.rows.key)

    def _show(self, key: str = "") -> None:
        self._show_rows(key)
        self._show_detail()

    def _show_rows(self, key: str = "") -> None:
        self.rows.show(run_text.RunRows(self._view, self._today), key)
        self._show_head()

    def _show_head(self) -> None:
        view = self._view
        bar = self.query_one("#bar", TextLines)
        title = run_text.title_line(view, is_demo=self._workplace.is_demo)
        self.query_one("#title", TextLines).show([title])
        self.query_one("#counts", TextLines).show([run_text.count_line(view)])
        self.query_one("#saved", TextLines).show([(self._save_state(),)])
        bar.show([run_text.bar(view.counts(), max(1, bar.size.width - 1))])

    def _save_state(self) -> Span:
        if self._is_reading:
            return ("for reading only", Tone.QUIET)
        if self._failure:
            return ("NOT SAVED", Tone.ALERT)
        if self._pending and self._is_slow:
            return ("saving ...", Tone.ALERT)
        if self._saved_at is None:
            return ("all saved", Tone.QUIET)
        return (f"saved {local_time(self._saved_at)}", Tone.QUIET)

    def _show_detail(self) -> None:
        item = self._item
        detail = self.query_one("#detail", ScrolledLines)
        link = self.query_one("#link", TextLines)
        self._shown = self.rows.key
        if item is None:
            detail.show([])
            link.show([])
        else:
            lines = run_text.detail_lines(
                self._view,
                item,
                detail.size.width,
                self._today,
                is_roomy=detail.size.height >= ROOMY,
            )
            detail.show(lines)
            link.show(run_text.link_lines(item, link.size.width))
        self._show_rule()

    def _show_rule(self) -> None:
        rule = self.query_one("#rule", TextLines)
        below = self.rows.more_below
        hidden = self.query_one("#detail", ScrolledLines).more_below
        notes = [
            f"{below} more rows below" if below else "",
            f"{hidden} more lines: enter" if hidden else "",
        ]
        text = "  ".join(note for note in notes if note)
        lead = f"── {text} " if text else ""
        rule.show([((lead + "─" * max(0, rule.size.width - len(lead)), Tone.QUIET),)])

    def on_row_list_moved(self, _event: RowList.Moved) -> None:
        """Let the detail follow when the cursor rests."""
        self.bottom.clear()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(DETAIL_REST, self._follow_cursor)

    def _follow_cursor(self) -> None:
        if self.rows.key != self._shown:
            self._show_detail()
        else:
            self._show_rule()

    def on_resize(self) -> None:
        """Wrap the detail anew."""
        self.call_after_refresh(self._show_detail)

    # Changes

    def _change(self, *changes: Change) -> None:
        """Show `changes` at once and save them."""
        partner_id, wanted = self._view.partner.id, list(changes)
        ticket = self._submit(lambda store: store.change(partner_id, wanted))
        self._pending[ticket] = wanted
        self._refresh_view()
        self._show_rows()

    def _submit(self, job: Job) -> int:
        app = cast("CspTuiApp", self.app)
        self._failure = ""
        if self._slow is not None:
            self._slow.stop()
        self._slow = self.set_timer(SAVE_PATIENCE, self._say_slow)
        return app.saver.submit(job)

    def _say_slow(self) -> None:
        if self._pending:
            self._is_slow = True
            self._show_head()

    def _refresh_view(self) -> None:
        """Put what is not saved yet on top of what is."""
        partner = self._saved_view.partner
        for changes in self._pending.values():
            for change in changes:
                partner = with_change(partner, change)
        self._view = replace(self._saved_view, partner=partner, run=partner.runs[self._run])

    def take_saved(self, message: ChangeSaved) -> None:
        """Show what is on the disk, with the time."""
        if message.saved.partner.id != self._view.partner.id:
            return
        self._pending.pop(message.ticket, None)
        asked = self._asked.pop(message.ticket, "")
        self._saved_at = message.saved.at
        self._is_slow = False
        self._take(message.saved.partner)
        if asked:
            line = message.saved.lines[0] if message.saved.lines else None
            item = self._view.checklist.by_id.get(line.item) if line else None
            self.say(f"{asked}: {item.title}" if item else f"{asked}.")
            if item and line and line.run == self._run:
                self.rows.select(item.id)

    def take_failed(self, message: ChangeFailed) -> None:
        """Say that a change was not saved, and show what is on the disk."""
        if self._asked.pop(message.ticket, ""):
            self.say(str(message.error), Tone.ALERT)
        elif self._pending.pop(message.ticket, None) is not None:
            self._failure = str(message.error)
            self._refresh_view()
            self._show()
            self.say(f"Not saved: {message.error}", Tone.ALERT)

    def _take(self, partner: Partner) -> None:
        if self._run not in partner.runs:
            self.app.pop_screen()
            return
        try:
            self._saved_view = self._workplace.view(partner, self._run)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        self._refresh_view()
        self._show()

    def followed(self) -> list[Path]:
        """Return the file to follow."""
        if self._is_reading:
            return []
        return [self._workplace.places.progress_file(self._view.partner.id)]

    def follow(self) -> None:
        """Show the file as it is now."""
        if self._is_reading or self._pending:
            self._show()
            return
        try:
            self._take(self._workplace.store.load(self._view.partner.id))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def _editable(self) -> Item | None:
        if self._is_reading:
            self.say("This is for reading; start it for a partner to work on it.")
            return None
        return self._item

    def action_tick_item(self) -> None:
        """Tick what is open, untick what is done or set apart."""
        if (item := self._editable()) is None:
            return
        status = self._view.progress(item).status
        is_settled = status in (Status.DONE, Status.NOT_APPLICABLE)
        if is_settled and not self._view.rule_changed(item):
            self._change(acts.untick(self._run, item))
        else:
            self._change(acts.tick(self._run, item))

    @work(exclusive=True)
    async def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the item not applicable."""
        if (item := self._editable()) is None:
            return
        reason = await self.bottom.ask("Not applicable because", self._view.progress(item).reason)
        if reason is not None:
            self._try(lambda: acts.not_applicable(self._run, item, reason))

    @work(exclusive=True)
    async def action_refuse_item(self) -> None:
        """Ask for the reason, then set the item refused."""
        if (item := self._editable()) is None:
            return
        reason = await self.bottom.ask("Refused, by whom and why", self._view.progress(item).reason)
        if reason is not None:
            self._try(lambda: acts.refuse(self._run, item, reason))

    @work(exclusive=True)
    async def action_wait_item(self) -> None:
        """Ask for whom, which case and when to chase, then set the item waiting."""
        if (item := self._editable()) is None:
            return
        progress, today = self._view.progress(item), self._today
        whom = await self.bottom.ask("Waiting for", progress.waiting_for or "Microsoft")
        if whom is None:
            return
        case = await self.bottom.ask("Case number, if any", progress.case)
        if case is None:
            return
        day = acts.chase_day(item, today).isoformat()
        chase = await self.bottom.ask("Chase on", day)
        if chase is None:
            return
        self._try(
            lambda: acts.wait(
                self._run,
                item,
                whom,
                progress.since or today,
                acts.parse_day(chase, today) or acts.chase_day(item, today),
                case,
            )
        )

    def action_edit_item(self) -> None:
        """Open the form of the item."""
        from csp_tui.tui.screens.edit import EditScreen

        if (item := self._editable()) is None:
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self._change(acts.edit("edit", self._run, item, **values))

        form = EditScreen(item.title, self._view.progress(item), item.evidence, self._today)
        self.app.push_screen(form, save)

    def _try(self, make: Callable[[], Change]) -> None:
        try:
            self._change(make())
        except UsageError as error:
            self.say(f"{error}.", Tone.ALERT)

    def action_undo_step(self) -> None:
        """Take back one's own last step in this partner."""
        self._ask_store("Undone", redo=False)

    def action_redo_step(self) -> None:
        """Do again what was undone last."""
        self._ask_store("Redone", redo=True)

    def _ask_store(self, done: str, *, redo: bool) -> None:
        if self._is_reading:
            return
        partner_id = self._view.partner.id
        ticket = self._submit(lambda store: store.undo(partner_id, redo=redo))
        self._asked[ticket] = done

    # Links and moving about

    def action_copy_link(self) -> None:
        """Send the item's first link to the clipboard of the user's own terminal."""
        item = self._item
        if item is None or not item.links:
            self.say("This item has no link.")
            return
        self.app.copy_to_clipboard(item.links[0].url)
        self.say("Sent to your terminal's clipboard. If it did not arrive, press o.")

    def action_print_links(self) -> None:
        """Leave the full screen, print the links flush left, and come back at any key."""
        from csp_tui.tui.printed_links import print_links

        if self._item is not None:
            print_links(self.app, self._item)

    def action_open_detail(self) -> None:
        """Show the detail in full size, or the list again."""
        self.toggle_class("-full")
        detail = self.query_one("#detail", ScrolledLines)
        self.set_focus(detail if self.has_class("-full") else self.rows)
        self.call_after_refresh(self._show_detail)

    def action_switch_pane(self) -> None:
        """Go to the detail, which then scrolls, or back to the list."""
        detail = self.query_one("#detail", ScrolledLines)
        self.set_focus(self.rows if detail.has_focus else detail)
        self.say("The list moves." if self.rows.has_focus else "The detail scrolls; tab goes back.")

    def action_next_run(self) -> None:
        """Go to the partner's next run; behind the last, offer to start another."""
        self._other_run(1)

    def action_previous_run(self) -> None:
        """Go to the partner's run before."""
        self._other_run(-1)

    def _other_run(self, step: int) -> None:
        if self._is_reading:
            return
        runs = list(self._view.partner.runs)
        index = runs.index(self._run) + step
        if index < 0:
            self.say("This is the first checklist of this partner.")
        elif index < len(runs):
            self.app.switch_screen(RunScreen(self._workplace, self._view.partner, runs[index]))
        else:
            from csp_tui.tui.screens.start import StartScreen

            self.app.switch_screen(StartScreen(self._workplace, self._view.partner))
