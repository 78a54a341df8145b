"""A transition with three customers in a real terminal, from adding them to all moved."""

from __future__ import annotations

from .conftest import Place, Start
from .test_whole_job import assert_drawn_whole, go_to, saved


def test_three_customers_are_taken_through_a_transition(place: Place, start: Start):
    terminal = start()
    terminal.wait_for("No partner yet")
    terminal.press("a")
    terminal.answer("Name of the partner", "Contoso")
    terminal.wait_for("Contoso › start a checklist")
    terminal.settle()
    terminal.type(*"jjjjjj", "enter")
    terminal.wait_for("Contoso › To indirect")
    terminal.press("c")
    terminal.wait_for("No customer yet: a adds one")
    for name in ("Alpine Ski House", "Bellows College", "Coho Winery"):
        terminal.press("a")
        terminal.answer("Name of the customer", name)
        terminal.wait_for(f"Added: {name}")
    terminal.wait_for("^ Item 1 of 15: Consent of the customer filed")
    terminal.wait_for("  0 of 3 done  3 to do")
    saved(terminal)
    assert_drawn_whole(terminal)

    terminal.press("F")
    for _ in range(4):
        terminal.wait_for("p as the partner")
        terminal.settle()
        terminal.type("n")
    terminal.wait_for(r"0/10 +\. \. \. \. \. \. - - - - - \. \. \. \.")
    for number in range(1, 7):
        terminal.press(str(number))
        terminal.wait_for(rf"^ Item {number} of 15: [A-Z]")
        terminal.type("g", "m", "G", "M")
        terminal.wait_for("3 marked")
        terminal.press("space")
        terminal.wait_for(r"^ Tick: [^?]+, for 3 customers\? *$")
        terminal.press("y")
        terminal.wait_for("  3 of 3 done *$")
    saved(terminal)
    assert_drawn_whole(terminal)

    go_to(terminal, "Coho")
    terminal.press("enter")
    terminal.wait_for("Contoso › Coho Winery › To indirect")
    go_to(terminal, "What did not move replaced or cancelled")
    terminal.press("space")
    terminal.wait_for(r"^> \[x\] What did not move")
    saved(terminal)
    terminal.press("q")
    terminal.wait_for("^ Item 6 of 15: ")
    terminal.press("q")
    terminal.wait_for("customers 0/3")
    terminal.press("q")
    terminal.wait_for("^ Partners.*  1")
    terminal.press("c")
    terminal.wait_for(r"Coho Winery +7/10")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert len(list((place.data / "customers").glob("*/*.toml"))) == 3
