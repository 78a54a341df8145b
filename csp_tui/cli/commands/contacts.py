"""``contact``: add, change, remove and list the contacts of a partner or customer."""

from __future__ import annotations

from csp_tui.cli.changes.saved import saved_line
from csp_tui.cli.output.json_shapes import of_contact
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.choose import Candidate, choose
from csp_tui.cli.targets.customers import find_customer_id
from csp_tui.cli.targets.resolve import find_partner
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, pgettext
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import CONTACT_KEYS, Contact, Customer, Partner, contact_of
from csp_tui.core.runs import contact_changes
from csp_tui.core.store.saved import Saved


def contact(session: Session) -> int:
    """Add, change, remove or list contacts: ``contact add``, ``contact edit`` and so on.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: nothing is named to edit, or a value is not valid.
        NotFoundError: there is no such partner, customer or contact.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    owner: Partner | Customer = partner
    customer = ""
    if args.customer is not None:
        customer = find_customer_id(workplace, partner, args.customer)
        owner = workplace.customers.load(partner.id, customer)
    if args.act == "list":
        return _list(session, partner, owner)
    if args.act == "add":
        return _add(session, partner, owner, customer)
    found = _chosen(owner, args.contact)
    if args.act == "edit":
        change = contact_changes.edit(owner.contacts, found, _texts(session), customer)
        done = "changed"
    else:
        change, done = contact_changes.remove(found, customer), "removed"
    saved = workplace.store.change(partner.id, [change])
    if args.json:
        return session.print_json_of_saved(saved)
    words = {"changed": pgettext("act", "changed"), "removed": pgettext("act", "removed")}
    shown = found if done == "removed" else _now(saved, change)
    session.out.confirmation(saved_line(session, labelled(words[done], shown.text), saved))
    return 0


def _list(session: Session, partner: Partner, owner: Partner | Customer) -> int:
    out, is_partner = session.out, owner is partner
    if session.args.json:
        shapes = [of_contact(each) for each in owner.contacts]
        customer = "" if is_partner else owner.id
        return out.json(partner=partner.id, customer=customer, contacts=shapes, note=owner.note)
    if out.width is None and not out.plain:
        rows = [(each.id, *(getattr(each, key) for key in CONTACT_KEYS)) for each in owner.contacts]
        out.table((), rows)
    else:
        out.pairs([(_("contact"), f"{each.text} ({each.id})") for each in owner.contacts])
    out.pairs([(_("note"), owner.note)])
    if not owner.contacts:
        where = partner.id if is_partner else f"{partner.id} --customer {owner.id}"
        message = _("{name} has no contact; type: {command}")
        command = command_line(f'contact add {where} "NAME" --mail ADDRESS')
        out.note(message.format(name=owner.name, command=command))
    return 0


def _add(session: Session, partner: Partner, owner: Partner | Customer, customer: str) -> int:
    texts = {**_given(session), "name": session.args.name}
    change = contact_changes.add(owner.contacts, texts, customer)
    saved = session.workplace.store.change(partner.id, [change])
    if session.args.json:
        return session.print_json_of_saved(saved)
    added = _now(saved, change)
    if session.is_dry_run:
        session.out.confirmation(_("added: {name}").format(name=added.text))
        return 0
    session.out.line(added.id)
    message = _("added the contact {contact} to {name}")
    session.out.note(message.format(contact=added.text, name=owner.name))
    return 0


def _chosen(owner: Partner | Customer, word: str) -> Contact:
    known = [Candidate(each.id, each.name or each.text, each) for each in owner.contacts]
    return choose(word, known, _("contact"))


def _now(saved: Saved, change: Change) -> Contact:
    """Return the contact as it is after `change` was saved."""
    owner = saved.customers[change.customer] if change.customer else saved.partner
    return contact_changes.find(owner.contacts, contact_of(change.part))


def _given(session: Session) -> dict[str, str]:
    given = {key: getattr(session.args, key, None) for key in CONTACT_KEYS}
    return {key: text for key, text in given.items() if text is not None}


def _texts(session: Session) -> dict[str, str]:
    """Return the texts that the options set, by key of a contact; "" clears a value.

    Raises:
        UsageError: the options set nothing.
    """
    if texts := _given(session):
        return texts
    options = ", ".join(f"--{key}" for key in CONTACT_KEYS)
    raise UsageError(_("say what to change: {options}").format(options=options))


COMMANDS = {"contact": contact}
