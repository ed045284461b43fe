"""Owns running other programs with a clean environment and a time limit, keeping both outputs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Settings of the caller that a client would read. They must not affect the compared programs.
_DROPPED_PREFIXES = ("OLLAMA_", "PYTHON", "HTTP_", "HTTPS_", "ALL_PROXY", "NO_PROXY", "PYTEST_")

TIMED_OUT = -1

#: Maximum number of seconds for a program that hangs, also on a busy machine.
LIMIT = 600.0


@dataclass(frozen=True)
class Finished:
    """A finished program: its exit status (TIMED_OUT if it was stopped) and its outputs."""

    status: int
    output: str
    errors: str

    @property
    def last_error_line(self) -> str:
        """The last non-empty line of the error output, or an empty string."""
        lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def clean_environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the caller's environment without variables of clients and Python, plus `settings`."""
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
    """Run a program for at most `LIMIT` seconds, and return how it ended."""
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
