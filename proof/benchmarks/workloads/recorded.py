"""Owns answers from memory, so that only the client and httpx.Client do work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx


class Recorded(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Calls the server once, and gives that answer to all requests, with a piece for each line."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._kind = ""
        self._pieces: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the sync client."""
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the async client."""
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if not self._pieces:
            self._record(request)
        return httpx.Response(
            200, headers={"content-type": self._kind}, stream=Pieces(self._pieces)
        )

    def _record(self, request: httpx.Request) -> None:
        with httpx.Client(trust_env=False, timeout=None) as http:
            response = http.request(request.method, request.url, content=request.content)
        self._kind = response.headers["content-type"]
        body = response.content
        self._pieces = body.splitlines(keepends=True) if "ndjson" in self._kind else [body]


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in memory."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
