"""Bytes on the wire: one packet for a key, none for waiting, and nothing that was not asked for."""

from __future__ import annotations

import base64
import re
from statistics import median

import pytest

from .conftest import Place, Start
from .wire import bytes_of_a_session, bytes_of_arrows, bytes_of_ticks, pictures

DIRECT, NEW = "enroll-direct", "2026-08"


def test_keys_are_answered_in_few_bytes_and_an_idle_screen_sends_none(place: Place, start: Start):
    place.add("Contoso", DIRECT, NEW)
    terminal = start()
    terminal.wait_for("^ +https://|No link")
    terminal.settle()
    terminal.press("g")
    terminal.settle()

    alone, settled = bytes_of_arrows(terminal)
    assert median(alone) <= 220, alone
    assert median(settled) <= 1200, settled

    ticks = bytes_of_ticks(terminal)
    assert max(ticks) <= 250, ticks

    terminal.wait_for("saved ..:..")
    terminal.settle()
    terminal.press("-")
    prompt = terminal.settle()
    assert prompt <= 400
    terminal.press("x")
    assert terminal.settle() <= 100
    terminal.press("ctrl+g")
    assert terminal.settle() <= 400

    assert terminal.settle(5, 5) == 0


def test_a_filter_a_search_and_marks_cost_no_more_than_one_packet_a_key(place: Place, start: Start):
    place.add("Contoso", DIRECT, NEW)
    terminal = start()
    terminal.wait_for("^ +https://|No link")
    terminal.settle()
    terminal.type("f", "t", "/", "security", "enter")
    terminal.wait_for("[1-9] of [0-9]+  /security")
    terminal.press("g")
    terminal.settle()
    alone = [pictures(terminal, "down")[0] for _ in range(10)]
    assert median(alone) <= 220, alone
    marks = [pictures(terminal, "m")[0] for _ in range(5)]
    assert median(marks) <= 500, marks
    assert terminal.settle(2, 2) == 0


def test_a_list_is_narrowed_once_when_typing_rests_in_one_page(place: Place, start: Start):
    (place.data / "partners").mkdir(parents=True)
    for number in range(30):  # by hand
        text = f'format = 1\nname = "Partner {number:04}"\n'
        text += f'\n[checklists.{DIRECT}]\nedition = "{NEW}"\n'
        (place.data / "partners" / f"partner-{number:04}.toml").write_text(text)
    terminal = start()
    terminal.wait_for_app()
    terminal.wait_for("^> Partner 0000")
    terminal.settle()
    terminal.press("/")
    terminal.wait_for("ctrl.g all 30")
    terminal.settle()
    before = len(terminal.raw)
    terminal.send(b"001")
    terminal.wait_for("11 of 30  /001")
    terminal.settle()
    sent = bytes(terminal.raw[before:])
    assert sent.count(b" of 30") == 1  # the list follows once, not at every key
    assert len(sent) <= 3200
    assert terminal.settle(2, 2) == 0


def test_keys_in_folded_next_and_in_the_matrix_send_the_changed_cells_only(
    place: Place, start: Start
):
    terminal = start("demo", TMPDIR=str(place.path))
    terminal.wait_for_app()
    terminal.wait_for("^> ")
    terminal.settle()
    terminal.press("v")
    terminal.wait_for("^ +When +Partner")
    terminal.settle()
    terminal.press("b")
    terminal.wait_for("^ +When +Item +Partners")
    terminal.settle()
    folded, hints = [], []
    for _ in range(5):
        row, *hint = pictures(terminal, "down")
        folded.append(row)
        hints.append(sum(hint))
    assert max(folded) <= 220, folded
    assert max(hints) <= 120, hints
    terminal.type("q", "/", "woodgrove", "enter")
    terminal.wait_for("^> Woodgrove")
    terminal.press("c")
    terminal.wait_for("^ +Customer .*Done")
    terminal.settle()
    across = [sum(pictures(terminal, "right")) for _ in range(14)]
    down = [sum(pictures(terminal, "down")) for _ in range(5)]
    assert max(across) <= 220, across
    assert max(down) <= 220, down


