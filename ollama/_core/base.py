"""Owns the base of both clients: their settings, and creating the httpx client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, cast
from weakref import WeakSet, WeakValueDictionary

import httpx
from ollama_client._runtime.bounds import Bounded, checked_settings, demand_bool
from ollama_client._runtime.client import making_http
from ollama_client._runtime.stopping import Stop
from ollama_client.client import IDEMPOTENT, NEUTRAL_HEADERS, as_timeout, demand_text, new_http

from ollama._core import lazy
from ollama._core.connection import Credentials, connection_options
from ollama._core.lazy import Self, Unpack
from ollama._core.requests import BOUNDS, demand_settings, for_http

#: Attributes that a copy of a client does not get.
_OWN_STATE = {
    *("_connection", "_http", "_given", "_lent", "_closed", "_loops"),
    *("_stops", "_told", "_on_response"),
}

#: Methods of requests that may be sent twice. A repeated POST to Ollama does no harm.
_REPEATABLE = frozenset({*IDEMPOTENT, "POST"})

#: All clients of this process by id, so that test servers can redirect them.
CLIENTS: WeakValueDictionary[int, BaseClient] = WeakValueDictionary()


class _PartOfStops(WeakSet[Stop]):
    """The stops of some of a client's calls. They are also added to the set for all calls."""

    def __init__(self, whole: WeakSet[Stop]) -> None:
        super().__init__()
        self._whole = whole

    def add(self, item: Stop) -> None:
        super().add(item)
        self._whole.add(item)


