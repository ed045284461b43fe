# Copied from runtime/streaming.py by `make generate`. Do not edit: edit the original.
"""Owns sending a request whose answer is streamed, for both kinds of client."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx

from . import direct, errors, failures, log, uploads
from .limits import DEFAULTS, limits_of
from .operation import Stream
from .retries import apause, pause
from .sending import expect_success, is_double, media_type, stoppable
from .stopping import Stop
from .streams import BYTES, EVENTS, READERS, Arrival, Reader

if TYPE_CHECKING:
    from .connection import AsyncConnection, SyncConnection

T = TypeVar("T")


def _reader(response: httpx.Response, stream: Stream, decode: Callable[[Any], T]) -> Reader[T]:
    """Return the reader for the media type of the response, or for the expected one."""
    kind = media_type(response)
    if stream.media_type == BYTES:  # whatever the media type
        kind = BYTES
    if kind == "application/json" and stream.media_type != EVENTS:
        # One object, such as the answer to a load, or lines that the server mislabeled.
        kind = stream.media_type
    read = READERS.get(kind) or READERS[stream.media_type]
    limits = DEFAULTS if is_double(response) else limits_of(response)
    return read(decode, stream, response.status_code, limits)


def _needs_httpx(response: httpx.Response) -> bool:
    """Return whether httpx must provide the body: it is compressed, or has already been read."""
    return response.is_stream_consumed or "content-encoding" in response.headers


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    if is_double(response):
        return (f"{line}\n".encode() for line in cast("Any", response).iter_lines())
    from . import transport  # already loaded if the connection is ours

    return response.iter_bytes() if _needs_httpx(response) else transport.pieces(response)


def _apieces(response: httpx.Response) -> AsyncIterator[bytes]:
    if is_double(response):
        return (f"{line}\n".encode() async for line in cast("Any", response).aiter_lines())
    from . import transport

    return response.aiter_bytes() if _needs_httpx(response) else transport.apieces(response)


_OWN = httpx.Client.stream, httpx.AsyncClient.stream


def _has_own_stream(http: Any) -> bool:
    """Return whether the client still has httpx's own `stream` method."""
    return getattr(http.stream, "__func__", None) in _OWN


@contextmanager
def _open(http: httpx.Client, request: dict[str, Any]) -> Generator[httpx.Response, None, None]:
    """Send a request, yield the response, and close it."""
    made = direct.prepared(http, request) if _has_own_stream(http) else None
    if made is None:
        with http.stream(**request) as response:
            yield response
        return
    response = direct.send(http, made, stream=True)
    try:
        yield response
    finally:
        response.close()


class _AsyncOpen:
    """The async version of `_open`.

    It is not a generator, because an event loop that shuts down would close it too early.
    """

    def __init__(self, http: httpx.AsyncClient, request: dict[str, Any]) -> None:
        self._http = http
        self._request = request

    async def __aenter__(self) -> httpx.Response:
        made = direct.prepared(self._http, self._request)
        if made is not None:
            self._response = await direct.asend(self._http, made, stream=True)
        else:
            request = self._http.build_request(**self._request)
            self._response = await self._http.send(request, stream=True)
        return self._response

    async def __aexit__(self, *_: object) -> None:
        await self._response.aclose()


def _aopen(
    http: httpx.AsyncClient, request: dict[str, Any]
) -> AbstractAsyncContextManager[httpx.Response]:
    """Return a context manager that sends a request. Use httpx's `stream` if it was replaced."""
    return _AsyncOpen(http, request) if _has_own_stream(http) else http.stream(**request)


def _go_on(reader: Reader[Any], stop: Stop) -> None:
    """Raise the error that ended a stream early.

    If a body has no known length, closing the connection looks like its normal end.
    """
    if reader.failure is not None:
        raise reader.failure
    if stop.reason is not None:
        raise httpx.ReadError("ended")


def _seconds_after(error: Exception, reader: Reader[Any] | None, arrival: Arrival) -> float | None:
    """Return how long to wait before retrying a failed stream.

    None if the stream was stopped and ends without an error.


    Raises:
        OllamaError: It is not retried, because it had begun or a retry would not be safe.
    """
    is_transport = isinstance(error, failures.RAISED)
    if isinstance(error, errors.StreamStoppedError):
        return None
    if is_transport and arrival.stop.reason == "stopped":
        return None
    raised: Any = failures.interrupted(error, reader, arrival.stop) if is_transport else error
    seconds = None if reader else arrival.retries.seconds_after(raised)
    if seconds is not None:
        return seconds
    if is_transport:
        raise raised from failures.cause_of(error)
    raise error


