"""Answers with vectors are the same however their numbers are checked."""

from __future__ import annotations

import copy
import json
import pickle
import random
from collections.abc import Iterator
from typing import Any

import httpx
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
    {"model": "m", "embeddings": [[]]},
    {"embeddings": [[0.5]], "new": "x", "flag": True, "nothing": None, "half": 0.5, "ten": 10},
    {"embeddings": [[0.5]], "huge": 123456789012345678901234567890, "text": "]],"},
    {"x": 1, "embeddings": [[0.5] * 9_000, [1] * 9_000], "longer": "than a step"},
]
OTHERS: list[Any] = [
    {"model": "m", "embeddings": [[0.5]], "text": "]],[["},
    {"model": "m", "embeddings": [[0.5]], "more": [[1, 2]]},
    {"new": {"embeddings": [[1]]}, "embeddings": [[0.5]]},
    {"model": "m", "embeddings": [[0.5]], "new": {"deep": [1, {"er": None}]}},
    {"model": "m", "embeddings": [[0.5]], "new": ["a"]},
    {"model": "m", "embeddings": []},
    {"model": "m", "embeddings": None},
    {"model": "m"},
    {"model": "m", "embeddings": [[0.5]], "total_duration": "12"},
]


def read(data: Any) -> Any:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return vectors.read_vectors(READ, httpx.Response(200, content=text))


def client(text: bytes) -> Client:
    return Client("http://ollama.test", transport=answering(text))


@pytest.mark.parametrize("data", SOUND, ids=lambda it: str(it)[:60])
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
    assert read(text) is None
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
    assert read(text) is None
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


# ---------------------------------------------------------------------- while the body arrives

VECTORS = [[random.Random(row).uniform(-1, 1) for _ in range(400)] for row in range(60)]
LARGE = {"model": "m", "embeddings": VECTORS, "total_duration": 5}
COMPACT = json.dumps(LARGE, separators=(",", ":")).encode()
BODIES = {
    "compact": COMPACT,
    "spaces": json.dumps(LARGE).encode(),
    "indented": json.dumps(LARGE, indent=1).encode(),
    "vectors last": json.dumps({"model": "m", "embeddings": VECTORS}).encode(),
    "vectors first": json.dumps({"embeddings": VECTORS, "model": "m"}).encode(),
    "integers": json.dumps({"model": "m", "embeddings": [[1] * 500] * 300}).encode(),
}
ODD = {
    "nested after": json.dumps({**LARGE, "new": [[[1]]]}).encode(),
    "nested before": json.dumps({"new": [[1]], **LARGE}).encode(),
    "twice": COMPACT[:-1] + b',"embeddings":[[1.5]]}',
    "a text": COMPACT.replace(b"]]", b',"0.5"]]'),
    "a null": COMPACT.replace(b"]]", b",null]]"),
    "a list": COMPACT.replace(b"]]", b",[1]]]"),
    "no comma": COMPACT.replace(b"],[", b"][", 1),
    "two commas": COMPACT.replace(b"],[", b"],,[", 1),
    "two commas late": b"],,[".join(COMPACT.rsplit(b"],[", 1)),
    "last comma": COMPACT.replace(b"]]", b"],]"),
    "NaN": COMPACT.replace(b"]]", b",NaN]]"),
    "cut off": COMPACT[:-9],
    "cut off inside": COMPACT[: len(COMPACT) // 2],
    "more": COMPACT + b"{}",
    "no vectors": json.dumps({"model": "m" * 70_000, "embeddings": []}).encode(),
    "not JSON": b"x" * 70_000,
    "wrong model": COMPACT.replace(b'"m"', b"3"),
}


def pieces(text: bytes, rng: random.Random) -> Iterator[bytes]:
    """Yield a text in pieces of random length."""
    at = 0
    while at < len(text):
        size = rng.choice((1, 7, 100, 5_000, 65_536))
        yield text[at : at + size]
        at += size


def arrived(text: bytes, seed: int) -> vectors.VectorBody:
    body = vectors.vector_body(READ)
    assert body is not None
    body.arriving()
    for piece in pieces(text, random.Random(seed)):
        body.write(piece)
    assert body.tell() == len(text)
    body.truncate()
    return body


@pytest.mark.parametrize("name", [*BODIES])
def test_vectors_are_decoded_however_the_body_is_cut(name: str) -> None:
    expected = READ(json.loads(BODIES[name]))
    for seed in range(10):
        body = arrived(BODIES[name], seed)
        assert body.answer is not None
        assert body.getvalue() == b""
        answer = vectors.read_vectors(READ, response_of(body))
        assert answer == expected
        assert answer.to_dict() == expected.to_dict()


@pytest.mark.parametrize("name", [*ODD])
def test_what_is_odd_is_text_again(name: str) -> None:
    for seed in range(10):
        body = arrived(ODD[name], seed)
        assert body.answer is None
        assert comparable(body.getvalue()) == comparable(ODD[name])


def test_a_small_body_is_kept_as_text() -> None:
    text = b'{"model": "m", "embeddings": [[0.5]]}'
    body = arrived(text, 0)
    assert (body.answer, body.getvalue()) == (None, text)
    assert vectors.read_vectors(READ, response_of(body)).embeddings == [[0.5]]


def test_the_next_attempt_starts_again() -> None:
    body = arrived(COMPACT[:-50], 1)
    assert body.answer is None
    body.arriving()
    body.write(COMPACT)
    body.truncate()
    assert vectors.read_vectors(READ, response_of(body)) == READ(LARGE)


def response_of(body: vectors.VectorBody) -> httpx.Response:
    response = httpx.Response(200, content=body.getvalue())
    response.vectors = body  # type: ignore[attr-defined]
    return response


def comparable(text: bytes) -> Any:
    """Return JSON, or what is left of it without spaces and the digits that Python would write."""
    try:
        return json.loads(text)
    except ValueError:
        return text.replace(b" ", b"")
