"""Owns the transport for `transport="aiohttp"`: less CPU time for many concurrent async calls.

It adapts the transport of httpx-aiohttp to behave like our own transport: the same errors,
timeouts, proxies, redirects and limits, and calls can be stopped. Only this module imports aiohttp.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import AsyncIterator, Callable, Collection
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import quote

import aiohttp
import httpx
import httpx_aiohttp
from aiohttp import http_exceptions

from .limits import DEFAULTS, ResponseLimits, limited
from .proxies import EnvironmentProxies
from .semantics import IDEMPOTENT
from .stopping import KEY, Stop, waker
from .transport import NOT_REPEATED, REPEATABLE_SECONDS, Direct, Options, guard_redirect

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["AiohttpTransport"]

#: Headers that aiohttp would add. They are skipped, because httpx has already decided on them.
_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")

#: Failures of aiohttp that have their own class in httpx.
_KINDS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (aiohttp.ClientHttpProxyError, httpx.ProxyError),
    (aiohttp.SocketTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ClientConnectionError, httpx.ReadError),
    (aiohttp.ClientResponseError, httpx.RemoteProtocolError),
    (aiohttp.ClientPayloadError, httpx.RemoteProtocolError),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol),
    (http_exceptions.HttpProcessingError, httpx.RemoteProtocolError),
    (OSError, httpx.ReadError),
)

#: Larger bodies are sent in pieces of this size.
_MOST_AT_ONCE = 1 << 18

_SCHEMES = ("http", "https")
_CUT = "peer closed connection without sending complete message body"
_DISCONNECTED = "Server disconnected without sending a response."


class _Call:
    """One request and the state of its connection."""

    def __init__(self, request: httpx.Request) -> None:
        self.request = request
        self.stop: Stop | None = request.extensions.get(KEY)
        self.began = time.monotonic()
        self.is_kept = False
        """Whether its connection has served another request before."""


_CALL: ContextVar[_Call | None] = ContextVar("ollama_call", default=None)


class _Connector(aiohttp.TCPConnector):
    """Records which connections were reused, and limits how many idle ones are kept."""

    used: weakref.WeakSet[Any]
    most_idle: int | None = None

    def _release(self, key: Any, protocol: Any, *, should_close: bool = False) -> None:
        if self.most_idle is not None:
            idle = sum(map(len, self._conns.values()))
            should_close = should_close or idle >= self.most_idle
        super()._release(key, protocol, should_close=should_close)

    async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:
        connection = await super().connect(req, traces, timeout)
        protocol = connection.protocol
        while protocol is not None and protocol in self.used and protocol.should_close:
            # Bytes arrived while it was idle. They do not answer this request.
            connection.close()
            connection = await super().connect(req, traces, timeout)
            protocol = connection.protocol
        call = _CALL.get()
        if call is not None and protocol is not None:
            call.is_kept = protocol in self.used
            self.used.add(protocol)
        return connection


class _Body(httpx.AsyncByteStream, Direct):
    """The body of a response, in pieces as they arrive."""

    def __init__(self, response: aiohttp.ClientResponse, call: _Call) -> None:
        self._response, self._call = response, call
        self._is_closed = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            piece = await self._response.content.readany()
        except Exception as error:
            await self.aclose()
            raise _as_httpx(error, self._call) from error
        except BaseException:
            await self.aclose()
            raise
        if not piece:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Close the connection, unless the body was read to the end."""
        if not self._is_closed:
            self._is_closed = True
            _wake_by(self._call.stop, None)
            self._response.release() if self._response.content.at_eof() else self._response.close()


