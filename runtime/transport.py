"""Owns transports for httpx that handle cancellation, forks, many waiting calls and odd servers.

httpx connects with httpcore, which parses HTTP with h11. Only this module and `exchange` use their
private names. They check that each of them exists. If a version lacks one, httpx works as usual,
without the feature that needs the name.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection, Generator, Iterator
from contextlib import AbstractContextManager
from functools import partial
from ipaddress import ip_address
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, cast

import httpcore
import httpx
from httpx._transports import default as httpx_default

from . import exchange
from .exchange import MOST_JOINED, Exchange, around_h11, is_of_httpcore
from .limits import DEFAULTS, ResponseLimits, limited
from .proxies import EnvironmentProxies
from .semantics import IDEMPOTENT, NEUTRAL_HEADERS
from .stopping import KEY, Stop, left_when_ended, waker
from .tls import shared_context

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "MOST_CONNECTING",
    "NOT_REPEATED",
    "REPEATABLE_SECONDS",
    "AsyncHTTPTransport",
    "Direct",
    "HTTPTransport",
    "Held",
    "Options",
    "apieces",
    "came_directly",
    "guard_redirect",
    "pieces",
]

#: A request is sent again only if the connection failed within this many seconds after sending.
#: After that, the server may have started to work on it.
REPEATABLE_SECONDS = 1.0

#: Maximum number of connections of a pool that are connecting at the same time. Of many calls that
#: start together, later ones use the connections of those that were answered. A waiting call needs
#: a fraction of the memory.
MOST_CONNECTING = 100

#: Locks of a connection that have no other waiters, except with HTTP/2.
_LOCKS = ("_request_lock", "_connect_lock", "_state_lock")

_SCHEMES = (b"http", b"https", b"ws", b"wss")
_LOST = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)
NOT_REPEATED = (
    "the server closed a connection that was kept open, before it answered; "
    "the request was not sent again, because it may have been carried out"
)

#: Attributes that a pool needs for our bookkeeping, besides its public methods.
_POOL_NAMES = ("_connections", "_max_connections", "_max_keepalive_connections", "_ssl_context")


# ---------------------------------------------------------------------- ownership of connections


class _Waiting:
    """A call that waits for a connection."""

    __slots__ = ("connection", "event", "origin")

    def __init__(self, origin: Any, event: Any) -> None:
        self.origin = origin
        self.event = event
        self.connection: Any = None


class _Connections(dict[Any, int]):
    """The connections of a pool, and the number of users of each, which exceeds 1 with HTTP/2.

    It has the list methods that httpcore's own code calls. That code runs when a mock is in use.
    """

    def append(self, connection: Any) -> None:
        self[connection] = 0

    def remove(self, connection: Any) -> None:
        self.pop(connection, None)


class _Ledger:
    """Tracks the connections of a pool, their users, and the calls that wait for one. No I/O.

    A connection is either in use or idle. If it comes back in any other state, it is closed, and
    its slot becomes free. A free slot goes to the call that has waited longest. The cost of each
    step does not depend on the number of calls.

    It is mixed into httpcore's pools and replaces their own bookkeeping, which loses slots when
    calls are cancelled, and scans everything for every call.
    """

    _connections: _Connections
    _connecting: set[Any]
    """Connections whose connecting is limited, until they are connected."""
    _is_failing: bool
    """Whether the last of them was given up or failed. They are not limited then, because each may
    wait for its timeout."""
    _idle: OrderedDict[Any, None]
    _waiting: OrderedDict[_Waiting, None]
    _dropped: list[Any]
    _repeatable: Collection[bytes]
    _new_context: Callable[[], Any] | None
    _http2: bool
    _max_connections: int
    _max_keepalive_connections: int
    _ssl_context: Any
    create_connection: Any

    def _begin(self) -> None:
        self._connections, self._dropped = _Connections(), []
        self._connecting, self._is_failing = set(), False
        self._idle, self._waiting = OrderedDict(), OrderedDict()

    def _take(self, origin: Any) -> Any:
        """Return a connection for a request, or None if all are in use."""
        connection = self._idle_connection(origin) or self._shared_connection(origin)
        if connection is None:
            if len(self._connecting) >= MOST_CONNECTING and not self._is_failing:
                return None
            if len(self._connections) >= self._max_connections:
                if not self._idle:
                    return None
                self._drop(next(iter(self._idle)))
            connection = self.create_connection(origin)
            self._connections[connection] = 0
        self._connections[connection] += 1
        if self._idle and next(iter(self._idle)).has_expired():
            self._drop(next(iter(self._idle)))
        return connection

    def _idle_connection(self, origin: Any) -> Any:
        """Remove and return the most recently used idle connection to an origin."""
        while self._idle:
            usable = (one for one in reversed(self._idle) if one.can_handle_request(origin))
            connection = next(usable, None)
            if connection is None:
                return None
            if not connection.has_expired():
                del self._idle[connection]
                return connection
            self._drop(connection)
        return None

    def _shared_connection(self, origin: Any) -> Any:
        """Return a connection in use that can take another request, which requires HTTP/2."""
        if not self._http2:
            return None
        usable = (one for one in self._connections if one.can_handle_request(origin))
        # One with HTTP/1.1 seems available before its user sends, and before it is handed back.
        shared = (one for one in usable if _http11(one) is None)
        return next((one for one in shared if one.is_available()), None)

    def _release(self, connection: Any) -> None:
        """Take a connection back, and serve waiting calls."""
        if connection in self._connecting:
            self._connecting.remove(connection)
            self._is_failing = True
        users = self._connections.get(connection)
        if users is None:
            return  # the pool was closed, or the process forked
        self._connections[connection] = users - 1
        if users == 1:
            if connection.is_closed():
                del self._connections[connection]
            elif connection.is_idle():
                self._idle[connection] = None
            else:
                self._drop(connection)
        self._serve()
        if len(self._idle) > self._max_keepalive_connections:
            self._drop(next(iter(self._idle)))

    def _connected(self, connection: Any) -> None:
        """Note that a connection is connected. Another one may now be connecting."""
        self._connecting.discard(connection)
        self._is_failing = False
        self._serve()

    def _serve(self) -> None:
        while self._waiting:
            waiting = next(iter(self._waiting))
            waiting.connection = self._take(waiting.origin)
            if waiting.connection is None:
                return
            del self._waiting[waiting]
            waiting.event.set()

    def _give_up(self, waiting: _Waiting) -> None:
        """Remove a waiting call, even if it has just received a connection."""
        self._waiting.pop(waiting, None)
        if waiting.connection is not None:
            self._release(waiting.connection)

    def _no_slot(self) -> Exception:
        if len(self._connections) < self._max_connections:
            return httpcore.PoolTimeout(f"{len(self._connecting)} connections are not made yet")
        return httpcore.PoolTimeout(f"all {self._max_connections} connections are in use")

    def _drop(self, connection: Any) -> None:
        self._idle.pop(connection, None)
        del self._connections[connection]
        self._dropped.append(connection)

    def _drop_idle(self, origin: Any) -> None:
        """Drop the idle connections to an origin. If one is dead, the others may be, too."""
        for connection in [one for one in self._idle if one.can_handle_request(origin)]:
            self._drop(connection)

    def _take_dropped(self) -> list[Any]:
        """Return the connections to close, without those that never connected."""
        dropped, self._dropped = self._dropped, []
        return [one for one in dropped if getattr(one, "_connection", one) is not None]

    def _take_all(self) -> list[Any]:
        """Return all connections for closing, and wake the calls that wait for one."""
        self._dropped.extend(self._connections)
        dropped = self._take_dropped()
        waiting = list(self._waiting)
        self._begin()
        for one in waiting:
            one.event.set()
        return dropped

    def _prepare(self, request: Any) -> None:
        """Create the TLS context on the first request that needs it."""
        if (
            self._ssl_context is None
            and self._new_context is not None
            and request.url.scheme in (b"https", b"wss")
        ):
            self._ssl_context = self._new_context()

    def _plain(self, connection: Any, request: Any, *, kept: bool) -> Exchange | None:
        """Return how to send a request without h11. If None, httpcore sends it.

        On an open connection, it then sends the head and a known body in one write.

        With HTTP/2, neither: another call may have the connection, too, and httpcore's locks decide
        between them if it turns out to be one with HTTP/1.1.
        """
        if self._http2:
            return None
        plain = exchange.plain(connection, request) if kept else None
        stream = getattr(_http11(connection), "_network_stream", None)
        is_known = isinstance(request.stream, httpx.ByteStream)
        if plain is None and is_known and isinstance(stream, Held):
            stream.hold()
        return plain

    def _may_repeat(self, request: Any, connection: Any, error: Exception, began: float) -> bool:
        """Return whether to send a request again after its idle connection failed.

        Raises:
            RemoteProtocolError: The connection failed before any byte of an answer arrived, but the
                request must not be sent twice.
        """
        if not isinstance(error, _LOST) or _has_heard(connection, error):
            return False
        if (
            request.method in self._repeatable
            and isinstance(request.stream, httpx.ByteStream)
            and time.monotonic() - began < REPEATABLE_SECONDS
        ):
            return True
        raise httpcore.RemoteProtocolError(NOT_REPEATED) from error

    def _forget_inherited(self) -> None:
        """Forget all connections in a forked process, because they belong to the parent."""
        connections = list(self._connections)
        for connection in connections:
            _let_go(connection)
        # Keep the objects alive, because their finalizers would warn about unclosed sockets.
        _inherited.extend(connections)
        self._begin()


def _has_heard(connection: Any, error: Exception) -> bool:
    """Return whether any bytes of an answer arrived, even invalid ones."""
    if error.__cause__ is not None and type(error) is httpcore.RemoteProtocolError:
        return True  # h11 rejected the bytes
    state = getattr(_http11(connection), "_h11_state", None)
    return state is None or bool(state.trailing_data[0])


def _http11(connection: Any) -> Any:
    """Return the HTTP/1.1 connection inside its wrappers, with or without a proxy."""
    while connection is not None and not hasattr(connection, "_h11_state"):
        connection = getattr(connection, "_connection", None)
    return connection


def _attach(stop: Stop | None, connection: Any) -> None:
    """Let `stop` end a call while it uses a connection.

    HTTP/2 connections are left out, because other calls use them, too.
    """

    def find_socket() -> Any:
        stream = getattr(_http11(connection), "_network_stream", None)
        return stream and stream.get_extra_info("socket")

    if stop is not None:
        stop.attach(find_socket)


def _detach(stop: Stop | None) -> None:
    if stop is not None:
        stop.detach()


# ---------------------------------------------------------------------- connecting

_calls = threading.local()
_STREAMS: dict[tuple[type[Any], type[Any]], type[Any]] = {}


@contextlib.contextmanager
def _connecting(stop: Stop | None) -> Generator[None, None, None]:
    """Set the `Stop` of this thread's call for `_Backend`, which may have to connect."""
    _calls.stop = stop
    try:
        yield
    finally:
        _calls.stop = None


