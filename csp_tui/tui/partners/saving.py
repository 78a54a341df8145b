"""Save what is done from the list of partners, and take back the last act on several of them.

A job is a function that changes the store and returns what was saved; the saver runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.store.over_partners import Done, change_each
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.act_words import taken_back, who_stays
from csp_tui.tui.base.list_screen import ListScreen, WhenFailed, WhenSaved, as_sentence
from csp_tui.tui.saving.saver import Job


class PartnersSaving:
    """Saves what the user changes in the list of partners.

    `u` and `U` take back, and make again, the last act on several partners: as long as nothing else
    is done here.

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
        self._act: Sequence[Done] | None = None  # the act on several partners, if it is the last
        self._undone: Sequence[Done] | None = None  # the taking back of one, if that is the last

    def submit(self, job: Job, saved: WhenSaved, failed: WhenFailed | None = None) -> None:
        """Let the saver run `job` once; then call `saved` or `failed` with the result or the error.

        Without `failed`, an error is shown in the bottom row.
        """
        self._act = self._undone = None
        self.screen.save(job, saved, failed or self._say_not_saved)

    def _say_not_saved(self, error: CspTuiError) -> None:
        self.screen.say(_("Not saved: {why}").format(why=error.short))

    def change_many(
        self,
        changes: Mapping[str, Sequence[Change]],
        words: Callable[[int], str],
        left: str = "",
        failed: WhenFailed | None = None,
    ) -> None:
        """Save `changes` as one act; then end the marks, and say what was changed and what was not.

        Args:
            changes: the changes by partner id.
            words: gets how many values were not so already and returns the message, in which
                ``{count}`` is replaced by that number.
            left: a sentence on who was left out.
            failed: called with the error if no partner was changed.
        """
        found: list[Done] = []

        def say_done(_saved: Saved) -> None:
            (done,) = found
            count = sum(len(each.lines) for each in done.saved)
            stays = who_stays(done, self.workplace)
            self.screen.end_marks()
            said = filter(None, (words(count).format(count=count), left, stays))
            self.screen.say(" ".join(said))

        job: Job = lambda store: _last_saved(change_each(store, changes), found)  # noqa: E731
        self.submit(job, say_done, failed)
        self._act = found

    def let_undo(self, act: Sequence[Done] | None) -> None:
        """Let `u` take back `act` on several partners; without one, as ever, the last step of one.

        The job of the act may still wait to be run; it then adds to `act` what came of it.
        """
        self._act, self._undone = act, None

    def take_back(self, *, redo: bool) -> bool:
        """Undo the last act on several partners, or with `redo` make it again after its undo.

        If that fails, for another reason than that it is refused, it can be tried again.

        Returns:
            Whether there is such an act, and nothing was done here since.
        """
        act = self._undone if redo else self._act
        if act is None:
            return False
        found: list[Done] = []

        def failed(error: CspTuiError) -> None:
            if isinstance(error, UsageError):
                self.screen.say(as_sentence(error.short))
            else:
                self._say_not_saved(error)
            is_last = found is (self._act if redo else self._undone)
            if is_last and not isinstance(error, UsageError):
                self._act, self._undone = (None, act) if redo else (act, None)

        def say_done(_saved: Saved) -> None:
            first = found[0].saved[0]
            if first.lines[0].do == Act.UNARCHIVE:
                self.show(first.partner.id)
            self.screen.say(taken_back(found[0], self.workplace, redo=redo))

        self.submit(partial(self._take_back, act, found, redo), say_done, failed)
        self._act, self._undone = (found, None) if redo else (None, found)
        return True

    def _take_back(
        self, act: Sequence[Done], found: list[Done], redo: bool, _store: Store
    ) -> Saved:
        """Take `act` back in all partners that it changed, added or archived; this is a job.

        What came of that in each partner is added to `found`. With `redo`, `act` is itself an undo.

        Raises:
            UsageError: nothing had to change, in any partner.
        """
        from csp_tui.core.care.take_back import take_back  # late: what is saved first is no undo

        saved = [each for done in act for each in done.saved if each.lines]
        if not saved:
            raise UsageError(_("nothing had to change"))
        step, ids = saved[0].lines[0].step, [each.partner.id for each in saved]
        return _last_saved(take_back(self.workplace, step, ids, redo=redo), found)


def _last_saved(done: Done, found: list[Done]) -> Saved:
    """Add `done` to `found`, without the partners in which nothing had to change.

    Return what was saved last; raise the first error if no partner was changed.
    """
    saved = [each for each in done.saved if each.lines]
    found.append(Done(saved, done.failed))
    if not saved:
        raise next(iter(done.failed.values()), UsageError(_("nothing had to change")))
    return saved[-1]
