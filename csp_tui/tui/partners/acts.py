"""What is asked and done about partners in their list, the marked ones or the current one.

What only one act needs is imported with it: the first key waits less.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.history.undo import started
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import run_questions
from csp_tui.core.runs.moving import Move, moves_to_newest
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.run_questions import some_names
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.over_partners import Done
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.asking_names import ask_again, ask_name
from csp_tui.tui.base.list_screen import as_sentence, left_out_words, unreadable_words
from csp_tui.tui.host import host_of
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk
from csp_tui.tui.partners.saving import PartnersSaving
from csp_tui.tui.partners.text import partner_and_run
from csp_tui.tui.places import RunPlace, StartPlace


def load_each(
    workplace: Workplace, ids: Iterable[str]
) -> tuple[list[Partner], dict[str, CspTuiError]]:
    """Return the partners `ids`, and by id why the others cannot be read."""
    found: list[Partner] = []
    lost: dict[str, CspTuiError] = {}
    for each in ids:
        try:
            found.append(workplace.store.load(each))
        except CspTuiError as error:
            lost[each] = error
    return found, lost


def left_out(ids: Collection[str], rows: Iterable[PartnerSummary]) -> str:
    """Return a sentence that the partners with these `ids` are left out; "" for none.

    Their names are those in `rows`.
    """
    names = {row.id: row.name for row in rows}
    return left_out_words([names.get(each, each) for each in ids])


def add_partner(
    saving: PartnersSaving, known: Callable[[], Iterable[str]], typed: str = "", lead: str = ""
) -> Talk[None]:
    """Ask for a name and add the partner; if that fails, ask for the name again.

    Once it is added, open the screen to start a checklist for it.

    Args:
        saving: saves it.
        known: returns the names of the partners.
        typed: the name that the user typed before.
        lead: why it could not be saved.
    """
    name = yield from ask_name(_("Name of the partner"), known, typed, lead)

    def offer(saved: Saved) -> None:
        saving.show(saved.partner.id)
        saving.screen.open(StartPlace(saved.partner))

    again = partial(ask_again, saving.screen, partial(add_partner, saving, known), name)
    saving.submit(lambda store: store.add_partner(name), offer, again)


def start_menu(saving: PartnersSaving, partners: Sequence[Partner], left: str) -> MenuTalk:
    """Let the user choose a checklist, and start it for `partners`.

    The sentence `left` says who was left out.
    """
    count, newest = len(partners), list(saving.workplace.library.newest())
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
            talk = _start_for_many(saving, partners, each, left)
            saving.screen.bottom.converse_when_free(talk)


def _start_for_many(
    saving: PartnersSaving, partners: Sequence[Partner], checklist: Checklist, left: str
) -> Talk[None]:
    now = saving.workplace.clock()
    changes = yield from run_questions.start_for_many(partners, checklist, now)
    if not changes:
        saving.screen.say(_("Nothing was started."))
        return
    saving.change_many(
        changes,
        lambda count: ngettext(
            "{count} run started. u undoes that.", "{count} runs started. u undoes them all.", count
        ),
        left,
    )


def open_runs(
    workplace: Workplace, keys: Iterable[str], unreadable: Collection[str]
) -> tuple[list[RunView], dict[str, CspTuiError]]:
    """Return the open runs in the rows with these `keys`, and by partner id why others are lost.

    Rows without a run are left out, unless the file of their partner is known to be `unreadable`.
    """
    views: list[RunView] = []
    lost: dict[str, CspTuiError] = {}
    for partner_id, run in map(partner_and_run, keys):
        try:
            is_there = run or partner_id in unreadable
            partner = workplace.store.load(partner_id) if is_there else None
            if partner and run in partner.runs and not partner.runs[run].closed:
                views.append(workplace.view(partner, run))
        except CspTuiError as error:
            lost[partner_id] = error
    return views, lost


def close_many(saving: PartnersSaving, views: Sequence[RunView], left: str) -> Talk[None]:
    """Ask for the outcome, and close the runs `views`; `left` is a sentence on who is left out."""
    changes = yield from run_questions.close_many(views, saving.workplace.clock())
    if changes:
        saving.change_many(
            changes,
            lambda count: ngettext(
                "{count} run closed. u undoes that.",
                "{count} runs closed. u undoes them all.",
                count,
            ),
            left,
        )


def moves_of(workplace: Workplace, keys: Iterable[str]) -> tuple[list[Move], list[str]]:
    """Return the moves of runs to their newest editions, and sentences on why others cannot move.

    `keys` are the keys of rows, which name a partner and a run. Rows without a run are ignored,
    unless the partner's file is unreadable.
    """
    moves: list[Move] = []
    troubles = []
    for partner_id, run in map(partner_and_run, keys):
        try:
            partner = workplace.store.load(partner_id)
            moves += moves_to_newest(workplace.library, partner, run) if run else []
        except CspTuiError as error:
            own = workplace.places.progress_file(partner_id)
            if isinstance(error, InvalidFileError) and error.path == own:
                troubles.append(unreadable_words(error))
            elif run:
                troubles.append(str(error))
    return moves, troubles


def archive(saving: PartnersSaving, partners: Sequence[Partner], left: str) -> Talk[None]:
    """Ask, and move `partners` to the archive; the sentence `left` says who is left out.

    If one cannot be moved, those before it stay archived. `u` brings back what was archived.
    """
    from csp_tui.core.care.archive import Archive, archiving

    say, names = saving.screen.say, [visible_line(each.name) for each in partners]
    if len(partners) == 1:
        title = _("Archive: {name}?").format(name=names[0])
        lead = _("It leaves this list; A shows the archive, D there brings it back.")
        done = _("{name} is archived: A shows the archive.").format(name=names[0])
        failed = _("Not archived: {why}")
    else:
        title = _("Archive: {count} partners?").format(count=len(partners))
        lead = f"{some_names(names)}."
        done = _("{count} partners are archived: A shows the archive.")
        done = done.format(count=len(partners))
        failed = _("Not all are archived: {why}")
    if not (yield from confirmed(title, f"{lead} {left}".rstrip(), names)):
        say(_("Nothing was archived."))
        return
    workplace = saving.workplace
    archiver = Archive(workplace.places, workplace.store, workplace.clock)
    found: list[Done] = []

    def job(store: Store) -> Saved:
        plan = archiving(store.writing.new_shared_step())
        for each in partners:
            found.append(Done([archiver.put_away(each.id, plan)], {}))
        return found[-1].saved[-1]

    def say_failed(error: CspTuiError) -> None:
        say(failed.format(why=error.short))

    saving.submit(job, lambda _saved: say(done), say_failed, found)


def undo_last(saving: PartnersSaving, row: PartnerSummary, *, redo: bool) -> None:
    """Undo the user's last step in the partner of `row`, or with `redo` redo the last undone one.

    If that step restored a file, its undo puts the damaged file back. If the step started a run
    that is there again now, open that run.
    """
    from csp_tui.core.care.recovery import Recovery

    workplace, screen = saving.workplace, saving.screen
    put_back: list[Saved] = []

    def job(store: Store) -> Saved:
        recovery = Recovery(workplace.places, store)
        customer_id = None if row.error or redo else recovery.last_restored(row.id)
        if customer_id is None:
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

    saving.submit(job, say_done, lambda error: screen.say(as_sentence(screen.message_of(error))))


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


def restore(saving: PartnersSaving, partner_id: str) -> None:
    """Replace the unreadable file of a partner by its last good copy, and say what came of it."""
    from csp_tui.core.care.recovery import Recovery
    from csp_tui.tui.base.restored import restoring

    workplace, said = saving.workplace, list[str]()

    def say_restored(saved: Saved) -> None:
        saving.show(saved.partner.id)
        saving.screen.say(said[0])

    saving.submit(
        restoring(Recovery(workplace.places, workplace.store), partner_id, said),
        say_restored,
        lambda error: saving.screen.say(_("Not restored: {why}").format(why=error)),
    )


def start_sync(saving: PartnersSaving) -> str:
    """Start a sync with other machines; return why it was not started, "" if it was."""
    import shlex

    from csp_tui.core.exchange.git_address import kept_address

    sync, places = host_of(saving.screen).background_sync, saving.workplace.places
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
