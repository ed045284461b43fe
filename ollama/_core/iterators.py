"""Owns iterators that can be closed: what every object that streams does beside its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T")


class ClosingIterator(Iterator[T]):
    """An iterator over what a generator yields, which a `with` block closes.

    A subclass sets the generator.
    """

    _items: Generator[T, None, None]

    def __iter__(self) -> Iterator[T]:
        # The generator itself, so that a loop costs what it costs without this object around it.
        return self._items

    def __next__(self) -> T:
        return next(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop: close the connection if the stream is not at its end."""
        self._items.close()


class AsyncClosingIterator(AsyncIterator[T]):
    """An iterator over what an async generator yields, which an `async with` block closes.

    A subclass sets the generator.
    """

    _items: AsyncGenerator[T, None]

    def __aiter__(self) -> AsyncIterator[T]:
        # The generator itself, so that a loop costs what it costs without this object around it.
        return self._items

    async def __anext__(self) -> T:
        return await self._items.__anext__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop: close the connection if the stream is not at its end."""
        await self._items.aclose()
