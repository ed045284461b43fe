"""Owns what a stream knows of the whole while its pieces arrive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from ollama._core.accumulate import Merged

if TYPE_CHECKING:
    from ollama_client._runtime.mixins import Usage
    from ollama_client._runtime.model import WireModel
    from ollama_client._runtime.streams import Arrival

T = TypeVar("T", bound="WireModel")


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
            return self._model.from_dict(items[-1] if items else {})
        for item in items:
            self._whole.add(item)
        self._merged += len(items)
        return self._model.from_dict(self._whole.value())

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations, tokens per second and time to the first token.

        None until the last piece has arrived, and for streams that count no tokens.
        """
        usage: Usage | None = getattr(self.current, "usage", None)
        return usage and attrs.evolve(usage, time_to_first_token=self._time_to_first_token())

    def _final(self) -> T:
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
