"""Owns the workloads: the same code in both environments, driven line by line from outside.

Run as a script with the interpreter of one side and the server's URL; imports nothing of this
folder. A line in, `{"workload": name, "count": n}`, is answered by a line out: `{"value": x}`,
nanoseconds of CPU time of this process per item (or bytes, where the workload says so), or
`{"error": text}`. Every workload looks at what it received: a broken one fails, it is not fast.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.metadata
import json
import platform
import sys
import time
import traceback
import tracemalloc
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx

import ollama

_PROBED = ("httpx", "httpcore", "h11", "anyio", "pydantic", "attrs", "msgspec")

QUESTION = [{"role": "user", "content": "Why is the sky blue?"}]


def main() -> int:
    """Answer requests until the standard input ends; return the exit code."""
    workloads = Workloads(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        try:
            gc.collect()
            answer = {"value": workloads.run(request["workload"], request["count"])}
        except Exception:  # whatever it is, the controlling process has to tell
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)
    return 0


def versions() -> dict[str, str]:
    """Return what this side consists of."""
    found = {"python": platform.python_version()}
    for name in ("ollama", "ollama-sdk", *_PROBED):
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


class Timer:
    """CPU time of this process, all its threads, while the block runs."""

    cpu_ns = 0

    @contextmanager
    def running(self) -> Generator[None]:
        """Count the block."""
        start = time.process_time_ns()
        yield
        self.cpu_ns += time.process_time_ns() - start


class Workloads:
    """The workloads by name, with the clients and the event loop that they share."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = ollama.Client(host=url)
        self._async_client = ollama.AsyncClient(host=url)
        self._in_memory = ollama.Client(host=url, transport=Recorded(url))
        self._async_in_memory = ollama.AsyncClient(host=url, transport=Recorded(url))
        self._loop = asyncio.new_event_loop()
        self._by_name: dict[str, Callable[[int], Any]] = {
            "versions": lambda _: versions(),
            "construct": self._construct,
            "connect": self._connect,
            "chunks": lambda count: self._chunks(self._in_memory, "each", count),
            "chunks_async": lambda count: self._chunks_async(self._async_in_memory, "each", count),
            **self._over_a_socket("each"),
            **self._over_a_socket("paced"),
            **self._over_a_socket("coalesced"),
            "chunks_httpx": self._chunks_httpx,
            "chunk_bytes": self._chunk_bytes,
            "embeddings": lambda count: self._embeddings(self._in_memory, count),
            "embeddings_socket": lambda count: self._embeddings(self._client, count),
            "chat": self._chat,
            "request": self._request,
            "tools": self._tools,
            "list": self._list,
            "show": self._show,
        }

    def run(self, name: str, count: int) -> Any:
        """Carry out a workload `count` times; return its value per item."""
        return self._by_name[name](count)

    def _construct(self, count: int) -> float:
        timer = Timer()
        with timer.running():
            for _ in range(count):
                ollama.Client(host=self._url)
        return timer.cpu_ns / count

    def _connect(self, count: int) -> float:
        """A client with its httpx client: the official makes it at once, ours at the first call."""
        timer = Timer()
        for _ in range(count):
            with timer.running():
                client = ollama.Client(host=self._url)
                http = client._client  # pyright: ignore[reportPrivateUsage]
            http.close()
        return timer.cpu_ns / count

    def _over_a_socket(self, shape: str) -> dict[str, Callable[[int], Any]]:
        return {
            f"chunks_{shape}": lambda count: self._chunks(self._client, shape, count),
            f"chunks_{shape}_async": lambda count: self._chunks_async(
                self._async_client, shape, count
            ),
        }

    def _chunks(self, client: ollama.Client, shape: str, count: int) -> float:
        timer, text = Timer(), ""
        with timer.running():
            parts = client.chat(f"{shape}-{count}", QUESTION, stream=True)
            for part in parts:
                text += part.message.content or ""
        _expect(len(text), (count - 1) * len("word "))
        return timer.cpu_ns / count

    def _chunks_async(self, client: ollama.AsyncClient, shape: str, count: int) -> float:
        return self._loop.run_until_complete(self._chunks_awaited(client, shape, count))

    async def _chunks_awaited(self, client: ollama.AsyncClient, shape: str, count: int) -> float:
        timer, text = Timer(), ""
        with timer.running():
            parts = await client.chat(f"{shape}-{count}", QUESTION, stream=True)
            async for part in parts:
                text += part.message.content or ""
        _expect(len(text), (count - 1) * len("word "))
        return timer.cpu_ns / count

    def _chunks_httpx(self, count: int) -> float:
        """The same chunks, read by httpx and thrown away: what no client above it can go below."""
        timer, size = Timer(), 0
        fields = {"model": f"each-{count}", "messages": QUESTION, "stream": True}
        with (
            httpx.Client(base_url=self._url, trust_env=False, timeout=None) as http,
            timer.running(),
            http.stream("POST", "/api/chat", json=fields) as response,
        ):
            for piece in response.iter_bytes():
                size += len(piece)
        _expect(size > count * 100, True)
        return timer.cpu_ns / count

    def _chunk_bytes(self, count: int) -> float:
        """Bytes of memory for each chunk of a stream that is kept as a list."""
        list(self._client.chat("each-10", QUESTION, stream=True))
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            parts = list(self._client.chat(f"each-{count}", QUESTION, stream=True))
            gc.collect()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        _expect(len(parts), count)
        return (after - before) / count

    def _embeddings(self, client: ollama.Client, count: int) -> float:
        timer = Timer()
        for _ in range(count):
            with timer.running():
                rows = client.embed("all-minilm", ["text"] * 256).embeddings
                shape = (len(rows), len(rows[0]), type(rows[-1][-1]))
            _expect(shape, (256, 1024, float))
            del rows  # not at the next call's expense
        return timer.cpu_ns / count

    def _chat(self, count: int) -> float:
        timer = Timer()
        for _ in range(count):
            with timer.running():
                content = self._client.chat("whole", QUESTION).message.content
            _expect(content, "Hello.")
        return timer.cpu_ns / count

    def _request(self, count: int) -> float:
        roles = ("user", "assistant")
        text = "A sentence of the conversation, about as long as sentences are. " * 5
        messages = [{"role": roles[number % 2], "content": text} for number in range(20)]
        return self._built_requests(count, messages=messages)

    def _tools(self, count: int) -> float:
        tools = [add_numbers, find_flights, send_mail]
        return self._built_requests(count, messages=QUESTION, tools=tools)

    def _built_requests(self, count: int, **arguments: Any) -> float:
        client, http = ollama.Client(host=self._url), RequestBuilder()
        client._client.close()  # pyright: ignore[reportPrivateUsage]
        client._client = http  # type: ignore[assignment]  # pyright: ignore[reportPrivateUsage]
        timer = Timer()
        for _ in range(count):
            with timer.running(), suppress(BuiltError):
                client.chat("llama3.2", **arguments)
            _expect(len(http.fields["messages"]), len(arguments["messages"]))
            _expect(len(http.fields.get("tools") or []), len(arguments.get("tools", [])))
        return timer.cpu_ns / count

    def _list(self, count: int) -> float:
        timer = Timer()
        for _ in range(count):
            with timer.running():
                models = self._client.list().models
                last = models[-1].model
            _expect((len(models), last), (100, "model-99:latest"))
            del models
        return timer.cpu_ns / count

    def _show(self, count: int) -> float:
        timer = Timer()
        for _ in range(count):
            with timer.running():
                info = self._client.show("llama3.2").modelinfo or {}
            _expect(len(info["tokenizer.ggml.tokens"]), 32_000)
            del info
        return timer.cpu_ns / count


