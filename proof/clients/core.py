"""Owns the targets: a generator, and how its output is compiled, measured and run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

PORTABLE = "portable"
SOURCE = "3.1"
FLAVOURS: Mapping[str, Path] = {
    PORTABLE: ROOT / "openapi" / "dist" / "openapi-3.0-portable.json",
    SOURCE: ROOT / "openapi" / "dist" / "openapi-3.1.json",
}

_TAIL = 25
_TIME_LIMIT = 900
#: Settings of the caller that would affect the programs.
_DROPPED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "OLLAMA_HOST", "OLLAMA_API_KEY")


class ToolError(RuntimeError):
    """A program failed or took too long. The message has the end of its output."""


@attrs.frozen
class Job:
    """One target on one flavour of the spec.

    `spec` is the OpenAPI file, `flavour` its name, `out` a folder for the generated code (it
    exists and is empty when `generate` is called) and `cache` a folder that is kept between runs,
    for tools, dependencies and build results.
    """

    spec: Path
    flavour: str
    out: Path
    cache: Path

    def run(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
    ) -> str:
        """Run a program in `out` or in `cwd`. Return its standard output.

        Raises ToolError for an exit status other than 0, and after 15 minutes.
        """
        return run(*command, cwd=cwd or self.out, env=env, stdin=stdin)


Compile = Callable[[Job], str]
Wire = Callable[[Job, str], str]
Program = Callable[[Job, str], str]


@attrs.frozen
class Target:
    """A generator of clients.

    `generate` fills `job.out`. `compile` checks it and returns a name for the check, such as
    `tsc --strict`. `wire` passes the lines of samples to a driver (see fidelity.py) and returns its
    output. `program` runs the program in `clients/<language>/` with the server at the given address
    and returns its output. All raise ToolError. `needs` are the executables without which the
    target is skipped. `known_failures` has the reasons why it cannot work, by flavour. A `slow` one
    is started before the others. `wire_limit` is the reason why its losses are the generator's
    fault, and do not count for the goals. `quick` are the flavours that run if no target is given.
    `official_compiles` and `official_wire` (of 27) are the results of the same generator with the
    official description.
    """

    name: str
    tool: str
    version: str
    language: str
    generate: Callable[[Job], None]
    compile: Compile
    wire: Wire | None = None
    program: Program | None = None
    needs: tuple[str, ...] = ()
    flavours: tuple[str, ...] = (PORTABLE, SOURCE)
    known_failures: Mapping[str, str] = attrs.field(factory=dict[str, str])
    slow: bool = False
    wire_limit: str = ""
    quick: tuple[str, ...] = ()
    official_compiles: str = "-"
    official_wire: str = "-"

    @property
    def missing(self) -> list[str]:
        """The executables that this target needs and that are missing."""
        return [name for name in self.needs if shutil.which(name) is None]


def run(
    *command: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> str:
    """Run a program and return its standard output, or raise ToolError if it fails."""
    words = [str(part) for part in command]
    settings = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    try:
        done = subprocess.run(  # noqa: S603 - the commands are this package's own.
            words,
            cwd=cwd,
            env={**settings, **(env or {})},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ToolError(f"{words[0]} took longer than {_TIME_LIMIT} seconds") from None
    except OSError as error:
        raise ToolError(f"{words[0]}: {error.strerror or error}") from error
    if done.returncode:
        output = (done.stdout + done.stderr).strip().splitlines()
        raise ToolError(
            "\n".join([f"{' '.join(words[:4])}: exit status {done.returncode}", *output[-_TAIL:]])
        )
    return done.stdout
