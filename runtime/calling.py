"""Owns how operations are carried out: how their requests are built, and four ways to send them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from . import codec, spelling, uploads
from .bounds import bounds_of, settings_of
from .client import as_timeout, demand_headers
from .errors import InvalidRequestError, InvalidTypeError
from .iterators import Answer, AsyncAnswer
from .operation import CallOptions, Form, Operation, Stream, decoder_of, plain_text
from .retries import Retries
from .sending import ANSWERS, asend_again, read_answer, send_again
from .stopping import Stop
from .streaming import aread_stream, read_stream
from .streams import BYTES, EVENTS, Arrival
from .vectors import decoding, vector_body
from .wire_object import WireObject, is_mapping, to_wire

if TYPE_CHECKING:
    from .connection import AsyncConnection, SyncConnection

T = TypeVar("T")

#: Settings of a call that httpx does not know.
_BOUNDS = ("deadline", "max_retries")

# ---------------------------------------------------------------------- requests


@attrs.frozen(eq=False, repr=False)
class Given:
    """The arguments of a call that make up its request."""

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
            TypeError: The body or `extra_body` cannot be sent, or an option is unknown.
            RequestError: A path parameter is invalid, or the client has no token.
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
        """Return the body as keyword arguments for httpx, and a media type if httpx sets none."""
        operation, body, extra = self.operation, self.body, self.options.get("extra_body")
        media_type = operation.body_media_type
        if operation.body is None or (operation.body_optional and body is None and not extra):
            return {}, None
        if operation.body == "value":
            if extra:
                raise TypeError(
                    f"extra_body: the body of {operation.id} is not an object; keys cannot be added"
                )
            return {"content": codec.request_body(_wire(body))}, media_type or "application/json"
        if operation.body == "binary":
            return {"content": body}, media_type or "application/octet-stream"
        fields = self._fields(streamed)
        if operation.body == "json":
            return {"content": codec.request_body(fields)}, media_type or "application/json"
        if operation.body == "urlencoded":
            return {"data": uploads.plain_fields(fields)}, None
        return uploads.form(operation.id, operation.form or Form(()), fields), None

    def _fields(self, streamed: bool) -> dict[str, Any]:
        """Return the fields of the body, including `extra_body`."""
        given: Any = {} if self.body is None else self.body
        if self.operation.body == "json":
            given = _wire(given)
        elif isinstance(given, WireObject):
            given = given.to_dict()
        if not is_mapping(given):
            said = f"body: expected a model or a mapping, got {type(given).__name__}"
            raise InvalidTypeError(said)
        fields: dict[str, Any] = {**given, **(self.options.get("extra_body") or {})}
        stream = self.operation.stream
        if stream is not None and stream.flag is not None:
            fields[stream.flag] = streamed
        return fields

    def _headers(
        self, client: SyncConnection | AsyncConnection, streamed: bool, media_type: str | None
    ) -> dict[str, str]:
        """Return the headers of the request. The options of the call override the others."""
        operation, own = self.operation, self.options.get("headers", {})
        demand_headers("headers", own)
        sent = {
            name: plain_text(value) for name, value in self.headers.items() if value is not None
        }
        if streamed and operation.stream and operation.stream.media_type == EVENTS:
            sent["accept"] = f"{EVENTS}, application/json;q=0.9"  # errors are sent as JSON
        if operation.secured:
            sent["authorization"] = client.bearer(operation.id)
        if media_type is not None:
            sent["content-type"] = media_type
        named = {name.lower() for name in own}
        return {**{name: sent[name] for name in sent if name.lower() not in named}, **own}


def _wire(body: Any) -> Any:
    try:
        return to_wire(body)
    except RecursionError:
        raise InvalidRequestError(f"body: {codec.too_deep(body)}") from None


# ---------------------------------------------------------------------- operations


def _prepared(
    client: SyncConnection | AsyncConnection,
    operation: Operation[Any],
    given: Mapping[str, Any],
    *,
    streamed: bool = False,
) -> tuple[dict[str, Any], Stop, Retries]:
    """Return the request of an operation, its `Stop` and its retries."""
    options: Any = settings_of(client, given.get("options", {}))
    request = Given(operation, **{**given, "options": options}).request(client, streamed=streamed)
    request.update({name: options[name] for name in _BOUNDS if name in options})
    if operation.returns == "model" and not streamed:
        request = decoding(request, vector_body(operation.decoder()))
    return request, *bounds_of(client, request)


def call(client: SyncConnection, operation: Operation[T], **given: Any) -> T:
    """Carry out an operation and return its answer. `given` has the arguments of `Given`."""
    request, stop, retries = _prepared(client, operation, given)
    answers = ANSWERS.get(operation.returns, ())
    response = send_again(client.http, retries, stop, answers=answers, **request)
    return read_answer(operation.returns, operation.decoder(), response, or_text=operation.or_text)


async def acall(client: AsyncConnection, operation: Operation[T], **given: Any) -> T:
    """Carry out an operation and return its answer. `given` has the arguments of `Given`."""
    request, stop, retries = _prepared(client, operation, given)
    answers = ANSWERS.get(operation.returns, ())
    response = await asend_again(client.async_http, retries, stop, answers=answers, **request)
    return read_answer(operation.returns, operation.decoder(), response, or_text=operation.or_text)


def iterate(client: SyncConnection, operation: Operation[Any], **given: Any) -> Answer[Any]:
    """Carry out an operation and return an iterator over its streamed answer."""
    request, stop, retries = _prepared(client, operation, given, streamed=True)
    arrival, stream = Arrival(stop, retries), _stream_of(operation)
    decode = decoder_of(stream.model)
    return Answer(read_stream(client, stream, decode, arrival=arrival, **request), stop)


def aiterate(client: AsyncConnection, operation: Operation[Any], **given: Any) -> AsyncAnswer[Any]:
    """Carry out an operation and return an async iterator over its streamed answer."""
    request, stop, retries = _prepared(client, operation, given, streamed=True)
    arrival, stream = Arrival(stop, retries), _stream_of(operation)
    decode = decoder_of(stream.model)
    items = aread_stream(client, stream, decode, arrival=arrival, **request)
    return AsyncAnswer(items, stop)


def _stream_of(operation: Operation[Any]) -> Stream:
    if operation.returns == "binary":
        return Stream(media_type=BYTES)
    return operation.stream or Stream()
