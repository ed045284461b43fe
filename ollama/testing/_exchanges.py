"""Recorded exchanges: their file format, one line of JSON each, and the redaction of secrets."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from ollama.testing._http import Headers, Message
from ollama.testing._wire import as_object

#: Key of the first line of a file. Its value is the version of the format.
_MARK = "ollama_testing"
_FORMAT = 1
#: Headers of answers that clients use. Others, such as cookies, are not recorded.
_KEPT_HEADERS = ("content-type", "allow", "location", "retry-after")
#: Headers of requests whose values are redacted wherever they occur.
_SECRET_HEADERS = ("Authorization", "Proxy-Authorization", "X-Api-Key", "Api-Key", "Cookie")
#: Shorter values are not redacted, because they may be ordinary words in other texts.
_LEAST_SECRET = 6
_REDACTED = b"[redacted]"
_NAMES = (
    rb"(?:[\w-]*(?:api[_-]?key|password|passwd|secret|private[_-]?key|credentials?)"
    rb"|(?:[\w-]+[_-])?authorization|(?:access|refresh|auth|id|session|bearer)[_-]?token)"
)
_MEMBER = rb'"%s"\s*:\s*"((?:[^"\\]|\\.)+)"' % _NAMES
_PARAMETER = rb"(?:[?&]|\\u0026)(?:%s|key|token|sig|signature)=([^&\"\s\\]+)" % _NAMES
#: The same member in JSON inside a JSON string, which tools often return.
_INNER_MEMBER = rb'\\"%s\\"\s*:\s*\\"([^"\\]+)' % _NAMES
_SECRETS = re.compile(b"|".join((_MEMBER, _INNER_MEMBER, _PARAMETER)), re.IGNORECASE)


@dataclass(frozen=True)
class Exchange:
    """The parts of a request that identify it, and the answer.

    Args:
        request: ``method``, ``path``, ``query`` and the body, as ``json`` or as its digest.
        status: HTTP status of the answer.
        headers: Recorded headers of the answer.
        pieces: Body of the answer, in the pieces that arrived.
        streamed: Whether the answer has no Content-Length.
        cut: Whether the connection broke before the end of the answer.
    """

    request: Mapping[str, Any]
    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    pieces: Sequence[bytes] = ()
    streamed: bool = False
    cut: bool = False

    def line(self) -> str:
        """Return the exchange as a line of JSON."""
        answer: dict[str, Any] = {"status": self.status, "headers": dict(self.headers)}
        answer |= {name: True for name in ("streamed", "cut") if getattr(self, name)}
        return json.dumps(
            {"request": dict(self.request), "response": {**answer, **_written(self.pieces)}},
            ensure_ascii=False,
        )


def request_of(message: Message) -> dict[str, Any]:
    """Return the parts of a request that identify it. Headers are left out, secrets redacted."""
    hidden = secrets_in(message.headers)
    target = b"".join(redacted([message.target.encode()], hidden)).decode()
    asked: dict[str, Any] = {"method": message.method, "path": message.path}
    query = parse_qs(target.partition("?")[2], keep_blank_values=True)
    if query:
        asked["query"] = query
    return asked | _body_of(message, hidden)


def _body_of(message: Message, hidden: Collection[bytes]) -> dict[str, Any]:
    body = b"".join(redacted([message.body], hidden))
    if not body:
        return {}
    try:
        return {"json": json.loads(body)}
    except (ValueError, RecursionError):
        # The boundary between the parts of a form is random and would never match again.
        boundary = message.headers.get("Content-Type", "").partition("boundary=")[2].strip('"')
        if boundary:
            body = body.replace(boundary.encode(), b"boundary")
        return {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of an answer that are recorded."""
    return {name: headers[name] for name in _KEPT_HEADERS if name in headers}


def secrets_in(headers: Headers) -> list[bytes]:
    """Return the credentials of a request, because answers may contain them."""
    values = [headers[name].encode() for name in _SECRET_HEADERS if name in headers]
    words = [word.strip(b";,") for value in values for word in value.split()]
    parts = [part for word in words for part in (word, word.partition(b"=")[2])]
    return sorted({it for it in parts if len(it) >= _LEAST_SECRET}, key=len, reverse=True)


def redacted(pieces: Sequence[bytes], hidden: Collection[bytes] = ()) -> list[bytes]:
    """Return the pieces of a text with its secrets redacted. A secret may span several pieces.

    Args:
        pieces: The text.
        hidden: Secrets, in addition to the values of keys such as ``api_key``.
    """
    whole = b"".join(pieces)
    found = [match.span(match.lastindex or 0) for match in _SECRETS.finditer(whole)]
    for secret in hidden:
        found += [match.span() for match in re.finditer(re.escape(secret), whole)]
    return list(_without(pieces, _joined(found))) if found else list(pieces)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(pieces: Sequence[bytes], spans: Sequence[tuple[int, int]]) -> Iterable[bytes]:
    begin = 0
    for piece in pieces:
        end = begin + len(piece)
        kept, at = b"", begin
        for first, last in spans:
            if first < end and last > begin:
                kept += piece[at - begin : max(first, at) - begin]
                kept += _REDACTED if first >= begin else b""
                at = min(last, end)
        yield kept + piece[at - begin :]
        begin = end


def _written(pieces: Sequence[bytes]) -> dict[str, Any]:
    try:
        return {"pieces": [piece.decode() for piece in pieces]}
    except UnicodeDecodeError:
        return {"base64": [base64.b64encode(piece).decode() for piece in pieces]}


def head_line(target: str) -> str:
    """Return the first line of a file."""
    return json.dumps({_MARK: _FORMAT, "target": target})


def read_exchanges(path: Path) -> list[Exchange]:
    """Return the exchanges of a file.

    Raises:
        OSError: The file cannot be read.
        ValueError: A line is invalid. The message has its number.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    head = _object_of(lines[0] if lines else "", f"{path}:1")
    if head.get(_MARK) != _FORMAT:
        raise ValueError(f'{path}:1: a recording must begin with {{"{_MARK}": {_FORMAT}}}')
    return [_read(line, f"{path}:{at}") for at, line in enumerate(lines[1:], 2) if line.strip()]


def _read(line: str, place: str) -> Exchange:
    members = _object_of(line, place)
    try:
        request, answer = members["request"], members["response"]
        if "base64" in answer:
            pieces = [base64.b64decode(it) for it in answer["base64"]]
        else:
            pieces = [it.encode() for it in answer["pieces"]]
        return Exchange(
            request,
            answer["status"],
            answer["headers"],
            pieces,
            answer.get("streamed", False),
            answer.get("cut", False),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{place}: not a recorded exchange: {error!r}") from None


def _object_of(line: str, place: str) -> dict[str, Any]:
    try:
        members = as_object(json.loads(line))
    except ValueError as error:
        raise ValueError(f"{place}: not JSON: {error}") from None
    if members is None:
        raise ValueError(f"{place}: expected a JSON object, got {line!r:.80}")
    return members
