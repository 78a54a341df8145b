"""File names of editions and their translations: ``2026-08.toml``, ``2026-08.fr.toml``."""

from __future__ import annotations

import os
from pathlib import Path

from csp_tui.core.base.language import LANGUAGES


def translation_path(edition: Path, code: str) -> Path:
    """Return the path for the translation of `edition` into the language `code`."""
    return edition.with_name(f"{edition.stem}.{code}.toml")


def translations_of(edition: Path) -> list[Path]:
    """Return the paths of the existing translations of the file `edition`; there may be none."""
    paths = (translation_path(edition, code) for code in LANGUAGES)
    return [path for path in paths if os.path.lexists(path)]


def edition_path(translation: Path) -> Path:
    """Return the path of the edition that the file `translation` belongs to."""
    return translation.with_name(f"{translation.stem.partition('.')[0]}.toml")


def is_translation(path: Path) -> bool:
    """Return whether the file name is that of a translation, which has two dots."""
    return "." in path.stem


def language_in_name(translation: Path) -> str:
    """Return the language code in the file name of a translation: ``fr`` of ``2026-08.fr.toml``.

    Empty for the file name of an edition.
    """
    return translation.stem.partition(".")[2]
