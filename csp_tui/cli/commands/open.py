"""``open`` and ``demo``: open the full screen; where that cannot be done, print plain lines."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from csp_tui.cli.output.terminal import why_unsuitable
from csp_tui.cli.session import Session
from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _

if TYPE_CHECKING:
    from csp_tui.core.workplace.workplace import Workplace


def open_screen(session: Session) -> int:
    """Open the full screen, at the partner and run if the command names them.

    If the terminal is unsuitable, or the options ask for text, print the partner instead, or the
    list of partners if none is named.

    Returns:
        The exit code of the screen, or of the command that prints.

    Raises:
        NotFoundError, UsageError: no partner or run fits, or more than one.
        NotFoundError: the data directory that is named does not exist, and the list is printed.
        InvalidFileError: the partner's file cannot be read.
    """
    is_named = session.args.command == "open"
    if not _can_open(session):
        session.refuse_missing_data()
        return _show_partner(session) if is_named else _list_partners(session)
    if is_named:
        return _open_partner(session)
    from csp_tui.tui.terminal.shown_frame import ShownFrame
    from csp_tui.tui.terminal.signals import exit_on_signals

    with exit_on_signals(), session.frame or ShownFrame() as frame:
        if not frame.is_up:
            from csp_tui.tui.terminal.first_frame import show_first_frame

            show_first_frame(
                frame, session.environ, session.args.data, system_clock, lambda: session.workplace
            )
        code = _run_app(session, session.workplace, first_frame=frame)
        if code == 0 and session.args.data is None:
            from csp_tui.tui.terminal.first_frame import keep_next_frame

            keep_next_frame(session.environ, session.workplace)
        return code


def demo(session: Session) -> int:
    """Open the full screen with invented partners; if it cannot be opened, list them.

    They are in a temporary directory, removed at the end, or in the directory of ``--data``, which
    is kept.

    Returns:
        The exit code of the screen, or of the list.
    """
    import shlex
    import tempfile

    from csp_tui.core.demo.kept import fill_to_keep
    from csp_tui.core.demo.partners import fill
    from csp_tui.core.workplace.workplace import open_workplace
    from csp_tui.tui.terminal.signals import exit_on_signals

    out, is_kept = session.out, bool(session.args.data)
    with exit_on_signals(), ExitStack() as at_end:
        directory = session.args.data or at_end.enter_context(
            tempfile.TemporaryDirectory(prefix="csp-tui-demo-")
        )
        workplace = open_workplace(session.environ, directory, is_demo=True, is_kept=is_kept)
        if is_kept:
            fill_to_keep(workplace)
            out.line(_("These partners are invented and kept. To work on them in another shell:"))
            out.line(f"export CSP_TUI_DATA={shlex.quote(str(workplace.places.data))}")
            out.line("csp-tui partners")
        else:
            fill(workplace)
        if _can_open(session):
            return _run_app(session, workplace)
        shown = Session(session.args, session.environ, out)
        shown.workplace = workplace
        if not is_kept:
            out.line(_("These partners are invented; their directory is thrown away at the end."))
        return _list_partners(shown)


def _can_open(session: Session) -> bool:
    """Return whether to open the full screen; if the terminal is unsuitable, warn why.

    False, without a warning, with ``--plain`` and ``--json``.
    """
    if session.args.plain or session.args.json:
        return False
    why = why_unsuitable(session.environ)
    if why is not None:
        session.out.warn(_("no full screen: {why}").format(why=why))
    return why is None


def _list_partners(session: Session) -> int:
    from csp_tui.cli.commands.partners import partners

    return partners(session)


def _show_partner(session: Session) -> int:
    from csp_tui.cli.commands.show import show

    left_out: dict[str, object] = {
        "item": None,
        "links": False,
        "as_of": None,
        "filter": [],
        "customer": None,
    }
    session.args = SimpleNamespace(**{**vars(session.args), **left_out})
    return show(session)


def _open_partner(session: Session) -> int:
    from csp_tui.cli.targets.resolve import find_partner, find_run

    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    run = find_run(workplace, partner, args.run) if args.run is not None else None
    return _run_app(session, workplace, partner_id=partner.id, run=run)


def _run_app(session: Session, workplace: Workplace, **where: Any) -> int:
    """Open the full screen and return the exit code.

    First, moves to and from the archive that a crash cut off are completed or undone; if that
    fails, the screen opens all the same. `where` is handed on to
    :func:`csp_tui.tui.launch.run_app`.
    """
    from csp_tui.core.care.cut_off_moves import cut_off_moves
    from csp_tui.tui.launch import run_app

    with suppress(CspTuiError):
        if cut_off_moves(workplace.places):
            from csp_tui.core.care.archive import Archive  # late: it is rarely needed

            Archive(workplace.places, workplace.store, workplace.clock).finish_moves()
    return run_app(workplace, mouse=session.args.mouse, **where)


COMMANDS = {"open": open_screen, "demo": demo}
