"""Where an unsaved change is written to when somebody leaves with it."""

from __future__ import annotations

import pytest

from csp_tui.core.base.errors import UsageError, WriteError
from csp_tui.tui.saving.leaving import carry_out_leaving


@pytest.mark.parametrize("name", ["x" * 5000, "missing/file", "file/below", "~nobody-has-it/x"])
def test_a_file_that_cannot_be_written_is_told_and_nobody_leaves(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError):
        carry_out_leaving(name, lambda: "text")


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="exists already"):
        carry_out_leaving(str(link), lambda: "text")
    assert not (tmp_path / "elsewhere").exists()
