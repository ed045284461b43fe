"""Tests of the messages about names of other libraries, and about misspelled names."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from ollama_client._runtime import spelling

import ollama
from ollama import Client
from ollama.testing import OllamaServer


@pytest.mark.parametrize(
    ("function", "keyword", "said"),
    [
        ("chat", "temperature", 'write options={"temperature": ...}'),
        ("chat", "tempurature", 'did you mean options={"temperature": ...}?'),
        ("chat", "max_tokens", 'write options={"num_predict": ...}'),
        ("chat", "response_format", "write format=..."),
        ("chat", "base_url", "write ollama.Client(host=...).chat(...)"),
        ("chat", "system", 'write a message {"role": "system", "content": ...}'),
        ("chat", "mesages", "did you mean 'messages'?"),
        ("generate", "messages", "write prompt=..., or call chat()"),
        ("embed", "top_p", 'write options={"top_p": ...}'),
        ("show", "verbos", ""),
    ],
)
def test_unknown_keywords(function: str, keyword: str, said: str) -> None:
    with pytest.raises(TypeError) as raised:
        getattr(ollama, function)("m", **{keyword: 1})
    text = str(raised.value)
    assert text.startswith(f"{function}() got an unexpected keyword argument {keyword!r}")
    assert text.endswith(said)


@pytest.mark.parametrize(
    ("keyword", "said"), [("base_url", "host="), ("default_headers", "headers=")]
)
def test_unknown_settings_of_a_client(keyword: str, said: str) -> None:
    with pytest.raises(TypeError, match=rf"^Client\(\) got .* {keyword!r}: write {said}"):
        Client(**{keyword: "x"})


NAMELESS: Any = {"type": "function", "function": {"description": "d"}}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"options": {"temprature": 1}}, "'temprature' is not a known option: .*'temperature'"),
        ({"messages": [{"role": "user", "contents": "x"}]}, "'contents' .*'content'"),
        ({"messages": [{"role": "usr", "content": "x"}]}, "'usr' is not a known role: .*'user'"),
        ({"tools": [NAMELESS]}, "no function name"),
    ],
)
def test_near_names_are_told_once(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch, given: Any, said: str
) -> None:
    monkeypatch.setattr(spelling, "_seen", set[tuple[str, str]]())
    arguments: Any = {"model": "llama3.2", "messages": [], **given}
    with Client(host=server.url) as client:
        with pytest.warns(spelling.SpellingWarning, match=said) as caught:
            client.chat(**arguments)
        assert caught[0].filename == __file__
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            client.chat(**arguments)


@pytest.mark.parametrize("word", ["0", "off", "No", " false "])
def test_the_warnings_can_be_switched_off(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setattr(spelling, "_seen", set[tuple[str, str]]())
    monkeypatch.setenv(spelling.SETTING, word)
    with warnings.catch_warnings(), Client(host=server.url) as client:
        warnings.simplefilter("error")
        client.chat("llama3.2", [], options={"temprature": 1})


def test_names_that_are_like_no_other_are_sent(server: OllamaServer) -> None:
    with warnings.catch_warnings(), Client(host=server.url) as client:
        warnings.simplefilter("error")
        client.chat("llama3.2", [{"role": "narrator", "mood": "x"}], options={"new_option": 1})
    assert server.requests[-1].json["options"] == {"new_option": 1}
