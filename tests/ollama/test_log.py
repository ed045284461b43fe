"""Tests of the log entries for calls."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

from ollama.testing import OllamaServer
from tests.ollama.calls import MODES, call

both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


@both_modes
def test_one_line_for_each_request(
    flavour: str, stream: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with OllamaServer() as server, caplog.at_level(logging.INFO, logger="ollama"):
        host = f"http://ada:s3cret@{server.host}"
        client = {"headers": {"x-token": "s3cret"}, "params": {"key": "s3cret"}}
        asked = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=host, client=client)
    assert asked.all
    (line,) = [record.getMessage() for record in caplog.records if record.name == "ollama"]
    assert line.startswith(f"POST http://{server_host(line)}/api/chat: 200 in ")
    assert "s3cret" not in line


def server_host(line: str) -> str:
    return line.split("/")[2]


@both_modes
def test_failures_have_a_line(flavour: str, stream: bool, caplog: pytest.LogCaptureFixture) -> None:
    with OllamaServer() as server, caplog.at_level(logging.INFO, logger="ollama"):
        server.fault("close")
        call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "ollama"]
    assert line.endswith("/api/chat: DisconnectedError")


@pytest.mark.parametrize(("value", "is_shown"), [("debug", True), ("INFO", True), ("", False)])
def test_the_environment_shows_it(value: str, is_shown: bool) -> None:
    with OllamaServer() as server:
        code = f"import ollama; ollama.Client({server.url!r}).version()"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OLLAMA_LOG": value},
            capture_output=True,
            text=True,
            check=True,
        )
    assert ("GET" in done.stderr and "/api/version: 200" in done.stderr) is is_shown
