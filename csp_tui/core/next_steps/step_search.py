"""Searching the next steps, in the texts of a step and in those recorded of its item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.search import NamedText, has_all, search_form, words_of
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.search import PartnerTexts


def form_of(step: Step, texts: PartnerTexts) -> str:
    """Return all texts of a step in the form for searching.

    They include what is recorded of its item if `texts` has read the partner's file.
    """
    item, partner, run = step.item, step.partner, step.run
    if item is None or step.point is not None or step.batches:
        own = "\n".join(text for _name, text in _texts(step))
    else:  # the same texts as above, but in a third of the time: nearly all steps are such
        own = (
            f"{item.title}\n{partner.name}\n{partner.id}\n{run.replace('-', ' ')}\n"
            f"{step.owner}\n{step.whom}\n{step.missing}"
        )
    if item is None:
        return search_form(own)
    return f"{search_form(own)}\n{texts.form_of_item(partner, run, item.id)}"


def matching(steps: Iterable[Step], text: str, texts: PartnerTexts) -> list[Step]:
    """Return those of `steps` whose texts have each word of `text`; without words, all of them.

    Case and accents do not matter. Of what is recorded, only files that `texts` has read are
    searched.
    """
    words = words_of(text)
    return [step for step in steps if has_all(form_of(step, texts), words)]


def texts_of(step: Step, texts: PartnerTexts) -> Iterator[NamedText]:
    """Yield the texts of a step, then those that the partner's file has of its item.

    Each comes with an English word for what it is; a text may be empty.
    """
    yield from _texts(step)
    if step.item is not None:
        yield from texts.texts_of_item(step.partner, step.run, step.item.id)


def _texts(step: Step) -> Iterator[NamedText]:
    if step.item is not None:
        yield N_("title"), step.item.title
    if step.point is not None:
        yield N_("title"), f"{step.point.name} {_(step.point.meaning)}"
    yield N_("name"), step.partner.name
    yield N_("id"), step.partner.id
    yield N_("checklist"), step.run.replace("-", " ")
    yield N_("owner"), step.owner
    yield N_("waiting"), step.whom
    yield N_("after"), step.missing
    for _customer_id, name in step.customers if step.batches else ():
        yield N_("customer"), name
