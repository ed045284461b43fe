"""Owns what a stream knows of the whole: merging the pieces into the answer of one piece."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs
from ollama_client._runtime.mixins import Usage
from ollama_client._runtime.model import is_list, is_mapping
from ollama_client._runtime.shapes import ShapeError, sound
from ollama_client.errors import ResponseParseError

if TYPE_CHECKING:
    from ollama_client._runtime.model import WireModel
    from ollama_client._runtime.streams import Arrival

T = TypeVar("T", bound="WireModel")


#: Texts that a piece continues. Any other text of a piece replaces the one before.
_CONTINUED = frozenset({"content", "thinking", "response"})


class Streamed(Generic[T]):
    """What both kinds of stream share: everything but waiting for the next piece."""

    def __init__(self, model: type[T], arrival: Arrival) -> None:
        self._model = model
        self._arrival = arrival
        self._whole = Merged()
        self._merged = 0

    @property
    def current(self) -> T:
        """The answer so far: text, thinking and tool calls of all pieces that have arrived.

        Of a download or another stream of states, the last state. Before the first piece it has no
        values.
        """
        items = self._arrival.items(self._merged)
        if self._arrival.is_snapshot:
            return self._read(items[-1] if items else {})
        for item in items:
            self._whole.add(item)
        self._merged += len(items)
        return self._read(self._whole.value())

    def _read(self, data: dict[str, Any]) -> T:
        try:
            return self._model.from_dict(sound(self._model, data))
        except ShapeError as error:  # of a piece in between, which is trusted when it comes
            raise ResponseParseError(str(error), 200) from error

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations, tokens per second and time to the first token.

        None until the last piece has arrived, and for streams that count no tokens.
        """
        usage: Usage | None = getattr(self.current, "usage", None)
        return usage and attrs.evolve(usage, time_to_first_token=self._time_to_first_token())

    @property
    def _is_stopped(self) -> bool:
        """Whether the stream was closed while it was read, so that there is no whole answer."""
        return self._arrival.stop.reason is not None and not self._arrival.is_complete

    def _demand_going(self) -> None:
        """Refuse to take what has arrived for the whole answer.

        Raises:
            StreamStoppedError: The stream was closed while it was read.
        """
        if self._is_stopped:
            self._arrival.stop.demand_going()

    def _final(self) -> T:
        self._demand_going()
        if not self._arrival.is_complete:
            raise RuntimeError("the stream was closed, or failed, before its end")
        return self.current

    def _time_to_first_token(self) -> timedelta | None:
        began, first = self._arrival.began, self._arrival.first
        return None if began is None or first is None else timedelta(seconds=first - began)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._model.__name__}>"


def text_of(piece: Any) -> str:
    """Return the text of a piece; of one that has none, the empty text."""
    return str(getattr(piece, "text", ""))


# ---------------------------------------------------------------------- merging


class Merged:
    """One object of the wire, merged from pieces: texts of the answer and lists are joined.

    Of the rest it has what was said last. Keys that this version does not know are merged, too.
    """

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._texts: dict[str, list[str]] = {}
        self._lists: dict[str, list[Any]] = {}
        self._objects: dict[str, Merged] = {}

    def add(self, piece: Mapping[str, Any]) -> None:
        """Merge a further piece."""
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
        """Return the object so far; a new one each time."""
        lists = {key: list(items) for key, items in self._lists.items()}
        texts = {key: "".join(parts) for key, parts in self._texts.items()}
        objects = {key: merged.value() for key, merged in self._objects.items()}
        return {**self._values, **texts, **lists, **objects}
