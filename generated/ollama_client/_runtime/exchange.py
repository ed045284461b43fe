# Copied from runtime/exchange.py by `make generate`. Do not edit: edit the original.
"""Owns plain exchanges on open connections: requests and answers that do not pass through h11.

h11 and httpcore's use of it would take a third of the CPU time of a call. Whatever is not plain is
passed to h11: unusual heads, bodies that end in an unusual way, and all failures. Its state is then
as if it had written the request and read the answer so far.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import httpcore
import httpx

from .chunks import ChunkCutter
from .heads import AnswerHead, head_of_request, read_head

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["MOST_JOINED", "Exchange", "around_h11", "is_of_httpcore", "plain"]

#: Maximum size of a body that is copied in order to send it together with the headers.
MOST_JOINED = 1 << 16

_logger = logging.getLogger("httpcore.http11")
_OUTER = (httpcore.HTTPConnection, httpcore.AsyncHTTPConnection)
_LAST_CHUNK = b"0\r\n\r\n"

#: Attributes of httpcore's connections that are used here.
_NAMES = (
    *("_state", "_request_count", "_expire_at", "_keepalive_expiry", "_network_stream"),
    *("_receive_response_headers", "_response_closed"),
)


class _Kind(NamedTuple):
    """What httpcore has for a class of connections."""

    body: Any
    """The class of bodies that h11 reads."""
    active: Any
    idle: Any


_KINDS: dict[type[Any], _Kind | None] = {}


def _kind(connection: Any) -> _Kind | None:
    """Return the parts of httpcore for a connection, or None if this version has others."""
    cls = connection.__class__
    if cls not in _KINDS:
        is_known = all(hasattr(connection, name) for name in _NAMES) and _is_known_h11(connection)
        module = sys.modules.get(cls._response_closed.__module__) if is_known else None
        _KINDS[cls] = None if module is None else _kind_in(module)
    return _KINDS[cls]


def _kind_in(module: ModuleType) -> _Kind | None:
    bodies = [it for name, it in vars(module).items() if name.endswith("ConnectionByteStream")]
    states: Any = getattr(module, "HTTPConnectionState", None)
    if len(bodies) != 1 or not (hasattr(states, "ACTIVE") and hasattr(states, "IDLE")):
        return None
    return _Kind(bodies[0], states.ACTIVE, states.IDLE)


def _is_known_h11(connection: Any) -> bool:
    """Return whether h11 can read the rest of a body: its readers have the attributes set here."""
    readers = sys.modules.get("h11._readers")
    chunked, counted = (getattr(readers, name, None) for name in _READERS)
    return (
        hasattr(connection._h11_state, "_reader")
        and chunked is not None
        and counted is not None
        and Chunked.is_unread(chunked())
        and Counted.is_unread(counted(1))
    )


def is_of_httpcore(method: Any) -> bool:
    """Return whether a method is httpcore's own, not a mock or a wrapper."""
    # By its exact type: wrappers of wrapt, which tracers use, claim to be what they wrap.
    function = method.__func__ if type(method) is MethodType else method
    is_plain = type(function) is FunctionType
    return is_plain and str(function.__globals__.get("__name__")).startswith("httpcore.")


def plain(connection: Any, request: Any) -> Exchange | None:
    """Return how to send a request without h11, or None if httpcore must send it.

    Args:
        connection: An idle connection of httpcore to a server, not to a proxy.
        request: The request of httpcore.
    """
    inner = getattr(connection, "_connection", None)
    if (
        connection.__class__ not in _OUTER
        or not hasattr(inner, "_h11_state")
        or not isinstance(request.stream, httpx.ByteStream)
        or "trace" in request.extensions
        or _logger.isEnabledFor(logging.DEBUG)
    ):
        return None
    kind, handle = _kind(inner), "handle_async_request"
    handle = handle if hasattr(connection, handle) else "handle_request"
    if kind is None or not all(is_of_httpcore(getattr(it, handle)) for it in (connection, inner)):
        return None
    head = head_of_request(inner, request)
    return None if head is None else Exchange(inner, kind, request, head)


class _Answer:
    """An answer, with what httpx reads from the answers of httpcore."""

    def __init__(self, status: int, headers: Any, stream: Any, extensions: dict[str, Any]) -> None:
        self.status, self.headers = status, headers
        self.stream, self.extensions = stream, extensions


class _Reading:
    """How the answer to a request is read."""

    def __init__(self, connection: Any, request: Any) -> None:
        self.read = connection._network_stream.read
        self.bytes = getattr(connection, "READ_NUM_BYTES", 1 << 16)
        self.timeout = request.extensions.get("timeout", {}).get("read")


