"""The screen of the facts: each question with its answer, and the items that depend on it.

A fact is a yes or no about a partner or customer that decides which items apply.
"""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.language import N_, _, item_count
from csp_tui.core.base.text import pad, visible_line, width, wrap
from csp_tui.core.checklists.model import Fact
from csp_tui.core.runs import facts
from csp_tui.core.runs.view import RunView
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.all_keys import FACTS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.run.acts import RunActs
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(
    ("y", N_("yes")),
    ("n", N_("no")),
    ("space", N_("change")),
    ("backspace", N_("not known")),
    ("?", N_("help")),
    ("q", N_("back")),
)


class FactsScreen(ListScreen):
    """Shows the facts that a checklist asks, and lets the user answer them.

    Args:
        acts: the acts of the screen of the run below this one, which reads the files and saves.
    """

    CSS_PATH = "facts.tcss"
    ACTIONS = FACTS
    BINDINGS = bindings_for(FACTS)

    def __init__(self, acts: RunActs) -> None:
        super().__init__()
        self._acts = acts

    def compose(self) -> ComposeResult:
        """Yield the title, the list, the pane with the depending items, and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield TextLines(id="depending")
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the facts."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Wrap the text of the pane to the new width."""
        self.soon(self._show_depending)

    def on_row_list_moved(self) -> None:
        """Show the items that depend on the fact under the cursor."""
        self._show_depending()

    def followed(self) -> list[Path]:
        """Return the files that the screen of the run follows."""
        return self._acts.screen.followed()

    def follow(self) -> None:
        """Let the screen of the run read the files again, and show its facts."""
        self._acts.screen.follow()
        self._show()

    def take_saved(self, message: ChangeSaved) -> None:  # noqa: ARG002
        """Show the answers again after any change was saved."""
        self.bottom.alert("")
        self._show()

    def take_failed(self, message: ChangeFailed) -> None:
        """Show why a change of the run was not saved."""
        if message.ticket in self._acts.saving.draft.pending:
            again = _("Not saved: {why}; trying again")
            self.bottom.alert(again.format(why=message.error.short))

    def _show(self) -> None:
        view = self._acts.view
        known = facts.asked_in(view)
        names, cells = (view.name, _("facts: yes or no")), self.rows.size.width
        columns = ruled(((f"  {_columns()}", Tone.QUIET),), cells)
        self.query_one("#head", TextLines).show([title_row(cells, names), columns])
        self.rows.show([self._row(view, fact) for fact in known])
        self._show_depending()

    def _row(self, view: RunView, fact: Fact) -> Row:
        answer = view.facts.get(fact.id)
        count = len(facts.depending_in(view, fact.id))
        return Row(
            fact.id,
            (
                (pad(_(facts.ANSWERS[answer]), _answer_room() + 2), _tone(answer)),
                (pad(item_count(count), _items_room() + 2), Tone.QUIET),
                (visible_line(fact.question), Tone.TEXT),
            ),
            name=2,
        )

    def _show_depending(self) -> None:
        pane = self.query_one("#depending", TextLines)
        items = facts.depending_in(self._acts.view, self.rows.key)
        lines = self._cut_off_question(pane.size.width - 2)
        for label, is_negated in (
            (_("Only if yes: {titles}"), False),
            (_("Only if no: {titles}"), True),
        ):
            titles = [each.title for each in items if each.when.startswith("!") == is_negated]
            if titles:
                text = visible_line(label.format(titles=", ".join(titles)))
                lines += [((f" {each}", Tone.QUIET),) for each in wrap(text, pane.size.width - 2)]
        pane.show(lines)

    def _cut_off_question(self, cells: int) -> list[Line]:
        """Return the lines of the current question; an empty list if its row shows all of it."""
        question = visible_line(self._acts.view.checklist.question(self.rows.key))
        room = cells - _answer_room() - _items_room() - 4
        if width(question) <= room:
            return []
        return [((f" {each}", Tone.TEXT),) for each in wrap(question, cells)]

    def action_answer_yes(self) -> None:
        """Answer yes, and move the cursor to the next unanswered question.

        If every question is answered now, say so.
        """
        self._answer(known=True)
        self._go_on()

    def action_answer_no(self) -> None:
        """Answer no, and move the cursor to the next unanswered question.

        If every question is answered now, say so.
        """
        self._answer(known=False)
        self._go_on()

    def action_change_answer(self) -> None:
        """Change the answer from yes to no; from no, or if there is none, to yes."""
        self._answer(known=not self._acts.view.facts.get(self.rows.key))

    def action_forget_answer(self) -> None:
        """Remove the answer to the fact under the cursor; the fact is then unanswered."""
        self._answer(known=None)

    def _answer(self, known: bool | None) -> None:
        fact = self.rows.key
        if fact and self._acts.view.facts.get(fact) is not known:
            self._acts.change(facts.answer_change(fact, known))
            self._show()

    def _go_on(self) -> None:
        view = self._acts.view
        known = [fact.id for fact in facts.asked_in(view)]
        if unknown := {fact for fact in known if view.facts.get(fact) is None}:
            self.rows.go_to_next(unknown)
        elif known:
            self.say(_("Every question is answered."))


def _tone(answer: bool | None) -> Tone:
    return Tone.QUIET if answer is None else Tone.TEXT


def _columns() -> str:
    """Return the heads of the columns: the answer, how many items it decides, the question."""
    answer = pad(_("Answer"), _answer_room() + 2)
    # Translators: the head of a column with "2 items": how many items the answer decides
    return f"{answer}{pad(_('Decides'), _items_room() + 2)}{_('Question')}"


def _answer_room() -> int:
    """Return the width, in cells, of the longest answer in the current language."""
    return max(width(_(each)) for each in facts.ANSWERS.values())


def _items_room() -> int:
    """Return the width, in cells, of the column that says how many items an answer decides."""
    return max(width(item_count(99)), width(_("Decides")))
