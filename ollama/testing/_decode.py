"""Reads JSON bodies like Go's decoder, with the same error messages."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from ollama.testing._errors import ApiError
from ollama.testing._wire import as_array, as_object, utf8


def parse_body(body: bytes) -> Any:
    """Return the JSON value of a request body.

    Raises:
        ApiError: 400 if the body is empty or not JSON, or if a number is too large for a double.
    """
    text = body.decode("utf-8", "replace").lstrip(" \t\r\n")
    if not text:
        raise ApiError(400, "missing request body")
    try:
        # Go reads one JSON value and ignores what follows it.
        value, _ = _DECODER.raw_decode(text)
        return _without_surrogates(value) if _SURROGATE.search(text) else value
    except json.JSONDecodeError as error:
        raise ApiError(400, _syntax_text(text, error.pos)) from None
    except RecursionError:
        raise ApiError(400, "exceeded max depth") from None


def _without_surrogates(value: Any) -> Any:
    """Return ``value`` with every unpaired surrogate replaced by U+FFFD."""
    if isinstance(value, str):
        return utf8(value).decode()
    items, members = as_array(value), as_object(value)
    if items is not None:
        return [_without_surrogates(item) for item in items]
    if members is not None:
        pairs = members.items()
        return {utf8(key).decode(): _without_surrogates(item) for key, item in pairs}
    return value


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ApiError(400, f"json: cannot unmarshal number {text} into Go value of type float64")
    return value


def _int(text: str) -> int | float:
    # A number beyond 64 bits becomes a float, which integer fields refuse. Longer texts are not
    # passed to int(), because it raises its own error for very long ones.
    value = int(text) if len(text) <= _INT64_DIGITS else None
    return value if value is not None and -(2**63) <= value < 2**63 else _float(text)


def _no_constant(name: str) -> Any:
    raise ApiError(400, f"invalid character '{name[0]}' looking for beginning of value")


_INT64_DIGITS = 20
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_float=_float, parse_int=_int)


def _syntax_text(text: str, position: int) -> str:
    rest = text[position:].lstrip(" \t\r\n")
    if not rest or rest.startswith('"'):
        return "unexpected EOF"
    return f"invalid character '{rest[0]}' looking for beginning of value"
