"""Owns the processes: the server, a worker for each side, and fresh interpreters.

POSIX only: the CPU time of one finished process is what `wait4` tells.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent

#: Nothing of the caller's settings: a proxy or a host in the environment would be measured too.
_ENVIRON = {"PATH": os.environ.get("PATH", os.defpath)}


class Process:
    """A script of this folder with its pipes; ends when its standard input is closed."""

    def __init__(self, python: str | Path, script: str, *arguments: str) -> None:
        # Isolated: neither the working directory nor this folder can hide what is installed.
        self._process = subprocess.Popen(
            [str(python), "-I", str(_HERE / script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_ENVIRON,
            text=True,
        )

    def ask(self, line: str) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        """Return the next line.

        Raises:
            RuntimeError: The process has ended.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        return line

    def close(self) -> None:
        """End the process and wait for it."""
        self._process.communicate()


class Worker:
    """The workloads of one side."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def run(self, workload: str, count: int = 1) -> Any:
        """Carry out a workload; return what it reports.

        Raises:
            RuntimeError: The workload failed.
        """
        self._process.ask(json.dumps({"workload": workload, "count": count}))
        answer: dict[str, Any] = json.loads(self._process.answer())
        if "error" in answer:
            raise RuntimeError(f"{workload} failed\n{answer['error']}")
        return answer["value"]


@contextmanager
def running_server() -> Generator[str]:
    """Run the server; yield its URL."""
    process = Process(sys.executable, "server.py")
    try:
        yield f"http://127.0.0.1:{int(process.answer())}"
    finally:
        process.close()


@contextmanager
def running_worker(python: Path, url: str) -> Generator[Worker]:
    """Run a worker with the interpreter of its side; yield it."""
    process = Process(python, "worker.py", url)
    try:
        yield Worker(process)
    finally:
        process.close()


def fresh_cpu_ns(python: Path, code: str) -> float:
    """Return the nanoseconds of CPU time of a fresh interpreter that runs `code`.

    Raises:
        RuntimeError: The code failed.
    """
    command = [str(python), "-I", "-c", code]
    _, status, usage = os.wait4(os.posix_spawn(command[0], command, _ENVIRON), 0)
    if status:
        raise RuntimeError(f"{command!r} ended with {os.waitstatus_to_exitcode(status)}")
    return (usage.ru_utime + usage.ru_stime) * 1e9
