# Copied from runtime/iterators.py by `make generate`. Do not edit: edit the original.
"""Owns the types of streams: they look like generators to programs, and `with` closes them.

Tracing libraries check `inspect.isgenerator` and `inspect.isasyncgen` before they record a stream.
Both look at `__class__`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Coroutine, Generator, Iterator
from itertools import chain
from types import AsyncGeneratorType, GeneratorType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast

if TYPE_CHECKING:
    from typing_extensions import Self

    from .stopping import Stop

__all__ = ["Answer", "AsyncAnswer", "AsyncClosingIterator", "ClosingIterator"]

ItemT = TypeVar("ItemT")


class _Later(Generic[ItemT]):
    """A placeholder for a generator that does not exist yet."""

    items: Iterator[ItemT]

    def __iter__(self) -> Iterator[ItemT]:
        return self.items


def _passed_on(name: str) -> Any:
    def of_items(self: Any) -> Any:
        return getattr(self._items, name)

    return property(of_items, doc=f"`{name}` of the generator.")


class _ReadOnce:
    """What both kinds share: `__class__` names the generator type, and copying is rejected."""

    _KIND: type

    if not TYPE_CHECKING:
        __class__ = property(lambda self: self._KIND)

        def __dir__(self) -> list[str]:
            return sorted({*dir(type(self)), *vars(self)})

        def __reduce_ex__(self, _protocol: Any) -> NoReturn:
            kind = type(self).__name__
            raise TypeError(f"a {kind} can only be read once, so it cannot be copied or pickled")

        def __reduce__(self) -> NoReturn:
            self.__reduce_ex__(0)

    def _stop(self) -> None:
        """Stop a read that is in progress in another thread or task."""
        raise NotImplementedError


# `chain` fetches items in C, so a loop is as fast as over the generator itself. The chain does not
# refer to this object: a reference cycle would delay freeing a stream without references.
class ClosingIterator(_ReadOnce, chain[ItemT], Generator[ItemT, Any, Any]):
    """A generator that is closed by a `with` block. A subclass sets the underlying generator."""

    _KIND = GeneratorType
    _later: _Later[ItemT]

    gi_frame = _passed_on("gi_frame")
    gi_running = _passed_on("gi_running")
    gi_code = _passed_on("gi_code")
    gi_yieldfrom = _passed_on("gi_yieldfrom")

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Create the chain with a placeholder, whatever arguments the subclass takes."""
        later: _Later[ItemT] = _Later()
        self = super().__new__(cls, later)
        self._later = later
        return self

    @property
    def _items(self) -> Generator[ItemT, Any, Any]:
        return cast("Generator[ItemT, Any, Any]", self._later.items)

    @_items.setter
    def _items(self, items: Generator[ItemT, Any, Any]) -> None:
        self._later.items = items

    def send(self, value: Any, /) -> ItemT:
        """Return the next item. The value is ignored."""
        return self._items.send(value)

    def throw(self, *error: Any) -> ItemT:
        """Raise an error inside the stream, which ends it."""
        return self._items.throw(*error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the stream, and close its connection if the answer is not complete.

        If another thread is reading, its loop ends at once, without an error.
        """
        try:
            self._items.close()
        except ValueError:
            if not self.gi_running:
                raise
            self._stop()


class AsyncClosingIterator(_ReadOnce, AsyncGenerator[ItemT, Any]):
    """An async generator that is closed by `async with`. A subclass sets the underlying one."""

    _KIND = AsyncGeneratorType
    _items: AsyncGenerator[ItemT, Any]

    ag_frame = _passed_on("ag_frame")
    ag_running = _passed_on("ag_running")
    ag_code = _passed_on("ag_code")
    ag_await = _passed_on("ag_await")

    def __anext__(self) -> Coroutine[Any, Any, ItemT]:
        return self._items.__anext__()

    def asend(self, value: Any, /) -> Coroutine[Any, Any, ItemT]:
        """Return the next item. The value is ignored."""
        return self._items.asend(value)

    def athrow(self, *error: Any) -> Coroutine[Any, Any, ItemT]:
        """Raise an error inside the stream, which ends it."""
        return self._items.athrow(*error)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop the stream, and close its connection if the answer is not complete.

        If another task is reading, its loop ends at once, without an error.
        """
        try:
            await self._items.aclose()
        except RuntimeError:
            if not self.ag_running:
                raise
            self._stop()


class Answer(ClosingIterator[ItemT]):
    """The items of a streamed answer, as returned by an operation.

    Args:
        items: The generator that reads the items.
        stop: Ends the call.
    """

    def __init__(self, items: Generator[ItemT, Any, Any], stop: Stop) -> None:
        self._items = items
        self._end = stop

    def _stop(self) -> None:
        self._end.stop()


class AsyncAnswer(AsyncClosingIterator[ItemT]):
    """The items of a streamed answer, for async callers."""

    def __init__(self, items: AsyncGenerator[ItemT, Any], stop: Stop) -> None:
        self._items = items
        self._end = stop

    def _stop(self) -> None:
        self._end.stop()
