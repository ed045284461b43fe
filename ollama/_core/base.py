"""Owns what both clients share: their settings, and the httpx client made from them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

import httpx
from ollama_client._runtime.bounds import Bounded, checked_settings
from ollama_client._runtime.forks import lock_across_forks
from ollama_client._runtime.stopping import Stop
from ollama_client.client import (
    IDEMPOTENT,
    NEUTRAL_HEADERS,
    as_timeout,
    demand_text,
    new_http,
)

from ollama._core.connection import Credentials, connection_options
from ollama._core.requests import BOUNDS, CallSettings, demand_settings, for_http

if sys.version_info >= (3, 11):
    from typing import Self, Unpack
else:
    from typing_extensions import Self, Unpack

if TYPE_CHECKING:
    import asyncio


_Http = TypeVar("_Http", httpx.Client, httpx.AsyncClient)

#: What a copy of a client does not get.
_OWN_STATE = {
    *("_connection", "_http", "_given", "_lent", "_closed", "_looped", "_pools"),
    *("_stops", "_told", "_on_response"),
}

#: Requests that may be sent twice. Nothing that is posted to Ollama does harm when it comes again.
_REPEATABLE = frozenset({*IDEMPOTENT, "POST"})

# Threads that first use a client at once must not make two pools, of which one is never closed.
making_http = lock_across_forks()

#: All clients of this process by their ids, so that tests can have them reach another server.
CLIENTS: WeakValueDictionary[int, BaseClient] = WeakValueDictionary()


class _PartOfStops(WeakSet[Stop]):
    """What ends some of a client's calls; what ends all of them has these, too."""

    def __init__(self, whole: WeakSet[Stop]) -> None:
        super().__init__()
        self._whole = whole

    def add(self, item: Stop) -> None:
        super().add(item)
        self._whole.add(item)


