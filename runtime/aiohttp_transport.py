"""Owns the transport for `transport="aiohttp"`: less CPU time for many concurrent async calls.

It adapts the transport of httpx-aiohttp to behave like our own transport: the same errors,
timeouts, proxies, redirects and limits, and calls can be stopped. Only this module imports aiohttp.
"""

from __future__ import annotations

import asyncio
import math
import time
import weakref
from collections.abc import AsyncIterator, Callable, Collection
from contextvars import ContextVar
from types import FunctionType, TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import quote

import aiohttp
import httpx
import httpx_aiohttp
import yarl
from aiohttp import http_exceptions

from .limits import DEFAULTS, ResponseLimits, limited
from .proxies import EnvironmentProxies
from .semantics import IDEMPOTENT
from .stopping import KEY, Stop, waker
from .transport import (
    MOST_CONNECTING,
    NOT_REPEATED,
    REPEATABLE_SECONDS,
    Direct,
    Options,
    guard_redirect,
)

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

#: Larger bodies are sent by aiohttp, which waits until the connection has accepted them.
_MOST_IN_ONE_WRITE = 1 << 16

#: Headers whose meaning aiohttp implements.
_HANDLED = frozenset({b"expect", b"transfer-encoding"})

#: Maximum size of the status line, and of a header.
_MOST_LINE = 1 << 16

#: Larger bodies are sent in pieces of this size.
_MOST_AT_ONCE = 1 << 18

#: Attributes of a connector that are needed to limit how many connections are connecting.
_WAITING_NAMES = ("_conns", "_waiters", "_release_waiter", "_available_connections")

#: What is needed of a connection to use it without aiohttp's session.
_PROTOCOL: Any = getattr(getattr(aiohttp, "client_proto", None), "ResponseHandler", None)
_PROTOCOL_NAMES = ("is_connected", "read", "set_response_params", "start_timeout", "upgraded")
_IS_USABLE = all(hasattr(_PROTOCOL, name) for name in _PROTOCOL_NAMES)

_CLIENT_FILE = aiohttp.client.__file__
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


def _is_own(method: Any) -> bool:
    """Return whether a method is aiohttp's own. Recorders of tests replace some."""
    return isinstance(method, FunctionType) and method.__code__.co_filename == _CLIENT_FILE


class _Connector(aiohttp.TCPConnector):
    """Records which connections were reused, and limits how many are idle or connecting."""

    used: weakref.WeakSet[Any]
    most_idle: int | None = None
    most_connecting: float = math.inf
    _connecting = 0
    _is_failing = False
    """Whether the last connection that was begun could not be made."""

    def _release(self, key: Any, protocol: Any, *, should_close: bool = False) -> None:
        if self.most_idle is not None:
            idle = sum(map(len, self._conns.values()))
            should_close = should_close or idle >= self.most_idle
        transport = protocol.transport
        super()._release(key, protocol, should_close=should_close)
        _abort_if_unsent(transport)
        if self._is_full():
            self._wake_waiting()  # aiohttp does so before the connection can be used

    def _close(self, **options: Any) -> Any:
        transports = [protocol.transport for protocol in getattr(self, "_acquired", ())]
        closing = super()._close(**options)
        for transport in transports:
            _abort_if_unsent(transport)
        return closing

    def _is_full(self) -> bool:
        """Return whether no more connections may be connecting."""
        return self._connecting >= self.most_connecting and not self._is_failing

    def _available_connections(self, key: Any) -> int:
        if self._is_full():
            return 1 if self._conns.get(key) else 0
        return super()._available_connections(key)

    async def _create_connection(self, req: Any, traces: Any, timeout: Any) -> Any:
        self._connecting += 1
        is_made = False
        try:
            protocol = await super()._create_connection(req, traces, timeout)
            is_made = True
        finally:
            self._connecting -= 1
            self._is_failing = not is_made
            self._wake_waiting(everyone=not is_made)  # because each may wait for its timeout
        return protocol

    def _wake_waiting(self, *, everyone: bool = False) -> None:
        """Wake a call that waits until it may connect or use a connection, or all of them."""
        if self.most_connecting < math.inf:
            for _ in range(sum(map(len, self._waiters.values())) if everyone else 1):
                self._release_waiter()

    async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:
        try:
            connection = await super().connect(req, traces, timeout)
        except BaseException:
            self._wake_waiting()  # it may have been woken, instead of another call
            raise
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


def _abort_if_unsent(transport: Any) -> None:
    """Close a connection now that would wait until a server has accepted all data."""
    if transport is not None and transport.is_closing() and transport.get_write_buffer_size():
        transport.abort()


class _Answer:
    """What is needed of `aiohttp.ClientResponse`, for a request that was sent without aiohttp's.

    Args:
        connection: The connection, which goes back to its pool at the end of the body.
        message: The status and the headers.
        content: The body.
    """

    __slots__ = ("_connection", "content", "headers", "status")

    def __init__(self, connection: Any, message: Any, content: Any) -> None:
        self._connection = connection
        self.content = content
        self.status: int = message.code
        self.headers: Any = message.headers
        if not connection.protocol.upgraded:
            content.on_eof(connection.release)

    def release(self) -> None:
        """Give the connection back."""
        self._connection.release()

    def close(self) -> None:
        """Close the connection, and wake a task that reads from it."""
        if self.content.exception() is None and not self.content.is_eof():
            self.content.set_exception(aiohttp.ClientConnectionError("Connection closed"))
        self._connection.close()

    def __del__(self) -> None:
        self._connection.close()


