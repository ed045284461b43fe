# Copied from runtime/sending.py by `make generate`. Do not edit: edit the original.
"""How operations are carried out: one way to build a request, four ways to send it."""

from __future__ import annotations

import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Generator,
    Iterator,
    Mapping,
)
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs
import httpx

from . import codec, direct, errors, failures, log, replies, shapes, spelling, uploads
from .bounds import bounds_of, settings_of
from .client import as_timeout, demand_headers
from .iterators import Answer, AsyncAnswer
from .limits import DEFAULTS, is_deeper, limits_of
from .operation import CallOptions, Form, Operation, Stream, decoder_of, plain_text
from .retries import Retries, apause, pause
from .stopping import KEY, Stop
from .streams import BYTES, READERS, Arrival, Reader
from .vectors import read_vectors
from .wire_object import WireObject, is_mapping, to_wire

if TYPE_CHECKING:
    from .connection import AsyncConnection, SyncConnection

T = TypeVar("T")

_EVENTS = "text/event-stream"

#: Settings of a call that are not httpx's.
_BOUNDS = ("deadline", "max_retries")

#: Statuses that are no success, and answers all the same, by what an operation returns.
_ANSWERS: Mapping[str, Collection[int]] = {"existence": (404,)}

# ---------------------------------------------------------------------- requests


@attrs.frozen(eq=False, repr=False)
class Given:
    """What a call gives for the request of its operation."""

    operation: Operation[Any]
    options: CallOptions = attrs.field(kw_only=True)
    body: Any = attrs.field(default=None, kw_only=True)
    path: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    query: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    headers: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)

    def request(
        self, client: SyncConnection | AsyncConnection, *, streamed: bool = False
    ) -> dict[str, Any]:
        """Return the keyword arguments for httpx's `request` and `stream`.

        Raises:
            TypeError: The body, or what the call adds to it, cannot be sent, or an option is
                unknown.
            RequestError: A path parameter cannot be sent, or the client has no token.
        """
        operation = self.operation
        spelling.demand_keywords(operation.id, self.options, CallOptions.__annotations__)
        request: dict[str, Any] = {"method": operation.method, "url": operation.url(self.path)}
        content, media_type = self._content(streamed)
        request.update(content)
        query = {name: to_wire(value) for name, value in self.query.items() if value is not None}
        if query:
            request["params"] = query
        if headers := self._headers(client, streamed, media_type):
            request["headers"] = headers
        if "timeout" in self.options:
            request["timeout"] = as_timeout(self.options["timeout"])
        return request

    def _content(self, streamed: bool) -> tuple[dict[str, Any], str | None]:
        """Return the body as httpx takes it, and the media type that httpx does not set."""
        operation, body, extra = self.operation, self.body, self.options.get("extra_body")
        media_type = operation.body_media_type
        if operation.body is None or (operation.body_optional and body is None and not extra):
            return {}, None
        if operation.body == "value":
            if extra:
                raise TypeError(
                    f"extra_body: the body of {operation.id} is not an object; keys cannot be added"
                )
            return {"content": codec.request_body(to_wire(body))}, media_type or "application/json"
        if operation.body == "binary":
            return {"content": body}, media_type or "application/octet-stream"
        fields = self._fields(streamed)
        if operation.body == "json":
            return {"content": codec.request_body(fields)}, media_type or "application/json"
        if operation.body == "urlencoded":
            return {"data": uploads.plain_fields(fields)}, None
        return uploads.form(operation.id, operation.form or Form(()), fields), None

    def _fields(self, streamed: bool) -> dict[str, Any]:
        """Return the fields of the body, including those that the call adds."""
        given: Any = {} if self.body is None else self.body
        if self.operation.body == "json":
            given = to_wire(given)
        elif isinstance(given, WireObject):
            given = given.to_dict()
        if not is_mapping(given):
            raise TypeError(f"body: expected a model or a mapping, got {type(given).__name__}")
        fields: dict[str, Any] = {**given, **(self.options.get("extra_body") or {})}
        stream = self.operation.stream
        if stream is not None and stream.flag is not None:
            fields[stream.flag] = streamed
        return fields

    def _headers(
        self, client: SyncConnection | AsyncConnection, streamed: bool, media_type: str | None
    ) -> dict[str, str]:
        """Return the headers of the request; those of the call's options win."""
        operation, own = self.operation, self.options.get("headers", {})
        demand_headers("headers", own)
        sent = {
            name: plain_text(value) for name, value in self.headers.items() if value is not None
        }
        if streamed and operation.stream and operation.stream.media_type == _EVENTS:
            sent["accept"] = f"{_EVENTS}, application/json;q=0.9"  # errors come as JSON
        if operation.secured:
            sent["authorization"] = client.bearer(operation.id)
        if media_type is not None:
            sent["content-type"] = media_type
        named = {name.lower() for name in own}
        return {**{name: sent[name] for name in sent if name.lower() not in named}, **own}


