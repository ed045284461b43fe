"""Owns the third check: the requests of both clients, and which differences are intended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from .differences import ABSENT, ANY, INTENDED, Intended
from .environments import SCRATCH, PreparationError, Workshop
from .processes import run
from .samples import PNG


@dataclass(frozen=True)
class Difference:
    """One difference between the clients: the way and name of the call, and both values."""

    way: str
    call: str
    place: str
    official: str
    ours: str

    def __str__(self) -> str:
        return f"{self.way} {self.call}: {self.place}: {self.official} -> {self.ours}"


@dataclass(frozen=True)
class Comparison:
    """The number of compared calls, and the intended and unintended differences.

    `missing` lists what was expected: an intended difference, or a parameter in a call.
    """

    calls: int
    equal: int
    intended: Mapping[Intended, tuple[Difference, ...]]
    unexpected: tuple[Difference, ...]
    missing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether all differences are intended, and all intended ones were found."""
        return not self.unexpected and not self.missing


def compare_requests(workshop: Workshop) -> Comparison:
    """Make all calls with both clients, and compare the requests.

    Raises PreparationError if the calls could not be made.
    """
    official = _recorded("official", workshop)
    ours = _recorded("ours", workshop)
    before, after = official["calls"], ours["calls"]
    if before.keys() != after.keys():
        raise PreparationError("the two clients did not make the same calls")
    differences = [difference for key in before for difference in _differences(key, before, after)]
    return _sorted_out(differences, before.keys(), official["untried"])


def _recorded(side: str, workshop: Workshop) -> dict[str, Any]:
    """Return the requests of the calls on one side."""
    folder = SCRATCH / "requests" / side
    shutil.rmtree(folder, ignore_errors=True)
    # A copy, so that only this package of the repository can be imported.
    shutil.copytree(
        Path(__file__).parent, folder / "compat", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "picture.png").write_bytes(PNG)
    # More than one of the pieces that files are read in.
    (folder / "blob.bin").write_bytes(bytes(range(256)) * 300)
    target = folder / "recorded.json"
    done = run(
        [workshop.python(side), "-W", "ignore", "-m", "compat.record", target],
        cwd=folder,
    )
    if done.status:
        raise PreparationError(f"the calls with {side} could not be run: {done.errors}")
    return cast("dict[str, Any]", json.loads(target.read_text(encoding="utf-8")))


def _differences(
    key: str, official: Mapping[str, Any], ours: Mapping[str, Any]
) -> Iterator[Difference]:
    way, _, call = key.partition(": ")
    for place, before, after in _places("", official[key], ours[key]):
        # A different size only matters if the content is the same.
        if not place.endswith(".size") or _bodies_equal(official[key], ours[key]):
            yield Difference(way, call, place.lstrip("."), before, after)


def _bodies_equal(official: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    bodies = [[_text(sent["body"]) for sent in side["requests"]] for side in (official, ours)]
    return bodies[0] == bodies[1]


def _places(place: str, official: object, ours: object) -> Iterator[tuple[str, str, str]]:
    """Yield all places where two JSON values differ. 1, 1.0 and true are different."""
    before, after = _parts(official), _parts(ours)
    if type(official) is type(ours) and before is not None and after is not None:
        for key in sorted({*before, *after}):
            yield from _places(f"{place}{key}", before.get(key, ABSENT), after.get(key, ABSENT))
    elif _text(official) != _text(ours):
        yield place, _shown(official), _shown(ours)


def _parts(value: object) -> dict[str, object] | None:
    """Return the parts of an object or a list by key or index; None for other values."""
    if isinstance(value, dict):
        return {f".{key}": part for key, part in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        items = enumerate(cast("list[object]", value))
        return {f"[{index}]": item for index, item in items}
    return None


def _shown(value: object) -> str:
    """Return a value as text. A request that only one client sends becomes its method and URL."""
    parts = _parts(value) or {}
    if ".method" in parts:
        return f"{parts['.method']} {parts['.path']} {_text(parts['.body'])}"
    return _text(value)


def _text(value: object) -> str:
    if value == ABSENT:
        return ABSENT
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _sorted_out(
    differences: list[Difference], keys: Collection[str], untried: Sequence[str]
) -> Comparison:
    intended: dict[Intended, tuple[Difference, ...]] = {}
    unexpected: list[Difference] = []
    for difference in differences:
        reasons = [entry for entry in INTENDED if _is_meant(difference, entry)]
        for entry in reasons:
            intended[entry] = (*intended.get(entry, ()), difference)
        if not reasons:
            unexpected.append(difference)
    changed = {(difference.way, difference.call) for difference in differences}
    gaps = [f"no call gives {parameter}" for parameter in untried]
    missing = (*_missing(intended, set(keys)), *gaps)
    return Comparison(len(keys), len(keys) - len(changed), intended, tuple(unexpected), missing)


def _is_meant(difference: Difference, entry: Intended) -> bool:
    return (
        difference.way in entry.ways
        and difference.call == entry.call
        and difference.place == entry.place
        and entry.official in (ANY, difference.official)
        and entry.ours in (ANY, difference.ours)
    )


def _missing(found: Mapping[Intended, tuple[Difference, ...]], keys: set[str]) -> Iterator[str]:
    """Return the intended differences that were not found, for each way of calling."""
    for entry in INTENDED:
        seen = {difference.way for difference in found.get(entry, ())}
        expected = {way for way in entry.ways if f"{way}: {entry.call}" in keys}
        for way in sorted(expected - seen):
            yield f"{way} {entry.call}: {entry.place} no longer differs as intended ({entry.item})"
        if not expected:
            yield f"{entry.call}: unknown call ({entry.item})"
