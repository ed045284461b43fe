"""Owns the programs at the start of the language pages: they are built and run as described there.

A page shows each file under its name, links the description that belongs beside the files, and has
one block of commands. Nothing else is available when the commands run.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

from .core import ROOT, ToolError, run
from .server import scripted_server

PAGES = ROOT / "docs" / "languages"

#: The executables that each language's commands need.
NEEDS = {
    "Rust": ("cargo",),
    "Java": ("java", "javac", "mvn"),
    "Go": ("go",),
    "TypeScript": ("node", "npm"),
}

#: The output of a program: a complete answer, and a streamed one in pieces.
EXPECTED = "Because of Rayleigh scattering.\none two three\n"

_HEADING = "## A program\n"
_FILE = re.compile(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_DESCRIPTION = re.compile(r"\(\.\./\.\./(openapi/dist/[\w.-]+)\)")


@attrs.frozen
class Program:
    """The program of a page: its files by name, the description beside them, and the commands."""

    language: str
    files: dict[str, str]
    description: Path
    commands: str

    def run(self, folder: Path, url: str, cache: Path) -> str:
        """Build and run it in an empty folder, with the server at `url`. Return its output.

        Raises ToolError for a command that fails.
        """
        for name, text in self.files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        shutil.copy(self.description, folder)
        *building, starting = self.commands.strip().splitlines()
        settings = {
            "OLLAMA_HOST": url,
            # Built once for all crates of the matrix, without debug symbols.
            "CARGO_BUILD_BUILD_DIR": str(cache / "rust" / "build"),
            "CARGO_PROFILE_DEV_DEBUG": "0",
            "CARGO_INCREMENTAL": "0",
        }
        for command in building:
            run("sh", "-c", command, cwd=folder, env=settings)
        return run("sh", "-c", starting, cwd=folder, env=settings)


@attrs.frozen
class Outcome:
    """The outcome of a page's program. `trouble` is empty if its output was correct."""

    language: str
    missing: Sequence[str]
    trouble: str
    seconds: float


def program(language: str) -> Program:
    """Read the program of a language's page."""
    text = (PAGES / f"{language.lower()}.md").read_text(encoding="utf-8")
    section = text.partition(_HEADING)[2].partition("\n## ")[0]
    [commands] = _COMMANDS.findall(section)
    [description] = set(_DESCRIPTION.findall(section))
    return Program(language, dict(_FILE.findall(section)), ROOT / description, commands)


def outcomes(
    languages: Sequence[str], out: Path, cache: Path, jobs: int, report: Callable[[Outcome], None]
) -> list[Outcome]:
    """Run the programs of some languages, at most `jobs` at a time. Report each when it is done."""
    cache.mkdir(parents=True, exist_ok=True)

    def one(language: str) -> Outcome:
        started = time.monotonic()
        missing = [name for name in NEEDS[language] if shutil.which(name) is None]
        trouble = "" if missing else _trouble(language, out / language.lower(), cache)
        outcome = Outcome(language, missing, trouble, time.monotonic() - started)
        report(outcome)
        return outcome

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, languages))


def _trouble(language: str, folder: Path, cache: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with scripted_server() as url:
            printed = program(language).run(folder, url, cache)
    except ToolError as error:
        return str(error)
    return "" if EXPECTED in printed else f"it printed\n{printed}instead of\n{EXPECTED}"


def line(outcome: Outcome) -> str:
    """Return one line about an outcome, followed by what went wrong."""
    name = f"program of the page for {outcome.language}"
    if outcome.missing:
        return f"{name}: skipped, no {' and no '.join(outcome.missing)} here"
    said = "does not run" if outcome.trouble else "runs"
    trouble = [f"  {text}" for text in outcome.trouble.splitlines()]
    return "\n".join([f"{name}: {said} ({outcome.seconds:.0f} s)", *trouble])


def failures(outcomes: Sequence[Outcome], *, complete: bool) -> Iterator[str]:
    """Yield the failures of the programs. With `complete`, a missing language is a failure."""
    for outcome in outcomes:
        name = f"program of the page for {outcome.language}"
        if outcome.trouble:
            yield f"{name}: {outcome.trouble.splitlines()[0]}"
        elif outcome.missing and complete:
            yield f"{name}: {', '.join(outcome.missing)} is missing"
