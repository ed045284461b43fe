"""A few of the cases of `make fuzz`, and a soak test of seconds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from proof import fuzz


def test_made_up_answers_end_in_declared_errors() -> None:
    seen, failures = fuzz.run(400, seed=7)
    assert failures == []
    assert sum(seen.values()) == 400
    assert seen["framing: answer"] > 50
    assert seen["calls: answer"] > 5


def test_what_is_not_declared_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise KeyError("surprise")

    monkeypatch.setattr(fuzz, "ask", fail)
    _, failures = fuzz.run(2, seed=7)
    assert len(failures) == 1
    assert "surprise" in failures[0]


@pytest.mark.slow
def test_a_soak_of_seconds() -> None:
    command = [sys.executable, "-m", "proof.soak", "--minutes", "0.05", "--streams", "50"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 wrong" in done.stdout
