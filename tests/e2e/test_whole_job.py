"""The main job in a real terminal, from the first start to coming back next week."""

from __future__ import annotations

from .conftest import Place, Start
from .terminal import Terminal

DIRECT, INDIRECT = "enroll-direct", "transition-to-indirect"


def go_to(terminal: Terminal, title: str) -> None:
    terminal.type("/", title, "enter")
    terminal.wait_for(f"^> .*{title}")
    terminal.press("ctrl+g")
    terminal.wait_for(f"^> .*{title}")


def saved(terminal: Terminal) -> None:
    terminal.wait_for(r"saved \d\d:\d\d")
    terminal.settle()


def assert_drawn_whole(terminal: Terminal) -> None:
    """What was sent piece by piece is what a terminal gets that asks for everything."""
    terminal.settle()
    before, size = terminal.lines, (80, 24)
    terminal.resize((size[0], size[1] - 1))
    terminal.settle()
    terminal.resize(size)
    terminal.settle()
    assert terminal.lines == before


def test_the_whole_job_is_done_and_found_again_at_80x24(place: Place, start: Start):
    terminal = start()
    terminal.wait_for("No partner yet")
    terminal.press("a")
    terminal.answer("Name of the partner", "Contoso [UK] Ltd")
    terminal.wait_for(r"Contoso \[UK\] Ltd › start a checklist")
    terminal.press("enter")
    terminal.wait_for(r"Contoso \[UK\] Ltd › Enroll direct")
    terminal.settle()

    for title in ("12 months as a transacting", "Partner programme active", "MFA on for every"):
        go_to(terminal, title)
        terminal.press("space")
        terminal.wait_for(rf"^> \[x\] {title}")
    go_to(terminal, "Regions and their tenants")
    terminal.press("-")
    terminal.wait_for("Does the partner sell in more than one CSP region[?]")
    terminal.press("s")
    terminal.answer("Not applicable because", "one [region] only")
    terminal.wait_for(r"^> \[-\] Regions")
    go_to(terminal, "Business verification passed")
    terminal.press("w")
    terminal.answer("Waiting for", "Microsoft vetting")
    terminal.answer("Case number, if any", "2611230040001234")
    terminal.answer("Chase on", "2099-03-01")
    terminal.wait_for(r"^> \[~\] Business verification passed +until Mar 2099  Microso")
    go_to(terminal, "Partner programme active")
    terminal.press("e")
    terminal.wait_for("Asked for")
    terminal.paste("PLA 1234567, agreement active")
    terminal.type("tab", "2026-10-31", *["tab"] * 5, "Seen by Ben,", "enter", "twice.")
    terminal.wait_for("Note +Seen by Ben,")
    terminal.press("ctrl+s")
    terminal.wait_for(r"Evidence +PLA 1234567, agreement active \(as of 31 Oct( 2026)?\)")
    saved(terminal)
    assert_drawn_whole(terminal)

    terminal.press("]")
    terminal.wait_for(r"Contoso \[UK\] Ltd › start a checklist")
    terminal.press("enter")
    terminal.wait_for("Ltd › To indirect")
    go_to(terminal, "Security contact named")
    terminal.press("space")
    terminal.wait_for(r"^> \[x\] Security contact named")
    saved(terminal)
    assert_drawn_whole(terminal)
    terminal.press("q")
    terminal.wait_for("^ Partners.*  1")
    terminal.wait_for(r"Contoso \[UK\] Ltd.* 3/36 ")
    terminal.wait_for(" 1/33 ")
    assert_drawn_whole(terminal)
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored

    assert_file_has_its_shape(place)
    assert_everything_is_there_again(place, start)


def assert_file_has_its_shape(place: Place) -> None:
    file = place.progress
    assert list(file) == ["format", "name", "checklists", "history"]
    assert (file["format"], file["name"]) == (1, "Contoso [UK] Ltd")
    assert list(file["checklists"]) == [DIRECT, INDIRECT]
    run = file["checklists"][DIRECT]
    assert list(run) == ["checklist", "edition", "started", "items"]
    items = run["items"]
    assert items["reseller-tenure"].keys() == {"status", "at", "by", "fingerprint"}
    assert items["partner-id"]["evidence"] == "PLA 1234567, agreement active"
    assert items["partner-id"]["as_of"].isoformat() == "2026-10-31"
    assert items["partner-id"]["note"] == "Seen by Ben,\ntwice."
    assert items["regions-listed"]["reason"] == "one [region] only"
    assert items["business-verification"]["waiting_for"] == "Microsoft vetting"
    assert items["business-verification"]["case"] == "2611230040001234"
    assert items["business-verification"]["chase_on"].isoformat() == "2099-03-01"
    assert file["checklists"][INDIRECT]["items"].keys() == {"security-contact"}
    text = place.file.read_text()
    assert "[checklists.enroll-direct.items.partner-id]\n" in text
    assert max(map(len, text.splitlines())) <= 120
    assert place.file.stat().st_mode & 0o777 == 0o600
    assert place.data.stat().st_mode & 0o777 == 0o700


def assert_everything_is_there_again(place: Place, start: Start) -> None:
    path = place.file
    path.write_text(
        path.read_text().replace(
            "[checklists.enroll-direct.items.partner-id]\n",
            "# Ask Ben before you touch this one.\n[checklists.enroll-direct.items.partner-id]\n",
        )
    )
    terminal = start()
    terminal.wait_for(r"^> \[x\] Security contact named")
    terminal.press("[")
    terminal.wait_for(r"^ 3/36 [━─]+  required 3/22  1 waiting")
    go_to(terminal, "Partner programme active")
    terminal.wait_for(r"^> \[x\] Partner programme active")
    terminal.wait_for("Evidence +PLA 1234567, agreement active")
    terminal.press("down", "space")
    terminal.wait_for("^ 4/36")
    saved(terminal)
    terminal.press("q")
    terminal.wait_for("^ Partners.*  1")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    comment = "# Ask Ben before you touch this one.\n[checklists.enroll-direct.items.partner-id]\n"
    assert comment in path.read_text()
    assert place.progress["checklists"][DIRECT]["items"]["revenue-ttm"]["status"] == "done"
