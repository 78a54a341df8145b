"""The base class of all screens with a list: bottom row, narrowing, messages, changed files.

A screen follows files: while it is in front, it shows them again when they change on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from textual.events import ScreenResume

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import cut, visible_line
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import Action
from csp_tui.tui.lines.hints import Hint, hints_of_none, key_of, with_all
from csp_tui.tui.lines.hints import hint_line as hint_line
from csp_tui.tui.lines.narrowing import Narrowing, narrowing_words
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.places import Place
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.widgets.line_view import LineView
from csp_tui.tui.widgets.row_list import Row, RowList

if TYPE_CHECKING:
    from csp_tui.core.base.search import NamedText
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.store.shared_act import SharedAct

WhenSaved: TypeAlias = "Callable[[Saved], object]"
WhenFailed = Callable[[CspTuiError], object]

_FILE_NAME = 18
"""Cells for the name of a file in a message that says more."""


def unreadable_words(error: InvalidFileError) -> str:
    """Return the message that a file is unreadable, with the key that restores it.

    It fits into 80 columns.
    """
    sentence = _("Unreadable: {file}{place}; R puts the last good copy back")
    return sentence.format(file=cut(visible_line(error.path.name), _FILE_NAME), place=error.place)


def why_unread(error: CspTuiError) -> str:
    """Return the message that a file cannot be read; if it is damaged, with the key that helps."""
    return unreadable_words(error) if isinstance(error, InvalidFileError) else str(error)


def left_out_words(names: Sequence[str]) -> str:
    """Return a sentence that those called `names` are left out of an act; "" for none."""
    if not names:
        return ""
    from csp_tui.core.runs.run_questions import some_names

    left = ngettext(
        "Left out, as it cannot be read: {names}.",
        "Left out, as they cannot be read: {names}.",
        len(names),
    )
    return left.format(names=some_names(names))


def as_sentence(message: str) -> str:
    """Return an error's `message` with a capital letter at its start and a full stop at its end."""
    return f"{message[:1].upper()}{message[1:]}."


