"""`python -m proof.clients`: generate clients in other languages, compile, measure and run them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import attrs

from . import pages, table
from .core import FLAVOURS, PORTABLE, ROOT, Target
from .matrix import Result, Run
from .targets import TARGETS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the quick part of the matrix, all of it, or some targets. Return 0 on success.

    The programs of the pages for the targets' languages are run as well.
    """
    wanted = _parser().parse_args(arguments)
    started = time.monotonic()
    specs = {
        flavour: file
        for flavour, file in {**FLAVOURS, **dict(wanted.file)}.items()
        if wanted.spec in {"both", flavour}
    }
    chosen = _chosen(wanted.targets, everything=wanted.all)
    out, cache = wanted.out.resolve(), wanted.cache.resolve()
    results = Run(specs, out, cache, wanted.jobs).results(chosen, _report)
    shown = _programs(chosen) if PORTABLE in specs else []
    programs = pages.outcomes(
        shown, out / "pages", cache, wanted.jobs, lambda outcome: _say(pages.line(outcome))
    )
    _say("", table.text(results), "", *table.summary(results))
    if wanted.md:
        wanted.md.write_text(table.markdown(results), encoding="utf-8")
    complete = bool(os.environ.get("CI"))
    failures = [
        *table.failures(results, complete=complete),
        *pages.failures(programs, complete=complete),
    ]
    _say(
        *(f"FAILED {failure}" for failure in failures), f"{time.monotonic() - started:.0f} seconds"
    )
    return 1 if failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proof.clients", description=main.__doc__)
    names = [target.name for target in TARGETS]
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(names)}")
    parser.add_argument("--all", action="store_true", help="the whole matrix")
    parser.add_argument("--spec", choices=[*FLAVOURS, "both"], default="both")
    parser.add_argument(
        "--file",
        action="append",
        default=[],
        type=_file,
        metavar="FLAVOUR=FILE",
        help="use this file for a flavour instead of ours",
    )
    parser.add_argument("--out", type=Path, default=ROOT / ".clients" / "out")
    parser.add_argument("--cache", type=Path, default=ROOT / ".clients" / "cache")
    parser.add_argument("--jobs", type=int, default=2, help="targets at a time (%(default)s)")
    parser.add_argument("--md", type=Path, metavar="FILE", help="write the table as Markdown")
    return parser


def _file(text: str) -> tuple[str, Path]:
    flavour, _, file = text.partition("=")
    if flavour not in FLAVOURS or not Path(file).is_file():
        raise argparse.ArgumentTypeError(
            f"{text!r} is not FLAVOUR=FILE with one of {', '.join(FLAVOURS)} and a file that exists"
        )
    return flavour, Path(file).resolve()


def _chosen(names: Sequence[str], *, everything: bool) -> list[Target]:
    known = {target.name: target for target in TARGETS}
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"no target {', '.join(unknown)}; there are {', '.join(known)}")
    if names or everything:
        return [known[name] for name in names] or list(TARGETS)
    return [attrs.evolve(target, flavours=target.quick) for target in TARGETS if target.quick]


def _programs(chosen: Sequence[Target]) -> list[str]:
    languages = {target.language for target in chosen}
    return [language for language in pages.NEEDS if language in languages]


def _report(result: Result) -> None:
    _say(table.line(result))


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
