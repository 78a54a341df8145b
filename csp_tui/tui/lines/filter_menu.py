"""The menus of filters and orders, the same in every list.

A small letter chooses and closes; a capital chooses and lets the user choose one more. Choosing
what is on takes it off.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import NamedTuple

from csp_tui.core.base.choice import Choice, Rule
from csp_tui.core.base.language import _, pgettext
from csp_tui.tui.lines.menu import ONE_MORE, Menu, MenuChoice, MenuTalk

KEYS_OF_LATE, KEYS_OF_CHASE, KEYS_OF_WEEK, KEYS_OF_CONFIRM = "f l", "f c", "f s", "f x"
"""The keys that filter by what is late, to chase, to be done this week or to confirm, for heads."""
KEY_OF_CUSTOMERS = "c"
"""The key that opens the customers of a run."""
_SHOW_ALL, _OTHER_WAY, _BEFORE = "0", "-", "ctrl+g"
_KEEP, _VIEWS = "=", "v"
_DIGITS = "123456789"
_VIEW = "view "
"""The answer of the choice of a view begins with this; the rest is the name of the view."""


class Offer(NamedTuple):
    """A filter of a menu, or a kept view.

    Of the filters whose names begin with the same word, such as ``owner amira`` and ``owner ben``,
    only one can be on.

    Args:
        key: the letter that chooses it; "" for the next letter that is free.
        name: the name by which it is turned on.
        words: what the menu shows.
        number: how many rows it keeps; None if that is not counted.
    """

    key: str
    name: str
    words: str
    number: int | None


class Kind(NamedTuple):
    """Filters of one kind, such as by owner: one letter opens a menu of their values.

    Args:
        key: the letter.
        name: the first word of the name of each of the filters, such as ``owner``.
        words: what is asked for.
        offers: the filters, one for each value.
    """

    key: str
    name: str
    words: str
    offers: Sequence[Offer]


class Views(NamedTuple):
    """The kept views of a list, and what the menu does with them.

    Args:
        offers: the views: the first nine have a digit, all are behind ``v`` where there are more.
        show: shows the list as the view of this name says.
        keep: asks for a name, and keeps what the list shows now.
    """

    offers: Sequence[Offer]
    show: Callable[[str], object]
    keep: Callable[[], object]


class Filters(NamedTuple):
    """What a menu of filters offers, and what it does.

    Args:
        title: what is filtered.
        offers: the filters with a letter of their own; one that keeps no row is left out unless it
            is on.
        kinds: the filters that ask for a value; kinds without a filter are left out.
        taken: returns the filters that are on: their words by name.
        take: turns on the filters with these names and no others, and shows the list.
        shown: returns in words how much the list shows now.
        views: the kept views; None for a list without them.
        given: returns the names of the filters with which another screen has opened the list. A
            filter that a small letter turns on takes their place.
    """

    title: str
    offers: Sequence[Offer]
    kinds: Sequence[Kind]
    taken: Callable[[], Mapping[str, str]]
    take: Callable[[Sequence[str]], object]
    shown: Callable[[], str]
    views: Views | None = None
    given: Callable[[], Collection[str]] = tuple


def filter_menu(filters: Filters) -> MenuTalk:
    """Return the menu that turns filters on or off; the list follows each choice.

    `ctrl+g` puts back the filters that were on when the menu opened, and closes it. The letter of a
    filter that is left out, since it would keep no row, is answered by a note.
    """
    before = tuple(filters.taken())
    kinds = {kind.key: kind for kind in filters.kinds if kind.offers}
    is_for_several, note = False, ""
    while True:
        offers = list(_offers(filters))
        known = {offer.name for offer in offers}
        menu = _menu(filters, offers, kinds.values(), is_for_several=is_for_several)
        answer = yield replace(menu, note=note) if note else menu
        chosen = answer.removeprefix(ONE_MORE)
        note = "" if chosen in kinds else _none_of(filters, chosen.lower())
        goes_on = answer != chosen
        if chosen in (_BEFORE, _SHOW_ALL):
            filters.take(before if chosen == _BEFORE else ())
            return
        if chosen == "enter":
            return
        if views := filters.views:
            if chosen == _KEEP:
                views.keep()
                return
            if chosen == _VIEWS:
                chosen = yield from _view(views)
            if chosen.startswith(_VIEW):
                views.show(chosen.removeprefix(_VIEW))
                return
        if kind := kinds.get(chosen):
            value = yield from _value(filters, kind)
            chosen = value.removeprefix(ONE_MORE)
            goes_on = goes_on or value != chosen or not chosen
            known.add(chosen)
        if chosen in known and chosen:
            taken = filters.taken()
            given = () if goes_on or chosen in taken else filters.given()
            left = {name: words for name, words in taken.items() if name not in given}
            filters.take(_switched(left, chosen))
            if not goes_on:
                return
        is_for_several = is_for_several or goes_on


def _switched(taken: Mapping[str, str], name: str) -> list[str]:
    """Return the names of the filters that are on once `name` is turned on, or off if it is on.

    Turned on, ``owner ben`` takes the place of another that begins with ``owner``.
    """
    if name in taken:
        return [each for each in taken if each != name]
    kind, space, _value_of_it = name.partition(" ")
    return [each for each in taken if not (space and each.startswith(f"{kind} "))] + [name]


def _offers(filters: Filters) -> Iterator[Offer]:
    """Yield the filters that have a letter of their own, and that would keep a row or are on.

    Last come filters that are on, but that are neither in `offers` nor of one of the kinds, each
    with a letter that is free.
    """
    taken = filters.taken()
    yield from (each for each in filters.offers if each.number or each.name in taken)
    used = {each.key for each in filters.offers} | {each.key for each in filters.kinds}
    free = (letter for letter in ascii_lowercase if letter not in used)
    own = {each.name for each in filters.offers}
    for name, words in taken.items():
        if name not in own and not any(name.startswith(f"{kind.name} ") for kind in filters.kinds):
            yield Offer(next(free, _SHOW_ALL), name, words, 0)


def _none_of(filters: Filters, key: str) -> str:
    """Return the note for the letter of a filter that is left out; "" for any other key."""
    known = {each.key: each.words for each in filters.offers}
    known |= {each.key: each.words for each in filters.kinds}
    return _("none: {filter}").format(filter=known[key]) if key in known else ""


def _menu(
    filters: Filters, offers: Sequence[Offer], kinds: Iterable[Kind], *, is_for_several: bool
) -> Menu:
    taken = filters.taken()
    choices = [
        MenuChoice(each.key, each.words, each.number or None, each.name in taken, each.name)
        for each in offers
    ]
    for kind in kinds:
        on = [words for name, words in taken.items() if name.startswith(f"{kind.name} ")]
        words = on[0] if on else f"{kind.words} …"
        choices.append(MenuChoice(kind.key, words, is_on=bool(on)))
    if filters.views:
        choices += _view_choices(filters.views)
    ready = (("enter", pgettext("key of a menu", "done")),) if is_for_several else ()
    keys = (*ready, (_SHOW_ALL, _("show all")), (_BEFORE, _("as before")))
    title = _("{title}: letter for one, capital for several").format(title=filters.title)
    return Menu(title, choices, keys, filters.shown(), for_several=True)


def _view_choices(views: Views) -> Iterator[MenuChoice]:
    for digit, each in zip(_DIGITS, views.offers, strict=False):
        yield MenuChoice(digit, each.words, each.number, answer=_VIEW + each.name)
    if len(views.offers) > len(_DIGITS):
        yield MenuChoice(_VIEWS, _("views …"))
    yield MenuChoice(_KEEP, _("keep as view …"))


def _view(views: Views) -> Generator[Menu, str, str]:
    """Ask for a kept view; return its name after the prefix `_VIEW`, or "" to go back."""
    choices = [
        MenuChoice("", each.words, each.number, answer=_VIEW + each.name) for each in views.offers
    ]
    while True:
        answer = yield Menu(_("Views"), choices, ((_BEFORE, _("back")),))
        if answer.startswith(_VIEW):
            return answer
        if answer in (_BEFORE, "enter"):
            return ""


def _value(filters: Filters, kind: Kind) -> Generator[Menu, str, str]:
    """Ask for one of the filters of `kind`; return its name, or "" if the user goes back.

    The name follows the prefix `ONE_MORE` if the user wants to choose another one then.
    """
    taken = filters.taken()
    choices = [
        MenuChoice(each.key, each.words, each.number, each.name in taken, each.name)
        for each in kind.offers
    ]
    names = {each.name for each in kind.offers}
    title = _("{title}: {what}").format(title=filters.title, what=kind.words)
    while True:
        answer = yield Menu(title, choices, ((_BEFORE, _("back")),), for_several=True)
        if answer.removeprefix(ONE_MORE) in names:
            return answer
        if answer in (_BEFORE, "enter"):
            return ""


def order_menu(
    title: str,
    keys: Mapping[str, str],
    orders: Sequence[Choice[Rule]],
    now: tuple[str, bool],
    take: Callable[[str, bool], object],
) -> MenuTalk:
    """Return the menu that sorts a list by the order that the user chooses.

    Args:
        title: what is sorted.
        keys: for each letter the name of an order.
        orders: the orders.
        now: the name of the present order, and whether it is the other way round.
        take: sorts the list by the order of this name; if its second argument is True, the other
            way round.
    """
    name, is_reversed = now
    titles = {each.name: _(each.title) for each in orders}
    choices = [
        MenuChoice(key, titles[each], is_on=each == name, answer=each) for key, each in keys.items()
    ]
    choices.append(MenuChoice(_OTHER_WAY, _("the other way"), is_on=is_reversed))
    while True:
        answer = yield Menu(title, choices, ((_BEFORE, _("as before")),))
        if answer in (_BEFORE, "enter"):
            return
        if answer in titles:
            take(answer, False)
            return
        if answer == _OTHER_WAY:
            take(name, not is_reversed)
            return
