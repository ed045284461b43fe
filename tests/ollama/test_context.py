"""Tests of the warning about prompts that did not fit into the context of the model."""

from __future__ import annotations

import warnings
from typing import Any

import httpx
import pytest

from ollama import Client, PromptCutWarning
from ollama.testing import OllamaServer
from tests.ollama.calls import MODES, call

both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)

LONG = "many words " * 500


def warned(seen: list[warnings.WarningMessage]) -> list[str]:
    assert {it.filename for it in seen} <= {__file__}
    return [str(it.message) for it in seen if it.category is PromptCutWarning]


@both_modes
@pytest.mark.parametrize(("method", "name"), [("chat", "messages"), ("generate", "prompt")])
def test_a_prompt_that_fills_the_context_was_cut(
    server: OllamaServer, flavour: str, stream: bool, method: str, name: str
) -> None:
    given: dict[str, Any] = {name: LONG, "options": {"num_ctx": 64}}
    with pytest.warns(PromptCutWarning, match="read 64 tokens of it, and num_ctx is 64"):
        call(flavour, method, "llama3.2", stream=stream, at=server, **given)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fits = {name: "hi", "options": {"num_ctx": 64}}
        assert call(flavour, method, "llama3.2", stream=stream, at=server, **fits).all


def test_it_is_said_once_for_each_client(server: OllamaServer) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for _ in range(2):
            with Client(server.url) as client:
                client.chat("llama3.2", LONG, options={"num_ctx": 64})
                client.with_options(timeout=60).chat("llama3.2", LONG, options={"num_ctx": 64})
    assert len(warned(seen)) == 2
    assert "OLLAMA_PROMPT_WARNINGS=0 turns it off" in warned(seen)[0]


def test_a_setting_switches_it_off(server: OllamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_PROMPT_WARNINGS", "0")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert call("sync", "chat", "llama3.2", LONG, options={"num_ctx": 64}, at=server).all


@pytest.mark.parametrize(
    ("counts", "is_cut"),
    [
        ({"prompt_eval_count": 100, "prompt_eval_cached_count": 0}, True),
        ({"prompt_eval_count": 100}, False),  # older servers do not count cached tokens
        ({"prompt_eval_count": 5000, "prompt_eval_cached_count": 0}, False),
        ({"prompt_eval_count": 0, "prompt_eval_cached_count": 0}, False),
        ({}, False),
    ],
)
def test_messages_that_were_dropped_show_in_the_counts(
    counts: dict[str, int], is_cut: bool
) -> None:
    answer = {"model": "m", "message": {"role": "assistant", "content": "x"}, "done": True}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={**answer, **counts}))
    messages = [{"role": "user", "content": LONG}] * 5
    with warnings.catch_warnings(record=True) as seen, Client(transport=transport) as client:
        warnings.simplefilter("always")
        client.chat("m", messages)
    assert bool(warned(seen)) == is_cut
