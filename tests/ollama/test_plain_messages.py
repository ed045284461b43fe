"""Tests that messages with only text are sent unchanged, and are not modified."""

from __future__ import annotations

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
