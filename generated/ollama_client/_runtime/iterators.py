# Copied from runtime/iterators.py by `make generate`. Do not edit: edit the original.
"""What streams are to programs: generators, in all that programs look at, which `with` closes.

Tracers ask `inspect.isgenerator` and `inspect.isasyncgen` before they record a stream, and those go
by the class that an object names as its own.
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
    """Stands for a generator that is not there yet."""

    items: Iterator[ItemT]

    def __iter__(self) -> Iterator[ItemT]:
        return self.items


def _passed_on(name: str) -> Any:
    def of_items(self: Any) -> Any:
        return getattr(self._items, name)

    return property(of_items, doc=f"`{name}` of the generator.")


class _ReadOnce:
    """What both kinds share: they say that they are generators, and are not copied."""

    _KIND: type

    if not TYPE_CHECKING:
        __class__ = property(lambda self: self._KIND)

        def __dir__(self) -> list[str]:
            return sorted({*dir(type(self)), *vars(self)})

        def __reduce_ex__(self, _protocol: Any) -> NoReturn:
            kind = type(self).__name__
            raise TypeError(f"a {kind} is read once, and cannot be copied or pickled")

        def __reduce__(self) -> NoReturn:
            self.__reduce_ex__(0)

    def _stop(self) -> None:
        """End what somebody else waits for just now."""
        raise NotImplementedError


# The next item is asked for in C, so that a loop costs what it costs over the generator itself. It
# is not the stream that the chain holds: in a cycle, one that nobody holds would not go at once.
class ClosingIterator(_ReadOnce, chain[ItemT], Generator[ItemT, Any, Any]):
    """A generator that a `with` block closes. A subclass sets the one that it stands for."""

    _KIND = GeneratorType
    _later: _Later[ItemT]

    gi_frame = _passed_on("gi_frame")
    gi_running = _passed_on("gi_running")
    gi_code = _passed_on("gi_code")
    gi_yieldfrom = _passed_on("gi_yieldfrom")

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Make the chain of what comes later, whatever a subclass is made of."""
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
        """Return the next item; the value is not used."""
        return self._items.send(value)

    def throw(self, *error: Any) -> ItemT:
        """Raise an error where the stream waits, which ends it."""
        return self._items.throw(*error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop: close the connection if the stream is not at its end.

        Another thread may be reading just now: its loop ends at once, and without an error.
        """
        try:
            self._items.close()
        except ValueError:
            if not self.gi_running:
                raise
            self._stop()


class AsyncClosingIterator(_ReadOnce, AsyncGenerator[ItemT, Any]):
    """An async generator that an `async with` block closes. A subclass sets the one meant."""

    _KIND = AsyncGeneratorType
    _items: AsyncGenerator[ItemT, Any]

    ag_frame = _passed_on("ag_frame")
    ag_running = _passed_on("ag_running")
    ag_code = _passed_on("ag_code")
    ag_await = _passed_on("ag_await")

    def __anext__(self) -> Coroutine[Any, Any, ItemT]:
        return self._items.__anext__()

    def asend(self, value: Any, /) -> Coroutine[Any, Any, ItemT]:
        """Return the next item; the value is not used."""
        return self._items.asend(value)

    def athrow(self, *error: Any) -> Coroutine[Any, Any, ItemT]:
        """Raise an error where the stream waits, which ends it."""
        return self._items.athrow(*error)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop: close the connection if the stream is not at its end.

        Another task may be reading just now: its loop ends at once, and without an error.
        """
        try:
            await self._items.aclose()
        except RuntimeError:
            if not self.ag_running:
                raise
            self._stop()


class Answer(ClosingIterator[ItemT]):
    """The items of a streamed answer, as an operation returns them.

    Args:
        items: What reads them.
        stop: What ends the call.
    """

    def __init__(self, items: Generator[ItemT, Any, Any], stop: Stop) -> None:
        self._items = items
        self._end = stop

    def _stop(self) -> None:
        self._end.stop()


class AsyncAnswer(AsyncClosingIterator[ItemT]):
    """The same for async callers."""

    def __init__(self, items: AsyncGenerator[ItemT, Any], stop: Stop) -> None:
        self._items = items
        self._end = stop

    def _stop(self) -> None:
        self._end.stop()
