"""Forwards requests to a real server, and records the exchanges in a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ollama.testing._errors import ApiError
from ollama.testing._exchanges import (
    Exchange,
    head_line,
    kept_headers,
    redacted,
    request_of,
    secrets_in,
)
from ollama.testing._http import Answer, ClientGoneError, Message, Stream

if TYPE_CHECKING:
    import httpx

#: Headers that belong to a single connection, or that would change the format of the answer.
_OWN = frozenset(
    (
        *("host", "connection", "keep-alive", "content-length", "transfer-encoding", "te"),
        *("upgrade", "expect", "origin", "accept-encoding", "proxy-connection"),
    )
)


class Recording:
    """Forwards requests to a real server, and records its answers."""

    def __init__(self, target: str, path: Path) -> None:
        # Imported here, because other servers do not need an HTTP client.
        import os

        from ollama_client._runtime.host import resolve_host
        from ollama_client.client import new_http

        place = resolve_host(target, os.environ)
        self._target = place.url
        self._http: httpx.Client = new_http(
            "sync", place.url, auth=place.auth, follow_redirects=False
        )
        self._path = path
        self._lock = threading.Lock()
        path.write_text(f"{head_line(place.url)}\n", encoding="utf-8")

    def __call__(self, message: Message) -> Answer | Stream:
        """Answer one request, or raise ApiError 502 if the real server cannot be reached."""
        import httpx

        sent = {name: it for name, it in message.headers.items() if name.lower() not in _OWN}
        request = self._http.build_request(
            message.method,
            f"{self._target}{message.target}",
            content=message.body or None,
            headers={**sent, "accept-encoding": "identity"},
        )
        try:
            response = self._http.send(request, stream=True)
        except httpx.HTTPError as error:
            raise ApiError(502, f"cannot record {self._target}: {error}") from error
        return self._pass_on(message, response)

    def close(self) -> None:
        """Close the connections to the real server."""
        self._http.close()

    def _pass_on(self, message: Message, response: httpx.Response) -> Answer | Stream:
        kept = kept_headers(response.headers)
        pieces = self._pieces(message, response, kept)
        if "transfer-encoding" not in response.headers:
            return _whole_of(response.status_code, kept, pieces)
        return streamed(response.status_code, kept, pieces)

    def _pieces(
        self, message: Message, response: httpx.Response, headers: Mapping[str, str]
    ) -> Iterator[bytes]:
        import httpx

        pieces: list[bytes] = []
        cut = False
        try:
            for piece in response.iter_raw():
                pieces.append(piece)
                yield piece
        except httpx.HTTPError:
            cut = True
        finally:
            response.close()
        self._write(
            Exchange(
                request_of(message),
                response.status_code,
                headers,
                redacted(pieces, secrets_in(message.headers)),
                "transfer-encoding" in response.headers,
                cut,
            )
        )
        if cut:
            raise ClientGoneError

    def _write(self, exchange: Exchange) -> None:
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(f"{exchange.line()}\n")


def _whole_of(status: int, headers: Mapping[str, str], pieces: Iterator[bytes]) -> Answer:
    body = b""
    try:
        for piece in pieces:
            body += piece
    except ClientGoneError:  # The connection to the real server broke, so this one is cut as well.
        return whole(status, headers, body, cut=True)
    return whole(status, headers, body)


def whole(status: int, headers: Mapping[str, str], body: bytes, *, cut: bool = False) -> Answer:
    """Return a complete answer."""
    return Answer(status, body, headers=_pairs(headers), cut=cut)


def streamed(status: int, headers: Mapping[str, str], pieces: Any, *, cut: bool = False) -> Stream:
    """Return a streamed answer. Each piece is sent immediately."""
    others = {name: it for name, it in headers.items() if name != "content-type"}
    kind = headers.get("content-type", "application/octet-stream")
    return Stream(pieces, kind, status, cut=cut, headers=_pairs(others), is_live=True)


def _pairs(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.title(), value) for name, value in headers.items())
