"""HTTP/1.1 on sockets: accepts connections, reads requests, writes answers, notices disconnects.

It uses plain sockets instead of http.server, because a test server must stop at once, notice a
client that disconnects between two chunks, and write thousands of chunks cheaply.
"""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import unquote

from ollama_client._runtime.spelling import EXPLAINING

from ollama.testing._faults import Fault, Sink, reset

#: Size of the real server's buffer. Longer answers are chunked.
_BUFFER_BYTES = 2048
#: Chunks without a delay are sent together, up to about this many bytes at a time.
_BATCH_BYTES = 16 * 1024
#: Number of connections that may wait to be accepted, if the system allows that many.
_BACKLOG = 1024
_MAX_LINE = 64 * 1024
_MAX_HEADERS = 200
#: Number of bytes to read at a time.
_READ_BYTES = 1024 * 1024
#: How long to wait for each read while the client closes its side of the connection.
_LINGER_SECONDS = 5.0
#: Larger bodies get a 413, and further connections a 503, so that a runaway program under test
#: does not exhaust the machine.
MAX_BODY_BYTES = 1024 * 1024 * 1024
MAX_CONNECTIONS = 4096
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}\Z")


class Headers(Mapping[str, str]):
    """Request headers. Names are case-insensitive, and repeated headers are joined with a comma."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, tuple[str, str]] = {}
        for name, value in pairs:
            known = self._values.get(name.lower())
            joined = f"{known[1]}, {value}" if known else value
            self._values[name.lower()] = (known[0] if known else name, joined)

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][1]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({dict(self)!r})"


@dataclass
class Message:
    """One request, as received."""

    method: str
    target: str
    headers: Headers
    body: bytes
    version: str = "HTTP/1.1"

    @property
    def path(self) -> str:
        """The percent-decoded path."""
        return unquote(_plain_path(self.target))

    @property
    def explains(self) -> bool:
        """Whether a client sent this by itself, to find details for an error message."""
        return self.headers.get(EXPLAINING[0]) == EXPLAINING[1]


@dataclass
class Answer:
    """A complete answer.

    Args:
        status: HTTP status.
        body: The body.
        content_type: The Content-Type header, if any.
        headers: Additional headers.
        delay: Seconds to wait before sending.
        cut: Whether to send only half of the body.
    """

    status: int
    body: bytes = b""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    cut: bool = False


@dataclass
class Stream:
    """A chunked answer.

    Args:
        lines: The body. Each line is one chunk.
        content_type: The Content-Type header.
        status: HTTP status.
        delay: Seconds to wait before each line.
        cut: Whether to close the connection after the lines, without the last chunk.
        headers: Additional headers.
        is_live: Whether to send each line immediately, because the next one may take time.
    """

    lines: Iterable[bytes]
    content_type: str = "application/x-ndjson"
    status: int = 200
    delay: float = 0.0
    cut: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    is_live: bool = False


def _ignore(_aborted: bool) -> None:
    """Ignore the outcome."""


@dataclass
class Exchange:
    """State of one exchange: the fault for it, and a callback for the outcome.

    Args:
        on_done: Called after sending, with True if the client disconnected. Set by the handler.
        fault: The fault, if any.
    """

    on_done: Callable[[bool], None] = field(default=_ignore)
    fault: Fault | None = None


#: Returns the fault for a request, or None. Called when the head of the request has arrived.
Faults = Callable[[Message], "Fault | None"]

#: Answers a request. May set ``on_done`` of the exchange.
Handler = Callable[[Message, Exchange], "Answer | Stream"]


class ClientGoneError(Exception):
    """The client closed the connection before the answer was complete."""


class _BadRequestError(Exception):
    """The bytes are not a valid HTTP request, or one that this server does not support."""

    def __init__(self, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status.phrase)
        self.status = status


def _demand_room(left: int, size: int) -> int:
    """Return how many bytes a body may still have, after ``size`` more bytes.

    Raises:
        _BadRequestError: The body is too large.
    """
    if size > left:
        raise _BadRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return left - size


class HttpServer:
    """Listens on one socket, with a thread for each connection."""

    def __init__(
        self, host: str, port: int, handler: Handler, faults: Faults = lambda _: None
    ) -> None:
        self._handler = handler
        self._faults = faults
        self._listener = _listen(host, port)
        self._wake_read, self._wake_write = socket.socketpair()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._connections: dict[_Connection, threading.Thread] = {}
        self._acceptor = threading.Thread(
            target=self._accept, name="ollama-testing-accept", daemon=True
        )

    @property
    def address(self) -> tuple[str, int]:
        """The host and port that the socket is bound to."""
        name = self._listener.getsockname()
        return str(name[0]), int(name[1])

    def start(self) -> None:
        """Start accepting connections."""
        self._acceptor.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Close all connections, and wait up to ``timeout`` seconds in total for their threads."""
        deadline = time.monotonic() + timeout
        self._stopping.set()
        self._wake_write.send(b"x")
        self._acceptor.join(timeout)
        with self._lock:
            open_now = dict(self._connections)
        for connection in open_now:
            connection.interrupt()
        for thread in open_now.values():
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))
        for closable in (self._listener, self._wake_read, self._wake_write):
            closable.close()

    def _accept(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._wake_read, selectors.EVENT_READ)
            while not self._stopping.is_set():
                selector.select()
                if not self._stopping.is_set():
                    self._take_connection()

    def _take_connection(self) -> None:
        try:
            client, _ = self._listener.accept()
        except OSError:
            return  # The client disconnected before it was accepted.
        connection = _Connection(client, self._handler, self._faults, self._stopping)
        if len(self._connections) >= MAX_CONNECTIONS:
            connection.refuse()
            return
        thread = threading.Thread(
            target=self._serve, args=(connection,), name="ollama-testing-connection", daemon=True
        )
        with self._lock:
            self._connections[connection] = thread
        thread.start()

    def _serve(self, connection: _Connection) -> None:
        try:
            connection.serve()
        finally:
            connection.close()
            with self._lock:
                self._connections.pop(connection, None)


