"""Stop an act on several partners when a signal asks the command to end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from csp_tui.cli.output.streams import complain
from csp_tui.core.base.language import _
from csp_tui.core.store.shared_act import SharedAct

_TO_END = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stoppable(
    act: SharedAct, *, is_dry_run: bool = False, is_by_key: bool = True
) -> Iterator[None]:
    """During the block, let a signal stop `act` after the partner in hand; a second one ends all.

    A stopped act is reported on standard error, and SystemExit (128 + number) raised. Signals that
    the caller ignores, as ``nohup`` does, are ignored on. With `is_dry_run`, the report says that
    nothing was changed. Without `is_by_key`, ctrl+c is no such signal.
    """
    came: list[int] = []
    signals = (signal.SIGINT, *_TO_END) if is_by_key else _TO_END
    before = {each: signal.getsignal(each) for each in signals}

    def give_back() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        act.is_stopped = True
        give_back()

    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(each, stop)
    try:
        yield
    finally:
        give_back()
    if came and act.left:
        complain(_("the dry run was stopped") if is_dry_run else act.stopped_words())
        if came[0] == signal.SIGINT or not act.done:
            act.end()  # who pressed ctrl+c has read it, and before the first nothing is half done
        sys.exit(128 + came[0])
