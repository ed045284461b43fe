# Copied from runtime/client.py by `make generate`. Do not edit: edit the original.
"""The settings of a client, and the httpx clients that are built from them when first needed."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeGuard, overload

import httpx

from . import log, redirects
from .bounds import FOREVER, Bounded, checked_settings, is_number, unexpected
from .errors import InvalidRequestError, RequestError
from .limits import DEFAULTS, ResponseLimits
from .operation import CallOptions
from .proxies import EnvironmentProxies, is_loopback
from .semantics import IDEMPOTENT, NEUTRAL_HEADERS

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from .transport import AsyncHTTPTransport, HTTPTransport

__all__ = [
    "CONNECTIONS",
    "DEFAULT_TIMEOUT",
    "IDEMPOTENT",
    "NEUTRAL_HEADERS",
    "Client",
    "ResponseLimits",
    "as_timeout",
    "demand_headers",
    "demand_text",
    "is_loopback",
    "new_http",
]

#: How many connections a client has at once: so many calls wait for models side by side.
CONNECTIONS = 1000

#: Without a limit an answer takes as long as the model does, but a server either connects or not.
DEFAULT_TIMEOUT = httpx.Timeout(None, connect=5.0)

#: What the name of a header is made of, and what its value cannot contain.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_SHARED_BY_TRANSPORTS = ("verify", "cert", "trust_env", "http1", "http2")


def as_timeout(timeout: Any) -> Any:
    """Return a timeout as httpx takes it.

    A number is the time that the server has for each phase of an exchange: to connect, to take the
    request, to send the next bytes. The wait for a free connection is not the server's, and has
    no limit then. None is the default: 5 seconds to connect, and no other limit.

    Raises:
        InvalidRequestError: It is not a time.
    """
    if timeout is None:
        return DEFAULT_TIMEOUT
    if not all(phase is None or (is_number(phase) and phase >= 0) for phase in _phases(timeout)):
        expected = "seconds, an httpx.Timeout or None"
        raise InvalidRequestError(unexpected("timeout", expected, timeout))
    if is_number(timeout):
        return httpx.Timeout(timeout if timeout < FOREVER else None, pool=None)
    return timeout


def _phases(timeout: Any) -> Iterable[Any]:
    """Return the times of a timeout: httpx has up to four, and takes them as a tuple, too."""
    if isinstance(timeout, httpx.Timeout):
        return timeout.as_dict().values()
    return timeout if _is_tuple(timeout) and len(timeout) <= 4 else (timeout,)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def demand_headers(name: str, headers: object) -> None:
    """Refuse headers that cannot be sent; their values may be secret, and are not shown.

    Args:
        name: The argument, for the error.
        headers: The headers by name.

    Raises:
        TypeError: They are not a mapping, or something in it is not text.
        InvalidRequestError: A name or a value has a character that headers cannot have.
    """
    if not _is_mapping(headers):
        raise TypeError(f"{name}: expected a mapping, got {type(headers).__name__}")
    for header, value in headers.items():
        for what, text in (("name", header), ("value", value)):
            if not isinstance(text, (str, bytes)):
                kind = type(text).__name__
                raise TypeError(f"{name}: {header!r}: expected a str as its {what}, got {kind}")
        if wrong := _unsendable(header, value):
            raise InvalidRequestError(f"{name}: {header!r} {wrong}")


def _unsendable(name: str | bytes, value: str | bytes) -> str | None:
    """Return what is wrong with the characters of a header, if something is."""
    name, text = (it.decode("latin-1") if isinstance(it, bytes) else it for it in (name, value))
    if not _HEADER_NAME.fullmatch(name):
        return "is not a name that a header can have"
    if _CONTROL.search(text):
        return "holds a control character"
    if isinstance(value, str) and not value.isascii():
        return "holds a character that is not ASCII; encode the value as bytes"
    return None


def demand_text(name: str, value: object) -> None:
    """Refuse what is neither text nor None; it may be secret, and is not shown.

    Raises:
        TypeError: Names the argument, and the type of the value.
    """
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name}: expected str or None, got {type(value).__name__}")


@overload
def new_http(kind: Literal["sync"], base_url: str, **options: Any) -> httpx.Client: ...
@overload
def new_http(kind: Literal["async"], base_url: str, **options: Any) -> httpx.AsyncClient: ...
def new_http(
    kind: Literal["sync", "async"],
    base_url: str,
    *,
    repeatable: Collection[str] = IDEMPOTENT,
    **options: Any,
) -> httpx.Client | httpx.AsyncClient:
    """Return an httpx client for a base URL, with our transport unless the options name one.

    Proxies of the environment are chosen for each URL that is asked for. This very machine is not
    asked through them, for they could not reach it, unless `trust_env=True` is given.

    Args:
        kind: For sync or async callers.
        base_url: Where the server is.
        repeatable: Methods of requests that may be sent twice.
        **options: What `httpx.Client` and `httpx.AsyncClient` take, and `response_limits`.

    Raises:
        ValueError: A proxy for the base URL cannot be used.
        TypeError: httpx does not know an option.
    """
    log.set_up()
    limits = options.pop("response_limits", None)
    if limits is not None and options.get("transport") is not None:
        raise TypeError("response_limits: a transport of your own does not know them")
    limits = limits or DEFAULTS
    demand_headers("headers", options.get("headers") or {})
    if options.get("transport") is None:
        options["transport"] = _new_transport(kind, base_url, repeatable, limits, options)
        options.pop("proxy", None)
    options["timeout"] = as_timeout(options.get("timeout"))
    made = httpx.Client if kind == "sync" else httpx.AsyncClient
    return redirects.keeping_post(made(base_url=base_url, **options))


def _new_transport(
    kind: Literal["sync", "async"],
    base_url: str,
    repeatable: Collection[str],
    limits: ResponseLimits,
    options: Mapping[str, Any],
) -> HTTPTransport | AsyncHTTPTransport:
    # Not before it is needed: it loads httpcore, which httpx does with the first request.
    from .transport import AsyncHTTPTransport, HTTPTransport

    chosen = {name: options[name] for name in _SHARED_BY_TRANSPORTS if name in options}
    proxy = options.get("proxy")
    chosen["limits"] = options.get("limits") or httpx.Limits(max_connections=CONNECTIONS)
    environment = None
    if proxy is not None:
        chosen["proxy"] = proxy
    elif options.get("trust_env", True):
        environment = EnvironmentProxies(for_loopback="trust_env" in options)
    made = HTTPTransport if kind == "sync" else AsyncHTTPTransport
    transport = made(
        environment=environment, repeatable=repeatable, response_limits=limits, **chosen
    )
    transport.reach(httpx.URL(base_url))  # a proxy that cannot be used is told of now
    return transport


class Client(Bounded):
    """Where the API is and how to talk to it; every operation takes one as `client`.

    Serves sync and async operations alike. Connections are kept and reused: close the client, or
    use it in a `with` or `async with` block.

    Args:
        base_url: Where the server is: a URL, or a host with or without port, as in "gpu-box" and
            ":8080", which is reached by http. Default: where the API description says.
        token: Bearer token, sent with every request to this server and with the operations of
            other servers that ask for one. Never shown by repr.
        headers: Further headers of every request.
        timeout: Seconds that the server has for each phase of an exchange, or an `httpx.Timeout`,
            which can also limit the wait for a free connection. None, the default, is 5 seconds to
            connect and no other limit: an answer may take as long as the model does.
        http_client: A ready client with the interface of `httpx.Client`, used instead of our own
            and left open when this client is closed.
        async_http_client: The same for async operations, like `httpx.AsyncClient`.
        deadline: Seconds that each whole call may take, all of a stream included. Default: no
            limit.
        max_retries: How often a call is made again that could not connect, or was answered with
            408, 429, 502, 503 or 504. Never after an answer has begun. Default: 0.
        **options: `response_limits`, how much of an answer is taken, and anything else that
            `httpx.Client` and `httpx.AsyncClient` take.
    """

    #: Where the server is unless `base_url` says otherwise; the rendered subclass knows.
    default_base_url: ClassVar[str] = ""

    def __init__(
        self,
        base_url: str | None = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | None = None,
        http_client: httpx.Client | None = None,
        async_http_client: httpx.AsyncClient | None = None,
        deadline: float | None = None,
        max_retries: int = 0,
        **options: Any,
    ) -> None:
        super().__init__()
        demand_text("base_url", base_url)
        demand_text("token", token)
        demand_headers("headers", headers or {})
        as_timeout(timeout)
        self._defaults = checked_settings({"deadline": deadline, "max_retries": max_retries})
        url = (self.default_base_url if base_url is None else base_url).rstrip("/")
        self.base_url = url if "://" in url else self._url_of(url)
        self._token = token
        self._options: dict[str, Any] = {
            "headers": {
                **({"authorization": f"Bearer {token}"} if token else {}),
                **(headers or {}),
            },
            "timeout": timeout,
            "follow_redirects": True,
            **options,
        }
        self._given = (http_client, async_http_client)
        self._http = http_client
        self._async_http = async_http_client
        self._shared: Client | None = None

    def _url_of(self, name: str) -> str:
        from .host import DEFAULT_PORT, url_of  # most programs name a URL, or nothing

        return url_of(name, httpx.URL(self.default_base_url).port or DEFAULT_PORT)

    def __repr__(self) -> str:
        shown = httpx.URL(self.base_url).copy_with(userinfo=b"")
        return f"{type(self).__name__}(base_url={str(shown).rstrip('/')!r})"

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a client with other settings of calls, which shares the connections.

        Args:
            **options: Settings of a call, as every operation takes them; those of a call win.

        Raises:
            TypeError: A keyword is unknown.
            InvalidRequestError: A bound cannot be kept.
        """
        from .spelling import demand_keywords  # most programs never need it

        demand_keywords("with_options", options, CallOptions.__annotations__)
        other = copy.copy(self)
        other._defaults = checked_settings({**self._defaults, **options})
        other._shared = self._shared or self
        return other

    @property
    def http(self) -> httpx.Client:
        """The client for sync operations."""
        if self._shared is not None:
            return self._shared.http
        if self._http is None:
            self._http = new_http("sync", self.base_url, **self._options)
        return self._http

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The client for async operations."""
        if self._shared is not None:
            return self._shared.async_http
        if self._async_http is None:
            self._async_http = new_http("async", self.base_url, **self._options)
        return self._async_http

    def bearer(self, operation: str) -> str:
        """Return the value of the Authorization header for an operation that needs one.

        Raises:
            RequestError: The client has no token.
        """
        if not self._token:
            raise RequestError(f"{operation} needs a bearer token: Client(token=...)")
        return f"Bearer {self._token}"

    def close(self) -> None:
        """Close the sync connections; the client may be used again and opens new ones."""
        if self._shared is not None:
            self._shared.close()
            return
        http, self._http = self._http, self._given[0]
        if http is not None and http is not self._given[0]:
            http.close()

    async def aclose(self) -> None:
        """Close all connections; the client may be used again and opens new ones."""
        if self._shared is not None:
            await self._shared.aclose()
            return
        self.close()
        http, self._async_http = self._async_http, self._given[1]
        if http is not None and http is not self._given[1]:
            await http.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
