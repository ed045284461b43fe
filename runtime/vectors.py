"""Reads answers that are mostly vectors: numbers are checked by the JSON reader, not one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from . import shapes
from .wire_object import WireObject

__all__ = ["read_vectors"]


def read_vectors(decode: Callable[[Any], Any], content: bytes) -> Any:
    """Return the answer if its model has a field of vectors and it is as expected, else None.

    An answer that is read here holds scalars and lists of lists of numbers, so it is not nested.
    Numbers without a fraction become floats, because JSON may have 1 for 1.0.

    Args:
        decode: What makes the answer of an object, usually a model's `from_dict`.
        content: The JSON text.
    """
    cls = getattr(decode, "__self__", None)
    if not isinstance(cls, type) or not issubclass(cls, WireObject):
        return None
    wire, read = shapes.vectors_of(cls), _reader()
    if wire is None or read is None:
        return None
    try:
        data = read(content)
        vectors = data.get(wire)
        if not isinstance(vectors, list) or data.keys() == {"error"}:
            return None
        data[wire] = []  # decoding would look at each number
        answer = shapes.decoded(decode, data)
    except (ValueError, RecursionError):  # the long way says what is wrong
        return None
    answer[wire] = vectors
    return answer


@cache
def _reader() -> Callable[[bytes], dict[str, Any]] | None:
    try:
        import msgspec  # only now: whoever imports the client may never read anything
    except ImportError:
        return None
    value = bool | int | float | str | list[list[float]] | None
    decoder: Any = msgspec.json.Decoder(cast("Any", dict[str, value]))
    return cast("Callable[[bytes], dict[str, Any]]", decoder.decode)