class Exchange(_Reading):
    """A request on an open connection."""

    def __init__(self, connection: Any, kind: _Kind, request: Any, head: bytes) -> None:
        super().__init__(connection, request)
        self.connection = connection
        self.request = request
        self.write = connection._network_stream.write
        self.write_timeout = request.extensions.get("timeout", {}).get("write")
        self.is_sent = False
        """Whether the whole request was written."""
        self._kind = kind
        self._head = head
        connection._request_count += 1
        connection._state = kind.active
        connection._expire_at = None

    def pieces(self) -> Iterator[bytes]:
        """Return the request as it is written."""
        body = b"".join(self.request.stream)
        if len(body) <= MOST_JOINED:
            yield self._head + body
        else:
            yield self._head
            yield body
        self.is_sent = True

    def answer(self, data: bytes) -> _Answer | None:
        """Return the answer that begins with data. None if its head is not plain: h11 reads it."""
        head = read_head(data)
        if head is not None:
            body = PlainBody(self, head, data)
            return self._answer(b"HTTP/1.1", head.status, head.reason, head.headers, body)
        state = self.with_h11()
        if data:
            state.receive_data(data)
        return None

    def answer_of_h11(self, head: tuple[Any, ...]) -> _Answer:
        """Return the answer whose head httpcore has read with h11."""
        version, status, reason, headers, _ = head
        return self._answer(version, status, reason, headers, self.rest())

    def _answer(
        self, version: bytes, status: int, reason: bytes, headers: Any, stream: Any
    ) -> _Answer:
        extensions = {
            "http_version": version,
            "reason_phrase": reason,
            "network_stream": self.connection._network_stream,
        }
        return _Answer(status, headers, stream, extensions)

    def with_h11(self, head: bytes = b"") -> Any:
        """Return the state of h11 as if it had written the request, and read a head."""
        import h11  # a dependency of httpcore

        request, state = self.request, self.connection._h11_state
        state.send(
            h11.Request(method=request.method, target=request.url.target, headers=request.headers)
        )
        if self.is_sent:
            if body := b"".join(request.stream):
                state.send(h11.Data(data=body))
            state.send(h11.EndOfMessage())
        if head:
            state.receive_data(head)
            state.next_event()
        return state

    def rest(self) -> Any:
        """Return the body, or the rest of it, that httpcore reads with h11."""
        return self._kind.body(self.connection, self.request)

    def freed(self) -> bool:
        """Make the connection idle. Return False if it must be closed."""
        connection = self.connection
        if connection._h11_state.our_state is not connection._h11_state.their_state:
            return False  # h11 has taken no part, except that a failure was recorded
        connection._state = self._kind.idle
        if connection._keepalive_expiry is not None:
            connection._expire_at = time.monotonic() + connection._keepalive_expiry
        return True


class PlainBody:
    """The body of a plain answer. What its reader leaves is read by httpcore."""

    def __init__(self, exchange: Exchange, head: AnswerHead, data: bytes) -> None:
        self._exchange = exchange
        self._connection = exchange.connection
        self._head = data[: head.end]
        self._data = data[head.end :]
        self._length = head.length
        self._rest: Any = None
        self._is_whole = False
        self.read, self.bytes, self.timeout = exchange.read, exchange.bytes, exchange.timeout

    def reader(self) -> Chunked | Counted:
        """Return the reader of the body, which can be read once."""
        return Chunked(self) if self._length is None else Counted(self, self._length)

    def buffered(self) -> tuple[bytes, bool]:
        """Return what arrived together with the head, and whether the connection has ended."""
        data, self._data = self._data, b""
        return data, False

    def end(self) -> bool:
        """Note that the whole body was read, and nothing after it."""
        self._is_whole = True
        return True

    def h11(self) -> Any:
        """Return the state of h11 before the body. It reads the rest."""
        self._rest = self._exchange.rest()
        return self._exchange.with_h11(self._head)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._rest or ())

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._rest is not None:
            async for piece in self._rest:
                yield piece

    def close(self) -> None:
        if self._rest is not None:
            self._rest.close()
        elif not (self._is_whole and self._exchange.freed()):
            self._connection.close()

    async def aclose(self) -> None:
        if self._rest is not None:
            await self._rest.aclose()
        elif not (self._is_whole and self._exchange.freed()):
            await self._connection.aclose()


# ---------------------------------------------------------------------- bodies


class _ReadByH11(_Reading):
    """A body whose head h11 has read."""

    def __init__(self, connection: Any, request: Any) -> None:
        super().__init__(connection, request)
        self._state = connection._h11_state

    def buffered(self) -> tuple[bytes, bool]:
        """Return what h11 has already buffered, and whether the connection has ended."""
        data, was_last = self._state.trailing_data
        self._state._receive_buffer.maybe_extract_at_most(len(data))
        return data, was_last

    def end(self) -> bool:
        """Return False, because h11 must learn that the body has ended."""
        return False

    def h11(self) -> Any:
        """Return the state of h11."""
        return self._state