def read_stream(
    client: SyncConnection,
    stream: Stream,
    decode: Callable[[Any], T],
    *,
    arrival: Arrival | None = None,
    explain: Callable[[errors.ResponseError], Any] | None = None,
    **request: Any,
) -> Generator[T, None, None]:
    """Yield the items of a streamed answer. The request is sent when the first item is requested.

    The httpx client is also fetched at that time, because async clients have one per event loop.

    Args:
        client: The client that sends the request.
        stream: How the answer streams.
        decode: Converts a JSON object to an item.
        arrival: State of the answer, updated while it arrives.
        explain: Adds details to an error before it is raised.
        **request: Keyword arguments of httpx.
    """
    reader: Reader[T] | None = None
    request = stoppable(request, arrival.stop if arrival else None)
    arrival = arrival or Arrival()
    stop = arrival.stop
    arrival.begin()
    while True:
        try:
            stop.demand_going()
            with uploads.opened(request), _open(client.http, request) as response:
                log.answered(response, arrival.began or 0.0)
                if not response.is_success:
                    response.read()
                expect_success(response)
                arrival.reader = reader = _reader(response, stream, decode)
                feed = reader.feed
                arrival.answered(response)
                if arrival.is_announced:
                    yield cast("T", None)
                for piece in _pieces(response):
                    if arrival.first is None:
                        arrival.first = time.perf_counter()
                    arrival.unread = items = iter(feed(piece))
                    yield from items
                    _go_on(reader, stop)
                _go_on(reader, stop)
                yield from reader.finish()
                if reader.failure is not None:
                    raise reader.failure
                arrival.end()
            return
        except (*failures.RAISED, errors.ResponseError, errors.StreamStoppedError) as error:
            if explain is not None and isinstance(error, errors.ResponseError):
                explain(error)
            seconds = _seconds_after(error, reader, arrival)
        if seconds is None:
            return
        try:
            pause(seconds, stop)
        except errors.StreamStoppedError:
            return


async def aread_stream(
    client: AsyncConnection,
    stream: Stream,
    decode: Callable[[Any], T],
    *,
    arrival: Arrival | None = None,
    explain: Callable[[errors.ResponseError], Awaitable[Any]] | None = None,
    **request: Any,
) -> AsyncGenerator[T, None]:
    """Yield the items of a streamed answer. The request is sent when the first item is requested.

    The httpx client is also fetched at that time, because async clients have one per event loop.

    Args:
        client: The client that sends the request.
        stream: How the answer streams.
        decode: Converts a JSON object to an item.
        arrival: State of the answer, updated while it arrives.
        explain: Adds details to an error before it is raised.
        **request: Keyword arguments of httpx.
    """
    reader: Reader[T] | None = None
    request = stoppable(request, arrival.stop if arrival else None)
    arrival = arrival or Arrival()
    stop = arrival.stop
    arrival.begin()
    while True:
        try:
            stop.demand_going()
            with uploads.aopened(request):
                async with _aopen(client.async_http, request) as response:
                    log.answered(response, arrival.began or 0.0)
                    if not response.is_success:
                        await response.aread()
                    expect_success(response)
                    arrival.reader = reader = _reader(response, stream, decode)
                    feed = reader.feed
                    arrival.answered(response)
                    if arrival.is_announced:
                        yield cast("T", None)
                    async for piece in _apieces(response):
                        if arrival.first is None:
                            arrival.first = time.perf_counter()
                        arrival.unread = items = iter(feed(piece))
                        for item in items:
                            yield item
                        _go_on(reader, stop)
                    _go_on(reader, stop)
                    for item in reader.finish():
                        yield item
                    if reader.failure is not None:
                        raise reader.failure
                    arrival.end()
            return
        except (*failures.RAISED, errors.ResponseError, errors.StreamStoppedError) as error:
            if explain is not None and isinstance(error, errors.ResponseError):
                await explain(error)
            seconds = _seconds_after(error, reader, arrival)
        if seconds is None:
            return
        try:
            await apause(seconds, stop)
        except errors.StreamStoppedError:
            return
