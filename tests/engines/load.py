"""Helpers for the checks of engines: 10,000 rows and two servers, one of which stops."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from packaging.requirements import Requirement

from ollama import Client
from ollama.testing import OllamaServer
from tests.patience import PATIENCE

ROWS = 10_000
MODEL = "nomic-embed-text"
SETTINGS: dict[str, Any] = {"model": MODEL, "dimensions": 8, "batch_size": 50}

#: Ray in this process only: without reports, without tokens, and without changes to GPUs.
RAY_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "disabled",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}

#: An address where nothing listens, and one with an unknown name.
NOWHERE = ["http://127.0.0.1:9", "http://nowhere.invalid:11434"]

#: Number of requests that the first server answers. It hangs on later ones until it is stopped, so
#: that there are running requests when it stops, however fast the machine is.
ANSWERED = 15

TEXTS = [f"text {number}" for number in range(ROWS)]


def engine(name: str) -> ModuleType:
    """Return the module of an engine. Skip the checks if it is missing.

    In CI, that is a failure, except on versions of Python that the engine does not support.
    """
    if os.environ.get("CI") == "true" and _is_supported(name):
        return __import__(name)
    reason = f"{name} cannot be installed on this platform, or for this Python"
    return pytest.importorskip(name, reason=reason)


def _is_supported(name: str) -> bool:
    """Return whether the group `engines` has the engine for this version of Python."""
    if sys.version_info < (3, 11):
        return False
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    wanted = [Requirement(line) for line in project["dependency-groups"]["engines"]]
    return any(it.name == name and (it.marker is None or it.marker.evaluate()) for it in wanted)


@dataclass
class Pair:
    """Two servers. The first one stops in the middle of the work."""

    first: OllamaServer
    second: OllamaServer

    @property
    def hosts(self) -> list[str]:
        return [self.first.url, self.second.url]

    def asked(self) -> tuple[int, int]:
        """The number of requests for embeddings that each has received."""
        first, second = (
            sum(it.path == "/api/embed" for it in server.requests)
            for server in (self.first, self.second)
        )
        return first, second


@contextmanager
def one_stops() -> Iterator[Pair]:
    """Yield two servers. The first one is stopped while it has requests."""
    with OllamaServer() as first, OllamaServer() as second:
        first.fault("slow", after=1 << 30, times=ANSWERED, route="/api/embed")  # as usual
        first.fault("hang", times=None, route="/api/embed")

        pair = Pair(first, second)

        def stop() -> None:
            count = ANSWERED  # Workers also check whether a server is there.
            while pair.asked()[0] <= ANSWERED:
                first.wait_for_requests(count := count + 1, PATIENCE)
            first.stop()

        stopping = threading.Thread(target=stop, daemon=True)
        stopping.start()
        yield pair
        stopping.join(PATIENCE)


def demand_whole(pair: Pair, rows: list[tuple[int, str, Any, Any]]) -> None:
    """Check that each row occurs once, with the vector of its text and without an error."""
    assert sorted(number for number, *_ in rows) == list(range(ROWS))
    assert {error for *_, error in rows} <= {None, ""}
    with Client(pair.second.url) as client:
        expected = client.embed_many(MODEL, TEXTS, batch_size=500, dimensions=8, as_array=True)
    for number, text, vector, _ in rows:
        assert text == TEXTS[number]
        assert np.array_equal(np.asarray(vector, np.float32), expected[number]), text
