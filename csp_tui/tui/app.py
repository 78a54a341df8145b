"""The full-screen app: opens screens, passes on keys and saved changes, and leaves in good order.

Keys that are typed before a screen can take them are typed ahead: the app keeps them for it.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.dom import DOMNode
from textual.events import Event, Key, Paste, Resize
from textual.screen import Screen
from textual.widget import Widget

from csp_tui.core.base import language
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.base.terminal_size import bounded
from csp_tui.core.base.text import visible
from csp_tui.core.partners.last_visit import keep_visit, last_visit
from csp_tui.core.store.act_notes import CutOffAct, acts_cut_off, forget_act
from csp_tui.core.workplace.settings import keep_language
from csp_tui.core.workplace.views import PARTNERS, keep_last_view, last_view, view_file
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.following import FollowingFiles
from csp_tui.tui.base.list_screen import ListScreen, as_sentence
from csp_tui.tui.base.quiet_screen import Ground, QuietScreen
from csp_tui.tui.keys.all_keys import ACTS, ANYWHERE, NEED_NO_ROW
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.keys.textual_bindings import bindings_for, method_name
from csp_tui.tui.lines.frame import mark_demo
from csp_tui.tui.lines.hints import key_of
from csp_tui.tui.partners.screen import PartnersScreen
from csp_tui.tui.places import NextPlace, Place
from csp_tui.tui.preparing import REST, prepare
from csp_tui.tui.routes import first_screen, screen_of
from csp_tui.tui.saving.partners_reader import PartnersReader
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Saver
from csp_tui.tui.syncing.background_sync import BackgroundSync, SyncEnded
from csp_tui.tui.terminal.driver import QuietDriver
from csp_tui.tui.terminal.shell import Shell
from csp_tui.tui.terminal.shown_frame import ShownFrame
from csp_tui.tui.terminal.terminal_input import MOST_PASTED
from csp_tui.tui.view_state import ViewState
from csp_tui.tui.widgets.bottom_row import BottomRow

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.filter import LineFilter

    from csp_tui.core.exchange.conflict_notes import ConflictCounter
    from csp_tui.core.exchange.last_sync import SyncState
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.base.leaving_app import LeavingApp

MINUTE = 60.0
"""Seconds of a minute of the setting ``sync.every``."""
LAST_RESORT = 5
"""Seconds that a change which is held up may still take to be saved when a signal ends the app."""


_ACT_NAMES = frozenset(map(method_name, ACTS))


class CspTuiApp(App[int]):
    """The app: a stack of screens over one workplace.

    Args:
        workplace: the store, the checklists and the rest.
        partner_id: the id of the partner to open first; None for the only one, or for the list.
        run: the key of that partner's run to open; None for the one left last.
        first_frame: what the terminal shows already, if anything.
    """

    CSS_PATH = ["app.tcss", "partners/screen.tcss", "run/screen.tcss"]
    """The style sheets, also of the first screens: Textual parses all of them again for each one
    that a screen adds later."""
    TITLE = "csp-tui"
    BINDINGS = bindings_for(ANYWHERE)
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        workplace: Workplace,
        *,
        partner_id: str | None = None,
        run: str | None = None,
        first_frame: ShownFrame | None = None,
    ) -> None:
        super().__init__(driver_class=QuietDriver)
        mark_demo(is_demo=workplace.is_demo)
        self.workplace = workplace
        self.first_frame = first_frame or ShownFrame()
        self._start_at = (partner_id, run)
        self.saver = Saver(lambda: workplace.store, self.post_message)
        self.partners_reader = PartnersReader(workplace, lambda: self.call_later(self._more_read))
        self._shell = Shell(self, self.saver, self.action_stop_app)
        self.background_sync = BackgroundSync(workplace, self.post_message)
        self._following = FollowingFiles(
            self, self.saver, self._list_screens, lambda: workplace.today, self._look_at_exchange
        )
        self._conflict_counter: ConflictCounter | None = None
        self._is_leaving = False
        self._is_started = False
        self._when_started: list[Callable[[], object]] = []
        self._is_prepared = False
        self._has_said_clock_trouble = False
        self._typed_ahead: list[Key | Paste] = []
        self.view_state = ViewState(last_visit=last_visit(workplace.places))
        self._view_trouble = self._take_last_view()
        self._view_at_start = self.view_state.partners_view()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of all that is drawn."""
        return self._without_colours if self.no_color else super().get_line_filters()

    @cached_property
    def _without_colours(self) -> Sequence[LineFilter]:
        from csp_tui.tui.base.no_colours import NoColours

        return [NoColours()]

    @cached_property
    def _leaving(self) -> LeavingApp:
        from csp_tui.tui.base.leaving_app import LeavingApp

        return LeavingApp(self, self.saver, self._list_screens)

    def _take_last_view(self) -> str:
        """Let the list of partners show what it showed last.

        Returns:
            A sentence if that cannot be read; "" if it can, or if nothing was kept yet.
        """
        places = self.workplace.places
        try:
            self.view_state.take_partners_view(places.config, "", last_view(places, PARTNERS))
        except CspTuiError:
            path = visible(str(view_file(places, PARTNERS)))
            sentence = _("The last filter and order cannot be read, so all are shown: {path}")
            return sentence.format(path=path)
        return ""

    def get_default_screen(self) -> Screen[None]:
        """Return the empty screen that Textual needs below the first screen."""
        return Ground()

    def on_mount(self) -> None:
        """Start to handle signals, and show the first screen."""
        self.animation_level = "none"
        self._shell.listen()
        self.push_screen(first_screen(self.workplace, *self._start_at, self.first_frame.row))

    def on_ready(self) -> None:
        """Draw the first screen, watch files, and turn garbage collection and automatic sync on.

        Also show what is wrong with the settings. Objects that exist already are never collected:
        they are needed until the end.
        """
        self._is_started = True
        while self._when_started:
            self._when_started.pop(0)()
        self._following.start()
        gc.freeze()
        gc.set_threshold(20_000)  # the steps of ten thousand partners are a fifth quicker to list
        gc.enable()
        if minutes := self.workplace.settings.sync_every:
            self.set_interval(minutes * MINUTE, self._sync_unasked)
        for act in acts_cut_off(self.workplace.places, self.workplace.actor)[:1]:
            self.run_worker(self._say_cut_off(act))
        trouble = self._settings_trouble() or self._view_trouble
        if trouble and isinstance(self.screen, ListScreen):
            self.screen.soon(self.screen.say, trouble)

    async def _say_cut_off(self, act: CutOffAct) -> None:
        """Say that an act on several partners is half done, once; it is found out in a thread.

        On a screen of one partner, whose `u` is for that partner alone, name the command.
        """
        from csp_tui.core.base.command_line import command_line  # late: these are rarely needed
        from csp_tui.core.care.cut_off_acts import cut_off_words

        front: Screen[Any] | None = None
        while self.screen is not front:  # until it is the same after the look
            front = self.screen
            undo = "u" if _undoes_for_all(front) else command_line("undo --last")
            words = partial(cut_off_words, self.workplace, act, undo)
            sentence = await in_background(words)
        if isinstance(front, ListScreen):
            forget_act(self.workplace.places, act.step)
            if sentence:
                front.say(as_sentence(sentence))

    def _settings_trouble(self) -> str:
        """Return a sentence on what is wrong with the settings; "" if nothing is.

        It is about a theme that does not exist, else about a key that is no setting.
        """
        settings = self.workplace.settings
        if self.get_theme(settings.theme) is not None:
            return settings.trouble
        from csp_tui.core.base.near import choices_hint

        cure = choices_hint(settings.theme, self.available_themes)
        sentence = _('There is no theme "{theme}"; {cure}')
        return sentence.format(theme=settings.theme, cure=cure)

    async def on_event(self, event: Event) -> None:
        """Keep keys and pastes until the front screen is ready; pass on all other events at once.

        A key that is passed on also clears the message in the bottom row. If the terminal is larger
        than the app can draw, the largest size that it can draw is passed on.
        """
        if isinstance(event, Resize):
            event = Resize.from_dimensions(bounded(*event.size), None)
        if isinstance(event, (Key, Paste)):
            if (screen := self._ready_screen()) is None:
                self._typed_ahead.append(event)
                return
            if isinstance(event, Key):
                screen.bottom.clear()
        await super().on_event(event)

    def _ready_screen(self) -> QuietScreen[Any] | None:
        """Return the front screen if it takes keys, else None.

        The empty screen `Ground` never does.
        """
        screen = self.screen_stack[-1] if self.screen_stack else None
        return screen if isinstance(screen, QuietScreen) and screen.is_ready else None

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key is bound to; of an act, take note, for `u`, of what was saved before it.

        While the front screen waits for its rows, only say so of its own keys that need a row.
        """
        front = self.screen
        if isinstance(front, ListScreen) and front.is_loading:
            waiting = {each.id for each in front.ACTIONS} - NEED_NO_ROW
            if action in {*map(method_name, waiting)}:
                front.say(front.loading_message)
                return True
        if action in _ACT_NAMES:
            self.saver.begin_act()
        return await super().run_action(action, default_namespace, namespaces)

    def once_started(self, act: Callable[[], object]) -> None:
        """Call `act` now; while the app starts, call it as soon as the app can draw.

        Until then Textual holds back all that is drawn.
        """
        if self._is_started:
            act()
        else:
            self._when_started.append(act)

    def take_shown_rows(self) -> dict[int, str]:
        """Return the rows that the first frame has left on the terminal; only once.

        Those that the result lacks are blank. It is empty, or emptied later, if the terminal may
        show something else.
        """
        return self.first_frame.take_rows(self.size)

    def take_typed(self, event: Key | Paste) -> None:
        """Pass a key or paste to the focused widget, or keep it until the front screen is ready.

        If no widget has the focus, the front screen gets it.
        """
        if self._ready_screen() is None:
            self._typed_ahead.append(event)
            return
        again = Key(event.key, event.character) if isinstance(event, Key) else Paste(event.text)
        again.time = event.time
        (self.focused or self.screen)._forward_event(again)

    def cut_paste(self, text: str) -> str:
        """Return the first `terminal_input.MOST_PASTED` characters of a paste; say if it is cut."""
        if len(text) > MOST_PASTED:
            sentence = _("Only the first {count} characters were pasted.")
            for bottom in self.screen.query(BottomRow):
                bottom.say_of_input(sentence.format(count=language.number(MOST_PASTED)))
        return text[:MOST_PASTED]

    def say_no_meaning(self, event: Key) -> None:
        """Say that a key does nothing here, unless the bottom row asks a question.

        On a screen that is no list screen, such as a form, say nothing.
        """
        screen = self.screen
        if isinstance(screen, ListScreen) and not screen.bottom.is_editing:
            is_seen = event.is_printable and event.character and not event.character.isspace()
            key = event.character if is_seen else key_words(event.key)
            sentence = _("{key} does nothing here; {help} shows the keys.")
            screen.say(sentence.format(key=key, help=key_of((), "show-help")))

    def release_typed(self) -> bool:
        """Pass the keys and pastes that were kept to the front screen, in the order of typing.

        Return whether there were some.
        """
        if not self._is_prepared:  # the first screen stands there now
            self._is_prepared = True
            self.set_timer(REST, prepare)
        events, self._typed_ahead = sorted(self._typed_ahead, key=lambda event: event.time), []
        for event in events:
            self.take_typed(event)
        return bool(events)

    def on_unmount(self) -> None:
        """Stop watching files, finish saving, sync if that is automatic, and record the visit.

        What the list of partners shows is kept too, if the user has changed it.
        """
        self._following.stop()
        self.partners_reader.stop()
        self.saver.finish()
        if self.workplace.settings.sync_every:
            self._sync_unasked()
        keep_visit(self.workplace.places, self.workplace.clock())
        if (view := self.view_state.partners_view()) != self._view_at_start:
            keep_last_view(self.workplace.places, PARTNERS, view)

    def exit(self, *arguments: Any, **named: Any) -> None:
        """Let each list screen keep its place, then leave the app as Textual's `exit` does.

        From then on, screens get no more messages about saving.
        """
        for screen in self._list_screens():
            screen.leave()
        self._is_leaving = True
        super().exit(*arguments, **named)

    def leave_for_signal(self) -> None:
        """Make the app leave once the messages in its queue are handled.

        This is called in another thread, when a signal asks the process to end.
        """
        self.call_later(self.exit, 0)

    def cut_off(self) -> None:
        """Finish saving and restore the terminal, even if the app is busy.

        Saving may take `LAST_RESORT` seconds at most. This is called in another thread; the process
        must end right afterwards.
        """
        self.saver.finish(LAST_RESORT)
        if isinstance(self._driver, QuietDriver):
            self._driver.restore_at_once(self.last_words())
        else:
            self.first_frame.close()

    def last_words(self) -> str:
        """Return lines on the acts on several partners that were stopped; "" if none was."""
        stopped = [act for act in self.saver.acts_left() if act.count > 1]
        return "".join(f"csp-tui: {act.stopped_words()}\n" for act in stopped)

    def on_change_saved(self, message: ChangeSaved) -> None:
        """Pass `message` to all list screens; say what the store noticed, and if a clock was wrong.

        A screen recognises its own jobs by the ticket, the number that `submit` returned.
        """
        front, partner_id = self.screen, message.saved.partner.id
        is_alone = isinstance(front, ListScreen) and front.partner_id == partner_id
        self.partners_reader.note_change(partner_id if is_alone else "")
        for screen in self._list_screens():
            screen.take_saved(message)
        self._say_clock_trouble(message.saved)
        if isinstance(self.screen, ListScreen):
            for remark in message.saved.remarks:
                self.screen.say(remark)
        self._leaving.go_on_saved()
        self._following.follow_saved()

    def _say_clock_trouble(self, saved: Saved) -> None:
        """Warn if changes to the saved partner are dated in the future.

        The warning is shown only once, and only if a list screen is in front.
        """
        if self._has_said_clock_trouble or not any(line.clock for line in saved.lines):
            return
        from csp_tui.core.care.clock import clock_trouble

        sentence = clock_trouble(self.workplace.store, saved, self.workplace.clock())
        if sentence and isinstance(self.screen, ListScreen):
            self._has_said_clock_trouble = True
            self.screen.say(sentence)

    def on_change_failed(self, message: ChangeFailed) -> None:
        """Pass `message` to all list screens.

        A screen recognises its own jobs by the ticket, the number that `submit` returned.
        """
        for screen in self._list_screens():
            screen.take_failed(message)
        self._leaving.go_on_failed(is_kept=message.is_kept)
        self._following.follow_saved()

    def on_sync_ended(self, message: SyncEnded) -> None:
        """Show the new state of syncing.

        If the user has asked for the sync, also say what it did; not if a screen of another kind
        than a list screen is in front, or if the app is leaving.
        """
        from csp_tui.core.exchange.last_sync import read_last_sync
        from csp_tui.tui.syncing.text import ended

        self._show_sync_state(message.state)
        front = self.screen
        if message.is_asked and not self._is_leaving and isinstance(front, ListScreen):
            last = read_last_sync(self.workplace.places)
            front.say(ended(message.code, message.said, last))

    def _look_at_exchange(self) -> None:
        """On the list of partners, show how much is to be sent and how many conflicts there are.

        The thread of the file watcher calls this.
        """
        stack = self.screen_stack
        if stack and isinstance(stack[-1], PartnersScreen):
            state, conflicts = self._exchange_state()
            if (state, conflicts) != (self.view_state.sync, self.view_state.conflicts):
                self.view_state.conflicts = conflicts
                self.call_later(self._show_sync_state, state)

    def _exchange_state(self) -> tuple[SyncState | None, int]:
        """Return the state of syncing, and the number of conflicts; None and 0 without exchange."""
        from csp_tui.core.exchange.sync_places import was_exchanged

        if not was_exchanged(self.workplace.places):
            return None, 0
        from csp_tui.core.exchange.conflict_notes import ConflictCounter
        from csp_tui.core.exchange.last_sync import known_state

        if self._conflict_counter is None:
            self._conflict_counter = ConflictCounter(self.workplace)
        return known_state(self.workplace), self._conflict_counter.count()

    def _sync_unasked(self) -> None:
        """Start a sync if a remote was ever named; only the list of partners shows the result."""
        if self.background_sync.start_unasked():
            self._show_sync_state(self.view_state.sync)

    def _show_sync_state(self, state: SyncState | None) -> None:
        self.view_state.sync = state
        for screen in self._list_screens():
            if isinstance(screen, PartnersScreen):
                screen.show_head()

    def action_show_help(self) -> None:
        """Open the help screen, with the keys of the front screen first.

        If the help screen is in front already, do nothing.
        """
        from csp_tui.tui.help.screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.workplace, getattr(self.screen, "ACTIONS", ())))

    def action_show_next(self) -> None:
        """Open the screen Next: the list of the steps that can be done now.

        It shows the steps of the partner that the front screen shows; from a list of partners,
        those of the partners that pass its search or filter; else those of all partners.

        If the front screen shows these steps already, do nothing; if the screen below does, go back
        to it.
        """
        from csp_tui.tui.next.screen import NextScreen

        of_partner, words, ids = "", "", frozenset[str]()
        if isinstance(self.screen, ListScreen):
            of_partner, (words, ids) = self.screen.partner_id, self.screen.only
        if len(ids) == 1:
            (of_partner,) = ids
        front, below = self.screen, self.screen_stack[-2]
        if isinstance(front, NextScreen) and front.is_of(of_partner):
            return
        if isinstance(below, NextScreen) and below.is_of(of_partner):
            self.action_go_back()
        else:
            self.open(NextPlace(of_partner, only=(words, ids)))

    def action_open_palette(self) -> None:
        """Open the palette, which finds what can be done or opened, and do what is chosen there.

        If the palette is in front already, do nothing.
        """
        from csp_tui.tui.help.palette import PaletteScreen

        def run_chosen(act: Callable[[], object] | None) -> None:
            if act is not None:
                self.call_later(act)

        if not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen(self.workplace, self.screen), run_chosen)

    def action_choose_language(self) -> None:
        """Open the menu of languages; the screen changes to the one that is chosen there."""
        from csp_tui.tui.help.languages import language_menu

        for bottom in self.screen.query(BottomRow):
            bottom.choose(language_menu(self.switch_language))

    def switch_language(self, code: str) -> None:
        """Show all texts in the language `code` from now on, and keep it in the settings.

        In a demo it is not kept.

        Screens behind the front one follow when they come to the front. The bottom row names the
        settings file, or says why the language could not be kept there.
        """
        self.partners_reader.stop()
        language.use(code)
        screen = self.screen
        if isinstance(screen, QuietScreen):
            screen.retranslate()
        try:
            note = _("for this demo only")
            if not self.workplace.is_demo:
                note = str(keep_language(self.workplace.places.config, code))
        except CspTuiError as error:
            note = _("not kept for the next time: {error}").format(error=error)
        for bottom in screen.query(BottomRow):
            bottom.say(f"{_('Language: {name}').format(name=language.LANGUAGES[code])}  {note}")

    def action_go_back(self) -> None:
        """Go back one step inside the front screen; if it has none, show the screen below.

        If there is no screen below, show the list of partners; on that list, leave the app.
        """
        if isinstance(self.screen, ListScreen) and self.screen.go_back():
            return
        at = ""
        if isinstance(self.screen, ListScreen):
            at = self.screen.partners_row
            self.screen.leave()
        if len(self.screen_stack) > 2:
            if isinstance(below := self.screen_stack[-2], PartnersScreen):
                below.come_back(at)
            self.pop_screen()
        elif isinstance(self.screen, PartnersScreen):
            self._leaving.leave()
        else:
            self.switch_screen(PartnersScreen(self.workplace, at=at))

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Open the screen that shows `place`; with `instead` it replaces the front screen.

        Raises:
            NotFoundError, InvalidFileError: what `place` names does not exist or is unreadable.
        """
        screen = screen_of(self.workplace, place)
        if instead:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def leave_run(self, partner_id: str, sentence: str) -> None:
        """Go back from the screen of a run that no longer exists, and show `sentence`.

        If there is no screen below, the list of partners is shown. Whenever the list of partners is
        then in front, its cursor is put on `partner_id`.
        """
        if len(self.screen_stack) <= 2:
            self.switch_screen(PartnersScreen(self.workplace, sentence, at=partner_id))
            return
        self.pop_screen()
        front = self.screen
        if isinstance(front, PartnersScreen):
            front.follow()
            front.show_partner(partner_id)
        if isinstance(front, ListScreen):
            front.say(sentence)

    def action_help_quit(self) -> None:
        """Show which keys leave, if a list screen is in front.

        The user has pressed ctrl+c, which does not leave.
        """
        if isinstance(self.screen, ListScreen):
            self.screen.say(_("q goes back, ctrl+q quits."))

    def action_quit_app(self) -> None:
        """Leave the app once everything is saved; pressed again, ask whether to leave without."""
        self._leaving.leave(waits=not self._leaving.is_waiting)

    def action_stop_app(self) -> None:
        """Stop the app and leave the terminal to the shell until the shell continues the app.

        If there is no shell, show that in the bottom row.
        """
        if not self._shell.stop():
            self._say_no_shell()

    def _say_no_shell(self) -> None:
        self._say(_("No shell waits behind csp-tui here; ctrl+q quits."))

    def _say(self, sentence: str) -> None:
        for bottom in self.screen.query(BottomRow):
            bottom.say(sentence)

    def print_page(self, text: str) -> None:
        """Leave the full screen, print `text`, and come back at any key.

        At ctrl+z, leave the terminal to the shell; print `text` again when it brings the app back.
        If there is no shell, come back at ctrl+z, too, and say so.
        """
        if not self._shell.print_page(text):
            self._say_no_shell()

    def _list_screens(self) -> list[ListScreen]:
        if self._is_leaving:
            return []
        screens = [screen for screen in self.screen_stack if isinstance(screen, ListScreen)]
        return [screen for screen in screens if screen.is_there]

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """Remove `nodes` as Textual does, but do not draw again after a screen is removed.

        Returns:
            Textual's object that can be awaited until the nodes are removed.
        """
        return super()._prune(*nodes, parent=None if parent is self else parent)

    def _fatal_error(self) -> None:
        """Leave after a bug; print the traceback without characters that control the terminal."""
        self._exit_renderables.append(Text(visible(traceback.format_exc())))
        self._close_messages_no_wait()

    def _more_read(self) -> None:
        """Let the front screen show how many partners are read, or all of them."""
        self._following.follow()
        if self.screen_stack and isinstance(self.screen, QuietScreen):
            self.screen.take_partners()


def _undoes_for_all(screen: Screen[Any]) -> bool:
    """Return whether `u` on `screen` takes back an act of an earlier start in all its partners."""
    has_undo = any(each.id == "undo-step" for each in getattr(screen, "ACTIONS", ()))
    return has_undo and isinstance(screen, ListScreen) and screen.SHOWS_ALL_PARTNERS
