"""Owns vectors as arrays: read from the body of an answer, and joined."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from ollama_client import models
from ollama_client._runtime.vectors import VectorBody, is_decoded
from ollama_client.errors import ResponseParseError

if TYPE_CHECKING:
    import httpx


def numpy() -> Any:
    """Import numpy.

    Raises:
        ImportError: numpy is not installed.
    """
    try:
        return import_module("numpy")
    except ImportError as error:
        raise ImportError("as_array=True needs numpy: pip install 'ollama-sdk[arrays]'") from error


class _ArrayRows:
    """Collects vectors in an array of float32, one row per vector."""

    def __init__(self, parser: Any, count: int) -> None:
        self._np = numpy()
        self._parser = parser
        self._count = count
        self._filled = 0
        self._array: Any = None

    def add(self, text: bytes) -> None:
        """Decode a JSON list. Add the vectors after its first item, which is an empty list.

        Raises:
            ValueError: An item is not a list of numbers, or has the wrong length.
        """
        found = iter(self._parser.parse(text))
        next(found)
        np = self._np
        rows = [np.frombuffer(it.as_buffer(of_type="d"), np.float64) for it in found]
        if self._array is None:
            self._array = np.empty((self._count, len(rows[0])), np.float32)
        end, width = self._filled + len(rows), self._array.shape[1]
        if not _has_lists(text, len(rows) + 2) or any(len(row) != width for row in rows):
            raise ValueError  # the parser flattens lists, so their number has to be right, too
        for index, row in enumerate(rows, self._filled):
            self._array[index] = row
        self._filled = end

    def listed(self) -> Any:
        """Return all vectors as lists."""
        return [] if self._array is None else self._array[: self._filled].tolist()

    def whole(self) -> Any:
        """Return the array."""
        return self._array[: self._filled]


def _has_lists(text: bytes, count: int) -> bool:
    """Return whether a JSON text has a number of lists. Long texts with few are searched fast."""
    at = -1
    for _ in range(count):
        at = text.find(b"[", at + 1)
        if at < 0:
            return False
    return text.find(b"[", at + 1) < 0


def array_body(count: int) -> VectorBody | None:
    """Return a body that collects an array of `count` vectors, or None without simdjson."""
    try:
        parser = import_module("simdjson").Parser()
    except ImportError:
        return None
    decode = models.EmbedResponse.from_dict
    return VectorBody(decode, "embeddings", lambda: _ArrayRows(parser, count))


def array_of(body: VectorBody | None, response: httpx.Response) -> Any:
    """Return the array of a body, or None if it is not as expected.

    Then the caller reads it like any other answer.
    """
    if body is None or not is_decoded(body, response):
        return None
    return cast("_ArrayRows", body.rows).whole()


def stacked(rows: Any) -> Any:
    """Return vectors as an array of float32, one row per vector.

    Raises:
        ResponseParseError: The vectors have different lengths.
    """
    np = numpy()
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        said = f"the server sent vectors of different lengths: {sorted(widths)}"
        raise ResponseParseError(said, 200)
    out = np.empty((len(rows), *widths), np.float32)
    for index, row in enumerate(rows):
        out[index] = row
    return out


class Rows:
    """An array that grows by rows. The final array is not copied."""

    def __init__(self, total: int | None) -> None:
        self._np = numpy()
        self._total = total
        self._rows: Any = self._np.empty((0, 0), self._np.float32)
        self._count = 0

    def add(self, rows: Any) -> None:
        """Add rows.

        Raises:
            ResponseParseError: Their length differs from that of earlier rows.
        """
        width, end = rows.shape[1], self._count + len(rows)
        if self._count and width != self._rows.shape[1]:
            had = self._rows.shape[1]
            raise ResponseParseError(f"the server sent vectors of {width} numbers after {had}", 200)
        if not self._count and self._total == len(rows):
            self._rows = rows  # all of them
            self._count = end
            return
        if end > len(self._rows):
            size = max(end, self._total or 2 * len(self._rows))
            grown = self._np.empty((size, width), self._np.float32)
            if self._count:
                grown[: self._count] = self._rows[: self._count]
            self._rows = grown
        self._rows[self._count : end] = rows
        self._count = end

    def whole(self) -> Any:
        """Return the array."""
        return self._rows[: self._count]
