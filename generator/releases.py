"""Which releases of the server have an operation or a field: the keys, and their text."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

#: The first release that has it.
SINCE = "x-ollama-since"
#: The first release that no longer has it.
UNTIL = "x-ollama-until"


def is_release(value: Any) -> bool:
    """Return whether a value is a release, such as 0.34.0."""
    return isinstance(value, str) and re.fullmatch(r"\d+\.\d+\.\d+", value) is not None


def numbers(release: object) -> tuple[int, ...]:
    """Return the numbers of a release or tag. One without numbers is newer than all others."""
    found = re.findall(r"\d+", str(release).partition("-")[0])
    return tuple(map(int, found)) or (sys.maxsize,)


def in_release(data: Mapping[str, Any], release: object) -> bool:
    """Return whether a release has something, according to its keys."""
    since, until = data.get(SINCE), data.get(UNTIL)
    if since is not None and numbers(release) < numbers(since):
        return False
    return until is None or numbers(release) < numbers(until)


def history(data: Mapping[str, Any]) -> str:
    """Return a sentence about the releases that have something; empty if there are no keys."""
    since, until = data.get(SINCE), data.get(UNTIL)
    removed = f"removed in {until}" if since else f"Removed in Ollama {until}"
    words = [f"Since Ollama {since}"] if since else []
    return ", ".join([*words, removed] if until else words) + ("." if since or until else "")
