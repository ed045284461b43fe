"""Calls an operation in each of its flavours, and returns the outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

WHOLE = ("sync", "asyncio")
STREAMED = ("stream", "asyncio_stream")


@dataclass
class Outcome:
    """The outcome of a call: its answer or the items of its stream, and its error, if any."""

    value: Any = None
    items: list[Any] = field(default_factory=list)
    error: Exception | None = None

    @property
    def answer(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


def outcome(flavour: str, module: Any, client: Any, **arguments: Any) -> Outcome:
    """Call a flavour of an operation, and close the client."""
    if flavour.startswith("asyncio"):
        return asyncio.run(_async_outcome(flavour, module, client, arguments))
    out = Outcome()
    call = getattr(module, flavour)
    with client:
        try:
            if flavour == "stream":
                for item in call(client=client, **arguments):
                    out.items.append(item)
            else:
                out.value = call(client=client, **arguments)
        except Exception as error:
            out.error = error
    return out


async def _async_outcome(
    flavour: str, module: Any, client: Any, arguments: dict[str, Any]
) -> Outcome:
    out = Outcome()
    call = getattr(module, flavour)
    async with client:
        try:
            if flavour == "asyncio_stream":
                async for item in call(client=client, **arguments):
                    out.items.append(item)
            else:
                out.value = await call(client=client, **arguments)
        except Exception as error:
            out.error = error
    return out


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A response body that arrives in given pieces and may end with an error."""

    def __init__(self, pieces: Iterable[bytes], error: Exception | None = None) -> None:
        self.pieces = list(pieces)
        self.error = error
        self.delivered = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.delivered += 1
            yield piece
        if self.error is not None:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def answering(
    body: httpx.SyncByteStream | bytes | str = b"", status: int = 200, content_type: str = ""
) -> httpx.MockTransport:
    """Return a transport that gives the same answer to all requests."""
    headers = {"content-type": content_type} if content_type else {}
    options = {"stream": body} if isinstance(body, httpx.SyncByteStream) else {"content": body}

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers=headers, **options)

    return httpx.MockTransport(answer)
