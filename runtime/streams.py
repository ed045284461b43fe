"""Owns the framing of streams, without I/O: from pieces of bytes, however split, to items."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from operator import length_hint
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from . import codec, shapes
from .errors import (
    IncompleteStreamError,
    NotJSONError,
    ResponseError,
    ResponseParseError,
    ResponseTooLargeError,
)
from .kept import RECENT_BYTES, Kept
from .limits import DEFAULTS, ResponseLimits, is_deeper
from .retries import Retries
from .stopping import Stop

if TYPE_CHECKING:
    from .operation import Stream

T = TypeVar("T")

_SHOWN_LINE_BYTES = 200

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Arrival:
    """The state of a streamed answer while it arrives."""

    __slots__ = (
        *("began", "first", "has_ended", "is_announced", "on_end", "on_response", "reader"),
        *("retries", "stop", "unread"),
    )

    def __init__(self, stop: Stop | None = None, retries: Retries | None = None) -> None:
        self.retries = retries or Retries()
        """How often the request may still be retried before the answer begins."""
        self.stop = stop or Stop()
        """Ends the call from outside."""
        self.began: float | None = None
        """When the request was sent, by the monotonic clock."""
        self.first: float | None = None
        """When the first piece of the answer arrived."""
        self.reader: Reader[Any] | None = None
        """The reader of the answer; None before it begins."""
        self.has_ended = False
        """Whether the answer was read to the end without an error."""
        self.on_end: Callable[[dict[str, Any]], object] | None = None
        """Called with the last item once the answer was read to the end."""
        self.on_response: Callable[[Any], object] | None = None
        """Called with the httpx response once its headers have arrived, if it is successful."""
        self.is_announced = False
        """Whether the stream yields None before the items, once the headers have arrived."""
        self.unread: Iterator[Any] = iter(())
        """Items that arrived together with the last one and were not taken yet."""

    def begin(self) -> None:
        """Note that the request is being sent."""
        self.stop.begin()
        self.began = time.perf_counter()

    def end(self) -> None:
        """Note that the answer was read to the end without an error."""
        self.has_ended = True
        if self.on_end is not None and (last := self.items(-1)):
            self.on_end(last[0])

    def answered(self, response: Any) -> None:
        """Note that the headers of a successful response have arrived."""
        if self.on_response is not None:
            self.on_response(response)

    @property
    def is_snapshot(self) -> bool:
        """Whether each item replaces the previous one."""
        return self.reader is not None and self.reader.is_snapshot

    @property
    def is_complete(self) -> bool:
        """Whether the whole answer was taken: it was read to the end or its last item was taken."""
        terminated = self.reader is not None and self.reader.is_terminated
        return self.has_ended or (terminated and not length_hint(self.unread))

    def items(self, start: int) -> list[dict[str, Any]]:
        """Return the JSON objects that were taken, from index `start` on.

        For a snapshot stream, return only the last one.
        """
        return [] if self.reader is None else self.reader.objects(start, length_hint(self.unread))


class Reader(Generic[T]):
    """Converts the bytes of a streamed body to items. Subclasses find the boundaries of items.

    An error is stored in `failure`. It must be raised after the items before it have been
    delivered.

    A body that ends properly is complete, whatever its last item says: a server that stops a model
    sends no last item, and other servers may never send one. The transport reports connections that
    break. A body that ends in the middle of an item is an error.
    """

    __slots__ = (
        "_decode", "_done_key", "_done_values", "_error_key", "_held", "_held_bytes",
        "_kept", "_known_sizes", "_last", "_limits", "_loads", "_room", "_shallow", "_stream",
        "_texts", "failure", "status",
    )  # fmt: skip

    #: What an item is called in error messages.
    article, unit = "a", "line"

    #: Whether a stream with a terminator may have no items.
    may_be_empty = False

    def __init__(
        self,
        decode: Callable[[dict[str, Any]], T],
        stream: Stream,
        status: int,
        limits: ResponseLimits = DEFAULTS,
    ) -> None:
        self._limits = limits
        self._shallow = 2 * limits.nesting  # shorter text cannot be nested too deeply
        self._held_bytes = 0
        self._decode = decode
        self._stream = stream
        self._error_key = stream.error
        self._done_key, self._done_values = stream.terminator or ("", ())
        self._loads = codec.strict_reader()
        self._held: list[bytes] = []
        self._last: dict[str, Any] | None = None
        # The JSON texts as received. Unlike objects, bytes do not burden the garbage collector.
        # Snapshot streams may run for hours, so only the items of the last piece are kept.
        self._kept = Kept()
        self._room: float = RECENT_BYTES
        self._texts: list[bytes] | deque[bytes] = self._kept.recent
        if self.is_snapshot:
            self._texts = deque(maxlen=1)
        # Sizes of items whose shapes were checked. Items of the same size are not checked again.
        self._known_sizes: set[int] = set()
        self.status = status
        self.failure: ResponseError | None = None

    @property
    def arrived(self) -> list[T]:
        """The items so far. For a snapshot stream, only the last one."""
        return [self._delivered(data) for data in self.objects(0)]

    def _delivered(self, data: dict[str, Any]) -> T:
        """Return an item as it was delivered, which may have been without a check."""
        try:
            return shapes.decoded(self._decode, data)
        except shapes.ShapeError:
            return self._decode(data)

    @property
    def is_snapshot(self) -> bool:
        """Whether each item replaces the previous one."""
        return self._stream.lines == "snapshot"

    @property
    def is_terminated(self) -> bool:
        """Whether the last item is marked as the last one."""
        return (self._last or {}).get(self._done_key) in self._done_values

    def objects(self, start: int, unread: int = 0) -> list[dict[str, Any]]:
        """Return the JSON objects so far, from index `start` on, without the last `unread`.

        For a snapshot stream, return only the last one.
        """
        if isinstance(self._texts, list):
            count = len(self._kept)
            first = start if start >= 0 else max(0, count + start)
            texts = self._kept.between(first, count - unread)
        else:
            end = len(self._texts) - unread
            texts = list(self._texts)[max(0, end - 1) : end]
        return [codec.loads(text) for text in texts]

    def feed(self, piece: bytes) -> list[T]:
        """Return the items that are complete after this piece."""
        raise NotImplementedError

    def _hold(self, *pieces: bytes) -> None:
        """Store the beginning of an item until the rest arrives."""
        self._held += pieces
        self._held_bytes += sum(map(len, pieces))
        if self._held_bytes > self._limits.line_bytes:
            limit = self._limits.line_bytes
            message = f"{self.article} {self.unit} of the stream has more than {limit} bytes"
            self._refuse(f"{message} (line_bytes)")

    def _taken(self) -> bytes:
        """Return the stored beginning, and clear it."""
        text = b"".join(self._held)
        self._held, self._held_bytes = [], 0
        return text

    def _refuse(self, message: str) -> None:
        self._held.clear()
        self.failure = ResponseTooLargeError(message, self.status, partial=self.arrived)

    def _is_too_deep(self, text: bytes) -> bool:
        if len(text) <= self._shallow or not is_deeper(text, self._limits.nesting):
            return False
        limit = self._limits.nesting
        self._refuse(f"the stream is nested more than {limit} levels deep (nesting)")
        return True

    def finish(self) -> list[T]:
        """Return the items that are complete at the end of the body."""
        text = self._rest()
        if self._is_cut(text):
            message = f"the stream ended in the middle of {self.article} {self.unit}"
            self.failure = IncompleteStreamError(message, self.status, partial=self.arrived)
            return []
        items = self._decoded([text])
        if self._done_key and not (self.may_be_empty or self._last is not None or self.failure):
            message = f"the stream ended before its first {self.unit}: the answer is empty"
            self.failure = ResponseParseError(message, self.status)
        return items

    def _rest(self) -> bytes:
        """Return the stored JSON text at the end of the body."""
        return b"".join(self._held)

    def _is_cut(self, text: bytes) -> bool:
        """Return whether text at the end of the body is an incomplete item."""
        return text.lstrip().startswith((b"{", b"[")) and codec.is_cut(text)

    def _decoded(self, texts: Iterable[bytes]) -> list[T]:
        loads, decode, error_key = self._loads, self._decode, self._error_key
        sizes = self._known_sizes
        items: list[T] = []
        if isinstance(self._texts, deque):
            texts = list(texts)
            self._texts = deque(self._texts, maxlen=max(1, len(texts)))
        for text in texts:
            if len(text) > self._shallow and self._is_too_deep(text):
                break
            try:
                data = loads(text)
            except (ValueError, RecursionError):
                if not text.strip():
                    continue
                data = self._reread(text)
            if data.__class__ is not dict or data.get(error_key):
                self._fail(text, data)
                break
            try:
                is_known = len(data) in sizes and data.get(self._done_key) not in self._done_values
                item = decode(data) if is_known else self._looked_at(data)
            except shapes.BROKEN:
                try:
                    item = self._looked_at(data)
                except shapes.ShapeError as error:
                    self._fail_at(error)
                    break
            items.append(item)
            self._texts.append(text)
            self._room -= len(text)
            self._last = data
        if self._room < 0:
            self._pack()
        return items

    def _pack(self) -> None:
        """Compress the texts that were read. They are needed only if somebody asks for them."""
        has_space = self.is_snapshot or self._kept.pack()
        self._room = RECENT_BYTES if has_space else math.inf

    def _looked_at(self, data: dict[str, Any]) -> T:
        item = shapes.decoded(self._decode, data)
        self._known_sizes.add(len(data))
        return item

    def _reread(self, text: bytes) -> Any:
        """Read JSON that only the lenient reader accepts. Return None if it is invalid."""
        try:
            return codec.loads(text)
        except ValueError:
            return None

    def _fail_at(self, error: shapes.ShapeError) -> None:
        message = f"{self.article} {self.unit} of the stream does not match the API: {error}"
        self.failure = ResponseParseError(message, self.status, partial=self.arrived)

    def _fail(self, text: bytes, data: Any) -> None:
        if isinstance(data, dict):
            self.failure = ResponseError(data, partial=self.arrived)
            return
        shown = text[:_SHOWN_LINE_BYTES].decode(errors="replace")
        message = f"expected a JSON object in each {self.unit} of the stream, got: {shown}"
        self.failure = ResponseParseError(message, self.status, partial=self.arrived)
        try:
            codec.loads(text)
        except ValueError as error:
            doc = text.decode(errors="replace")
            self.failure = NotJSONError.of(error, doc, message, self.status, partial=self.arrived)


class LineReader(Reader[T]):
    """Converts the bytes of an NDJSON body to items.

    Only LF ends a line. U+0085 and U+2028 are text, and CR before LF is whitespace in JSON.
    """

    __slots__ = ()

    def feed(self, piece: bytes) -> list[T]:
        """Return the items that are complete after this piece."""
        if not self._held and piece.find(b"\n") == len(piece) - 1:
            return self._one(piece)
        lines = piece.split(b"\n")
        if len(lines) == 1:
            self._hold(piece)
            return []
        if self._held:
            self._held.append(lines[0])
            lines[0] = self._taken()
        if lines[-1]:
            self._hold(lines[-1])
        return self._decoded(lines[:-1])

    def _one(self, line: bytes) -> list[T]:
        """Return the item of one complete line. This is the common case, so it is optimized."""
        if len(line) > self._shallow and self._is_too_deep(line):
            return []
        try:
            data = self._loads(line)
            if (
                len(data) not in self._known_sizes
                or self._error_key in data
                or data.get(self._done_key) in self._done_values
            ):
                return self._decoded((line,))
            item = self._decode(data)
        except shapes.BROKEN:
            return self._decoded((line,))
        self._texts.append(line)
        self._room -= len(line)
        self._last = data
        if self._room < 0:
            self._pack()
        return [item]


class EventReader(Reader[T]):
    """Converts the bytes of an event stream to items. The data of an event is the JSON of an item.

    Parsing follows the WHATWG standard: a line ends with LF, CR or both, the data lines of an event
    are joined with LF, and an empty line ends the event. Event names, IDs, retry times and comments
    are ignored, because the items contain all that is needed.

    By the standard, an event without an empty line at its end is dropped. Here it counts if its
    JSON is complete. Otherwise the stream is an error, so that no part of an answer is lost
    silently.
    """

    __slots__ = ("_after_cr", "_data", "_ended", "_is_first", "_sentinel")

    article, unit = "an", "event"
    may_be_empty = True

    def __init__(
        self,
        decode: Callable[[dict[str, Any]], T],
        stream: Stream,
        status: int,
        limits: ResponseLimits = DEFAULTS,
    ) -> None:
        super().__init__(decode, stream, status, limits)
        self._sentinel = None if stream.sentinel is None else stream.sentinel.encode()
        self._data: list[bytes] = []
        self._is_first = True
        self._after_cr = False
        self._ended = False

    def feed(self, piece: bytes) -> list[T]:
        """Return the items that are complete after this piece."""
        if self._after_cr and piece:
            self._after_cr = False
            piece = piece.removeprefix(b"\n")
        lines = piece.splitlines(keepends=True)  # bytes are split only at LF, CR and CR LF
        if not lines:
            return []
        if self._held:
            self._hold(lines[0])
            if lines[0][-1] not in b"\r\n":
                return []
            lines[0] = self._taken()
        if lines[-1][-1] not in b"\r\n":
            self._hold(lines.pop())
        else:
            self._after_cr = lines[-1][-1:] == b"\r"
        return self._decoded(self._events(lines))

    def _events(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the data of each event that is complete after these complete lines."""
        for line in lines:
            text = line.rstrip(b"\r\n")
            if self._is_first:
                self._is_first = False
                text = text.removeprefix(_BYTE_ORDER_MARK)
            if sum(map(len, self._data)) > self._limits.line_bytes:
                self._refuse(f"an event has more than {self._limits.line_bytes} bytes (line_bytes)")
                return
            if text[:5] == b"data:":
                self._data.append(text[6:] if text[5:6] == b" " else text[5:])
            elif text == b"data":
                self._data.append(b"")
            elif not text and self._data:
                data = b"\n".join(self._data)
                self._data = []
                if not self._is_sentinel(data):
                    yield data

    def _is_sentinel(self, data: bytes) -> bool:
        """Return whether an event is the end marker, or comes after it."""
        self._ended = self._ended or data.strip() == self._sentinel
        return self._ended

    def _rest(self) -> bytes:
        # The empty line at the end may be missing.
        lines = [super()._rest(), b""]
        return b"".join(self._events(lines))

    def _is_cut(self, text: bytes) -> bool:
        # An incomplete line may not yet be recognizable as data.
        is_begun = bool(self._held) and not (text or self._ended or self._held[0][:1] == b":")
        return is_begun or super()._is_cut(text)


class ObjectReader(Reader[T]):
    """Converts a body that is one JSON object, in any layout, to one item."""

    __slots__ = ()

    article, unit = "an", "object"

    def feed(self, piece: bytes) -> list[T]:
        """Return no items. The object is complete when the body ends."""
        self._hold(piece)
        return []


class PieceReader(Reader[T]):
    """Passes on the bytes of a body as they arrive, without storing them."""

    __slots__ = ()

    def feed(self, piece: bytes) -> list[T]:
        """Return the piece."""
        return [cast("T", piece)]


#: The media type for bodies of any other kind, and that of event streams.
BYTES = "application/octet-stream"
EVENTS = "text/event-stream"

#: The reader for each media type that can be streamed.
READERS: dict[str, type[Reader[Any]]] = {
    "application/json": ObjectReader,
    "application/x-ndjson": LineReader,
    "application/jsonl": LineReader,
    EVENTS: EventReader,
    BYTES: PieceReader,
}
