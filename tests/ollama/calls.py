"""Calls a method of a client in each flavour, so that one test covers both clients."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.patience import PATIENCE

FLAVOURS = ("sync", "async")

#: The transport of async clients, if it is not the default.
TRANSPORT = "OLLAMA_TESTS_TRANSPORT"

#: The flavours of a call that can stream, with the value of `stream`.
MODES = tuple((flavour, stream) for flavour in FLAVOURS for stream in (False, True))


def was_aborted(server: OllamaServer) -> bool:
    """Wait until the last request is finished. Return whether the client disconnected early."""
    request = server.requests[-1]
    return request.wait(PATIENCE) and request.aborted


@dataclass
class Outcome:
    """The outcome of a call: the items it returned or yielded, and the error, if any."""

    items: list[Any] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def answer(self) -> Any:
        """The only item."""
        if self.error is not None:
            raise self.error
        assert len(self.items) == 1, self.items
        return self.items[0]

    @property
    def all(self) -> list[Any]:
        """All items of a call without an error."""
        if self.error is not None:
            raise self.error
        return self.items


def call(
    flavour: str,
    method: str,
    *args: Any,
    at: OllamaServer | str | None = None,
    client: dict[str, Any] | None = None,
    **keywords: Any,
) -> Outcome:
    """Call a method of a new client for a server, and close the client."""
    host = at.url if isinstance(at, OllamaServer) else at
    settings = client or {}
    if flavour == "async" and (transport := os.environ.get(TRANSPORT)):
        settings = {"transport": transport, **settings}
    if flavour == "async":
        return asyncio.run(_acall(AsyncClient(host, **settings), method, args, keywords))
    outcome = Outcome()
    with Client(host, **settings) as one:
        try:
            given = getattr(one, method)(*args, **keywords)
            for item in given if isinstance(given, Iterator) else [given]:
                outcome.items.append(item)
        except Exception as error:
            outcome.error = error
    return outcome


async def _acall(
    one: AsyncClient, method: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Outcome:
    outcome = Outcome()
    async with one:
        try:
            given = await getattr(one, method)(*args, **keywords)
            if isinstance(given, AsyncIterator):
                async for item in given:
                    outcome.items.append(item)
            else:
                outcome.items.append(given)
        except Exception as error:
            outcome.error = error
    return outcome


def refusal(flavour: str, method: str, *args: Any, at: OllamaServer, **keywords: Any) -> Exception:
    """Return the error that a method raises when it is called, before a stream is read."""
    made: Callable[..., Any] = AsyncClient if flavour == "async" else Client
    one = made(at.url)
    try:
        given = getattr(one, method)(*args, **keywords)
        if flavour == "async":
            asyncio.run(given)
    except Exception as error:
        return error
    finally:
        asyncio.run(one.close()) if flavour == "async" else one.close()
    raise AssertionError(f"{method} accepted {args} {keywords}")
