"""What an operation of the API is. Importing it loads neither httpx nor what carries it out."""

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

#: Characters that a path segment may hold as they are (RFC 3986, pchar).
_SEGMENT_SAFE = ":@!$&'()*+,;="


@attrs.frozen
class OneOf:
    """Objects of several models, told apart by a field that is a constant in each."""

    tag: str
    """The wire name of the field."""
    models: Mapping[str, str] = attrs.field(hash=False)
    """The model for each value of the field; an object with another value stays a dict."""


@attrs.frozen
class Each:
    """A list of objects of one model, or a mapping whose values are."""

    model: str | OneOf | Each


@attrs.frozen(kw_only=True)
class Stream:
    """How an operation streams, as the API description tells it (`x-stream`)."""

    media_type: str = "application/x-ndjson"
    """How items are framed: lines of JSON, or events whose data is JSON (`text/event-stream`)."""
    flag: str | None = None
    """The field of the request that asks for the stream; None when the operation always streams."""
    lines: Literal["delta", "snapshot", "events"] = "delta"
    """Whether items add up to the whole answer, each replaces the one before, or they are events
    of different kinds."""
    error: str = "error"
    """The key of an item that ends the stream with an error."""
    terminator: tuple[str, tuple[object, ...]] | None = None
    """The field of the last item, and the values that mark it as the last. Some streams end without
    such an item: the server stopped the model."""
    sentinel: str | None = None
    """The data of the event behind the last item, which is no item itself; may be missing, too."""
    model: str | OneOf | None = None
    """The model of each item."""


@attrs.frozen
class Form:
    """What is sent as `multipart/form-data`."""

    files: tuple[str, ...]
    """The fields that carry a file."""
    required: tuple[str, ...] = ()
    """The fields that the server refuses the call without."""
    lists: tuple[str, ...] = ()
    """The fields among `files` that carry several files."""


class CallOptions(TypedDict, total=False):
    """Settings of one call, given as keywords to any operation."""

    headers: Mapping[str, str]
    """Further headers of the request; they win over the client's."""
    timeout: float | httpx.Timeout | None
    """Seconds for each phase of the exchange, instead of the client's; None waits forever."""
    extra_body: Mapping[str, Any]
    """Further keys of the JSON body, or fields of the form; they win over the body's own."""
    deadline: float | None
    """Seconds that the whole call may take, all of a stream included; None: no limit."""
    max_retries: int
    """How often the call is made again where that is safe, instead of the client's number."""


@attrs.frozen(kw_only=True)
class Operation(Generic[T]):
    """One operation of the API, as its description tells it."""

    id: str
    """The operationId."""
    method: str
    path: str
    """The path, with `{name}` for each path parameter."""
    returns: Literal["model", "json", "text", "binary", "nothing", "existence"] = "model"
    """What the answer becomes; existence is True for a success and False for a 404."""
    or_text: bool = False
    """Whether an answer whose media type is text is returned as that: a str."""
    model: str | OneOf | Each | None = None
    """The model of the answer."""
    body: Literal["json", "value", "binary", "form", "urlencoded"] | None = None
    """What the request carries; a value is JSON that is no object."""
    body_optional: bool = False
    """Whether the request may go without its body."""
    body_media_type: str | None = None
    """The media type of the body, where it is not the usual one."""
    form: Form | None = None
    """What a form consists of."""
    server: str | None = None
    """The base URL, where the operation is not served by the client's."""
    secured: bool = False
    """Whether the operation needs a bearer token."""
    stream: Stream | None = None
    since: str | None = None
    """The first release of the server that has it, where that is known (`x-ollama-since`)."""

    def decoder(self) -> Callable[[Any], T]:
        """Return the function that turns decoded JSON into the answer; loads the model."""
        return decoder_of(self.model)

    def url(self, parameters: Mapping[str, object]) -> str:
        """Return the URL, relative to the client's base URL or absolute."""
        path = self.path
        for name, value in parameters.items():
            text = plain_text(value)
            if text in ("", ".", ".."):  # these would make it another path
                from .errors import RequestError

                raise RequestError(f"{self.id}: the path parameter {name!r} cannot be {text!r}")
            path = path.replace(f"{{{name}}}", quote(text, safe=_SEGMENT_SAFE))
        return f"{self.server or ''}{path}"

    def call(self, client: SyncConnection, **request: Any) -> T:
        """Carry the operation out and return its answer."""
        from . import calling

        return calling.call(client, self, **request)

    async def acall(self, client: AsyncConnection, **request: Any) -> T:
        """Carry the operation out and return its answer."""
        from . import calling

        return await calling.acall(client, self, **request)

    def iterate(self, client: SyncConnection, **request: Any) -> Answer[Any]:
        """Carry the operation out and return the iterator over its streamed answer."""
        from . import calling

        return calling.iterate(client, self, **request)

    def aiterate(self, client: AsyncConnection, **request: Any) -> AsyncAnswer[Any]:
        """Carry the operation out and return the iterator over its streamed answer."""
        from . import calling

        return calling.aiterate(client, self, **request)


def plain_text(value: object, delimiter: str = ",") -> str:
    """Return a parameter as one text: flags in lower case, a list's items with a delimiter."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return delimiter.join(plain_text(item) for item in cast("list[object]", value))
    return str(value.isoformat()) if isinstance(value, date) else str(value)


def joined(value: object, delimiter: str) -> str | None:
    """Return a list of the query as one text; None, which is not sent, where there is none."""
    return None if value is None else plain_text(value, delimiter)


def decoder_of(model: str | OneOf | Each | None) -> Callable[[Any], Any]:
    """Return the function that turns decoded JSON into a model, or leaves it as it is."""
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
    """Decode the items of a list, or the values of a mapping; null stays null."""
    from .model import is_list, is_mapping

    if is_list(value):
        return [None if item is None else decode(item) for item in value]
    if is_mapping(value):
        return {key: None if item is None else decode(item) for key, item in value.items()}
    return value
