"""Processes of their own for tests that kill them, begun from one that has the product loaded.

Starting Python and loading the product anew would take each of them longer than what it is for.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pkgutil import walk_packages
from typing import Any

import tracker

TIMEOUT_S = 120
PRODUCT = [module.name for module in walk_packages(tracker.__path__, "tracker.")]

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.product", "tests.register", *PRODUCT])


def start(deed: Callable[..., Any], *given: Any) -> BaseProcess:
    """Begin `deed`, a function of a module, in a process of its own."""
    process = _CONTEXT.Process(target=deed, args=given, daemon=True)
    process.start()
    return process


def ended(process: BaseProcess) -> int | None:
    """Wait for the end: 0, what it said itself, or the signal that killed it as a negative number."""
    process.join(TIMEOUT_S)
    return process.exitcode
