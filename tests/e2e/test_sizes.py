"""Windows of any size, changed at any time."""

from __future__ import annotations

from .conftest import Place, Start

DIRECT = "enroll-direct"


def test_the_window_may_change_its_size_at_any_time(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.resize((120, 40))
    terminal.wait_for("Active MPN ID .*│")
    terminal.settle()
    assert "Signatory" in terminal.lines[4]
    assert terminal.lines[39].startswith(" space done")
    terminal.press("-")
    terminal.wait_for("Not applicable because:")
    terminal.press("half a ")
    terminal.settle()
    terminal.resize((60, 20))
    terminal.settle()
    terminal.press("reason")
    terminal.wait_for("^ Not applicable because: half a reason")
    assert terminal.lines[19].startswith(" Not applicable because")
    terminal.press("enter")
    terminal.wait_for("^ 0/10")
    terminal.resize((80, 24))
    terminal.wait_for("n/a +half a reason")
    terminal.settle()
    assert terminal.current.startswith("[-] Active MPN ID")
    assert terminal.cursor == (0, 3)


def test_a_tiny_window_does_not_end_the_app(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start(size=(20, 5))
    terminal.settle()
    for key in ("down", "space", "enter", "pgdn", "enter", "tab", "tab", "?", "pgdn", "q"):
        terminal.type(key)
    terminal.type("e", "tab", "tab", "ctrl+g", "ctrl+p")
    terminal.settle()
    terminal.press("escape")
    terminal.settle()
    terminal.type("]", "q")
    terminal.resize((1, 1))
    terminal.settle()
    terminal.resize((80, 24))
    terminal.wait_for("^ Contoso › Enroll")
    terminal.press("q")
    terminal.wait_for("^ Partners.*  1")
    terminal.wait_for("1/11")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_a_list_is_drawn_whole_after_a_resize_and_a_key_at_once(place: Place, start: Start):
    names = [f"Partner {number:02}" for number in range(40)]
    table = place.path / "partners.csv"
    table.write_text("\n".join(["name", *names]))
    assert place.fork("import", "partners", str(table), "--yes").returncode == 0
    terminal = start(size=(40, 12))
    terminal.wait_for("^ Partners")
    for _ in range(4):
        terminal.settle()
        terminal.press("?")
        terminal.wait_for("^ Help")
        terminal.settle()
        terminal.resize((200, 50))
        terminal.press("q")
        terminal.wait_for("│ Partner 00")
        terminal.settle()
        assert [line[2:12] for line in terminal.lines[2:42]] == names
        terminal.resize((40, 12))
