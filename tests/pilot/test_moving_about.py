from __future__ import annotations

import gc

from textual.strip import Strip

from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, add_partner, at_the_app, fill_with_invented, wait_until


async def test_a_checklist_is_narrowed_to_the_rows_that_have_all_words(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("One Solutions Partner")
        await seat.narrow("named ADMIN FOR")
        await seat.see("  1 of 46  /named ADMIN FOR")
        await seat.see(r"^> .*Global admin for the application named")
        await seat.press("ctrl+g")
        await seat.see_gone("of 46  /")
        assert "Global admin for the application" in seat.current
        await seat.narrow("[bold]")
        await seat.see(r'^ No row has "\[bold\]"; ctrl\+g shows all')
        await seat.pilot.resize_terminal(120, 30)
        await seat.see(r'^ No row has "\[bold\]"; ctrl\+g shows all. +│')
        await seat.pilot.resize_terminal(80, 24)
        await seat.press("space", "escape")
        await seat.see(r"^> \[ \] Global admin for the application")


async def test_the_list_follows_once_typing_rests_and_ctrl_g_shows_all(workplace: Workplace):
    for number in range(12):
        add_partner(workplace, f"Partner {number:04}")
    async with at_the_app(workplace) as seat:
        await seat.press("/", *"00 7")
        await seat.see(r"^ /00 7 +12  all words  enter keep  ctrl\+g all 12")
        await seat.see(r"^ Partners  1 of 12  /00 7")
        await seat.see("^ /00 7 +1  all words")
        await seat.press("backspace", "1")
        await seat.see("^ Partners  3 of 12  /00 1")
        await seat.press("ctrl+g")
        await seat.see("^ Partners  12$")
        await seat.see("^> Partner 0001")
        await seat.press("/", *"0010", "enter", "enter")
        await seat.see("Partner 0010 › |Partner 0010.*start")


async def test_partners_are_searched_by_name_in_any_script(workplace: Workplace):
    for name in ("Adatum", "Straße & Söhne", "株式会社", "Zeta"):
        add_partner(workplace, name)
    async with at_the_app(workplace) as seat:
        for text, name in (("STRASSE", "Straße"), ("会社", "株式会社"), ("ada", "Adatum")):
            await seat.narrow(text)
            await seat.see(f"^> {name}")
            await seat.see("^ Partners  1 of 4")


async def test_the_detail_follows_the_cursor(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("g")
        await seat.see("^ A Microsoft Partner Network ID is active")
        await seat.press("j")
        await seat.see("^ A named person has the power to accept")
        await seat.press("k")
        await seat.see("^ A Microsoft Partner Network ID is active")


async def test_the_cursor_skips_sections_and_stays_in_sight(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.press("g")
        await seat.see(r"^> \[ \] Anniversary month confirmed")
        assert " 0/8 Decision and preparation" in seat.text
        assert "1-12 of 46" in seat.text  # no section is counted
        seen = []
        for _ in range(50):
            seen.append(seat.current)
            await seat.press("j")
        assert len(set(seen)) == 46
        assert all(row.startswith(("[ ]", "0/0")) for row in seen)
        await seat.press("G")
        last = seat.current
        await seat.press(
            "g", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown"
        )
        assert seat.current == last
        await seat.press(*["pageup"] * 6)
        assert "Anniversary month confirmed" in seat.current


async def test_the_terminals_cursor_stands_on_the_current_row(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        for key in ("g", "j", "j", "G", "k"):
            await seat.press(key)
            position = seat.app.cursor_position
            assert (position.x, seat.lines[position.y][:2]) == (0, "> ")
        await seat.press("/", *"abc")
        await seat.see("^ /abc")
        assert seat.app.cursor_position == (len(" /abc"), 23)


async def test_enter_shows_the_whole_detail_and_the_list_again(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("USD 1M in trailing")
        await seat.press("enter")
        await seat.see("Doubt ")
        await seat.see("Need +required, official")
        assert "Eligibility" not in seat.text
        await seat.press("G")
        await seat.see("https://")
        await seat.press("space")
        await seat.see("Done +23 Nov")
        await seat.press("enter")
        await seat.see(r"^> \[x\] USD 1M in trailing")
        await seat.press("j")
        await seat.see(r"^> \[ \] One Solutions Partner designation")


async def test_tab_makes_the_detail_scroll_and_goes_back_to_the_list(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("USD 1M in trailing")
        await seat.see("Proof ")
        first = seat.lines[18]
        await seat.press("tab")
        await seat.see(r"^── Detail  \d+ lines below ─")
        await seat.see("The detail scrolls; tab goes back")
        await seat.press("j", "j")
        await seat.see(r"^── Detail  2 lines above, \d+ lines below ─")
        assert seat.lines[18] != first
        assert "USD 1M in trailing" in seat.current
        await seat.press("G")
        await seat.see(r"^── Detail  \d+ lines above ─")
        await seat.press("tab")
        await seat.see(r"^── \d+-\d+ of 46")
        await seat.press("j")
        assert "One Solutions Partner" in seat.current


async def test_only_the_pane_that_has_the_keys_is_reversed(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)

    def reversed_texts() -> list[str]:
        strips = seat.app.screen._compositor.render_strips()
        segments = [segment for line in strips for segment in line]
        return [each.text for each in segments if each.style and each.style.reverse]

    async with at_the_app(workplace) as seat:
        for keys in ((), ("H",)):
            await seat.press(*keys)
            await seat.see("^> ")
            (name,) = reversed_texts()
            assert name in seat.current
            await seat.press("tab")
            await seat.see("^── (Detail|Change) ")
            assert reversed_texts() in ([" Detail "], [" Change "])
            await seat.press("tab")
            await seat.see_gone("^── (Detail|Change) ")
            (name,) = reversed_texts()
            assert name in seat.current


async def test_a_question_or_a_menu_takes_the_reverse_from_the_list(workplace: Workplace):
    for name in ("Contoso", "Fabrikam"):
        add_partner(workplace, name, DIRECT)

    def looks(text: str) -> set[tuple[bool, bool]]:
        """Return whether the segments with `text` are reversed, and whether they are bold."""
        strips = seat.app.screen._compositor.render_strips()
        segments = [segment for line in strips for segment in line if text in segment.text]
        return {
            (bool(each.style.reverse), bool(each.style.bold)) for each in segments if each.style
        }

    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        row = "Contoso".ljust(24)  # the pane names the partner, too
        assert looks(row) == {(True, False)}
        for key, shown in (("f", "Filter the partners"), ("/", "enter keep")):
            await seat.press(key)
            await seat.see(shown)
            assert looks(row) == {(False, True)}
            assert looks("Fabrikam") == {(False, False)}
            await seat.press("ctrl+g")
            await seat.see_gone(shown)
            row = "Contoso".ljust(24)  # the pane names the partner, too
        assert looks(row) == {(True, False)}


async def test_a_full_detail_says_what_is_above_and_below_and_tab_changes_nothing(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("USD 1M in trailing")
        await seat.press("enter")
        await seat.see(r"^── Detail  \d+ lines? below ─")
        await seat.press("j")
        await seat.see("^── Detail  1 line above")
        await seat.press("tab")
        await seat.see("Only the detail is shown: enter goes back to the list")
        await seat.press("G")
        await seat.see(r"^── Detail  \d+ lines? above ─")
        await seat.press("enter")
        await seat.see("^> .*USD 1M in trailing")
        await seat.see(r"^── \d+-\d+ of 46")


async def test_a_key_without_meaning_says_so(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("enter")
        await seat.see("for reading only")
        for key, name in (("space", "space"), ("F", "F"), ("ctrl+y", "ctrl")):
            await seat.press(key)
            await seat.see(f"^ {name}.* does nothing here; [?] shows the keys")
        await seat.press("j")
        await seat.see_gone("does nothing here")
        await seat.press("shift+tab")
        await seat.see("^ shift.tab does nothing here")
        await seat.see(r"^── \d+-\d+ of 46, ")
        await seat.press("q", "x")
        await seat.see("^ x does nothing here")
        await seat.press("tab")
        await seat.see("^ tab does nothing here")
        await seat.press("ctrl+c")
        await seat.see("q goes back, ctrl.q quits")
        await seat.press("a")
        await seat.see("Name of the partner")
        await seat.press("ctrl+y", *"Zoo")
        await seat.see("^ Name of the partner: Zoo +enter")


async def test_side_by_side_from_100_columns_and_stacked_below(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace, (100, 24)) as seat:
        await seat.press("g")
        await seat.see(r"^> \[ \] Active MPN ID.* [a-z]+")
        assert "Signatory" in seat.lines[4]
        assert any("Proof" in line[50:] for line in seat.lines)
        await seat.pilot.resize_terminal(80, 24)
        await seat.see("^ Proof ")
        await seat.pilot.resize_terminal(20, 5)
        await seat.press("j", "space", "tab", "enter", "enter", "?", "q")
        await seat.pilot.resize_terminal(80, 24)
        await seat.see("^ 1/11")


async def test_a_menu_at_the_bottom_is_laid_out_anew_when_the_window_has_another_width(
    workplace: Workplace,
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (60, 24)) as seat:
        await seat.see("^> ")
        await seat.press("f")
        await seat.see("letter for one")
        narrow = seat.lines
        assert "ctrl+g as before" not in seat.bottom
        await seat.pilot.resize_terminal(100, 24)
        await seat.see("show all  ctrl.g as before$")
        await seat.pilot.resize_terminal(60, 24)
        await wait_until(seat.pilot, lambda: seat.lines == narrow)


async def test_a_screen_that_is_left_takes_its_drawn_rows_along(workplace: Workplace):
    for name in ("Contoso", "Fabrikam"):
        add_partner(workplace, name, DIRECT)
    async with at_the_app(workplace) as seat:
        kept = []
        for _ in range(4):
            await seat.press("enter")
            await seat.see("^> .*Microsoft Partner Network ID|^> \\[")
            await seat.press("q")
            await seat.see("^ Partners ")
            gc.collect()
            kept.append(sum(isinstance(each, Strip) for each in gc.get_objects()))
        assert kept[-1] - kept[0] < 100, kept  # of each opening some hundred were kept
