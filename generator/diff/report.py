"""Writes a report about differences, up to 100 columns wide, and a proposed changelog entry."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Iterable, Sequence

import attrs

from ..document import is_mapping
from .compare import ERRORS, GENERAL, OPERATIONS, TYPES, Change, Difference

WIDTH = 100

_SIGNS = {"+": "added", "-": "removed", "~": "changed"}
_SUBJECTS = (
    "operation",
    "type",
    "field",
    "parameter",
    "request body",
    "answer",
    "media type",
    "security requirement",
    "server",
)
_FIRST = (GENERAL, OPERATIONS, TYPES, ERRORS)
_SIDES = {"request": "requests", "answer": "answers", "error": "errors"}
_NAMED = 4  # Number of operations that are named. The rest is counted.


def report(difference: Difference, *, breaking: bool = False, additions: bool = False) -> list[str]:
    """Return the lines to print.

    Args:
        difference: The differences.
        breaking: Whether to print only changes that break users, and no changelog entry.
        additions: Whether to print only what the new description has and the old one lacks.
    """
    if additions:
        return _additions(difference)
    chosen = difference.breaking if breaking else difference.changes
    lines = _summary(difference)
    for place, changes in _groups(chosen):
        lines += ["", *_wrapped(f"{place}{_uses_of_group(place, changes)}", "", "    ")]
        for change in changes:
            lines += _lines(change, place)
    if not breaking and (difference.changes or difference.reworded):
        lines += ["", "proposed entry of openapi/CHANGELOG.md:", "", *entry(difference)]
    return lines


def _additions(difference: Difference) -> list[str]:
    old, new = (_release(difference, side) for side in ("old", "new"))
    chosen = difference.additions
    lines = _wrapped(f"{new} has what {old} lacks: {len(chosen) or 'nothing'}", "", "    ")
    for place, changes in _groups(chosen):
        lines += ["", *_wrapped(f"{place}{_uses_of_group(place, changes)}", "", "    ")]
        for change in changes:
            lines += _lines(attrs.evolve(change, reasons=[]), place)
    return lines


def _summary(difference: Difference) -> list[str]:
    titles = [_release(difference, document) for document in ("old", "new")]
    if not difference.changes and not difference.reworded:
        return [f"{titles[0]} -> {titles[1]}: no difference"]
    counts = [
        _count(len(found), subject, word)
        for subject in _SUBJECTS
        for sign, word in _SIGNS.items()
        if (found := [c for c in difference.changes if (c.sign, c.subject) == (sign, subject)])
    ]
    if difference.reworded:
        counts.append(_count(difference.reworded, "description", "reworded"))
    broken = len(difference.breaking)
    verdict = "nothing breaks users of the Python client"
    if broken:
        verdict = f"{_count(broken, 'change', 'that')} break users of the Python client"
        verdict = "1 change breaks users of the Python client" if broken == 1 else verdict
    return [*_wrapped(f"{titles[0]} -> {titles[1]}: {', '.join(counts)}", "", "    "), verdict]


def _release(difference: Difference, side: str) -> str:
    document = difference.old if side == "old" else difference.new
    info = document.data.get("info")
    facts = info if is_mapping(info) else {}
    return f"{facts.get('title', 'API')} {facts.get('version', '')}".strip()


def _count(number: int, subject: str, word: str) -> str:
    plural = "" if number == 1 else "ies" if subject.endswith("y") else "s"
    noun = subject[:-1] if plural == "ies" else subject
    return f"{number} {noun}{plural} {word}"


def _groups(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Return the changes by place: the general groups first, then the others in order."""
    found: dict[str, list[Change]] = {place: [] for place in _FIRST}
    for change in changes:
        found.setdefault(change.place, []).append(change)
    return [(place, group) for place, group in found.items() if group]


def _uses_of_group(place: str, changes: Sequence[Change]) -> str:
    uses = list(dict.fromkeys(use for change in changes for use in change.uses))
    if place in _FIRST or _is_operation(place) or not uses:
        return ""
    sides: list[str] = []
    for direction, word in _SIDES.items():
        names = [operation for side, operation in uses if side == direction]
        if names:
            sides.append(f"{word} of {_named(names)}")
    return f" ({'; '.join(sides)})"