def _left(call: Callable[[], Any]) -> Any:
    """Make a blocking call that is abandoned if this thread's call is stopped."""
    stop: Stop | None = getattr(_calls, "stop", None)
    return call() if stop is None else left_when_ended(stop, call, lambda stream: stream.close())


class _Backend(httpcore.NetworkBackend):
    """Connects in a way that can be interrupted, even during a DNS lookup.

    Args:
        backend: The backend of httpcore.
    """

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(self, *args: Any, **keywords: Any) -> httpcore.NetworkStream:
        """Connect to a host."""
        stream = _left(lambda: self._backend.connect_tcp(*args, **keywords))
        return cast("httpcore.NetworkStream", _mixed(_Stream, stream))

    def connect_unix_socket(self, *args: Any, **keywords: Any) -> httpcore.NetworkStream:
        """Connect to a Unix socket."""
        return self._backend.connect_unix_socket(*args, **keywords)

    def sleep(self, seconds: float) -> None:
        """Wait before another attempt."""
        self._backend.sleep(seconds)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    """Connects in a way that leaves nothing open if the call is cancelled.

    Args:
        backend: The backend of httpcore.
    """

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    def plain(self, connected: Callable[[], None]) -> _PlainBackend:
        """Return the backend for a connection without TLS.

        Args:
            connected: Called when the connection is connected.
        """
        return _PlainBackend(self._backend, connected)

    async def connect_tcp(self, *args: Any, **keywords: Any) -> httpcore.AsyncNetworkStream:
        """Connect to a host."""
        stream = await self._backend.connect_tcp(*args, **keywords)
        return cast("httpcore.AsyncNetworkStream", _mixed(_AsyncStream, stream))

    async def connect_unix_socket(self, *args: Any, **keywords: Any) -> httpcore.AsyncNetworkStream:
        """Connect to a Unix socket."""
        return await self._backend.connect_unix_socket(*args, **keywords)

    async def sleep(self, seconds: float) -> None:
        """Wait before another attempt."""
        await self._backend.sleep(seconds)


