"""Owns the state of a stream: the answer so far, its usage and its progress."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import attrs
from ollama_client._runtime.merging import Merged
from ollama_client._runtime.shapes import ShapeError, sound
from ollama_client._runtime.usage import Usage
from ollama_client.errors import ResponseParseError

from ollama._core import lazy

if TYPE_CHECKING:
    from ollama_client._runtime.model import WireModel
    from ollama_client._runtime.streams import Arrival

T = TypeVar("T", bound="WireModel")
R = TypeVar("R")


class Streamed(Generic[T]):
    """What both kinds of stream share, except waiting for the next piece."""

    def __init__(
        self, model: type[T], arrival: Arrival, tracker: lazy.Tracker | None = None
    ) -> None:
        self._model = model
        self._tracker = tracker
        self._arrival = arrival
        self._whole = Merged()
        self._merged = 0

    @property
    def current(self) -> T:
        """The answer so far: text, thinking and tool calls of the pieces that were read.

        For a stream of states, such as a download, it is the last state. Before the first piece, it
        has no values.
        """
        items = self._arrival.items(self._merged)
        if self._arrival.is_snapshot:
            return self._read(items[-1] if items else {})
        for item in items:
            self._whole.add(item)
        self._merged += len(items)
        return self._read(self._whole.value())

    @property
    def total_progress(self) -> lazy.TransferProgress:
        """Progress of `pull`, `push` or `create` over all layers: bytes, rate, time left.

        Raises:
            AttributeError: The stream comes from another method.
        """
        if self._tracker is None:
            raise AttributeError(f"a stream of {self._model.__name__} has no total_progress")
        return self._tracker.value()

    def _read(self, data: dict[str, Any]) -> T:
        try:
            return self._model.from_dict(sound(self._model, data))
        except ShapeError as error:  # from an earlier piece, which was delivered without a check
            raise ResponseParseError(str(error), 200) from error

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations, tokens per second and time to the first token.

        None until the last piece has arrived, and for streams that do not count tokens.
        """
        usage: Usage | None = getattr(self.current, "usage", None)
        began, first = self._arrival.began, self._arrival.first
        waited = None if began is None or first is None else timedelta(seconds=first - began)
        return usage and attrs.evolve(usage, time_to_first_token=waited)

    @property
    def _is_stopped(self) -> bool:
        """Whether the stream was closed while it was read, so that the answer is incomplete."""
        return self._arrival.stop.reason is not None and not self._arrival.is_complete

    def _demand_going(self) -> None:
        """Raise an error if the stream was stopped: its answer must not pass for a whole one."""
        if self._is_stopped:
            self._arrival.stop.demand_going()

    def _final(self) -> T:
        self._demand_going()
        if not self._arrival.is_complete:
            raise RuntimeError("the stream was closed, or failed, before its end")
        return self.current

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._model.__name__}>"


class Followed(Generic[R]):
    """What streams over several answers share, except waiting for the next piece."""

    def __init__(self, state: Any) -> None:
        # Has `final`, the accepted answer, and `stream`, the current or last answer.
        self._state = state

    def _stop(self) -> None:
        self._state.stop()

    @property
    def current(self) -> R:
        """The answer so far: text, thinking and tool calls of the pieces that were read.

        If the model is called more than once, it is the last answer. Its `parsed` is None until the
        answer is accepted.
        """
        final = self._state.final
        return cast("R", self._state.stream.current if final is None else final)

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations, tokens per second and time to the first token, of the last answer.

        None until its last piece has arrived.
        """
        return cast("Usage | None", self._state.stream.usage)

    def _final(self) -> R:
        return cast("R", final_of(self._state))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self.current).__name__}>"


def final_of(state: Any) -> Any:
    """Return the accepted answer."""
    if state.final is None:
        state.stream._demand_going()
        raise RuntimeError("the stream was closed, or failed, before its end")
    return state.final
