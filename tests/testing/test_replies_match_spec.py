"""Tests that the server's answers match openapi/ollama.yaml exactly.

Every operation of the document is called in several ways. Its status and media type must be
declared, and the body (each line or event of a stream) must match the schema. Unknown keys are a
failure here, although clients must accept them.
"""

import base64
import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generator.description import load
from ollama.testing import OllamaServer, _routes

from .conftest import read_events, user

SPEC = Path(__file__).parents[2] / "openapi" / "ollama.yaml"
METHODS = ("get", "head", "post", "put", "delete")
IMAGE = base64.b64encode(b"\x89PNG").decode()
GGUF = b"GGUF" + bytes(64)
DIGEST = f"sha256:{hashlib.sha256(GGUF).hexdigest()}"
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}
CALL = {"id": "call_1", "function": {"index": 0, "name": "get_weather", "arguments": {}}}
QUESTIONS = {
    "a": {"type": "choice", "instructions": "Which?", "criteria": {"x": None, "y": "why"}},
    "b": {"type": "noul", "instructions": "Is it?"},
    "c": {"type": "score", "instructions": "How much?", "criteria": ["none", "all"]},
}


def load_spec() -> dict[str, Any]:
    return load(SPEC).data


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without additional keys in objects with properties."""
    document = copy.deepcopy(document)
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return document


DOCUMENT = load_spec()
REGISTRY: Registry = Registry().with_resource(
    "urn:spec", Resource.from_contents(closed(DOCUMENT), default_specification=DRAFT202012)
)


@dataclass
class Ask:
    """One request, its operation, and the expected status."""

    method: str
    path: str
    status: int
    body: Any = None
    template: str = ""
    account: bool = False
    script: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None

    @property
    def route(self) -> str:
        return self.template or self.path

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status} {str(self.body or self.form)[:50]}"


def chat(status: int = 200, *, script: dict[str, Any] | None = None, **body: Any) -> Ask:
    asked = {"model": "llama3.2", "messages": user("why?"), **body}
    return Ask("post", "/api/chat", status, asked, script=script or {})


def generate(status: int = 200, *, script: dict[str, Any] | None = None, **body: Any) -> Ask:
    asked = {"model": "llama3.2", "prompt": "why?", **body}
    return Ask("post", "/api/generate", status, asked, script=script or {})


def both_ways(make: Any, **more: Any) -> list[Ask]:
    return [make(stream=stream, **more) for stream in (True, False)]


def post(path: str, status: int = 200, **more: Any) -> Ask:
    special = {key: more.pop(key) for key in ("template", "account", "headers") if key in more}
    return Ask("post", path, status, more, **special)


V1_CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
IMAGE_URL = f"data:image/png;base64,{IMAGE}"
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}
SPOKEN = {"text": "x", "thinking": "y", "tool_calls": [CALL]}
SEARCHED = {"tool_calls": [{"name": "web_search", "arguments": {"query": "q"}}]}


def completion(status: int = 200, *, script: dict[str, Any] | None = None, **body: Any) -> Ask:
    asked = {"model": "qwen3", "messages": user("why?"), **body}
    return Ask("post", "/v1/chat/completions", status, asked, script=script or {})


def response(
    status: int = 200, *, script: dict[str, Any] | None = None, account: bool = False, **body: Any
) -> Ask:
    asked = {"model": "qwen3", "input": "why?", **body}
    return Ask("post", "/v1/responses", status, asked, script=script or {}, account=account)


def message(
    status: int = 200, *, script: dict[str, Any] | None = None, account: bool = False, **body: Any
) -> Ask:
    asked = {"model": "qwen3", "max_tokens": 99, "messages": user("why?"), **body}
    return Ask("post", "/v1/messages", status, asked, script=script or {}, account=account)


def transcription(status: int = 200, **form: str) -> Ask:
    return Ask("post", "/v1/audio/transcriptions", status, form={"model": "qwen3", **form})


BEARER = {"Authorization": "Bearer key"}
CREATED = {"from": "qwen3", "system": "Be brief.", "messages": user("hi"), "license": "MIT"}
ASKS = [
    post("/v1/responses/compact", model="qwen3", input="why?"),
    post("/v1/responses/compact", 404, model="nosuch", input="why?"),
    # generation
    *both_ways(chat),
    *both_ways(chat, model="qwen3", think="high", logprobs=True, top_logprobs=2),
    *both_ways(chat, tools=[TOOL], messages=user("weather in Oslo?")),
    *both_ways(chat, messages=[*user("x"), {"role": "assistant", "tool_calls": [CALL]}]),
    *both_ways(chat, model="gemma3", messages=user("what?", images=[IMAGE])),
    *both_ways(chat, format={"type": "object", "properties": {"a": {"type": "integer"}}}),
    *both_ways(chat, script={"text": "x", "thinking": "y", "tool_calls": [CALL]}),
    chat(messages=[]),
    chat(messages=[], keep_alive=0),
    chat(_debug_render_only=True),
    chat(400, model=""),
    chat(400, model="nomic-embed-text"),
    chat(401, model="kimi:cloud"),
    chat(404, model="nope"),
    chat(500, options={"seed": "x"}),
    *both_ways(generate),
    *both_ways(generate, model="qwen3", logprobs=True, options={"num_predict": 3}),
    *both_ways(generate, script={"text": "x", "thinking": "y", "tool_calls": [CALL]}),
    generate(prompt=""),
    generate(prompt="", keep_alive=0),
    generate(_debug_render_only=True, images=[IMAGE]),
    generate(400, raw=True, system="x"),
    generate(401, model="kimi:cloud"),
    generate(404, model="nope"),
    generate(500, format="xml"),
    post("/v1/systemone", model="nimble", state="x", questions=QUESTIONS),
    post("/v1/systemone", 400, model="nimble", state="", questions=QUESTIONS),
    post("/v1/systemone", 404, model="nope", state="x", questions=QUESTIONS),
    post("/v1/systemone", 413, model="nimble", state="x" * 70_000, questions=QUESTIONS),
    # embeddings
    post("/api/embed", model="nomic-embed-text", input=["a", "b"]),
    post("/api/embed", model="nomic-embed-text", input="a", dimensions=8),
    post("/api/embed", model="nomic-embed-text"),
    post("/api/embed", 400, model="nomic-embed-text", input=3),
    post("/api/embed", 404, model="nope", input="a"),
    post("/api/embed", 500, model="nomic-embed-text", input="a", options={"stop": "x"}),
    post("/api/embeddings", model="nomic-embed-text", prompt="a"),
    post("/api/embeddings", model="nomic-embed-text"),
    post("/api/embeddings", 400, prompt="a"),
    post("/api/embeddings", 404, model="nope", prompt="a"),
    # models
    Ask("get", "/api/tags", 200),
    Ask("head", "/api/tags", 200),
    Ask("get", "/api/ps", 200),
    *[post("/api/show", model=model, verbose=True) for model in ("llama3.2", "gemma3", "far")],
    *[post("/api/show", model=model) for model in ("llama3.2", "qwen3", "nomic-embed-text", "own")],
    post("/api/show", 400),
    post("/api/show", 404, model="nope"),
    *[post("/api/pull", model=name, stream=True) for name in ("mistral", "llama3.2", "nope")],
    post("/api/pull", model="mistral", stream=False),
    post("/api/pull", 400, model=""),
    post("/api/pull", 500, model="nope", stream=False),
    *[post("/api/push", model="ada/mine", stream=stream) for stream in (True, False)],
    post("/api/push", model="llama3.2"),
    post("/api/push", 400),
    post("/api/push", 500, model="llama3.2", stream=False),
    *[post("/api/create", model="new", stream=stream, **CREATED) for stream in (True, False)],
    post("/api/create", model="new", files={"a.gguf": DIGEST}, quantize="q8_0"),
    post("/api/create", 400, model="new"),
    post("/api/create", 500, model="new", files={"a.gguf": "sha256:" + "0" * 64}),
    post("/api/copy", source="llama3.2", destination="x"),
    post("/api/copy", 400, source="llama3.2"),
    post("/api/copy", 404, source="nope", destination="x"),
    Ask("delete", "/api/delete", 200, {"model": "llama3.2"}),
    Ask("delete", "/api/delete", 400, {}),
    Ask("delete", "/api/delete", 404, {"model": "nope"}),
    # blobs
    Ask("post", f"/api/blobs/{DIGEST}", 200, GGUF, "/api/blobs/{digest}"),
    Ask(
        "post",
        f"/api/blobs/sha256:{hashlib.sha256(b'new').hexdigest()}",
        201,
        b"new",
        "/api/blobs/{digest}",
    ),
    Ask("post", "/api/blobs/sha256:x", 400, b"", "/api/blobs/{digest}"),
    Ask("head", f"/api/blobs/{DIGEST}", 200, None, "/api/blobs/{digest}"),
    Ask("head", "/api/blobs/sha256:x", 400, None, "/api/blobs/{digest}"),
    Ask("head", "/api/blobs/sha256:" + "0" * 64, 404, None, "/api/blobs/{digest}"),
    # server and account
    Ask("get", "/", 200),
    Ask("head", "/", 200),
    Ask("get", "/api/version", 200),
    Ask("head", "/api/version", 200),
    Ask("get", "/api/version", 403, headers={"Host": "evil.example.com"}),
    Ask("get", "/api/status", 200),
    post("/api/me", account=True),
    post("/api/me", 401),
    post("/api/signout", account=True),
    post("/api/signout", 401),
    Ask("delete", "/api/user/keys/k", 200, None, "/api/user/keys/{encodedKey}", account=True),
    Ask("delete", "/api/user/keys/k", 401, None, "/api/user/keys/{encodedKey}"),
    # cloud and experimental
    post("/api/web_search", query="x", max_results=2, headers=BEARER),
    post("/api/web_search", 400, headers=BEARER),
    post("/api/web_search", 401, query="x"),
    post("/api/web_fetch", url="https://example.com", headers=BEARER),
    post("/api/web_fetch", 400, headers=BEARER),
    post("/api/web_fetch", 401, url="https://example.com"),
    post("/api/experimental/web_search", query="x", account=True),
    post("/api/experimental/web_search", 401, query="x"),
    post("/api/experimental/web_fetch", url="https://example.com", account=True),
    post("/api/experimental/web_fetch", 401, url="https://example.com"),
    Ask("get", "/api/experimental/model-recommendations", 200),
    # the OpenAI routes
    *both_ways(completion),
    *both_ways(completion, logprobs=True, top_logprobs=2, script=SPOKEN),
    *both_ways(completion, stream_options={"include_usage": True}),
    *both_ways(completion, script={"text": ""}),
    completion(
        model="gemma3",
        messages=[
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": IMAGE_URL}}]},
            {"role": "assistant", "content": None, "tool_calls": [V1_CALL]},
            {"role": "tool", "content": "x", "tool_call_id": "c"},
        ],
    ),
    completion(response_format={"type": "json_schema", "json_schema": {"schema": SCHEMA}}),
    completion(_debug_render_only=True),
    completion(400, messages=[]),
    completion(401, model="kimi:cloud"),
    completion(404, model="nope"),
    *[
        post("/v1/completions", model="llama3.2", prompt="x", stream=stream, stream_options=usage)
        for stream in (True, False)
        for usage in ({"include_usage": True}, {"include_usage": False})
    ],
    post("/v1/completions", model="llama3.2", prompt=""),
    post("/v1/completions", 400, model="llama3.2", prompt="x", stop=5),
    post("/v1/completions", 404, model="nope", prompt="x"),
    post("/v1/embeddings", model="nomic-embed-text", input=["a", "b"]),
    post("/v1/embeddings", model="nomic-embed-text", input="a", encoding_format="base64"),
    post("/v1/embeddings", 400, model="nomic-embed-text"),
    post("/v1/embeddings", 404, model="nope", input="a"),
    Ask("get", "/v1/models", 200),
    Ask("get", "/v1/models/llama3.2", 200, None, "/v1/models/{model}"),
    Ask("get", "/v1/models/nope", 404, None, "/v1/models/{model}"),
    *both_ways(response),
    *both_ways(response, script=SPOKEN, reasoning={"effort": "low", "summary": "auto"}),
    *both_ways(response, script=SEARCHED, tools=[{"type": "web_search"}], account=True),
    response(stream=True, script=SEARCHED, tools=[{"type": "web_search"}]),
    response(text={"format": {"type": "json_schema", "name": "x", "schema": SCHEMA}}),
    response(400, input=5),
    response(401, model="kimi:cloud"),
    response(404, model="nope"),
    transcription(),
    transcription(response_format="text"),
    transcription(400, model=""),
    transcription(404, model="nope"),
    # the Anthropic route
    *both_ways(message),
    *both_ways(message, script=SPOKEN),
    *both_ways(message, script={"text": ""}),
    *both_ways(
        message, script=SEARCHED, account=True, tools=[{"type": "web_search", "name": "web_search"}]
    ),
    *both_ways(message, script=SEARCHED, tools=[{"type": "web_search", "name": "web_search"}]),
    message(400, max_tokens=0),
    message(401, model="kimi:cloud"),
    message(404, model="nope"),
]


@pytest.fixture
def filled(server: OllamaServer, http: httpx.Client) -> OllamaServer:
    """A server with a blob, a loaded model, a remote stub, and new models."""
    http.post(f"/api/blobs/{DIGEST}", content=GGUF)
    http.post("/api/generate", json={"model": "llama3.2"})
    http.post("/api/create", json={"model": "far", "from": "gpt-oss:120b-cloud"})
    http.post("/api/create", json={"model": "own", "requires": "0.30.0", **CREATED})
    http.post("/api/copy", json={"source": "llama3.2", "destination": "ada/mine"})
    return server


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def send(http: httpx.Client, ask: Ask) -> httpx.Response:
    if ask.form is not None:
        return http.post(ask.path, data=ask.form, files={"file": ("a.wav", b"RIFF")})
    if isinstance(ask.body, bytes):
        return http.request(ask.method, ask.path, content=ask.body, headers=ask.headers)
    return http.request(ask.method, ask.path, json=ask.body, headers=ask.headers)


def pointer(*steps: str) -> str:
    return "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)


def check(
    method: str,
    path: str,
    response: httpx.Response,
    formats: FormatChecker | None = Draft202012Validator.FORMAT_CHECKER,
) -> None:
    """Compare a response with the document."""
    status = str(response.status_code)
    declared = DOCUMENT["paths"][path][method]["responses"]
    assert status in declared, f"{status} is not declared: {response.text}"
    where = f"/{pointer('paths', path, method, 'responses', status)}"
    answer = declared[status]
    if "$ref" in answer:
        where = answer["$ref"].removeprefix("#")
        answer = DOCUMENT["components"]["responses"][where.rpartition("/")[2]]
    content = answer.get("content")
    if not content or method == "head":
        assert response.content == b""
        return
    media_type = response.headers["content-type"].partition(";")[0]
    assert media_type in content
    schema = f"urn:spec#{where}/{pointer('content', media_type, 'schema')}"
    validator = Draft202012Validator({"$ref": schema}, registry=REGISTRY, format_checker=formats)
    for value in values(response, media_type):
        if path == "/api/version":
            assert "not a real Ollama" in value.pop("server", "not a real Ollama")
        validator.validate(value)
    if media_type == "application/x-ndjson":
        check_end(content[media_type]["x-stream"], list(values(response, media_type))[-1])
    elif media_type == "text/event-stream":
        check_end(content[media_type]["x-stream"], read_events(response.content)[-1][1])


def values(response: httpx.Response, media_type: str) -> Iterator[Any]:
    if media_type == "application/x-ndjson":
        yield from (json.loads(line) for line in response.content.split(b"\n")[:-1])
    elif media_type == "text/event-stream":
        yield from (data for _, data in read_events(response.content) if data != "[DONE]")
    else:
        yield response.text if media_type == "text/plain" else response.json()


def check_end(stream: dict[str, Any], last: Any) -> None:
    end = stream["terminator"]
    if "data" in end:
        assert last == end["data"]
        return
    ends = end["values"] if "values" in end else [end["value"]]
    assert last.get(end["field"]) in ends or stream["error"] in last


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_a_reply_is_as_declared(filled: OllamaServer, http: httpx.Client, ask: Ask):
    if ask.account:
        filled.user = {"name": "ada", "plan": "pro"}
    if ask.script:
        filled.reply(**ask.script)
    response = send(http, ask)
    assert response.status_code == ask.status, response.text
    check(ask.method, ask.route, response)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
@pytest.mark.parametrize("path", ["/api/chat", "/v1/chat/completions", "/v1/messages"])
def test_a_scripted_error_is_as_declared(
    server: OllamaServer, http: httpx.Client, path: str, status: int
):
    server.fail(status, "no")
    check("post", path, http.post(path, json={}))


@pytest.mark.parametrize("path", ["/api/chat", "/api/generate", "/api/pull", "/api/create"])
def test_an_error_line_is_as_declared(server: OllamaServer, http: httpx.Client, path: str):
    server.fail_mid_stream("no", after=1)
    body = {"model": "qwen3", "prompt": "x", "messages": user("x"), "from": "qwen3"}
    response = http.post(path, json=body)
    assert b'{"error":"no"}\n' in response.content
    check("post", path, response)


def test_every_operation_is_asked_and_answered_well():
    asked = {(ask.method, ask.route) for ask in ASKS if ask.status < 300}
    assert asked == {(method, path) for method, path, _ in operations()}


def one_of_each() -> dict[tuple[Any, ...], Ask]:
    """Return a good request of each operation, streamed and not."""
    good = [ask for ask in ASKS if ask.status < 300]
    streamed = [ask.body.get("stream") if isinstance(ask.body, dict) else None for ask in good]
    keys = ((ask.method, ask.route, flag) for ask, flag in zip(good, streamed, strict=True))
    return dict(zip(keys, good, strict=True))


@pytest.mark.parametrize("ask", one_of_each().values(), ids=str)
def test_what_nothing_handwritten_answers_is_answered_as_declared(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch, ask: Ask
):
    monkeypatch.setattr(_routes, "BEHAVIOR", {})
    response = send(http, replace(ask, headers=BEARER))
    assert response.status_code == 200, response.text
    # Strings are empty, so they are not dates. Answers without meaning (null, 201) are empty, too.
    if response.content or ask.method == "head":
        check(ask.method, ask.route, response, formats=None)


def examples() -> Iterator[Any]:
    for method, path, operation in operations():
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        for name, example in content.get("examples", {}).items():
            yield pytest.param(
                method, path, example["value"], id=f"{operation['operationId']}-{name}"
            )


@pytest.mark.parametrize(("method", "path", "body"), list(examples()))
def test_every_request_example_is_understood(
    filled: OllamaServer, http: httpx.Client, method: str, path: str, body: Any
):
    filled.user = {"name": "ada"}
    response = http.request(method, path, json=body, headers=BEARER)
    # The example may have an unknown model or blob, but it must not be malformed.
    assert response.status_code in (200, 404, 500), response.text
    if response.status_code == 500:
        assert "sha256:" in response.text or "does not exist" in response.text
    check(method, path, response)
