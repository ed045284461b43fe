"""Owns how other programs are run: a clean environment, a time limit, both outputs kept."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Settings of the caller that a client would read; they must not reach the programs compared.
_DROPPED_PREFIXES = ("OLLAMA_", "PYTHON", "HTTP_", "HTTPS_", "ALL_PROXY", "NO_PROXY", "PYTEST_")

TIMED_OUT = -1

#: Seconds a program may take: this bounds one that hangs, on a machine that is busy, too.
LIMIT = 600.0


@dataclass(frozen=True)
class Finished:
    """A program that has ended: exit status (TIMED_OUT when it was stopped) and its outputs."""

    status: int
    output: str
    errors: str

    @property
    def last_error_line(self) -> str:
        """The last line of the error output that says something, or an empty text."""
        lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def clean_environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the caller's environment without what clients and Python read, plus `settings`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(_DROPPED_PREFIXES)
    }
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **(settings or {})}


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    settings: Mapping[str, str] | None = None,
    stdin: str = "",
) -> Finished:
    """Run a program to its end, at most `LIMIT` seconds, and return how it ended."""
    try:
        done = subprocess.run(  # noqa: S603 - the commands are this package's own.
            [str(part) for part in command],
            cwd=cwd,
            env=clean_environment(settings),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finished(TIMED_OUT, "", f"stopped after {LIMIT:g} seconds")
    return Finished(done.returncode, done.stdout, done.stderr)
