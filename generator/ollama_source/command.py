"""The command `python -m generator upstream PATH`: reads a release, and reports differences."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .. import description
from ..problems import Problem, SpecError
from . import facts, report
from .changes import changes
from .comparison import compare
from .facts import Facts
from .known import load as load_known

SAME, DIFFERENT = 0, 1


def add_to(commands: Any, known: Path) -> None:
    """Add the subcommand to the parser of `python -m generator`.

    Args:
        commands: The object that `add_subparsers` returned.
        known: The default file with intended differences.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        "upstream", help="print the differences between a release of Ollama and the description"
    )
    parser.add_argument(
        "path", type=Path, help="a checkout of Ollama, a git directory, or an extract"
    )
    parser.add_argument("--tag", help="the release to read from git, such as v0.34.4")
    parser.add_argument(
        "--since",
        metavar="OLD",
        help="print the changes since another release: a tag of the same repository, or an extract",
    )
    parser.add_argument(
        "--extract", type=Path, metavar="FILE", help="write the facts to a file, to compare later"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "patch"),
        default="text",
        help="patch: an OpenAPI Overlay with the additions that can be derived automatically",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 if there is anything to report"
    )
    # Without a default of its own, a `--spec` before the subcommand keeps its value.
    parser.add_argument(
        "--spec", type=Path, default=argparse.SUPPRESS, help="the description to compare with"
    )
    parser.add_argument(
        "--known",
        type=Path,
        default=known,
        help="file with intended differences and their reasons",
    )


def run(options: argparse.Namespace) -> int:
    """Print the report.

    Args:
        options: The parsed command line.

    Returns:
        0, or with `--exit-code` 1 if there is anything to report.

    Raises:
        SpecError: The release, the description or the known differences cannot be read.
    """
    read = read_facts(options.path, options.tag)
    if options.extract is not None:
        options.extract.write_text(read.dumps(), encoding="utf-8")
    if options.since is not None:
        return _since(read, options)
    ours = description.load(options.spec, python=False)
    meant = load_known(options.known)
    findings, number = meant.sift(compare(read, ours, meant.pairs))
    write = {"text": report.text, "json": report.as_json, "patch": report.patch}[options.format]
    print(write(report.Comparison(read, ours, findings, number)).rstrip())
    return DIFFERENT if options.exit_code and findings else SAME


def _since(new: Facts, options: argparse.Namespace) -> int:
    if options.format == "patch":
        message = "patch cannot be used with --since: the changes are not in the description"
        raise SpecError([Problem("--format", 1, (), message)])
    other = Path(options.since)
    old = read_facts(other) if other.exists() else read_facts(options.path, options.since)
    found = changes(old, new)
    print(report.changed(old, new, found, options.format))
    return DIFFERENT if options.exit_code and found else SAME


def read_facts(path: Path, tag: str | None = None) -> Facts:
    """Return the facts of a release, from its source or from an extract.

    Args:
        path: A checkout, a git directory, or an extract.
        tag: The release to read from git.

    Raises:
        SpecError: The path is none of these, or the dependency group for reading source is missing.
    """
    if path.is_file():
        if tag is not None:
            message = f"an extract has only one release: --tag {tag} needs a checkout"
            raise SpecError([Problem(str(path), 1, (), message)])
        return facts.load(path)
    try:
        from .extraction import extract
    except ImportError as error:
        message = f"reading source needs the dependency group `upstream`: {error}"
        raise SpecError([Problem(str(path), 1, (), message)]) from None
    return extract(path, tag)
