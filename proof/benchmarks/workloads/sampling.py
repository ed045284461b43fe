"""Owns profiling of CPU time and memory: samples of the stack, by package and function."""

from __future__ import annotations

import re
import signal
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

#: Seconds of CPU time between two samples, and the minimum CPU time that is sampled.
INTERVAL = 0.001
ENOUGH = 1.5

#: Number of functions in a profile.
_FUNCTIONS = 25

_PACKAGE = re.compile(r".*[\\/](?:site|dist)-packages[\\/]([^\\/]+?)(?:\.py)?(?:[\\/]|$)")
_STANDARD = re.compile(r".*[\\/]lib[\\/]python[\d.]+[\\/]([^\\/]+?)(?:\.py)?(?:[\\/]|$)")


def package_of(file: str) -> str:
    """Return the package of a source file. Modules of Python itself are "python x"."""
    if found := _PACKAGE.match(file):
        return found[1]
    if found := _STANDARD.match(file):
        return f"python {found[1]}"
    return f"python {file[8:-1]}" if file.startswith("<frozen ") else "the benchmark"


def sampled(run: Callable[[], object], enough: float = ENOUGH) -> dict[str, Any]:
    """Run something repeatedly. Return the shares of packages and of functions.

    C code counts for the Python function that called it. A sample costs about as much as a call, a
    thousand times a second, so it does not affect the shares.
    """
    packages: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    samples = 0

    def sample(_: int, frame: FrameType | None) -> None:
        nonlocal samples
        samples += 1
        if frame is not None:
            code = frame.f_code
            package = package_of(code.co_filename)
            packages[package] += 1
            functions[
                f"{package}: {getattr(code, 'co_qualname', code.co_name)} (line {frame.f_lineno})"
            ] += 1

    before = signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        while samples < enough / INTERVAL:
            run()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return {"packages": _shares(packages), "functions": _shares(functions, _FUNCTIONS)}


def allocated() -> dict[str, Any]:
    """Return the shares of packages and lines in the memory that tracemalloc has recorded."""
    packages: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for found in tracemalloc.take_snapshot().statistics("lineno"):
        frame = found.traceback[0]
        packages[package_of(frame.filename)] += found.size
        lines[f"{package_of(frame.filename)}: line {frame.lineno}"] += found.size
    return {"packages": _shares(packages), "functions": _shares(lines, _FUNCTIONS)}


def imported(report: str) -> dict[str, Any]:
    """Return the shares of packages in the output of `python -X importtime`, by own time."""
    packages: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for line in report.splitlines():
        found = re.fullmatch(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)", line)
        if found:
            module = found[2]
            packages[_importer(module)] += int(found[1])
            modules[module] += int(found[1])
    return {"packages": _shares(packages), "functions": _shares(modules, _FUNCTIONS)}


def _importer(module: str) -> str:
    root = module.partition(".")[0]
    return f"python {root}" if root in sys.stdlib_module_names else root


def _shares(counts: Counter[str], most: int | None = None) -> dict[str, float]:
    whole = counts.total() or 1
    return {name: round(count / whole, 4) for name, count in counts.most_common(most)}