class _PlainBackend(_AsyncBackend):
    """Connects without TLS. On asyncio, without the layers of anyio."""

    def __init__(
        self, backend: httpcore.AsyncNetworkBackend, connected: Callable[[], None]
    ) -> None:
        super().__init__(backend)
        self._connected: Callable[[], None] | None = connected

    async def connect_tcp(self, *args: Any, **keywords: Any) -> Any:
        """Connect to a host."""
        connected, self._connected = self._connected, None
        stream = await self._connect_tcp(*args, **keywords)
        if connected is not None:
            connected()
        return stream

    async def _connect_tcp(self, host: str, *args: Any, **keywords: Any) -> Any:
        if not _is_asyncio():
            return await super().connect_tcp(host, *args, **keywords)
        from . import asyncio_stream  # imported here because sync programs do not load asyncio

        if _is_address(host):
            return await asyncio_stream.connect(host, *args, **keywords)
        # anyio tries all addresses of a name.
        stream = await super().connect_tcp(host, *args, **keywords)
        return asyncio_stream.taken_over(getattr(stream, "_stream", None)) or stream


def _is_asyncio() -> bool:
    import sniffio  # a dependency of anyio

    return sniffio.current_async_library() == "asyncio"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _mixed(mixed: type[Any], stream: Any) -> Any:
    """Return a stream of httpcore whose class includes a mixin."""
    kind = cast("Any", type)(stream)
    if (mixed, kind) not in _STREAMS:
        _STREAMS[mixed, kind] = type(kind.__name__, (mixed, kind), {})
    with contextlib.suppress(TypeError):  # a class with slots cannot be extended
        stream.__class__ = _STREAMS[mixed, kind]
    return stream


