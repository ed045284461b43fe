"""Owns the heads of plain HTTP/1.1 messages, without I/O. Whatever is not plain is left to h11."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

__all__ = ["AnswerHead", "head_of_request", "read_head"]

#: The attribute of a connection with the headers of its last request, and their lines.
_KNOWN = "_ollama_headers"

_LENGTH = b"content-length"

#: Headers that say how a body is sent, or how the connection is used.
_SPECIAL = {_LENGTH, b"transfer-encoding", b"expect", b"upgrade", b"trailer"}

_METHODS = {b"GET", b"POST", b"PUT", b"PATCH", b"DELETE"}
_TARGET = re.compile(rb"[!-~]+")

_HEAD = re.compile(
    rb"HTTP/1\.1 ([2-5][0-9][0-9]) ([ -~]*)\r\n((?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~]*\r\n)*)\r\n"
)
_DIGITS = re.compile(rb"[0-9]{1,15}")

#: Statuses of answers without a body.
_EMPTY = {204, 304}

Headers = list[tuple[bytes, bytes]]


class AnswerHead(NamedTuple):
    """The head of an answer."""

    status: int
    reason: bytes
    headers: Headers
    length: int | None
    """The length of the body in bytes, or None if it is chunked."""
    end: int
    """Where the body begins."""


def read_head(data: bytes) -> AnswerHead | None:
    """Return the head with which data begins, or None if it is incomplete or not plain."""
    found = _HEAD.match(data)
    if found is None:
        return None
    headers: Headers = []
    length: int | None = None
    framings = 0
    for line in found[3].split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        value = value.strip(b" \t")
        headers.append((name, value))
        lower = name.lower()
        if lower == _LENGTH:
            if not _DIGITS.fullmatch(value):
                return None
            length, framings = int(value), framings + 1
        elif lower == b"transfer-encoding":
            framings += 1 if value == b"chunked" else 2  # h11 would make it lower case
        elif lower == b"connection" and value.lower() != b"keep-alive":
            return None
    status = int(found[1])
    if framings != 1 or status in _EMPTY:
        return None
    return AnswerHead(status, found[2], headers, length, found.end())


def head_of_request(connection: Any, request: Any) -> bytes | None:
    """Return the bytes before a body, as h11 writes them, or None if the request is not plain."""
    others, length = _without_length(request.headers)
    size = sum(map(len, request.stream))
    target: bytes = request.url.target
    lines = _lines_of(connection, others)
    if (
        lines is None
        or size != (int(length[0][1]) if length else 0)
        or request.method not in _METHODS
        or not _TARGET.fullmatch(target)
    ):
        return None
    last = b"%b: %b\r\n" % length[0] if length else b""
    return b"%b %b HTTP/1.1\r\n%b%b\r\n" % (request.method, target, lines, last)


def _without_length(headers: Headers) -> tuple[Headers, Headers]:
    """Return headers without the last one if it is the length of the body, and that one.

    Requests on the same connection usually differ only in it.
    """
    if headers and headers[-1][0].lower() == _LENGTH and _DIGITS.fullmatch(headers[-1][1]):
        return headers[:-1], headers[-1:]
    return headers, []


def _lines_of(connection: Any, headers: Headers) -> bytes | None:
    """Return the lines of headers, kept for the next request, or None if h11 must send them."""
    given, lines = getattr(connection, _KNOWN, (None, None))
    if given != headers:
        lines = _checked_by_h11(headers)
        setattr(connection, _KNOWN, (headers, lines))
    return lines


def _checked_by_h11(headers: Headers) -> bytes | None:
    """Return headers as h11 writes them: the host comes first."""
    import h11  # a dependency of httpcore

    try:
        kept = h11.Request(method="POST", target="/", headers=headers).headers
    except h11.LocalProtocolError:
        return None
    uses = [value for name, value in kept if name == b"connection"]
    if not _SPECIAL.isdisjoint(name for name, _ in kept) or uses not in ([], [b"keep-alive"]):
        return None
    lines = [b"%b: %b\r\n" % item for item in kept.raw_items()]
    lines.sort(key=lambda line: not line.lower().startswith(b"host:"))
    return b"".join(lines)
