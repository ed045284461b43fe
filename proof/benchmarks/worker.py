"""Owns the worker process for one client, controlled by lines on stdin.

Run as a script with the interpreter of the client's environment. Its arguments are the server's
URL, the module of `workloads` and the client's options as JSON. It answers each line `{"take":
"cpu", "workload": name, "size": n, "times": n}` with a line `{"value": x}` or `{"error": text}`.
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

#: The name of the folder's package here. No path is added, because it could hide packages.
_PACKAGE = "_benchmark_workloads"

_PROBED = (
    *("ollama", "ollama-sdk", "openai", "litellm", "langchain-ollama"),
    *("httpx", "httpcore", "h11", "anyio", "sniffio", "httpx2", "aiohttp", "pydantic", "attrs"),
    *("msgspec", "numpy", "pysimdjson"),
)


def main() -> int:
    """Answer requests until the standard input ends. Return the exit code."""
    url, module, options = sys.argv[1:]
    answers = _answers()
    worker = Worker(url, module, json.loads(options))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": getattr(worker, request.pop("take"))(**request)}
        except Exception:  # Any error must be reported to the controlling process.
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)
    return 0


def _answers() -> TextIO:
    """Return the standard output, protected from clients that print, such as litellm."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


class Worker:
    """The measurements of a workload. The names are those in requests."""

    def __init__(self, url: str, module: str, options: dict[str, Any]) -> None:
        _load_package()
        self._sampling = importlib.import_module(f"{_PACKAGE}.sampling")
        self._runner = importlib.import_module(f"{_PACKAGE}.work").Runner()
        self._workloads = importlib.import_module(f"{_PACKAGE}.{module}").Workloads(url, options)
        self._made: dict[tuple[str, int], Any] = {}

    def versions(self) -> dict[str, str]:
        """The versions of the packages in this environment."""
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
        """Maximum increase of resident memory, in bytes."""
        taken: float = self._runner.peak_bytes(self._work(workload, size))
        return taken

    def held(self, workload: str, size: int) -> float:
        """Memory of the result, in bytes."""
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
