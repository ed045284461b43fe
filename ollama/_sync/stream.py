# Rendered from ollama/_async/stream.py by `make generate`. Do not edit: edit that file.
"""Owns what `stream=True` returns: an iterator over the pieces that also knows the whole."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

from ollama._core.stream import Streamed, is_running, text_of

if TYPE_CHECKING:
    from ollama_client._runtime.model import WireModel
    from ollama_client._runtime.streams import Arrival
    from typing_extensions import Self

__all__ = ["ResponseStream"]

ItemT = TypeVar("ItemT")
T = TypeVar("T", bound="WireModel")


class ClosingIterator(Iterator[ItemT]):
    """An iterator over what a generator yields, which a `with` block closes.

    A subclass sets the generator, and knows how to end it while it waits.
    """

    _items: Generator[ItemT, None, None]

    def _stop(self) -> None:
        raise NotImplementedError

    def __iter__(self) -> Iterator[ItemT]:
        # The generator itself, so that a loop costs what it costs without this object around it.
        return self._items

    def __next__(self) -> ItemT:
        return self._items.__next__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop: close the connection if the stream is not at its end.

        Another task or thread may be reading just now: its loop ends at once, and without an error.
        """
        try:
            self._items.close()
        except (RuntimeError, ValueError):
            if not is_running(self._items):
                raise
            self._stop()


class ResponseStream(Streamed[T], ClosingIterator[T]):
    """The pieces of an answer as they arrive.

    Iterate over it, or use it in a `with` block, which closes it at the end:

        with client.chat("llama3.2", messages, stream=True) as stream:
            for text in stream.text_stream:
                print(text, end="")
            print(stream.usage)

    Nothing is sent before the first piece is asked for. Leaving the block or calling `close()`
    closes the connection, and the server stops generating.
    """

    def __init__(self, model: type[T], pieces: Generator[T, None, None], arrival: Arrival) -> None:
        super().__init__(model, arrival)
        self._items = pieces

    def _stop(self) -> None:
        self._arrival.stop.stop()

    @property
    def text_stream(self) -> Iterator[str]:
        """The texts of the pieces as they arrive, those without any left out."""
        return (text for piece in self._items if (text := text_of(piece)))

    def get_final_response(self) -> T:
        """Read the stream to its end and return the whole answer, as without `stream=True`.

        Raises:
            ResponseError: The server answered with an error, or the stream was cut.
            StreamStoppedError: The stream was closed while it was read; what had arrived is in
                `current`.
            RuntimeError: The stream was closed, or failed, before its end.
        """
        for _ in self._items:
            pass
        return self._final()