class Recorded(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers from memory, a piece for each line: what is left is the client's own work.

    The HTTP engine below is the same httpx, httpcore and h11 for both sides.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._answers: dict[tuple[str, bytes], tuple[str, list[bytes]]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the sync client."""
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the async client."""
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        key = (request.url.path, request.content)
        if key not in self._answers:
            self._answers[key] = self._recorded(*key)
        kind, pieces = self._answers[key]
        return httpx.Response(200, headers={"content-type": kind}, stream=Pieces(pieces))

    def _recorded(self, path: str, body: bytes) -> tuple[str, list[bytes]]:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=None) as http:
            response = http.post(path, content=body)
        kind = response.headers["content-type"]
        lines = "ndjson" in kind
        return kind, response.content.splitlines(keepends=True) if lines else [response.content]


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is there already."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


class BuiltError(Exception):
    """The request has been built; that is all that was asked for."""


class RequestBuilder:
    """Stands in for an httpx client: encodes a request as httpx does, and goes no further."""

    content = b""

    def request(self, method: str, url: str, **keywords: Any) -> None:
        """Build the request."""
        named = {key: keywords.get(key) for key in ("content", "json", "headers")}
        self.content = httpx.Request(method, f"http://127.0.0.1{url}", **named).content
        raise BuiltError

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON body of the last request."""
        fields: dict[str, Any] = json.loads(self.content)
        return fields


def add_numbers(first: int, second: int) -> int:
    """Add two numbers.

    Args:
        first: The first number.
        second: The second number.
    """
    return first + second


def find_flights(origin: str, destination: str, passengers: int = 1) -> list[str]:
    """Find the flights between two airports.

    Args:
        origin: Code of the airport to leave from.
        destination: Code of the airport to arrive at.
        passengers: How many people fly.
    """
    return [f"{origin} {destination} {passengers}"]


def send_mail(to: list[str], subject: str, body: str, urgent: bool = False) -> bool:
    """Send a mail.

    Args:
        to: The addresses.
        subject: One line that says what it is about.
        body: The text.
        urgent: Whether it has to be read at once.
    """
    return bool(to and subject and body and urgent)


def _expect(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"expected {expected!r}, got {found!r}")


if __name__ == "__main__":
    sys.exit(main())
