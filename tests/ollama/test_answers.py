"""Answers that do not match the API: an error with the place, or the intended value."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

import ollama
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, Outcome, call
from tests.ollama.faults import WRONG, chat_line, said, seen

both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


@pytest.fixture(scope="module")
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


def answered(
    server: OllamaServer,
    flavour: str,
    stream: bool,
    body: bytes | Any,
    method: str = "chat",
    status: int = 200,
) -> Outcome:
    """Call a method. The server answers with a body."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/x-ndjson" if stream else "application/json"
    server.reset()
    server.fault("respond", status=status, headers={"Content-Type": kind}, data=data)
    arguments = {"chat": ("m", "Hi"), "generate": ("m", "Hi"), "embed": ("m", "Hi")}
    keywords = {"stream": stream} if method in ("chat", "generate") else {}
    return call(flavour, method, *arguments.get(method, ()), at=server, **keywords)


#: The errors for answers of another kind.
REFUSED = (ollama.ResponseParseError, ollama.NotJSONError, ollama.ResponseTooLargeError)


@both_modes
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(
    server: OllamaServer, name: str, flavour: str, stream: bool
) -> None:
    body, words = WRONG[name]
    outcome = answered(server, flavour, stream, body)
    error: Any = outcome.error
    assert type(error) in REFUSED, repr(error)
    seen(f"200: {name}", flavour, stream, error)
    assert isinstance(error, ollama.ResponseError)
    assert isinstance(error, ValueError)
    assert words in str(error)
    assert error.status_code == 200
    assert outcome.items == []


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("method", ["list", "chat", "embed", "version"])
def test_an_empty_answer_is_none(
    server: OllamaServer, flavour: str, method: str, status: int
) -> None:
    error: Any = answered(server, flavour, False, b"", method, status).error
    assert type(error) is ollama.NotJSONError
    assert isinstance(error, json.JSONDecodeError)
    assert (error.doc, error.pos, error.status_code) == ("", 0, status)
    assert type(pickle.loads(pickle.dumps(error))) is ollama.NotJSONError


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_what_is_wrong_amid_a_stream_comes_after_the_pieces_before_it(
    server: OllamaServer, flavour: str
) -> None:
    lines = [said("a", done=False), said("b", done=False), chat_line("c", done=False)]
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    outcome = answered(server, flavour, True, body)
    assert [piece.text for piece in outcome.items] == ["a", "b"]
    error: Any = outcome.error
    assert type(error) is ollama.ResponseParseError
    assert "message: expected an object, got 'c'" in str(error)
    assert error.partial == outcome.items


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    ("method", "body", "words"),
    [
        ("embed", {"model": "m", "embeddings": 5}, "embeddings: expected a list, got 5"),
        ("embed", {"model": "m", "embeddings": [5]}, "embeddings[0]: expected a list, got 5"),
        ("embed", {"embeddings": [["x"]]}, "embeddings[0][0]: expected a number, got 'x'"),
        ("embed", {"object": "list", "data": []}, "data, object"),
        ("list", {"models": "none"}, "models: expected a list, got 'none'"),
        ("list", {"models": [5]}, "models[0]: expected an object, got 5"),
        ("list", {"data": []}, "expected a ListResponse, got an object with data"),
        ("ps", {"models": [{"name": 5}]}, "models[0].name: expected a text, got 5"),
        ("generate", {"model": "m", "choices": []}, "response: missing"),
        ("version", {"version": 5}, "version: expected a text, got 5"),
    ],
)
def test_other_answers(
    server: OllamaServer, flavour: str, method: str, body: Any, words: str
) -> None:
    error: Any = answered(server, flavour, False, body, method).error
    assert type(error) is ollama.ResponseParseError
    assert words in str(error)


# ---------------------------------------------------------------------- too deep, and no text


