"""The command `python -m generator diff OLD [NEW]`: reads two descriptions, prints differences."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..description import load
from ..description import read as read_files
from ..document import Document, parse
from ..problems import Problem, SpecError
from .compare import compare
from .reading import references
from .report import report

SAME, DIFFERENT = 0, 1


def add_to(commands: Any, spec: Path) -> None:
    """Add the subcommand to the parser of `python -m generator`.

    Args:
        commands: The object that `add_subparsers` returned.
        spec: The default of NEW.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        "diff", help="print the differences between two descriptions", description=__doc__
    )
    source = "a file, a git object such as HEAD~1:openapi/ollama.yaml, or - for standard input"
    parser.add_argument("old", metavar="OLD", help=source)
    parser.add_argument("new", metavar="NEW", nargs="?", default=str(spec), help="the same")
    parser.add_argument(
        "--wire",
        action="store_true",
        help="leave out ids, tags, component names and x- keys: for a file of another project",
    )
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument(
        "--breaking", action="store_true", help="only changes that break users of the Python client"
    )
    chosen.add_argument(
        "--additions",
        action="store_true",
        help="only what NEW has and OLD lacks: for a file that covers only a part of our API",
    )


def run(options: argparse.Namespace) -> int:
    """Print the differences.

    Args:
        options: The parsed command line.

    Returns:
        0 if there are none (with `--breaking`: none that breaks users; with `--additions`: nothing
        that OLD lacks), otherwise 1.

    Raises:
        SpecError: A file cannot be read, is not OpenAPI 3, or has references without a target.
    """
    if options.old == options.new == "-":
        raise SpecError([Problem("-", 1, (), "only one of OLD and NEW can be standard input")])
    old, new = read(options.old), read(options.new)
    difference = compare(old, new, wire=options.wire)
    print("\n".join(report(difference, breaking=options.breaking, additions=options.additions)))
    if options.additions:
        found = bool(difference.additions)
    elif options.breaking:
        found = bool(difference.breaking)
    else:
        found = bool(difference.changes or difference.reworded)
    return DIFFERENT if found else SAME


def read(source: str) -> Document:
    """Read a description from a file, from git or from standard input.

    Raises:
        SpecError: There is no such description, or it cannot be compared.
    """
    if source == "-":
        document = parse(sys.stdin.read(), "standard input")
    elif ":" in source and not Path(source).exists():
        document = _from_git(source)
    else:
        document = load(Path(source))
    _expect_comparable(document)
    return document


def _from_git(source: str) -> Document:
    """Read a description from git. The files beside it are from the same commit."""
    git = shutil.which("git")
    if git is None:
        raise SpecError([Problem(source, 1, (), "is not a file, and git is not installed")])
    file = re.split("[:/]", source)[-1]
    folder = source.removesuffix(file)

    def text_of(name: str) -> str | None:
        done = subprocess.run([git, "show", f"{folder}{name}"], capture_output=True, check=False)
        if done.returncode and name == file:
            reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
            raise SpecError([Problem(source, 1, (), f"git cannot show it: {reason}")])
        return None if done.returncode else done.stdout.decode()

    return read_files(text_of, file, source)


def _expect_comparable(document: Document) -> None:
    version = str(document.data.get("openapi"))
    if not version.startswith("3."):
        given = f"swagger {document.data['swagger']}" if "swagger" in document.data else version
        message = f"expected OpenAPI 3.0, 3.1 or 3.2, got {given}"
        raise SpecError([document.problem(("openapi",), message)])
    problems = [
        document.problem((*pointer, "$ref"), f"{reference!r} does not exist in this file")
        for pointer, reference in references(document)
        if document.at(reference) is None or not reference.startswith("#/")
    ]
    if problems:
        raise SpecError(problems)
