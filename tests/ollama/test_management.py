"""Tests of the methods that change the server's models, and of those for the cloud."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from ollama import ResponseError, SystemOneChoiceQuestion
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, call, refusal

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)
both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


def stored(server: OllamaServer) -> set[str]:
    return {model.model for model in call("sync", "list", at=server).answer.models}


@both_modes
def test_pull_downloads_a_model(server: OllamaServer, flavour: str, stream: bool) -> None:
    assert "mistral:latest" not in stored(server)
    items = call(flavour, "pull", "mistral", stream=stream, at=server).all
    request = server.requests[-1]
    assert (request.method, request.path) == ("POST", "/api/pull")
    assert request.json == {"model": "mistral", "insecure": False, "stream": stream}
    assert {type(item).__name__ for item in items} == {"ProgressResponse"}
    assert items[-1].status == "success"
    assert "mistral:latest" in stored(server)
    if stream:
        assert any(item.total and item.completed == item.total for item in items)
        assert any((item.digest or "").startswith("sha256:") for item in items)
    else:
        assert len(items) == 1


@both_modes
def test_push_uploads_a_model(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.add_model("ada/model")
    server.user = {"name": "ada"}
    items = call(flavour, "push", "ada/model", insecure=True, stream=stream, at=server).all
    assert server.requests[-1].json == {"model": "ada/model", "insecure": True, "stream": stream}
    assert items[-1].status == "success"


@both_flavours
def test_transfer_of_an_unknown_model_fails_in_the_stream(
    server: OllamaServer, flavour: str
) -> None:
    outcome = call(flavour, "pull", "no-such-model", stream=True, at=server)
    assert isinstance(outcome.error, ResponseError)
    assert outcome.items
    assert outcome.error.status_code == -1


@both_modes
def test_create_makes_a_model_of_another(server: OllamaServer, flavour: str, stream: bool) -> None:
    items = call(
        flavour,
        "create",
        "mine",
        from_="llama3.2",
        system="",
        license=["a", "b"],
        parameters={"temperature": 1, "seed": None},
        messages=[{"role": "user", "content": "Hi", "more": None}],
        stream=stream,
        at=server,
    ).all
    assert server.requests[-1].json == {
        "model": "mine",
        "from": "llama3.2",
        "system": "",
        "license": ["a", "b"],
        "parameters": {"temperature": 1, "seed": None},
        "messages": [{"role": "user", "content": "Hi", "more": None}],
        "stream": stream,
    }
    assert items[-1].status == "success"
    assert "mine:latest" in stored(server)


@both_flavours
def test_blob_is_uploaded_and_named_by_its_digest(
    server: OllamaServer, flavour: str, tmp_path: Path
) -> None:
    path = tmp_path / "blob.gguf"
    path.write_bytes(b"GGUF" + bytes(70_000))
    digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert call(flavour, "create_blob", str(path), at=server).answer == digest
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", f"/api/blobs/{digest}")
    assert request.body == path.read_bytes()
    assert request.headers["content-length"] == str(len(request.body))


@both_flavours
def test_missing_blob_is_told_before_anything_is_sent(
    server: OllamaServer, flavour: str, tmp_path: Path
) -> None:
    error = refusal(flavour, "create_blob", tmp_path / "gone", at=server)
    assert isinstance(error, FileNotFoundError)
    assert server.requests == []


@both_flavours
def test_delete_and_copy_say_whether_they_succeeded(server: OllamaServer, flavour: str) -> None:
    assert call(flavour, "copy", "llama3.2", "second", at=server).answer.status == "success"
    assert server.requests[-1].json == {"source": "llama3.2", "destination": "second"}
    assert "second:latest" in stored(server)
    assert call(flavour, "delete", "second", at=server).answer["status"] == "success"
    assert (server.requests[-1].method, server.requests[-1].path) == ("DELETE", "/api/delete")
    assert server.requests[-1].json == {"model": "second"}
    assert "second:latest" not in stored(server)
    error = call(flavour, "delete", "second", at=server).error
    assert isinstance(error, ResponseError)
    assert error.status_code == 404


@both_flavours
def test_other_success_of_delete_is_an_error_without_raising(flavour: str) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(202))
    answer = call(flavour, "delete", "m", client={"transport": transport}).answer
    assert answer.status == "error"


@both_flavours
def test_embeddings_returns_one_vector(server: OllamaServer, flavour: str) -> None:
    answer = call(flavour, "embeddings", "nomic-embed-text", "Hi", at=server).answer
    assert server.requests[-1].path == "/api/embeddings"
    assert server.requests[-1].json == {"model": "nomic-embed-text", "prompt": "Hi"}
    assert len(answer.embedding) == 768


@both_flavours
def test_systemone_answers_under_the_names_of_the_questions(
    server: OllamaServer, flavour: str
) -> None:
    criteria = {"refund": "Money back", "other": None}
    mapping = {"type": "choice", "instructions": "Which?", "criteria": criteria}
    typed = SystemOneChoiceQuestion(instructions="Which?", criteria=criteria)
    answer = call(
        flavour, "systemone", "nimble", "I want a refund", {"a": mapping, "b": typed}, at=server
    ).answer
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/systemone")
    assert request.json == {
        "model": "nimble",
        "state": "I want a refund",
        "questions": {"a": mapping, "b": mapping},
    }
    assert list(request.json["questions"]["a"]["criteria"]) == ["refund", "other"]
    assert [one.choice for one in answer.answers.values()] == ["refund", "refund"]
    assert type(answer.answers["a"]).__name__ == "SystemOneChoiceAnswer"


CLOUD: list[tuple[str, tuple[Any, ...], dict[str, Any], dict[str, Any]]] = [
    ("web_search", ("ollama", 2), {"query": "ollama", "max_results": 2}, {"results": []}),
    ("web_fetch", ("x.org",), {"url": "x.org"}, {"title": "t", "content": "c", "links": []}),
]


@both_flavours
@pytest.mark.parametrize(("method", "arguments", "body", "reply"), CLOUD)
def test_web_calls_go_to_the_cloud(
    flavour: str,
    method: str,
    arguments: tuple[Any, ...],
    body: dict[str, Any],
    reply: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(
            200, json=reply if "/api/web_" in request.url.path else {"models": []}
        )

    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    settings = {"transport": httpx.MockTransport(answer)}
    got = call(flavour, method, *arguments, at="https://local:1", client=settings).answer
    (request,) = seen
    assert str(request.url) == f"https://ollama.com/api/{method}"
    assert request.method == "POST"
    assert request.headers["authorization"] == "Bearer key"
    assert json.loads(request.content) == body
    assert got.model_dump(exclude_none=True) == reply


@both_flavours
@pytest.mark.parametrize(("method", "arguments"), [(one[0], one[1]) for one in CLOUD])
@pytest.mark.parametrize("header", [None, "bearer key", "Basic key"])
def test_web_calls_need_a_token(
    flavour: str, method: str, arguments: tuple[Any, ...], header: str | None
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        pytest.fail("a request was sent")

    settings: dict[str, Any] = {"transport": httpx.MockTransport(answer)}
    if header:
        settings["headers"] = {"authorization": header}
    error = call(flavour, method, *arguments, client=settings).error
    assert isinstance(error, ValueError)
    expected = f"Authorization header with Bearer token is required for {method.replace('_', ' ')}"
    assert str(error) == expected
