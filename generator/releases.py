"""Which releases of the server have an operation or a field: the keys for it, and their text."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

#: The first release that has it.
SINCE = "x-ollama-since"
#: The first release that has it no more.
UNTIL = "x-ollama-until"


def is_release(value: Any) -> bool:
    """Return True for text that names a release, such as 0.34.0."""
    return isinstance(value, str) and re.fullmatch(r"\d+\.\d+\.\d+", value) is not None


def numbers(release: object) -> tuple[int, ...]:
    """Return the numbers to compare a release or tag by; one without any is newer than all."""
    found = re.findall(r"\d+", str(release).partition("-")[0])
    return tuple(map(int, found)) or (sys.maxsize,)


def in_release(data: Mapping[str, Any], release: object) -> bool:
    """Return False where the description says that a release lacks this."""
    since, until = data.get(SINCE), data.get(UNTIL)
    if since is not None and numbers(release) < numbers(since):
        return False
    return until is None or numbers(release) < numbers(until)


def history(data: Mapping[str, Any]) -> str:
    """Return a sentence about the releases that have this; empty where nothing is said of them."""
    since, until = data.get(SINCE), data.get(UNTIL)
    removed = f"removed in {until}" if since else f"Removed in Ollama {until}"
    words = [f"Since Ollama {since}"] if since else []
    return ", ".join([*words, removed] if until else words) + ("." if since or until else "")
