"""Measures the work of a function as a count that is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(work: Callable[[], object]) -> int:
    """Call a function. Return how many lines of Python ran, including called functions."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows_in_proportion(work: Callable[[int], object], size: int) -> bool:
    """Return whether twice the size takes about twice the work, and not four times."""
    work(2)  # Work that is only done once.
    return lines_run(lambda: work(2 * size)) < 2.5 * lines_run(lambda: work(size))
