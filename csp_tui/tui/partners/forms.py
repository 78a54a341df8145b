"""The forms of the list of partners: for one, and for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from csp_tui.core.base.language import _, ngettext, partner_count
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.item_changes import edit_partner
from csp_tui.tui.base.form_for_many import FormForMany
from csp_tui.tui.partners.form import EditPartnerScreen, fields_of_partners
from csp_tui.tui.partners.saving import PartnersSaving


def open_form(
    saving: PartnersSaving, partners: Sequence[Partner], trouble: str, typed: Mapping[str, str]
) -> None:
    """Open the form of the one partner, or the form for all `partners`, and save what is typed.

    If it cannot be saved, the form opens again with the same texts.

    Args:
        saving: saves it.
        partners: the partners; at least one.
        trouble: a sentence on who is left out, or on why `typed` could not be saved.
        typed: the texts that were typed before.
    """
    screen, workplace, count = saving.screen, saving.workplace, len(partners)

    def save(texts: dict[str, str] | None) -> None:
        if texts is None:
            return
        again = partial(screen.open_again, partial(open_form, saving, partners, typed=texts))
        changes = {each.id: edit_partner(each, **texts) for each in partners}
        if count > 1:
            wanted = {each: [change] for each, change in changes.items() if change.to}
            saving.change_many(
                wanted,
                lambda number: ngettext(
                    "{count} partner changed. u undoes that.",
                    "{count} partners changed. u undoes them all.",
                    number,
                ),
                failed=again,
            )
            return
        ((partner_id, change),) = changes.items()
        saving.submit(
            lambda store: store.change(partner_id, [change]),
            lambda _saved: saving.show(partner_id),
            again,
        )

    if count > 1:
        title = partner_count(count)
        fields = fields_of_partners(partners)
        whose = [each.name for each in partners]
        form = FormForMany((title, _("data")), whose, fields, typed, trouble)
        screen.app.push_screen(form, save)
    else:
        (partner,) = partners
        row = workplace.overview.row_of(partner)
        one = EditPartnerScreen(partner, row, workplace.today, typed, trouble)
        screen.app.push_screen(one, save)