# ---------------------------------------------------------------------- answers


def read_answer(
    operation_returns: str,
    decode: Callable[[Any], T],
    response: httpx.Response,
    *,
    or_text: bool = False,
) -> T:
    """Return the answer of a response that has been read; its text, where it may and does send one.

    Raises:
        ResponseError: The status is no success, or the body carries nothing but an error.
        ResponseParseError: The body is not the JSON that was expected.
    """
    if _is_double(response):
        return decode(cast("Any", response).json())
    if operation_returns == "existence" and response.status_code in (200, *_ANSWERS["existence"]):
        return cast("T", response.status_code == 200)
    expect_success(response)
    if operation_returns == "nothing":
        return cast("T", None)
    if operation_returns == "binary":
        return cast("T", response.content)
    if operation_returns == "text" or (or_text and _media_type(response).startswith("text/")):
        return cast("T", replies.text_of(response))
    if operation_returns == "model":
        vectors = read_vectors(decode, response.content)
        if vectors is not None:
            return cast("T", vectors)
    data = _read_json(response)
    if operation_returns == "model":
        if not isinstance(data, dict):
            raise errors.ResponseParseError(
                f"expected a JSON object, got {type(data).__name__}",
                response.status_code,
                response=response,
            )
        if data.keys() == {"error"}:
            raise errors.ResponseError(data, response.status_code, response=response)
    try:
        return shapes.decoded(decode, data)
    except shapes.ShapeError as error:
        status = response.status_code
        raise errors.ResponseParseError(str(error), status, response=response) from error


def expect_success(response: httpx.Response) -> httpx.Response:
    """Return the response, or raise the error that its status stands for."""
    if _is_double(response):
        return _of_double(response)
    if not response.is_success:
        raise failures.from_response(response)
    return response


def _is_double(response: Any) -> bool:
    """Return whether a test put something in the place of a response, which may have little."""
    return not isinstance(response, httpx.Response)


def _of_double(response: Any) -> httpx.Response:
    """Return what a test has put in the place of a response, if it does not raise a status."""
    try:
        getattr(response, "raise_for_status", bool)()
    except httpx.HTTPStatusError as error:
        raise failures.from_response(error.response) from error
    return cast("httpx.Response", response)


def _read_json(response: httpx.Response) -> Any:
    limit = limits_of(response).nesting
    if is_deeper(response.content, limit):
        message = f"the answer is nested more than {limit} levels deep (nesting)"
        raise errors.ResponseTooLargeError(message, response.status_code, response=response)
    try:
        return codec.loads(response.content)
    except ValueError as error:
        text = replies.text_of(response)
        message = f"expected JSON, got {text[:200]!r} ({error})"
        status = response.status_code
        raise errors.NotJSONError.of(error, text, message, status, response=response) from error


def _media_type(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "")
    return str(kind).partition(";")[0].strip().lower()


