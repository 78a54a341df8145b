"""The screen of the contacts of a partner or customer, with its note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import cut, pad, visible_line
from csp_tui.core.progress.contact_fields import LABELS
from csp_tui.core.progress.model import Contact, Customer, Partner, contact_of
from csp_tui.core.runs import contact_changes
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.asking_undo import ask_first
from csp_tui.tui.base.leaving_later import LeavingLater
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed, as_sentence, hint_line
from csp_tui.tui.contacts.text import GAP, columns, detail, line_of
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import CONTACTS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import divider, ruled, title_row
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.places import ContactsPlace, HistoryPlace
from csp_tui.tui.saving.saver import Job
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

Said = Callable[[Saved], str]

HINTS = hint_line(
    ("enter", N_("change")),
    ("a", N_("add")),
    ("y", N_("copy")),
    ("D", N_("remove")),
    ("?", N_("help")),
    ("q", N_("back")),
)


class ContactsScreen(ListScreen):
    """Shows the contacts of a partner or of one of its customers, sorted by name.

    The pane below the list has all of the contact under the cursor, and the note of the partner or
    customer.

    Args:
        workplace: the store and the rest.
        place: whose contacts to show.

    Raises:
        NotFoundError, InvalidFileError: the partner or customer does not exist or is unreadable.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = CONTACTS
    BINDINGS = bindings_for(CONTACTS)

    def __init__(self, workplace: Workplace, place: ContactsPlace) -> None:
        super().__init__()
        self._workplace = workplace
        self._place = place
        self._partner = workplace.store.load(place.partner_id)
        self._owner: Partner | Customer = self._read()
        self._leaving = LeavingLater(self, self.submitted)

    def _read(self) -> Partner | Customer:
        partner_id, customer_id = self._place
        if customer_id:
            return self._workplace.store.load_customer(partner_id, customer_id)
        return self._workplace.store.load(partner_id)

    @property
    def partner_id(self) -> str:
        """The id of the partner; also if the contacts are those of one of its customers."""
        return self._place.partner_id

    @property
    def _names(self) -> list[str]:
        names = [self._partner.name, *([self._owner.name] if self._place.customer_id else [])]
        return [*names, _("Contacts")]

    @property
    def _current(self) -> Contact | None:
        return next((each for each in self._owner.contacts if each.id == self.rows.key), None)

    def compose(self) -> ComposeResult:
        """Yield the title, the list, the pane with the contact and the note, and the bottom row."""
        yield TextLines(id="head")
        yield RowList(has_divider=False)
        yield TextLines(id="pane")
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the contacts."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Fit the columns and the pane to the new size."""
        self.soon(self._show)

    def on_row_list_moved(self) -> None:
        """Show the contact under the cursor in full."""
        self._show_pane()

    def followed(self) -> list[Path]:
        """Return the path of the file with the contacts."""
        places, (partner_id, customer_id) = self._workplace.places, self._place
        if customer_id:
            return [places.customer_file(partner_id, customer_id)]
        return [places.progress_file(partner_id)]

    def follow(self) -> None:
        """Read the contacts again and show them; if they cannot be read, say why."""
        try:
            self._owner = self._read()
        except CspTuiError as error:
            self.say(str(error))
            return
        self._show()

    def _show(self) -> None:
        cells, known = self.rows.size.width, self._owner.contacts
        room = columns(known, cells)
        heads = (" " * GAP).join(pad(_(LABELS[key]), size) for key, size in room.items())
        rows = self.narrowed([Row(each.id, line_of(each, room)) for each in known])
        if not known:
            rows = [Row("", ((f" {_('No contact yet; a adds one.')}", Tone.QUIET),))]
        count: Span = (str(len(known)), Tone.TEXT)
        if self.narrowing:
            count = (self.narrowing_note(), Tone.ACCENT)
        title = title_row(cells, self._names, [count])
        names: Line = ((f"  {heads}" if known else "", Tone.QUIET),)
        self.query_one("#head", TextLines).show([title, ruled(names, cells)])
        self.rows.show(rows)
        self.show_hints(HINTS, [hint for hint in HINTS if hint[0] == "a"])
        self._show_pane()

    def _show_pane(self) -> None:
        pane, contact = self.query_one("#pane", TextLines), self._current
        is_known = contact is not None or self._owner.note
        lines = [divider(pane.size.width, *self.rows.position())] if is_known else []
        lines += detail(contact, self._owner.note, pane.size.width)
        if (hidden := len(lines) - pane.size.height) > 0:
            more = ngettext(
                "{count} more line: in the form, by e in the list before",
                "{count} more lines: in the form, by e in the list before", hidden + 1,
            )  # fmt: skip
            text = cut(more.format(count=hidden + 1), pane.size.width - 1)
            lines[pane.size.height - 1 :] = [((f" {text}", Tone.QUIET),)]
        pane.show(lines)

    # What is done

    def action_add_contact(self) -> None:
        """Open an empty form, and add the contact that is typed there."""
        self._open_form(Contact(""), {})

    def action_open_contact(self) -> None:
        """Open the form of the contact under the cursor; if there is none, say so."""
        if (contact := self._chosen()) is not None:
            self._open_form(contact, {})

    def _open_form(self, contact: Contact, typed: Mapping[str, str], trouble: str = "") -> None:
        """Open the form of a contact, and save it; one without an id is added.

        Args:
            contact: the contact.
            typed: the texts that were typed before and could not be saved.
            trouble: a sentence on why they could not be saved.
        """
        from csp_tui.tui.contacts.form import ContactForm

        def save(texts: dict[str, str] | None) -> None:
            if texts is None:
                return

            def job(store: Store) -> Saved:
                known, customer_id = self._read().contacts, self._place.customer_id
                if contact.id:
                    change = contact_changes.edit(known, contact, texts, customer_id)
                else:
                    change = contact_changes.add(known, texts, customer_id)
                return store.change(self.partner_id, [change])

            again = partial(self.open_again, partial(self._open_form, contact, texts))
            self._submit(job, self._say_saved, again)

        name = contact.name or _("new")
        self.app.push_screen(ContactForm([*self._names[:-1], name], contact, typed, trouble), save)

    def action_remove_contact(self) -> None:
        """Remove the contact under the cursor without asking; if there is none, say so."""
        if (contact := self._chosen()) is None:
            return
        name = visible_line(contact.name).rstrip(".")
        done = _("Removed: {name}. u brings it back.").format(name=name)
        change = contact_changes.remove(contact, self._place.customer_id)
        self._submit(
            lambda store: store.change(self.partner_id, [change]),
            lambda _saved: done,
            self._say_failed,
        )

    def _say_saved(self, saved: Saved) -> str:
        if saved.lines:
            self.rows.select(contact_of(saved.lines[-1].part))
        return _("Saved.")

    def action_undo_step(self) -> None:
        """Undo the user's last step in this partner; ask first if the user may not think of it."""
        self._step_back(_("Undone: your last step in {name}."), redo=False)

    def action_redo_step(self) -> None:
        """Redo the step that the user has undone last in this partner."""
        self._step_back(_("Redone: your last step in {name}."), redo=True)

    def _step_back(self, done: str, *, redo: bool) -> None:
        sentence = done.format(name=visible_line(self._partner.name).rstrip("."))
        own = host_of(self).saver.own_steps

        def job(store: Store) -> Saved:
            if not redo:
                own.check(store, self.partner_id)
            return store.undo(self.partner_id, redo=redo)

        def fail(error: CspTuiError) -> None:
            if not ask_first(self, self._workplace, error, self.action_undo_step):
                self._say_failed(error)

        self._submit(job, lambda _saved: sentence, fail)

    def _submit(self, job: Job, said: Said, failed: WhenFailed) -> None:
        """Save what `job` changes; then show the contacts and what `said` returns, or fail."""

        def show(saved: Saved) -> None:
            self.follow()
            self.say(said(saved))
            self._show_pane()
            self._leaving.go_on(is_saved=True)

        def fail(error: CspTuiError) -> None:
            failed(error)
            self._leaving.go_on(is_saved=False)

        self.save(job, show, fail)

    def _say_failed(self, error: CspTuiError) -> None:
        self.say(as_sentence(str(error)))

    def go_back(self) -> bool:
        """Return whether something is being saved: the screen is then left afterwards."""
        return self._leaving.holds_back()

    def action_copy_item(self) -> None:
        """Ask what to copy of the current contact, and copy it; if there is no contact, say so."""
        if (contact := self._chosen()) is not None:
            self.bottom.choose(self._copy_menu(contact))

    def _copy_menu(self, contact: Contact) -> MenuTalk:
        texts = {key: getattr(contact, key) for key in ("mail", "phone", "link", "name")}
        keys = {"mail": "y", "phone": "t", "link": "l", "name": "n"}
        choices = [
            MenuChoice(keys[key], _(LABELS[key]), answer=key) for key, text in texts.items() if text
        ]
        title = _("Copy: {title}").format(title=contact.name)
        answer = yield Menu(title, choices, (("ctrl+g", _("leave")),))
        while answer not in texts:
            if answer == "ctrl+g":
                return
            answer = yield Menu(title, choices, (("ctrl+g", _("leave")),))
        self.app.copy_to_clipboard(visible_line(texts[answer]))
        sentence = _("Sent to your terminal's clipboard. If it did not arrive, o prints it.")
        self.say(sentence)

    def action_print_links(self) -> None:
        """Leave the full screen, print all contacts, one a line, and come back at any key."""
        lines = [visible_line(self._owner.name), ""]
        lines += [visible_line(each.text) for each in self._owner.contacts]
        lines += ["", _("Select with the mouse. Any key goes back."), ""]
        host_of(self).print_page("\n".join(lines))

    def action_show_history(self) -> None:
        """Open the history of the partner."""
        self.open(HistoryPlace(self._partner))

    def _chosen(self) -> Contact | None:
        """Return the contact under the cursor; if there is none, say so and return None."""
        if self._current is None:
            self.say(_("There is no contact here."))
        return self._current
