# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Stream framing without I/O: pieces of bytes in, decoded items out, whatever the split."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

import attrs

from . import _json
from .errors import IncompleteStreamError, ResponseError, ResponseParseError

T = TypeVar("T")

_SHOWN_LINE_BYTES = 200


@attrs.frozen(kw_only=True)
class Stream:
    """How an operation streams, as the API description tells it (`x-stream`)."""

    flag: str | None = None
    """The field of the request that asks for the stream; None when the operation always streams."""
    lines: Literal["delta", "snapshot"] = "delta"
    """Whether lines add up to the whole answer, or each replaces the one before."""
    error: str = "error"
    """The key of a line that ends the stream with an error."""
    terminator: tuple[str, object] | None = None
    """The field and value of the last line of a complete stream."""
    model: str | None = None
    """The model of each line."""


class LineReader(Generic[T]):
    """Turns the bytes of an NDJSON body into items.

    Lines end with LF alone: U+0085 and U+2028 are text, and CR before LF is white space to JSON.
    A failure is kept in `failure`, to be raised once the items before it have been delivered.

    A strict reader wants the terminator. One that is not lets a stream end without it when no line
    carried its field: servers that merely speak like Ollama may leave it out.
    """

    __slots__ = ("_decode", "_held", "_last", "_stream", "_strict", "arrived", "failure", "status")

    def __init__(
        self,
        decode: Callable[[dict[str, Any]], T],
        stream: Stream,
        status: int,
        *,
        strict: bool = True,
    ) -> None:
        self._decode = decode
        self._stream = stream
        self._strict = strict
        self._held: list[bytes] = []
        self._last: dict[str, Any] | None = None
        self.status = status
        self.arrived: list[T] = []
        self.failure: ResponseError | None = None

    def feed(self, piece: bytes) -> list[T]:
        """Return the items that a further piece completes."""
        lines = piece.split(b"\n")
        if len(lines) == 1:
            self._held.append(piece)
            return []
        if self._held:
            self._held.append(lines[0])
            lines[0] = b"".join(self._held)
        self._held = [lines.pop()]
        return self._decoded(lines)

    def finish(self) -> list[T]:
        """Return the item of a last line without its LF, and see that the stream was complete."""
        items = self._decoded([b"".join(self._held)])
        if self.failure is None and not self._complete():
            self.failure = IncompleteStreamError(
                "the stream ended before its last line", self.status, partial=self.arrived
            )
        return items

    def _decoded(self, lines: list[bytes]) -> list[T]:
        loads, decode, error_key = _json.loads, self._decode, self._stream.error
        items: list[T] = []
        for line in lines:
            try:
                data = loads(line)
            except ValueError:
                if not line.strip():
                    continue
                self.failure = ResponseParseError(_unreadable(line), self.status)
                break
            if data.__class__ is not dict:
                self.failure = ResponseParseError(_unreadable(line), self.status)
                break
            if error_key in data and data[error_key]:
                self.failure = ResponseError(data)
                break
            items.append(decode(data))
            self._last = data
        if self._stream.lines == "delta":
            self.arrived += items
        elif items:
            self.arrived = items[-1:]
        if self.failure is not None:
            self.failure.partial = list(self.arrived)
        return items

    def _complete(self) -> bool:
        if self._stream.terminator is None:
            return True
        field, value = self._stream.terminator
        last = self._last or {}
        return last.get(field) == value or not (self._strict or field in last)


def _unreadable(line: bytes) -> str:
    shown = line[:_SHOWN_LINE_BYTES].decode(errors="replace")
    return f"expected a JSON object on each line of the stream, got: {shown}"