def test_a_menu_and_a_screen_of_few_words_are_each_sent_in_one_packet(place: Place, start: Start):
    for name in ("Contoso", "Fabrikam"):
        place.add(name, DIRECT, NEW)
    terminal = start()
    terminal.wait_for_app()
    terminal.wait_for("^> Contoso")
    terminal.settle()
    terminal.press("f")
    opened = terminal.settle()
    assert bytes(terminal.raw).count(b"Filter the partners") == 1
    assert opened <= 1100
    terminal.press("ctrl+g")
    assert terminal.settle() <= 1300
    before = len(terminal.raw)
    terminal.press("X")
    terminal.wait_for("There are no conflicts")
    terminal.settle()
    assert len(terminal.raw) - before <= 1300  # rows that end in blanks are not sent whole


def test_what_is_typed_into_the_palette_costs_its_own_cells_until_typing_rests(
    place: Place, start: Start
):
    for name in ("Contoso", "Fabrikam"):
        place.add(name, DIRECT, NEW)
    terminal = start()
    terminal.wait_for_app()
    terminal.wait_for("^> Contoso")
    terminal.settle()
    assert sum(pictures(terminal, "ctrl+p")) <= 3200
    typed, *rest = pictures(terminal, "c")
    assert typed <= 60
    assert sum(rest) <= 3200
    terminal.press("down")
    assert terminal.settle() <= 220
    assert terminal.settle(2, 2) == 0


def test_the_first_screen_is_silent_too_and_nothing_needless_is_ever_sent(
    place: Place, start: Start
):
    for name in ("Contoso", "Fabrikam"):
        place.add(name, DIRECT)
    terminal = start()
    terminal.wait_for_app()
    terminal.wait_for("^> Contoso")  # every partner is read, so the list has a cursor
    terminal.settle()
    assert terminal.settle(2, 2) == 0
    row, *pane = pictures(terminal, "down")
    assert row <= 220
    assert sum(pane) <= 1200
    assert not terminal.has_mouse
    assert b"\x1b[5m" not in terminal.raw
    assert b"\x07" not in re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", terminal.raw)


