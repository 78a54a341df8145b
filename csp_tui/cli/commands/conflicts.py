"""``conflicts``: changes that fell against others which were made at the same time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from csp_tui.cli.changes.saved import print_saved
from csp_tui.cli.output.clash_words import of_clash, print_clash
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner_anywhere
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.care.conflicts import conflicts_of, decide, every_partner
from csp_tui.core.describe.clashes import ClashWords, in_words, worth_showing
from csp_tui.core.history.clashes import Clash
from csp_tui.core.workplace.workplace import Workplace


def conflicts(session: Session) -> int:
    """Print the conflicts, latest first, of one partner or of all, archived ones, too.

    In a conflict, two changes set the same value, and neither writer knew of the other's change:
    one stands, one fell. ``--take`` ends one conflict by putting back the change that fell,
    ``--keep`` by keeping what stands.

    Returns:
        The exit code: that of the last partner that cannot be read, else 0.

    Raises:
        UsageError: the options do not go together, or more than one partner fits.
        NotFoundError: there is no such partner or conflict.
        InvalidFileError: the partner that is named is unreadable.
    """
    args = session.args
    is_decided = args.take is not None or args.keep is not None
    if args.dry_run and not is_decided:
        raise UsageError(_("--dry-run needs --take or --keep"))
    if is_decided and args.partner is None:
        raise UsageError(_("name the partner whose conflict it is"))
    workplace = session.workplace
    wanted = [*every_partner(workplace)]
    if args.partner is not None:
        wanted = [find_partner_anywhere(workplace, args.partner)]
        wanted[0][1].store.load(wanted[0][0])  # raises if the partner is unreadable
    if is_decided:
        return _decide(session, *wanted[0])
    found: list[tuple[str, Clash]] = []
    code = 0
    for each, at in wanted:
        try:
            found += conflicts_of(at, each)
        except CspTuiError as error:
            session.out.warn(f"{each}: {error}")
            code = error.exit_code
    _print(session, worth_showing(found))
    return code


def _print(session: Session, found: list[tuple[str, Clash]]) -> None:
    out, words_of = session.out, _words_of(session)
    if session.args.json:
        out.json(conflicts=[of_clash(*each, words_of(*each)) for each in found])
        return
    for partner_id, clash in found:
        _print_one(session, partner_id, clash, words_of(partner_id, clash))
    if found:
        partner_id, clash = found[0]
        message = ngettext(
            "{count} change was not kept; {take} puts it back, --keep ends the conflict as it is",
            "{count} changes were not kept; {take} puts the first back, --keep ends that conflict "
            "as it is",
            len(found),
        )
        take = command_line(f"conflicts {partner_id} --take {clash.fell.id}")
        out.note(message.format(count=len(found), take=take))
    else:
        out.note(_("there are no conflicts"))


def _print_one(session: Session, partner_id: str, clash: Clash, words: ClashWords) -> None:
    out, line, run = session.out, clash.fell.id, clash.fell.run
    if out.plain:
        facts = [(_("line"), line), (_("partner"), words.partner), (_("run"), run)]
        facts += [(_("change"), words.title), (_("kept"), str(words.stands))]
        out.pairs([*facts, (_("not kept"), str(words.fell))])
        out.line()
    elif out.width is None:
        row = (line, partner_id, run, clash.fell.item, words.title)
        sides = ((each.values, each.who, each.when) for each in (words.stands, words.fell))
        out.table((), [(*row, *chain.from_iterable(sides))])
    else:
        print_clash(out, f"{line}  {words.what}", words)


def _words_of(session: Session) -> Callable[[str, Clash], ClashWords]:
    return in_words(session.workplace, archived_workplace(session.workplace))


def _decide(session: Session, partner_id: str, at: Workplace) -> int:
    args = session.args
    line_id, is_put_back = args.take or args.keep, args.take is not None
    words_of, found = _words_of(session), conflicts_of(at, partner_id)
    words = [words_of(*each) for each in found if each[1].fell.id == line_id]
    saved = decide(at.store, partner_id, line_id, is_put_back=is_put_back)
    values = [each.fell.values if is_put_back else each.stands.values for each in words]
    title = words[0].title if words else ""
    what = labelled(title, ", ".join(values)) if title else ", ".join(values)
    runs = [line.run for line in saved.lines if line.run]
    print_saved(session, (_("put back") if is_put_back else _("kept"), what), saved, runs)
    return 0


COMMANDS = {"conflicts": conflicts}