class ListScreen(QuietScreen[None], inherit_bindings=False):
    """A screen with one list and the bottom row.

    The help and the palette show its ``ACTIONS``. Textual's own keys tab and shift+tab are left
    out: they would move the focus, and the user would not see it.
    """

    ACTIONS: tuple[Action, ...] = ()
    AUTO_FOCUS = "RowList"
    SHOWS_ALL_PARTNERS = False
    """Whether `follow` looks at the files of all partners, which may take long."""
    narrowing = ""
    """What the user has typed to narrow the list; "" if all rows are shown."""
    _narrowed_from = ""
    _counted = (0, 0)
    _when_in_front: tuple[Callable[[], object], ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.submitted: dict[int, tuple[WhenSaved, WhenFailed]] = {}
        """By ticket of a job of `save`: what is called when it is saved, and when it fails."""

    @property
    def partner_id(self) -> str:
        """The id of the partner that the screen shows; "" if it shows none or several."""
        return ""

    @property
    def partners_row(self) -> str:
        """The key of the row in the list of partners that this screen belongs to; "" for none.

        The cursor is put on that row when the user goes back to the list.
        """
        return ""

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """The search or filter of partners in words, and the ids of the partners that pass it.

        Both are empty if the screen shows all partners.
        """
        return "", frozenset()

    @property
    def is_loading(self) -> bool:
        """Whether no row is shown because a thread reads the partners; keys for rows then wait."""
        return False

    @property
    def loading_message(self) -> str:
        """The message that a key waits for the rows; it goes when they are there."""
        return _("The partners are being read; this key works after that.")

    @property
    def rows(self) -> RowList:
        """The list widget of the screen."""
        return self.query_one(RowList)

    def save(
        self, job: Job, saved: WhenSaved, failed: WhenFailed, act: SharedAct | None = None
    ) -> int:
        """Let the saver run `job` once; then call `saved` with the result, or `failed`.

        Return the ticket of the job. `act` is the act on several partners that it saves.
        """
        ticket = host_of(self).saver.submit(job, is_kept=False, act=act)
        self.submitted[ticket] = saved, failed
        return ticket

    def take_saved(self, message: ChangeSaved) -> None:
        """Handle the message that a job of any screen was saved.

        By default do what `save` was given, if the job is of this screen.
        """
        if submitted := self.submitted.pop(message.ticket, None):
            submitted[0](message.saved)

    def take_failed(self, message: ChangeFailed) -> None:
        """Handle the message that a job of any screen could not be saved.

        By default do what `save` was given, if the job is of this screen.
        """
        if submitted := self.submitted.pop(message.ticket, None):
            submitted[1](message.error)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """Read the files again and draw what has changed when the screen comes to the front.

        Then call what `when_in_front` was given while another screen was in front.
        """
        self.soon(self.follow_in_front)
        self.soon(self._draw_changed)
        self.soon(self._act_in_front)

    def _act_in_front(self) -> None:
        while self._when_in_front and self.app.screen is self:
            act, *others = self._when_in_front
            self._when_in_front = tuple(others)
            act()

    def _draw_changed(self) -> None:
        """Draw what was shown anew while another screen was in front."""
        for each in self.query(LineView):
            each.sync()

    def when_in_front(self, act: Callable[[], object]) -> None:
        """Call `act` now if the screen is in front, else when it comes to the front next.

        Of several, each is called in its turn, as long as none opens another screen.
        """
        self._when_in_front += (act,)
        self._act_in_front()

    def open_again(self, open_form: Callable[[str], object], error: CspTuiError) -> None:
        """Open a form again, once no other screen is in front; it says why it was not saved."""
        self.when_in_front(partial(open_form, _("Not saved: {why}").format(why=error.short)))

    def go_back(self) -> bool:
        """Go back one step inside the screen; return False if the screen itself is to be left.

        This base class returns False.
        """
        return False

    def leave(self) -> None:
        """Keep what the app is to remember of this screen, when the user leaves the screen.

        By default do nothing.
        """

    def followed(self) -> list[Path]:
        """Return the files and directories to watch, none by default.

        `follow` is called when one of them changes.
        """
        return []

    def follow(self) -> None:
        """Read the files again and show them as they are now; by default do nothing."""

    def follow_in_front(self) -> None:
        """Do what `follow` does when the screen comes to the front; some of it may come later."""
        self.follow()

    def retranslate(self) -> None:
        """Show all texts again in the current language, also those read from files."""
        self.follow()
        super().retranslate()

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Open the screen that shows `place`; with `instead` it replaces this screen.

        If it cannot be opened, show why in the bottom row.
        """
        try:
            host_of(self).open(place, instead=instead)
        except CspTuiError as error:
            self.say(self.message_of(error))

    def go_to(self, place: Place) -> bool:  # noqa: ARG002
        """Show `place` if it is a part of this screen; return whether it is.

        This base class returns False.
        """
        return False

    def message_of(self, error: CspTuiError) -> str:
        """Return the message to show for an error: its own text.

        A screen with a key that helps against the error overrides this, to name the key.
        """
        return str(error)

    def show_hints(
        self, hints: Sequence[Hint], others: Sequence[Hint] = (), *, is_filtered: bool = False
    ) -> None:
        """Show `hints` in the bottom row; where the list has no row, only those that act.

        Args:
            hints: the hints for the current row.
            others: keys that act where there is no row.
            is_filtered: whether filters are on.
        """
        if not self.is_loading:
            self.bottom.clear(self.loading_message)
        if not self.rows.key:
            is_narrowed = bool(self.narrowing)
            hints = hints_of_none(
                hints, is_narrowed=is_narrowed, is_filtered=is_filtered, others=others
            )
        elif not self.marked:
            hints = with_all(hints, is_filtered=is_filtered or bool(self.narrowing))
        self.bottom.set_hints(hints)

    def say(self, sentence: str) -> None:
        """Show `sentence` in the bottom row until the next key."""
        self.bottom.say(sentence)

    @property
    def marked(self) -> Collection[str]:
        """The keys of the marked rows, the last marked at the end."""
        return self.rows.marked

    def refuses_marks(self, action_id: str) -> bool:
        """Return whether rows other than the current one are marked; if so, refuse the action.

        The bottom row then says that the action is for one row only, and how to unmark rows.
        """
        if not set(self.marked) - {self.rows.key}:
            return False
        key = key_of(self.ACTIONS, action_id)
        sentence = _("{key} is for one row: end the marks first ({none}).")
        self.say(sentence.format(key=key, none=key_of(self.ACTIONS, "show-all")))
        return True

    def converse(self, talk: Talk[None]) -> None:
        """Run `talk` in the bottom row: ask each question that it yields.

        The talk ends early if the user cancels a question. Do nothing if a question is open
        already.
        """
        self.bottom.converse(talk)

    def action_narrow_list(self) -> None:
        """Let the user type words; the list is narrowed to the rows that have them all."""
        self.prepare_narrowing()
        narrowing = Narrowing(self.narrowing, self.narrow, self.counted, partial(self.narrow, ""))
        self.bottom.narrow(narrowing)

    def prepare_narrowing(self) -> None:
        """Begin to read what is needed to narrow the list; by default do nothing."""

    def narrow(self, text: str) -> None:
        """Show only the rows that have each word of `text`; all rows if it is "".

        The cursor stays on its row if that is shown, else it goes to the first one.
        """
        from csp_tui.core.base.search import words_of

        if not self.narrowing or self.rows.key:
            self._narrowed_from = self.rows.key
        self.narrowing = text
        self.rows.show_matches(words_of(text), self.texts_of)
        self.show_narrowed(self._narrowed_from)
        if self.rows.key != self._narrowed_from:
            self.rows.action_move_first()

    def show_narrowed(self, key: str) -> None:
        """Show the list anew, narrowed to `narrowing`, with the cursor on the row `key`."""
        self._show()
        self.rows.select(key)

    def counted(self) -> tuple[int, int]:
        """Return how many rows are shown, and how many there are without `narrowing`."""
        return self._counted

    def texts_of(self, key: str) -> Iterable[NamedText]:  # noqa: ARG002
        """Return the texts that belong to the row `key` beside those in its line.

        While the list is narrowed, a row whose line lacks one of the typed words shows the text
        that has it. By default there are none.
        """
        return ()

    def narrowed(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return those of `rows` whose lines have all words that narrow the list.

        The heading above such a row is kept, and so are rows without a key right below it. If no
        row has the words, return one row that says so. If the list is not narrowed, return all
        rows. The numbers that `counted` returns are set, too.
        """
        every = sum(bool(row.key) for row in rows)
        if not self.narrowing:
            self._counted = every, every
            return rows
        from csp_tui.core.base.search import has_all, search_form, words_of

        words, kept = words_of(self.narrowing), list[Row]()
        heading, is_kept = list[Row](), False
        for row in rows:
            if row.key:
                is_kept = has_all(search_form(row.text), words)
            elif row.line and row.line[0][1] is Tone.STRONG:
                heading, is_kept = [row], False
            if is_kept:
                kept += [*heading, row]
                heading = []
        self._counted = sum(bool(row.key) for row in kept), every
        return kept or self.none_found()

    def none_found(self) -> list[Row]:
        """Return one row, which says that no row has the words."""
        sentence = _('No row has "{text}"; ctrl+g shows all.')
        text = visible_line(sentence.format(text=self.narrowing))
        return [Row("", ((f" {text}", Tone.QUIET),))]

    def narrowing_note(self) -> str:
        """Return how many rows are shown and why, such as ``6 of 500  /credit``.

        "" if the list is not narrowed.
        """
        if not self.narrowing:
            return ""
        shown, every = self.counted()
        count = _("{count} of {all}").format(count=shown, all=every)
        return f"{count}  {narrowing_words(self.narrowing)}"

    def action_show_all(self) -> None:
        """End the marks; if there are none, the narrowing; if there is none, the filters.

        The cursor stays on its row.
        """
        if self.marked:
            self.end_marks()
        elif self.narrowing:
            self.narrow("")
        else:
            self.end_filters()

    def end_filters(self) -> None:
        """Show all rows again, if filters are on; by default there are none."""

    def end_marks(self) -> None:
        """Unmark all rows, and show that."""
        self.rows.keep_marks()
        self.show_marks()

    def show_marks(self) -> None:
        """Show how many rows are marked, and what the keys do with them; by default do nothing."""

    def marks_to_say(self) -> int:
        """Return how many things are marked, if no pane names them; by default 0."""
        return 0

    def _show_new_marks(self) -> None:
        """Show the marks; if no pane does, say how many, and that a key now acts on all of them."""
        self.show_marks()
        if count := self.marks_to_say():
            sentence = ngettext(
                "{count} marked: an act is for it; ctrl+g: none.",
                "{count} marked: an act is for all of them; ctrl+g: none.",
                count,
            )
            self.say(sentence.format(count=count))

    def action_mark_row(self) -> None:
        """Mark the row under the cursor, or unmark it; then move the cursor down."""
        self.rows.mark()
        self._show_new_marks()

    def action_mark_to_here(self) -> None:
        """Mark all rows from the one marked last to the one under the cursor.

        If no row is marked, or the one marked last is not shown, mark only the current one.
        """
        self.rows.mark_to_here()
        self._show_new_marks()

    def action_mark_all(self) -> None:
        """Mark all rows that are shown; if all are marked, unmark them."""
        self.rows.mark_all()
        self._show_new_marks()
