from __future__ import annotations

import pytest

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.widgets.bottom_row import BottomRow

from .helpers import DIRECT, add_partner, at_the_app, harmful, items, progress, wait_until

EVERY_LETTER = "jkgGnNasweyouUqH?/[]!- "


async def test_letters_typed_in_a_prompt_never_act(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        row = seat.current
        await seat.press("-", *EVERY_LETTER)
        await seat.see(r"Not applicable because: jkgGnNasweyouUqH\?/\[\]!-")
        assert seat.current == row
        assert "0/11" in seat.text
        await seat.press("ctrl+g")
        await seat.see("space done")
    assert progress(workplace) == before


@pytest.mark.parametrize("key", ["ctrl+g", "escape"])
async def test_a_prompt_is_left_without_any_change(workplace: Workplace, key: str):
    add_partner(workplace, "Contoso", DIRECT)
    before = progress(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        for opener, answers in (("w", 0), ("w", 1), ("w", 2), ("-", 0), ("!", 0), ("/", 0)):
            await seat.press(opener, *["enter"] * answers, "x", key)
            await seat.see("^ space done")
        await seat.press("q", "a", "x", key)
        await seat.see("^ enter open")
        assert seat.current.startswith("Contoso")
    assert progress(workplace) == before


async def test_a_prompt_can_be_edited_with_the_usual_keys(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("a", *"one two three")
        await seat.see("Name of the partner: one two three")
        await seat.press("ctrl+w")
        await seat.see("Name of the partner: one two +enter")
        await seat.press("ctrl+a", "delete", "O", "right", "right", "backspace", "E")
        await seat.see("Name of the partner: OnE two +enter")
        await seat.press("ctrl+k", "end", "!")
        await seat.see("Name of the partner: OnE! +enter")
        await seat.press("ctrl+u")
        await seat.see("Name of the partner: +enter")
        await seat.press("ctrl+g")


async def test_the_app_can_be_left_while_a_prompt_is_open(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.see("Name of the partner:")
        await seat.press("ctrl+q")
    assert seat.app.return_code == 0


async def test_a_waiting_talk_that_asks_nothing_lets_the_next_one_begin(workplace: Workplace):
    ended: list[str] = []

    def talk(name: str, *labels: str) -> Talk[None]:
        for label in labels:
            yield Question(label)
        ended.append(name)

    async with at_the_app(workplace) as seat:
        await seat.press("a")
        await seat.see("Name of the partner:")
        bottom = seat.app.screen.query_one(BottomRow)
        for each in (talk("one"), talk("two"), talk("three", "More"), talk("four")):
            bottom.converse_when_free(each)
        await seat.press("ctrl+g")
        await seat.see("More:")
        assert ended == ["one", "two"]
        await seat.press("x", "enter")
        await wait_until(seat.pilot, lambda: ended == ["one", "two", "three", "four"])


async def test_control_characters_pasted_into_a_prompt_are_dropped(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        item = seat.current
        await seat.press("-")
        await seat.answer("Not applicable because", "a\x1b[31mb\nc\td\x00\x9be\u202ef\r\ng")
        await seat.see(r"n/a +a\[31mb c def g")
        assert not list(harmful(seat.text))
        await seat.wait_for_save()
    assert "Active MPN ID" in item
    assert items(workplace)["mpn-id"]["reason"] == "a[31mb c def g"


async def test_a_text_longer_than_the_row_scrolls_and_is_kept_whole(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    reason = " ".join(f"word{number}" for number in range(60))
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("-")
        await seat.see("Not applicable because:")
        await seat.paste(reason)
        await seat.see("Not applicable because: .*word59( +enter|$)")
        await seat.press("home")
        await seat.see("Not applicable because: word0 word1")
        await seat.press("enter")
        await seat.wait_for_save()
    assert items(workplace)["mpn-id"]["reason"] == reason
