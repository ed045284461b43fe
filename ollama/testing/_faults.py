"""Connection faults: the fault for one request, and how it is carried out."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

FaultKind = Literal[
    "reset", "close", "hang", "slow", "garbage", "surplus", "stale", "respond", "early"
]

_NO_HTTP = b"\x16\x03\x01 this is no HTTP\r\n\r\n"
_SECOND_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
_DEFAULT_DATA = {"garbage": _NO_HTTP, "surplus": _SECOND_ANSWER}
#: Seconds. Selectors do not accept infinity.
_FOR_EVER = 1e6
#: A value of SO_LINGER that makes close() send a reset.
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Fault:
    """A fault for one request. The arguments are those of `OllamaServer.fault`."""

    kind: FaultKind
    after: int = 0
    delay: float = 0.0
    data: bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Check the arguments early, instead of when a request arrives."""
        if self.kind not in get_args(FaultKind):
            kinds = ", ".join(get_args(FaultKind))
            raise ValueError(f"kind must be one of {kinds}; got {self.kind!r}")
        if self.after < 0 or self.delay < 0:
            raise ValueError(
                f"after and delay must be 0 or more, got after={self.after}, delay={self.delay}"
            )

    @property
    def bytes(self) -> bytes:
        """The bytes that are sent instead of the answer, or after it."""
        return _DEFAULT_DATA.get(self.kind, b"") if self.data is None else self.data

    @property
    def replaces_answer(self) -> bool:
        """Whether the fault replaces the whole answer."""
        return self.kind in ("respond", "early")


class Way(Protocol):
    """The parts of a connection that a fault needs."""

    socket: socket.socket

    def pause(self, seconds: float) -> None:
        """Wait, and raise as soon as the client hangs up."""


class Sink:
    """Sends the bytes of an answer, with a fault.

    Args:
        fault: The fault.
        way: The connection.
        leave: Raises an exception that ends the connection.
    """

    def __init__(self, fault: Fault, way: Way, leave: Callable[[], None]) -> None:
        self._fault = fault
        self._way = way
        self._leave = leave
        self._sent = 0
        self._held: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        """Send bytes of the answer, as far as the fault allows."""
        kind = self._fault.kind
        if kind in ("reset", "close", "hang"):
            self._send_until(data)
        elif kind == "slow":
            self._send_slowly(data)
        elif kind == "garbage":
            self._way.socket.sendall(self._fault.bytes)
            self._leave()
        elif kind == "surplus":
            self._held.append(data)  # Sent together with the surplus bytes, in one piece.
        else:
            self._way.socket.sendall(data)

    def finish(self) -> None:
        """Carry out the rest of the fault, after the whole answer was passed to `sendall`."""
        if self._fault.kind == "surplus":
            self._way.socket.sendall(b"".join(self._held) + self._fault.bytes)
        elif self._fault.kind in ("reset", "close", "hang"):
            self._break()

    def _send_until(self, data: bytes) -> None:
        part = data[: self._fault.after - self._sent]
        self._way.socket.sendall(part)
        self._sent += len(part)
        if len(part) < len(data):
            self._break()

    def _break(self) -> None:
        if self._fault.kind == "hang":
            self._way.pause(_FOR_EVER)
        elif self._fault.kind == "reset":
            reset(self._way.socket)
        self._leave()

    def _send_slowly(self, data: bytes) -> None:
        size = self._fault.after or 1
        for at in range(0, len(data), size):
            self._way.pause(self._fault.delay)
            self._way.socket.sendall(data[at : at + size])


def reset(connection: socket.socket) -> None:
    """Close a socket with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    socket.close(connection.detach())
