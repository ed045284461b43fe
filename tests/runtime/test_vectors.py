"""Answers with vectors are the same however their numbers are checked."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from ollama_client import Client, models
from ollama_client._runtime import codec, vectors
from ollama_client.api.embeddings import generate_embeddings
from ollama_client.errors import ResponseError, ResponseParseError

import ollama
from tests.calls import answering

READ = models.EmbedResponse.from_dict

SOUND = [
    {"model": "m", "embeddings": [[0.1, -2.5e-7], [3.25, 1e300]]},
    {"model": "m", "embeddings": [[0, 1], [2, 0.5]], "total_duration": 5, "prompt_eval_count": 2},
    {"model": "m", "embeddings": [[123456789012345678901234567890, 1]]},
    {"model": "m", "embeddings": []},
    {"model": "m", "embeddings": [[]]},
    {"embeddings": [[0.5]], "new": "x", "flag": True, "nothing": None, "half": 0.5, "ten": 10},
    {"embeddings": [[0.5]], "more": [[1, 2]], "huge": 123456789012345678901234567890},
]
OTHERS: list[Any] = [
    {"model": "m", "embeddings": [[0.5]], "new": {"deep": [1, {"er": None}]}},
    {"model": "m", "embeddings": [[0.5]], "new": ["a"]},
    {"model": "m", "embeddings": None},
    {"model": "m"},
    {"model": "m", "embeddings": [[0.5]], "total_duration": "12"},
]


def read(data: Any) -> Any:
    return vectors.read_vectors(READ, json.dumps(data).encode())


def client(text: bytes) -> Client:
    return Client("http://ollama.test", transport=answering(text))


@pytest.mark.parametrize("data", SOUND, ids=str)
def test_a_sound_answer_is_read_at_once_and_nothing_is_lost(data: dict[str, Any]) -> None:
    answer, expected = read(data), READ(data)
    for one in (
        answer,
        copy.copy(answer),
        copy.deepcopy(answer),
        pickle.loads(pickle.dumps(answer)),
    ):
        assert one == expected
        assert one.to_dict() == expected.to_dict()
        assert (one.extra if hasattr(one, "extra") else None) == getattr(expected, "extra", None)
    assert all(type(number) is float for vector in answer.embeddings for number in vector)


@pytest.mark.parametrize("data", OTHERS, ids=str)
def test_an_answer_that_is_anything_else_is_read_as_all_answers_are(data: dict[str, Any]) -> None:
    answered = generate_embeddings.sync(
        client=client(json.dumps(data).encode()), body=models.EmbedRequest(model="m", input="a")
    )
    plain = READ({**data, "embeddings": data.get("embeddings") or []})
    assert answered.embeddings == plain.embeddings
    assert answered.model == data.get("model")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b'{"error": "no such model"}', ResponseError),
        (b'{"model": "m", "embeddings": [["a"]]}', ResponseParseError),
        (b'{"model": "m", "embeddings": 5}', ResponseParseError),
        (b'{"model": "m", "embeddings": [[0.5, null]]}', ResponseParseError),
        (b'{"model": "m", "embeddings": [[0.5, "x"]]}', ResponseParseError),
        (b'{"model": "m", "embeddings": [[0.5, {}]]}', ResponseParseError),
        (b'{"model": "m", "embeddings": [[0.5, [1]]]}', ResponseParseError),
        (b'{"model": "m", "embeddings": [[0.5, true]]}', ResponseParseError),
        (b'{"model": 3, "embeddings": [[0.5]]}', ResponseParseError),
        (b'{"other": [[1]]}', ResponseParseError),
        (b'{"model": "m", "embeddings": [[0.5]', ResponseParseError),
        (b"[[0.5]]", ResponseParseError),
    ],
)
def test_a_wrong_answer_is_the_same_error(text: bytes, error: type[Exception]) -> None:
    assert vectors.read_vectors(READ, text) is None
    with pytest.raises(error):
        generate_embeddings.sync(
            client=client(text), body=models.EmbedRequest(model="m", input="a")
        )


def test_every_number_is_checked() -> None:
    answers = client(b'{"model": "m", "embeddings": [[1, 2], [3, "0.5"]]}')
    body = models.EmbedRequest(model="m", input="a")
    answered = generate_embeddings.sync(client=answers, body=body)
    assert answered.embeddings == [[1.0, 2.0], [3.0, 0.5]]
    answers = client(b'{"model": "m", "embeddings": [[1, 2], [3, null]]}')
    with pytest.raises(
        ResponseParseError, match=r"embeddings\[1\]\[1\]: expected a number, got null"
    ):
        generate_embeddings.sync(client=answers, body=body)


def test_numbers_that_only_python_reads_are_read() -> None:
    text = b'{"model": "m", "embeddings": [[NaN, Infinity, 1]]}'
    assert vectors.read_vectors(READ, text) is None
    (vector,) = generate_embeddings.sync(
        client=client(text), body=models.EmbedRequest(model="m", input="a")
    ).embeddings
    assert str(vector) == "[nan, inf, 1.0]"


def test_models_of_programs_are_made_by_their_own_method() -> None:
    class Mine(ollama.EmbedResponse):
        @classmethod
        def from_dict(cls, data: Any, /) -> Any:
            return len(data["embeddings"])

    transport = answering(b'{"model": "m", "embeddings": [[1], [2]]}')
    mine = ollama.Client("http://ollama.test", transport=transport)
    assert mine._request(Mine, "POST", "/api/embed") == 2  # pyright: ignore[reportPrivateUsage]


def test_without_msgspec_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_reader", lambda: None)
    monkeypatch.setattr(codec, "strict_reader", lambda: json.loads)
    answered = generate_embeddings.sync(
        client=client(json.dumps(SOUND[1]).encode()), body=models.EmbedRequest(model="m", input="a")
    )
    assert answered == READ(SOUND[1])
    assert isinstance(answered.embeddings[0][0], float)
