"""Settings of all tests: the examples of hypothesis, and the garbage collector."""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings

# `pytest --hypothesis-profile=explore` draws more and new examples.
settings.register_profile(
    "fixed",
    deadline=None,
    max_examples=30,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", settings.get_profile("fixed"), derandomize=False, max_examples=1000
)
settings.load_profile("fixed")


# Thousands of collected tests live until the end, so the garbage collector need not look at them.
def pytest_collection() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()
