"""The screen of conflicts: changes that fell against others which were made at the same time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.search import NamedText, has_all, joined_form, words_of
from csp_tui.core.base.text import visible_line
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.care.conflicts import conflicts_of, every_partner
from csp_tui.core.describe.clashes import in_words, worth_showing
from csp_tui.core.exchange.conflict_notes import (
    note_conflicts,
    noted_partners,
)
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.acts_to_undo import ActsToUndo
from csp_tui.tui.base.asking_undo import ask_first
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.base.pane_below import PaneBelow
from csp_tui.tui.conflicts import text as conflicts_text
from csp_tui.tui.conflicts.acts import Act
from csp_tui.tui.conflicts.conflict import Conflict
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import CONFLICTS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.places import CustomersPlace, RunPlace
from csp_tui.tui.saving.saver import ChangeSaved
from csp_tui.tui.syncing.text import head_end
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.scrolled_lines import ScrolledLines
from csp_tui.tui.widgets.text_lines import TextLines

_ROOMY = 34
"""Height of the screen, in rows, from which on the pane has a blank line."""

_Found = tuple[list[Conflict], list[str]]
"""Conflicts, the latest first, and the ids of the partners that cannot be read."""

HINTS = hint_line(
    ("b", N_("put the other back")),
    ("space", N_("keep as it is")),
    ("enter", N_("open")),
    ("/", N_("narrow")),
    ("m", N_("mark")),
    ("?", N_("help")),
    ("q", N_("back")),
)


class ConflictsScreen(ListScreen):
    """Shows the conflicts of all partners, the latest first, and the current one in full.

    A thread reads the histories: first those in which conflicts were noted, then all others.

    Args:
        workplace: the store, the checklists and the rest of the partners not archived.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = CONFLICTS
    BINDINGS = bindings_for(CONFLICTS)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._pane = PaneBelow(self)
        self._found: Sequence[Conflict] = ()
        self._fit = conflicts_text.columns((), 0, workplace.today)
        self._unreadable: Sequence[str] = ()
        self._is_all_read = False
        self._deciding: list[Act] = []
        """What is being decided."""
        self._acts = ActsToUndo[Act]()
        """What was decided here."""
        self._touched: set[str] = set()
        """The ids of the partners of these conflicts."""

    def compose(self) -> ComposeResult:
        """Yield the title, the list, the pane with both changes, and the bottom row."""
        yield TextLines(id="head")
        yield RowList(has_divider=False)
        yield TextLines(id="rule")
        yield ScrolledLines(id="change")
        yield BottomRow(HINTS[-2:])

    def on_mount(self) -> None:
        """Show that the histories are being read."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Fit rows and pane to the new size."""
        self.soon(self._show)

    def on_row_list_rested(self) -> None:
        """Show the current conflict in full."""
        self._show_change()

    def on_scrolled_lines_scrolled(self) -> None:
        """Show how much of the changes is out of sight."""
        self._pane.show_rule()

    def action_switch_pane(self) -> None:
        """Move the focus to the pane with both changes, to scroll it, or back to the list."""
        self._pane.switch()

    def followed(self) -> list[Path]:
        """Return the paths to watch.

        They are the directory of partners, the histories of the conflicts shown, and the file that
        notes which partners have conflicts.
        """
        places = self._workplace.places
        shown = {each.at.places.history_file(each.partner_id) for each in self._found}
        return [places.conflict_notes, places.partners, *shown]

    def follow(self) -> None:
        """Read the histories again, and show the conflicts when that is done."""
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        """Read in a thread the histories in which conflicts are known, and show what is found.

        The first time, go on to read all other histories, and show what is found there, too.
        """
        known = {each.partner_id for each in self._found} | self._touched
        near = known | noted_partners(self._workplace.places)
        self._take(await in_background(partial(self._find, near)))
        if not self._is_all_read:
            found = await in_background(partial(self._find, None))
            self._is_all_read = True
            self._take(found)
        host_of(self).view_state.conflicts = len(self._found)

    def _take(self, found: _Found) -> None:
        self._found, self._unreadable = found
        self.call_if_there(self._show)

    def _find(self, partner_ids: Collection[str] | None) -> _Found:
        """Return the conflicts of partners, and the ids of those that are unreadable.

        With None in place of ids, all partners are read; which partners have conflicts is then also
        noted in the data directory. A thread calls this.
        """
        workplace, unreadable = self._workplace, list[str]()
        places, found = dict[str, Workplace](), []
        for each, at in every_partner(workplace):
            if partner_ids is None or each in partner_ids:
                places[each] = at
                try:
                    found += conflicts_of(at, each)
                except CspTuiError:
                    unreadable.append(each)
        words_of = in_words(workplace, archived_workplace(workplace))
        shown = [
            Conflict(places[partner_id], partner_id, clash, words_of(partner_id, clash))
            for partner_id, clash in worth_showing(found)
        ]
        if partner_ids is None:
            note_conflicts(workplace, {each.partner_id for each in shown})
        return shown, unreadable

    # What is shown

    @property
    def _undecided(self) -> list[Conflict]:
        """The conflicts on which no decision is being saved."""
        acts = self._deciding
        return [each for each in self._found if not any(act.is_about(each) for act in acts)]

    @property
    def _current(self) -> Conflict | None:
        return next((each for each in self._found if each.key == self.rows.key), None)

    def _show(self) -> None:
        workplace, cells = self._workplace, self.rows.size.width
        today, every, words = workplace.today, self._undecided, words_of(self.narrowing)
        shown = [each for each in every if has_all(joined_form(_texts(each)), words)]
        self._counted = len(shown), len(every)
        fit = self._fit = conflicts_text.columns(shown, cells, today)
        rows = [conflicts_text.row_of(each, fit, today) for each in shown]
        if every and not shown:
            rows = self.none_found()
        remarks = conflicts_text.remark_rows(
            len(every), len(self._unreadable), is_known=self._is_all_read
        )
        self.rows.show([*rows, *remarks])
        self.show_hints(HINTS)
        if self.rows.marked:
            self.rows.keep_marks({each.key for each in shown})
        self._show_head()
        self._show_change()

    def _show_head(self) -> None:
        today, cells = self._workplace.today, self.rows.size.width
        count, marked = len(self._undecided), len(self.rows.marked)
        note = self.narrowing_note()
        if marked:
            note = "  ".join(filter(None, (_("{count} marked").format(count=marked), note)))
        end = head_end(host_of(self).view_state.sync, today)
        head = conflicts_text.head(count, note, end, self._fit, cells)
        self.query_one("#head", TextLines).show(head)

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts on the conflict in the row `key`; none for a row without a conflict."""
        found = (_texts(each) for each in self._found if each.key == key)
        return next(found, ())

    def _show_change(self) -> None:
        if (conflict := self._current) is None:
            self._pane.show([])
            return
        viewer = Viewer(self._workplace.actor, self._workplace.today)
        is_roomy = self.size.height >= _ROOMY
        lines = conflicts_text.conflict_lines(conflict, viewer, self._pane.cells, is_roomy=is_roomy)
        self._pane.show(lines)

    def show_marks(self) -> None:
        """Show in the title how many conflicts are marked."""
        self._show_head()

    def marks_to_say(self) -> int:
        """Return how many conflicts are marked."""
        return len(self.rows.marked)

    # What is done

    def _chosen(self) -> list[Conflict]:
        """Return the marked conflicts, the lowest row first; without marks, the current one.

        If there is none, say so and return an empty list.
        """
        marked, here = self.rows.marked, self._current
        chosen = [each for each in self._undecided if each.key in marked]
        if not chosen and here is not None:
            chosen = [here]
        if not chosen:
            self.say(_("There is no conflict here."))
        return chosen[::-1]

    def action_put_back(self) -> None:
        """Put back what fell in the marked conflicts, else in the current one, as a new change.

        If they are several, ask first. If there is none, say so.
        """
        self._decide(is_put_back=True)

    def action_keep_standing(self) -> None:
        """Confirm what stands in the marked conflicts, else in the current one; that ends them.

        If they are several, ask first. If there is none, say so.
        """
        self._decide(is_put_back=False)

    def _decide(self, *, is_put_back: bool) -> None:
        chosen = self._chosen()
        if len(chosen) > 1:
            self.converse(self._decide_many(chosen, is_put_back=is_put_back))
        elif chosen:
            self._save(chosen, is_put_back=is_put_back)

    def _decide_many(self, chosen: Sequence[Conflict], *, is_put_back: bool) -> Talk[None]:
        count = len(chosen)
        title, lead = (
            _("Put the other value back: {count} changes?"),
            _("u takes it back in all of them."),
        )
        if not is_put_back:
            title = _("Keep as it is: {count} conflicts?")
            lead = _("They are over then; u takes that back.")
        if (yield from confirmed(title.format(count=count), lead)):
            self._save(chosen, is_put_back=is_put_back)

    def _save(self, chosen: Sequence[Conflict], *, is_put_back: bool) -> None:
        act = Act(chosen, is_put_back=is_put_back)
        self._deciding.append(act)
        self._touched |= {each.partner_id for each in chosen}
        self._acts.add(act)  # so that an undo typed ahead finds it
        own = host_of(self).saver.own_steps

        def job(store: Store) -> Saved:
            saved = act.decide(store)
            own.know(step for _conflict, step in act.steps)
            return saved

        self.save(job, partial(self._say_decided, act), partial(self._say_undecided, act))
        self.end_marks()
        self._show()

    def action_undo_step(self) -> None:
        """Take back what was decided here last: what stood stands again, the conflict is back.

        If the user's last act changed nothing, ask first. If nothing was decided here, say so.
        """
        self._take_back(_("Nothing was decided here."), redo=False)

    def action_redo_step(self) -> None:
        """Decide once more what was taken back here last; if nothing was, say so."""
        self._take_back(_("Nothing was taken back from here."), redo=True)

    def _take_back(self, nothing: str, *, redo: bool) -> None:
        act = self._acts.take(redo=redo)
        if act is None:
            self.say(nothing)
            return
        taken, own = act, host_of(self).saver.own_steps

        def job(store: Store) -> Saved:
            if not taken.steps:
                raise UsageError(_("nothing was decided"))
            if not redo:
                taken.check(own)
            saved = taken.take_back(store, redo=redo)
            own.know(step for _conflict, step in taken.steps)
            return saved

        def say_taken(_saved: Saved) -> None:
            self.say(conflicts_text.decided(taken) if redo else conflicts_text.taken_back(taken))

        def fail(error: CspTuiError) -> None:
            self._acts.put_back(taken, error, redo=redo)
            is_asked = ask_first(self, self._workplace, error, self.action_undo_step)
            if taken.steps and not is_asked:
                self.say(_("Not taken back: {why}.").format(why=error.short))

        self.save(job, say_taken, fail)

    def _say_decided(self, act: Act, saved: Saved) -> None:
        self._deciding.remove(act)
        decided = act.decided
        self._found = [each for each in self._found if each.key not in decided]
        if not saved.lines:
            self._acts.drop(act)
        self.say(conflicts_text.decided(act))

    def _say_undecided(self, act: Act, error: CspTuiError) -> None:
        self._deciding.remove(act)
        self._acts.drop(act)
        self._show()
        self.say(_("Not decided: {why}.").format(why=error.short))

    def take_saved(self, message: ChangeSaved) -> None:
        """Say what was decided or taken back, if this screen asked for it; read again."""
        super().take_saved(message)
        self.follow()

    def action_open_conflict(self) -> None:
        """Open the item of the current conflict in its run; without an item, the partner's run.

        If the conflict is about a customer, open the customers of the run. Of an archived partner,
        say that it is archived. If other rows are marked, only say that the key is for one row.
        """
        if self.refuses_marks("open-conflict"):
            return
        if (conflict := self._current) is None:
            self.say(_("There is no conflict here."))
            return
        partner_id, clash = conflict.partner_id, conflict.clash
        run, customer = clash.fell.run, clash.register.customer
        if conflict.at is not self._workplace:
            sentence = _("{name} is archived: A among the partners shows the archive.")
            self.say(sentence.format(name=visible_line(conflict.words.partner)))
        elif customer:
            self.open(CustomersPlace(partner_id, run, clash.item, at=customer))
        else:
            self.open(RunPlace(partner_id, run, clash.item))


def _texts(conflict: Conflict) -> list[NamedText]:
    words = conflict.words
    return [
        (N_("partner"), words.partner),
        (N_("item"), words.title),
        (N_("kept"), f"{words.stands} {words.stands.words}"),
        (N_("not kept"), f"{words.fell} {words.fell.words}"),
    ]