class Held:
    """A mixin for httpcore's streams that sends the headers of a request together with its body.

    This saves a packet, and for async callers a step of the event loop.
    """

    _head: bytes | None = None
    """Data that was not sent yet. None unless a request is being written."""

    def hold(self) -> None:
        """Delay the next write until there is more data, an empty write, or a read."""
        self._head = b""

    def _joined(self, buffer: bytes) -> tuple[bytes, ...]:
        """Return the data to send now."""
        head = self._head
        if head is None:
            return (buffer,)
        if buffer and not head:
            self._head = buffer
            return ()
        self._head = None
        return (head + buffer,) if len(buffer) <= MOST_JOINED else (head, buffer)


class _AsyncStream(Held):
    """A mixin for httpcore's async streams."""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send data, or delay it."""
        for one in self._joined(buffer):
            await cast("Any", super()).write(one, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read data, after sending everything that was delayed."""
        if self._head is not None:
            await self.write(b"", timeout)
        stream: Any = getattr(self, "_stream", None)
        if timeout is not None or not hasattr(stream, "receive"):
            data: bytes = await cast("Any", super()).read(max_bytes, timeout)
            return data
        import anyio

        try:
            return cast("bytes", await stream.receive(max_bytes))
        except anyio.EndOfStream:
            return b""
        except (anyio.BrokenResourceError, anyio.ClosedResourceError) as error:
            raise httpcore.ReadError(error) from error

    async def start_tls(self, *args: Any, **keywords: Any) -> Any:
        """Start TLS. Close the connection if this is cancelled."""
        try:
            stream = await cast("Any", super()).start_tls(*args, **keywords)
        except BaseException:
            await _close_behind([self])
            raise
        return _mixed(_AsyncStream, stream)


class _Stream(Held):
    """A mixin for httpcore's sync streams."""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send data, or delay it."""
        for one in self._joined(buffer):
            # httpcore copies what is left of bytes after each part that was sent.
            large: Any = memoryview(one) if len(one) > MOST_JOINED else one
            cast("Any", super()).write(large, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read data, after sending everything that was delayed."""
        if self._head is not None:
            self.write(b"", timeout)
        data: bytes = cast("Any", super()).read(max_bytes, timeout)
        return data

    def start_tls(self, *args: Any, **keywords: Any) -> Any:
        """Start TLS."""
        stream = _left(lambda: cast("Any", super(_Stream, self)).start_tls(*args, **keywords))
        return _mixed(_Stream, stream)


class _NoLock:
    """Replaces the locks of a connection that only one call uses at a time."""

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *_: object) -> None:
        pass


_NO_LOCK = _NoLock()


def _unlock(connection: Any) -> None:
    """Replace the locks of an async connection.

    httpcore acquires three of them for each request, each with a step of the event loop.
    """
    while connection is not None:
        for name in _LOCKS:
            if hasattr(connection, name):
                setattr(connection, name, _NO_LOCK)
        connection = getattr(connection, "_connection", None)


async def _send_first(connection: Any, request: Any, stop: Stop) -> Any:
    """Send the first request of a connection. `stop` can also end the connecting."""
    import anyio  # a dependency of httpx

    with anyio.CancelScope() as scope:
        stop.wake_by(waker(scope.cancel))
        try:
            return await connection.handle_async_request(request)
        finally:
            stop.wake_by(None)
    raise stop.error()  # any other cancellation has raised by now


# ---------------------------------------------------------------------- forks

_pools: weakref.WeakSet[Any] = weakref.WeakSet()
_inherited: list[Any] = []


def _let_go(connection: Any) -> None:
    """Release a socket of the parent process without notifying the server.

    Its file descriptor is redirected to the null device. So remaining references cannot read from
    or write to the parent's connection, or keep it open.
    """
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    stream = getattr(connection, "_network_stream", None)
    if stream is None:
        return
    socket = stream.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):
        nothing = os.open(os.devnull, os.O_RDWR)
        try:
            os.dup2(nothing, socket.fileno())
        finally:
            os.close(nothing)


def _begin_anew() -> None:
    for pool in list(_pools):
        pool._forget_inherited()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


# ---------------------------------------------------------------------- pools