def _reader(response: httpx.Response, stream: Stream, decode: Callable[[Any], T]) -> Reader[T]:
    """Return the reader for the media type that came, else for the one that was expected."""
    kind = _media_type(response)
    if stream.media_type == BYTES:  # of whatever type they are
        kind = BYTES
    if kind == "application/json" and stream.media_type != _EVENTS:
        # One whole object, as load replies are, or lines: not every server names what it sends.
        kind = stream.media_type
    read = READERS.get(kind) or READERS[stream.media_type]
    limits = DEFAULTS if _is_double(response) else limits_of(response)
    return read(decode, stream, response.status_code, limits)


# ---------------------------------------------------------------------- senders


def _stoppable(request: dict[str, Any], stop: Stop | None) -> dict[str, Any]:
    """Return a request that can be ended from outside, if there is something to end it."""
    if stop is None:
        return request
    return {**request, "extensions": {**request.get("extensions", {}), KEY: stop}}


def send_again(
    http: httpx.Client,
    retries: Retries,
    stop: Stop,
    *,
    answers: Collection[int] = (),
    **request: Any,
) -> httpx.Response:
    """Send a request and return the response, a success; try again where that is safe.

    Args:
        http: What sends it.
        retries: How often.
        stop: What ends the call.
        answers: Statuses to return as well.
        **request: The keywords of httpx.
    """
    stop.begin()
    while True:
        try:
            response = send(http, stop=stop, **request)
            if answers and response.status_code in answers:
                return response
            return expect_success(response)
        except errors.OllamaError as error:
            seconds = retries.seconds_after(error)
            if seconds is None:
                raise
        pause(seconds, stop)


async def asend_again(
    http: httpx.AsyncClient,
    retries: Retries,
    stop: Stop,
    *,
    answers: Collection[int] = (),
    **request: Any,
) -> httpx.Response:
    """Send a request and return the response, a success; try again where that is safe.

    Args:
        http: What sends it.
        retries: How often.
        stop: What ends the call.
        answers: Statuses to return as well.
        **request: The keywords of httpx.
    """
    stop.begin()
    while True:
        try:
            response = await asend(http, stop=stop, **request)
            if answers and response.status_code in answers:
                return response
            return expect_success(response)
        except errors.OllamaError as error:
            seconds = retries.seconds_after(error)
            if seconds is None:
                raise
        await apause(seconds, stop)


def send(http: httpx.Client, *, stop: Stop | None = None, **request: Any) -> httpx.Response:
    """Send a request and read the response, whatever its status."""
    began = time.perf_counter()
    request = _stoppable(request, stop)
    with failures.translated(stop):
        if (made := direct.prepared(http, request)) is not None:
            response = direct.send(http, made)
        else:
            with uploads.opened(request):
                response = http.request(**request)
    log.answered(response, began)
    return response


async def asend(
    http: httpx.AsyncClient, *, stop: Stop | None = None, **request: Any
) -> httpx.Response:
    """Send a request and read the response, whatever its status."""
    began = time.perf_counter()
    request = _stoppable(request, stop)
    with failures.translated(stop):
        if (made := direct.prepared(http, request)) is not None:
            response = await direct.asend(http, made)
        else:
            with uploads.aopened(request):
                response = await http.request(**request)
    log.answered(response, began)
    return response


def _needs_httpx(response: httpx.Response) -> bool:
    """Tell whether httpx must hand out the body: it is compressed, or has been read already."""
    return response.is_stream_consumed or "content-encoding" in response.headers


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    if _is_double(response):
        return (f"{line}\n".encode() for line in cast("Any", response).iter_lines())
    from . import transport  # it has been loaded where the connection is ours

    return response.iter_bytes() if _needs_httpx(response) else transport.pieces(response)


def _apieces(response: httpx.Response) -> AsyncIterator[bytes]:
    if _is_double(response):
        return (f"{line}\n".encode() async for line in cast("Any", response).aiter_lines())
    from . import transport

    return response.aiter_bytes() if _needs_httpx(response) else transport.apieces(response)


