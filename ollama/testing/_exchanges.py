"""Recorded exchanges: a file with a JSON line for each, and the secrets that are left out."""

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

#: What the first line of a file has, with the version of the format.
_MARK = "ollama_testing"
_FORMAT = 1
#: Headers of answers that clients look at; others, such as cookies, are not kept.
_KEPT_HEADERS = ("content-type", "allow", "location", "retry-after")
#: Headers of requests whose values are secret wherever they occur.
_SECRET_HEADERS = ("Authorization", "Proxy-Authorization", "X-Api-Key", "Api-Key", "Cookie")
#: Shorter values of these are words of other texts, too.
_LEAST_SECRET = 6
_REDACTED = b"[redacted]"
_NAMES = (
    rb"(?:[\w-]*(?:api[_-]?key|password|passwd|secret|private[_-]?key|credentials?)"
    rb"|(?:[\w-]+[_-])?authorization|(?:access|refresh|auth|id|session|bearer)[_-]?token)"
)
_MEMBER = rb'"%s"\s*:\s*"((?:[^"\\]|\\.)+)"' % _NAMES
_PARAMETER = rb"(?:[?&]|\\u0026)(?:%s|key|token|sig|signature)=([^&\"\s\\]+)" % _NAMES
#: JSON in a text of JSON, as tools return it.
_INNER_MEMBER = rb'\\"%s\\"\s*:\s*\\"([^"\\]+)' % _NAMES
_SECRETS = re.compile(b"|".join((_MEMBER, _INNER_MEMBER, _PARAMETER)), re.IGNORECASE)


@dataclass(frozen=True)
class Exchange:
    """A request, by what makes it another one, and the answer to it.

    Args:
        request: ``method``, ``path``, ``query`` and the body, as ``json`` or as its digest.
        status: HTTP status of the answer.
        headers: Its headers, those that are kept.
        pieces: Its body, in the pieces that it came in.
        streamed: Whether its length was not known when it began.
        cut: Whether the connection broke before its end.
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
    """Return what makes a request another one, without secrets; its headers are not part of it."""
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
        # The mark between the parts of a form is another one each time.
        boundary = message.headers.get("Content-Type", "").partition("boundary=")[2].strip('"')
        if boundary:
            body = body.replace(boundary.encode(), b"boundary")
        return {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of an answer that are recorded."""
    return {name: headers[name] for name in _KEPT_HEADERS if name in headers}


def secrets_in(headers: Headers) -> list[bytes]:
    """Return the credentials that a request sends, which answers may repeat."""
    values = [headers[name].encode() for name in _SECRET_HEADERS if name in headers]
    words = [word.strip(b";,") for value in values for word in value.split()]
    parts = [part for word in words for part in (word, word.partition(b"=")[2])]
    return sorted({it for it in parts if len(it) >= _LEAST_SECRET}, key=len, reverse=True)


def redacted(pieces: Sequence[bytes], hidden: Collection[bytes] = ()) -> list[bytes]:
    """Return pieces of a text without secrets, which may begin in one piece and end in another.

    Secret are the values of keys that say so, such as ``api_key``, and those of ``hidden``.
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

    Raises OSError, or ValueError that names the line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    head = _object_of(lines[0] if lines else "", f"{path}:1")
    if head.get(_MARK) != _FORMAT:
        raise ValueError(f'{path}:1: a recording begins with {{"{_MARK}": {_FORMAT}}}')
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
