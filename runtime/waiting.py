"""Owns calls that return a stream, and can be awaited or used in `async for` and `async with`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from functools import update_wrapper
from types import CoroutineType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

__all__ = ["StreamCall", "streaming"]

P = ParamSpec("P")
R = TypeVar("R")
StreamT = TypeVar("StreamT")
ItemT = TypeVar("ItemT")


class StreamCall(Coroutine[Any, Any, StreamT], Generic[StreamT, ItemT]):
    """A call of a coroutine function whose result is a stream.

    It can be used like a coroutine: in `await`, tasks and `gather`. It can also be used directly in
    `async for` and `async with`, which await it first.
    """

    def __init__(self, call: Coroutine[Any, Any, Any]) -> None:
        self._call = call
        self._stream: Any = None

    if not TYPE_CHECKING:

        @property
        def __class__(self) -> type:
            return CoroutineType

    def __getattr__(self, name: str) -> Any:
        return getattr(self._call, name)

    def __repr__(self) -> str:
        return repr(self._call)

    def __await__(self) -> Generator[Any, Any, StreamT]:
        return self._call.__await__()

    def send(self, value: Any, /) -> Any:
        """Resume the call, as an event loop does."""
        return self._call.send(value)

    def throw(self, *error: Any) -> Any:
        """Raise an error where the call waits."""
        return self._call.throw(*error)

    def close(self) -> None:
        """End the call."""
        self._call.close()

    def __aiter__(self) -> AsyncIterator[ItemT]:
        return _Items(self._call)

    async def __aenter__(self) -> StreamT:
        self._stream = await self._call
        return cast("StreamT", await self._stream.__aenter__())

    async def __aexit__(self, *error: Any) -> None:
        await self._stream.__aexit__(*error)


class _Items(AsyncIterator[ItemT]):
    """The items of a stream that was not awaited yet.

    This is not a generator, because an event loop that shuts down would close it too early.
    """

    def __init__(self, call: Coroutine[Any, Any, Any]) -> None:
        self._call = call
        self._items: Any = None

    def __anext__(self) -> Awaitable[ItemT]:
        return self._first() if self._items is None else self._items.__anext__()

    async def _first(self) -> ItemT:
        self._items = (await self._call).__aiter__()
        return cast("ItemT", await self._items.__anext__())


class _Method:
    """A coroutine function whose calls with `stream=True` return a `StreamCall`.

    Accessed on a class, it is the original function. Accessed on an instance, it looks like a
    function, too, because programs check `iscoroutinefunction` and the signature.
    """

    def __init__(self, function: Any) -> None:
        self.__func__ = function
        update_wrapper(self, function)

    if not TYPE_CHECKING:

        @property
        def __class__(self) -> type:
            return FunctionType

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__func__, name)

    def __get__(self, owner: Any, kind: Any = None) -> Any:
        return self.__func__ if owner is None else MethodType(cast("Any", self), owner)

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        call = self.__func__(*args, **keywords)
        return StreamCall[Any, Any](call) if keywords.get("stream") else call


def streaming(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Make calls of a coroutine function with `stream=True` return a `StreamCall`."""
    return cast("Callable[P, Coroutine[Any, Any, R]]", _Method(function))
