"""Tests that the docs agree with the list of differences in behavior."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from proof.compat.behavior import REASONS
from proof.compat.programs import programs

DOCS = (Path(__file__).parents[1] / "docs/compat.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", sorted(set(REASONS.values())))
def test_every_reason_is_in_the_docs(reason: str) -> None:
    assert reason in DOCS


@pytest.mark.parametrize("pattern", REASONS)
def test_every_pattern_names_programs(pattern: str) -> None:
    assert any(fnmatchcase(name, pattern) for name in programs())


def test_the_docs_count_the_programs() -> None:
    assert f"{len(programs())} small programs" in DOCS
