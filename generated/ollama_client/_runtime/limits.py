# Copied from runtime/limits.py by `make generate`. Do not edit: edit the original.
"""Owns the limits on the size of answers, and applies them to bodies and JSON."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING, cast

import httpx

from .bounds import demand_count
from .errors import ResponseTooLargeError

if TYPE_CHECKING:
    from .vectors import VectorBody

__all__ = ["VECTORS", "ResponseLimits", "decode_vectors", "is_deeper", "limits_of"]

#: The key of a request's `VectorBody` in the extensions of httpx.
VECTORS = "ollama_vectors"

_MIB = 1 << 20

#: Bytes of an encoded body to decode at once. Deflate expands data at most a thousandfold; other
#: encodings expand it much more.
_STEP_BYTES, _SMALL_STEP_BYTES = 4096, 256
_DEFLATING = ("gzip", "deflate")

#: Range of body lengths for which memory is reserved. A server may send a wrong length.
_LEAST_RESERVED, _MOST_RESERVED = 1 << 16, 1 << 24

_MANY_QUOTES = b'"' * 32
_OPEN = ord("[")
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'"[]{}'))

#: Number of nesting levels that are removed with one call each before brackets are counted.
_LEVELS_AT_ONCE = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class ResponseLimits:
    """Limits on the size of answers. A larger answer raises `ResponseTooLargeError`.

    They bound the memory that a broken or malicious server can use up.
    """

    line_bytes: int = 64 * _MIB
    """Maximum bytes of an item of a stream: a line, an event, or a single JSON object. Default:
    64 MiB."""
    body_bytes: int = 256 * _MIB
    """Maximum bytes of an answer that is read as a whole, after decompression. Default: 256 MiB.
    Downloads in pieces are not limited."""
    error_bytes: int = 16 * _MIB
    """Maximum bytes of an error response, after decompression. Default: 16 MiB."""
    nesting: int = 200
    """Maximum nesting depth of lists and objects. Default: 200."""

    def __post_init__(self) -> None:
        """Check the limits.

        Raises:
            InvalidRequestError: A limit is not an int of at least 1.
        """
        for name, value in asdict(self).items():
            demand_count(name, value, least=1)


DEFAULTS = ResponseLimits()


def is_deeper(text: bytes, limit: int) -> bool:
    """Return whether JSON text is nested deeper than a limit."""
    # Removing escapes, and everything but quotes and brackets, is fast, because it runs in C.
    plain = text.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in text else text
    structure = plain.translate(_BRACKETS, _NOT_STRUCTURE)
    if structure.count(b"[") <= limit:
        return False
    # Two adjacent quotes cancel out: what follows is inside or outside of strings as before. This
    # removes all strings except those that contain brackets.
    structure = structure.replace(_MANY_QUOTES, b"").replace(b'""', b"")
    if b'"' in structure:
        structure = re.sub(rb'"[^"]*"', b"", structure).replace(b'"', b"")
    left = structure
    for taken in range(1, min(limit, _LEVELS_AT_ONCE) + 1):
        left = left.replace(b"[]", b"")
        if left.count(b"[") + taken <= limit:
            return False
    return _exceeds(structure, limit)


def _exceeds(brackets: bytes, limit: int) -> bool:
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket == _OPEN else -1
        if depth > limit:
            return True
    return False


def limits_of(response: httpx.Response) -> ResponseLimits:
    """Return the limits of a response, or the defaults if a foreign transport created it."""
    limits: ResponseLimits = getattr(response, "limits", DEFAULTS)
    return limits


class _LimitedResponse(httpx.Response):
    """A response that enforces limits, and decodes compressed bodies in small steps."""

    limits: ResponseLimits
    vectors: VectorBody | None = None
    """Decodes the body while it arrives, if it is read whole."""
    _is_direct = False
    _is_read_whole = False
    """Whether the whole body is read at once. Its pieces are then joined as they arrive, because a
    list of them would double the memory."""

    def _demand(self, size: int) -> None:
        limit = self.limits.body_bytes if self.is_success else self.limits.error_bytes
        if size > limit:
            kind = "body_bytes" if self.is_success else "error_bytes"
            raise ResponseTooLargeError(
                f"the answer has more than {limit} bytes ({kind})", self.status_code, response=self
            )

    def _steps(self, piece: bytes) -> Iterator[bytes]:
        """Split a piece of an encoded body into parts that are decoded separately."""
        codings = self.headers.get_list("content-encoding", split_commas=True)
        if len(codings) > 1:
            shown = ", ".join(codings)
            raise ResponseTooLargeError(
                f"the answer is encoded more than once ({shown[:100]})", self.status_code
            )
        step = _STEP_BYTES if codings and codings[0] in _DEFLATING else _SMALL_STEP_BYTES
        step = step if codings else len(piece)
        return (piece[start : start + step] for start in range(0, len(piece), step or 1))

    def read(self) -> bytes:
        self._is_read_whole = True
        return super().read()

    async def aread(self) -> bytes:
        self._is_read_whole = True
        return await super().aread()

    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for piece in super().iter_raw(chunk_size):
            yield from self._steps(piece)

    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        async for piece in super().aiter_raw(chunk_size):
            for part in self._steps(piece):
                yield part

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        if not self._is_read_whole or self.is_stream_consumed or self.is_closed:
            yield from super().iter_bytes(chunk_size)
            return
        whole, is_plain = self._space(), self._is_plain()
        self.is_stream_consumed = is_plain
        pieces = (
            cast("Iterable[bytes]", self.stream) if is_plain else super().iter_bytes(chunk_size)
        )
        for piece in pieces:
            self._demand(whole.tell() + len(piece))
            whole.write(piece)
        whole.truncate()
        if is_plain:
            self._num_bytes_downloaded = whole.tell()
            self.close()
        yield whole.getvalue()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        if not self._is_read_whole or self.is_stream_consumed or self.is_closed:
            async for piece in super().aiter_bytes(chunk_size):
                yield piece
            return
        whole, is_plain = self._space(), self._is_plain()
        self.is_stream_consumed = is_plain
        stream = cast("AsyncIterable[bytes]", self.stream)
        async for piece in stream if is_plain else super().aiter_bytes(chunk_size):
            self._demand(whole.tell() + len(piece))
            whole.write(piece)
        whole.truncate()
        if is_plain:
            self._num_bytes_downloaded = whole.tell()
            await self.aclose()
        yield whole.getvalue()

    def _space(self) -> BytesIO | VectorBody:
        """Return a buffer for the body with its full size, because growing it would copy data."""
        if self.vectors is not None:
            return self.vectors.arriving()
        whole = BytesIO()
        length = self.headers.get("content-length", "")
        if length.isdecimal() and _LEAST_RESERVED < int(length) <= _MOST_RESERVED:
            whole.seek(int(length) - 1)
            whole.write(b"\0")
            whole.seek(0)
        return whole

    def _is_plain(self) -> bool:
        """Return whether httpx would pass the body on unchanged."""
        return self._is_direct and "content-encoding" not in self.headers


def decode_vectors(response: httpx.Response, request: httpx.Request) -> None:
    """Decode the body of a response while it arrives, if the request asks for it."""
    body = request.extensions.get(VECTORS)
    if body is not None and isinstance(response, _LimitedResponse) and response.is_success:
        response.vectors = body


def limited(
    response: httpx.Response, limits: ResponseLimits, *, is_direct: bool = False
) -> httpx.Response:
    """Return an unread response with limits applied.

    Args:
        response: The response.
        limits: The limits.
        is_direct: Whether the body is read without httpx's wrappers around it.
    """
    response.__class__ = _LimitedResponse
    response.limits = limits  # type: ignore[attr-defined]
    response._is_direct = is_direct  # type: ignore[attr-defined]
    return response
