"""The kept views of a list: to show one, and to keep what the list shows under a name."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, storable_line, visible_line
from csp_tui.core.workplace.views import NAME, View, keep_view, views_of
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.lines.filter_menu import Offer, Views


def kept_views(
    screen: ListScreen,
    workplace: Workplace,
    kind: str,
    present: Callable[[], View],
    show: Callable[[str, View], object],
) -> Views:
    """Return the kept views of a list, for its menu of filters.

    A view that cannot be read is offered, too; when it is chosen, the screen says why it cannot. If
    the whole file cannot be read, there are no views, and keeping one says why.

    Args:
        screen: the screen of the list, which asks and says.
        workplace: has the directory of the settings.
        kind: the list, as in `views_of`.
        present: returns what the list shows now.
        show: shows a view, given its name too; it may raise an error of csp-tui.
    """
    config = workplace.places.config
    try:
        views = views_of(config, kind)
    except CspTuiError:
        views = {}

    def open_view(name: str) -> None:
        view = views[name]
        try:
            if isinstance(view, InvalidFileError):
                raise view
            show(name, view)
        except CspTuiError as error:
            screen.say(_("{label}: {why}").format(label=NAME, why=error.short))

    def ask() -> Talk[None]:
        name = storable_line((yield Question(_("Name of the view"))))
        if not name:
            return
        try:
            known = {fold(each): each for each in views_of(config, kind)}
            if fold(name) in known:
                name = known[fold(name)]
                title = _("Replace the view: {name}?").format(name=visible_line(name))
                lead = _("It then shows what the list shows now.")
                if not (yield from confirmed(title, lead, [name])):
                    return
            keep_view(config, kind, name, present())
        except CspTuiError as error:
            screen.say(_("{label}: {why}").format(label=NAME, why=error.short))
            return
        screen.say(_('Kept as view "{name}"; f shows it.').format(name=visible_line(name)))

    offers = [Offer("", name, visible_line(name), None) for name in views]
    return Views(offers, open_view, lambda: screen.bottom.converse_when_free(ask()))