def test_going_to_another_window_and_back_sends_nothing(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.send(b"\x1b[O")
    assert terminal.settle() == 0
    terminal.send(b"\x1b[I")
    assert terminal.settle() == 0


def test_what_changes_on_a_screen_behind_sends_nothing(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    with place.held_up():
        terminal.press("space")
        terminal.wait_for("saving")
        terminal.press("?")
        terminal.wait_for("Checklist of a partner")
        terminal.settle()
        before = len(terminal.raw)
    terminal.wait_until(lambda: "items" in place.progress["checklists"][DIRECT])
    terminal.settle()
    assert len(terminal.raw) == before
    terminal.press("q")
    terminal.wait_for("saved ..:..")


@pytest.mark.parametrize("theme", ["ansi-dark", "nord"])
def test_no_color_sends_no_colours(place: Place, start: Start, theme: str):
    place.add("Contoso", DIRECT)
    terminal = start(NO_COLOR="1", CSP_TUI_THEME=theme)
    terminal.wait_for("Contoso › Enroll")
    for key in ("down", "space", "-"):
        terminal.press(key)
        terminal.settle()
    terminal.type("ctrl+g", "?")
    terminal.wait_for("Checklist of a partner")
    terminal.press("q", "e")
    terminal.wait_for("Asked for")
    terminal.settle()
    assert not colours(bytes(terminal.raw))


def test_no_color_costs_no_more_bytes_than_colours(place: Place, start: Start):
    for name in ("Contoso", "Fabrikam"):
        place.add(name, DIRECT)
    coloured = bytes_of_a_session(start())
    plain = bytes_of_a_session(start(NO_COLOR="1"))
    assert sum(plain) <= sum(coloured), (plain, coloured)


def test_an_empty_no_color_means_nothing(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start(NO_COLOR="")
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    assert colours(bytes(terminal.raw)) - {"39", "49"}


def colours(raw: bytes) -> set[str]:
    """Return the parameters of all SGR sequences that set a colour."""
    found = set()
    for params in re.findall(rb"\x1b\[([0-9;:]*)m", raw):
        each = params.decode().replace(":", ";").split(";")
        number = iter(each)
        for part in number:
            if part in ("38", "48", "58"):
                found.add(";".join(each))
                break
            if re.fullmatch("[349][0-9]|10[0-7]", part):
                found.add(part)
    return found


def test_links_are_sent_as_such_copied_by_the_terminal_and_printed_for_others(
    place: Place, start: Start
):
    place.add("Contoso", DIRECT)
    url = (
        "https://docs.microsoft.com/en-us/partner-center/"
        "direct-partner-new-requirements#minimum-requirements"
    )
    terminal = start()
    terminal.wait_for("docs.microsoft.com")
    terminal.settle()
    assert url in terminal.links
    assert b"\x1b]8;" in terminal.raw
    terminal.press("y", "y")
    terminal.wait_for("Sent to your terminal's clipboard")
    kind, _, payload = terminal.clipboard[-1].partition(b";")
    assert kind == b"c"
    assert base64.b64decode(payload).decode() == url

    before = terminal.text
    terminal.press("o")
    terminal.wait_for("Any key goes back")
    terminal.settle()
    assert not terminal.modes[1049]
    assert terminal.modes.get(25, True)
    assert url in terminal.text.replace("\n", "")
    assert re.search("^https://docs.microsoft.com", terminal.text, re.MULTILINE)
    terminal.press("x")
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    assert terminal.modes[1049]
    assert terminal.lines[:-1] == before.splitlines()[:-1]
    terminal.press("down")
    terminal.wait_for(r"^> \[ \] Signatory able")
    terminal.press("m", "m")
    terminal.wait_for("2 marked")
    terminal.press("o")
    terminal.wait_for("Any key goes back")
    titles = ("Signatory able to bind the company", "First-line cloud support in place")
    assert [line for line in terminal.lines if line in titles] == list(titles)
    terminal.press("x")
    terminal.wait_for("2 marked")
    terminal.press("q")
    terminal.wait_for("^ Partners")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored


def test_going_back_draws_the_screen_once(place: Place, start: Start):
    for name in ("Contoso", "Fabrikam"):
        place.add(name, DIRECT, NEW)
    terminal = start()
    terminal.wait_for("^ Partners.*  2")
    for key, there, back in (
        ("enter", "› Enroll direct", "^ Partners.*  2"),
        ("H", "› history", "^ Partners.*  2"),
    ):
        terminal.press(key)
        terminal.wait_for(there)
        terminal.settle()
        already = len(terminal.raw)
        terminal.press("q")
        terminal.wait_for(back)
        terminal.settle()
        frames = terminal.raw[already:].count(b"\x1b[?2026h")
        assert frames == 1


def test_a_character_of_a_note_costs_no_more_than_the_row_it_stands_in(place: Place, start: Start):
    place.add("Contoso", DIRECT, NEW)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("e")
    terminal.wait_for("Note")
    terminal.type(*["tab"] * 6)
    terminal.settle()
    costs = []
    for character in "a short note":
        costs.append(sum(pictures(terminal, character)))
    assert median(costs) <= 100, costs
    terminal.type("enter", *"line [2]", "up", "home", *"ab", "backspace", "down", "enter", "end")
    terminal.paste("word " * 40)
    terminal.type(
        "up", "up", "left", "x", "ctrl+k", "ctrl+w", *["backspace"] * 9, "enter", "\u65e5"
    )
    terminal.settle()
    shown = terminal.lines
    for size in ((70, 24), (80, 24)):
        terminal.resize(size)
        terminal.settle()
    assert terminal.lines == shown


def test_the_first_key_after_a_resize_sends_the_two_rows_alone(place: Place, start: Start):
    table = place.path / "partners.csv"
    table.write_text("\n".join(["name", *(f"Partner {number:02}" for number in range(40))]))
    assert place.fork("import", "partners", str(table), "--yes").returncode == 0
    terminal = start()
    terminal.wait_for("^ Partners")
    terminal.settle()
    terminal.resize((200, 50))
    terminal.wait_for("│ Partner 00")
    terminal.settle()
    terminal.press("down")
    assert terminal.settle() <= 1200
