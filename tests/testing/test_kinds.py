"""Tests of differences between releases, and between models with Go and chat templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ollama.testing import Model, OllamaServer

SAID = [{"role": "user", "content": "add 2 and 3"}]
ADD = {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}
TOOLS = [{"type": "function", "function": ADD}]
EMBEDDINGS = "This server does not support embeddings. Start it with `--embeddings`"


class Asking:
    """A server and the requests to it."""

    def __init__(self, server: OllamaServer) -> None:
        self.server = server

    def post(self, path: str, **body: Any) -> httpx.Response:
        return httpx.post(f"{self.server.url}{path}", json=body, trust_env=False)

    def get(self, path: str) -> Any:
        return httpx.get(f"{self.server.url}{path}", trust_env=False).json()


@pytest.fixture
def native() -> Iterator[Asking]:
    """Yield a server with a model that uses the chat template in its file."""
    thinks = ("completion", "tools", "thinking")
    with OllamaServer() as server:
        server.add_model(Model("native", thinks, template="", chat_template="{{ messages }}"))
        yield Asking(server)


def old(version: str) -> OllamaServer:
    return OllamaServer(behaves_like=version)


# ---------------------------------------------------------------------- releases


def test_the_version_is_that_of_the_release() -> None:
    for given, shown in (("0.24", "0.24.0"), ("0.33.0-rc2", "0.33.0")):
        with old(given) as server:
            assert Asking(server).get("/api/version")["version"] == shown
    with OllamaServer(version="1.2", behaves_like="0.24") as server:
        assert Asking(server).get("/api/version")["version"] == "1.2"
    with pytest.raises(ValueError, match=r"such as 0\.24, got 'new'"):
        OllamaServer(behaves_like="new")


def test_cached_tokens_are_counted_since_0_34() -> None:
    def fields(version: str) -> list[bool]:
        with old(version) as server:
            ask = Asking(server)
            chat = ask.post("/api/chat", model="llama3.2", messages=SAID, stream=False).json()
            v1 = ask.post("/v1/chat/completions", model="llama3.2", messages=SAID).json()
            anthropic = ask.post("/v1/messages", model="llama3.2", messages=SAID, max_tokens=9)
            return [
                "prompt_eval_cached_count" in chat,
                "prompt_tokens_details" in v1["usage"],
                "cache_read_input_tokens" in anthropic.json()["usage"],
            ]

    assert fields("0.33") == [False] * 3
    assert fields("0.34") == [True] * 3


def test_capabilities_are_listed_since_0_30() -> None:
    with old("0.24") as server:
        assert all("capabilities" not in one for one in Asking(server).get("/api/tags")["models"])
        shown = Asking(server).post("/api/show", model="llama3.2").json()
        assert shown["capabilities"] == ["completion", "tools"]


def test_a_newer_route_is_not_there() -> None:
    body = {"model": "llama3.2", "input": "x"}
    with old("0.33") as server:
        answer = Asking(server).post("/v1/responses/compact", **body)
        assert (answer.status_code, answer.text) == (404, "404 page not found")
    with OllamaServer() as server:
        assert Asking(server).post("/v1/responses/compact", **body).status_code == 200


def test_every_model_embeds_on_old_servers() -> None:
    with old("0.24") as server:
        assert Asking(server).post("/api/embed", model="llama3.2", input="x").status_code == 200
    with OllamaServer() as server:
        for path, status in (
            ("/api/embed", 501),
            ("/v1/embeddings", 501),
            ("/api/embeddings", 500),
        ):
            answer = Asking(server).post(path, model="llama3.2", input="x", prompt="x")
            assert answer.status_code == status
            assert EMBEDDINGS in answer.text


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "prefixItems": [{"type": "integer"}], "items": False},
        {"type": "object", "properties": {"a": True}},
        {"$ref": "https://example.com/schema.json"},
        {"type": "string", "pattern": "[a-z]"},
        {"type": "string", "pattern": r"^[A-Z]{2}\d+$"},
        {"type": "nonsense"},
    ],
    ids=str,
)
def test_a_schema_that_no_grammar_can_say_is_refused(schema: Any) -> None:
    for version, status in (("0.24", 500), ("0.33", 400)):
        with old(version) as server:
            asked = {"model": "llama3.2", "messages": SAID, "format": schema, "stream": False}
            answer = Asking(server).post("/api/chat", **asked)
            assert answer.status_code == status
            assert answer.json()["error"].startswith('{"error":{"code":')


# ---------------------------------------------------------------------- chat templates


def test_calls_come_on_the_last_line(native: Asking) -> None:
    native.server.reply(tool_calls=[{"name": "add", "arguments": {"a": 2}}], times=2)
    lines = [
        native.post("/api/chat", model=name, messages=SAID, tools=TOOLS, think=False).text
        for name in ("native", "qwen3")
    ]
    assert [text.count("\n") for text in lines] == [1, 2]
    assert re.search(r'"id":"[0-9A-Za-z]{32}"', lines[0])
    assert re.search(r'"id":"call_[0-9a-z]{8}"', lines[1])


@pytest.mark.parametrize(
    "parameters",
    [
        None,
        {},
        {"properties": {"a": {"type": "integer"}}},
        {"type": "object", "properties": {"a": {"type": "integer, string"}}},
    ],
    ids=str,
)
def test_tools_that_are_refused(native: Asking, parameters: Any) -> None:
    function = {"name": "add", **({} if parameters is None else {"parameters": parameters})}
    tools = [{"type": "function", "function": function}]
    assert native.post("/api/chat", model="native", messages=SAID, tools=tools).status_code == 400
    assert native.post("/api/chat", model="qwen3", messages=SAID, tools=tools).status_code == 200


@pytest.mark.parametrize("types", [["integer", "string"], "integer"], ids=str)
def test_tools_that_are_taken(native: Asking, types: Any) -> None:
    both = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    parameters = {"type": "object", "properties": {"a": {"type": types}, "b": both}}
    tools = [{"type": "function", "function": {"name": "add", "parameters": parameters}}]
    assert native.post("/api/chat", model="native", messages=SAID, tools=tools).status_code == 200


def test_what_else_a_chat_template_refuses(native: Asking) -> None:
    chat = {"model": "native", "messages": SAID, "stream": False}
    assert native.post("/api/chat", **chat, tools=TOOLS, logprobs=True).status_code == 400
    seeing = [{**SAID[0], "images": ["aGk="]}]
    assert native.post("/api/chat", **{**chat, "messages": seeing}).status_code == 500
    native.server.reply("Wait", tool_calls=[{"name": "add", "arguments": {}}])
    cut = native.post("/api/chat", **chat, tools=TOOLS, options={"num_predict": 1})
    assert cut.status_code == 500


def test_generate_leaves_the_thinking_in_the_text(native: Asking) -> None:
    native.server.reply("42", thinking="Hm.", times=2)
    text = native.post("/api/generate", model="native", prompt="x", stream=False).json()
    assert text["response"] == "<think>\nHm.\n</think>\n\n42"
    assert "thinking" not in text
    said = native.post("/api/chat", model="native", messages=SAID, stream=False).json()
    assert (said["message"]["thinking"], said["message"]["content"]) == ("Hm.", "42")


def test_only_show_looks_into_chat_templates(native: Asking) -> None:
    (listed,) = [one for one in native.get("/api/tags")["models"] if one["name"] == "native:latest"]
    assert listed["capabilities"] == ["completion"]
    shown = native.post("/api/show", model="native").json()
    assert shown["capabilities"] == ["completion", "tools", "thinking"]


# ---------------------------------------------------------------------- the cloud


@pytest.mark.parametrize("disabled", [False, True])
def test_errors_of_the_cloud_have_the_native_shape(disabled: bool) -> None:
    with OllamaServer(cloud_disabled=disabled) as server:
        asked = {
            "model": "big:cloud",
            "messages": SAID,
            "max_tokens": 9,
            "prompt": "x",
            "input": "x",
        }
        for path in ("chat/completions", "completions", "embeddings", "responses", "messages"):
            answer = Asking(server).post(f"/v1/{path}", **asked)
            if disabled:
                text = "ollama cloud is disabled: remote model is unavailable"
                assert (answer.status_code, answer.json()) == (403, {"error": text})
            else:
                assert answer.status_code == 401
                assert set(answer.json()) == {"error", "signin_url"}


# ---------------------------------------------------------------------- headers


def test_long_answers_are_chunked(native: Asking) -> None:
    for count, header in ((1, "content-length"), (300, "transfer-encoding")):
        native.server.reply("words of it " * count)
        answer = native.post("/api/chat", model="llama3.2", messages=SAID, stream=False)
        assert header in answer.headers
        assert answer.json()["message"]["content"] == "words of it " * count


def test_event_streams_of_responses_and_messages_are_not_cached(native: Asking) -> None:
    asked = {"model": "llama3.2", "messages": SAID, "max_tokens": 9, "input": "x", "stream": True}
    for path, cache in (
        ("responses", "no-cache"),
        ("messages", "no-cache"),
        ("chat/completions", None),
    ):
        assert native.post(f"/v1/{path}", **asked).headers.get("cache-control") == cache
