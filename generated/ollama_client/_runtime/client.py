# Copied from runtime/client.py by `make generate`. Do not edit: edit the original.
"""Owns the settings of a client, and its httpx clients, which are created on first use."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping
from http.cookiejar import CookieJar
from string import ascii_letters, digits
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeGuard, overload

import httpx

from . import log, redirects
from .bounds import FOREVER, Bounded, checked_settings, demand_count, is_number, unexpected
from .errors import InvalidRequestError, InvalidTypeError, RequestError
from .forks import lock_across_forks
from .limits import DEFAULTS, ResponseLimits
from .proxies import EnvironmentProxies, is_loopback
from .semantics import IDEMPOTENT, NEUTRAL_HEADERS

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from .aiohttp_transport import AiohttpTransport
    from .loops import LoopClients
    from .operation import CallOptions
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
    "making_http",
    "new_http",
]

#: Maximum number of connections of a client. Each waiting call needs one.
CONNECTIONS = 1000

#: An answer may take as long as the model needs, but connecting should be fast.
DEFAULT_TIMEOUT = httpx.Timeout(None, connect=5.0)

#: Held while an httpx client is created. Two threads that use a new client at the same time must
#: not create two, because one of them would never be closed.
making_http = lock_across_forks()

#: Characters that are valid in names of headers, and those that are invalid in values.
_IN_NAMES = f"{ascii_letters}{digits}!#$%&'*+.^_`|~-"
_CONTROL = frozenset(map(chr, (*range(9), *range(10, 32), 127)))

#: The name of the other transport.
_AIOHTTP = "aiohttp"

_SHARED_BY_TRANSPORTS = ("verify", "cert", "trust_env", "http1", "http2")

#: The events that httpx has hooks for. It ignores others.
_EVENTS = ("request", "response")

#: The method of a transport, by the kind of client.
_SENDS = {"sync": "handle_request", "async": "handle_async_request"}


def as_timeout(timeout: Any) -> Any:
    """Return a timeout in the form that httpx accepts.

    A number limits each phase of an exchange: connecting, sending data, receiving the next bytes.
    It does not limit the wait for a free connection. None is the default: 5 seconds to connect, and
    no other limit.

    Raises:
        InvalidRequestError: The value is not a timeout.
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
    """Return the times of a timeout. httpx has up to four, also as a tuple."""
    if isinstance(timeout, httpx.Timeout):
        return timeout.as_dict().values()
    return timeout if _is_tuple(timeout) and len(timeout) <= 4 else (timeout,)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def demand_headers(name: str, headers: object) -> None:
    """Check that headers can be sent. Errors do not show values, which may be secret.

    Args:
        name: Name of the argument, for errors.
        headers: The headers, by name.

    Raises:
        InvalidTypeError: The value is not a mapping, or a name or value in it is not text.
        InvalidRequestError: A name or a value has a character that is invalid in headers.
    """
    if not _is_mapping(headers):
        raise InvalidTypeError(f"{name}: expected a mapping, got {type(headers).__name__}")
    for header, value in headers.items():
        for what, text in (("name", header), ("value", value)):
            if not isinstance(text, (str, bytes)):
                kind = type(text).__name__
                said = f"{name}: {header!r}: expected a str as its {what}, got {kind}"
                raise InvalidTypeError(said)
        if wrong := _unsendable(header, value):
            raise InvalidRequestError(f"{name}: {header!r} {wrong}")


def _unsendable(name: str | bytes, value: str | bytes) -> str | None:
    """Return what is wrong with the characters of a header, or None."""
    name, text = (it.decode("latin-1") if isinstance(it, bytes) else it for it in (name, value))
    if not name or name.strip(_IN_NAMES):
        return "is not a valid name of a header"
    if not _CONTROL.isdisjoint(text):
        return "contains a control character"
    if isinstance(value, str) and not value.isascii():
        return "contains a character that is not ASCII; encode the value as bytes"
    return None


def demand_text(name: str, value: object) -> None:
    """Check that a value is text or None. Errors do not show the value, which may be secret.

    Raises:
        InvalidTypeError: The value is neither. The message names the argument and the type.
    """
    if value is not None and not isinstance(value, str):
        raise InvalidTypeError(f"{name}: expected str or None, got {type(value).__name__}")


