"""Hundreds of concurrent streams with faults: checks that nothing is lost, doubled or leaked.

    python -m proof.soak [--minutes 3] [--streams 500] [--seed 1] [--transport aiohttp]

The embedded server runs in a separate process with random faults: resets, early ends, surplus
bytes, slow and wrong answers. Each stream asks its own question, and some are left, cancelled or
timed out. Every call must end with the complete answer to its own question, or with a declared
error and the beginning of that answer. At the end, finished calls must not hold any connections,
tasks, files or memory.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import multiprocessing
import os
import random
import resource
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, cast

import ollama
from ollama.testing import OllamaServer
from ollama.testing._faults import FaultKind

WORDS = 12
KINDS: tuple[FaultKind, ...] = (
    "reset", "close", "slow", "garbage", "surplus", "stale", "respond",
)  # fmt: skip
#: The ways in which a caller ends a call, and their shares.
LEAVING = (("left", 0.05), ("cancelled", 0.05), ("deadline", 0.03), ("whole", 0.1))
#: Growth in bytes after the first third that counts as noise of the allocator.
NOISE = 48 << 20


def serve(address: Any, seed: int) -> None:
    """Serve with a fault every few milliseconds, until told to stop."""
    chance = random.Random(seed)
    with OllamaServer() as server:
        address.send(server.url)
        while not address.poll(chance.uniform(0.001, 0.02)):
            kind = chance.choice(KINDS)
            if kind == "respond":
                server.fault(kind, status=chance.choice((429, 500, 503)), data=b'{"error": "busy"}')
            else:
                after = (
                    chance.randrange(900) if kind in ("reset", "close") else 200 * (kind == "slow")
                )
                server.fault(kind, after=after, delay=0.01 if kind == "slow" else 0.0)
            if chance.random() < 0.05:
                server.reset()  # Otherwise, it would keep all requests.


class Soak:
    """The outcomes of the streams of one client."""

    def __init__(self, client: ollama.AsyncClient, seed: int) -> None:
        self.client = client
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._chance = random.Random(seed)
        self._count = 0

    async def work(self, until: float) -> None:
        """Ask one question after another."""
        while time.monotonic() < until:
            self._count += 1
            asked = f"question {self._count} " + " ".join(
                f"w{self._count}-{n}" for n in range(WORDS)
            )
            try:
                async with asyncio.timeout(60):
                    await self._ask(asked, self._way())
            except TimeoutError:
                self.wrong.append(f"lost: not finished within 60 s: {asked}")

    def _way(self) -> str:
        number = self._chance.random()
        for name, share in LEAVING:
            number -= share
            if number < 0:
                return name
        return "read"

    async def _ask(self, asked: str, way: str) -> None:
        expected, texts = f"You said: {asked}", list[str]()
        try:
            if way == "cancelled":
                task = asyncio.create_task(self._read(asked, texts, way))
                await asyncio.sleep(self._chance.uniform(0, 0.3))
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            else:
                await self._read(asked, texts, way)
            outcome = way
        except ollama.OllamaError as error:
            outcome = type(error).__name__
        except Exception as error:
            outcome = type(error).__name__
            self.wrong.append(f"undeclared: {error!r}")
        self.seen[outcome] += 1
        text = "".join(texts)
        is_whole = text == expected
        if not (is_whole if outcome in ("read", "whole") else expected.startswith(text)):
            self.wrong.append(f"{outcome}: asked {asked!r}, got {text!r}")

    async def _read(self, asked: str, texts: list[str], way: str) -> None:
        if way == "whole":
            texts.append((await self.client.chat("llama3.2", asked)).text)
            return
        deadline = 0.05 if way == "deadline" else None
        stream = await self.client.chat("llama3.2", asked, stream=True, deadline=deadline)
        async for piece in stream:
            texts.append(piece.text)
            if way == "left" and len(texts) > 2:
                await stream.aclose()
                return


def memory() -> int:
    """Return the resident bytes of this process."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def files() -> int:
    """Return the number of open files and sockets of this process, if known."""
    return len([*Path("/proc/self/fd").iterdir()]) if Path("/proc/self/fd").exists() else 0


def owned(client: ollama.AsyncClient) -> int:
    """Return the number of connections that belong to calls, and of calls that wait for one."""
    transport: Any = cast("Any", client.async_http)._transport
    if hasattr(transport, "_pool"):
        pool = transport._pool
        return sum(map(bool, pool._connections.values())) + len(pool._waiting)
    connector = transport.client.connector
    return len(connector._acquired) + sum(map(len, connector._waiters.values()))


async def soaked(url: str, transport: str | None, minutes: float, streams: int, seed: int) -> Soak:
    """Run the streams, and add leaks to the failures."""
    client = ollama.AsyncClient(url, timeout=30, transport=transport)
    soak = Soak(client, seed)
    began, total = time.monotonic(), minutes * 60
    async with client:
        before: list[int] = []
        for share in (1 / 3, 1.0):
            until = began + total * share
            await asyncio.gather(*(soak.work(until) for _ in range(streams)))
            await asyncio.sleep(0.5)  # Wait for what is closed in the background.
            gc.collect()
            before.append(memory())
            print(f"{sum(soak.seen.values()):,} calls, {before[-1] >> 20} MiB, {files()} files")
        if left := owned(client):
            soak.wrong.append(f"leaked: {left} connections of finished calls")
        if before[1] - before[0] > NOISE:
            soak.wrong.append(f"leaked: {(before[1] - before[0]) >> 20} MiB after the first third")
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        if tasks:
            soak.wrong.append(f"leaked: {len(tasks)} tasks")
    return soak


def main() -> int:
    """Run it, and print the outcomes of the calls."""
    parser = argparse.ArgumentParser(prog="proof.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--transport", choices=["aiohttp"], help="default: httpx")
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=serve, args=(there, given.seed))
    server.start()
    url = here.recv()
    open_before, threads = files(), threading.active_count()
    soak = asyncio.run(soaked(url, given.transport, given.minutes, given.streams, given.seed))
    gc.collect()
    here.send("end")
    server.join()
    if files() > open_before:
        soak.wrong.append(f"leaked: {files() - open_before} files")
    if threading.active_count() > threads + 1:  # One thread watches over deadlines.
        soak.wrong.append(f"leaked: {threading.active_count() - threads - 1} threads")
    for kind, count in soak.seen.most_common():
        print(f"{count:8,}  {kind}")
    for text in soak.wrong[:20]:
        print(text, file=sys.stderr)
    calls, wrong = sum(soak.seen.values()), len(soak.wrong)
    print(f"{calls:,} calls, {given.streams} at once, {given.minutes:g} minutes: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
