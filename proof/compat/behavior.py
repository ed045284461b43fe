"""Owns the fourth check: the results of small programs with both packages, and the differences.

Differences are listed with their reasons, by patterns of the programs' names. An unlisted
difference fails the run, and so does a pattern without a match.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast

from .environments import SCRATCH, PreparationError, Workshop
from .processes import run

_EMBED = "servers do not send `done` and the like with embeddings: None, and not in dumps"
_MORE = "ours has the fields that servers have added since release 0.6.3"
_ANY_TEXTS = "any iterable of texts is accepted, except a set, which has no order"
_FASTAPI = "FastAPI requires a pydantic class; write Annotated[Message, Body()], or single Query()"
_ORDER = "the options that servers know come first"

#: Why programs have a different result with our package, by patterns of their names.
REASONS = {
    "dict/*/embed": _EMBED,
    "pydantic/*/embed": _EMBED,
    "dumps/*/embed": _EMBED,
    "dict/*/options": _ORDER,
    "pydantic/*/options": _ORDER,
    "dumps/*/options": _ORDER,
    "fields/names/*": _MORE,
    "doubles/filter-show": "show accepts options, as servers do",
    "accepted/embed-generator": _ANY_TEXTS,
    "accepted/embed-keys": _ANY_TEXTS,
    "accepted/embed-values": _ANY_TEXTS,
    "accepted/embed-map": _ANY_TEXTS,
    "accepted/embed-deque": _ANY_TEXTS,
    "accepted/keep-alive-number-as-text": "servers refuse a number as text, so a number is sent",
    "accepted/image-dict-in-mapping": "an image in its JSON form is accepted in mappings too",
    "nested/pickle": "the content of an image is private, and not shown",
    "answers/empty-stream": "an empty stream is not an answer and raises an error",
    "fastapi/body-alone": _FASTAPI,
    "fastapi/query": _FASTAPI,
    "fields/defaults/*": _MORE,
    "fields/about/*": _MORE,
    "fields/get-default/*": _MORE,
    "fields/signature/*": _MORE,
}


@dataclass(frozen=True)
class Behavior:
    """The number of programs with the same result, and the names of the others."""

    programs: int
    meant: Mapping[str, tuple[str, ...]]
    unexpected: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def equal(self) -> int:
        """The number of programs with the same result."""
        return self.programs - sum(map(len, self.meant.values())) - len(self.unexpected)

    @property
    def ok(self) -> bool:
        """Whether every difference is listed, and every pattern has one."""
        return not self.unexpected and not self.missing


def compare_behavior(workshop: Workshop) -> Behavior:
    """Run every program with both packages.

    Raises PreparationError if the programs could not be run.
    """
    official, ours = (_observed(side, workshop) for side in ("official", "ours"))
    meant: dict[str, tuple[str, ...]] = {}
    found: set[str] = set()
    unexpected: list[str] = []
    for name in official:
        if official[name] == ours[name]:
            continue
        patterns = [pattern for pattern in REASONS if fnmatchcase(name, pattern)]
        found.update(patterns)
        if patterns:
            reason = REASONS[patterns[0]]
            meant[reason] = (*meant.get(reason, ()), name)
        else:
            unexpected.append(f"{name}: {official[name]} -> {ours[name]}")
    missing = tuple(pattern for pattern in REASONS if pattern not in found)
    return Behavior(len(official), meant, tuple(unexpected), missing)


def _observed(side: str, workshop: Workshop) -> dict[str, str]:
    """Return the results of the programs on one side."""
    folder = SCRATCH / "programs" / side
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        Path(__file__).parent, folder / "compat", ignore=shutil.ignore_patterns("__pycache__")
    )
    target = folder / "observed.json"
    done = run([workshop.python(side), "-m", "compat.observe", target], cwd=folder)
    if done.status:
        raise PreparationError(f"the programs with {side} could not be run: {done.errors}")
    return cast("dict[str, str]", json.loads(target.read_text(encoding="utf-8")))
