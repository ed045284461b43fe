"""The intended differences, each with its reason: `openapi/upstream.yaml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from .. import description
from ..document import Document, is_list, is_mapping
from ..problems import Pointer, SpecError
from .findings import KINDS, Finding


@attrs.frozen
class Entry:
    """One or more differences of the same kind, with a common reason."""

    kind: str
    places: tuple[str, ...]
    """The places of findings. `*` matches anything."""
    reason: str


@attrs.frozen
class Known:
    """The content of the file."""

    pairs: dict[str, str]
    """Components by structs, for those that neither a route nor a name matches."""
    entries: tuple[Entry, ...] = ()

    def sift(self, findings: Sequence[Finding]) -> tuple[list[Finding], int]:
        """Return the findings that are not known, and the number of known ones.

        An entry that matches nothing is returned as a finding, too.
        """
        used: set[tuple[str, str]] = set()
        new: list[Finding] = []
        for finding in findings:
            matched = [
                (entry.kind, place)
                for entry in self.entries
                for place in entry.places
                if entry.kind == finding.kind and _matches(place, finding.place)
            ]
            used.update(matched)
            if not matched:
                new.append(finding)
        known = len(findings) - len(new)
        for entry in self.entries:
            for place in entry.places:
                if (entry.kind, place) not in used:
                    new.append(Finding("known", f"{entry.kind} {place}", entry.reason))
        return new, known


def load(path: Path) -> Known:
    """Read the file.

    Raises:
        SpecError: The file cannot be read, or an entry has no reason or no kind of difference.
    """
    file = description.load(path, python=False)
    problems = [
        file.problem((key,), f"expected pairs or known, got {key!r}")
        for key in file.data
        if key not in {"pairs", "known"}
    ]
    pairs: Any = file.data.get("pairs", {})
    written: Any = file.data.get("known", [])
    if not is_mapping(pairs) or not is_list(written):
        problems.append(file.problem((), "expected a mapping of pairs and a list of known"))
        raise SpecError(problems)
    entries = [_entry(file, ("known", str(i)), value, problems) for i, value in enumerate(written)]
    if problems:
        raise SpecError(problems)
    return Known({name: str(value) for name, value in pairs.items()}, tuple(entries))


def _entry(file: Document, pointer: Pointer, value: Any, problems: list[Any]) -> Entry:
    entry = value if is_mapping(value) else {}
    kinds = [key for key in entry if key in KINDS]
    reason = str(entry.get("reason") or "")
    if len(kinds) != 1 or not reason or len(entry) != 2:
        known = ", ".join(kind for kind in KINDS if kind != "known")
        message = f"expected one kind of difference ({known}) with its places, and a reason"
        problems.append(file.problem(pointer, message))
        return Entry("", (), "")
    places = entry[kinds[0]]
    listed = places if is_list(places) else [places]
    return Entry(kinds[0], tuple(str(place) for place in listed), reason)


def _matches(pattern: str, place: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), place) is not None
