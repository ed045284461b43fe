"""The command `python -m generator upstream PATH`: reads a release, compares, reports."""

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
        commands: What `add_subparsers` returned.
        known: The differences that are meant, by default.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        "upstream", help="say what a release of Ollama has and the description lacks"
    )
    parser.add_argument(
        "path", type=Path, help="a checkout of Ollama, a git directory, or an extract"
    )
    parser.add_argument("--tag", help="the release to read from git, such as v0.34.4")
    parser.add_argument(
        "--since",
        metavar="OLD",
        help="say what changed since another release instead: a tag of the same git, or an extract",
    )
    parser.add_argument(
        "--extract", type=Path, metavar="FILE", help="write the facts read, to compare with later"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "patch"),
        default="text",
        help="patch: an OpenAPI Overlay that adds what is mechanical",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 when there is anything to report"
    )
    # Unless given here, `--spec` is that of the command.
    parser.add_argument(
        "--spec", type=Path, default=argparse.SUPPRESS, help="the description to hold it against"
    )
    parser.add_argument(
        "--known",
        type=Path,
        default=known,
        help="the differences that are meant, with their reasons",
    )


def run(options: argparse.Namespace) -> int:
    """Print the report.

    Returns:
        0; with `--exit-code` 1 when there is anything to report.

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
        message = "--since has no patch: the changes are in the source, not in the description"
        raise SpecError([Problem("--format", 1, (), message)])
    other = Path(options.since)
    old = read_facts(other) if other.exists() else read_facts(options.path, options.since)
    found = changes(old, new)
    print(report.changed(old, new, found, options.format))
    return DIFFERENT if options.exit_code and found else SAME


def read_facts(path: Path, tag: str | None = None) -> Facts:
    """Return the facts of a release from its source, or from an extract that was made of it.

    Raises:
        SpecError: It is neither, or reading source lacks its dependency group.
    """
    if path.is_file():
        if tag is not None:
            message = f"an extract is of one release: --tag {tag} needs a checkout"
            raise SpecError([Problem(str(path), 1, (), message)])
        return facts.load(path)
    try:
        from .extraction import extract
    except ImportError as error:
        message = f"reading source needs the dependency group `upstream`: {error}"
        raise SpecError([Problem(str(path), 1, (), message)]) from None
    return extract(path, tag)
