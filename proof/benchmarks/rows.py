"""Owns the table of rows: each with its target and the clients that support it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .programs import BELOW, NOTHING

Take = Literal["cpu", "peak", "held", "program", "resident"]

SELF = ("official", "ours")

#: Maximum number of rounds for other clients. They have no ratios, and some take long.
OTHER_ROUNDS = 2

#: Rows with so few rounds have no warm-up.
FEW_ROUNDS = 2
EVERYONE = (*SELF, "openai", "litellm", "langchain-ollama")
_NOT_LITELLM = (*SELF, "openai", "langchain-ollama")

#: The model for concurrent streams: the lines of each, as in workloads/inputs.py.
_LINES = 64

_MIB = 1 << 20


@dataclass(frozen=True)
class Row:
    """One measurement, for each client that supports it."""

    name: str
    does: str
    """A workload (a method of the modules in `workloads`), or a program of `programs.py`."""
    take: Take = "cpu"
    """CPU time of a workload, its peak memory, the memory of its result, the CPU time of a
    program, or the memory of a program at its end."""
    size: int = 1
    per: int = 1
    """Number of units in one piece of work. The figure is for one unit."""
    times: int = 1
    """Number of pieces of work in a round."""
    rounds: int = 99
    """Maximum number of rounds."""
    target: float | None = None
    """Maximum cost of our client, as a fraction of the official client's cost."""
    limit: float | None = None
    """Maximum cost of our client in nanoseconds or bytes, if there is no official figure."""
    extra: str = ""
    """An extra of our package with which it is measured, too."""
    extra_target: float | None = None
    clients: tuple[str, ...] = EVERYONE
    peaks: tuple[str, ...] = ()
    """The clients whose peak memory is also measured: once, in a separate process."""
    less: str = NOTHING
    """The program whose time is subtracted from that of a program."""

    def rounds_of(self, client: str) -> int:
        """Return the maximum number of rounds for a client."""
        if client not in EVERYONE or client in SELF:
            return self.rounds
        return min(self.rounds, OTHER_ROUNDS if self.unit == "ns" else 1)

    @property
    def unit(self) -> str:
        """The unit of the figure: nanoseconds or bytes."""
        return "ns" if self.take in {"cpu", "program"} else "B"


def _at_once(count: int, target: float) -> Row:
    return Row(
        f"{count} streams at once, chunk",
        "streams",
        size=count,
        per=count * _LINES,
        rounds=9 if count < 100 else 2,
        target=target,
        extra="aiohttp",
        extra_target=0.2,
        clients=EVERYONE if count < 100 else SELF,
        peaks=SELF if count < 100 else (),
    )


#: The table of targets.
TARGETS: tuple[Row, ...] = (
    Row("import ollama", "import", "program", target=0.05),
    Row("import, client, first answer", "first answer", "program", target=0.5, peaks=EVERYONE),
    Row("Client() for http", "connect", times=5, target=0.03, clients=_NOT_LITELLM),
    Row(
        "2nd Client() for https",
        "connect_https",
        times=3,
        target=0.05,
        clients=(*SELF, "openai"),
    ),
    Row("streamed chunk, sync", "stream", size=2000, per=2000, target=0.25, peaks=EVERYONE),
    Row(
        "streamed chunk, async",
        "astream",
        size=2000,
        per=2000,
        target=0.25,
        extra="aiohttp",
        peaks=SELF,
    ),
    Row("paced chunk, sync", "paced", size=500, per=500, target=0.6, clients=_NOT_LITELLM),
    Row(
        "paced chunk, async",
        "apaced",
        size=500,
        per=500,
        target=0.6,
        extra="aiohttp",
        clients=_NOT_LITELLM,
    ),
    _at_once(50, 0.4),
    _at_once(500, 0.35),
    Row("chat, sync", "chat", times=30, target=0.7),
    Row("chat, async", "achat", times=30, target=0.7, extra="aiohttp", extra_target=0.45),
    *(
        Row(
            f"{count} chats at once, each",
            "chats",
            size=count,
            per=count,
            rounds=rounds,
            target=0.35,
            extra="aiohttp",
            extra_target=0.15,
            clients=(*SELF, "openai") if count < 1000 else SELF,
            peaks=SELF,
        )
        for count, rounds in ((300, 3), (1000, 2))
    ),
    Row("embeddings 256 x 1024", "embed", size=256, target=0.3),
    Row("embeddings, peak memory", "embed", "peak", size=256, rounds=2, target=0.6),
    Row(
        "embeddings as an array",
        "embed_array",
        size=256,
        extra="arrays",
        extra_target=0.15,
        clients=("official",),
    ),
    Row(
        "as an array, peak memory",
        "embed_array",
        "peak",
        size=256,
        rounds=2,
        extra="arrays",
        extra_target=0.3,
        clients=("official",),
    ),
    Row(
        "list of 200 models",
        "models",
        size=200,
        times=5,
        target=0.4,
        clients=(*SELF, "openai"),
        peaks=SELF,
    ),
    Row("list of 200, from memory", "models_memory", size=200, times=5, target=0.4, clients=SELF),
    Row("request of 200 messages", "messages", size=200, times=10, target=0.3, peaks=EVERYONE),
    Row(
        "200 messages, from memory",
        "messages_memory",
        size=200,
        times=10,
        target=0.3,
        clients=SELF,
    ),
    Row(
        "request with 20 MiB of images",
        "images",
        size=20,
        rounds=7,
        target=0.5,
        clients=(*SELF, "openai"),
        peaks=(*SELF, "openai"),
    ),
    Row(
        "20 MiB of images, from memory",
        "images_memory",
        size=20,
        rounds=7,
        target=0.5,
        clients=SELF,
    ),
    *(
        Row(
            f"upload, {flavour}, MiB",
            does,
            size=1024,
            per=1024,
            rounds=2,
            target=0.7,
            clients=SELF,
            peaks=SELF,
        )
        for flavour, does in (("sync", "upload"), ("async", "aupload"))
    ),
    Row("memory after one chat", "first answer", "resident", rounds=2, target=0.6),
    Row(
        "held by a stream that is read",
        "read",
        "held",
        size=10_000,
        rounds=1,
        limit=_MIB,
        clients=SELF,
    ),
    Row(
        "endpoint module of ollama_client",
        "endpoint",
        "program",
        less=BELOW,
        limit=10e6,
        clients=("ours",),
    ),
)