class BaseClient(
    Bounded, Credentials, AbstractContextManager[Any], AbstractAsyncContextManager[Any]
):
    """What both clients share: their settings, and the httpx client made from them.

    Subclasses of a user may make their httpx client themselves, here or in `_client`.
    """

    KIND: Literal["sync", "async"] = "sync"

    _http: Any
    _lent: Any
    _arguments: tuple[str | None, Mapping[str, str] | None, Mapping[str, Any], str | None]
    _arguments = (None, None, {"follow_redirects": True, "timeout": None}, None)
    _allow_image_paths: bool | None = None
    _connection: dict[str, Any] | None
    _defaults: CallSettings = {}  # noqa: RUF012 - replaced, never changed
    _on_response: Callable[[httpx.Response], object] | None = None
    """Called with the response of each call that succeeds."""

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
        """Make the httpx client.

        Args:
            client: `httpx.Client`, `httpx.AsyncClient` or a class like these.
            host: Where the server is, as for `Client`.
            follow_redirects: Whether to go where the server sends.
            timeout: What httpx takes as its timeout.
            headers: Further headers of every request.
            **kwargs: What else the class takes.
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
        """Set what belongs to this client alone, not to a copy of it: its connections."""
        self._connection = connection
        self._http = None
        self._lent = None  # the httpx client that a user keeps and closes
        self._given = False  # whether a user put the httpx client into `_client`
        self._closed = False
        self._looped = False  # whether an event loop has taken the httpx client for its own
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()
        self._stops = WeakSet()
        self._told: set[str] = set()  # warnings that are given once
        CLIENTS[id(self)] = self

    def __getstate__(self) -> dict[str, Any]:
        """Return the constructor's arguments, and what subclasses added.

        A copy, deep copy or pickled client makes connections of its own when it is first used, and
        then reads the environment for what the arguments leave open.
        """
        return {name: value for name, value in vars(self).items() if name not in _OWN_STATE}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._begin(None)

    def with_options(self, **options: Unpack[CallSettings]) -> Self:
        """Return a client with other settings for each call, which shares the connections.

        Args:
            **options: Settings of a call, as every method takes them; those of a call win.

        Raises:
            TypeError: A keyword is unknown.
        """
        demand_settings("with_options", options)
        self._current_http()  # made now, so that there is one for both
        other = type(self).__new__(type(self))
        vars(other).update(vars(self))
        other._defaults = {**self._defaults, **options}
        CLIENTS[id(other)] = other
        return other

    def _settings(self, call: CallSettings, *, has_body: bool = False) -> dict[str, Any]:
        """Return the settings of a call, with those of the client, as keywords of `_request`.

        The client's bounds are not among them: they hold for `_request`, whoever calls it.

        Raises:
            InvalidRequestError: A setting cannot be used.
            TypeError: There are keys for the body, and the call has none.
        """
        if "extra_body" in call and not has_body:
            raise TypeError("extra_body: this call sends no body")
        common = {name: it for name, it in self._defaults.items() if name not in BOUNDS}
        return for_http(cast("CallSettings", {**common, **call}))

    def _part(self) -> Self:
        """Return this client for some calls, which `abort` of the part ends alone."""
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
        """Return what gives a request of a cloud service the headers of the call.

        The client's other headers, and its credentials for the server it is for, are not among
        them: the service is another one.

        Raises:
            ValueError: There is no token.
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
            if "_stops" not in vars(self):  # a constructor that calls no other one
                self._begin(None)
            self._http, self._given, self._closed = http, True, False

    def _current_http(self) -> Any:
        """Return the httpx client to use now, made when it is first asked for."""
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
        """Leave the connections to the end of the event loop: closing them has to be awaited."""

    async def __aenter__(self) -> Self:
        raise TypeError(f"{type(self).__name__} is used with `with`, not with `async with`")

    async def __aexit__(self, *_: object) -> None:
        """Never reached: `__aenter__` refuses."""

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
        """Keep the settings; the connection is made by the first call.

        Args:
            host: Where the server is: a name or address with or without scheme, port and path.
                Default: the environment variable OLLAMA_HOST, else http://127.0.0.1:11434.
            follow_redirects: Whether to go where the server sends.
            timeout: Seconds that the server has for each phase of an exchange, or an
                `httpx.Timeout`, whose `pool` limits the wait for a free connection; a number does
                not. Default: 5 seconds to connect and no other limit, an answer may take as long
                as the model does.
            headers: Further headers of every request. Without an `authorization` among them the
                key in OLLAMA_API_KEY is sent as a bearer token.
            user_agent: Name and version of your program, added to the User-Agent.
            allow_image_paths: Whether text given as an image may name a file to read. Switch it off
                where such text can come from others. Default: yes, unless the environment
                variable OLLAMA_ALLOW_IMAGE_PATHS is 0, off, no or false.
            api_key: The key that is sent as a bearer token. Default: that in OLLAMA_API_KEY.
            deadline: Seconds that each whole call may take, all of a stream included. Default: no
                limit.
            max_retries: How often a call is made again that could not connect, or was answered with
                408, 429, 502, 503 or 504, each time after a longer pause, or after the one that
                the server names. Never after an answer has begun. Default: 0.
            http_client: An `httpx.Client`, or `httpx.AsyncClient`, to send requests with as it is:
                its own base URL, headers, timeout and proxies count, and it is not closed. One
                without a base URL gets the default host.
            **kwargs: `response_limits`, a `ResponseLimits` that limits the size of answers, and
                everything else that `httpx.Client` or `httpx.AsyncClient` takes. With
                `transport="aiohttp"`, an AsyncClient uses aiohttp (extra `aiohttp`).

        Raises:
            ValueError: The host, a header, a time or a count cannot be used.
            TypeError: A keyword is unknown, or an argument has the wrong type.
        """
        as_timeout(timeout)
        demand_text("api_key", api_key)
        if api_key is not None:
            headers = {"authorization": f"Bearer {api_key.strip()}", **(headers or {})}
        # What `_request` is called with stays as it was where nothing is bounded.
        self._defaults: CallSettings = {}
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
            self._http = self._new_http()  # so that a keyword httpx does not know is told here

    def _lend(self, http: Any, others: Mapping[str, Any]) -> None:
        """Use an httpx client that stays its owner's; what it has itself cannot be given beside it.

        Raises:
            TypeError: It is not one for this kind of client, or another setting is given, too.
        """
        wanted = httpx.Client if self.KIND == "sync" else httpx.AsyncClient
        if not isinstance(http, wanted):
            kind = type(http).__name__
            raise TypeError(f"http_client: expected httpx.{wanted.__name__}, got {kind}")
        for name, value in others.items():
            if value is not None:
                raise TypeError(f"{name}: http_client has settings of its own; set it there")
        if not str(http.base_url):
            http.base_url = self._settled()["base_url"]
        self._connection = {**self._settled(), "base_url": str(http.base_url).rstrip("/")}
        self._client = self._lent = http


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that runs in this thread, if one does."""
    import asyncio  # which the program that runs a loop has imported, and others need not

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def with_settings_of(old: _Http | None, new: _Http) -> _Http:
    """Return a new httpx client with what may have been changed on an old one."""
    if old is not None:
        for name in ("base_url", "headers", "cookies", "params", "auth", "timeout", "event_hooks"):
            setattr(new, name, getattr(old, name))
    return new
