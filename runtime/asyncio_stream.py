"""Owns the connections of asyncio for plain HTTP: streams for httpcore without the layers of anyio.

anyio takes two steps of the event loop for each piece of data, and several times the memory.
"""

from __future__ import annotations

import asyncio
import math
import select
from collections.abc import Iterable
from typing import Any

import httpcore

from .transport import Held

__all__ = ["PlainStream", "Turn", "connect", "taken_over"]

#: Bytes that are received before they are asked for.
_MOST_UNREAD = 1 << 16


class PlainStream(Held, asyncio.Protocol):
    """A connection. It is also the protocol of its asyncio transport, which receives the data."""

    __slots__ = (
        *("_data", "_error", "_head", "_is_over", "_loop", "_reading", "_transport", "_writing"),
    )

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: Any = None
        self._head = None
        self._data = b""
        self._error: Exception | None = None
        self._is_over = False
        """Whether no more data will arrive."""
        self._reading: asyncio.Future[None] | None = None
        """Set while a call waits for data."""
        self._writing: asyncio.Future[None] | None = None
        """Set while asyncio has more data to send than it should keep."""

    # ------------------------------------------------------------------ for asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data = self._data + data if self._data else bytes(data)  # it may be a bytearray
        if len(self._data) >= _MOST_UNREAD:
            self._transport.pause_reading()
        _wake(self._reading)

    def eof_received(self) -> bool:
        self._is_over = True
        _wake(self._reading)
        return True  # keep the connection, because the request may not be written yet

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over, self._error = True, exc
        _wake(self._reading)
        _wake(self._writing)

    def pause_writing(self) -> None:
        self._writing = self._loop.create_future()

    def resume_writing(self) -> None:
        _wake(self._writing)
        self._writing = None

    # ------------------------------------------------------------------ for httpcore

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Return all the data that has arrived, or wait for it. At the end, it is empty."""
        if self._head is not None:
            await self.write(b"", timeout)
        if not self._data and not self._is_over:
            self._reading = self._loop.create_future()
            await _within(timeout, self._reading, httpcore.ReadTimeout)
        data = self._data
        if data:
            self._data = b""
            if len(data) >= _MOST_UNREAD:
                self._transport.resume_reading()
        elif self._error is not None:
            raise httpcore.ReadError(str(self._error)) from self._error
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send data, or delay it."""
        for one in self._joined(buffer):
            if one:
                self._demand_open()
                self._transport.write(one)
        if self._writing is not None:
            await _within(timeout, self._writing, httpcore.WriteTimeout)
            self._demand_open()

    def _demand_open(self) -> None:
        if self._transport.is_closing():
            raise httpcore.WriteError(str(self._error or "the connection is closed"))

    async def aclose(self) -> None:
        """Close the connection."""
        self._transport.abort()
        await asyncio.sleep(0)  # asyncio closes the socket in the next step

    async def start_tls(self, *args: Any, **keywords: Any) -> Any:
        """Not possible. Connections that use TLS are made by httpcore."""
        raise NotImplementedError

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore and programs ask about a connection."""
        if info == "is_readable":
            return self.is_unread() or self._is_over or _is_readable(self.get_extra_info("socket"))
        return self._transport.get_extra_info(_NAMES.get(info, info))

    def is_unread(self) -> bool:
        """Return whether data arrived that was not read yet."""
        return bool(self._data)


#: What asyncio calls what httpcore asks for.
_NAMES = {"client_addr": "sockname", "server_addr": "peername"}


def _wake(waiting: asyncio.Future[None] | None) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)


async def _within(
    timeout: float | None, waiting: asyncio.Future[None], error: type[Exception]
) -> None:
    if timeout is None:
        await waiting
        return
    timer = asyncio.get_running_loop().call_later(timeout, _expire, waiting, error)
    try:
        await waiting
    finally:
        timer.cancel()


def _expire(waiting: asyncio.Future[None], error: type[Exception]) -> None:
    if not waiting.done():
        waiting.set_exception(error("timed out"))


def _is_readable(socket: Any) -> bool:
    """Return whether the server has closed an idle connection, or sent something."""
    if socket is None or socket.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([socket.fileno()], [], [], 0)[0])
    poll = select.poll()
    poll.register(socket.fileno(), select.POLLIN)
    return bool(poll.poll(0))


class Turn:
    """An event that can be awaited for a limited time, by one task."""

    __slots__ = ("_future",)

    def __init__(self) -> None:
        self._future = asyncio.get_running_loop().create_future()

    def set(self) -> None:
        """Wake the task."""
        _wake(self._future)

    async def wait(self, timeout: float | None) -> None:
        """Wait until it is set.

        Raises:
            TimeoutError: It took too long.
        """
        await _within(timeout, self._future, TimeoutError)


async def connect(
    host: str,
    port: int,
    timeout: float | None = None,
    local_address: str | None = None,
    socket_options: Iterable[Any] | None = None,
) -> PlainStream:
    """Connect to an address, which is not a name."""
    import anyio  # a dependency of httpx

    loop = asyncio.get_running_loop()
    from_ = (local_address, 0) if local_address else None
    stream = PlainStream(loop)
    deadline = math.inf if timeout is None else anyio.current_time() + timeout
    try:
        with anyio.CancelScope(deadline=deadline) as scope:
            await loop.create_connection(lambda: stream, host, port, local_addr=from_)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    if scope.cancelled_caught:
        raise httpcore.ConnectTimeout("timed out")
    for option in socket_options or ():
        stream.get_extra_info("socket").setsockopt(*option)
    return stream


def taken_over(stream: Any) -> PlainStream | None:
    """Return a connection of anyio as one of ours. None if this version has no such transport."""
    transport = getattr(stream, "_transport", None)
    if not isinstance(transport, asyncio.Transport):
        return None
    taken = PlainStream(asyncio.get_running_loop())
    transport.set_protocol(taken)
    taken.connection_made(transport)
    transport.set_write_buffer_limits()
    transport.resume_reading()
    return taken