def nested(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


@both_modes
@pytest.mark.parametrize("levels", [500, 1000, 100_000])
def test_deep_answers(server: OllamaServer, flavour: str, stream: bool, levels: int) -> None:
    error = answered(server, flavour, stream, nested(levels)).error
    assert type(error) in REFUSED, repr(error)


@both_modes
@pytest.mark.parametrize("levels", [500, 1000, 100_000])
def test_deep_arguments_are_read_or_refused(
    server: OllamaServer, flavour: str, stream: bool, levels: int
) -> None:
    call_ = b'{"function":{"name":"f","arguments":%s}}' % nested(levels)
    body = b'{"done":true,"message":{"role":"assistant","tool_calls":[%s]}}' % call_
    error = answered(server, flavour, stream, body).error
    assert error is None or type(error) in REFUSED


@both_modes
def test_half_a_surrogate_pair_goes_into_the_history_and_back(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    body = json.dumps(said("a\ud83db", done=True)).encode()
    (answer,) = answered(server, flavour, stream, body).all
    assert answer.text == "a\ud83db"
    server.reply("Hello!")
    history = [{"role": "user", "content": "Hi"}, answer.message]
    again = call(flavour, "chat", "llama3.2", history, stream=stream, at=server)
    assert "".join(piece.text for piece in again.all) == "Hello!"


# ---------------------------------------------------------------------- hints in errors


@both_modes
def test_counts_may_be_text(server: OllamaServer, flavour: str, stream: bool) -> None:
    line = said("Hi", done=True, eval_count="5", total_duration="7", prompt_eval_count=3.0)
    (answer,) = answered(server, flavour, stream, line).all
    assert (answer.eval_count, answer.total_duration, answer.prompt_eval_count) == (5, 7, 3)
    assert answer.usage.completion_tokens == 5


@both_modes
@pytest.mark.parametrize("arguments", ["", " ", {}, "{}"])
def test_arguments_may_be_an_empty_text(
    server: OllamaServer, flavour: str, stream: bool, arguments: Any
) -> None:
    calls = [{"function": {"name": "f", "arguments": arguments}}]
    line = chat_line({"role": "assistant", "content": "", "tool_calls": calls}, done=True)
    (answer,) = answered(server, flavour, stream, line).all
    assert answer.message.tool_calls[0].function.arguments == {}


@both_modes
def test_control_characters_are_text(server: OllamaServer, flavour: str, stream: bool) -> None:
    body = json.dumps(said("a?b", done=True)).encode().replace(b"?", b"\t\x1b")
    (answer,) = answered(server, flavour, stream, body).all
    assert answer.text == "a\t\x1bb"


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("body", [{"models": None}, {}])
@pytest.mark.parametrize("method", ["list", "ps"])
def test_a_list_that_is_null_or_absent_is_empty(
    server: OllamaServer, flavour: str, method: str, body: Any
) -> None:
    assert answered(server, flavour, False, body, method).answer.models == []


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_embeddings_that_are_null(server: OllamaServer, flavour: str) -> None:
    body = {"model": "m", "embeddings": None}
    error = answered(server, flavour, False, body, "embed").error
    assert "0 vectors for 1 text" in str(error), "which were asked for"


@both_modes
@pytest.mark.parametrize("message", [{}, {"message": None}])
def test_the_last_piece_may_have_no_message(
    server: OllamaServer, flavour: str, stream: bool, message: Any
) -> None:
    last = {"model": "m", "created_at": "x", "done": True, "total_duration": 5, **message}
    lines = [said("Hi", done=False), last] if stream else [last]
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    pieces = answered(server, flavour, stream, body).all
    assert "".join(piece.message.content for piece in pieces) == "Hi" * stream
    assert "".join(piece["message"]["content"] for piece in pieces) == "Hi" * stream
    assert pieces[-1].done


@both_modes
def test_the_last_piece_may_have_no_response(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    line = {"model": "m", "done": True, "eval_count": 1}
    (answer,) = answered(server, flavour, stream, line, "generate").all
    assert answer.response == ""