def demand_options(options: Mapping[str, Any], kinds: Collection[str] = ("sync", "async")) -> None:
    """Check options of httpx clients that httpx itself does not check, or not by name.

    Args:
        options: The options. Unknown ones are ignored.
        kinds: The kinds of clients that they are for. A transport must support one of them.

    Raises:
        InvalidTypeError: An option has the wrong type. Errors do not show cookies and proxies,
            which may contain passwords.
        InvalidRequestError: `max_redirects` is not a count, or there is no such event.
    """
    demand_count("max_redirects", options.get("max_redirects", 0))
    _demand_kind("response_limits", options, ResponseLimits)
    _demand_kind("limits", options, httpx.Limits, "max_connections")
    _demand_kind("proxy", options, (str, httpx.URL, httpx.Proxy), "url", is_secret=True)
    cookies = (dict, list, httpx.Cookies, CookieJar)
    _demand_kind("cookies", options, cookies, "add_cookie_header", is_secret=True)
    _demand_hooks(options.get("event_hooks"))
    transport = options.get("transport")
    if transport in (None, _AIOHTTP):
        return
    if isinstance(transport, type) or not any(hasattr(transport, _SENDS[it]) for it in kinds):
        expected = "an httpx transport or 'aiohttp'"
        raise InvalidTypeError(unexpected("transport", expected, transport))


def _demand_kind(
    name: str,
    options: Mapping[str, Any],
    kinds: type | tuple[type, ...],
    attribute: str | None = None,
    *,
    is_secret: bool = False,
) -> None:
    """Check the type of an option, or that it has the attribute that is used, as a mock has."""
    value = options.get(name)
    if value is None or isinstance(value, kinds) or (attribute and hasattr(value, attribute)):
        return
    named = kinds if isinstance(kinds, tuple) else (kinds,)
    expected = " or ".join(_name_of(kind) for kind in named)
    if is_secret:
        raise InvalidTypeError(f"{name}: expected {expected}, got {type(value).__name__}")
    raise InvalidTypeError(unexpected(name, expected, value))


def _name_of(kind: type) -> str:
    package = kind.__module__.partition(".")[0]
    return f"httpx.{kind.__name__}" if package == "httpx" else kind.__name__


def _demand_hooks(hooks: Any) -> None:
    if hooks is None:
        return
    if not _is_mapping(hooks):
        raise InvalidTypeError(unexpected("event_hooks", "a mapping", hooks))
    for event, called in hooks.items():
        if event not in _EVENTS:
            raise InvalidRequestError(unexpected("event_hooks", "'request' or 'response'", event))
        where = f"event_hooks[{event!r}]"
        if isinstance(called, (str, bytes)) or not isinstance(called, Iterable):
            raise InvalidTypeError(unexpected(where, "a list of functions", called))
        functions: list[Any] = [*called] if isinstance(called, (list, tuple)) else []
        for index, function in enumerate(functions):
            if not callable(function):
                raise InvalidTypeError(unexpected(f"{where}[{index}]", "a function", function))


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
    """Return an httpx client for a base URL, with our own transport by default.

    Proxies from the environment are chosen for each URL. Loopback addresses are contacted directly,
    unless `trust_env=True` is given, because a proxy could usually not reach them.

    Args:
        kind: Whether to return a sync or an async client.
        base_url: URL of the server.
        repeatable: Methods of requests that may be sent twice.
        **options: Options of `httpx.Client` and `httpx.AsyncClient`, and `response_limits`.

    Raises:
        ValueError: A proxy for the base URL cannot be used.
        InvalidRequestError: An option is invalid.
        TypeError: An option is unknown.
    """
    log.set_up()
    demand_options(options, (kind,))
    limits = options.pop("response_limits", None)
    is_ours = options.get("transport") in (None, _AIOHTTP)
    if limits is not None and not is_ours:
        raise TypeError("response_limits: cannot be used with a custom transport")
    limits = limits or DEFAULTS
    demand_headers("headers", options.get("headers") or {})
    if is_ours:
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
) -> HTTPTransport | AsyncHTTPTransport | AiohttpTransport:
    chosen = {name: options[name] for name in _SHARED_BY_TRANSPORTS if name in options}
    proxy = options.get("proxy")
    chosen["limits"] = options.get("limits") or httpx.Limits(max_connections=CONNECTIONS)
    environment = None
    if proxy is not None:
        chosen["proxy"] = proxy
    elif options.get("trust_env", True):
        environment = EnvironmentProxies(for_loopback="trust_env" in options)
    made = _transport_class(kind, options.get("transport"))
    transport: HTTPTransport | AsyncHTTPTransport | AiohttpTransport = made(
        environment=environment, repeatable=repeatable, response_limits=limits, **chosen
    )
    transport.reach(httpx.URL(base_url))  # raises for an invalid proxy
    return transport


