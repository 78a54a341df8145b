"""A signal stops a command over several partners."""

from __future__ import annotations

import os
import signal

import pytest

from csp_tui.cli.changes.stopping import stoppable
from csp_tui.core.store.shared_act import SharedAct


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_a_dry_run_that_is_stopped_names_nothing_to_take_back(capsys, is_dry_run):
    act, done = SharedAct(3), []

    def stop_at_the_first() -> None:
        with stoppable(act, is_dry_run=is_dry_run):
            for each in act.each("abc"):
                os.kill(os.getpid(), signal.SIGTERM)
                done.append(each)

    with pytest.raises(SystemExit) as left:
        stop_at_the_first()
    assert left.value.code == 128 + signal.SIGTERM
    assert done == ["a"]
    said = capsys.readouterr().err
    assert ("undo --last" in said) != is_dry_run
    assert ("dry run was stopped" in said) == is_dry_run
