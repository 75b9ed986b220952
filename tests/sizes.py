"""How large the heaviest tests are: small in every run, and as promised in `make test-large`."""

from __future__ import annotations

import os


def sized(usual: int, large: int) -> int:
    """The size to test with."""
    return large if os.environ.get("LARGE") else usual


def told(number: int) -> str:
    """A number as figures name it: 20 000."""
    return f"{number:,}".replace(",", " ")
