"""Reads ``keep_alive``: a number of seconds, or a Go duration."""

from __future__ import annotations

import re
from typing import Any

from ollama.testing._errors import ApiError

#: Seconds that a model stays loaded if the request has no keep_alive.
DEFAULT_KEEP_ALIVE = 300.0

#: Seconds that mean "never unload". The real server uses the same limit, about 292 years.
FOREVER = 9_223_372_036.0

_UNITS = {
    "ns": 1e-9,
    "us": 1e-6,
    "\u00b5s": 1e-6,  # micro sign
    "\u03bcs": 1e-6,  # Greek mu
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
}
_NUMBER = re.compile(r"[0-9]*(?:\.[0-9]*)?")
_UNIT = re.compile(r"[^0-9.]*")


def read_keep_alive(value: Any) -> float:
    """Return a keep_alive value in seconds. A negative one becomes ``FOREVER``.

    Raises:
        ApiError: 400 if ``value`` is neither a number nor a Go duration.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ApiError(400, f"Unsupported type: '{_go_type(value)}'")
    seconds = parse_duration(value) if isinstance(value, str) else float(value)
    return FOREVER if seconds < 0 else min(seconds, FOREVER)


def parse_duration(text: str) -> float:
    """Return the seconds of a Go duration such as ``1h30m`` or ``-1.5s``.

    Raises:
        ApiError: 400 if ``text`` is not a duration, with the message of Go's parser.
    """
    rest = text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return 0.0
    if not rest:
        raise ApiError(400, f"time: invalid duration {_quoted(text)}")
    total = 0.0
    while rest:
        number = _matched(_NUMBER, rest)
        if number in ("", "."):
            raise ApiError(400, f"time: invalid duration {_quoted(text)}")
        rest = rest[len(number) :]
        unit = _matched(_UNIT, rest)
        if not unit:
            raise ApiError(400, f"time: missing unit in duration {_quoted(text)}")
        if unit not in _UNITS:
            raise ApiError(400, f"time: unknown unit {_quoted(unit)} in duration {_quoted(text)}")
        rest = rest[len(unit) :]
        total += float(number) * _UNITS[unit]
    return -total if text.startswith("-") else total


def _go_type(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "map[string]interface {}" if isinstance(value, dict) else "[]interface {}"


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found.group() if found else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
