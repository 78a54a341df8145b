"""A partner with a long list, to report on."""

from __future__ import annotations

import pytest

from . import samples


@pytest.fixture
def long(home) -> None:
    """Fill it with a partner that has thirty items and fifty customers."""
    samples.fill(home)
