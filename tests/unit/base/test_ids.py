from __future__ import annotations

import pytest

from csp_tui.core.base.ids import is_id, new_id, random_id

from ..helpers import random_bytes_from


@pytest.mark.parametrize("text", ["a", "0", "contoso-uk-ltd-7f3a", "2026-08", "a" * 64])
def test_an_id_is_small_letters_digits_and_hyphens(text):
    assert is_id(text)


@pytest.mark.parametrize(
    "text",
    ["", "-a", "A", "a b", "a_b", "a.b", "a/b", "../a", "é", "a\n", "a" * 65, "\u0661"],
)
def test_anything_else_is_no_id(text):
    assert not is_id(text)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Contoso [UK] Ltd", "contoso-uk-ltd-"),
        ("Société Générale", "societe-generale-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("漢字", "partner-"),
        ("\x1b[31m", "31m-"),
        ("--", "partner-"),
        ("x" * 300, "x" * 40 + "-"),
        ("y" * 39 + " z", "y" * 39 + "-"),
    ],
)
def test_a_partner_id_starts_with_the_readable_part_of_the_name(name, start):
    made = new_id(name, random_bytes_from())
    assert made.startswith(start)
    assert len(made) == len(start) + 4
    assert is_id(made)


def test_two_partners_of_the_same_name_get_different_ids():
    random_bytes = random_bytes_from()
    assert new_id("Contoso", random_bytes) != new_id("Contoso", random_bytes)


def test_random_ids_avoid_characters_that_look_alike():
    assert not set("01ilo") & set(random_id(256, random_bytes_from()))