class _SyncPool(_Ledger):
    """A mixin for httpcore's sync pools."""

    _lock: threading.Lock

    def _begin(self) -> None:
        super()._begin()
        # A new lock, because a thread that does not exist in a forked process may hold the old one.
        self._lock = threading.Lock()

    def handle_request(self, request: Any) -> Any:
        """Send a request on a free connection, and return the response."""
        original = cast("Any", super()).handle_request
        if request.url.scheme not in _SCHEMES or not is_of_httpcore(original):
            return original(request)  # rejects the URL, or is a mock
        self._prepare(request)
        stop: Stop | None = request.extensions.get(KEY)
        while True:
            kept, began = False, 0.0
            connection = self._acquire(request)
            try:
                kept, began = connection.is_idle(), time.monotonic()
                _attach(stop, connection)
                plain = self._plain(connection, request, kept=kept)
                if plain is not None:
                    response: Any = _exchanged(plain)
                else:
                    with _connecting(None if kept else stop):
                        response = connection.handle_request(request)
            except httpcore.ConnectionNotAvailable:
                _detach(stop)
                self.hand_back(connection)
            except BaseException as error:
                _detach(stop)
                self.hand_back(connection)
                if not (
                    kept
                    and (stop is None or stop.reason is None)
                    and isinstance(error, Exception)
                    and self._may_repeat(request, connection, error, began)
                ):
                    raise
                with self._lock:
                    self._drop_idle(request.url.origin)
            else:
                response.stream = _Body(self, connection, request, response.stream)
                return response

    def _acquire(self, request: Any) -> Any:
        waiting = _Waiting(request.url.origin, None)
        with self._lock:
            waiting.connection = self._take(waiting.origin)
            if waiting.connection is None:
                waiting.event = threading.Event()
                self._waiting[waiting] = None
            dropped = self._take_dropped()
        try:
            self._close_all(dropped)
            if waiting.event is not None and not _waited(waiting, request):
                raise self._no_slot()
        except BaseException:
            with self._lock:
                self._give_up(waiting)
            raise
        return waiting.connection or _refuse_closed()

    def hand_back(self, connection: Any) -> None:
        """Take a connection back from its user."""
        with self._lock:
            self._release(connection)
            dropped = self._take_dropped()
        self._close_all(dropped)

    def _close_all(self, connections: list[Any]) -> None:
        for connection in connections:
            connection.close()

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            connections = self._take_all()
        self._close_all(connections)


def _exchanged(plain: Exchange) -> Any:
    """Send a plain request, and read the head of its answer."""
    data = b""
    try:
        for piece in plain.pieces():
            plain.write(piece, plain.write_timeout)
    except httpcore.WriteError:
        pass  # A server may answer early, and close the connection.
    else:
        data = plain.read(plain.bytes, plain.timeout)
    answer = plain.answer(data)
    if answer is not None:
        return answer
    return plain.answer_of_h11(plain.connection._receive_response_headers(plain.request))


def _waited(waiting: _Waiting, request: Any) -> bool:
    """Wait for a connection unless the call is stopped. Return whether one came in time."""
    stop: Stop | None = request.extensions.get(KEY)
    if stop is not None:
        stop.wake_by(waiting.event.set)
    in_time: bool = waiting.event.wait(_pool_timeout(request))
    if stop is not None:
        stop.wake_by(None)
        stop.demand_going()
    return in_time