class _Connection:
    """One client connection. It answers requests until either side closes it."""

    def __init__(
        self,
        client: socket.socket,
        handler: Handler,
        faults: Faults,
        stopping: threading.Event,
    ) -> None:
        client.setblocking(True)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = client
        self._out: socket.socket | Sink = client
        self._is_stale = False
        self._handler = handler
        self._faults = faults
        self._stopping = stopping
        self._reader = client.makefile("rb")
        self._selector: selectors.BaseSelector | None = None

    def refuse(self) -> None:
        """Answer 503 and close the connection, without waiting for anything."""
        self.socket.setblocking(False)
        with contextlib.suppress(OSError):
            self.socket.send(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n")
        self.close()

    def interrupt(self) -> None:
        """Wake the serving thread, whatever it is waiting for."""
        with contextlib.suppress(OSError):  # Already disconnected.
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Release the socket."""
        self.interrupt()
        if self._selector is not None:
            self._selector.close()
        self._reader.close()
        self.socket.close()

    def serve(self) -> None:
        """Answer requests until the connection ends."""
        try:
            while not self._stopping.is_set() and self._serve_one():
                pass
            self._linger()
        except _BadRequestError as error:
            self._send_bad_request(error.status)
        except (OSError, ClientGoneError):
            pass  # The client is gone, so there is nobody to answer.

    def _serve_one(self) -> bool:
        message = self._read_head()
        if message is None:
            return False
        fault = self._faults(message)
        if fault is not None and fault.kind == "early":
            return self._answer_early(message, fault)
        self._read_rest(message)
        if self._is_stale:
            return False
        exchange = Exchange(fault=fault)
        answer = self._handler(message, exchange)
        sink = self._sink(fault)
        try:
            keep_open = self._send(message, answer)
            if sink is not None:
                sink.finish()
        except (OSError, ClientGoneError):
            exchange.on_done(True)
            return False
        exchange.on_done(False)
        return keep_open

    def _sink(self, fault: Fault | None) -> Sink | None:
        """Prepare sending the answer, and return the sink if there is a fault."""
        if fault is None:
            self._out = self.socket
            return None
        self._is_stale = fault.kind == "stale"
        self._out = sink = Sink(fault, self, self._leave)
        return sink

    def _leave(self) -> None:
        raise ClientGoneError

    def _answer_early(self, message: Message, fault: Fault) -> bool:
        """Answer without reading the body of the request, then reset the connection."""
        self._send_complete(message, answer_of(fault), keep_open=False)
        time.sleep(fault.delay)
        reset(self.socket)
        return False

    def _linger(self) -> None:
        """Read until the client hangs up.

        Closing a socket with unread bytes resets the connection, and a reset would make the client
        lose an answer that it has not read yet.
        """
        with contextlib.suppress(OSError):  # Reset by the client, or timed out.
            self.socket.shutdown(socket.SHUT_WR)
            self.socket.settimeout(_LINGER_SECONDS)
            while self.socket.recv(_READ_BYTES):
                pass

    # -- reading ---------------------------------------------------------------------------------

    def _read_head(self) -> Message | None:
        line = self._reader.readline(_MAX_LINE)
        while line in (b"\r\n", b"\n"):  # Allowed between two requests.
            line = self._reader.readline(_MAX_LINE)
        if not line:
            return None
        words = line.decode("latin-1").split()
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise _BadRequestError
        method, target, version = words
        if not _TOKEN.match(method):
            raise _BadRequestError
        return Message(method, _path_of(target), self._read_headers(), b"", version)

    def _read_rest(self, message: Message) -> None:
        if message.headers.get("Expect", "").lower() == "100-continue":
            self.socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        message.body = self._read_body(message.headers)

    def _read_headers(self) -> Headers:
        pairs: list[tuple[str, str]] = []
        while (line := self._reader.readline(_MAX_LINE)) not in (b"\r\n", b"\n"):
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon or not line.endswith(b"\n") or not _TOKEN.match(name):
                raise _BadRequestError
            if len(pairs) >= _MAX_HEADERS:
                raise _BadRequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            pairs.append((name, value.strip()))
        return Headers(pairs)

    def _read_body(self, headers: Headers) -> bytes:
        coding = headers.get("Transfer-Encoding", "").lower()
        if coding == "chunked":
            return b"".join(self._read_chunks())
        if coding:
            raise _BadRequestError(HTTPStatus.NOT_IMPLEMENTED)
        length = headers.get("Content-Length", "0")
        if not length.isdecimal():
            raise _BadRequestError
        _demand_room(MAX_BODY_BYTES, int(length[:20]))
        return self._read_exactly(int(length))

    def _read_chunks(self) -> Iterator[bytes]:
        left = MAX_BODY_BYTES
        while size := self._read_chunk_size():
            left = _demand_room(left, size)
            yield self._read_exactly(size)
            self._reader.readline(_MAX_LINE)
        self._read_headers()  # Trailers, usually just the empty line.

    def _read_chunk_size(self) -> int:
        text = self._reader.readline(_MAX_LINE).partition(b";")[0].strip()
        if not _CHUNK_SIZE.match(text):
            raise _BadRequestError
        return int(text, 16)

    def _read_exactly(self, size: int) -> bytes:
        # Read in pieces, so that no memory is allocated for a size that is only announced.
        parts: list[bytes] = []
        while size > 0:
            data = self._reader.read(min(size, _READ_BYTES))
            if not data:
                raise ClientGoneError
            parts.append(data)
            size -= len(data)
        return b"".join(parts)

    # -- writing ---------------------------------------------------------------------------------

    def _send_bad_request(self, status: HTTPStatus) -> None:
        text = f"{status.value} {status.phrase}"
        head = f"HTTP/1.1 {text}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        with contextlib.suppress(OSError):  # The sender may be gone.
            self._out.sendall(f"{head}Connection: close\r\n\r\n{text}".encode())
            self._linger()

    def _send(self, message: Message, answer: Answer | Stream) -> bool:
        keep_open = _keeps_open(message) and not answer.cut
        if isinstance(answer, Answer):
            self._send_complete(message, answer, keep_open)
            return keep_open
        chunked = message.version == "HTTP/1.1"
        head = _head(answer.status, _stream_headers(answer, chunked, keep_open and chunked))
        if answer.delay > 0 or answer.is_live:
            self._send_slowly(head, answer, chunked)
        else:
            self._send_quickly(head, answer, chunked)
        if chunked and not answer.cut:
            self._out.sendall(b"0\r\n\r\n")
        return keep_open and chunked

    def _send_complete(self, message: Message, answer: Answer, keep_open: bool) -> None:
        if answer.delay > 0:
            self.pause(answer.delay)
        chunked = _is_chunked(message, answer)
        head = _head(answer.status, _answer_headers(message, answer, keep_open, chunked))
        body = b"" if message.method == "HEAD" else answer.body
        if chunked:
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        self._out.sendall(head + (body[: len(body) // 2] if answer.cut else body))

    def _send_quickly(self, head: bytes, answer: Stream, chunked: bool) -> None:
        batch = [head]
        size = 0
        for line in answer.lines:
            batch.append(b"%x\r\n%b\r\n" % (len(line), line) if chunked else line)
            size += len(line)
            if size >= _BATCH_BYTES:
                self._out.sendall(b"".join(batch))
                batch.clear()
                size = 0
                if self._stopping.is_set():
                    raise ClientGoneError
        self._out.sendall(b"".join(batch))

    def _send_slowly(self, head: bytes, answer: Stream, chunked: bool) -> None:
        for line in answer.lines:
            self.pause(answer.delay)
            self._out.sendall(head + (b"%x\r\n%b\r\n" % (len(line), line) if chunked else line))
            head = b""
        if head:
            self._out.sendall(head)

    def pause(self, seconds: float) -> None:
        """Wait, or raise ClientGoneError as soon as the client hangs up or the server stops."""
        deadline = time.monotonic() + seconds
        if self._selector is None:
            self._selector = selectors.DefaultSelector()
            self._selector.register(self.socket, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if not self._selector.select(left):
                return
            if not self.socket.recv(1, socket.MSG_PEEK):
                raise ClientGoneError
            # The next request has arrived, so the socket is always readable. Poll instead.
            if self._stopping.wait(min(0.05, left)):
                raise ClientGoneError


def answer_of(fault: Fault) -> Answer:
    """Return the answer that a fault contains."""
    return Answer(fault.status, fault.bytes, headers=tuple(fault.headers.items()))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # On Windows, the option would let two servers share a port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
        # A client that leaves before accept() must not block the accept loop.
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def _path_of(target: str) -> str:
    """Return the path and query of a request target. Clients of a proxy send a complete URL.

    Raises:
        _BadRequestError: The target is neither a path nor a URL, or has a broken percent escape.
    """
    if target.startswith(("http://", "https://")):
        target = "/" + target.split("//", 1)[1].partition("/")[2]
    if target != "*" and (not target.startswith("/") or _BROKEN_ESCAPE.search(_plain_path(target))):
        raise _BadRequestError
    return target


def _plain_path(target: str) -> str:
    return target.partition("?")[0]


def _keeps_open(message: Message) -> bool:
    wish = message.headers.get("Connection", "").lower()
    return "close" not in wish if message.version == "HTTP/1.1" else "keep-alive" in wish


def _stream_headers(answer: Stream, chunked: bool, keep_open: bool) -> list[tuple[str, str]]:
    headers = [("Content-Type", answer.content_type), *answer.headers]
    if chunked:
        headers.append(("Transfer-Encoding", "chunked"))
    if not keep_open:
        headers.append(("Connection", "close"))
    return headers


def _is_chunked(message: Message, answer: Answer) -> bool:
    """Return whether an answer is chunked, because it is longer than the real server's buffer.

    Answers to GET always have a Content-Length, so that GET and HEAD have the same headers.
    """
    is_long = len(answer.body) > _BUFFER_BYTES and message.method not in ("GET", "HEAD")
    return is_long and message.version == "HTTP/1.1"


def _answer_headers(
    message: Message, answer: Answer, keep_open: bool, chunked: bool
) -> list[tuple[str, str]]:
    headers = [] if answer.content_type is None else [("Content-Type", answer.content_type)]
    headers += answer.headers
    if chunked:
        headers.append(("Transfer-Encoding", "chunked"))
    elif answer.status not in (204, 304):
        headers.append(("Content-Length", str(len(answer.body))))
    if not keep_open:
        headers.append(("Connection", "close"))
    elif message.version == "HTTP/1.0":
        headers.append(("Connection", "keep-alive"))
    return headers


def _head(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {_reason(status)}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"  # 499 has no registered phrase.
