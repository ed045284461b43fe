# Copied from runtime/operation.py by `make generate`. Do not edit: edit the original.
"""Owns the type of an operation. Importing it does not load httpx or the code that sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypedDict, TypeVar, cast
from urllib.parse import quote

import attrs

from . import registry

if TYPE_CHECKING:
    import httpx

    from .connection import AsyncConnection, SyncConnection
    from .iterators import Answer, AsyncAnswer

T = TypeVar("T")

#: Characters that need no escaping in a path segment (RFC 3986, pchar).
_SEGMENT_SAFE = ":@!$&'()*+,;="


@attrs.frozen
class OneOf:
    """One of several models, which are distinguished by a field that is a constant in each."""

    tag: str
    """Wire name of the field."""
    models: Mapping[str, str] = attrs.field(hash=False)
    """The model for each value of the field. An object with another value is returned as a dict."""


@attrs.frozen
class Each:
    """A list of objects of one model, or a mapping with such values."""

    model: str | OneOf | Each


@attrs.frozen(kw_only=True)
class Stream:
    """How an operation streams, as described by `x-stream` in the API description."""

    media_type: str = "application/x-ndjson"
    """Framing of the items: lines of JSON, or events with JSON data (`text/event-stream`)."""
    flag: str | None = None
    """The request field that enables streaming. None if the operation always streams."""
    lines: Literal["delta", "snapshot", "events"] = "delta"
    """Whether items add up to the whole answer, each item replaces the previous one, or items are
    events of different kinds."""
    error: str = "error"
    """The key of an item that reports an error and ends the stream."""
    terminator: tuple[str, tuple[object, ...]] | None = None
    """The field and its values that mark the last item. Some streams end without such an item,
    because the server stopped the model."""
    sentinel: str | None = None
    """The data of an event after the last item, which is not an item. Servers may omit it."""
    model: str | OneOf | None = None
    """The model of the items."""


@attrs.frozen
class Form:
    """A request body that is sent as `multipart/form-data`."""

    files: tuple[str, ...]
    """Fields that contain a file."""
    required: tuple[str, ...] = ()
    """Fields that the server requires."""
    lists: tuple[str, ...] = ()
    """The fields in `files` that contain several files."""


class CallOptions(TypedDict, total=False):
    """Settings of a call. Every operation accepts them as keywords."""

    headers: Mapping[str, str]
    """Additional headers for the request. They override the client's."""
    timeout: float | httpx.Timeout | None
    """Seconds for each phase of the exchange, instead of the client's timeout. None: no limit."""
    extra_body: Mapping[str, Any]
    """Additional keys for the JSON body, or fields for the form. They override the body's own."""
    deadline: float | None
    """Seconds that the whole call may take, including all of a stream. None: no limit."""
    max_retries: int
    """How often to retry the call if that is safe, instead of the client's setting."""


@attrs.frozen(kw_only=True)
class Operation(Generic[T]):
    """An operation, as defined by the API description."""

    id: str
    """The operationId."""
    method: str
    path: str
    """The path, with `{name}` for path parameters."""
    returns: Literal["model", "json", "text", "binary", "nothing", "existence"] = "model"
    """What the call returns. `existence` means True for success and False for a 404."""
    or_text: bool = False
    """Whether an answer with a text media type is returned as a str."""
    model: str | OneOf | Each | None = None
    """The model of the answer."""
    body: Literal["json", "value", "binary", "form", "urlencoded"] | None = None
    """The kind of the request body. `value` is JSON that is not an object."""
    body_optional: bool = False
    """Whether the request body is optional."""
    body_media_type: str | None = None
    """The media type of the body, if it is not the default."""
    form: Form | None = None
    """The fields of a form."""
    server: str | None = None
    """The base URL, if it differs from the client's."""
    secured: bool = False
    """Whether the operation requires a bearer token."""
    stream: Stream | None = None
    since: str | None = None
    """The first release of the server with this operation, if known (`x-ollama-since`)."""

    def decoder(self) -> Callable[[Any], T]:
        """Return the function that converts decoded JSON to the answer. This loads the model."""
        return decoder_of(self.model)

    def url(self, parameters: Mapping[str, object]) -> str:
        """Return the URL, either absolute or relative to the client's base URL."""
        path = self.path
        for name, value in parameters.items():
            text = plain_text(value)
            if text in ("", ".", ".."):  # these would change the path
                from .errors import RequestError

                raise RequestError(f"{self.id}: the path parameter {name!r} cannot be {text!r}")
            path = path.replace(f"{{{name}}}", quote(text, safe=_SEGMENT_SAFE))
        return f"{self.server or ''}{path}"

    def call(self, client: SyncConnection, **request: Any) -> T:
        """Carry out the operation and return its answer."""
        from . import calling

        return calling.call(client, self, **request)

    async def acall(self, client: AsyncConnection, **request: Any) -> T:
        """Carry out the operation and return its answer."""
        from . import calling

        return await calling.acall(client, self, **request)

    def iterate(self, client: SyncConnection, **request: Any) -> Answer[Any]:
        """Carry out the operation and return an iterator over its streamed answer."""
        from . import calling

        return calling.iterate(client, self, **request)

    def aiterate(self, client: AsyncConnection, **request: Any) -> AsyncAnswer[Any]:
        """Carry out the operation and return an async iterator over its streamed answer."""
        from . import calling

        return calling.aiterate(client, self, **request)


def plain_text(value: object, delimiter: str = ",") -> str:
    """Return a parameter as text: booleans in lowercase, list items joined by a delimiter."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return delimiter.join(plain_text(item) for item in cast("list[object]", value))
    return str(value.isoformat()) if isinstance(value, date) else str(value)


def joined(value: object, delimiter: str) -> str | None:
    """Return a list for the query as text. None returns None, which is not sent."""
    return None if value is None else plain_text(value, delimiter)


def decoder_of(model: str | OneOf | Each | None) -> Callable[[Any], Any]:
    """Return the function that converts decoded JSON to a model, or leaves it unchanged."""
    if model is None:
        return _unchanged
    if isinstance(model, OneOf):
        from .model import tagged

        classes = {value: registry.model(name) for value, name in model.models.items()}
        return partial(tagged, tag=model.tag, classes=classes)
    if isinstance(model, Each):
        return partial(_each, decode=decoder_of(model.model))
    return registry.model(model).from_dict


def _unchanged(value: Any) -> Any:
    return value


def _each(value: Any, decode: Callable[[Any], Any]) -> Any:
    """Decode the items of a list or the values of a mapping. None is returned unchanged."""
    from .model import is_list, is_mapping

    if is_list(value):
        return [None if item is None else decode(item) for item in value]
    if is_mapping(value):
        return {key: None if item is None else decode(item) for key, item in value.items()}
    return value
