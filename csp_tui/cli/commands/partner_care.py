"""``edit``, ``archive``, ``unarchive`` and ``join`` partners."""

from __future__ import annotations

import contextlib

from csp_tui.cli.changes.saved import saved_line
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.choose import refuse_without_all
from csp_tui.cli.targets.resolve import find_partner, find_partner_id
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _, ngettext, pgettext
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.care.join import join_partners
from csp_tui.core.progress.partner_fields import LABELS, typed
from csp_tui.core.runs import item_changes

_OF_MANY = ("filter", "view", "checklist", "search", "owned_by")
"""Options of ``edit`` that choose among all partners."""


def edit(session: Session) -> int:
    """Change those fields of a partner that the options name; with ``--all``, of many partners.

    An empty value clears a field, but not the name.

    Returns:
        The exit code: 0; over many partners, that of the first one that could not be saved.

    Raises:
        UsageError: no partner or no field is named, several partners fit, or a value is not valid.
        NotFoundError: there is no such partner.
    """
    args, workplace = session.args, session.workplace
    texts = {key: getattr(args, key) for key in LABELS if getattr(args, key) is not None}
    if not texts:
        options = ", ".join(f"--{key.replace('_', '-')}" for key in LABELS)
        raise UsageError(_("say what to change: {options}").format(options=options))
    if args.every:
        from csp_tui.cli.changes.edit_partners import edit_everywhere

        return edit_everywhere(session, texts)
    if args.partner is None:
        raise UsageError(_("say a partner, or --all"))
    refuse_without_all({f"--{each.replace('_', '-')}": getattr(args, each) for each in _OF_MANY})
    partner = find_partner(workplace, args.partner)
    saved = workplace.store.change(partner.id, [item_changes.edit_partner(partner, **texts)])
    if session.args.json:
        return session.print_json_of_saved(saved)
    if not saved.lines:
        message = _("{name} is so already; nothing to change")
        session.out.note(message.format(name=partner.name))
        return 0
    values = _("; ").join(
        labelled(_(LABELS[key]), typed(value, key) or _("none"))
        for key, value in saved.lines[-1].after.items()
    )
    act = labelled(pgettext("act", "changed"), values)
    session.out.confirmation(saved_line(session, act, saved))
    return 0


def _archive(session: Session) -> Archive:
    workplace = session.workplace
    archive = Archive(workplace.places, workplace.store, workplace.clock)
    with contextlib.suppress(CspTuiError):
        archive.finish_moves()
    return archive


def archive(session: Session) -> int:
    """Move a partner, with its customers and history, into the archive; return exit code 0.

    Raises:
        NotFoundError, UsageError: no partner fits, or more than one.
    """
    put_away = _archive(session).put_away
    saved = put_away(find_partner_id(session.workplace, session.args.partner))
    if session.args.json:
        return session.print_json_of_saved(saved)
    message = _("archived: {name} ({id})")
    session.out.confirmation(message.format(name=saved.partner.name, id=saved.partner.id))
    if not session.is_dry_run:
        command = command_line(f"unarchive {saved.partner.id}")
        session.out.note(_("{command} brings it back").format(command=command))
    return 0


def unarchive(session: Session) -> int:
    """Bring a partner back from the archive; return exit code 0.

    Raises:
        NotFoundError, UsageError: no archived partner fits, or more than one.
    """
    bring_back = _archive(session).bring_back
    archived = archived_workplace(session.workplace)
    partner_id = find_partner_id(archived, session.args.partner, _("archived partner"))
    saved = bring_back(partner_id)
    if session.args.json:
        return session.print_json_of_saved(saved)
    message = _("brought back from the archive: {name} ({id})")
    session.out.confirmation(message.format(name=saved.partner.name, id=saved.partner.id))
    return 0


def join(session: Session) -> int:
    """Join two partners that are the same one: the first takes over the data of the second.

    The second is then archived. The user is asked first, unless ``--yes`` or a dry run. Return exit
    code 0.

    Raises:
        UsageError: the user does not agree or cannot be asked; or the two cannot be joined.
        NotFoundError: there is no such partner.
    """
    args, workplace = session.args, session.workplace
    partner, other = (find_partner(workplace, each) for each in (args.partner, args.other))
    if not args.yes and not session.is_dry_run:
        question = _("Join {other} ({id}) to {name}, and archive {id}? y/N")
        confirm(
            question.format(other=other.name, id=other.id, name=partner.name),
            unasked=_("no terminal to ask on; say --yes, or --dry-run to look first"),
            refused=_("nothing was joined"),
        )
    saved = join_partners(workplace, partner.id, other.id)
    if args.json:
        return session.print_json_of_saved(saved)
    act = labelled(pgettext("act", "joined"), f"{other.name} ({other.id})")
    session.out.confirmation(saved_line(session, act, saved))
    message = ngettext(
        "{count} change was taken over; {command} takes it back",
        "{count} changes were taken over; {command} takes them back",
        len(saved.lines),
    )
    command = command_line(f"undo {partner.id}")
    session.out.note(message.format(count=len(saved.lines), command=command))
    return 0


COMMANDS = {"edit": edit, "archive": archive, "unarchive": unarchive, "join": join}
