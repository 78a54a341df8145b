"""Where files are: data, cache, settings and shipped checklists."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.sha256 import sha256_of
from csp_tui.core.disk.roots import add_root

APP = "csp-tui"


@dataclass(frozen=True)
class Places:
    """Every directory that the app reads or writes, as absolute paths; each is worked out once."""

    data: Path
    cache: Path
    config: Path
    shipped: Path

    def __post_init__(self) -> None:
        add_root(self.data)

    @cached_property
    def partners(self) -> Path:
        """The directory of the partners' progress files, one for each partner."""
        return self.data / "partners"

    @cached_property
    def customers(self) -> Path:
        """The directory that has a directory of customers' progress files for each partner."""
        return self.data / "customers"

    @cached_property
    def history(self) -> Path:
        """The directory of the history files, one for each partner."""
        return self.data / "history"

    @cached_property
    def own_checklists(self) -> Path:
        """The directory of the user's own checklists and editions."""
        return self.data / "checklists"

    @cached_property
    def people(self) -> Path:
        """The file with the mail address and language of each owner."""
        return self.data / "people.toml"

    @cached_property
    def local(self) -> Path:
        """The directory of files that stay on this machine: writer id, locks, last good copies."""
        return self.data / ".local"

    @cached_property
    def locks(self) -> Path:
        """The directory of the lock files, one for each partner."""
        return self.local / "locks"

    @cached_property
    def copies(self) -> Path:
        """The directory that holds the last good copy of each progress file."""
        return self.local / "copies"

    @cached_property
    def acts(self) -> Path:
        """The directory with a note of each act on several partners that is being saved."""
        return self.local / "acts"

    @cached_property
    def aside(self) -> Path:
        """The directory of damaged parts of files, kept until a purge, and deleted checklists."""
        return self.local / "aside"

    @cached_property
    def exchange(self) -> Path:
        """The directory with what is remembered of each remote of ``sync``."""
        return self.local / "exchange"

    @cached_property
    def conflict_notes(self) -> Path:
        """The file that names the partners in which conflicts came up."""
        return self.exchange / "conflicts"

    @cached_property
    def repository(self) -> Path:
        """The directory of the git repository of ``sync``."""
        return self.local / "sync.git"

    @cached_property
    def archived(self) -> Places:
        """The places whose data directory is the archive, laid out in the same way."""
        return replace(self, data=self.data / "archive")

    @cached_property
    def own_directories(self) -> tuple[Path, ...]:
        """The directories below the data directory that the store writes to.

        None may be a symbolic link.
        """
        below = (self.locks, self.copies, self.aside)
        return (self.partners, self.customers, self.history, self.local, *below)

    def refuse_own(self, path: Path) -> None:
        """Raise UsageError if `path`, chosen by a user for output, is among csp-tui's own files.

        They are in the directories of the store, of the user's checklists and of the archive;
        ``people.toml`` is one of them.
        """
        kept = (*self.own_directories, self.own_checklists, self.archived.data)
        place = Path(os.path.realpath(path.parent))
        if place / path.name == Path(os.path.realpath(self.data), self.people.name) or any(
            place.is_relative_to(os.path.realpath(each)) for each in kept
        ):
            message = _("{path} is where csp-tui keeps its own files; name another place")
            raise UsageError(message.format(path=path))

    def customers_of(self, partner_id: str) -> Path:
        """Return the path of the directory with the progress files of a partner's customers."""
        return self.customers / partner_id

    def customer_file(self, partner_id: str, customer_id: str) -> Path:
        """Return the path of a customer's progress file."""
        return self.customers_of(partner_id) / f"{customer_id}.toml"

    def cache_file(self, name: str) -> Path:
        """Return the path of the cache file `name` of this data directory.

        The path is the same whether the data directory is given directly or by a symbolic link.
        """
        return self.cache / f"{name}-{_key_of(self.data)}.json"

    def progress_file(self, partner_id: str) -> Path:
        """Return the path of a partner's progress file."""
        return self.partners / f"{partner_id}.toml"

    def history_file(self, partner_id: str) -> Path:
        """Return the path of a partner's history file."""
        return self.history / f"{partner_id}.jsonl"


@lru_cache
def _key_of(directory: Path) -> str:
    real = os.path.realpath(directory)
    return sha256_of(os.fsencode(real))[:16]


def find_places(environ: Mapping[str, str], data: str | None = None) -> Places:
    """Return the places of this process.

    The data directory is `data` if given, else the variable ``CSP_TUI_DATA`` in `environ`, else the
    user's usual one. A relative path starts at the current directory, a leading ``~`` means the
    home directory.

    Raises:
        UsageError: a path starts with ``~`` and the name of a user who does not exist, or `data` is
            empty, as a script's variable may be.
    """
    from platformdirs import user_cache_path, user_config_path, user_data_path

    if data == "":
        raise UsageError(_("--data names no directory: what was given is empty"))
    chosen = data or environ.get("CSP_TUI_DATA")
    return Places(
        data=absolute(Path(chosen)) if chosen else absolute(user_data_path(APP)),
        cache=absolute(user_cache_path(APP)),
        config=absolute(user_config_path(APP)),
        shipped=shipped_checklists(),
    )


def shipped_checklists() -> Path:
    """Return the path of the shipped checklists, in the installed package or in the source tree."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "checklists"
    return inside if inside.is_dir() else package.parent / "checklists"


def in_home(path: str | Path) -> Path:
    """Return `path` with the user's home for a ``~``; as it is if it names nobody's home.

    So a file that is called ``~$list.xlsx`` is found.
    """
    return Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing


def absolute(path: Path) -> Path:
    """Return `path` from the root on, with the user's home for a ``~``.

    Raises:
        UsageError: the ``~`` names nobody's home.
    """
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(_("{path}: there is no such home directory").format(path=path)) from error