class BaseClient(
    Bounded, Credentials, AbstractContextManager[Any], AbstractAsyncContextManager[Any]
):
    """The base of both clients: their settings, and the httpx client created from them.

    Users' subclasses may create the httpx client themselves, by calling this constructor or by
    setting `_client`.
    """

    KIND: Literal["sync", "async"] = "sync"

    _http: Any
    _lent: Any
    _loops: Any = None
    """The httpx clients by event loop, if they are async."""
    _arguments: tuple[str | None, Mapping[str, str] | None, Mapping[str, Any], str | None]
    _arguments = (None, None, {"follow_redirects": True, "timeout": None}, None)
    _allow_image_paths: bool | None = None
    _connection: dict[str, Any] | None
    _defaults: lazy.CallSettings = {}  # noqa: RUF012 - replaced, never changed
    _on_response: Callable[[httpx.Response], object] | None = None
    """Called with the response of each successful call."""

    def __init__(
        self,
        client: Callable[..., Any],
        host: str | None = None,
        *,
        follow_redirects: bool = True,
        timeout: Any = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Create the httpx client.

        Args:
            client: `httpx.Client`, `httpx.AsyncClient`, or a similar class.
            host: The server's address, as for `Client`.
            follow_redirects: Whether to follow redirects.
            timeout: The timeout, as for httpx.
            headers: Additional headers for each request.
            **kwargs: Other arguments of the class.
        """
        options = {"follow_redirects": follow_redirects, "timeout": timeout, **kwargs}
        vars(self)["KIND"] = "async" if hasattr(client, "aclose") else "sync"
        self._arguments = (host, headers, options, None)
        self._client = client(**connection_options(*self._arguments))

    @classmethod
    def lazily(cls) -> Self:
        """Return a client with the default settings that reads the environment on first use."""
        self = cls.__new__(cls)
        self._begin(None)
        return self

    def _begin(self, connection: dict[str, Any] | None) -> None:
        """Initialize the state that a copy of this client does not share, such as connections."""
        self._connection = connection
        self._http = None
        self._lent = None  # an httpx client that belongs to the user, who closes it
        self._given = False  # whether the user has set `_client`
        self._closed = False
        self._stops = WeakSet()
        self._told: set[str] = set()  # the warnings that were already issued
        CLIENTS[id(self)] = self

    def __getstate__(self) -> dict[str, Any]:
        """Return the constructor's arguments, and the attributes of subclasses.

        A copied, deep-copied or unpickled client opens its own connections on first use. It also
        reads the environment then, for settings that are not among the arguments.
        """
        return {name: value for name, value in vars(self).items() if name not in _OWN_STATE}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._begin(None)

    def with_options(self, **options: Unpack[lazy.CallSettings]) -> Self:
        """Return a client with other default settings, which shares this client's connections.

        Args:
            **options: Settings that every method accepts. The settings of a call override them.

        Raises:
            InvalidRequestError: A setting is invalid.
            TypeError: A keyword is unknown.
        """
        demand_settings("with_options", options)
        for_http(options)
        self._current_http()  # Created now, so that both clients share it.
        other = type(self).__new__(type(self))
        vars(other).update(vars(self))
        other._defaults = {**self._defaults, **options}
        CLIENTS[id(other)] = other
        return other

    def _settings(self, call: lazy.CallSettings, *, has_body: bool = False) -> dict[str, Any]:
        """Return the settings of a call and of the client as keyword arguments of `_request`.

        The client's bounds are not included, because `_request` applies them itself.
        """
        if "extra_body" in call and not has_body:
            raise TypeError("extra_body: this call sends no body")
        common = {name: it for name, it in self._defaults.items() if name not in BOUNDS}
        return for_http(cast("lazy.CallSettings", {**common, **call}))

    def _part(self) -> Self:
        """Return a client for some of the calls. Its `abort` only ends these."""
        part = self.with_options()
        part._stops = _PartOfStops(self._stops)
        return part

    @property
    def host(self) -> str:
        """The URL of the server, without credentials."""
        return str(self._settled()["base_url"])

    def _settled(self) -> dict[str, Any]:
        if self._connection is None:
            self._connection = connection_options(*self._arguments)
        return self._connection

    def _as_service(self, service: str, headers: Mapping[str, str]) -> Callable[[Any], Any]:
        """Return a function that sets the headers of a request to a cloud service.

        Only the headers of the call and the token are sent. The client's other headers and its
        credentials are for another server.
        """
        own = {name.lower(): value for name, value in headers.items()}
        token = own.get("authorization", self._token() or "")
        if not token.startswith("Bearer "):
            raise ValueError(f"Authorization header with Bearer token is required for {service}")
        kept = {*own, *NEUTRAL_HEADERS}

        def authorize(request: Any) -> Any:
            for name in request.headers.keys() - kept:
                del request.headers[name]
            request.headers["authorization"] = token
            return request

        return authorize

    if TYPE_CHECKING:
        _client: Any
    else:

        @property
        def _client(self) -> Any:
            return self._current_http()

        @_client.setter
        def _client(self, http: Any) -> None:
            if "_stops" not in vars(self):  # A subclass's constructor did not call ours.
                self._begin(None)
            self._http, self._given, self._closed = http, True, False

    def _current_http(self) -> Any:
        """Return the httpx client, which is created on first use."""
        if self._http is None:
            with making_http:
                if self._http is None:
                    self._http = self._new_http()
        return self._http

    def _new_http(self) -> Any:
        return new_http(self.KIND, repeatable=_REPEATABLE, **self._settled())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing. Async connections are closed at the end of their event loop."""

    async def __aenter__(self) -> Self:
        raise TypeError(f"{type(self).__name__} is used with `with`, not with `async with`")

    async def __aexit__(self, *_: object) -> None:
        """Never called, because `__aenter__` raises an error."""

    def __repr__(self) -> str:
        where = self._connection["base_url"] if self._connection else "the default host"
        return f"<{type(self).__name__} for {where}>"


class ConfiguredClient(BaseClient):
    """The constructor of both clients."""

    def __init__(
        self,
        host: str | None = None,
        *,
        follow_redirects: bool = True,
        timeout: float | httpx.Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        user_agent: str | None = None,
        allow_image_paths: bool | None = None,
        api_key: str | None = None,
        deadline: float | None = None,
        max_retries: int = 0,
        http_client: Any = None,
        **kwargs: Any,
    ) -> None:
        """Create a client. The first call opens a connection.

        Args:
            host: The server's name or address, with or without scheme, port and path. Default: the
                environment variable OLLAMA_HOST, otherwise http://127.0.0.1:11434.
            follow_redirects: Whether to follow redirects.
            timeout: Seconds for each phase of an exchange, or an `httpx.Timeout`. A number does not
                limit the wait for a free connection; `pool` of an `httpx.Timeout` does. Default: 5
                seconds to connect, and no other limit, because a model may need a long time.
            headers: Additional headers for each request. If `authorization` is not among them, the
                key in OLLAMA_API_KEY is sent as a bearer token.
            user_agent: Name and version of your program, added to the User-Agent.
            allow_image_paths: Whether a string that is passed as an image may be the path of a
                file. Use False if such strings can come from others. Default: True, unless the
                environment variable OLLAMA_ALLOW_IMAGE_PATHS is 0, off, no or false.
            api_key: The key that is sent as a bearer token. Default: the one in OLLAMA_API_KEY.
            deadline: Maximum number of seconds for a call, including all of a stream. Default: no
                limit.
            max_retries: How often a call is repeated if it could not connect, or if the status is
                408, 429, 502, 503 or 504. The pauses get longer, unless the server specifies one.
                A call is never repeated after its answer has started. Default: 0.
            http_client: An `httpx.Client` or `httpx.AsyncClient` that sends the requests. Its own
                base URL, headers, timeout and proxies are used, and it is not closed. If it has no
                base URL, it gets the default host.
            **kwargs: `response_limits`, a `ResponseLimits` for the size of answers, and all other
                arguments of `httpx.Client` or `httpx.AsyncClient`. With `transport="aiohttp"`, an
                AsyncClient uses aiohttp (extra `aiohttp`).

        Raises:
            ValueError: The host, a header, a time or a count is invalid.
            TypeError: A keyword is unknown, or an argument has the wrong type.
        """
        as_timeout(timeout)
        demand_text("api_key", api_key)
        demand_text("user_agent", user_agent)
        demand_bool("allow_image_paths", allow_image_paths)
        if api_key is not None:
            headers = {"authorization": f"Bearer {api_key.strip()}", **(headers or {})}
        # Bounds are only added if they are set. Subclasses may override `_request`, and do not
        # expect other keyword arguments.
        self._defaults: lazy.CallSettings = {}
        if deadline is not None:
            self._defaults["deadline"] = deadline
        if max_retries != 0:
            self._defaults["max_retries"] = max_retries
        checked_settings(self._defaults)
        if kwargs:
            from ollama._core.hints import demand_settings_of_ours

            demand_settings_of_ours(type(self).__name__, kwargs)
        self._arguments = (
            host,
            headers,
            {"follow_redirects": follow_redirects, "timeout": timeout, **kwargs},
            user_agent,
        )
        self._allow_image_paths = allow_image_paths
        self._begin(connection_options(*self._arguments))
        if http_client is not None:
            self._lend(
                http_client, {"host": host, "headers": headers, "timeout": timeout, **kwargs}
            )
        elif kwargs:
            self._http = self._new_http()  # Created now, so that httpx refuses unknown keywords.

    def _lend(self, http: Any, others: Mapping[str, Any]) -> None:
        """Use an httpx client that the caller owns."""
        wanted = httpx.Client if self.KIND == "sync" else httpx.AsyncClient
        if not isinstance(http, wanted):
            kind = type(http).__name__
            raise TypeError(f"http_client: expected httpx.{wanted.__name__}, got {kind}")
        for name, value in others.items():
            if value is not None:
                raise TypeError(f"{name}: cannot be used with http_client; set it there")
        if not str(http.base_url):
            http.base_url = self._settled()["base_url"]
        self._connection = {**self._settled(), "base_url": str(http.base_url).rstrip("/")}
        self._client = self._lent = http
