# Copied from runtime/vectors.py by `make generate`. Do not edit: edit the original.
"""Owns reading answers that are mostly vectors: they are decoded while their body arrives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol

import httpx

from . import codec, shapes
from .limits import VECTORS
from .wire_object import WireObject

__all__ = [
    "Rows",
    "VectorBody",
    "decoding",
    "is_decoded",
    "read_vectors",
    "vector_body",
]

#: Number of bytes to decode at once. A parser takes several times as much memory as the text.
_STEP_BYTES = 1 << 16


class Rows(Protocol):
    """Collects vectors."""

    def add(self, text: bytes) -> None:
        """Decode a JSON list. Add the vectors after its first item, which is an empty list.

        Raises:
            ValueError: An item is not a list of numbers.
        """
        ...

    def listed(self) -> Any:
        """Return all vectors as lists."""
        ...


class _FloatRows:
    """Collects vectors as lists of floats. Integers become floats: JSON may contain 1 for 1.0."""

    def __init__(self, decode: Callable[[bytes], list[list[float]]]) -> None:
        self._decode = decode
        self._rows: list[list[float]] = []

    def add(self, text: bytes) -> None:
        self._rows += self._decode(text)[1:]

    def listed(self) -> list[list[float]]:
        return self._rows


class VectorBody:
    """The body of an answer. Its vectors are decoded in steps, so the text is never held whole.

    A body with anything unexpected remains text, and is then read like any other answer. The
    methods are those of `BytesIO` that a response needs.
    """

    def __init__(self, decode: Callable[[Any], Any], wire: str, rows: Callable[[], Rows]) -> None:
        """Create the body.

        Args:
            decode: Converts a JSON object to the answer, usually a model's `from_dict`.
            wire: The wire name of the field with the vectors.
            rows: Returns a collector of vectors.
        """
        self.wire = wire
        self._decode = decode
        self._new_rows = rows
        self.begin()

    def begin(self, least: int = 0) -> None:
        """Start with an empty body.

        Args:
            least: A body with fewer bytes remains text.
        """
        self._least = least
        self.answer: Any = None
        """The answer without its vectors, after a body that was decoded."""
        self.rows = self._new_rows()
        self._size = 0
        self._text = bytearray()
        self._head: bytes | None = None
        """The text before the first vector."""
        self._is_inside = self._is_text = False

    def arriving(self) -> VectorBody:
        """Start with the body of a response. There may have been an attempt before."""
        self.begin(_STEP_BYTES)
        return self

    def write(self, piece: bytes | memoryview) -> None:
        """Take a piece of the body."""
        self._size += len(piece)
        self._text += piece
        if len(self._text) >= max(_STEP_BYTES, self._least):
            self._advance()

    def tell(self) -> int:
        """Return the number of bytes so far."""
        return self._size

    def truncate(self) -> None:
        """End the body."""
        if self._size < self._least:
            return
        self._advance()
        if self._head is not None:
            try:
                self._finish(self._head)
            except shapes.BROKEN:
                self._become_text()

    def getvalue(self) -> bytes:
        """Return the text. It is empty if the body was decoded."""
        return b"" if self.answer is not None else bytes(self._text)

    def _advance(self) -> None:
        try:
            if self._head is None and not self._is_text:
                self._open()
            if self._is_inside:
                self._take()
        except (RuntimeError, *shapes.BROKEN):  # simdjson raises a RuntimeError
            self._become_text()

    def _open(self) -> None:
        """Skip to the first vector. Only plain values may precede it."""
        found = _start(self.wire).match(self._text)
        if found is None:
            self._is_text = True
        else:
            self._head = found[0]
            self._text[: found.end()] = b","  # as before all other vectors
            self._is_inside = True

    def _take(self) -> None:
        """Decode the vectors that are complete."""
        text = self._text
        opened = text.rfind(b"[")
        closed = text.find(b"]", opened) if opened >= 0 else -1
        stop = (closed if closed >= 0 else text.rfind(b"]", 0, max(opened, 0))) + 1
        # Counting brackets would take longer than decoding.
        is_end = (closed >= 0 or opened < 0) and text[stop:].lstrip().startswith(b"]")
        if stop:
            # The text starts with a comma. The empty list before it lets the parser check it.
            with memoryview(text)[:stop] as vectors:
                whole = b"".join((b"[[]", vectors, b"]"))
            self.rows.add(whole)
            del text[:stop]
        self._is_inside = not is_end

    def _finish(self, head: bytes) -> None:
        """Decode what is around the vectors.

        Raises:
            ValueError: The body is cut off, or does not match the API.
        """
        data = codec.loads(head + self._text)
        nested = [name for name, value in data.items() if isinstance(value, (dict, list))]
        if self._is_inside or nested != [self.wire] or data[self.wire]:
            raise ValueError
        self.answer = shapes.decoded(self._decode, data)

    def _become_text(self) -> None:
        rows = codec.dumps(self.rows.listed())[1:-1]
        self._text[: 0 if rows else 1] = (self._head or b"") + rows
        self._head, self._is_inside, self._is_text = None, False, True


@cache
def _start(wire: str) -> re.Pattern[bytes]:
    """Return the pattern of a text with only plain values before the list of vectors."""
    value = rb"""(?:"[^"\\]*"|[-+.\w]+)"""
    field = rb"""\s*"[^"\\]*"\s*:\s*%b\s*,""" % value
    return re.compile(rb"""\s*\{(?:%b)*\s*"%b"\s*:\s*\[(?=\s*\[)""" % (field, wire.encode()))


def vector_body(decode: Callable[[Any], Any]) -> VectorBody | None:
    """Return a body for answers with vectors; None for others, or if msgspec is not installed."""
    cls = getattr(decode, "__self__", None)
    if not isinstance(cls, type) or not issubclass(cls, WireObject):
        return None
    wire = shapes.vectors_of(cls)
    read = None if wire is None else _reader()
    if wire is None or read is None:
        return None
    return VectorBody(decode, wire, lambda: _FloatRows(read))


def decoding(request: Mapping[str, Any], body: VectorBody | None) -> dict[str, Any]:
    """Return a request whose answer is decoded while it arrives, if httpx is not needed for it."""
    if body is None:
        return dict(request)
    return {**request, "extensions": {**request.get("extensions", {}), VECTORS: body}}


def read_vectors(decode: Callable[[Any], Any], response: httpx.Response) -> Any:
    """Return the answer if its model has a field of vectors and its content is valid, else None.

    Such an answer contains only scalars and lists of lists of numbers, so its nesting is limited.

    Args:
        decode: Converts a JSON object to the answer, usually a model's `from_dict`.
        response: The response. It has been read.
    """
    body: VectorBody | None = getattr(response, "vectors", None) or vector_body(decode)
    if body is None or not is_decoded(body, response):
        return None
    body.answer[body.wire] = body.rows.listed()
    return body.answer


def is_decoded(body: VectorBody, response: httpx.Response) -> bool:
    """Decode a response that has arrived as text. Return whether its body is as expected."""
    if body.answer is None:
        body.begin()
        content = memoryview(response.content)
        for start in range(0, len(content), _STEP_BYTES):  # what the processor's cache can hold
            body.write(content[start : start + _STEP_BYTES])
        body.truncate()
    return body.answer is not None


@cache
def _reader() -> Callable[[bytes], list[list[float]]] | None:
    try:
        import msgspec  # imported here to keep importing the client fast
    except ImportError:
        return None
    return msgspec.json.Decoder(list[list[float]]).decode
