"""Owns fast reading of answers that are mostly vectors: the JSON reader checks the numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from . import shapes
from .wire_object import WireObject

__all__ = ["read_vectors"]


def read_vectors(decode: Callable[[Any], Any], content: bytes) -> Any:
    """Return the answer if its model has a field of vectors and its content is valid, else None.

    Such an answer contains only scalars and lists of lists of numbers, so its nesting is limited.
    Integers become floats, because JSON may contain 1 for 1.0.

    Args:
        decode: Converts a JSON object to the answer, usually a model's `from_dict`.
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
        data[wire] = []  # so that decoding does not process each number
        answer = shapes.decoded(decode, data)
    except (ValueError, RecursionError):  # the normal path reports the error
        return None
    answer[wire] = vectors
    return answer


@cache
def _reader() -> Callable[[bytes], dict[str, Any]] | None:
    try:
        import msgspec  # imported here to keep importing the client fast
    except ImportError:
        return None
    value = bool | int | float | str | list[list[float]] | None
    decoder: Any = msgspec.json.Decoder(cast("Any", dict[str, value]))
    return cast("Callable[[bytes], dict[str, Any]]", decoder.decode)
