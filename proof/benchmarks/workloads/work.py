"""Owns one piece of work, and measuring its time and memory.

Every piece of work checks its result, so that a broken one fails instead of being fast.
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
    """The measured work, and its expected result."""

    run: Callable[[], Any]
    """A function or a coroutine function. Each call does the work once."""
    expected: object
    look: Callable[[Any], object] = _itself
    """Takes the result of `run`, unmeasured, and returns a value that must equal `expected`."""

    def judge(self, found: Any) -> None:
        """Raise an error if an answer is not the expected one."""
        seen = self.look(found)
        if seen != self.expected:
            raise AssertionError(f"expected {self.expected!r}, got {seen!r}")


def at_once(one: Work, size: int) -> Work:
    """Return asynchronous work that is done several times concurrently."""

    async def run() -> list[Any]:
        return await asyncio.gather(*(one.run() for _ in range(size)))

    return Work(run, [one.expected] * size, lambda found: [one.look(each) for each in found])


class Runner:
    """Does work, with one event loop for all asynchronous work."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()

    def once(self, work: Work) -> Any:
        """Do the work, and return its result."""
        found = work.run()
        return self.loop.run_until_complete(found) if inspect.isawaitable(found) else found

    def cpu_ns(self, work: Work, times: int) -> float:
        """Return the CPU time of one piece of work, of all threads of this process."""
        gc.collect()
        if inspect.iscoroutinefunction(work.run):
            return self.loop.run_until_complete(_awaited_ns(work, times)) / times
        return _plain_ns(work, times) / times

    def peak_bytes(self, work: Work) -> float:
        """Return the maximum increase of resident memory during the work."""
        _release()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # Resets the peak.
        before = resident("VmRSS")
        found = self.once(work)
        peak = resident("VmHWM")
        work.judge(found)
        return peak - before

    def held_bytes(self, work: Work) -> float:
        """Return the memory that Python uses for the result of the work while it is kept."""
        work.judge(
            self.once(work)
        )  # Things that are loaded and cached on first use do not belong to the result.
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
        del found  # So that the next call does not pay for it.
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
    """Return this process's memory in bytes: VmRSS is the current value, VmHWM the peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024


def _release() -> None:
    """Return free memory to the system, so that it does not hide a peak."""
    gc.collect()
    with suppress(AttributeError, OSError):  # Without glibc, a peak may look smaller.
        ctypes.CDLL(None).malloc_trim(0)
