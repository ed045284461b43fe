"""Owns one piece of work, and how its time and its memory are taken.

Every piece of work looks at what it received: a broken one fails, it is not fast.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import inspect
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _itself(found: Any) -> Any:
    return found


@dataclass(frozen=True)
class Work:
    """What is measured, and what has to come of it."""

    run: Callable[[], Any]
    """A function, or a coroutine function; each call does the work once."""
    expected: object
    look: Callable[[Any], object] = _itself
    """Takes what `run` returned, unmeasured, and returns what has to equal `expected`."""

    def judge(self, found: Any) -> None:
        """Refuse an answer that is not the expected one."""
        seen = self.look(found)
        if seen != self.expected:
            raise AssertionError(f"expected {self.expected!r}, got {seen!r}")


def at_once(one: Work, size: int) -> Work:
    """Return asynchronous work so many times, at once."""

    async def run() -> list[Any]:
        return await asyncio.gather(*(one.run() for _ in range(size)))

    return Work(run, [one.expected] * size, lambda found: [one.look(each) for each in found])


class Runner:
    """Does work, with the event loop that all asynchronous work shares."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()

    def once(self, work: Work) -> Any:
        """Do the work; return what it gave."""
        found = work.run()
        return self.loop.run_until_complete(found) if inspect.isawaitable(found) else found

    def cpu_ns(self, work: Work, times: int) -> float:
        """Return the CPU time of one piece of work, of all threads of this process."""
        gc.collect()
        if inspect.iscoroutinefunction(work.run):
            return self.loop.run_until_complete(_awaited_ns(work, times)) / times
        return _plain_ns(work, times) / times

    def peak_bytes(self, work: Work) -> float:
        """Return by how much the resident memory rises at most while the work is done."""
        _release()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # Begins a new peak.
        before = resident("VmRSS")
        found = self.once(work)
        peak = resident("VmHWM")
        work.judge(found)
        return peak - before

    def held_bytes(self, work: Work) -> float:
        """Return the memory that Python holds for the result of the work, while it is kept."""
        work.judge(
            self.once(work)
        )  # What is loaded and cached at the first time is not the result.
        gc.collect()
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            found = self.once(work)
            gc.collect()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        work.judge(found)
        return after - before


def _plain_ns(work: Work, times: int) -> int:
    spent = 0
    for _ in range(times):
        start = time.process_time_ns()
        found = work.run()
        spent += time.process_time_ns() - start
        work.judge(found)
        del found  # Not at the next call's expense.
    return spent


async def _awaited_ns(work: Work, times: int) -> int:
    spent = 0
    for _ in range(times):
        start = time.process_time_ns()
        found = await work.run()
        spent += time.process_time_ns() - start
        work.judge(found)
        del found
    return spent


def resident(name: str) -> int:
    """Return a line of this process's memory, in bytes: VmRSS is now, VmHWM the peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024


def _release() -> None:
    """Give free memory back to the system, so that a peak is not hidden in it."""
    gc.collect()
    with suppress(AttributeError, OSError):  # Not glibc: then a peak may look smaller.
        ctypes.CDLL(None).malloc_trim(0)
