"""Large answers are the same, and have the same errors, however they are checked."""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ollama_client import Client, models
from ollama_client._runtime import structs
from ollama_client.api.models import list_models, list_running_models

import ollama
from tests.calls import answering

DETAILS = {
    "parent_model": "",
    "format": "gguf",
    "family": "llama",
    "families": ["llama"],
    "parameter_size": "7B",
    "quantization_level": "Q4_0",
}
LISTED = {
    "name": "m:latest",
    "model": "m:latest",
    "modified_at": "2026-11-20T18:51:01.758283511+01:00",
    "size": 3825819519,
    "digest": "0" * 64,
    "details": DETAILS,
    "capabilities": ["completion", "a new one"],
}
RUNNING = {
    "name": "m:latest",
    "model": "m:latest",
    "size": 3825819519,
    "digest": "0" * 64,
    "details": DETAILS,
    "expires_at": "2026-11-20T18:51:01.758283511Z",
    "size_vram": 5,
    "context_length": 4096,
}
SAMPLES = {"listed": (list_models, LISTED), "running": (list_running_models, RUNNING)}

#: Values that may be in the place of any other.
ODD: list[Any] = [
    *(None, True, 0, -1, 2**80, 0.5, 3.0, "", "12", "x", [], [None], [1], ["a", None], {}),
    *({"a": 1}, [[]], [{}]),
]


def many(item: Any, count: int = 100) -> Any:
    return {"models": [copy.deepcopy(item) for _ in range(count)]}


def read(module: Any, data: Any) -> Any:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    client = Client("http://ollama.test", transport=answering(text))
    try:
        return module.sync(client=client)
    except ollama.OllamaError as error:
        return type(error), str(error)


def places(value: Any) -> Iterator[Callable[[Any], None]]:
    """Yield functions that change one place of a JSON value."""
    where = [*value] if isinstance(value, dict) else range(len(value))
    for key in where:
        for odd in ODD:
            yield lambda it, key=key, odd=odd: it.__setitem__(key, copy.deepcopy(odd))
        yield lambda it, key=key: it.__delitem__(key)
        if isinstance(value[key], (dict, list)):
            for change in places(value[key]):
                yield lambda it, key=key, change=change: change(it[key])
    if isinstance(value, dict):
        for odd in ODD:
            yield lambda it, odd=odd: it.__setitem__("new", copy.deepcopy(odd))


@pytest.fixture(params=[*SAMPLES])
def sample(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    return SAMPLES[request.param]


def test_a_large_answer_is_read_at_once(sample: tuple[Any, Any]) -> None:
    module, item = sample
    decode = getattr(models, module.OPERATION.model).from_dict
    data = many(item)
    answer = structs.read_large(decode, json.dumps(data).encode())
    assert answer == decode(data) == read(module, data)
    assert answer.to_dict() == decode(data).to_dict()
    assert structs.read_large(decode, json.dumps(many(item, 1)).encode()) is None


def test_each_deviation_has_the_same_outcome(
    sample: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, item = sample
    rng = random.Random(5)
    changes = [*places(item)]
    assert len(changes) > 200
    for change in changes:
        data = many(item, 60)
        change(data["models"][rng.randrange(60)])
        at_once = read(module, data)
        with monkeypatch.context() as patched:
            patched.setattr(structs, "_LEAST_BYTES", sys.maxsize)
            expected = read(module, data)
        assert at_once == expected
        if not isinstance(expected, tuple):
            assert at_once.to_dict() == expected.to_dict()


@pytest.mark.parametrize(
    "whole",
    [
        {"models": None, "pad": "x" * 20_000},
        {"pad": "x" * 20_000},
        {"error": "x" * 20_000},
        [LISTED] * 100,
        "x" * 20_000,
        {**many(LISTED), "error": "no"},
        {**many(LISTED), "new": {"a": [1, {"b": None}]}},
        {"models": [None] * 5_000},
        {"models": [[]] * 9_000},
        json.dumps(many(LISTED)).encode()[:-1],
        json.dumps(many(LISTED)).encode().replace(b"3825819519", b"NaN"),
        json.dumps(many(LISTED)).encode().replace(b"7B", b"\\ud800"),
        b'{"models":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
        json.dumps(many(LISTED)).encode()[:-1] + b',"new":' + b"[" * 500 + b"]" * 500 + b"}",
    ],
    ids=lambda it: str(it)[:40],
)
def test_the_whole_may_be_anything(whole: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = read(list_models, whole)
    monkeypatch.setattr(structs, "_LEAST_BYTES", sys.maxsize)
    assert at_once == read(list_models, whole)


def test_numbers_that_are_too_large_are_the_same_error() -> None:
    said = set[str]()
    for count in (1, 10_000):
        text = json.dumps({"model": "m", "embeddings": [[1.5] * count + [10**400]]}).encode()
        client = ollama.Client("http://ollama.test", transport=answering(text))
        with pytest.raises(ollama.ResponseParseError) as caught:
            client.embed("m", "x")
        said.add(str(caught.value))
    assert len(said) == 1


def test_models_of_programs_are_made_by_their_own_method() -> None:
    class Mine(ollama.ListResponse):
        count: int = 5

    transport = answering(json.dumps({**many(LISTED), "count": 7}).encode())
    client = ollama.Client("http://ollama.test", transport=transport)
    mine = client._request(Mine, "GET", "/api/tags")  # pyright: ignore[reportPrivateUsage]
    assert (type(mine), mine.count) == (Mine, 7)


def test_models_with_open_fields_are_checked_as_all_answers_are() -> None:
    shown = {"details": DETAILS, "model_info": {"a": ["x" * 20_000]}}
    text = json.dumps(shown).encode()
    assert structs.read_large(models.ShowResponse.from_dict, text) is None
