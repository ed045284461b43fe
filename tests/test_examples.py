"""Tests of the programs in examples/, run as a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ollama.testing import OllamaServer
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[1]


def execute(
    name: str, *arguments: str, said: str = "", host: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run an example."""
    environment = {
        **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated"))),
    }
    if host is not None:
        environment["OLLAMA_HOST"] = host
    return subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "examples" / name), *arguments],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def run(name: str, *arguments: str, said: str = "", host: str | None = None) -> str:
    """Run an example and return what it printed."""
    done = execute(name, *arguments, said=said, host=host)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("flavour", [(), ("--async",)], ids=["sync", "async"])
def test_tool_loop(flavour: tuple[str, ...]) -> None:
    printed = run("tool_loop.py", "--embedded", *flavour)
    called = [line for line in printed.splitlines() if line.startswith("-> ")]
    assert called == ["-> weather({'city': 'Lisbon'})", "-> population({'city': 'Lisbon'})"]
    results = [line.partition(" (")[0] for line in printed.splitlines() if line.startswith("<- ")]
    assert sorted(results) == [
        "<- population: 575000",
        "<- weather: 21 degrees and sunny in Lisbon",
    ]
    assert printed.endswith("2 model calls, 5 messages\n")


def test_chat_session(tmp_path: Path) -> None:
    path = str(tmp_path / "chat.json")
    with OllamaServer() as server:
        assert "You said: Hi" in run(
            "chat_session.py", "--file", path, said="Hi\n", host=server.url
        )
        printed = run(
            "chat_session.py", "--file", path, said="Well?\n\nnot read\n", host=server.url
        )
        assert printed.startswith("(3 messages so far)\nYou said: Well?")
        contents = [message["content"] for message in server.requests[-1].json["messages"]]
    assert contents == ["Answer briefly.", "Hi", "You said: Hi", "Well?"]


@pytest.mark.parametrize("name", ["chat_session.py", "tool_loop.py", "structured_output.py"])
def test_a_missing_model_ends_an_example_with_one_line(name: str, tmp_path: Path) -> None:
    arguments = ("--file", str(tmp_path / "chat.json")) if name == "chat_session.py" else ()
    with OllamaServer() as server:
        done = execute(name, "lama3.2", *arguments, said="Hi\n", host=server.url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("model 'lama3.2' not found")
    assert "`ollama pull lama3.2`" in done.stderr
