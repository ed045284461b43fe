"""Owns the quick benchmark: what has a budget. Exits with 1 when one is not held."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .compare import Measure
from .compare import main as compare_main

MEASURES = (
    Measure("import ollama", code="import ollama", budget=0.1),
    Measure("Client()", workload="construct", count=5, budget=0.05),
    Measure("streamed chunk, sync", workload="chunks", count=2000, budget=0.6),
    Measure("streamed chunk, async", workload="chunks_async", count=2000, budget=0.6),
    Measure("embeddings 256 x 1024", workload="embeddings", count=1, budget=0.4),
    # What httpx, httpcore and h11 add is the same for both; for the record, without a budget.
    Measure("the chunk over a socket, sync", workload="chunks_each", count=2000),
    Measure("the chunk over a socket, async", workload="chunks_each_async", count=2000),
    Measure("the embeddings over a socket", workload="embeddings_socket", count=1),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    return compare_main(MEASURES, rounds=15, description=__doc__ or "", argv=argv)


if __name__ == "__main__":
    sys.exit(main())
