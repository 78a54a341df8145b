"""What is done to a partner as a whole on the first screen, saved off the UI loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, NotFoundError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import cut, fold, visible_line
from csp_tui.core.care.archive import Archive
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.disk.files import read_file
from csp_tui.core.history.undo import started
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import item_changes
from csp_tui.core.store.store import Saved
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.confirming import confirmed
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.routes import screen_of
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.widgets.bottom_row import Question, Talk

if TYPE_CHECKING:
    from csp_tui.core.importing.table import ImportTable
    from csp_tui.tui.app import CspTuiApp

_NAME = 24
"""Cells of a name in a question."""

Then = Callable[[Saved], object]
Else = Callable[[CspTuiError], object]


class PartnerActsScreen(ListScreen):
    """Adds, edits, restores, puts away and imports partners, and takes steps back."""

    _workplace: Workplace
    _partners: list[PartnerSummary]
    _table = ""
    """The table that was to be imported last, and was not."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[int, tuple[Then, Else]] = {}

    @property
    def _row(self) -> PartnerSummary | None:
        """The partner under the cursor."""
        partner_id = self.rows.key.partition(" ")[0]
        return next((row for row in self._partners if row.id == partner_id), None)

    def show_partner(self, partner_id: str) -> None:
        """Show the partners anew, with the cursor on one."""
        raise NotImplementedError

    def _submit(self, job: Job, then: Then, failed: Else | None = None) -> None:
        def tell(error: CspTuiError) -> None:
            self.say(_("Not saved: {why}").format(why=error.short), Tone.ALERT)

        ticket = cast("CspTuiApp", self.app).saver.submit(job, is_kept=False)
        self._asked[ticket] = (then, failed or tell)

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the new state, and go on where it was asked for."""
        self.follow()
        if asked := self._asked.pop(message.ticket, None):
            asked[0](message.saved)

    def take_failed(self, message: ChangeFailed) -> None:
        """Say what was not done."""
        if asked := self._asked.pop(message.ticket, None):
            asked[1](message.error)

    def action_add_partner(self) -> None:
        """Ask for a name and add the partner."""
        self.ask([Question(_("Name of the partner"), check=self._name_trouble)], self._add)

    def _name_trouble(self, name: str) -> str:
        if not name:
            return _("it needs one")
        is_known = any(fold(name) == fold(row.name) for row in self._partners)
        return _("exists already; write it another way") if is_known else ""

    def _add(self, name: str) -> None:
        def offer(saved: Saved) -> None:
            self.show_partner(saved.partner.id)
            self._offer_start(saved.partner)

        self._submit(lambda store: store.add_partner(name), offer)

    def _loaded(self) -> Partner | None:
        """Return the partner under the cursor as its file is, or say why that cannot be."""
        if (row := self._row) is None:
            self.say(_("Add a partner first: press a."))
            return None
        try:
            return self._workplace.store.load(row.id)
        except CspTuiError as error:
            self.say(row.error if isinstance(error, InvalidFileError) else str(error), Tone.ALERT)
            return None

    def action_start_run(self) -> None:
        """Offer the checklists to start for the partner under the cursor."""
        if partner := self._loaded():
            self._offer_start(partner)

    def _offer_start(self, partner: Partner) -> None:
        from csp_tui.tui.start.screen import StartScreen

        self.app.push_screen(StartScreen(self._workplace, partner))

    def action_show_history(self) -> None:
        """Open the history of the partner under the cursor."""
        from csp_tui.tui.history.screen import HistoryScreen

        if (row := self._row) is not None:
            self.app.push_screen(HistoryScreen(self._workplace, Partner(row.id, row.name)))

    def action_write_report(self) -> None:
        """Ask for a file, and write a report of the partner under the cursor to it."""
        from csp_tui.tui.reporting.talk import report_talk

        if partner := self._loaded():
            self.converse(report_talk(self, self._workplace, partner.id))

    def action_edit_partner(self) -> None:
        """Open the form of the partner under the cursor."""
        if partner := self._loaded():
            self._open_form(partner, {})

    def _open_form(self, partner: Partner, typed: Mapping[str, str], trouble: str = "") -> None:
        from csp_tui.tui.partners.form import EditPartnerScreen

        def save(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            change = item_changes.edit_partner(partner, **texts)
            told = _("Not saved: {why}")
            self._submit(
                lambda store: store.change(partner.id, [change]),
                lambda _saved: self.show_partner(partner.id),
                lambda error: self._open_form(partner, texts, told.format(why=error.short)),
            )

        row = self._workplace.overview.row_of(partner)
        today = self._workplace.today
        self.app.push_screen(EditPartnerScreen(partner, row, today, typed, trouble), save)

    def action_undo_step(self) -> None:
        """Take back one's own last step in the partner under the cursor, or its restoring."""
        if (row := self._row) is None:
            return
        recovery = Recovery(self._workplace.places, self._workplace.store)
        restored = None if row.error else recovery.last_restored(row.id)
        if restored is not None:

            def put_back(_store: object) -> Saved:
                recovery.undo_restore(row.id, restored)
                return Saved(Partner(row.id, row.name), (), self._workplace.clock())

            self._submit(put_back, lambda _saved: self.say(_("The damaged file is back.")))
        else:
            self._step_back(row, redo=False)

    def action_redo_step(self) -> None:
        """Take back one's own last undo in the partner under the cursor."""
        if (row := self._row) is not None:
            self._step_back(row, redo=True)

    def _step_back(self, row: PartnerSummary, *, redo: bool) -> None:
        done = (
            _("Redone: your last step in {name}.")
            if redo
            else _("Undone: your last step in {name}.")
        )

        def told(saved: Saved) -> None:
            if run := started(saved.lines):
                self.app.push_screen(screen_of(self._workplace, row.id, run))
            else:
                self.say(done.format(name=saved.partner.name))

        self._submit(
            lambda store: store.undo(row.id, redo=redo),
            told,
            lambda error: self.say(f"{str(error)[:1].upper()}{str(error)[1:]}.", Tone.ALERT),
        )

    def action_restore_partner(self) -> None:
        """Put the last good copy in place of the unreadable file under the cursor."""
        row = self._row
        if row is None or not row.error:
            self.say(_("Only an unreadable partner can be restored."))
            return
        recovery = Recovery(self._workplace.places, self._workplace.store)
        self._submit(
            lambda _store: recovery.restore(row.id),
            self._tell_restored,
            lambda error: self.say(_("Not restored: {why}").format(why=error), Tone.ALERT),
        )

    def _tell_restored(self, saved: Saved) -> None:
        self.show_partner(saved.partner.id)
        told = _("Restored {name}; u puts the damaged file back.")
        self.say(told.format(name=saved.partner.name))

    def action_put_away(self) -> None:
        """Ask, and move the partner under the cursor to the archive."""
        if (partner := self._loaded()) is None:
            return
        self.converse(self._put_away(partner))

    def _put_away(self, partner: Partner) -> Talk:
        workplace, name = self._workplace, visible_line(partner.name)
        archive = Archive(workplace.places, workplace.store, workplace.clock)
        if (yield from confirmed(_('Put "{name}" away?').format(name=cut(name, _NAME)))):
            told = _("{name} is put away: A shows the archive.").format(name=name)
            self._submit(
                lambda _store: archive.put_away(partner.id),
                lambda _saved: self.say(told),
            )
        else:
            self.say(_("Nothing was put away."))

    def action_show_archive(self) -> None:
        """Show the partners that are put away."""
        from csp_tui.tui.partners.archive import ArchiveScreen

        self.app.push_screen(ArchiveScreen(self._workplace))

    def action_import_partners(self) -> None:
        """Ask for a table and show what it would add."""
        self.ask([Question(_("CSV file to import"), self._table)], self._import)

    def _import(self, path: str) -> None:
        from csp_tui.core.importing.partners import import_partners, read_partners
        from csp_tui.tui.importing.screen import ImportScreen

        self._table, workplace = path, self._workplace
        if not path:
            return
        try:
            content = read_file(Path(path).expanduser(), follow_links=True)[0]
            table = read_partners(content, Path(path), workplace)
        except (CspTuiError, RuntimeError) as error:
            why = error.short if isinstance(error, InvalidFileError) else error
            why = _("there is no such file") if isinstance(error, NotFoundError) else why
            self.say(_("Not imported: {why}").format(why=why), Tone.ALERT)
            return

        def job(update: bool) -> Job:
            rows = table.to_write(update=update)
            return lambda _store: import_partners(workplace, rows)[0]

        done = partial(self._tell_imported, table)
        self.app.push_screen(ImportScreen(path, N_("Import"), table, job, done))

    def _tell_imported(self, table: ImportTable, first: Saved, update: bool) -> None:
        self._table = ""
        self.follow()
        self.show_partner(first.partner.id)
        self.say(table.done(update=update))
