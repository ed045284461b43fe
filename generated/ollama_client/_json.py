# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The one JSON seam: orjson where it is installed, the standard library elsewhere, same results."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any, cast
from uuid import UUID

try:
    import orjson
except ImportError:  # orjson publishes no wheel for this interpreter
    orjson = None  # type: ignore[assignment, unused-ignore]


def wire_value(value: Any) -> Any:
    """Return the JSON value of an object that JSON itself does not know, or raise TypeError."""
    if isinstance(value, type):
        raise TypeError(f"the class {value.__name__} cannot be sent as JSON")
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    if isinstance(value, (set, frozenset)):
        return list(cast("set[Any]", value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json")
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent as JSON")


def _finite(value: Any) -> Any:
    """Copy a value with NaN and infinities as null, which is how orjson writes them."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in cast("list[Any]", value)]
    if value is None or isinstance(value, (str, int, float)):
        return value
    return _finite(wire_value(value))


def dumps_standard(value: Any) -> bytes:
    """Write compact UTF-8 JSON with the standard library."""

    def text(value: Any) -> str:
        return json.dumps(
            value,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
            default=wire_value,
        )

    try:
        return text(value).encode()
    except ValueError as error:
        if isinstance(error, UnicodeEncodeError) or "JSON compliant" not in str(error):
            raise
        return text(_finite(value)).encode()


def loads_standard(data: bytes | str) -> Any:
    """Read JSON with the standard library."""
    return json.loads(data)


def _seam() -> tuple[Callable[[Any], bytes], Callable[[bytes | str], Any]]:
    if orjson is None:
        return dumps_standard, loads_standard
    write, read, refused = orjson.dumps, orjson.loads, orjson.JSONDecodeError
    options = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME

    def dumps_fast(value: Any) -> bytes:
        try:
            return write(value, wire_value, options)
        except TypeError:
            # Integers beyond 64 bits and keys that are not text: the standard library knows them,
            # and where it does not its message is the clearer one.
            return dumps_standard(value)

    def loads_fast(data: bytes | str) -> Any:
        try:
            return read(data)
        except refused:
            # NaN, infinities and lone surrogates are read as the standard library reads them, and
            # text that is no JSON at all raises the standard library's error.
            return loads_standard(data)

    return dumps_fast, loads_fast


dumps, loads = _seam()

#: Reads JSON as the standard defines it, without the words and the detours that `loads` adds.
loads_strict: Callable[[bytes], Any] = json.loads if orjson is None else orjson.loads


def indented(text: str, indent: int) -> str:
    """Return JSON text laid out over lines."""
    return json.dumps(json.loads(text), indent=indent, ensure_ascii=False)
