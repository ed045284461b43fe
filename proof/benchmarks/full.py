"""Owns the full benchmark: the quick one's measures, and those that have no budget."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from . import quick
from .compare import Measure
from .compare import main as compare_main

_FIRST_CHAT = (
    "import ollama\n"
    "client = ollama.Client(host='{url}')\n"
    "reply = client.chat('whole', [{'role': 'user', 'content': 'Why is the sky blue?'}])\n"
    "assert reply.message.content == 'Hello.'\n"
)

MEASURES = (
    *quick.MEASURES,
    Measure("from ollama import Client", code="from ollama import Client"),
    Measure("first chat of a process", code=_FIRST_CHAT),
    Measure("Client() with its httpx client", workload="connect", count=5),
    Measure("chat, not streamed", workload="chat", count=20),
    Measure("httpx alone: the chunk's bytes", workload="chunks_httpx", count=2000),
    Measure("paced chunk, sync", workload="chunks_paced", count=500),
    Measure("paced chunk, async", workload="chunks_paced_async", count=500),
    Measure("coalesced chunk, sync", workload="chunks_coalesced", count=2000),
    Measure("coalesced chunk, async", workload="chunks_coalesced_async", count=2000),
    Measure("request of 20 messages", workload="request", count=50),
    Measure("request with 3 functions", workload="tools", count=20),
    Measure("list of 100 models", workload="list", count=5),
    Measure("show, 32,000 tokens", workload="show", count=2),
    Measure("memory of a kept chunk", workload="chunk_bytes", count=1000, unit="B"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    return compare_main(MEASURES, rounds=15, description=__doc__ or "", argv=argv)


if __name__ == "__main__":
    sys.exit(main())