class _Body(httpx.AsyncByteStream, Direct):
    """The body of a response, in pieces as they arrive."""

    def __init__(self, answer: aiohttp.ClientResponse | _Answer, call: _Call) -> None:
        self.answer, self._call = answer, call
        self._is_closed = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            piece = await self.answer.content.readany()
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
            self.answer.release() if self.answer.content.at_eof() else self.answer.close()


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
        self._origins: dict[tuple[bytes, bytes, int | None], Any] = {}
        self._timeouts: dict[tuple[float | None, ...], aiohttp.ClientTimeout] = {}
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
        if all(hasattr(connector, name) for name in _WAITING_NAMES):
            connector.most_connecting = MOST_CONNECTING
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_ADDED,
            auto_decompress=False,
            max_line_size=_MOST_LINE,
            max_field_size=_MOST_LINE,
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
                response = await self._exchanged(call)
        finally:
            _CALL.reset(token)
            _wake_by(call.stop, None)
        if response is None:
            raise call.stop.error(call.request) if call.stop else RuntimeError("no response")
        body = cast("_Body", response.stream)
        try:
            _demand_http(body.answer, call)
            _wake_by(call.stop, body.answer.close)
        except BaseException:
            await body.aclose()
            raise
        return response

    async def _exchanged(self, call: _Call) -> httpx.Response:
        """Send a request, and return the response."""
        session: Any = self.client
        if not isinstance(session, aiohttp.ClientSession):
            session = self.client = self.get_client()
        if (data := self._written(session, call.request)) is not None:
            return await self._sent_directly(session, call, data)
        response = await super().handle_async_request(_in_pieces(call.request))
        answer: Any = getattr(response.stream, "_aiohttp_response")  # noqa: B009 - not public
        response.stream = _Body(answer, call)
        return response

    def _written(self, session: aiohttp.ClientSession, request: httpx.Request) -> bytes | None:
        """Return a request as it is written, or None if aiohttp has to send it.

        For each request, aiohttp copies the headers five times, parses the URL, and starts a task
        that writes the body.
        """
        url, stream, headers = request.url, request.stream, request.headers.raw
        if (
            not _IS_USABLE
            or self.proxy is not None
            or not isinstance(stream, httpx.ByteStream)
            or url.userinfo
            or "sni_hostname" in request.extensions
            or not _is_own(type(session)._request)  # pyright: ignore[reportPrivateUsage]
            or session.trace_configs
            or not _HANDLED.isdisjoint(name.lower() for name, _ in headers)
        ):
            return None
        lines = [request.method.encode(), b" ", url.raw_path, b" HTTP/1.1\r\n"]
        for name, value in headers:
            lines += (name, b": ", value, b"\r\n")
        head = b"".join(lines)
        ends = len(headers) + 1
        if head.count(b"\r") != ends or head.count(b"\n") != ends or b"\0" in head:
            return None  # aiohttp raises the error
        content = b"".join(stream)
        return head + b"\r\n" + content if len(content) <= _MOST_IN_ONE_WRITE else None

    async def _sent_directly(
        self, session: aiohttp.ClientSession, call: _Call, data: bytes
    ) -> httpx.Response:
        """Send a request over a connection of aiohttp."""
        request = call.request
        timeout = self._timeout_of(request)
        connector: Any = session.connector
        try:
            connection = await connector.connect(self._origin(session, request), [], timeout)
        except asyncio.TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError(str(request.url)) from error
        try:
            protocol = connection.protocol
            protocol.set_response_params(
                skip_payload=request.method == "HEAD",
                read_until_eof=True,
                auto_decompress=False,
                read_timeout=timeout.sock_read,
                max_line_size=_MOST_LINE,
                max_field_size=_MOST_LINE,
            )
            if not protocol.is_connected():
                raise aiohttp.ClientConnectionResetError("Cannot write to closing transport")
            protocol.transport.write(data)
            protocol.start_timeout()
            message, content = await protocol.read()
            while 100 <= message.code < 200 and message.code != 101:
                message, content = await protocol.read()
        except BaseException:
            connection.close()
            raise
        extensions = {"http_version": b"HTTP/1.1"}
        if message.reason:
            extensions["reason_phrase"] = message.reason.encode()
        return httpx.Response(
            message.code,
            headers=message.raw_headers,
            stream=_Body(_Answer(connection, message, content), call),
            request=request,
            extensions=extensions,
        )

    def _origin(self, session: aiohttp.ClientSession, request: httpx.Request) -> Any:
        """Return the request of aiohttp that says where to connect."""
        url = request.url
        key = url.raw_scheme, url.raw_host, url.port
        origin = self._origins.get(key)
        if origin is None:
            at, loop = yarl.URL(str(url.join("/"))), asyncio.get_running_loop()
            origin = aiohttp.ClientRequest("GET", at, loop=loop, session=session)
            self._origins[key] = origin
        return origin

    def _timeout_of(self, request: httpx.Request) -> aiohttp.ClientTimeout:
        limits: Any = request.extensions.get("timeout", {})
        key = limits.get("connect"), limits.get("read"), limits.get("pool")
        timeout = self._timeouts.get(key)
        if timeout is None:
            timeout = aiohttp.ClientTimeout(sock_connect=key[0], sock_read=key[1], connect=key[2])
            self._timeouts = {key: timeout}
        return timeout

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


def _demand_http(answer: aiohttp.ClientResponse | _Answer, call: _Call) -> None:
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
    if isinstance(error, (aiohttp.ClientResponseError, http_exceptions.HttpProcessingError)):
        return error.message
    return str(getattr(error, "os_error", None) or error) or type(error).__name__
