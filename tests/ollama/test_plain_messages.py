"""Tests that messages with only text are sent unchanged, and are not modified."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

import httpx
import pytest
from ollama_client.errors import InvalidRequestError

import ollama

ANSWER = {"model": "m", "message": {"role": "assistant", "content": "Hello."}, "done": True}


def client_and_sent(kind: type[ollama.Client] = ollama.Client) -> tuple[Any, list[bytes]]:
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json=ANSWER)

    return kind(transport=httpx.MockTransport(answer)), sent


class Role(str):
    __slots__ = ()


class Changing(ollama.Client):
    def _request(self, cls: Any, method: str, url: str, **keywords: Any) -> Any:
        for message in keywords["json"]["messages"]:
            message["content"] += "!"
        return super()._request(cls, method, url, **keywords)


def test_who_changes_a_body_does_not_change_the_messages() -> None:
    messages = [{"role": "user", "content": "Hi"}, {"role": "tool", "content": "1"}]
    kept = copy.deepcopy(messages)
    client, sent = client_and_sent(Changing)
    client.chat("m", messages)
    assert messages == kept
    assert [one["content"] for one in json.loads(sent[0])["messages"]] == ["Hi!", "1!"]


class Wrapper:
    """Wraps a method as wrapt does: it has all attributes of the method."""

    def __init__(self, method: Any, change: Any) -> None:
        self._method, self._change = method, change

    def __get__(self, one: Any, kind: Any = None) -> Wrapper:
        return Wrapper(self._method.__get__(one, kind), self._change)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        self._change(keywords["json"])
        return self._method(*arguments, **keywords)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._method, name)


@pytest.mark.parametrize("hook", ["_request", "_request_raw"])
def test_what_a_wrapper_puts_into_a_body_is_checked(
    hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(body: Any) -> None:
        body["messages"].append({"role": "user", "content": "x", "own": float("nan")})

    monkeypatch.setattr(ollama.Client, hook, Wrapper(getattr(ollama.Client, hook), add))
    client, sent = client_and_sent()
    with pytest.raises(InvalidRequestError, match=r"^messages\[1\]\.own: "):
        client.chat("m", "x" * 20_000)
    assert sent == []


@pytest.mark.parametrize("hook", ["_request", "_request_raw"])
@pytest.mark.parametrize("of_class", [False, True])
@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient])
def test_what_a_hook_puts_into_a_body_is_written_as_usual(
    hook: str, of_class: bool, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fast writer would write the float differently. It only writes large bodies."""
    client, sent = client_and_sent(kind)
    really = getattr(kind if of_class else client, hook)
    added = {"role": "user", "content": "x", "own": [1e16, None]}

    def changed(*arguments: Any, **keywords: Any) -> Any:
        assert type(keywords["json"]["messages"]) is list
        keywords["json"]["messages"].append(added)
        return really(*arguments, **keywords)

    monkeypatch.setattr(kind if of_class else client, hook, changed)
    messages = [{"role": "user", "content": "Hi"}] * 100
    called = client.chat("m", messages)
    if kind is ollama.AsyncClient:
        asyncio.run(called)
    assert json.loads(sent[0])["messages"] == [*messages, added]
    assert b"1e+16" in sent[0]


@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient])
def test_many_plain_messages_are_written_with_extra_fields(kind: Any) -> None:
    client, sent = client_and_sent(kind)
    messages = [{"role": "user", "content": f"Hi {number}"} for number in range(100)]
    extra = {"own": [1e16, "é"]}
    called = client.chat("m", iter(messages), extra_body=extra, options={"seed": 1})
    if kind is ollama.AsyncClient:
        asyncio.run(called)
    body = json.loads(sent[0])
    assert (body["messages"], body["own"], body["options"]) == (messages, extra["own"], {"seed": 1})
    assert b"1e+16" in sent[0]


@pytest.mark.parametrize(
    "like",
    [
        lambda message: ollama.Message(**message),
        lambda message: {**message, "tool_calls": None},
        lambda message: {**message, "role": Role(message["role"])},
        lambda message: {**message, "content": message["content"].encode()},
    ],
)
def test_the_bytes_are_those_of_messages_that_are_looked_at(like: Any) -> None:
    messages = [{"role": role, "content": ""} for role in ("system", "user", "assistant", "tool")]
    client, sent = client_and_sent()
    client.chat("m", [{**one, "content": "Ünï \U0001f600"} for one in messages])
    client.chat("m", [like({**one, "content": "Ünï \U0001f600"}) for one in messages])
    assert sent[0] == sent[1]


@pytest.mark.parametrize(
    "message",
    [{"content": "no role"}, {"role": 5, "content": ""}, {"role": "user", "content": 5}, {}],
)
def test_what_is_wrong_is_refused_amid_plain_messages(message: Any) -> None:
    client, sent = client_and_sent()
    with pytest.raises(InvalidRequestError, match=r"messages\[1\]"):
        client.chat("m", [{"role": "user", "content": "a"}, message])
    assert not sent


def test_words_that_are_nearly_right_are_still_told() -> None:
    client, _ = client_and_sent()
    with pytest.warns(UserWarning, match="'asistant' is not a known role"):
        client.chat("m", [{"role": "asistant", "content": "a"}])
    with pytest.warns(UserWarning, match="'contennt' is not a known key"):
        client.chat("m", [{"role": "user", "contennt": "a"}])
