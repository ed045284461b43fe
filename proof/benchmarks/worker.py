"""Owns the process that works for one client, driven line by line from outside.

Run as a script with the interpreter of the client's environment; its arguments are the server's
URL, the module of `workloads` and the client's options as JSON. A line in, `{"take": "cpu",
"workload": name, "size": n, "times": n}`, is answered by a line out: `{"value": x}` or
`{"error": text}`.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

#: The name under which the folder is imported here: no path is added, which could hide packages.
_PACKAGE = "_benchmark_workloads"

_PROBED = (
    *("ollama", "ollama-sdk", "openai", "litellm", "langchain-ollama"),
    *("httpx", "httpcore", "h11", "anyio", "sniffio", "httpx2", "aiohttp", "pydantic", "attrs"),
    *("msgspec", "numpy", "pysimdjson"),
)


def main() -> int:
    """Answer requests until the standard input ends; return the exit code."""
    url, module, options = sys.argv[1:]
    answers = _answers()
    worker = Worker(url, module, json.loads(options))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": getattr(worker, request.pop("take"))(**request)}
        except Exception:  # whatever it is, the controlling process has to know
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)
    return 0


def _answers() -> TextIO:
    """Return the standard output, out of the reach of clients that print, as litellm does."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


class Worker:
    """What can be taken of a workload; the names are those of requests."""

    def __init__(self, url: str, module: str, options: dict[str, Any]) -> None:
        _load_package()
        self._sampling = importlib.import_module(f"{_PACKAGE}.sampling")
        self._runner = importlib.import_module(f"{_PACKAGE}.work").Runner()
        self._workloads = importlib.import_module(f"{_PACKAGE}.{module}").Workloads(url, options)
        self._made: dict[tuple[str, int], Any] = {}

    def versions(self) -> dict[str, str]:
        """What this environment consists of."""
        found = {"python": platform.python_version()}
        for name in _PROBED:
            with suppress(importlib.metadata.PackageNotFoundError):
                found[name] = importlib.metadata.version(name)
        return found

    def cpu(self, workload: str, size: int, times: int) -> float:
        """Nanoseconds of CPU time for one piece of work."""
        taken: float = self._runner.cpu_ns(self._work(workload, size), times)
        return taken

    def peak(self, workload: str, size: int) -> float:
        """Bytes by which resident memory rises at most."""
        taken: float = self._runner.peak_bytes(self._work(workload, size))
        return taken

    def held(self, workload: str, size: int) -> float:
        """Bytes that the result holds."""
        taken: float = self._runner.held_bytes(self._work(workload, size))
        return taken

    def profile(self, workload: str, size: int) -> dict[str, Any]:
        """Shares of packages and functions in the CPU time."""
        work = self._work(workload, size)
        work.judge(self._runner.once(work))
        shares: dict[str, Any] = self._sampling.sampled(lambda: work.judge(self._runner.once(work)))
        return shares

    def _work(self, workload: str, size: int) -> Any:
        key = workload, size
        if key not in self._made:
            self._made[key] = getattr(self._workloads, workload)(size)
        return self._made[key]


def _load_package() -> None:
    folder = Path(__file__).resolve().parent / "workloads"
    spec = importlib.util.spec_from_file_location(
        _PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[_PACKAGE] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


if __name__ == "__main__":
    sys.exit(main())
