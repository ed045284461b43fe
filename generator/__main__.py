"""The command `python -m generator [--check]`, and its subcommands `lint`, `diff`, `upstream`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import description, facade, findings, flavours, methods, render, unasync
from .diff import command as diff
from .ollama_source import command as upstream
from .problems import SpecError
from .views import PackageView

FINE, STALE, PROBLEM = 0, 1, 2

SPEC = render.ROOT / "openapi" / "ollama.yaml"
UPSTREAM = render.ROOT / "openapi" / "upstream.yaml"
DIST = render.ROOT / "openapi" / "dist"
OUT = render.ROOT / "generated" / "ollama_client"
FACADE = render.ROOT / "ollama"
REFERENCE = render.ROOT / "docs" / "reference.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Render the client, check whether its files are up to date, or run a subcommand.

    Args:
        arguments: Command line arguments. Default: those of the process.

    Returns:
        0 on success, 1 if `--check` or a subcommand found something, 2 if the spec has problems or
        a tool has the wrong version.
    """
    options = _parser().parse_args(arguments)
    if options.command in {"diff", "upstream"}:
        return _comparison(options)
    wrong = render.wrong_versions()
    for sentence in wrong:
        print(f"error: {sentence}: install the dependency group `generate`", file=sys.stderr)
    if wrong:
        return PROBLEM
    try:
        if options.command == "lint":
            return _lint(options)
        return _check(options) if options.check else _render(options)
    except SpecError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} problem(s) in the spec; nothing was written", file=sys.stderr)
        return PROBLEM


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, do not write files")
    parser.add_argument("--spec", type=Path, default=SPEC)
    parser.add_argument(
        "--no-examples", action="store_true", help="do not check examples against their schemas"
    )
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--dist",
        type=Path,
        help="folder for the spec's other versions (openapi/dist; none with --spec or --out)",
    )
    commands = parser.add_subparsers(dest="command")
    diff.add_to(commands, SPEC)
    upstream.add_to(commands, UPSTREAM)
    lint = commands.add_parser("lint", help="list what is left out, and violated house rules")
    # Without a default of its own, a `--spec` before the subcommand keeps its value.
    lint.add_argument("--spec", type=Path, default=argparse.SUPPRESS)
    return parser


def _comparison(options: argparse.Namespace) -> int:
    try:
        return diff.run(options) if options.command == "diff" else upstream.run(options)
    except SpecError as error:
        print(error, file=sys.stderr)
        return PROBLEM


def _dist(options: argparse.Namespace) -> Path | None:
    """Return the folder for the flavours. Only our own spec has a default one."""
    kept: Path | None = options.dist or (DIST if _is_ours(options) else None)
    return kept


def _is_ours(options: argparse.Namespace) -> bool:
    """Return whether our own client is rendered. Only this one has a facade."""
    return bool((options.spec, options.out) == (SPEC, OUT))


def _write_facade(spec: Path, view: PackageView, folder: Path, page: Path) -> None:
    """Render the rendered parts of the facade into a folder, and its reference page."""
    unasync.render(FACADE, folder / unasync.WING)
    name = render.spec_name(spec)
    loaded = description.load(spec, name)
    facade.render(methods.methods_view(loaded, view), FACADE, folder / facade.WING, page, name)


def _stale_facade(spec: Path, view: PackageView, fresh: Path) -> list[str]:
    page = fresh / REFERENCE.name
    _write_facade(spec, view, fresh, page)
    kept = REFERENCE.read_bytes() if REFERENCE.is_file() else b""
    stale = [f"{REFERENCE.name}: differs"] if page.read_bytes() != kept else []
    for wing in (facade.WING, unasync.WING):
        found = render.differences(fresh / wing, FACADE / wing)
        stale += [f"{wing}/{line}" for line in found]
    return stale


def _write_flavours(spec: Path, folder: Path) -> None:
    flavours.write(description.load(spec, render.spec_name(spec), python=False), folder)


def _render(options: argparse.Namespace) -> int:
    view = render.render(options.spec, options.out, with_examples=not options.no_examples)
    if _is_ours(options):
        _write_facade(options.spec, view, FACADE, REFERENCE)
    if dist := _dist(options):
        _write_flavours(options.spec, dist)
    print(
        f"rendered {len(view.operations)} operations and {len(view.models)} models "
        f"of {view.title} {view.version}"
    )
    for line in findings.summary(view, str(options.spec)):
        print(line, file=sys.stderr)
    return FINE


def _lint(options: argparse.Namespace) -> int:
    view = render.view_of(
        options.spec, render.spec_name(options.spec), with_examples=not options.no_examples
    )
    found = findings.of(view)
    for finding in found:
        print(finding)
    print(f"{len(found)} finding(s)" if found else "no findings")
    return STALE if found else FINE


def _check(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="ollama-check-") as folder:
        fresh = Path(folder) / "ollama_client"
        view = render.render(options.spec, fresh, with_examples=not options.no_examples)
        stale = render.differences(fresh, options.out)
        if _is_ours(options):
            stale += _stale_facade(options.spec, view, Path(folder) / "facade")
        if dist := _dist(options):
            _write_flavours(options.spec, Path(folder) / "dist")
            stale += render.differences(Path(folder) / "dist", dist)
    for line in stale:
        print(line)
    if stale:
        print(f"{len(stale)} file(s) are stale: run `make generate`")
        return STALE
    print("up to date")
    return FINE


if __name__ == "__main__":
    sys.exit(main())
