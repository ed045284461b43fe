"""Tests that the server refuses any invalid request, and never fails itself."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ollama.testing import OllamaServer

PNG = "data:image/png;base64,aGk="
SCHEMA = {
    "type": "object",
    "properties": {
        "a": {"type": "integer", "minimum": 1, "multipleOf": 2},
        "b": {"type": "array", "uniqueItems": True, "minItems": 2, "items": {"pattern": "^a{2}$"}},
        "c": {"$ref": "#/$defs/c"},
    },
    "$defs": {"c": {"oneOf": [{"const": 1}, {"enum": ["x"]}]}},
}
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": ["string", "null"]}}},
    },
}
CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
CHAT = {
    "model": "qwen3",
    "messages": [
        {"role": "user", "content": [{"type": "text", "text": "x"}]},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": PNG}}]},
        {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "aGk="}}]},
        {"role": "assistant", "reasoning": "r", "tool_calls": [CALL]},
        {"role": "tool", "content": "x", "tool_call_id": "c"},
        {"role": "user", "content": "weather"},
    ],
    "stream_options": {"include_usage": True},
    "max_tokens": 5,
    "stop": ["a"],
    "temperature": 0.1,
    "response_format": {"type": "json_schema", "json_schema": {"schema": SCHEMA}},
    "tools": [TOOL],
    "reasoning": {"effort": "high"},
    "logprobs": True,
    "top_logprobs": 2,
}
RESPONSE = {
    "model": "qwen3",
    "input": [
        {"role": "user", "content": [{"type": "input_image", "image_url": PNG}]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "x"}]},
        {"type": "function_call", "call_id": "c", "name": "n", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "o"},
        {"role": "user", "content": "search"},
    ],
    "max_output_tokens": 9,
    "reasoning": {"effort": "low"},
    "text": {"format": {"type": "json_schema", "name": "n", "schema": SCHEMA}},
    "tools": [
        {"type": "function", "name": "f", "parameters": {"type": "object", "properties": {}}},
        {"type": "web_search"},
        {"type": "namespace", "name": "n", "tools": [{"type": "function", "name": "g"}]},
    ],
}
MESSAGE = {
    "model": "qwen3",
    "max_tokens": 50,
    "messages": [
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "t"},
                {"type": "tool_use", "id": "i", "name": "n", "input": {"a": 1}},
                {"type": "web_search_tool_result", "tool_use_id": "i", "content": [{}]},
            ],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "i", "content": [{"type": "text"}]},
                {"type": "image", "source": {"type": "base64", "data": "aGk="}},
                {"type": "text", "text": "search"},
            ],
        },
    ],
    "system": [{"type": "text", "text": "s"}],
    "stop_sequences": ["a"],
    "tools": [{"name": "n", "input_schema": {}}, {"type": "web_search_1", "name": "web_search"}],
    "thinking": {"type": "enabled"},
    "output_config": {"effort": "low"},
}
BODIES = {
    "/v1/chat/completions": CHAT,
    "/v1/completions": {"model": "qwen3", "prompt": "x", "stop": ["a"], "logprobs": 1, "top_p": 1},
    "/v1/embeddings": {"model": "nomic-embed-text", "input": ["a"], "encoding_format": "base64"},
    "/v1/responses": RESPONSE,
    "/v1/messages": MESSAGE,
    "/v1/systemone": {
        "model": "nimble",
        "state": {"a": 1},
        "questions": {"q": {"type": "choice", "instructions": "i", "criteria": {"x": None}}},
    },
    "/api/embed": {"model": "nomic-embed-text", "input": ["a"], "dimensions": 2, "keep_alive": 1},
    "/api/copy": {"source": "qwen3", "destination": "b"},
    "/api/experimental/web_search": {"query": "q", "max_results": 2},
    "/api/experimental/web_fetch": {"url": "https://example.com"},
}
JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**30, 2**31, "", "x", "\x00", "\ud800", "//[", "json", "a/b"),
    *([], [None], [1], ["a"], [[]], [{}], {}, {"a": None}, {"type": "x"}, {"$ref": "#"}),
    *({"type": "string", "minLength": 10**9}, {"type": "array", "minItems": 10**9}),
]


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every value inside ``value``."""
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for step, item in pairs:
        yield (*before, step)
        yield from places(item, (*before, step))


def changed(body: Any, place: tuple[Any, ...], junk: Any) -> Any:
    body = copy.deepcopy(body)
    holder = body
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = junk
    return body


@pytest.mark.parametrize("path", BODIES)
def test_no_body_is_a_mistake_of_the_server(server: OllamaServer, http: httpx.Client, path: str):
    server.user = {"name": "ada"}
    chance = random.Random(7)
    assert http.post(path, json=BODIES[path]).status_code == 200
    everywhere = list(places(BODIES[path]))
    for _ in range(150):
        body = changed(BODIES[path], chance.choice(everywhere), chance.choice(JUNK))
        body["stream"] = chance.random() < 0.5
        sent = json.dumps(body).encode()
        status = http.post(path, content=sent).status_code
        assert status in (200, 400, 404), sent
