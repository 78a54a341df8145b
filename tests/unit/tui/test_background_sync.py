"""A sync that cannot be started is told, and the next one may start."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Thread

import pytest

from csp_tui.core.base.errors import WriteError
from csp_tui.core.workplace.workplace import open_workplace
from csp_tui.tui.syncing.background_sync import BackgroundSync, SyncEnded


@pytest.mark.parametrize("lacking", ["place", "thread"])
def test_a_sync_that_cannot_be_started_is_told_and_is_not_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    ended: list[SyncEnded] = []
    sync = BackgroundSync(open_workplace({}, str(tmp_path / "data")), ended.append)

    def refuse(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    if lacking == "place":
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    else:
        monkeypatch.setattr(Thread, "start", refuse)
    with pytest.raises(WriteError, match="no process can be started"):
        sync.start(is_asked=True)
    assert not sync.is_running
    assert ended == []