_STREAM = httpx.AsyncClient.stream


class _Streamed:
    """What httpx's `stream` is, but no generator: a loop that ends would finish it by itself."""

    def __init__(self, http: httpx.AsyncClient, request: dict[str, Any]) -> None:
        self._http = http
        self._request = request

    async def __aenter__(self) -> httpx.Response:
        request = self._http.build_request(**self._request)
        self._response = await self._http.send(request, stream=True)
        return self._response

    async def __aexit__(self, *_: object) -> None:
        await self._response.aclose()


def _streamed(
    http: httpx.AsyncClient, request: dict[str, Any]
) -> AbstractAsyncContextManager[httpx.Response]:
    """Return what sends a request and closes its response; httpx's own where that is replaced."""
    if getattr(http.stream, "__func__", None) is _STREAM:
        return _Streamed(http, request)
    return http.stream(**request)


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
    request = _stoppable(request, arrival.stop if arrival else None)
    arrival = arrival or Arrival()
    stop = arrival.stop
    arrival.begin()
    while True:
        try:
            stop.demand_going()
            with uploads.opened(request), client.http.stream(**request) as response:
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
    request = _stoppable(request, arrival.stop if arrival else None)
    arrival = arrival or Arrival()
    stop = arrival.stop
    arrival.begin()
    while True:
        try:
            stop.demand_going()
            with uploads.aopened(request):
                async with _streamed(client.async_http, request) as response:
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


# ---------------------------------------------------------------------- operations


def _prepared(
    client: SyncConnection | AsyncConnection,
    operation: Operation[Any],
    given: Mapping[str, Any],
    *,
    streamed: bool = False,
) -> tuple[dict[str, Any], Stop, Retries]:
    """Return the request of an operation, what ends it, and how often it may be made again."""
    options: Any = settings_of(client, given.get("options", {}))
    request = Given(operation, **{**given, "options": options}).request(client, streamed=streamed)
    request.update({name: options[name] for name in _BOUNDS if name in options})
    return request, *bounds_of(client, request)


def call(client: SyncConnection, operation: Operation[T], **given: Any) -> T:
    """Carry out an operation and return its answer; `given` is what `Given` takes."""
    request, stop, retries = _prepared(client, operation, given)
    answers = _ANSWERS.get(operation.returns, ())
    response = send_again(client.http, retries, stop, answers=answers, **request)
    return read_answer(operation.returns, operation.decoder(), response, or_text=operation.or_text)


async def acall(client: AsyncConnection, operation: Operation[T], **given: Any) -> T:
    """Carry out an operation and return its answer; `given` is what `Given` takes."""
    request, stop, retries = _prepared(client, operation, given)
    answers = _ANSWERS.get(operation.returns, ())
    response = await asend_again(client.async_http, retries, stop, answers=answers, **request)
    return read_answer(operation.returns, operation.decoder(), response, or_text=operation.or_text)


def iterate(client: SyncConnection, operation: Operation[Any], **given: Any) -> Answer[Any]:
    """Carry out an operation and return the iterator over its streamed answer."""
    request, stop, retries = _prepared(client, operation, given, streamed=True)
    arrival, stream = Arrival(stop, retries), _stream_of(operation)
    decode = decoder_of(stream.model)
    return Answer(read_stream(client, stream, decode, arrival=arrival, **request), stop)


def aiterate(client: AsyncConnection, operation: Operation[Any], **given: Any) -> AsyncAnswer[Any]:
    """Carry out an operation and return the iterator over its streamed answer."""
    request, stop, retries = _prepared(client, operation, given, streamed=True)
    arrival, stream = Arrival(stop, retries), _stream_of(operation)
    decode = decoder_of(stream.model)
    items = aread_stream(client, stream, decode, arrival=arrival, **request)
    return AsyncAnswer(items, stop)


def _stream_of(operation: Operation[Any]) -> Stream:
    if operation.returns == "binary":
        return Stream(media_type=BYTES)
    return operation.stream or Stream()
