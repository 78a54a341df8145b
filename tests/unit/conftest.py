from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.disk.places import Places
from csp_tui.core.runs import item_changes
from csp_tui.core.store.store import Store

from .helpers import AMIRA, CHECKLIST, FakeClock, put, random_bytes_from


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Directories of a test; the shipped checklists hold one, ``demo``, edition ``2026-08``."""
    put(tmp_path / "shipped" / "demo" / "2026-08.toml", CHECKLIST)
    return Places(
        data=tmp_path / "data",
        cache=tmp_path / "cache",
        config=tmp_path / "config",
        shipped=tmp_path / "shipped",
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(places: Places) -> Library:
    return Library(places.shipped, places.own_checklists)


@pytest.fixture
def demo(library: Library) -> Checklist:
    return library.get("demo", "2026-08")


@pytest.fixture
def open_store(places: Places, clock: FakeClock) -> Callable[..., Store]:
    """Opens another store on the same directory, as a second session or a restart does."""
    random_bytes = random_bytes_from()

    def open_as(actor: Actor = AMIRA, at: Places = places) -> Store:
        return Store(at, clock, actor, random_bytes)

    return open_as


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()


@pytest.fixture
def contoso(store: Store, demo: Checklist, clock: FakeClock) -> str:
    """The id of a partner that has started the demo checklist."""
    partner = store.add_partner("Contoso [UK] Ltd").partner
    store.change(partner.id, [item_changes.start(partner, demo, clock())])
    return partner.id


@pytest.fixture
def file(places: Places, contoso: str) -> Path:
    """The progress file of Contoso."""
    return places.progress_file(contoso)
