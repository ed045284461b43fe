"""What streams are to programs: generators, in all that programs look at, which `with` closes.

Tracers ask `inspect.isgenerator` and `inspect.isasyncgen` before they record a stream, and those go
by the class that an object names as its own.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Coroutine, Generator, Iterator
from itertools import chain
from types import AsyncGeneratorType, CodeType, FrameType, GeneratorType
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


def _refuse_to_pickle(self: Any) -> NoReturn:
    raise TypeError(f"a {type(self).__name__} is read once, and cannot be copied or pickled")


def _names_of(self: Any) -> list[str]:
    own: dict[str, Any] = self.__dict__
    kind: Any = type(cast("object", self))
    return sorted({*dir(kind), *own})


# The next item is asked for in C, so that a loop costs what it costs over the generator itself. It
# is not the stream that the chain holds: in a cycle, one that nobody holds would not go at once.
class ClosingIterator(chain[ItemT], Generator[ItemT, Any, Any]):
    """A generator that a `with` block closes. A subclass sets the one that it stands for."""

    _later: _Later[ItemT]

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Make the chain of what comes later, whatever a subclass is made of."""
        later: _Later[ItemT] = _Later()
        self = super().__new__(cls, later)
        self._later = later
        return self

    if not TYPE_CHECKING:

        @property
        def __class__(self) -> type:
            return GeneratorType

        __dir__ = _names_of
        __reduce_ex__ = __reduce__ = lambda self, *_: _refuse_to_pickle(self)

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

    @property
    def gi_frame(self) -> FrameType | None:
        """The frame of the generator; None when it has ended."""
        return cast("FrameType | None", cast("Any", self._items).gi_frame)

    @property
    def gi_running(self) -> bool:
        """Whether the generator is running."""
        return bool(cast("Any", self._items).gi_running)

    @property
    def gi_code(self) -> CodeType:
        """The code of the generator."""
        return cast("CodeType", cast("Any", self._items).gi_code)

    @property
    def gi_yieldfrom(self) -> Any:
        """What the generator yields from; None for nothing."""
        return cast("Any", self._items).gi_yieldfrom

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _stop(self) -> None:
        """End what somebody else waits for just now."""
        raise NotImplementedError

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


class AsyncClosingIterator(AsyncGenerator[ItemT, Any]):
    """An async generator that an `async with` block closes. A subclass sets the one meant."""

    _items: AsyncGenerator[ItemT, Any]

    if not TYPE_CHECKING:

        @property
        def __class__(self) -> type:
            return AsyncGeneratorType

        __dir__ = _names_of
        __reduce_ex__ = __reduce__ = lambda self, *_: _refuse_to_pickle(self)

    def __anext__(self) -> Coroutine[Any, Any, ItemT]:
        return self._items.__anext__()

    def asend(self, value: Any, /) -> Coroutine[Any, Any, ItemT]:
        """Return the next item; the value is not used."""
        return self._items.asend(value)

    def athrow(self, *error: Any) -> Coroutine[Any, Any, ItemT]:
        """Raise an error where the stream waits, which ends it."""
        return self._items.athrow(*error)

    @property
    def ag_frame(self) -> FrameType | None:
        """The frame of the generator; None when it has ended."""
        return cast("FrameType | None", cast("Any", self._items).ag_frame)

    @property
    def ag_running(self) -> bool:
        """Whether the generator is running."""
        return bool(cast("Any", self._items).ag_running)

    @property
    def ag_code(self) -> CodeType:
        """The code of the generator."""
        return cast("CodeType", cast("Any", self._items).ag_code)

    @property
    def ag_await(self) -> Any:
        """What the generator awaits; None for nothing."""
        return cast("Any", self._items).ag_await

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def _stop(self) -> None:
        """End what somebody else waits for just now."""
        raise NotImplementedError

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
