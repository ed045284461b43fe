# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Stream framing without I/O: pieces of bytes in, decoded items out, whatever the split."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _json
from .errors import IncompleteStreamError, ResponseError, ResponseParseError

if TYPE_CHECKING:
    from ._operation import Stream

T = TypeVar("T")

_SHOWN_LINE_BYTES = 200


class Arrival:
    """What is known of a streamed answer while it arrives."""

    __slots__ = ("began", "first", "reader")

    def __init__(self) -> None:
        self.began: float | None = None
        """When the request was sent, by the monotonic clock."""
        self.first: float | None = None
        """When the first piece of the answer had arrived."""
        self.reader: LineReader[Any] | None = None
        """What reads the answer; None before it begins."""

    def begin(self) -> None:
        """Note that the request is sent now."""
        self.began = time.perf_counter()

    @property
    def is_snapshot(self) -> bool:
        """Whether each line replaces the one before."""
        return self.reader is not None and self.reader.is_snapshot

    def lines(self, start: int) -> Sequence[dict[str, Any]]:
        """Return the lines that have arrived, decoded: those after the first `start` of a delta
        stream, the last one of a snapshot stream.
        """
        return [] if self.reader is None else self.reader.decoded_from(start)


class LineReader(Generic[T]):
    """Turns the bytes of an NDJSON body into items.

    Lines end with LF alone: U+0085 and U+2028 are text, and CR before LF is white space to JSON.
    A failure is kept in `failure`, to be raised once the items before it have been delivered.

    A strict reader wants the terminator. One that is not lets a stream end without it when no line
    carried its field: servers that merely speak like Ollama may leave it out.
    """

    __slots__ = (
        "_decode", "_error_key", "_held", "_last", "_lines", "_loads", "_stream", "_strict",
        "failure", "status",
    )  # fmt: skip

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
        self._error_key = stream.error
        self._loads = _json.strict_reader()
        self._held: list[bytes] = []
        self._last: dict[str, Any] | None = None
        # The lines as they came: bytes cost the garbage collector nothing, objects would. Of a
        # snapshot stream, which may go on for hours, only the last one matters.
        self._lines: list[bytes] | deque[bytes] = [] if stream.lines == "delta" else deque(maxlen=1)
        self.status = status
        self.failure: ResponseError | None = None

    @property
    def arrived(self) -> list[T]:
        """What has arrived so far: every item of a delta stream, the last one of a snapshot."""
        return [self._decode(_json.loads(line)) for line in self._lines]

    @property
    def is_snapshot(self) -> bool:
        """Whether each line replaces the one before."""
        return self._stream.lines != "delta"

    def decoded_from(self, start: int) -> list[dict[str, Any]]:
        """Return the JSON objects of the lines kept, for a delta stream those after `start`."""
        lines = self._lines[start:] if isinstance(self._lines, list) else self._lines
        return [_json.loads(line) for line in lines]

    def feed(self, piece: bytes) -> list[T]:
        """Return the items that a further piece completes."""
        if not self._held and piece.find(b"\n") == len(piece) - 1:
            return self._one(piece)
        lines = piece.split(b"\n")
        if len(lines) == 1:
            self._held.append(piece)
            return []
        if self._held:
            self._held.append(lines[0])
            lines[0] = b"".join(self._held)
            self._held = []
        if lines[-1]:
            self._held = [lines[-1]]
        return self._decoded(lines[:-1])

    def _one(self, line: bytes) -> list[T]:
        """Return the item of one whole line: what servers send, so the shortest way."""
        try:
            data = self._loads(line)
        except ValueError:
            return self._decoded((line,))
        if data.__class__ is not dict or self._error_key in data:
            return self._decoded((line,))
        self._lines.append(line)
        self._last = data
        return [self._decode(data)]

    def finish(self) -> list[T]:
        """Return the item of a last line without its LF, and see that the stream was complete."""
        items = self._decoded([b"".join(self._held)] if self._held else [])
        if self.failure is None and not self._complete():
            self.failure = IncompleteStreamError(
                "the stream ended before its last line", self.status, partial=self.arrived
            )
        return items

    def _decoded(self, lines: Iterable[bytes]) -> list[T]:
        loads, decode, error_key = self._loads, self._decode, self._error_key
        items: list[T] = []
        for line in lines:
            try:
                data = loads(line)
            except ValueError:
                if not line.strip():
                    continue
                data = self._reread(line)
            if data.__class__ is not dict or data.get(error_key):
                self._fail(line, data)
                break
            items.append(decode(data))
            self._lines.append(line)
            self._last = data
        return items

    def _reread(self, line: bytes) -> Any:
        """Read what only the lenient reader takes, or return None for what is no JSON."""
        try:
            return _json.loads(line)
        except ValueError:
            return None

    def _fail(self, line: bytes, data: Any) -> None:
        if isinstance(data, dict):
            self.failure = ResponseError(data, partial=self.arrived)
        else:
            self.failure = ResponseParseError(_unreadable(line), self.status, partial=self.arrived)

    def _complete(self) -> bool:
        if self._stream.terminator is None:
            return True
        field, value = self._stream.terminator
        last = self._last or {}
        return last.get(field) == value or not (self._strict or field in last)


def _unreadable(line: bytes) -> str:
    shown = line[:_SHOWN_LINE_BYTES].decode(errors="replace")
    return f"expected a JSON object on each line of the stream, got: {shown}"
