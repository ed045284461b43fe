"""Owns merging the pieces of a streamed answer into one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from .wire_object import WireObject, is_list, is_mapping

T = TypeVar("T", bound=WireObject)

#: Text fields that continue with each piece. Other text replaces the previous value.
_CONTINUED = frozenset({"content", "thinking", "response"})


def merged(pieces: Iterable[T]) -> T:
    """Return the whole answer for its pieces.

    Raises:
        ValueError: There are no pieces.
    """
    whole, cls = Merged(), None
    for piece in pieces:
        whole.add(piece.to_dict())
        cls = type(piece)
    if cls is None:
        raise ValueError("pieces: expected at least one, got none")
    return cls.from_dict(whole.value())


class Merged:
    """A JSON object that is merged from pieces.

    Lists and the text fields of an answer are joined. For other keys, including unknown ones, the
    last value other than None counts.
    """

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._texts: dict[str, list[str]] = {}
        self._lists: dict[str, list[Any]] = {}
        self._objects: dict[str, Merged] = {}

    def add(self, piece: Mapping[str, Any]) -> None:
        """Merge another piece."""
        for key, value in piece.items():
            if isinstance(value, str) and key in _CONTINUED:
                self._texts.setdefault(key, []).append(value)
                self._values.setdefault(key, "")
            elif is_list(value):
                self._lists.setdefault(key, []).extend(value)
                self._values[key] = []
            elif is_mapping(value) and key == "message":
                self._objects.setdefault(key, Merged()).add(value)
                self._values.setdefault(key, {})
            elif value is not None or key not in self._values:
                self._values[key] = value

    def value(self) -> dict[str, Any]:
        """Return the merged object so far, as a new dict."""
        lists = {key: list(items) for key, items in self._lists.items()}
        for parts in self._texts.values():
            parts[:] = ["".join(parts)]  # takes less memory than many small strings
        texts = {key: text for key, (text,) in self._texts.items()}
        objects = {key: merged.value() for key, merged in self._objects.items()}
        return {**self._values, **texts, **lists, **objects}
