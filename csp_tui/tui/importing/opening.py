"""Opens the preview of an import."""

from __future__ import annotations

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.importing.screen import ImportScreen
from csp_tui.tui.importing.source import Source, why_unread


def open_preview(screen: ListScreen, source: Source) -> None:
    """Begin to read the table and open its preview, instead of what was begun before."""
    screen.run_worker(_open_preview(screen, source), group="import", exclusive=True)


async def _open_preview(screen: ListScreen, source: Source) -> None:
    """Read the table and open the screen that previews its import; if it cannot be read, say why.

    If another screen is in front by then, the preview opens once `screen` is.

    Args:
        screen: the screen on which the import was asked for.
        source: what is imported.
    """
    screen.say(_("Reading ..."))
    try:
        table = await in_background(lambda: source.read("", {}))
    except CspTuiError as error:
        screen.say(_("Not imported: {why}").format(why=why_unread(error, source.path)))
        return
    screen.bottom.clear()
    screen.when_in_front(lambda: screen.app.push_screen(ImportScreen(source, table)))
