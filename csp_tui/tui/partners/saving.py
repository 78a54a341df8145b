"""Save what is done from the list of partners, and take back the last act on several of them.

A job is a function that changes the store and returns what was saved; the saver runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.store.over_partners import Done, save_each
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.act_words import taken_back, who_stays
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed, WhenSaved, as_sentence
from csp_tui.tui.host import host_of
from csp_tui.tui.partners.text import partner_and_run
from csp_tui.tui.saving.own_steps import OlderStepError
from csp_tui.tui.saving.saver import Job, Saver

if TYPE_CHECKING:
    from csp_tui.tui.base.earlier_act import EarlierAct


class _LastAct(NamedTuple):
    """The last act on several partners, or what has taken it back."""

    done: Sequence[Done]
    ticket: int
    """The ticket of its job; a change with a later one is a later step of the user's."""
    is_undo: bool = False


class PartnersSaving:
    """Saves what the user changes in the list of partners.

    `u` and `U` take back, and make again, the last act on several partners: as long as nothing else
    is changed, on whatever screen.

    Args:
        screen: the list, on which questions and messages are shown.
        workplace: the store, the archive and the rest.
        show: called with the id of a partner on which the cursor is to be.
    """

    def __init__(
        self, screen: ListScreen, workplace: Workplace, show: Callable[[str], object]
    ) -> None:
        self.screen = screen
        self.workplace = workplace
        self.show = show
        self._last: _LastAct | None = None

    def submit(
        self,
        job: Job,
        saved: WhenSaved,
        failed: WhenFailed | None = None,
        act: Sequence[Done] | None = None,
        shared: SharedAct | None = None,
    ) -> None:
        """Let the saver run `job` once; then call `saved` or `failed` with the result or the error.

        Args:
            job: what to do with the store.
            saved: called with the result.
            failed: called with the error; without it, the error is shown in the bottom row.
            act: what the job saves for each partner, which it adds here: `u` takes that back. If
                nothing is saved, `u` takes back what it took back before.
            shared: the act on several partners; if it takes another back, `U` makes that again.
        """
        before, last = self._last, None

        def forget(error: CspTuiError) -> None:
            if last is not None and self._last is last and not _saved_in(last.done):
                self._last = before
            (failed or self._say_not_saved)(error)

        ticket = self.screen.save(job, saved, forget, shared)
        if act is not None:
            last = self._last = _LastAct(act, ticket, bool(shared and shared.is_undo))

    def _say_not_saved(self, error: CspTuiError) -> None:
        self.screen.say(_("Not saved: {why}").format(why=error.short))

    def change_many(
        self,
        partner_ids: Collection[str],
        changes_of: Callable[[Partner], Sequence[Change]],
        words: Callable[[int], str],
        left: str = "",
        failed: WhenFailed | None = None,
    ) -> None:
        """Change the partners as one act, as `save_many` does.

        `changes_of` returns the changes for a partner; it is called, in the thread that saves, with
        the partner as its file has it then.
        """

        def change(store: Store, partner_id: str, name: str) -> Saved:
            return store.change(partner_id, changes_of(store.load(partner_id)), name)

        self.save_many(partner_ids, change, words, left, failed)

    def save_many(
        self,
        partner_ids: Collection[str],
        save: Callable[[Store, str, str], Saved],
        words: Callable[[int], str],
        left: str = "",
        failed: WhenFailed | None = None,
    ) -> None:
        """Let `save` do its work in each partner, as one act; then say where it did and did not.

        The rows of the partners are unmarked. Those that could not be changed are marked again at
        the end, to try again.

        Args:
            partner_ids: the partners.
            save: changes a partner; gets its id, and the name of the step.
            words: gets how many values were not so already, and returns the message.
            left: a sentence on who was left out.
            failed: called with the error if no partner was changed.
        """
        found: list[Done] = []
        act, keys = SharedAct(len(partner_ids)), self.unmark(partner_ids)

        def say_done(_saved: Saved) -> None:
            (done,) = found
            count = sum(len(each.lines) for each in done.saved)
            stays = who_stays(done, self.workplace)
            marked = self._mark_again([key for key in keys if _partner_of(key) in done.failed])
            self.screen.say(" ".join(filter(None, (words(count), left, stays, marked))))

        def fail(error: CspTuiError) -> None:
            self._mark_again(keys)
            (failed or self._say_not_saved)(error)

        def job(store: Store) -> Saved:
            done = save_each(store, partner_ids, partial(save, store), act)
            return _last_saved(done, found)

        self.submit(job, say_done, fail, found, act)

    def unmark(self, partner_ids: Collection[str]) -> list[str]:
        """Unmark the rows of the partners; return the keys of those that were marked."""
        rows, ids = self.screen.rows, frozenset(partner_ids)
        keys = [key for key in rows.marked if _partner_of(key) in ids]
        rows.keep_marks(rows.marked - set(keys))
        self.screen.show_marks()
        return keys

    def _mark_again(self, keys: Sequence[str]) -> str:
        """Mark those of the rows `keys` that are shown; return a sentence on them."""
        count = self.screen.rows.add_marks(keys)
        self.screen.show_marks()
        return ngettext("It is still marked.", "They are still marked.", count) if count else ""

    def let_undo(self, act: Sequence[Done] | None) -> None:
        """Let `u` take back `act`, which another screen has just made on several partners.

        Without one, `u` takes back, as ever, the last step in the partner under the cursor.
        """
        newest = host_of(self.screen).saver.newest
        self._last = None if act is None else _LastAct(act, newest)

    def take_back(self, *, redo: bool) -> bool:
        """Undo the last act on several partners, or with `redo` make it again after its undo.

        If that fails, for another reason than that it is refused, it can be tried again.

        Returns:
            Whether there is such an act, and nothing was changed since.
        """
        act, saver = self._last, host_of(self.screen).saver
        if act is None or act.is_undo != redo or saver.has_newer(act.ticket):
            return False
        if not redo and self._asks_first(saver, act):
            return True
        found: list[Done] = []

        def failed(error: CspTuiError) -> None:
            if isinstance(error, UsageError):
                self.screen.say(as_sentence(error.short))
                self._last = None if self._last is act else self._last
            else:
                self._say_not_saved(error)

        def say_done(_saved: Saved) -> None:
            first = found[0].saved[0]
            if first.lines[0].do == Act.UNARCHIVE:
                self.show(first.partner.id)
            self.screen.say(taken_back(found[0], self.workplace, redo=redo))

        shared = SharedAct(len(_saved_in(act.done)) or 1, is_undo=not redo)
        job = partial(self._take_back, act.done, found, redo, shared)
        self.submit(job, say_done, failed, found, shared)
        return True

    def take_back_earlier(self, act: EarlierAct) -> None:
        """Take back an act that was made before the app was opened, as the user has agreed."""
        ids, line = act
        self.let_undo([Done([Saved(Partner(each, each), (line,), line.at) for each in ids], {})])
        self.take_back(redo=False)

    def _asks_first(self, saver: Saver, act: _LastAct) -> bool:
        """Return whether the user is asked before `act` is taken back: a later one changed nothing.

        Nothing is asked while `act` is being saved.
        """
        from csp_tui.tui.base.asking_undo import ask_first  # late: see `_take_back`

        if saved := _saved_in(act.done):
            first, others = saved[0], len(saved) - 1
            try:
                saver.own_steps.check_act(act.ticket, first.partner.id, first.lines[0], others)
            except OlderStepError as error:
                again = partial(self.take_back, redo=False)
                return ask_first(self.screen, self.workplace, error, again)
        return False

    def _take_back(
        self, act: Sequence[Done], found: list[Done], redo: bool, shared: SharedAct, _store: Store
    ) -> Saved:
        """Take `act` back in all partners that it changed, added or archived; this is a job.

        What came of that in each partner is added to `found`. With `redo`, `act` is itself an undo.
        `shared` is the act that takes it back.

        Raises:
            UsageError: nothing had to change, in any partner.
        """
        from csp_tui.core.care.take_back import take_back  # late: what is saved first is no undo

        saved = _saved_in(act)
        if not saved:
            raise UsageError(_("nothing had to change"))
        step, ids = saved[0].lines[0].step, [each.partner.id for each in saved]
        shared.count = len(ids)
        return _last_saved(take_back(self.workplace, step, ids, redo=redo, act=shared), found)


def _partner_of(key: str) -> str:
    return partner_and_run(key)[0]


def _saved_in(act: Sequence[Done]) -> list[Saved]:
    """Return what was saved, for each partner in which something had to change."""
    return [each for done in act for each in done.saved if each.lines]


def _last_saved(done: Done, found: list[Done]) -> Saved:
    """Add `done` to `found`, without the partners in which nothing had to change.

    Return what was saved last; raise the first error if no partner was changed.
    """
    saved = _saved_in([done])
    found.append(Done(saved, done.failed))
    if not saved:
        raise next(iter(done.failed.values()), UsageError(_("nothing had to change")))
    return saved[-1]