class _Pieces(httpx.AsyncByteStream):
    """The body of a request, in pieces."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._content), _MOST_AT_ONCE):
            yield self._content[start : start + _MOST_AT_ONCE]


def _in_pieces(request: httpx.Request) -> httpx.Request:
    """Return a request whose body is sent in pieces if it is large.

    Sending it in one piece would block the event loop, and aiohttp warns about that.
    """
    if not isinstance(request.stream, httpx.ByteStream):
        return request
    content = b"".join(request.stream)
    if len(content) <= _MOST_AT_ONCE:
        return request
    return httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        stream=_Pieces(content),
        extensions=request.extensions,
    )


class _Proxy(NamedTuple):
    """A proxy for httpx-aiohttp. Its URL contains the password; aiohttp deprecates other ways."""

    url: str
    headers: httpx.Headers
    auth: None = None

    @classmethod
    def of(cls, proxy: Any) -> _Proxy:
        given = proxy if isinstance(proxy, httpx.Proxy) else httpx.Proxy(proxy)
        url = given.url
        if given.auth is not None:
            name, password = (quote(part, safe="") for part in given.auth)
            url = url.copy_with(userinfo=f"{name}:{password}".encode())
        return cls(str(url), given.headers)


class AiohttpTransport(httpx_aiohttp.AiohttpTransport):
    """Sends requests with aiohttp.

    Args:
        environment: The proxies of the environment. Each URL, including redirects, picks its own.
        repeatable: The methods of requests that may be sent twice. Such a request is sent again if
            an idle connection turns out to be dead before any byte of an answer arrived.
        response_limits: The size limits for answers.
        **options: The options of the transport of httpx-aiohttp.
    """

    def __init__(
        self,
        *,
        environment: EnvironmentProxies | None = None,
        repeatable: Collection[str] = IDEMPOTENT,
        response_limits: ResponseLimits = DEFAULTS,
        **options: Any,
    ) -> None:
        if options.pop("http2", False):
            raise ValueError("http2: aiohttp does not speak HTTP/2")
        limits = options.get("limits")
        if limits is not None and limits.max_connections == 0:
            raise ValueError("limits: aiohttp needs at least one connection, got max_connections=0")
        self._options = made = Options(environment, repeatable, response_limits, options)
        self._others: dict[tuple[bool, str | None], Self] = {}
        self._is_secure = False
        super().__init__(**made.options)
        if options.get("proxy") is not None:
            vars(self)["proxy"] = _Proxy.of(options["proxy"])

    def get_client(self) -> aiohttp.ClientSession:
        """Return the aiohttp session. It holds only connections: no cookies or other settings."""
        context: Any = False
        if self._is_secure:
            new_context = self._options.new_context
            context = self.ssl_context if new_context is None else new_context()
        limits = self.limits
        connector = _Connector(
            limit=limits.max_connections or 0,
            keepalive_timeout=limits.keepalive_expiry,
            ssl=context,
        )
        connector.used = weakref.WeakSet()
        if hasattr(connector, "_conns"):
            connector.most_idle = limits.max_keepalive_connections
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_ADDED,
            auto_decompress=False,
            max_line_size=1 << 16,
            max_field_size=1 << 16,
        )
        if hasattr(session, "_retry_connection"):
            vars(session)["_retry_connection"] = False  # decided by `_may_repeat`
        return session

    def reach(self, url: httpx.URL) -> Self:
        """Return the transport for a URL: this one, one with TLS, or one that uses a proxy.

        Raises:
            ValueError: The environment names an invalid proxy.
        """
        proxy = self._options.environment and self._options.environment.choose(url)
        key = (url.scheme == "https", proxy or None)
        if key == (self._is_secure, None):
            return self
        if key not in self._others:
            made = type(self)(**(self._options.through(proxy) if proxy else self._options.again()))
            made._is_secure = key[0]
            self._others[key] = made
        return self._others[key]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, through a proxy if one is configured for its URL."""
        guard_redirect(request)
        if request.url.scheme not in _SCHEMES:
            message = f"the scheme of {request.url} is neither http nor https"
            raise httpx.UnsupportedProtocol(message, request=request)
        to = self.reach(request.url)
        response = await to._answered(_Call(request))
        return limited(response, self._options.limits, is_direct=True)

    async def _answered(self, call: _Call) -> httpx.Response:
        """Send a request. Try once more if it was sent on an idle connection that had died."""
        while True:
            try:
                return await self._sent(call)
            except Exception as error:
                raised = _as_httpx(error, call, self._options)
                if not (call.is_kept and _is_lost(error)):
                    raise raised from _cause(error)
                if not self._may_repeat(call):
                    lost = httpx.RemoteProtocolError(NOT_REPEATED, request=call.request)
                    raise lost from _cause(error)
            call = _Call(call.request)

    def _may_repeat(self, call: _Call) -> bool:
        request = call.request
        return (
            request.method in self._options.repeatable
            and isinstance(request.stream, httpx.ByteStream)
            and time.monotonic() - call.began < REPEATABLE_SECONDS
            and (call.stop is None or call.stop.reason is None)
        )

    async def _sent(self, call: _Call) -> httpx.Response:
        import anyio  # a dependency of httpx

        token, response = _CALL.set(call), None
        try:
            with anyio.CancelScope() as scope:
                _wake_by(call.stop, scope.cancel)
                response = await super().handle_async_request(_in_pieces(call.request))
        finally:
            _CALL.reset(token)
            _wake_by(call.stop, None)
        if response is None:
            raise call.stop.error(call.request) if call.stop else RuntimeError("no response")
        answer: Any = getattr(response.stream, "_aiohttp_response")  # noqa: B009 - not public
        body = _Body(answer, call)
        response.stream = body
        try:
            _demand_http(answer, call)
            _wake_by(call.stop, answer.close)
        except BaseException:
            await body.aclose()
            raise
        return response

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._others.values():
            await transport.aclose()
        await super().aclose()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()


