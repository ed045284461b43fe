# Rendered from ollama/_async/stream.py by `make generate`. Do not edit: edit that file.
"""Owns the streams that `stream=True` returns: iterators over pieces that also merge them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

from ollama_client._runtime.iterators import ClosingIterator

from ollama._core import lazy
from ollama._core.stream import Streamed

if TYPE_CHECKING:
    from ollama_client._runtime.model import WireModel
    from ollama_client._runtime.streams import Arrival

__all__ = ["ResponseStream"]

T = TypeVar("T", bound="WireModel")


class ResponseStream(Streamed[T], ClosingIterator[T]):
    """The pieces of an answer as they arrive.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.chat("llama3.2", messages, stream=True) as stream:
            for text in stream.text_stream:
                print(text, end="")
            print(stream.usage)

    The request is sent when the first piece is read. Leaving the block or calling `close()`
    closes the connection, and the server stops generating.
    """

    def __init__(
        self,
        model: type[T],
        pieces: Generator[T, None, None],
        arrival: Arrival,
        tracker: lazy.Tracker | None = None,
    ) -> None:
        super().__init__(model, arrival, tracker)
        self._items = pieces

    def _stop(self) -> None:
        self._arrival.stop.stop()

    def _open(self) -> None:
        """Send the request, and wait for the head of its response."""
        self._arrival.is_announced = True
        for _ in self._items:
            return
        self._demand_going()

    @property
    def text_stream(self) -> Iterator[str]:
        """The text of each piece as it arrives. Pieces without text are skipped."""
        return (text for piece in self._items if (text := getattr(piece, "text", "")))

    def get_final_response(self) -> T:
        """Read the stream to its end and return the complete answer, as without `stream=True`.

        Raises:
            ResponseError: The server answered with an error, or the stream was cut off.
            StreamStoppedError: The stream was closed while it was read. What had arrived is in
                `current`.
            RuntimeError: The stream was closed or failed before its end.
        """
        for _ in self._items:
            pass
        return self._final()
