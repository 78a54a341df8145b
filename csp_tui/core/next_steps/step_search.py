"""Searching the next steps, in the texts of a step and in those recorded of its item."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import or_

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.search import NamedText, joined_form, words_of
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.partners.search import PartnerTexts
from csp_tui.core.progress.texts import ItemOfRun
from csp_tui.core.runs.item_search import marks_of


def matching(steps: StepList, text: str, texts: PartnerTexts) -> StepList:
    """Return those of `steps` whose texts have each word of `text`; without words, all of them.

    Case and accents do not matter. Of what is recorded, only files that `texts` has read are
    searched.
    """
    for word in words_of(text):
        steps = _with_word(steps, word, texts)
    return steps


def prepare(steps: StepList, texts: PartnerTexts) -> None:
    """Make what a search of `steps` needs, so that the first search is as quick as the next."""
    steps.kinds.values(_form_of)
    _recorded(steps, texts)


def _with_word(steps: StepList, word: str, texts: PartnerTexts) -> StepList:
    named = [word in form for form in steps.partners.forms]
    if all(named):
        return steps
    kinds = [word in form for form in steps.kinds.values(_form_of)]
    indexes, forms = _recorded(steps, texts)
    recorded = [*compress(indexes, [word in form for form in forms])]
    if not any(named) and all(kinds[steps.numbers[index]] for index in recorded):
        return steps.of_kinds(kinds)
    flags = bytearray(map(kinds.__getitem__, steps.numbers))
    if any(named):
        flags = bytearray(map(or_, flags, map(named.__getitem__, steps.places)))
    for index in recorded:
        flags[index] = True
    return steps.only(flags)


def _form_of(step: Step) -> str:
    """Return the texts of a step but those of its partner, in the form for searching."""
    return joined_form((*_what(step), *_details(step)))


def _item_of(step: Step) -> ItemOfRun | None:
    return (step.run, step.item.id) if step.item else None


def _recorded(steps: StepList, texts: PartnerTexts) -> tuple[list[int], list[str]]:
    """Return the indexes of the steps of whose items something is recorded, and what.

    The second list has for each of these steps what `texts` has read, in the form for searching.
    """
    version = texts.version  # before the texts: another thread may read more of them meanwhile
    if steps.recorded is None or steps.recorded[0] != version:
        forms = [texts.forms(row) for row in steps.partners.rows]
        items = steps.kinds.values(_item_of)
        found = [
            (index, form)
            for index, (number, place) in enumerate(zip(steps.numbers, steps.places, strict=True))
            if (item := items[number]) and (form := forms[place].get(item))
        ]
        recorded = [index for index, _form in found], [form for _index, form in found]
        steps.recorded = version, recorded
    return steps.recorded[1]


def texts_of(step: Step, texts: PartnerTexts) -> Iterator[NamedText]:
    """Yield the texts of a step, then those that the partner's file has of its item.

    Each comes with an English word for what it is; a text may be empty.
    """
    yield from _what(step)
    yield N_("name"), step.partner.name
    yield N_("id"), step.partner.id
    yield from _details(step)
    if step.item is not None:
        yield from texts.texts_of_item(step.partner, step.run, step.item.id)


def _what(step: Step) -> Iterator[NamedText]:
    if step.item is not None:
        yield N_("title"), step.item.title
    if step.point is not None:
        yield N_("title"), f"{step.point.name} {_(step.point.meaning)}"


def _details(step: Step) -> Iterator[NamedText]:
    yield N_("checklist"), step.run.replace("-", " ")
    yield N_("owner"), step.owner
    yield N_("waiting"), step.whom
    yield N_("after"), step.missing
    for words in marks_of(step.item) if step.item else ():
        yield N_("marks"), words
    for _customer_id, name in step.customers if step.batches else ():
        yield N_("customer"), name