#: The rows of `make bench-quick` with a budget, and rows that help to interpret them.
QUICK: tuple[Row, ...] = (
    Row("import ollama", "import", "program", target=0.1, clients=SELF),
    Row("Client()", "construct", times=5, target=0.05, clients=SELF),
    *(
        Row(
            f"the client's own work on a chunk, {flavour}",
            does,
            size=2000,
            per=2000,
            target=0.6,
            clients=SELF,
        )
        for flavour, does in (("sync", "stream_memory"), ("async", "astream_memory"))
    ),
    Row("embeddings, from memory", "embed_memory", size=256, times=5, target=0.4, clients=SELF),
    # The share of httpx, httpcore and h11 is only recorded, without a budget.
    Row("streamed chunk, sync", "stream", size=2000, per=2000, clients=SELF),
    Row("streamed chunk, async", "astream", size=2000, per=2000, clients=SELF),
    Row("embeddings 256 x 1024", "embed", size=256, clients=SELF),
)

#: Rows without a target, which help to interpret the others.
MORE: tuple[Row, ...] = (
    *(
        replace(row, target=None)
        for row in QUICK
        if row.does in {"construct", "stream_memory", "astream_memory", "embed_memory"}
    ),
    Row("from ollama import Client", "import Client", "program", clients=SELF),
    Row("httpx alone: the chunk's bytes", "httpx_stream", size=2000, per=2000, clients=SELF),
    Row("coalesced chunk, sync", "coalesced", size=2000, per=2000, clients=SELF),
    Row("coalesced chunk, async", "acoalesced", size=2000, per=2000, clients=SELF),
    Row("request with 3 functions", "tools", times=20, clients=SELF),
    Row("show, 32,000 tokens", "show", times=2, clients=SELF, peaks=SELF),
    Row(
        "memory of a kept chunk",
        "keep",
        "held",
        size=1000,
        per=1000,
        rounds=1,
        clients=_NOT_LITELLM,
    ),
)


@dataclass(frozen=True)
class Growth:
    """A workload with two sizes, the second ten times larger. The time per unit must stay flat."""

    name: str
    does: str
    size: int
    times: int = 1
    rounds: int = 5
    clients: tuple[str, ...] = SELF
    extra: str = ""

    def row(self, factor: int) -> Row:
        """Return the row for one of the two sizes."""
        size = self.size * factor
        return Row(
            f"{self.name}, {size}",
            self.does,
            size=size,
            per=size,
            times=self.times if factor == 1 else 1,
            rounds=self.rounds,
            clients=self.clients,
            extra=self.extra,
        )


#: The growth of the work, and the maximum growth of the time per unit.
FACTOR = 10
FLAT = 1.25

GROWTH: tuple[Growth, ...] = (
    Growth("chunks of a stream, sync", "stream", 1_000, times=5, clients=_NOT_LITELLM),
    Growth("chunks of a stream, async", "astream", 1_000, times=5, extra="aiohttp"),
    Growth("models of a list", "models", 100, times=5, clients=(*SELF, "openai")),
    Growth("messages of a request", "messages", 100, times=10, clients=EVERYONE),
    Growth("MiB of images", "images", 2, times=3, rounds=3, clients=(*SELF, "openai")),
    Growth("embeddings", "embed", 64, times=2, rounds=3),
    Growth("streams at once", "streams", 50, rounds=3, extra="aiohttp"),
    Growth("chats at once", "chats", 100, times=2, rounds=3, extra="aiohttp"),
)


def growing() -> list[Row]:
    """Return the rows of both sizes of each growth."""
    return [growth.row(factor) for growth in GROWTH for factor in (1, FACTOR)]
