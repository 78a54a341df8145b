"""Change items of all partners as one act: count, ask once, save, and print what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.cli.changes.change_items import MakeChange
from csp_tui.cli.changes.questions import to_type_count, unticking_doubt
from csp_tui.cli.changes.stopping import stoppable
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import customer_id, reloaded
from csp_tui.cli.targets.over_partners import LeftOut, find_everywhere
from csp_tui.cli.targets.resolve import Target
from csp_tui.core.base.asking import yes_or_no
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import _, item_count, ngettext, partner_count
from csp_tui.core.describe.item import mark, word
from csp_tui.core.partners.names import partner_names
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import facts
from csp_tui.core.runs.item_changes import is_recorded
from csp_tui.core.store.over_partners import Done, change_each
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct

_MOST_NAMED = 3
"""How many reasons why something is left out are told, and how many places are named for each."""

Doubts = Callable[[list[Target]], Sequence[str]]
"""Returns the reasons to hesitate before items are changed, as sentences."""


def change_everywhere(
    session: Session,
    make: MakeChange,
    doubts: Doubts = lambda _targets: (),
    count_one_way: Callable[[list[Target]], int] = lambda _targets: 0,
) -> int:
    """Change the items that the options after ``--all`` choose, as one act over all partners.

    Items that do not apply, that `make` refuses with a UsageError, or that have the values already,
    also because somebody else was faster, are left out; the output says so. The user is asked
    once, unless ``--yes`` or a dry run.

    Args:
        session: the session of the command.
        make: returns the change to make to an item.
        doubts: returns warnings about the items, shown before the question or after a dry run.
        count_one_way: returns for how many of the items the change cannot be taken back; if there
            are any, the user types how many.

    Returns:
        The exit code: 0, or that of the first partner that could not be saved.

    Raises:
        NotFoundError: no item is left to change.
        UsageError: the user does not agree, or nobody can be asked.
    """
    rows = session.rows()
    session.warn_of_unreadable(rows)
    found, left = find_everywhere(session.workplace, session.args, rows)
    changes: dict[str, list[Change]] = {}
    targets: list[Target] = []
    for target in found:
        change, why = _made(target, make)
        if change is None:
            left.append(_left_out(target, why))
        else:
            targets.append(target)
            changes.setdefault(target.view.partner.id, []).append(change)
    if not targets:
        note_left_out(session, left)
        raise NotFoundError(_("no partner has an item to change"))
    if not (session.args.yes or session.is_dry_run):
        _ask(session, targets, left, doubts(targets), count_one_way(targets))
    act = SharedAct(len(changes))
    with stoppable(act, is_dry_run=session.is_dry_run):
        done = change_each(session.workplace.store, changes, changes.__getitem__, act)
    if session.args.json:
        return print_json_of_done(session, done, left)
    changed: list[Target] = []
    for saved in done.saved:
        own, same = _changed_and_same(targets, saved)
        changed += own
        left += [_left_out(each, _("it was so already")) for each in same]
        _print(session, saved, own)
    if session.is_dry_run:
        for doubt in doubts(targets):
            session.out.note(doubt)
    note_left_out(session, left)
    partners = {each.view.partner.id for each in changed}
    counted = _("{items} of {partners}").format(
        items=item_count(len(changed)), partners=partner_count(len(partners))
    )
    note_counted(session, counted, is_changed=bool(changed))
    return warn_of_failed(session, done)


def note_counted(session: Session, counted: str, *, is_changed: bool) -> None:
    """Print a note on how much an act has changed, and how to take it back.

    In a dry run, and unless `is_changed`, it only says how much. `counted` is how much, in words.
    """
    if is_changed and not session.is_dry_run:
        undo = command_line("undo --last")
        counted = _("{counted}; {undo} takes it back").format(counted=counted, undo=undo)
    session.out.note(counted)


def doubts_of_unticking(targets: list[Target]) -> Sequence[str]:
    """Return a warning that items lose their tick, in a list; empty if none of them is done."""
    return [doubt] if (doubt := unticking_doubt(targets)) else []


def _made(target: Target, make: MakeChange) -> tuple[Change | None, str]:
    """Return the change to make to an item, and ""; or None, and why the item is left out."""
    if why := facts.why_not(target.view, target.item):
        return None, _("it does not apply: {why}").format(why=why)
    try:
        change = make(target)
    except UsageError as error:
        return None, str(error)
    if is_recorded(target.view.progress(target.item), change):
        return None, _("it was so already")
    return change, ""


def _left_out(target: Target, why: str) -> LeftOut:
    partner = target.view.partner
    return LeftOut(partner.id, partner.name, target.view.run.key, target.item.id, why)


def _changed_and_same(targets: Sequence[Target], saved: Saved) -> tuple[list[Target], list[Target]]:
    """Return those of `targets` that `saved` has changed in its partner, and the others there.

    Somebody else has given the others the same values while the question stood.
    """
    places = {(line.run, line.item, line.customer) for line in saved.lines}
    changed: list[Target] = []
    same: list[Target] = []
    for each in targets:
        if each.view.partner.id == saved.partner.id:
            place = (each.view.run.key, each.item.id, customer_id(each))
            (changed if place in places else same).append(each)
    return changed, same


def _ask(
    session: Session,
    targets: list[Target],
    left: Sequence[LeftOut],
    doubts: Sequence[str],
    one_way: int,
) -> None:
    partners = partner_count(len({each.view.partner.id for each in targets}))
    items, titles = item_count(len(targets)), {each.item.title for each in targets}
    what = _('"{title}"').format(title=titles.pop()) if len(titles) == 1 else items
    form = (
        _("{command} {what} of {partners}?")
        if one_way
        else _("{command} {what} of {partners}? y/N")
    )
    question = form.format(command=session.args.command, what=what, partners=partners)
    typed = to_type_count(one_way) if one_way else ""
    more = _("Left out: {count}.").format(count=len(left)) if left else ""
    confirm(
        " ".join(filter(None, (*doubts, more, question, typed))),
        unasked=_("{items} of {partners} would change; say --yes, or --dry-run to see them").format(
            items=items, partners=partners
        ),
        refused=_("nothing was changed"),
        understand=(lambda typed: typed == str(one_way)) if one_way else yes_or_no,
    )


def _print(session: Session, saved: Saved, targets: Sequence[Target]) -> None:
    out = session.out
    if out.quiet:
        return
    for target in reloaded(session.workplace, saved, targets):
        chase_on = target.view.progress(target.item).chase_on
        day = session.day(chase_on) if chase_on else ""
        if out.plain:
            state = word(target.view, target.item)
            names = [(_("partner"), saved.partner.name), (_("item"), target.item.title)]
            out.pairs([*names, (_("state"), state), (_("chase on"), day)])
            continue
        what = f"{mark(target.view, target.item)} {target.item.title}"
        text = _("{title}: {what}").format(title=saved.partner.name, what=what)
        said = _("chase on {day}").format(day=day)
        out.confirmation(f"{text} ({said})" if day else text)


def note_left_out(session: Session, left: Sequence[LeftOut]) -> None:
    """Print notes on the items, or partners, that a command leaves as they are.

    There is a note for each of the three most frequent reasons, which names the first three places;
    then one that counts the others.
    """
    reasons: dict[str, list[str]] = {}
    for each in left:
        place = ", ".join(filter(None, (each.name, each.item)))
        reasons.setdefault(each.why, []).append(place)
    known = sorted(reasons.items(), key=lambda reason: -len(reason[1]))
    for why, places in known[:_MOST_NAMED]:
        named = _("; ").join(places[:_MOST_NAMED])
        message = _("left out: {place}: {why}")
        if more := len(places[_MOST_NAMED:]):
            named = _("{named} and {count} more").format(named=named, count=more)
            message = _("left out, {count}: {place}: {why}")
        session.out.note(message.format(count=len(places), place=named, why=why))
    if more := sum(len(places) for _why, places in known[_MOST_NAMED:]):
        message = ngettext(
            "{count} more is left out",
            "{count} more are left out",
            more,
        )
        session.out.note(message.format(count=more))


def warn_of_failed(session: Session, done: Done) -> int:
    """Warn of each partner that could not be saved; return the exit code.

    The code is that of the first such partner, or 0 if there is none.
    """
    names = partner_names(session.workplace.places) if done.failed else {}
    for partner_id, error in done.failed.items():
        message = _("{partner} stays as it is: {why}")
        session.out.warn(message.format(partner=names.get(partner_id, partner_id), why=error))
    return next((error.exit_code for error in done.failed.values()), 0)


def print_json_of_done(session: Session, done: Done, left: Sequence[LeftOut] = ()) -> int:
    """Print the result of an act over several partners as JSON; return the exit code.

    The code is that of the first partner that could not be saved, or 0 if there is none. `left`
    lists the items or partners that the command left as they are.
    """
    from csp_tui.cli.output.json_shapes import of_saved

    session.out.json(
        partners=[of_saved(saved, is_dry_run=session.is_dry_run) for saved in done.saved],
        left_out=[each._asdict() for each in left],
        failed=[{"partner": key, "why": str(error)} for key, error in done.failed.items()],
    )
    return next((error.exit_code for error in done.failed.values()), 0)
