"""The texts of argparse itself, translated."""

from __future__ import annotations

import argparse

from csp_tui.core.base import language
from csp_tui.core.base.language import N_

TEXTS = (
    N_("usage: "),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("positional arguments"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ignored explicit argument %r"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
)
"""The texts a user may meet, exactly as argparse has them; the others stay English."""


def translate_argparse() -> None:
    """Let argparse translate by our catalogue: it calls gettext by these two names."""
    vars(argparse)["_"] = language._
    vars(argparse)["ngettext"] = language.ngettext
