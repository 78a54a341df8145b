from __future__ import annotations

import pytest

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.care.purge import purge_partner
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.progress.change import Change

from ..helpers import history_of


@pytest.fixture
def recovery(places, store):
    return Recovery(places, store)


@pytest.fixture
def file(places, store, contoso):
    """The partner's file; its owner is recorded, so that there is a good copy."""
    store.change(contoso, [Change("set", {"owner": "amira"})])
    return places.progress_file(contoso)


def test_what_was_edited_by_hand_after_a_restore_outlives_its_undo(
    places, store, recovery, contoso, file
):
    file.write_text("damaged")
    recovery.restore(contoso)
    file.write_text(file.read_text().replace('"amira"', '"by hand" # why'))
    recovery.undo_restore(contoso)
    assert file.read_text() == "damaged"
    assert history_of(places.data, contoso)[-1]["to"] == {"owner": "by hand"}
    assert recovery.restore(contoso).partner.owner == "by hand"
    assert '"by hand" # why' in file.read_text()


def test_a_file_that_was_damaged_again_is_kept_when_the_older_one_comes_back(
    recovery, contoso, file
):
    file.write_text("damaged first")
    recovery.restore(contoso)
    file.write_text("damaged again")
    recovery.undo_restore(contoso)
    assert file.read_text() == "damaged first"
    recovery.undo_restore(contoso)
    assert file.read_text() == "damaged again"


def test_no_damaged_file_takes_the_place_of_another(places, recovery, contoso, file):
    for text in ("first", "second", "third"):
        file.write_text(text)
        recovery.restore(contoso)
    (places.aside / f"{contoso}.0.damaged").unlink()
    file.write_text("fourth")
    recovery.restore(contoso)
    kept = sorted(path.read_text() for path in places.aside.iterdir())
    assert kept == ["fourth", "second", "third"]


def test_files_of_other_names_beside_the_damaged_ones_do_no_harm(places, recovery, contoso, file):
    file.write_text("damaged")
    recovery.restore(contoso)
    for name in ("x", "", "1.x", "9" * 50, "-1"):
        (places.aside / f"{contoso}.{name}.damaged").write_text("not ours")
    recovery.undo_restore(contoso)
    assert file.read_text() == "damaged"


def test_a_purge_erases_what_was_set_aside_and_nothing_of_a_longer_id(
    places, store, recovery, contoso, file
):
    file.write_text("damaged")
    recovery.restore(contoso)
    other = places.aside / f"{contoso}-2.0.damaged"
    other.write_text("of another partner")
    purge_partner(places, store, contoso)
    assert list(places.aside.iterdir()) == [other]
    with pytest.raises(NotFoundError):
        store.load(contoso)


def test_a_purge_that_cannot_see_what_was_set_aside_says_so_and_erases_nothing(
    places, store, contoso, file
):
    places.aside.write_text("a file where a directory should be")
    with pytest.raises(InvalidFileError, match="not a directory"):
        purge_partner(places, store, contoso)
    assert file.exists()
