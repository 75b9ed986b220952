"""Does the same thing many times at once, and waits for all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def at_once(deed: Callable[[int], Answer], times: int) -> list[Answer]:
    """Call `deed(0)`, `deed(1)`, … from as many threads, all let go at one moment.

    The first fault of any of them is raised here, after all have ended.
    """
    ready = threading.Barrier(times)

    def start(number: int) -> Answer:
        ready.wait(timeout=60)
        return deed(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(start, range(times)))