class _AsyncPool(_Ledger):
    """A mixin for httpcore's async pools."""

    def create_connection(self, origin: Any) -> Any:
        """Return a new connection, which connects when it is used."""
        connection: Any = cast("Any", super()).create_connection(origin)
        if not self._http2:
            _unlock(connection)
        backend = getattr(connection, "_network_backend", None)
        is_direct = connection.__class__ is httpcore.AsyncHTTPConnection
        if is_direct and origin.scheme == b"http" and type(backend) is _AsyncBackend:
            connection._network_backend = backend.plain(partial(self._connected, connection))
            self._connecting.add(connection)
        return connection

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request on a free connection, and return the response."""
        original = cast("Any", super()).handle_async_request
        if request.url.scheme not in _SCHEMES or not is_of_httpcore(original):
            return await original(request)  # rejects the URL, or is a mock
        self._prepare(request)
        stop: Stop | None = request.extensions.get(KEY)
        while True:
            connection = await self._acquire(request)
            kept, began = connection.is_idle(), time.monotonic()
            upload = None if isinstance(request.stream, httpx.ByteStream) else request.stream
            if upload is not None:
                request.stream = _Upload(upload, connection)
            try:
                _attach(stop, connection)
                plain = self._plain(connection, request, kept=kept)
                if plain is not None:
                    response: Any = await _aexchanged(plain)
                elif kept or stop is None:
                    response = await connection.handle_async_request(request)
                else:
                    response = await _send_first(connection, request, stop)
            except httpcore.ConnectionNotAvailable:
                _detach(stop)
                await self.hand_back(connection)
                request.stream = upload or request.stream
            except BaseException as error:
                _detach(stop)
                await self.hand_back_behind(connection)
                if not (
                    kept
                    and (stop is None or stop.reason is None)
                    and isinstance(error, Exception)
                    and self._may_repeat(request, connection, error, began)
                ):
                    raise
                self._drop_idle(request.url.origin)
            else:
                if not kept and not self._http2:
                    _unlock(connection)
                response.stream = _AsyncBody(self, connection, request, response.stream)
                return response

    async def _acquire(self, request: Any) -> Any:
        connection = self._take(request.url.origin)
        if connection is None:
            waiting = _Waiting(request.url.origin, _new_turn())
            self._waiting[waiting] = None
            stop: Stop | None = request.extensions.get(KEY)
            try:
                if stop is not None:
                    stop.wake_by(waker(waiting.event.set))
                await waiting.event.wait(_pool_timeout(request))
                if stop is not None:
                    stop.wake_by(None)
                    stop.demand_going()
            except BaseException as error:
                self._give_up(waiting)
                await _close_behind(self._take_dropped())
                if isinstance(error, TimeoutError):
                    raise self._no_slot() from None
                raise
            connection = waiting.connection or _refuse_closed()
        if self._dropped:
            try:
                await _close_behind(self._take_dropped())
            except BaseException:
                self._release(connection)
                raise
        return connection

    async def hand_back(self, connection: Any) -> None:
        """Take a connection back from its user."""
        self._release(connection)
        if self._dropped:
            await self._close_all(self._take_dropped())

    async def hand_back_behind(self, connection: Any) -> None:
        """Take back a connection of a call that failed or was cancelled."""
        self._release(connection)
        await _close_behind(self._take_dropped())

    async def _close_all(self, connections: list[Any]) -> None:
        try:
            while connections:
                await connections[-1].aclose()
                connections.pop()
        except BaseException:
            await _close_behind(connections)
            raise

    async def aclose(self) -> None:
        """Close all connections."""
        await self._close_all(self._take_all())


async def _aexchanged(plain: Exchange) -> Any:
    """Send a plain request, and read the head of its answer."""
    data = b""
    try:
        for piece in plain.pieces():
            await plain.write(piece, plain.write_timeout)
    except httpcore.WriteError:
        pass  # A server may answer early, and close the connection.
    else:
        data = await plain.read(plain.bytes, plain.timeout)
    answer = plain.answer(data)
    if answer is not None:
        return answer
    return plain.answer_of_h11(await plain.connection._receive_response_headers(plain.request))


def _new_turn() -> Any:
    """Return an event that can be awaited for a limited time."""
    if _is_asyncio():
        from .asyncio_stream import Turn

        return Turn()
    return _Turn()


class _Turn:
    """An event of trio."""

    def __init__(self) -> None:
        import anyio  # a dependency of httpx

        self._event = anyio.Event()
        self.set = self._event.set

    async def wait(self, timeout: float | None) -> None:
        import anyio

        with anyio.fail_after(timeout):
            await self._event.wait()


_closing: set[Any] = set()


async def _close_behind(connections: list[Any]) -> None:
    """Close connections when the caller may be cancelled or must not be delayed."""
    if not connections:
        return

    async def close() -> None:
        for connection in connections:
            with contextlib.suppress(Exception):
                await connection.aclose()

    if _is_asyncio():
        import asyncio

        # On asyncio, only a separate task is safe from `task.cancel()`.
        task = asyncio.get_running_loop().create_task(close())
        _closing.add(task)
        task.add_done_callback(_closing.discard)
        return
    import anyio

    with anyio.CancelScope(shield=True):
        await close()


def _pool_timeout(request: Any) -> float | None:
    limit: float | None = request.extensions.get("timeout", {}).get("pool")
    return limit


def _refuse_closed() -> Any:
    raise httpcore.ConnectError("the client was closed while the call waited for a connection")


# ---------------------------------------------------------------------- bodies


#: Converts exceptions of httpcore to those of httpx.
_as_httpx: Callable[[], AbstractContextManager[None]] = getattr(
    httpx_default, "map_httpcore_exceptions", contextlib.nullcontext
)


def _spoil_if_unread(stream: Any) -> None:
    """Prevent the reuse of a connection that received more data than the answer."""
    connection = getattr(stream, "_connection", None)
    state = getattr(connection, "_h11_state", None)
    if state is not None and (
        state.trailing_data[0] or _is_unread(getattr(connection, "_network_stream", None))
    ):
        state.send_failed()


def _is_unread(network_stream: Any) -> bool:
    """Return whether asyncio or anyio has received data that was not read yet."""
    if hasattr(network_stream, "is_unread"):
        return bool(network_stream.is_unread())
    stream = getattr(network_stream, "_stream", None)
    if getattr(getattr(stream, "_read_bio", None), "pending", 0):
        return True  # TLS
    return bool(_read_queue(getattr(stream, "transport_stream", stream)))


def _read_queue(stream: Any) -> Any:
    return getattr(getattr(stream, "_protocol", None), "read_queue", None)


def _name_request(error: BaseException, request: httpx.Request | None) -> None:
    if isinstance(error, httpx.RequestError) and request is not None:
        error.request = request


class Direct:
    """A body that is read without httpx's wrappers."""


class _Body(httpx.SyncByteStream, Direct):
    """The body of a response. Closing it returns the connection to the pool."""

    def __init__(self, pool: _SyncPool, connection: Any, request: Any, stream: Any) -> None:
        self._pool = pool
        self._connection = connection
        self._request = request
        self._stop: Stop | None = request.extensions.get(KEY)
        self._stream = stream
        self._is_closed = False
        self.request: httpx.Request | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            with _as_httpx():
                body = around_h11(self._stream, self._request)
                if body is not None:
                    pieces = body.begin()
                    while not body.is_over:
                        if pieces:
                            yield pieces
                        pieces = body.feed(body.read(body.bytes, timeout=body.timeout))
                    if pieces:
                        yield pieces
                yield from self._stream
        except BaseException as error:
            self.close()
            _name_request(error, self.request)
            raise

    def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        _detach(self._stop)
        try:
            _spoil_if_unread(self._stream)
            if hasattr(self._stream, "close"):
                self._stream.close()
        finally:
            self._pool.hand_back(self._connection)


