# Copied from runtime/limits.py by `make generate`. Do not edit: edit the original.
"""How much a server may send: limits of answers, and what holds bodies and JSON to them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from typing import cast

import attrs
import httpx

from .errors import ResponseTooLargeError

__all__ = ["ResponseLimits", "is_deeper", "limits_of"]

_MIB = 1 << 20

#: How much of an encoded body is decoded at once: deflate makes at most a thousand times of it,
#: other codings much more.
_STEP_BYTES, _SMALL_STEP_BYTES = 4096, 256
_DEFLATING = ("gzip", "deflate")

#: For which lengths of a body memory is reserved. A server may lie about the length.
_LEAST_RESERVED, _MOST_RESERVED = 1 << 16, 1 << 24

_STRING = re.compile(rb'"[^"]*"')
_MANY_QUOTES = b'"' * 32
_OPEN = ord("[")
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'"[]{}'))

#: How many levels are taken off, each at once, before the brackets are counted one by one.
_LEVELS_AT_ONCE = 16


@attrs.frozen(kw_only=True)
class ResponseLimits:
    """How much of an answer is taken; more is a `ResponseTooLargeError`.

    They bound the memory that a broken or hostile server can make a program use.
    """

    line_bytes: int = 64 * _MIB
    """Bytes of one item of a stream: a line, an event, or an object that comes as one. 64 MiB."""
    body_bytes: int = 256 * _MIB
    """Bytes of an answer that is read whole, after decompression. 256 MiB; downloads in pieces are
    not limited."""
    error_bytes: int = 16 * _MIB
    """Bytes of an answer whose status is an error, after decompression. 16 MiB."""
    nesting: int = 200
    """How deep lists and objects may lie in each other. 200."""


DEFAULTS = ResponseLimits()


def is_deeper(text: bytes, limit: int) -> bool:
    """Return whether JSON text is nested deeper than a limit."""
    # Without escapes and all that is no quote or bracket, which C drops, little is left to look at.
    plain = text.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in text else text
    structure = plain.translate(_BRACKETS, _NOT_STRUCTURE)
    if structure.count(b"[") <= limit:
        return False
    # Two quotes that are neighbours change nothing for what is around them: it stays in or out of
    # texts. What is left then are texts that have brackets in them.
    structure = structure.replace(_MANY_QUOTES, b"").replace(b'""', b"")
    if b'"' in structure:
        structure = _STRING.sub(b"", structure).replace(b'"', b"")
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
    """Return the limits of a response; the defaults for one of a foreign transport."""
    limits: ResponseLimits = getattr(response, "limits", DEFAULTS)
    return limits


class _LimitedResponse(httpx.Response):
    """A response that is not read beyond its limits, and decoded in small steps."""

    limits: ResponseLimits
    _is_direct = False
    _is_read_whole = False
    """Whether all of it is wanted at once. Its pieces are joined as they come: a list of them would
    take as much memory again."""

    def _demand(self, size: int) -> None:
        limit = self.limits.body_bytes if self.is_success else self.limits.error_bytes
        if size > limit:
            kind = "body_bytes" if self.is_success else "error_bytes"
            raise ResponseTooLargeError(
                f"the answer has more than {limit} bytes ({kind})", self.status_code, response=self
            )

    def _steps(self, piece: bytes) -> Iterator[bytes]:
        """Yield a piece of an encoded body in parts that are decoded one by one."""
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
        whole = self._space()
        for piece in self._as_it_came() if self._is_plain() else super().iter_bytes(chunk_size):
            self._demand(whole.tell() + len(piece))
            whole.write(piece)
        whole.truncate()
        yield whole.getvalue()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        if not self._is_read_whole or self.is_stream_consumed or self.is_closed:
            async for piece in super().aiter_bytes(chunk_size):
                yield piece
            return
        whole = self._space()
        pieces = self._aas_it_came() if self._is_plain() else super().aiter_bytes(chunk_size)
        async for piece in pieces:
            self._demand(whole.tell() + len(piece))
            whole.write(piece)
        whole.truncate()
        yield whole.getvalue()

    def _space(self) -> BytesIO:
        """Return a buffer for the body, as large as its length: growing would copy it."""
        whole = BytesIO()
        length = self.headers.get("content-length", "")
        if length.isdecimal() and _LEAST_RESERVED < int(length) <= _MOST_RESERVED:
            whole.seek(int(length) - 1)
            whole.write(b"\0")
            whole.seek(0)
        return whole

    def _is_plain(self) -> bool:
        """Return whether httpx would do nothing with the body but hand it on."""
        return self._is_direct and "content-encoding" not in self.headers

    def _as_it_came(self) -> Iterator[bytes]:
        self.is_stream_consumed = True
        size = 0
        for piece in cast("httpx.SyncByteStream", self.stream):
            size += len(piece)
            yield piece
        self._num_bytes_downloaded = size
        self.close()

    async def _aas_it_came(self) -> AsyncIterator[bytes]:
        self.is_stream_consumed = True
        size = 0
        async for piece in cast("httpx.AsyncByteStream", self.stream):
            size += len(piece)
            yield piece
        self._num_bytes_downloaded = size
        await self.aclose()


def limited(
    response: httpx.Response, limits: ResponseLimits, *, is_direct: bool = False
) -> httpx.Response:
    """Return a response that has not been read yet, held to limits.

    Args:
        response: The response.
        limits: How much of it is taken.
        is_direct: Whether the body is read without the layers that httpx puts around it.
    """
    response.__class__ = _LimitedResponse
    response.limits = limits  # type: ignore[attr-defined]
    response._is_direct = is_direct  # type: ignore[attr-defined]
    return response