def _is_operation(place: str) -> bool:
    return place.partition(" ")[2].startswith("/")


def _named(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def _lines(change: Change, place: str) -> list[str]:
    text = f"{change.name}: {change.detail}" if change.detail else change.name
    if place == ERRORS:
        text = f"{text} of {_named([operation for _, operation in change.uses])}"
    lines = _wrapped(text, f"  {change.sign} ", "      ")
    for reason in change.reasons:
        lines += _wrapped(f"breaks: {reason}", "      ", "        ")
    return lines


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


# ---------------------------------------------------------------------- changelog


def entry(difference: Difference, today: datetime.date | None = None) -> list[str]:
    """Return an entry for the changelog of the description, in its style."""
    date = today or datetime.date.today()
    title = _release(difference, "new").replace(" API", "")
    bullets: list[str] = []
    for place, changes in _groups(difference.changes):
        if place == ERRORS:
            bullets += map(_error_bullet, changes)
        elif place == OPERATIONS:
            bullets += map(_operation_bullet, changes)
        else:
            bullets += _bullets(place, changes)
    if difference.reworded:
        bullets.append(f"{_count(difference.reworded, 'description', 'reworded')}.")
    lines = [f"## {date.isoformat()}: {title}", ""]
    for bullet in bullets:
        lines += _wrapped(bullet, "- ", "  ")
    return lines


def _marked(bullet: str, changes: Iterable[Change]) -> str:
    return f"**Breaks**: {bullet}" if any(change.reasons for change in changes) else bullet


def _operation_bullet(change: Change) -> str:
    route = change.name.partition(" (")[0]
    if change.sign == "-":
        return _marked(f"the route `{route}` is removed.", [change])
    return f"New route `{route}`{_sentence(change.doc)}"


def _error_bullet(change: Change) -> str:
    names = _named([f"`{operation}`" for _, operation in change.uses])
    verb = "can answer" if change.sign == "+" else "no longer list"
    return f"Status {change.name}: {names} {verb} it."


def _bullets(place: str, changes: Sequence[Change]) -> list[str]:
    """Return a bullet for the new fields of a component, one for removed fields, and the rest."""
    owner = f"`{place.partition(' (')[0]}`"
    found: list[str] = []
    for breaking in (False, True):
        part = [change for change in changes if bool(change.reasons) == breaking]
        new = [c for c in part if (c.sign, c.subject) == ("+", "field")]
        gone = [c for c in part if (c.sign, c.subject) == ("-", "field")]
        rest = [c for c in part if c not in new and c not in gone]
        if new:
            found.append(_marked(f"{owner} has {_code(new)}{_sentence(_doc(new))}", new))
        if gone:
            found.append(_marked(f"{owner} no longer has {_code(gone)}.", gone))
        for change in rest:
            if place == TYPES and change.sign == "+":
                continue  # A new type is mentioned where it is used.
            found.append(_marked(_other_bullet(place, change), [change]))
    return found


def _other_bullet(place: str, change: Change) -> str:
    verb = {"+": "is new", "-": "is removed", "~": change.detail}[change.sign]
    if place in _FIRST:
        name = f"`{change.name}`"
    elif _is_operation(place):
        name = f"`{place.partition(' (')[0]}`, {change.name}"
    else:
        name = f"`{place}.{change.name}`".replace(".itself", "").replace(".[]", "[]")
    return f"{name}: {verb}."


def _code(changes: Iterable[Change]) -> str:
    return ", ".join(f"`{change.name}`" for change in changes)


def _doc(changes: Sequence[Change]) -> str:
    return changes[0].doc if len(changes) == 1 else ""


def _sentence(doc: str) -> str:
    """Return the first sentence of a description, after a colon."""
    first = re.split(r"(?<=[.;])\s", " ".join(doc.split()), maxsplit=1)[0].rstrip(".;")
    return f": {first}." if first else "."
