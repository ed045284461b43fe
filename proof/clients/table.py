"""Owns the output of results: a line for each, a table in text or Markdown, and the goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .matrix import NEEDED, WIRE_GOALS, Result

_HEAD = (
    *("generator", "version", "language", "spec", "generates", "compiles", "wire kept", "program"),
    *("official: compiles", "official: wire of 27"),
)


def line(result: Result) -> str:
    """Return one line about a result, followed by what went wrong."""
    name = f"{result.target.name} ({result.flavour})"
    if result.skipped:
        return f"{name}: skipped, no {' and no '.join(result.missing)} here"
    words = [f"generates: {_yes(result.generated)}", f"compiles: {result.compiled or 'no'}"]
    words += [f"wire: {_wire(result)}"] if result.outcomes else []
    words += [f"program: {result.program}"] if result.program else []
    measured = not result.trouble and not result.target.wire_limit
    losses = [f"  {o.sample}: {o.loss}" for o in result.outcomes if measured and not o.kept]
    known = [f"  known: {result.known_failure}"] if result.known_failure else []
    trouble = [f"  {text}" for text in result.trouble.splitlines()]
    return "\n".join(
        [f"{name}: {', '.join(words)} ({result.seconds:.0f} s)", *losses, *known, *trouble]
    )


def text(results: Sequence[Result]) -> str:
    """Return the table with its columns aligned."""
    rows = [_HEAD, *map(_row, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def markdown(results: Sequence[Result]) -> str:
    """Return the table as Markdown."""
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_row, results)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def failures(results: Sequence[Result], *, complete: bool) -> Iterator[str]:
    """Yield the failures of a run.

    Everything must generate and compile, except known failures, which must still fail. With
    `complete`, no language in NEEDED may be missing. The wire goals are for all clients together.
    """
    for result in results:
        name = f"{result.target.name} ({result.flavour})"
        if result.skipped:
            if complete and result.target.language in NEEDED:
                yield f"{name}: {', '.join(result.missing)} is missing"
        elif result.known_failure and not result.trouble:
            yield f"{name}: works, but is listed as a known failure: {result.known_failure}"
        elif result.trouble and not result.known_failure:
            yield f"{name}: {result.trouble.splitlines()[0]}"
    for flavour, goal in WIRE_GOALS.items():
        kept, total = wire_total(results, flavour)
        if kept < goal * total:
            yield f"wire ({flavour}): {kept} of {total} kept, the goal is {goal:.0%}"


def wire_total(results: Sequence[Result], flavour: str) -> tuple[int, int]:
    """Return the number of samples that all clients kept, and the total.

    Only the languages in NEEDED count, so that the figure does not depend on the machine. Targets
    with a `wire_limit` do not count.
    """
    counted = [
        r
        for r in results
        if r.flavour == flavour and r.target.language in NEEDED and not r.target.wire_limit
    ]
    return sum(r.kept for r in counted), sum(len(r.outcomes) for r in counted)


def summary(results: Sequence[Result]) -> Iterator[str]:
    """Yield the totals of each flavour."""
    for flavour in WIRE_GOALS:
        ran = [r for r in results if r.flavour == flavour and not r.skipped]
        kept, total = wire_total(ran, flavour)
        if ran:
            generated = sum(r.generated for r in ran)
            compiled = sum(bool(r.compiled) for r in ran)
            share = f", wire {kept}/{total} ({kept / total:.1%})" if total else ""
            counts = f"{generated}/{len(ran)} generate, {compiled}/{len(ran)} compile"
            yield f"{flavour}: {counts}{share}"


def _row(result: Result) -> tuple[str, ...]:
    target = result.target
    skipped = f"skipped: no {', '.join(result.missing)}"
    return (
        *(target.tool, target.version, target.language, result.flavour),
        skipped if result.skipped else _yes(result.generated),
        "-" if result.skipped else result.compiled or "no",
        _wire(result),
        result.program or "-",
        *(target.official_compiles, target.official_wire),
    )


def _wire(result: Result) -> str:
    return f"{result.kept}/{len(result.outcomes)}" if result.outcomes else "-"


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
