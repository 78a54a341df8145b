"""What is asked and done about partners in their list, the marked ones or the current one.

What only one act needs is imported with it: the first key waits less.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.history.undo import started
from csp_tui.core.partners.rows import PartnerRun, PartnerSummary, RunSummary, runs_of
from csp_tui.core.partners.run_questions import close_many, start_for_many
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import item_changes, partner_runs, run_questions
from csp_tui.core.runs.moving import Move, moves_to_newest
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.run_questions import some_names
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.over_partners import Done
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.asking_names import ask_again, ask_name
from csp_tui.tui.base.list_screen import (
    ListScreen,
    as_sentence,
    left_out_words,
    why_unread,
)
from csp_tui.tui.host import host_of
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk
from csp_tui.tui.moving.text import why_none
from csp_tui.tui.partners.saving import PartnersSaving
from csp_tui.tui.partners.text import group_of_key, key_of, partner_and_run, partner_at
from csp_tui.tui.places import MovingPlace, RunPlace, StartPlace
from csp_tui.tui.saving.partners_reader import MOST

if TYPE_CHECKING:
    from csp_tui.core.importing.table import Chosen, ImportTable


class PartnerActs:
    """Asks about partners, and saves the changes that follow.

    An act is for the marked partners whose files can be read, else for the one under the cursor. A
    message, a question or a form names those who are left out.

    Args:
        screen: the list, on which questions and messages are shown.
        workplace: the store, the checklists and the rest.
        partners: returns all partners.
        show: shows the list anew, with the cursor on the partner with this id.
    """

    def __init__(
        self,
        screen: ListScreen,
        workplace: Workplace,
        partners: Callable[[], Sequence[PartnerSummary]],
        show: Callable[[str], object],
    ) -> None:
        self._screen = screen
        self._workplace = workplace
        self._partners = partners
        self._saving = PartnersSaving(screen, workplace, show)
        self._table = ""  # the path of the file whose import did not come about

    @property
    def _row(self) -> PartnerSummary | None:
        """The partner under the cursor; None if the row shows no partner."""
        return partner_at(self._partners(), self._screen.rows.key)

    @property
    def _keys(self) -> Collection[str]:
        """The keys of the marked rows, else of the current one."""
        return self._screen.rows.marked or [self._screen.rows.key]

    def _chosen(self) -> tuple[list[PartnerSummary], str]:
        """Return the chosen partners whose file can be read, and a sentence on the others.

        The sentence is "" if all can be read. If none can, show why, and return no partner.
        """
        by_id = {row.id: row for row in self._partners()}
        ids = dict.fromkeys(partner_and_run(key)[0] for key in self._keys)
        rows = [by_id[each] for each in ids if each in by_id]
        found = [row for row in rows if not row.error]
        if rows and not found:
            if self._load(rows[0].id):
                self._screen.follow()  # the file is mended
        elif not found:
            is_group = group_of_key(self._screen.rows.key) is not None
            first = _("Add a partner first: press a.")
            self._screen.say(_("This is a group: z unfolds it.") if is_group else first)
        return found, left_out_words([row.name for row in rows if row.error])

    def _load(self, partner_id: str) -> Partner | None:
        """Return the partner, read from its file; if that cannot be read, show why."""
        try:
            return self._workplace.store.load(partner_id)
        except CspTuiError as error:
            self._screen.say(why_unread(error))
            return None

    def add(self, typed: str = "", lead: str = "") -> Talk[None]:
        """Ask for a name and add the partner; if that fails, ask for the name again.

        Once it is added, open the screen to start a checklist for it.

        Args:
            typed: the name that the user typed before.
            lead: why it could not be saved.
        """

        def known() -> list[str]:
            return [row.name for row in self._partners()]

        name = yield from ask_name(_("Name of the partner"), known, typed, lead)

        def offer(saved: Saved) -> None:
            self._saving.show(saved.partner.id)
            self._screen.open(StartPlace(saved.partner))

        again = partial(ask_again, self._screen, self.add, name)
        self._saving.submit(lambda store: store.add_partner(name), offer, again)

    def start(self) -> None:
        """Open the screen to start a checklist for one partner, or a menu of those for several."""
        partners, left = self._chosen()
        if len(partners) == 1 and not left:
            if partner := self._load(partners[0].id):
                self._screen.open(StartPlace(partner))
        elif partners:
            self._screen.bottom.choose(self._start_menu(partners, left))

    def _start_menu(self, partners: Sequence[PartnerSummary], left: str) -> MenuTalk:
        count, newest = len(partners), list(self._workplace.library.newest())
        title = ngettext(
            "Start a checklist for {count} partner", "Start a checklist for {count} partners", count
        )
        answer = yield Menu(
            title.format(count=count),
            [MenuChoice("", short_name(each.id, each.id), answer=each.id) for each in newest],
            (("ctrl+g", _("leave")),),
        )
        for each in newest:
            if each.id == answer:
                self._screen.bottom.converse_when_free(self._start_for(partners, each, left))

    def _start_for(
        self, partners: Sequence[PartnerSummary], checklist: Checklist, left: str
    ) -> Talk[None]:
        ids = yield from start_for_many(partners, checklist)
        if not ids:
            self._screen.say(_("Nothing was started."))
            return
        now = self._workplace.clock()
        self._saving.change_many(
            ids,
            lambda partner: [item_changes.start(partner, checklist, now)],
            lambda count: ngettext(
                "{count} run started. u undoes that.",
                "{count} runs started. u undoes them all.",
                count,
            ).format(count=count),
            left,
        )

    def close(self) -> None:
        """Ask for the outcome, and close the open runs in the chosen rows; without one, say so."""
        rows = self._chosen_runs()
        runs = [(row, run) for row, run in rows if run and not (run.outcome or run.error)]
        lost = [
            (row, run) for row, run in rows if row.error or (run and run.error and not run.outcome)
        ]
        if runs:
            left = left_out_words([*dict.fromkeys(row.name for row, _run in lost)])
            self._screen.converse(self._close(runs, left))
        elif lost:
            row, run = lost[0]
            if self._view(row, run) if run else self._load(row.id):
                self._screen.follow()  # the file is mended
        else:
            self._screen.say(_("No open run here; C in a checklist opens a closed one again."))

    def _chosen_runs(self) -> list[PartnerRun]:
        """Return the partner and the run of each chosen row; None in place of a run if it has none.

        Rows of partners that are not there any more are left out.
        """
        runs = {key_of(row, run): (row, run) for row, run in runs_of(self._partners())}
        return [runs[key] for key in self._keys if key in runs]

    def _view(self, row: PartnerSummary, run: RunSummary) -> RunView | None:
        """Return the run, read from its files; if they cannot be read, show why."""
        partner = self._load(row.id)
        try:
            return self._workplace.view(partner, run.key) if partner else None
        except CspTuiError as error:
            self._screen.say(why_unread(error))
            return None

    def _close(self, runs: Sequence[tuple[PartnerSummary, RunSummary]], left: str) -> Talk[None]:
        outcome, keys = "", dict[str, list[str]]()
        if len(runs) > 1:
            outcome = yield from close_many(runs)
        elif view := self._view(*runs[0]):
            outcome = yield from run_questions.close(view)
        if not outcome:
            return
        now = self._workplace.clock()
        for row, run in runs:
            keys.setdefault(row.id, []).append(run.key)

        def changes_of(partner: Partner) -> list[Change]:
            open_runs = (partner.runs[key] for key in keys[partner.id] if key in partner.runs)
            return [
                partner_runs.close(run.key, outcome, now) for run in open_runs if not run.closed
            ]

        self._saving.change_many(
            keys,
            changes_of,
            lambda count: ngettext(
                "{count} run closed. u undoes that.",
                "{count} runs closed. u undoes them all.",
                count,
            ).format(count=count),
            left,
        )

    def move_edition(self) -> None:
        """Open the preview of moving the chosen runs to the newest editions; else say why not."""
        rows = self._chosen_runs()
        wanted = [(row.id, run.key) for row, run in rows if run and _can_move(run)]
        lost = [row.id for row, _run in rows if row.error]
        read = partial(self._moves, wanted, lost)
        if len(wanted) > MOST:
            self._screen.open(MovingPlace((), (), self._take_moved, read))
            return
        moves, troubles = read()
        if moves:
            self._screen.open(MovingPlace(moves, troubles, self._take_moved))
        elif lost and not troubles:
            self._screen.follow()  # the files are mended
        else:
            self._screen.say(why_none(troubles))

    def _moves(
        self, runs: Sequence[tuple[str, str]], unreadable: Sequence[str]
    ) -> tuple[list[Move], list[str]]:
        """Return the moves of `runs`, and sentences on why others cannot move.

        Args:
            runs: partner id and key of each run to move.
            unreadable: the ids of partners whose file is known to be unreadable.
        """
        store, library = self._workplace.store, self._workplace.library
        moves: list[Move] = []
        troubles = []
        for partner_id, run in (*runs, *((each, "") for each in unreadable)):
            try:
                partner = store.load(partner_id)
                moves += moves_to_newest(library, partner, run) if run else []
            except CspTuiError as error:
                own = self._workplace.places.progress_file(partner_id)
                is_own = isinstance(error, InvalidFileError) and error.path == own
                troubles.append(why_unread(error) if is_own else str(error))
        return moves, troubles

    def _take_moved(self, saved: Sequence[Saved]) -> None:
        """Let `u` take back a move, wherever the cursor is.

        If only the partner under the cursor was moved, `u` takes back its last step as ever.
        """
        self._saving.unmark({each.partner.id for each in saved})
        self._screen.follow()  # a filter may leave the moved partner out now
        is_here = self._row is not None and [each.partner.id for each in saved] == [self._row.id]
        self._saving.let_undo(None if is_here else [Done(saved, {})])

    def report(self) -> None:
        """Ask for a name, and write a report of the chosen partners."""
        from csp_tui.tui.reporting.talk import report_talk

        partners, left = self._chosen()
        if partners:
            ids = [partner.id for partner in partners]
            self._screen.converse(report_talk(self._screen, self._workplace, ids, left))

    def edit(self) -> None:
        """Open the form of the chosen partner, or the form for all chosen ones."""
        from csp_tui.tui.partners.forms import open_form, open_form_for_many

        partners, left = self._chosen()
        if len(partners) > 1:
            open_form_for_many(self._saving, partners, left, {})
        elif partners and (partner := self._load(partners[0].id)):
            open_form(self._saving, partner, left, {})

    def put_away(self) -> None:
        """Ask, and move the chosen partners to the archive."""
        partners, left = self._chosen()
        if partners:
            self._screen.converse(self._archive(partners, left))

    def _archive(self, partners: Sequence[PartnerSummary], left: str) -> Talk[None]:
        """Ask, and move `partners` to the archive; the sentence `left` says who is left out.

        `u` brings back what was archived.
        """
        from csp_tui.core.care.archive import Archive, archiving

        say, names = self._screen.say, [visible_line(each.name) for each in partners]
        if len(partners) == 1:
            title = _("Archive: {name}?").format(name=names[0])
            lead = _("It leaves this list; A shows the archive, D there brings it back.")
        else:
            title = _("Archive: {count} partners?").format(count=len(partners))
            lead = f"{some_names(names)}."
        if not (yield from confirmed(title, f"{lead} {left}".rstrip(), names)):
            say(_("Nothing was archived."))
            return
        workplace = self._workplace
        archiver = Archive(workplace.places, workplace.store, workplace.clock)

        def put_away(store: Store, partner_id: str, name: str) -> Saved:
            return archiver.put_away(partner_id, archiving(name or store.writing.new_shared_step()))

        def words(count: int) -> str:
            if len(partners) == 1:
                return _("{name} is archived: A shows the archive.").format(name=names[0])
            return ngettext(
                "{count} partner is archived: A shows the archive.",
                "{count} partners are archived: A shows the archive.",
                count,
            ).format(count=count)

        def say_failed(error: CspTuiError) -> None:
            say(_("Not archived: {why}").format(why=error.short))

        ids = [each.id for each in partners]
        self._saving.save_many(ids, put_away, words, failed=say_failed)

    def undo(self, *, redo: bool) -> None:
        """Undo the last act on marked partners; with `redo`, make the last undone one again.

        If something was done since, undo or redo the user's last step in the partner under the
        cursor. If there is no partner, say so of an undo. If nothing was done since the app was
        opened, an undo asks about the user's last act before, if that was on several partners.
        """
        if self._saving.take_back(redo=redo):
            return
        undo_here = partial(self._undo_here, self._row, redo=redo)
        if redo or host_of(self._screen).saver.newest:
            undo_here()
            return
        from csp_tui.tui.base.earlier_act import offer_earlier_act

        take_back = self._saving.take_back_earlier
        offer_earlier_act(self._screen, self._workplace, take_back, undo_here)

    def _undo_here(self, row: PartnerSummary | None, *, redo: bool) -> None:
        if row is not None:
            self._undo_in(row, redo=redo)
        elif not redo:
            self._screen.say(_("There is no partner under the cursor."))

    def _undo_in(self, row: PartnerSummary, *, redo: bool) -> None:
        """Undo the user's last step in the partner of `row`; with `redo`, redo the last undone one.

        If that step restored a file, its undo puts the damaged file back. If the step started a run
        that is there again now, open that run. If it is an older step than the user may think of,
        ask first.
        """
        from csp_tui.core.care.recovery import Recovery
        from csp_tui.tui.base.asking_undo import ask_first

        workplace, screen = self._workplace, self._screen
        put_back: list[Saved] = []
        own = host_of(screen).saver.own_steps

        def job(store: Store) -> Saved:
            recovery = Recovery(workplace.places, store)
            customer_id = None if row.error or redo else recovery.last_restored(row.id)
            if customer_id is None:
                if not redo:
                    own.check(store, row.id)
                return store.undo(row.id, redo=redo)
            recovery.undo_restore(row.id, customer_id)
            put_back.append(Saved(Partner(row.id, row.name), (), workplace.clock()))
            return put_back[0]

        def say_done(saved: Saved) -> None:
            if put_back:
                screen.say(_("The damaged file is back."))
            elif run := started(saved.lines):
                screen.open(RunPlace(row.id, run))
            else:
                screen.say(_undone_words(workplace, saved, redo=redo))

        def fail(error: CspTuiError) -> None:
            again = partial(self._undo_in, row, redo=redo)
            if not ask_first(screen, workplace, error, again):
                screen.say(as_sentence(screen.message_of(error)))

        self._saving.submit(job, say_done, fail)

    def restore(self) -> None:
        """Replace the unreadable file of the current partner by its last good copy.

        Say what came of it; if the file can be read, or there is no partner, only say so.
        """
        from csp_tui.core.care.recovery import Recovery
        from csp_tui.tui.base.restored import restoring

        if (row := self._row) is None or not row.error:
            self._screen.say(_("Only an unreadable partner can be restored."))
            return
        workplace, said = self._workplace, list[str]()

        def say_restored(saved: Saved) -> None:
            self._saving.show(saved.partner.id)
            self._screen.say(said[0])

        self._saving.submit(
            restoring(Recovery(workplace.places, workplace.store), row.id, said),
            say_restored,
            lambda error: self._screen.say(_("Not restored: {why}").format(why=error)),
        )

    def import_table(self) -> Talk[None]:
        """Ask for a CSV or Excel file, and open the preview of what importing it would add."""
        from csp_tui.tui.importing.opening import open_preview
        from csp_tui.tui.partners.table import import_source

        self._table = path = yield Question(
            _("Import a CSV or Excel file (preview first)"), self._table
        )
        if path:
            found: list[Done] = []
            source = import_source(self._workplace, path, found, partial(self._say_imported, found))
            open_preview(self._screen, source)

    def _say_imported(
        self, found: list[Done], table: ImportTable, chosen: Chosen, first: Saved
    ) -> None:
        self._table = ""
        self._screen.follow()
        self._saving.show(first.partner.id)
        self._saving.let_undo(found)
        self._screen.say(_("{done} u undoes.").format(done=table.done_sentence(chosen)))

    def start_sync(self) -> str:
        """Start a sync with other machines; return why it was not started, "" if it was."""
        import shlex

        from csp_tui.core.exchange.git_address import kept_address

        sync, places = host_of(self._screen).background_sync, self._workplace.places
        if sync.is_running:
            return _("A sync is running already.")
        try:
            if kept_address(places):
                sync.start(is_asked=True)
                return ""
        except CspTuiError as error:
            return _("Not synced: {why}").format(why=error)
        command = f"csp-tui --data {shlex.quote(str(places.data))} sync ADDRESS"
        message = _("No git repository is named yet; name it once in a shell: {command}")
        return message.format(command=command)


def _can_move(run: RunSummary) -> bool:
    """Return whether there is something to move in an open run, or its checklist is unreadable."""
    return not run.outcome and bool(run.newer or run.kept or run.error)


def _undone_words(workplace: Workplace, saved: Saved, *, redo: bool) -> str:
    """Return the message on the undo or redo `saved`, which names partner and customer.

    It also says how the first item is now, if an item was changed.
    """
    from csp_tui.tui.history.text import values_taken_back

    line, name = saved.lines[0], visible_line(saved.partner.name)
    if customer := saved.customers.get(line.customer):
        name = f"{name}, {visible_line(customer.name)}"
    try:
        checklist = workplace.view(saved.partner, line.run).checklist if line.item else None
    except CspTuiError:
        checklist = None
    if checklist is None:
        undone, redone = (
            _("Undone: your last step in {name}."),
            _("Redone: your last step in {name}."),
        )
        return (redone if redo else undone).format(name=name.rstrip("."))
    act = _("Redone in {name}") if redo else _("Undone in {name}")
    what, more = values_taken_back(line, checklist), len(saved.lines) - 1
    sentence = _("{act}: {what} and {count} more") if more else _("{act}: {what}")
    return sentence.format(act=act.format(name=name), what=what, count=more)
