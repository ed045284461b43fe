# Copied from runtime/file_bodies.py by `make generate`. Do not edit: edit the original.
"""Owns bodies that are files, and sending them without reading them."""

from __future__ import annotations

import errno
import io
import math
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import IO, Any, cast

import httpcore
import httpx

_PIECE_BYTES = 1 << 18

Connection = Callable[[], tuple[Any, Any] | None]


class _Rest:
    """The rest of a file, as a body that can be sent again after a redirect.

    Not more is sent than was announced, even if the file grows meanwhile.

    Args:
        file: A file that can be moved to a position.
        length: The number of bytes from its position to its end.
    """

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file = file
        self.start = file.tell()
        self.length = length

    def demand_whole(self, sent: int) -> None:
        """Refuse a file that was cut after its length had been announced.

        Raises:
            OSError: Fewer bytes than announced could be sent.
        """
        if sent < self.length:
            raise OSError(
                f"body: the file became shorter while it was sent: {sent} of {self.length} bytes"
            )


class FileBody(_Rest):
    """The rest of a file for a sync client."""

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        sent = 0
        for piece in pieces(self.file, self.length):
            sent += len(piece)
            yield piece
        self.demand_whole(sent)

    def is_plain(self) -> bool:
        """Return whether reading the file returns exactly the bytes of its descriptor."""
        raw = self.file.raw if type(self.file) is io.BufferedReader else self.file
        return type(raw) is io.FileIO


class AsyncFileBody(_Rest):
    """The rest of a file for an async client, which reads it in a thread."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.file.seek(self.start)
        sent = 0
        async for piece in apieces(self.file, self.length):
            sent += len(piece)
            yield piece
        self.demand_whole(sent)


def pieces(file: IO[bytes], length: float = math.inf) -> Iterator[bytes]:
    """Return the rest of a file in pieces, up to a length."""
    while piece := file.read(int(min(_PIECE_BYTES, length))):
        length -= len(piece)
        yield piece


async def apieces(file: IO[bytes], length: float = math.inf) -> AsyncIterator[bytes]:
    """Return the same. The file is read in a thread."""
    from anyio.to_thread import run_sync  # a dependency of httpx, only needed for async uploads

    while piece := await run_sync(file.read, int(min(_PIECE_BYTES, length))):
        length -= len(piece)
        yield piece


def unread(body: Any, request: Any, plain: Connection) -> httpx.SyncByteStream | None:
    """Return a body that is not read if that is possible, or None if the given body must be read.

    Args:
        body: The body that was given to httpx.
        request: The request of httpcore.
        plain: Returns the socket of the connection and its state in h11, once the headers have been
            sent; None if the connection is not one of HTTP/1.1.
    """
    is_plain = isinstance(body, FileBody) and body.is_plain() and hasattr(os, "sendfile")
    if not is_plain or not _is_announced(body, request.headers):
        return None
    return _Unread(body, plain, request.extensions.get("timeout", {}).get("write"))


def _is_announced(body: FileBody, headers: list[tuple[bytes, bytes]]) -> bool:
    """Return whether headers say that exactly the bytes of this file follow."""
    named = {name.lower(): value for name, value in headers}
    length = named.get(b"content-length")
    return b"transfer-encoding" not in named and length == str(body.length).encode() != b"0"


class _Unread(httpx.SyncByteStream):
    """The body of a request. Without TLS, the operating system sends the file.

    Compared to reading and sending it, this takes about half of the CPU time, and no memory.
    """

    def __init__(self, body: FileBody, plain: Connection, timeout: float | None) -> None:
        self._body, self._plain, self._timeout = body, plain, timeout

    def __iter__(self) -> Iterator[bytes]:
        peer, h11_state = self._plain() or (None, None)
        if type(peer) is not socket.socket:
            return iter(self._body)
        self._send(peer, h11_state)
        return iter(())

    def _send(self, peer: socket.socket, h11_state: Any) -> None:
        import h11  # a dependency of httpcore

        body = self._body
        peer.settimeout(self._timeout)
        try:
            sent = peer.sendfile(body.file, body.start, body.length)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(error) from error
        except OSError as error:
            if error.errno == errno.EIO:  # from the disk
                raise
            raise httpcore.WriteError(error) from error
        body.demand_whole(sent)
        # This method of h11 is made for files, and only looks at the length of the data.
        h11_state.send_with_data_passthrough(h11.Data(data=cast("Any", range(sent))))
