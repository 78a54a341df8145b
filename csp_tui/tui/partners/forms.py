"""The forms of the list of partners: for one, and for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from csp_tui.core.base.language import _, ngettext, partner_count
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.item_changes import edit_partner
from csp_tui.tui.base.form_for_many import FormForMany
from csp_tui.tui.partners.form import EditPartnerScreen, fields_of_partners
from csp_tui.tui.partners.saving import PartnersSaving


def open_form(
    saving: PartnersSaving, partner: Partner, trouble: str, typed: Mapping[str, str]
) -> None:
    """Open the form of a partner, and save what is typed.

    If it cannot be saved, the form opens again with the same texts.

    Args:
        saving: saves it.
        partner: the partner, as read from its file.
        trouble: a sentence on who is left out, or on why `typed` could not be saved.
        typed: the texts that were typed before.
    """
    screen, workplace = saving.screen, saving.workplace

    def save(texts: dict[str, str] | None) -> None:
        if texts is not None:
            change = edit_partner(partner, **texts)
            saving.submit(
                lambda store: store.change(partner.id, [change]),
                lambda _saved: saving.show(partner.id),
                partial(screen.open_again, partial(open_form, saving, partner, typed=texts)),
            )

    row = workplace.overview.row_of(partner)
    form = EditPartnerScreen(partner, row, workplace.today, typed, trouble)
    screen.app.push_screen(form, save)


def open_form_for_many(
    saving: PartnersSaving,
    rows: Sequence[PartnerSummary],
    trouble: str,
    typed: Mapping[str, str],
) -> None:
    """Open the form for several partners, given by their summaries; see `open_form`."""
    screen = saving.screen

    def save(texts: dict[str, str] | None) -> None:
        if texts is not None:
            saving.change_many(
                [row.id for row in rows],
                lambda partner: [edit_partner(partner, **texts)],
                lambda number: ngettext(
                    "{count} partner changed. u undoes that.",
                    "{count} partners changed. u undoes them all.",
                    number,
                ).format(count=number),
                failed=partial(
                    screen.open_again, partial(open_form_for_many, saving, rows, typed=texts)
                ),
            )

    title, whose = (partner_count(len(rows)), _("data")), [row.name for row in rows]
    form = FormForMany(title, whose, fields_of_partners(rows), typed, trouble)
    screen.app.push_screen(form, save)
