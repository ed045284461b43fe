"""Findings about a description that can be rendered: what is left out, violated house rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .problems import Problem, sorted_problems
from .views import PackageView


def of(view: PackageView) -> list[Problem]:
    """Return all findings, in the order of the file."""
    missed = [problem for problems in view.missed.values() for problem in problems]
    return sorted_problems((*view.notes, *missed))


def summary(view: PackageView, spec: str) -> Iterator[str]:
    """Yield a summary of the findings, which is printed after rendering."""
    for alike in _groups(view.notes):
        more = f" (and {len(alike) - 1} more)" if len(alike) > 1 else ""
        yield f"note: {alike[0]}{more}"
    if view.missed:
        counts = ", ".join(f"{rule} {len(found)}" for rule, found in view.missed.items())
        total = sum(map(len, view.missed.values()))
        yield f"note: {total} place(s) violate house rules: {counts}"
    if view.notes or view.missed:
        yield f"note: `python -m generator lint --spec {spec}` lists every place"


def _groups(notes: tuple[Problem, ...]) -> list[list[Problem]]:
    """Return the notes in groups that only differ in names."""
    groups: dict[str, list[Problem]] = {}
    for note in sorted_problems(notes):
        alike = re.split(": it is (?:renamed|set) to", re.sub(r"'[^']*'", "", note.message))[0]
        groups.setdefault(alike, []).append(note)
    return list(groups.values())