def _transport_class(kind: Literal["sync", "async"], name: str | None) -> Any:
    # Imported on first use, because it loads httpcore. httpx imports it lazily for the same reason.
    from . import transport

    if name is None:
        return transport.HTTPTransport if kind == "sync" else transport.AsyncHTTPTransport
    if kind == "sync":
        raise InvalidRequestError("transport: 'aiohttp' is for async clients only")
    try:
        from .aiohttp_transport import AiohttpTransport
    except ModuleNotFoundError as error:
        if error.name not in ("aiohttp", "httpx_aiohttp"):
            raise  # it is installed, and broken
        message = "transport='aiohttp' needs the package httpx-aiohttp: install ollama-sdk[aiohttp]"
        raise ImportError(message) from error
    return AiohttpTransport


class Client(Bounded):
    """The address of the API, and how to connect to it. Every operation has a `client` argument.

    One client works for sync and async operations, also in several event loops. Connections are
    kept open and reused. Close the client, or use it in a `with` or `async with` block. Connections
    of an event loop are closed when the loop ends.

    Args:
        base_url: Address of the server: a URL, or a host with or without port, such as "gpu-box" or
            ":8080", for http. Default: the server in the API description.
        token: Bearer token. It is sent with every request to this server, and with operations of
            other servers that require one. Never shown by repr.
        headers: Additional headers for every request.
        timeout: Seconds for each phase of an exchange, or an `httpx.Timeout`, which can also limit
            the wait for a free connection. Default: 5 seconds to connect, and no other limit,
            because an answer may take as long as the model needs.
        http_client: A client with the interface of `httpx.Client`, used instead of our own. It
            stays open when this client is closed.
        async_http_client: The same for async operations, with the interface of `httpx.AsyncClient`.
        deadline: Seconds that a whole call may take, including all of a stream. Default: no limit.
        max_retries: How often to retry a call that could not connect, or was answered with 408,
            429, 502, 503 or 504. A call is never retried after an answer has begun. Default: 0.
        **options: `response_limits`, which limits the size of answers, and all options of
            `httpx.Client` and `httpx.AsyncClient`.
    """

    #: Default of `base_url`, set by the rendered subclass.
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
        demand_options(options)
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
        self._loops: LoopClients | None = None
        self._shared: Client | None = None

    def _url_of(self, name: str) -> str:
        from .host import DEFAULT_PORT, url_of  # not needed for URLs

        return url_of(name, httpx.URL(self.default_base_url).port or DEFAULT_PORT)

    def __repr__(self) -> str:
        shown = httpx.URL(self.base_url).copy_with(userinfo=b"")
        return f"{type(self).__name__}(base_url={str(shown).rstrip('/')!r})"

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a client with other call settings that shares the connections.

        Args:
            **options: Settings of calls, as for every operation. The settings of a call override
                them.

        Raises:
            TypeError: A keyword is unknown.
            InvalidRequestError: A setting is invalid.
        """
        from .operation import CallOptions  # rarely needed
        from .spelling import demand_keywords

        demand_keywords("with_options", options, CallOptions.__annotations__)
        demand_headers("headers", options.get("headers") or {})
        as_timeout(options.get("timeout"))
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
            with making_http:
                if self._http is None:
                    self._http = new_http("sync", self.base_url, **self._options)
        return self._http

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The client for async operations in the running event loop."""
        if self._shared is not None:
            return self._shared.async_http
        if self._async_http is not None and self._async_http is self._given[1]:
            return self._async_http
        from .loops import LoopClients, running_loop  # needs asyncio, unlike sync operations

        if (loop := running_loop()) is not None:
            if self._loops is None:
                with making_http:
                    self._loops = self._loops or LoopClients()
            http = self._loops.of_loop(loop, self._async_http, self._new_async)
        else:
            http = self._async_http or self._new_async()
        self._async_http = http  # Another thread may replace it before it is returned.
        return http

    def _new_async(self) -> httpx.AsyncClient:
        return new_http("async", self.base_url, **self._options)

    def bearer(self, operation: str) -> str:
        """Return the value of the Authorization header for an operation that needs one.

        Raises:
            RequestError: The client has no token.
        """
        if not self._token:
            raise RequestError(f"{operation} needs a bearer token: Client(token=...)")
        return f"Bearer {self._token}"

    def close(self) -> None:
        """Close the sync connections. The client opens new ones if it is used again."""
        if self._shared is not None:
            self._shared.close()
            return
        http, self._http = self._http, self._given[0]
        if http is not None and http is not self._given[0]:
            http.close()

    async def aclose(self) -> None:
        """Close the sync connections and those of the running event loop.

        The client opens new ones if it is used again. Other event loops close theirs when they end.
        """
        if self._shared is not None:
            await self._shared.aclose()
            return
        self.close()
        http, self._async_http = self._async_http, self._given[1]
        if self._loops is not None:
            http = self._loops.forget_running()
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
