"""How a request is sent whose answer arrives in pieces, by both kinds of client."""

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
    """Return the reader for the media type that came, else for the one that was expected."""
    kind = media_type(response)
    if stream.media_type == BYTES:  # of whatever type they are
        kind = BYTES
    if kind == "application/json" and stream.media_type != EVENTS:
        # One whole object, as load replies are, or lines: not every server names what it sends.
        kind = stream.media_type
    read = READERS.get(kind) or READERS[stream.media_type]
    limits = DEFAULTS if is_double(response) else limits_of(response)
    return read(decode, stream, response.status_code, limits)


def _needs_httpx(response: httpx.Response) -> bool:
    """Tell whether httpx must hand out the body: it is compressed, or has been read already."""
    return response.is_stream_consumed or "content-encoding" in response.headers


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    if is_double(response):
        return (f"{line}\n".encode() for line in cast("Any", response).iter_lines())
    from . import transport  # it has been loaded where the connection is ours

    return response.iter_bytes() if _needs_httpx(response) else transport.pieces(response)


def _apieces(response: httpx.Response) -> AsyncIterator[bytes]:
    if is_double(response):
        return (f"{line}\n".encode() async for line in cast("Any", response).aiter_lines())
    from . import transport

    return response.aiter_bytes() if _needs_httpx(response) else transport.apieces(response)


_OWN = httpx.Client.stream, httpx.AsyncClient.stream


def _has_own_stream(http: Any) -> bool:
    """Return whether nobody has replaced the method that streams."""
    return getattr(http.stream, "__func__", None) in _OWN


@contextmanager
def _open(http: httpx.Client, request: dict[str, Any]) -> Generator[httpx.Response, None, None]:
    """Send a request, hand out the response, and close it."""
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
    """The same, but no generator: a loop that ends would finish it by itself."""

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
    """Return what sends a request and closes its response; httpx's own where that is replaced."""
    return _AsyncOpen(http, request) if _has_own_stream(http) else http.stream(**request)


def _go_on(reader: Reader[Any], stop: Stop) -> None:
    """Raise what ends a stream before its end. To a body that has no length, the end of the
    connection is a good one, though it was us who ended it.
    """
    if reader.failure is not None:
        raise reader.failure
    if stop.reason is not None:
        raise httpx.ReadError("ended")


def _seconds_after(error: Exception, reader: Reader[Any] | None, arrival: Arrival) -> float | None:
    """Return how long to wait before a stream that failed is asked for again; None if it was
    stopped, and ends without an error.

    Raises:
        OllamaError: It is not asked for again: it had begun, or that would not be safe.
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
    """Yield the items of a streamed answer; the request is sent when the first is asked for.

    The connection is asked for no sooner either: an async client has one for each event loop.
    `arrival` is kept up to date meanwhile; `explain` adds to an error before it is raised.
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
    """Yield the items of a streamed answer; the request is sent when the first is asked for.

    The connection is asked for no sooner either: an async client has one for each event loop.
    `arrival` is kept up to date meanwhile; `explain` adds to an error before it is raised.
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
