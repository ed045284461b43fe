"""Owns the processes: the server, a worker for each side, and fresh interpreters.

POSIX only: the CPU time of a finished process comes from `wait4`. Memory is read as on Linux.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .environments import Side

_HERE = Path(__file__).resolve().parent

#: Without the caller's settings, because a proxy or host in the environment would be measured, too.
_ENVIRON = {"PATH": os.environ.get("PATH", os.defpath)}


class Process:
    """A running script of this folder with its pipes. It ends when its standard input is closed."""

    def __init__(
        self,
        python: str | Path,
        script: str,
        *arguments: str,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        # Isolated, so that the working directory and this folder cannot hide installed packages.
        self._process = subprocess.Popen(
            [str(python), "-I", str(_HERE / script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_ENVIRON, **(environ or {})},
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

    def take(self, what: str, **request: Any) -> Any:
        """Have something measured, and return the figure.

        Raises:
            RuntimeError: The work failed.
        """
        self._process.ask(json.dumps({"take": what, **request}))
        answer: dict[str, Any] = json.loads(self._process.answer())
        if "error" in answer:
            raise RuntimeError(f"{what} of {request} failed\n{answer['error']}")
        return answer["value"]


@contextmanager
def running_server() -> Generator[str]:
    """Run the server. Yield its URL."""
    process = Process(sys.executable, "server.py")
    try:
        yield f"http://127.0.0.1:{int(process.answer())}"
    finally:
        process.close()


@contextmanager
def running_worker(side: Side, url: str, python: Path | None = None) -> Generator[Worker]:
    """Run a worker with the interpreter of its side, or another one. Yield it."""
    arguments = (url, side.module, json.dumps(dict(side.options)))
    process = Process(python or side.python, "worker.py", *arguments, environ=side.environ)
    try:
        yield Worker(process)
    finally:
        process.close()


@dataclass(frozen=True)
class Usage:
    """The resources used by one process: CPU time, and the memory that it printed."""

    cpu_ns: float
    peak: int
    resident: int


def fresh(side: Side, code: str, python: Path | None = None) -> Usage:
    """Run a program of `programs.py` in a new interpreter. Return its usage.

    Raises:
        RuntimeError: The program failed.
    """
    command = [str(python or side.python), "-I", "-c", code]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**_ENVIRON, **side.environ}, text=True
    )
    with process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command!r} ended with {process.returncode}")
    peak, resident = (int(number) * 1024 for number in printed.split())
    return Usage((usage.ru_utime + usage.ru_stime) * 1e9, peak, resident)


def explained(side: Side, code: str, *options: str) -> tuple[str, str]:
    """Run a program with options of the interpreter. Return its stdout and stderr."""
    done = subprocess.run(
        [str(side.python), "-I", *options, "-c", code],
        env={**_ENVIRON, **side.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout, done.stderr
