"""Translate the texts of Python's argparse itself, such as ``usage:``."""

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
"""argparse's own texts that a user may see, letter by letter; its other texts stay English."""


def translate_argparse() -> None:
    """Make argparse use our translations: replace the two gettext functions in its module."""
    vars(argparse)["_"] = language._
    vars(argparse)["ngettext"] = language.ngettext
