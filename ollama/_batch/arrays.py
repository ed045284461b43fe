"""Owns vectors as arrays: read from the body of an answer, and joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from ollama_client import models
from ollama_client._runtime import shapes
from ollama_client._runtime.codec import loads
from ollama_client.errors import ResponseParseError


def numpy() -> Any:
    """Import numpy.

    Raises:
        ImportError: numpy is not installed.
    """
    try:
        return import_module("numpy")
    except ImportError as error:
        raise ImportError("as_array=True needs numpy: pip install 'ollama-sdk[arrays]'") from error


#: The start of a body that has only plain values before its list of vectors.
_START = re.compile(
    rb"""\s*\{(?:\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[-+.\w]+)\s*,)*\s*"embeddings"\s*:\s*\[(?=\s*\[)"""
)

#: Number of bytes that are parsed at once. A parser takes several times as much memory as the text.
_STEP_BYTES = 1 << 16


def array_of(body: bytes, count: int) -> Any:
    """Read the vectors in the body of an answer into an array of float32, one row per vector.

    Args:
        body: The JSON text.
        count: The expected number of vectors.

    Returns:
        None if simdjson is not installed, or if the body is not as expected. Then the caller reads
        it like any other answer.
    """
    try:
        parser = import_module("simdjson").Parser()
    except ImportError:
        return None
    start, end = _START.match(body), body.rfind(b"]]") + 1
    if start is None or end < start.end():
        return None
    try:
        shapes.decoded(models.EmbedResponse.from_dict, loads(body[: start.end()] + body[end:]))
        return _filled(parser, _steps(body, start.end(), end), count)
    except (AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return None


def _steps(body: bytes, at: int, end: int) -> Iterator[bytes]:
    """Yield the vectors between two positions of a text, in JSON lists of limited size."""
    while at < end:
        stop = body.rfind(b"]", at, at + _STEP_BYTES) if end - at > _STEP_BYTES else end - 1
        if stop < 0:  # a single vector is longer
            stop = body.index(b"]", at)
        yield b"[%b]" % body[at : stop + 1]
        at = stop + 1
        if at < end:
            at = body.index(b",", at) + 1


def _is_flat(text: bytes, rows: int) -> bool:
    """Return whether a JSON list contains that many lists, and these contain none."""
    at = 1
    for _ in range(rows):
        at = text.find(b"[", at) + 1
        if not at:
            return False
    return text.find(b"[", at) < 0


def _filled(parser: Any, texts: Iterable[bytes], count: int) -> Any:
    """Return an array of the vectors in JSON texts, or None if there are not `count` of them."""
    np, out, filled = numpy(), None, 0
    for text in texts:
        rows = [np.frombuffer(it.as_buffer(of_type="d"), np.float64) for it in parser.parse(text)]
        if not _is_flat(text, len(rows)):  # the parser flattens lists
            return None
        if out is None:
            out = np.empty((count, len(rows[0])), np.float32)
        if filled + len(rows) > count or any(len(row) != out.shape[1] for row in rows):
            return None
        for row in rows:
            out[filled] = row
            filled += 1
    return out if filled == count else None


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