class _AroundH11:
    """Reads a body without h11, which takes ten times as long for each piece.

    Whatever is not handled here is passed to h11: the end of the connection, and anything unusual.
    """

    is_over = False
    """Whether the body was read, or h11 must read the rest."""

    def __init__(self, body: PlainBody | _ReadByH11) -> None:
        self.read, self.bytes, self.timeout = body.read, body.bytes, body.timeout
        self._body = body

    def begin(self) -> bytes:
        """Return the content that arrived together with the head."""
        data, was_last = self._body.buffered()
        pieces = self.feed(data) if data or self.is_empty() else b""
        return pieces + self.feed(b"") if was_last and not self.is_over else pieces

    def is_empty(self) -> bool:
        """Return whether the body is known to be empty."""
        return False

    def feed(self, data: bytes) -> bytes:
        """Return the content of data from the network. Empty data means the end."""
        raise NotImplementedError


class Chunked(_AroundH11):
    """A chunked body."""

    def __init__(self, body: PlainBody | _ReadByH11) -> None:
        super().__init__(body)
        self._cutter = ChunkCutter()

    @staticmethod
    def is_unread(reader: Any) -> bool:
        """Return whether a reader of h11 is known here, and has not started to read."""
        begun = getattr(reader, "_bytes_in_chunk", None), getattr(reader, "_bytes_to_discard", 0)
        return begun == (0, b"") and not getattr(reader, "_reading_trailer", True)

    @classmethod
    def unread(cls, body: _ReadByH11, reader: Any) -> Self | None:
        """Return a reader for a body, or None if h11 has started to read it."""
        return cls(body) if cls.is_unread(reader) else None

    def feed(self, data: bytes) -> bytes:
        cutter = self._cutter
        pieces = cutter.feed(data)
        if cutter.has_stopped:
            self.is_over = True
            is_between = not cutter.left and not cutter.footer
            if not (is_between and cutter.rest == _LAST_CHUNK and self._body.end()):
                state = self._body.h11()
                state._reader._bytes_in_chunk = cutter.left
                state._reader._bytes_to_discard = cutter.footer
                _give_back(state, cutter.rest, is_end=not data)
        return pieces


class Counted(_AroundH11):
    """A body of known length."""

    def __init__(self, body: PlainBody | _ReadByH11, left: int) -> None:
        super().__init__(body)
        self.left = left

    @staticmethod
    def is_unread(reader: Any) -> bool:
        """Return whether a reader of h11 is known here, and has not started to read."""
        length = getattr(reader, "_length", 0)
        return bool(length) and getattr(reader, "_remaining", None) == length

    @classmethod
    def unread(cls, body: _ReadByH11, reader: Any) -> Self | None:
        """Return a reader for a body, or None if it is empty or h11 has started to read it."""
        return cls(body, reader._length) if cls.is_unread(reader) else None

    def is_empty(self) -> bool:
        return not self.left

    def feed(self, data: bytes) -> bytes:
        piece = data[: self.left]
        self.left -= len(piece)
        self.is_over = not data or not self.left
        if self.is_over and not (not self.left and len(piece) == len(data) and self._body.end()):
            state = self._body.h11()
            state._reader._remaining = self.left
            # With extra data, h11 does not reuse the connection.
            _give_back(state, data[len(piece) :], is_end=not data)
        return piece


def _give_back(state: Any, rest: bytes, *, is_end: bool) -> None:
    """Pass unread data, and the end of the connection, to h11."""
    if rest:
        state.receive_data(rest)
    if is_end:
        state.receive_data(b"")


_READERS: dict[str, type[Chunked | Counted]] = {
    "ChunkedReader": Chunked,
    "ContentLengthReader": Counted,
}


def around_h11(stream: Any, request: Any) -> Chunked | Counted | None:
    """Return a reader for an unread body, or None if h11 must read it."""
    if isinstance(stream, PlainBody):
        return stream.reader()
    connection = getattr(stream, "_connection", None)
    state = getattr(connection, "_h11_state", None)
    reader = getattr(state, "_reader", None)
    kind = _READERS.get(type(reader).__name__)
    if (
        kind is None
        or not hasattr(getattr(state, "_receive_buffer", None), "maybe_extract_at_most")
        or not hasattr(connection, "_network_stream")
        or "trace" in request.extensions
    ):
        return None
    return kind.unread(_ReadByH11(connection, request), reader)
