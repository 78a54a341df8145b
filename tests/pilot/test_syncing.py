"""Syncing from the screen: in a process of its own, while the user goes on."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.settings import Settings
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui import app

from .helpers import (
    DIRECT,
    PATIENCE,
    FakeClock,
    add_partner,
    at_the_app,
    other_store,
    progress,
    sync,
    workplace_in,
)


def wait_for_its_end() -> None:
    """Wait until the process that syncs in the background has ended."""
    for thread in threading.enumerate():
        if thread.name == "sync":
            thread.join(PATIENCE)
            assert not thread.is_alive()


def rename(workplace: Workplace, name: str) -> None:
    partner = workplace.store.load(workplace.store.partner_ids()[0])
    change = item_changes.edit_partner(partner, name=name)
    other_store(workplace).change(partner.id, [change])


async def test_a_key_sends_what_is_new_here_and_shows_what_came(
    workplace: Workplace, there: Workplace
):
    rename(there, "Contoso Group")
    sync(there)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso ")
        await seat.press("j", "a")
        await seat.answer("Name", "Zoo")
        await seat.see("start a checklist")
        await seat.press("q")
        await seat.press("Y")
        await seat.see("^ Partners .* syncing$")
        await seat.press("g")
        await seat.see("Synced: 1 sent, 1 came [0-9][0-9]:[0-9][0-9]$")
        await seat.see("^> Contoso Group ")
    sync(there)
    assert len(there.store.partner_ids()) == 3


async def test_without_an_address_the_key_says_how_to_name_one(workplace: Workplace):
    add_partner(workplace, "Contoso")
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace, size=(200, 24)) as seat:
        await seat.press("Y")
        await seat.see_asked("name it once in a shell: csp-tui --data .*data sync ADDRESS")
    assert not workplace.places.repository.exists()


async def test_why_a_sync_failed_is_one_sentence(
    workplace: Workplace, there: Workplace, remote: Path
):
    shutil.move(remote, remote.with_name("away.git"))
    async with at_the_app(workplace, size=(120, 30)) as seat:
        await seat.press("Y")
        await seat.see_asked("Not synced: .*git fetch failed.*make the repository there first")
        shutil.move(remote.with_name("away.git"), remote)
        await seat.press("Y")
        await seat.see("Synced: nothing new [0-9]")


async def test_a_partner_that_is_left_alone_is_named(workplace: Workplace, there: Workplace):
    contoso, _fabrikam = workplace.store.partner_ids()
    workplace.places.progress_file(contoso).write_text("damaged")
    async with at_the_app(workplace, size=(120, 30)) as seat:
        await seat.press("Y")
        await seat.see_asked(f"1 left alone .*{contoso}")


async def test_leaving_asks_nothing_and_lets_the_sync_end(workplace: Workplace, there: Workplace):
    rename(workplace, "Contoso Group")
    async with at_the_app(workplace) as seat:
        await seat.press("Y", "q")
        assert seat.app.return_code == 0
    wait_for_its_end()
    sync(there)
    (name,) = {progress(there, each)["name"] for each in there.store.partner_ids()} - {"Fabrikam"}
    assert name == "Contoso Group"


async def test_while_one_sync_runs_the_key_starts_no_other(workplace: Workplace, there: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("Y", "Y")
        await seat.see("A sync is running already|Synced")
        await seat.see_gone("A sync is running already")


async def test_with_the_setting_the_app_syncs_by_itself(
    workplace: Workplace, there: Workplace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(app, "MINUTE", 0.02)
    rename(there, "Contoso Group")
    sync(there)
    async with at_the_app(workplace.with_parts(settings=Settings(sync_every=10))) as seat:
        await seat.see("^> Contoso Group")
        assert "Synced" not in seat.text
    wait_for_its_end()


async def test_with_the_setting_leaving_sends_what_is_new(workplace: Workplace, there: Workplace):
    automatic = workplace.with_parts(settings=Settings(sync_every=10))
    async with at_the_app(automatic) as seat:
        rename(workplace, "Contoso Group")
        await seat.press("q")
    wait_for_its_end()
    sync(there)
    assert "Contoso Group" in {row.name for row in there.overview.rows()}


TIME = r"(\d\d:\d\d|\d+ [A-Z][a-z]+)"
"""When a sync was: the clocks of the screen and of the process differ here."""


async def test_the_head_says_what_is_to_be_sent_and_that_it_was(
    workplace: Workplace, there: Workplace
):
    sync(workplace)  # of these very files
    async with at_the_app(workplace) as seat:
        await seat.see(f"^ Partners.*  2  .* synced {TIME}$")
        rename(workplace, "Contoso Group")
        await seat.see("^ Partners.*  2  .* sync: 1 to send$")
        await seat.press("Y")
        await seat.see("^ Partners.*  2  .* syncing$")
        await seat.see(f"^ Partners.*  2  .* synced {TIME}$")
        await seat.see("Synced: 1 sent, 0 came")


async def test_what_another_process_syncs_shows_in_the_head(workplace: Workplace, there: Workplace):
    sync(workplace)  # of these very files
    rename(there, "Contoso Group")
    sync(there)
    async with at_the_app(workplace) as seat:
        await seat.see(f"^ Partners.*  2  .* synced {TIME}$")
        sync(workplace)
        await seat.see(f"^ Partners.*  2  .* sync: 1 came {TIME}$")
        await seat.see("^> Contoso Group")


async def test_a_wide_head_says_all_and_a_narrow_one_the_most_urgent(
    workplace: Workplace, there: Workplace, remote: Path
):
    sync(workplace)  # of these very files
    shutil.move(remote, remote.with_name("away.git"))
    async with at_the_app(workplace) as seat:
        await seat.press("Y")
        await seat.see("^ Partners.*  2  .* sync: no answer$")
    rename(workplace, "Contoso Group")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2  .*[^d] sync: no answer$")
    async with at_the_app(workplace, size=(120, 40)) as seat:
        await seat.see("^ Partners.*  2  .* sync: no answer  1 to send$")


async def test_without_a_remote_the_head_says_nothing_of_it(workplace: Workplace):
    add_partner(workplace, "Contoso")
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace, size=(120, 40)) as seat:
        other_store(workplace).add_partner("Zoo")
        await seat.see("^ +Zoo ")  # the files were looked at
        assert seat.lines[0] == " Partners  3"


async def test_a_new_data_directory_gets_its_first_partners_by_the_key(
    tmp_path: Path, clock: FakeClock, workplace: Workplace, remote: Path
):
    new = workplace_in(tmp_path / "new", clock)
    sync(new, remote)
    add_partner(workplace, "Contoso", DIRECT)
    sync(workplace, remote)
    async with at_the_app(new) as seat:
        await seat.see("^ No partner yet")
        await seat.press("Y")
        await seat.see("^ Syncing")
        await seat.see("^> Contoso ")
        await seat.see("Synced: 0 sent, 1 came")
