"""What all tests share: hypothesis draws the same examples everywhere, and looks at no clock."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# `pytest --hypothesis-profile=explore` draws new examples, and more of them.
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
