"""The arguments of ``verify``, ``clock``, ``restore``, ``purge`` and ``init``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_dry_run, add_partner


def add_care(commands: Commands) -> None:
    """Add ``verify``, ``clock``, ``restore``, ``purge`` and ``init`` to the command line."""
    command = commands.add(
        "verify",
        "check that no history line is missing or was altered",
        "verify",
        "verify contoso --against k3v9q2mx:12:296c8dd5...",
    )
    command.add_argument("partners", metavar="PARTNER", nargs="*", help="else all partners")
    command.add_argument("--against", metavar="HEAD", help="a head that was kept elsewhere")
    command.add_argument("--remote", action="store_true", help="compare with the remote of sync")
    command = commands.add(
        "clock",
        "find changes that were made while a clock was ahead, and mend their time",
        "clock",
        "clock contoso --mend",
    )
    command.add_argument("partners", metavar="PARTNER", nargs="*", help="else all partners")
    command.add_argument("--mend", action="store_true", help="give them the present time")
    add_dry_run(command)
    command = commands.add(
        "restore",
        "put the last good copy in place of an unreadable file",
        "restore contoso",
        "restore woodgrove --customer coho",
    )
    add_partner(command)
    command.add_argument("--customer", metavar="C", help="the file of this customer")
    command.add_argument("--undo", action="store_true", help="put the damaged file back")
    add_dry_run(command)
    command = commands.add(
        "purge",
        "erase a partner with its history and copies",
        "purge tailspin --dry-run",
        "purge tailspin --yes",
    )
    add_partner(command)
    command.add_argument("--yes", action="store_true", help="do not ask")
    add_dry_run(command)
    command = commands.add(
        "init",
        "make a data directory that a group shares, or share the one that is there",
        "init --shared csp-team /srv/csp-tui",
    )
    command.add_argument("--shared", metavar="GROUP", required=True, help="whose members share it")
    command.add_argument("directory", metavar="DIR", help="a new directory, or your data directory")
