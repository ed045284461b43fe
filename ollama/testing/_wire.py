"""The format of values on the wire: JSON with the server's escapes, and timestamps."""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, TypeGuard

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPES = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def as_object(value: Any) -> dict[str, Any] | None:
    """Return ``value`` if it is a JSON object, or None."""
    return value if _is_object(value) else None


def as_array(value: Any) -> list[Any] | None:
    """Return ``value`` if it is a JSON array, or None."""
    return value if _is_array(value) else None


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def json_text(value: Any) -> str:
    """Return compact JSON with the real server's escapes (HTML characters, U+2028, U+2029)."""
    # In JSON, these five characters occur only inside strings, so the whole text can be escaped.
    return _ENCODER.encode(value).translate(_ESCAPES)


def object_text(members: Mapping[str, Any], **written: Sequence[str]) -> str:
    """Return the JSON of an object.

    Args:
        members: The members, in order.
        written: Pieces of JSON that replace the values of some members.
    """
    pieces: list[str] = []
    for name, value in members.items():
        pieces += (",", json_text(name), ":", *(written.get(name) or (json_text(value),)))
    pieces[:1] = ["{"]
    return "".join((*pieces, "}"))


def array_pieces(items: Iterable[str]) -> Sequence[str]:
    """Return pieces of the JSON of an array, whose items are already JSON."""
    return "[", ",".join(items), "]"


def json_bytes(value: Any) -> bytes:
    """Return ``json_text`` as UTF-8. Unpaired surrogates become U+FFFD, as in the real server."""
    return utf8(json_text(value))


def utf8(text: str) -> bytes:
    """Return ``text`` as UTF-8. Unpaired surrogates become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` without those that are empty, zero, false or None."""
    return {key: value for key, value in values.items() if value}


def utc_now() -> str:
    """Return the current time in the format of ``created_at``: UTC, in nanoseconds."""
    return utc_text(time.time_ns())


def utc_text(nanoseconds: int) -> str:
    """Return a Unix time in nanoseconds as RFC 3339 text, without trailing zeros."""
    seconds, fraction = divmod(nanoseconds, 1_000_000_000)
    return f"{_second_text(seconds)}{_fraction(f'{fraction:09d}')}Z"


@functools.lru_cache(maxsize=4)
def _second_text(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


def local_text(moment: datetime) -> str:
    """Return an aware time as RFC 3339 text, with its own offset (``Z`` if that is zero)."""
    offset = moment.utcoffset()
    zone = "Z" if not offset else moment.strftime("%z")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    seconds = moment.strftime("%H:%M:%S")
    # strftime does not pad years below 1000 on every platform; no such year occurs here.
    day = moment.strftime("%Y-%m-%d")
    return f"{day}T{seconds}{_fraction(f'{moment.microsecond:06d}')}{zone}"


def local_now() -> datetime:
    """Return the current time in the local time zone."""
    return datetime.now(timezone.utc).astimezone()


def _fraction(digits: str) -> str:
    kept = digits.rstrip("0")
    return f".{kept}" if kept else ""
