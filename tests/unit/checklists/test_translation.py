from __future__ import annotations

import pytest

from csp_tui.core.base import language
from csp_tui.core.checklists.reader import read_checklist
from csp_tui.core.checklists.translation import read_translation

from ..helpers import put

EDITION = """\
format = 1
title = "Yearly check"
summary = "What to check."
source_date = "undated, copy of 2025"

[[facts]]
id = "azure"
question = "Does it sell Azure?"

[[sections]]
id = "start"
title = "Start"

[[sections.items]]
id = "month"
title = "Month known"
rule = "The month is written down"
evidence = "The month"

[[sections.items]]
id = "proof"
title = "Proof kept"
when = "azure"
"""

FRENCH = """\
format = 1
title = "Contrôle annuel"
summary = "Les points à contrôler."

[dates]
"undated, copy of 2025" = "non daté, copie de 2025"

[[facts]]
id = "azure"
question = "Vend-il Azure ?"

[[sections]]
id = "start"
title = "Début"

[[sections.items]]
id = "month"
title = "Mois connu"
rule = "Le mois est noté"
evidence = "Le mois"

[[sections.items]]
id = "proof"
title = "Preuve conservée"
"""


@pytest.fixture
def read(tmp_path):
    """Reads a translation of the edition."""
    edition = put(tmp_path / "yearly" / "1.toml", EDITION)
    checklist, _ = read_checklist(edition)

    def read_text(text: str):
        return read_translation(put(tmp_path / "yearly" / "1.fr.toml", text), checklist)

    read_text.checklist = checklist
    return read_text


def test_every_text_comes_from_the_translation_and_all_else_from_the_edition(read):
    own = read.checklist
    told, problems = read(FRENCH)
    assert problems == []
    assert (told.title, told.summary) == ("Contrôle annuel", "Les points à contrôler.")
    assert told.source_date == "non daté, copie de 2025"
    assert told.question("azure") == "Vend-il Azure ?"
    assert [each.title for each in told.sections] == ["Début"]
    assert [each.title for each in told.items] == ["Mois connu", "Preuve conservée"]
    assert told.by_id["month"].norm == "Le mois est noté"
    assert told.by_id["proof"].when == "azure"
    assert (told.id, told.edition, told.path) == (own.id, own.edition, own.path)


def test_what_a_tick_is_made_against_is_the_editions_own(read):
    told, _ = read(FRENCH)
    for before, after in zip(read.checklist.items, told.items, strict=True):
        assert (after.fingerprint, after.wording) == (before.fingerprint, before.wording)
    assert told.by_id["proof"].wording == "Proof kept"


def test_what_is_not_translated_stays_as_the_edition_has_it(read):
    told, problems = read('format = 1\ntitle = "Contrôle annuel"\n')
    assert told.title == "Contrôle annuel"
    assert [each.title for each in told.items] == ["Month known", "Proof kept"]
    assert told.source_date == "undated, copy of 2025"
    assert not any(problem.is_error for problem in problems)
    text = "\n".join(problem.what for problem in problems)
    for what in ('fact "azure"', 'section "start"', 'item "month"', 'item "proof"', "summary = "):
        assert what in text


@pytest.mark.parametrize(
    ("before", "after", "line", "key", "words"),
    [
        ('id = "month"', 'id = "mont"', 17, "sections[0].items[0].id", 'did you mean "month"?'),
        ('rule = "Le mois est noté"\n', "", 16, "sections[0].items[0].rule", 'write: rule = "..."'),
        ('question = "Vend-il Azure ?"\n', "", 8, "facts[0].question", "is not translated"),
        ('"undated, copy', '"undate, copy', 5, "dates", '"undated, copy of 2025" is not'),
        ("evidence =", "evidense =", 20, "sections[0].items[0].evidense", 'mean "evidence"?'),
        (
            'title = "Preuve conservée"',
            'title = "Preuve conservée"\nneed = "required"',
            25,
            "sections[0].items[1].need",
            "in every language, so take it out",
        ),
        (
            'title = "Preuve conservée"',
            'title = "Preuve conservée"\ndoubt = "Lequel ?"',
            25,
            "sections[0].items[1].doubt",
            "the edition has none here",
        ),
        (
            "Preuve conservée",
            "P" * 61,
            24,
            "sections[0].items[1].title",
            "61 characters",
        ),
        ('id = "proof"', 'id = "month"', 23, "sections[0].items[1].id", "translated already"),
        ("format = 1", "format = 2", 1, "format", "install a newer csp-tui"),
        ('title = "Début"', "title = 5", 14, "sections[0].title", "must be a text in quotes"),
        ('title = "Début"', "title =", 14, "", "is not TOML"),
    ],
)
def test_a_defect_is_named_with_line_key_and_cure(read, before, after, line, key, words):
    told, problems = read(FRENCH.replace(before, after, 1))
    found = [each for each in problems if words in each.what]
    assert [(each.line, each.key) for each in found] == [(line, key)], problems
    assert [each.title for each in read.checklist.items] == ["Month known", "Proof kept"]
    assert told.by_id["month"].fingerprint == read.checklist.by_id["month"].fingerprint


def test_the_library_tells_a_checklist_in_the_language_that_is_spoken(library, places):
    from ..helpers import CHECKLIST

    own = put(places.own_checklists / "demo" / "2027-01.toml", CHECKLIST)
    french = put(
        own.with_name("2027-01.fr.toml"),
        'format = 1\ntitle = "Liste"\n[[sections]]\nid = "azure"\n',
    )
    before = library.signature()
    assert library.get("demo", "2027-01").title == "Demo checklist"
    language.use("fr")
    assert library.get("demo", "2027-01").title == "Liste"
    assert library.signature() != before
    french.write_text('format = 1\ntitle = "Autre liste"\n')
    assert library.get("demo", "2027-01").title == "Autre liste"
    french.write_text("format = 1\ntitle =")
    assert library.get("demo", "2027-01").title == "Demo checklist"
    assert [each.path for each in library.problems() if each.is_error] == [french]
    french.unlink()
    assert library.get("demo", "2027-01").title == "Demo checklist"
    language.use("en")
    assert library.get("demo", "2027-01").title == "Demo checklist"