def _demand_http(answer: aiohttp.ClientResponse, call: _Call) -> None:
    """Reject what aiohttp accepts: other protocols, and bodies in an unknown transfer encoding."""
    encoding = answer.headers.get("Transfer-Encoding", "chunked").strip().lower()
    if answer.status < 200 or encoding != "chunked":
        what = f"status {answer.status}" if answer.status < 200 else "an unknown transfer encoding"
        raise httpx.RemoteProtocolError(f"unexpected {what}", request=call.request)


def _wake_by(stop: Stop | None, wake: Callable[[], Any] | None) -> None:
    """Set the callback that wakes the call when it is stopped. It runs on the event loop."""
    if stop is not None:
        stop.wake_by(None if wake is None else waker(wake))


def _is_lost(error: Exception) -> bool:
    """Return whether the connection ended before any byte of an answer arrived."""
    cause = _cause(error)
    if isinstance(cause, aiohttp.ServerDisconnectedError):
        return not isinstance(cause.message, aiohttp.http.RawResponseMessage)
    is_made = not isinstance(cause, aiohttp.ClientConnectorError)
    return is_made and isinstance(cause, (ConnectionError, aiohttp.ClientOSError))


def _cause(error: Exception) -> BaseException | None:
    """Return the aiohttp error that caused an httpx-aiohttp error."""
    return error.__cause__ if isinstance(error, httpx.HTTPError) and error.__cause__ else error


def _as_httpx(error: Exception, call: _Call, options: Options | None = None) -> Exception:
    """Return the httpx error for a failure, with its request."""
    found = _cause(error)
    if not isinstance(found, (aiohttp.ClientError, OSError, http_exceptions.HttpProcessingError)):
        return error
    raised: Any = _new_error(found, call)
    raised.request = call.request
    if isinstance(found, aiohttp.ClientProxyConnectionError) and options is not None:
        options.name_proxy(raised)
    return cast("Exception", raised)


def _new_error(error: Exception, call: _Call) -> httpx.TransportError:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return _late(call)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return httpx.RemoteProtocolError(_DISCONNECTED)
    if isinstance(error, aiohttp.ClientPayloadError) and _is_cut(error):
        return httpx.RemoteProtocolError(_CUT)
    kind = next(
        (ours for theirs, ours in _KINDS if isinstance(error, theirs)), httpx.TransportError
    )
    return kind(_said(error))


def _late(call: _Call) -> httpx.TimeoutException:
    """Return the error for the timeout that expired: connecting, or waiting for a connection."""
    limits: Any = call.request.extensions.get("timeout") or {}
    waited, connect, pool = time.monotonic() - call.began, limits.get("connect"), limits.get("pool")
    if pool is not None and waited >= pool and (connect is None or waited < connect):
        return httpx.PoolTimeout("timed out")
    return httpx.ConnectTimeout("timed out")


def _is_cut(error: Exception) -> bool:
    reasons: list[BaseException] = [error]
    while (reason := reasons[-1].__cause__ or reasons[-1].__context__) is not None:
        reasons.append(reason)
    kinds = (http_exceptions.ContentLengthError, aiohttp.ClientConnectionError)
    return any(isinstance(one, kinds) or "Not enough data" in str(one) for one in reasons)


def _said(error: Exception) -> str:
    if isinstance(error, aiohttp.ServerTimeoutError):
        return "timed out"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"{error.status} {error.message}"
    if isinstance(error, aiohttp.ClientResponseError):
        return error.message
    return str(getattr(error, "os_error", None) or error) or type(error).__name__
