# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""What an operation of the API is. Importing it loads neither httpx nor what carries it out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, TypedDict, TypeVar, cast
from urllib.parse import quote

import attrs

if TYPE_CHECKING:
    import httpx

    from .client import Client

T = TypeVar("T")

#: Characters that a path segment may hold as they are (RFC 3986, pchar).
_SEGMENT_SAFE = ":@!$&'()*+,;="


@attrs.frozen(kw_only=True)
class Stream:
    """How an operation streams, as the API description tells it (`x-stream`)."""

    flag: str | None = None
    """The field of the request that asks for the stream; None when the operation always streams."""
    lines: Literal["delta", "snapshot"] = "delta"
    """Whether lines add up to the whole answer, or each replaces the one before."""
    error: str = "error"
    """The key of a line that ends the stream with an error."""
    terminator: tuple[str, object] | None = None
    """The field and value of the last line of a complete stream."""
    model: str | None = None
    """The model of each line."""


class CallOptions(TypedDict, total=False):
    """Settings of one call, given as keywords to any operation."""

    headers: Mapping[str, str]
    """Further headers of the request; they win over the client's."""
    timeout: float | httpx.Timeout | None
    """Seconds for each phase of the exchange, instead of the client's; None waits forever."""
    extra_body: Mapping[str, Any]
    """Further keys of the JSON body; they win over the body's own."""


@attrs.frozen(kw_only=True)
class Operation(Generic[T]):
    """One operation of the API, as its description tells it."""

    id: str
    """The operationId."""
    method: str
    path: str
    """The path, with `{name}` for each path parameter."""
    returns: Literal["model", "json", "text", "nothing", "existence"] = "model"
    """What the answer becomes; existence is True for a success and False for a 404."""
    model: str | None = None
    """The model of the answer."""
    body: Literal["json", "binary"] | None = None
    """What the request carries."""
    server: str | None = None
    """The base URL, where the operation is not served by the client's."""
    secured: bool = False
    """Whether the operation needs a bearer token."""
    stream: Stream | None = None

    def decoder(self) -> Callable[[Any], T]:
        """Return the function that turns decoded JSON into the answer; loads the model."""
        return decoder_of(self.model)

    def url(self, parameters: Mapping[str, object]) -> str:
        """Return the URL, relative to the client's base URL or absolute."""
        path = self.path
        for name, value in parameters.items():
            text = str(value)
            if text in ("", ".", ".."):  # these would make it another path
                from .errors import RequestError

                raise RequestError(f"{self.id}: the path parameter {name!r} cannot be {text!r}")
            path = path.replace(f"{{{name}}}", quote(text, safe=_SEGMENT_SAFE))
        return f"{self.server or ''}{path}"

    def call(self, client: Client, **request: Any) -> T:
        """Carry the operation out and return its answer."""
        from . import _runtime

        return _runtime.call(client, self, **request)

    async def acall(self, client: Client, **request: Any) -> T:
        """Carry the operation out and return its answer."""
        from . import _runtime

        return await _runtime.acall(client, self, **request)

    def iterate(self, client: Client, **request: Any) -> Iterator[Any]:
        """Carry the operation out and return the iterator over its streamed answer."""
        from . import _runtime

        return _runtime.iterate(client, self, **request)

    def aiterate(self, client: Client, **request: Any) -> AsyncIterator[Any]:
        """Carry the operation out and return the iterator over its streamed answer."""
        from . import _runtime

        return _runtime.aiterate(client, self, **request)


def decoder_of(model: str | None) -> Callable[[Any], Any]:
    """Return the function that turns decoded JSON into a model, or leaves it as it is."""
    if model is None:
        return _unchanged
    from . import models

    return cast("Callable[[Any], Any]", getattr(models, model).from_dict)


def _unchanged(value: Any) -> Any:
    return value
