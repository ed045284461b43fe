"""Owns vectors as arrays: read from the body of an answer, and joined."""

from __future__ import annotations

from importlib import import_module
from typing import Any

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


def array_of(body: bytes) -> Any:
    """Read the vectors in the body of an answer into an array of float32, one row per vector.

    Returns:
        None if simdjson is not installed, or if the body is not as expected. Then the caller reads
        it like any other answer.
    """
    try:
        parser = import_module("simdjson").Parser()
    except ImportError:
        return None
    np = numpy()
    try:
        rows = parser.parse(body)["embeddings"]
        return stacked([np.frombuffer(it.as_buffer(of_type="d"), np.float64) for it in rows])
    except (LookupError, RuntimeError, TypeError, ValueError):
        return None


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