class _AsyncBody(httpx.AsyncByteStream, Direct):
    """The body of a response. Closing it returns the connection to the pool."""

    def __init__(self, pool: _AsyncPool, connection: Any, request: Any, stream: Any) -> None:
        self._pool = pool
        self._connection = connection
        self._request = request
        self._stop: Stop | None = request.extensions.get(KEY)
        self._stream = stream
        self._is_closed = False
        self.request: httpx.Request | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            with _as_httpx():
                body = around_h11(self._stream, self._request)
                if body is not None:
                    read = body.read
                    pieces = body.begin()
                    while not body.is_over:
                        if pieces:
                            yield pieces
                        pieces = body.feed(await read(body.bytes, timeout=body.timeout))
                    if pieces:
                        yield pieces
                async for piece in self._stream:
                    yield piece
        except BaseException as error:
            await self.aclose()
            _name_request(error, self.request)
            raise

    async def aclose(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        _detach(self._stop)
        try:
            _spoil_if_unread(self._stream)
            if hasattr(self._stream, "aclose"):
                await self._stream.aclose()
        except BaseException:
            await self._pool.hand_back_behind(self._connection)
            raise
        await self._pool.hand_back(self._connection)


class _Upload(httpx.AsyncByteStream):
    """The body of a request, which ends if the answer arrives early.

    asyncio drops data that a server sent before it closed the connection, unless it was read. So
    the connection is read while the body is sent.
    """

    def __init__(self, stream: Any, connection: Any) -> None:
        self._stream = stream
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        network_stream = getattr(_http11(self._connection), "_network_stream", None)
        stream = getattr(network_stream, "_stream", None)
        socket = getattr(stream, "transport_stream", stream)
        resume = getattr(getattr(socket, "_transport", None), "resume_reading", None)
        if resume is not None and _read_queue(socket) is not None:
            resume()
        async for piece in self._stream:
            # With TLS, the data may not be an answer.
            if socket is stream and _is_unread(network_stream):
                # httpcore handles this error by reading the answer.
                raise httpcore.WriteError("the server answered before the whole body was sent")
            yield piece


def _finished(
    response: httpx.Response, request: httpx.Request, limits: ResponseLimits
) -> httpx.Response:
    """Return a response with limits applied, and with its body outside of httpx's wrapper."""
    body: Any = getattr(response.stream, "_httpcore_stream", None)
    is_direct = isinstance(body, (_Body, _AsyncBody)) and _as_httpx is not contextlib.nullcontext
    if is_direct:
        body.request = request
        response.stream = body
    return limited(response, limits, is_direct=is_direct)


def came_directly(response: httpx.Response) -> bool:
    """Return whether a response came from one of our connections, not from a mock or recording."""
    stream = getattr(response, "stream", None)
    return isinstance(getattr(stream, "_stream", None), Direct)


def pieces(response: httpx.Response) -> Iterator[bytes]:
    """Return the bytes of a body as they arrive, with as few wrappers as possible."""
    body = getattr(response.stream, "_stream", None)
    return iter(body) if isinstance(body, _Body) else response.iter_raw()


def apieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """Return the bytes of a body as they arrive, with as few wrappers as possible.

    Each wrapper is an async generator. An event loop that shuts down closes all generators at once,
    and they would interfere with each other.
    """
    body = getattr(response.stream, "_stream", None)
    if isinstance(body, Direct) and isinstance(body, httpx.AsyncByteStream):
        return aiter(body)
    return response.aiter_raw()


# ---------------------------------------------------------------------- transports


_CLASSES: dict[type[Any], type[Any] | None] = {}


def _repair(
    pool: Any,
    mixed: type[_Ledger],
    repeatable: Collection[str],
    new_context: Callable[[], Any] | None,
) -> None:
    """Replace the bookkeeping of a pool, if its class is supported."""
    kind: type[Any] = pool.__class__
    if kind not in _CLASSES:
        _CLASSES[kind] = _repaired(kind, mixed)
    repaired = _CLASSES[kind]
    if repaired is None or not all(hasattr(pool, name) for name in _POOL_NAMES):
        if new_context is not None:
            pool._ssl_context = new_context()
        return
    pool.__class__ = repaired
    pool._repeatable = {name.encode() for name in repeatable}
    pool._new_context = new_context
    backend: Any = getattr(pool, "_network_backend", None)
    if isinstance(backend, httpcore.SyncBackend):
        pool._network_backend = _Backend(backend)
    elif type(backend).__name__ == "AutoBackend":
        pool._network_backend = _AsyncBackend(backend)
    pool._begin()
    _pools.add(pool)


def _repaired(kind: type[Any], mixed: type[_Ledger]) -> type[Any] | None:
    """Return a pool class with our bookkeeping, or None if it is not one of httpcore's."""
    base = httpcore.ConnectionPool if mixed is _SyncPool else httpcore.AsyncConnectionPool
    if not issubclass(kind, base) or not hasattr(kind, "create_connection"):
        return None
    return type(kind.__name__, (mixed, kind), {})


def guard_redirect(request: httpx.Request) -> None:
    """Remove headers that may be secret if a redirect leads to another host or to plain HTTP."""
    url, first = request.url, request.extensions.setdefault("ollama_first_url", request.url)
    if url is first or (url.host == first.host and url.scheme in (first.scheme, "https")):
        return
    for name in request.headers.keys() - NEUTRAL_HEADERS:
        del request.headers[name]


class Options:
    """Settings for connections, both direct and through proxies."""

    def __init__(
        self,
        environment: EnvironmentProxies | None,
        repeatable: Collection[str],
        limits: ResponseLimits,
        options: dict[str, Any],
    ) -> None:
        self.limits = limits
        self.environment = environment
        self.repeatable = repeatable
        self.given = options
        self.options: dict[str, Any] = options
        self.new_context: Callable[[], Any] | None = None
        if options.get("verify", True) is True and options.get("cert") is None:
            trust_env = bool(options.get("trust_env", True))
            http2 = bool(options.get("http2", False))
            self.new_context = lambda: shared_context(trust_env, http2)
            self.options = {**options, "verify": cast("Any", None)}  # created on first use

    def name_proxy(self, error: httpx.ConnectError) -> None:
        """Record on an error that connecting to the proxy failed."""
        if (proxy := self.given.get("proxy")) is not None:
            url = httpx.URL(getattr(proxy, "url", proxy))
            vars(error)["proxy"] = str(url.copy_with(userinfo=b""))

    def again(self) -> dict[str, Any]:
        """Return the keyword arguments for a transport with the same settings."""
        return {**self.given, "repeatable": self.repeatable, "response_limits": self.limits}

    def through(self, url: str) -> dict[str, Any]:
        """Return the keyword arguments for a transport that uses a proxy."""
        proxy = httpx.Proxy(url)
        if proxy.url.scheme == "https" and self.new_context is not None:
            proxy.ssl_context = self.new_context()
        return {**self.again(), "proxy": proxy}


class _Transport:
    """What both transports share: their settings and proxies.

    Args:
        environment: The proxies of the environment. Each URL, including redirects, picks its own.
        repeatable: The methods of requests that may be sent twice. Such a request is sent again if
            an idle connection turns out to be dead before any byte of an answer arrived.
        response_limits: The size limits for answers.
        **options: The options of httpx's transport.
    """

    _mixed: ClassVar[type[_Ledger]]
    _pool: Any

    def __init__(
        self,
        *,
        environment: EnvironmentProxies | None = None,
        repeatable: Collection[str] = IDEMPOTENT,
        response_limits: ResponseLimits = DEFAULTS,
        **options: Any,
    ) -> None:
        self._options = made = Options(environment, repeatable, response_limits, options)
        self._proxied: dict[str, Self] = {}
        cast("Any", super()).__init__(**made.options)
        _repair(self._pool, self._mixed, repeatable, made.new_context)

    def reach(self, url: httpx.URL) -> Self:
        """Return the transport for a URL: this one, or one that uses a proxy.

        Raises:
            ValueError: The environment names an invalid proxy.
        """
        proxy = self._options.environment and self._options.environment.choose(url)
        if not proxy:
            return self
        if proxy not in self._proxied:
            made = type(self)(**self._options.through(proxy))
            return self._proxied.setdefault(proxy, made)
        return self._proxied[proxy]


class HTTPTransport(_Transport, httpx.HTTPTransport):
    """`httpx.HTTPTransport` with the features of this module."""

    _mixed = _SyncPool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, through a proxy if one is configured for its URL."""
        guard_redirect(request)
        to = self.reach(request.url)
        if to is not self:
            return to.handle_request(request)
        try:
            response = super().handle_request(request)
        except httpx.ConnectError as error:
            self._options.name_proxy(error)
            raise
        return _finished(response, request, self._options.limits)

    def close(self) -> None:
        """Close all connections."""
        for transport in self._proxied.values():
            transport.close()
        super().close()

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.close()


class AsyncHTTPTransport(_Transport, httpx.AsyncHTTPTransport):
    """`httpx.AsyncHTTPTransport` with the features of this module."""

    _mixed = _AsyncPool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, through a proxy if one is configured for its URL."""
        guard_redirect(request)
        to = self.reach(request.url)
        if to is not self:
            return await to.handle_async_request(request)
        try:
            response = await super().handle_async_request(request)
        except httpx.ConnectError as error:
            self._options.name_proxy(error)
            raise
        return _finished(response, request, self._options.limits)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._proxied.values():
            await transport.aclose()
        await super().aclose()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()
