"""What is said of a description that renders: what is left out, which house rules it misses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .problems import Problem, sorted_problems
from .views import PackageView


def of(view: PackageView) -> list[Problem]:
    """Return every finding, in the order of the file."""
    missed = [problem for problems in view.missed.values() for problem in problems]
    return sorted_problems((*view.notes, *missed))


def summary(view: PackageView, spec: str) -> Iterator[str]:
    """Yield the lines that tell of the findings when a description has been rendered."""
    for alike in _groups(view.notes):
        more = f" (and {len(alike) - 1} more)" if len(alike) > 1 else ""
        yield f"note: {alike[0]}{more}"
    if view.missed:
        counts = ", ".join(f"{rule} {len(found)}" for rule, found in view.missed.items())
        total = sum(map(len, view.missed.values()))
        yield f"note: house rules are missed in {total} place(s): {counts}"
    if view.notes or view.missed:
        yield f"note: `python -m generator lint --spec {spec}` lists every place"


def _groups(notes: tuple[Problem, ...]) -> list[list[Problem]]:
    """Return the notes that say the same of different things, together."""
    groups: dict[str, list[Problem]] = {}
    for note in sorted_problems(notes):
        alike = re.sub(r"'[^']*'", "", note.message).partition(": it is called")[0]
        groups.setdefault(alike, []).append(note)
    return list(groups.values())
