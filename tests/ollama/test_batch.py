"""Tests of many inputs: texts embedded in batches, concurrent chats, and the journal."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

import ollama
from ollama import AsyncClient, BatchProgress, BatchResult, Client
from ollama._batch import arrays
from ollama._batch.pool import awork, work
from ollama.batch import aembed_batches, embed_batches
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, call, refusal
from tests.patience import PATIENCE

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)

MODEL = "nomic-embed-text"
#: Does nothing.
NOTHING = lambda: None  # noqa: E731
TEXTS = [f"text {number}" for number in range(10)]


def asked(server: OllamaServer, path: str) -> list[Any]:
    return [it.json for it in server.requests if it.path == path]


# ---------------------------------------------------------------------- embeddings


@both_flavours
def test_texts_are_embedded_in_batches_in_their_order(server: OllamaServer, flavour: str) -> None:
    seen: list[BatchProgress] = []
    vectors = call(
        flavour, "embed_many", MODEL, iter(TEXTS), batch_size=4, concurrency=3, dimensions=8,
        progress=seen.append, at=server,
    ).answer  # fmt: skip
    bodies = asked(server, "/api/embed")
    assert sorted(len(it["input"]) for it in bodies) == [2, 4, 4]
    assert {it["dimensions"] for it in bodies} == {8}
    whole = call("sync", "embed", MODEL, TEXTS, dimensions=8, at=server).answer.embeddings
    assert vectors == whole
    assert [(it.done, it.total) for it in seen] == [(4, None), (8, None), (10, None)]


@both_flavours
@pytest.mark.parametrize("parser", ["simdjson", None])
def test_arrays(
    server: OllamaServer, flavour: str, parser: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser is None:
        monkeypatch.setitem(sys.modules, "simdjson", None)
    array = call(
        flavour, "embed_many", MODEL, iter(TEXTS), batch_size=3, as_array=True, at=server
    ).answer
    whole = call("sync", "embed", MODEL, TEXTS, at=server).answer.embeddings
    assert array.dtype == np.float32
    assert np.array_equal(array, np.array(whole, np.float32))


VECTORS = np.random.default_rng(0).random((300, 257)).round(7).tolist()  # read in several steps


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (json.dumps({"model": "m", "embeddings": VECTORS}), 300),
        (json.dumps({"model": "m", "embeddings": VECTORS}, separators=(",", ":")), 300),
        (json.dumps({"embeddings": VECTORS, "total_duration": 5, "new": "a]"}), 300),
        (json.dumps({"embeddings": [[1.0] * 20_000, [2] * 20_000]}), 2),  # longer than a step
        (json.dumps({"embeddings": [[0.5, 1]], "load_duration": None}), 1),
        (' { "x" : 1 , "embeddings" : [ [1] , [2]] } ', 2),
        (json.dumps({"embeddings": [[1]], "new": [[5]]}), None),
        (json.dumps({"embeddings": [[1]], "new": "]],"}), 1),
        (json.dumps({"new": {"embeddings": [[1]]}, "embeddings": [[2]]}), None),
        (json.dumps({"embeddings": [[1], [2, 3]]}), None),
        (json.dumps({"embeddings": [[1], [None]]}), None),
        (json.dumps({"embeddings": [[[1]], [[2]]]}), None),
        (json.dumps({"embeddings": [[1], "a]]"]}), None),
        (json.dumps({"embeddings": [[0.5, [1]]]}), None),
        (json.dumps({"embeddings": [[[1.0, 2.0], 1.5]]}), None),
        (json.dumps({"embeddings": [["0.5", 1]]}), None),
        (json.dumps({"model": 3, "embeddings": [[1]]}), None),
        (json.dumps({"embeddings": [[float("nan")]]}), None),
        (json.dumps({"embeddings": VECTORS})[:-1], None),
        (json.dumps({"embeddings": []}), None),
        (json.dumps([[1]]), None),
        ("", None),
    ],
    ids=range(22),
)
def test_an_array_has_the_numbers_of_the_answer(text: str, rows: int | None) -> None:
    found = array_of(text, rows or 1)
    if rows is None:
        assert found is None
    else:
        assert np.array_equal(found, np.array(json.loads(text)["embeddings"], np.float32))
        assert len(array_of(text, rows + 1)) == rows  # the caller compares the numbers
        assert array_of(text, rows - 1) is None


def array_of(text: str, count: int) -> Any:
    return arrays.array_of(arrays.array_body(count), httpx.Response(200, content=text.encode()))


@pytest.mark.parametrize("as_array", [False, True])
def test_no_texts_are_no_requests(server: OllamaServer, as_array: bool) -> None:
    assert len(call("sync", "embed_many", MODEL, [], as_array=as_array, at=server).answer) == 0
    assert not server.requests


@both_flavours
@pytest.mark.parametrize("as_array", [False, True])
@pytest.mark.parametrize(
    "sent",
    [{"embeddings": [[1.0]]}, {"embeddings": [[1.0]] * 3}, {"embeddings": [[1, 2], [3]]}, {}],
)
def test_counts_are_checked(flavour: str, as_array: bool, sent: dict[str, Any]) -> None:
    if not as_array and len(sent.get("embeddings", ())) == 2:
        pytest.skip("lists may be of any length")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"model": "m", **sent}))
    error = call(
        flavour, "embed_many", "m", ["a", "b"], as_array=as_array, client={"transport": transport}
    ).error
    assert isinstance(error, ollama.ResponseParseError), error


@both_flavours
@pytest.mark.parametrize("as_array", [False, True])
@pytest.mark.parametrize(
    "row", ["[0.5, null]", '[0.5, "x"]', "[0.5, {}]", "[0.5, [1]]", "[[1], 2]"]
)
def test_what_is_not_a_number_is_an_error(flavour: str, as_array: bool, row: str) -> None:
    text = f'{{"model": "m", "embeddings": [{row}]}}'
    answers = httpx.MockTransport(lambda _: httpx.Response(200, text=text))
    error = call(
        flavour, "embed_many", "m", ["a"], as_array=as_array, client={"transport": answers}
    ).error
    assert isinstance(error, ollama.ResponseParseError), error
    assert "embeddings[0][" in str(error)


def test_arrays_of_another_width_are_refused() -> None:
    widths = iter((2, 3))

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"model": "m", "embeddings": [[0.5] * next(widths)]})

    with (
        Client(transport=httpx.MockTransport(answer)) as client,
        pytest.raises(ollama.ResponseParseError, match="vectors of 3 numbers after 2"),
    ):
        client.embed_many("m", ["a", "b"], batch_size=1, concurrency=1, as_array=True)


@both_flavours
def test_an_error_ends_the_work(server: OllamaServer, flavour: str) -> None:
    server.fail(500, "broken", path="/api/embed")
    error = call(flavour, "embed_many", MODEL, TEXTS, batch_size=1, at=server).error
    assert isinstance(error, ollama.InternalServerError)
    assert len(asked(server, "/api/embed")) < len(TEXTS)


@both_flavours
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"texts": "one text"}, "texts: expected an iterable of inputs, got str 'one text'"),
        ({"texts": 3}, "texts: expected an iterable of inputs, got int 3"),
        ({"texts": [3]}, "texts: expected texts, got int 3"),
        ({"batch_size": 0}, "batch_size: expected an int of 1 or more, got int 0"),
        ({"concurrency": 1.5}, "concurrency: expected an int of 1 or more, got float 1.5"),
        ({"progress": 3}, "progress: expected True or a function, got int 3"),
        ({"model": ""}, "model: expected the name of a model"),
    ],
)
def test_mistakes_are_told(
    server: OllamaServer, flavour: str, given: dict[str, Any], said: str
) -> None:
    error = refusal(flavour, "embed_many", at=server, **{"model": "m", "texts": ["a"], **given})
    assert isinstance(error, ValueError)
    assert said in str(error)
    assert not server.requests


def test_without_numpy_the_error_says_what_to_install(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    error = refusal("sync", "embed_many", MODEL, TEXTS, as_array=True, at=server)
    assert isinstance(error, ImportError)
    assert "pip install 'ollama-sdk[arrays]'" in str(error)


def test_batches_come_as_they_are_asked_for(server: OllamaServer) -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        for number in range(1_000_000):
            read.append(number)
            yield f"text {number}"

    with Client(server.url) as client:
        batches = embed_batches(client, MODEL, endless(), batch_size=2, concurrency=1)
        texts, vectors = next(batches)
        assert (texts, len(vectors)) == (["text 0", "text 1"], 2)
        assert len(read) <= 4 * 2  # Only inputs in progress are in memory, not all of them.
        batches.close()


def test_async_batches_take_async_texts(server: OllamaServer) -> None:
    async def texts() -> AsyncIterator[str]:
        for text in TEXTS:
            yield text

    async def main() -> list[str]:
        async with AsyncClient(server.url) as client:
            found = [it async for it in aembed_batches(client, MODEL, texts(), batch_size=3)]
            array = await client.embed_many(MODEL, texts(), as_array=True)
            assert len(array) == len(TEXTS)
            return [text for batch, _ in found for text in batch]

    assert asyncio.run(main()) == TEXTS


# ---------------------------------------------------------------------- chats


@both_flavours
@pytest.mark.parametrize("ordered", [True, False])
def test_each_prompt_has_a_result(server: OllamaServer, flavour: str, ordered: bool) -> None:
    prompts: list[Any] = [f"say {number}" for number in range(8)]
    prompts[3] = [{"role": "user", "content": "in a list"}]
    seen: list[BatchProgress] = []
    results: list[BatchResult] = call(
        flavour, "chat_many", "llama3.2", prompts, ordered=ordered, concurrency=3,
        options={"seed": 1}, progress=seen.append, at=server,
    ).all  # fmt: skip
    by_index = sorted(results, key=lambda it: it.index)
    assert [it.index for it in by_index] == list(range(8))
    if ordered:
        assert by_index == results
    assert [it.item for it in by_index] == prompts
    assert by_index[5].text == "You said: say 5"
    assert {it["options"]["seed"] for it in asked(server, "/api/chat")} == {1}
    assert seen[-1] == BatchProgress(8, 0, 8)


@both_flavours
def test_an_error_belongs_to_its_prompt(server: OllamaServer, flavour: str) -> None:
    server.fail(500, "broken", path="/api/chat")
    seen: list[BatchProgress] = []
    results: list[BatchResult] = call(
        flavour, "chat_many", "llama3.2", ["a", 5, "b"], concurrency=1, progress=seen.append,
        at=server,
    ).all  # fmt: skip
    first, second, third = results
    assert isinstance(first.error, ollama.InternalServerError)
    assert isinstance(second.error, ValueError)
    assert third.text == "You said: b"
    with pytest.raises(ollama.InternalServerError):
        _ = first.text
    assert seen[-1] == BatchProgress(3, 2, 3)


@both_flavours
def test_a_journal_resumes_what_was_stopped(
    server: OllamaServer, flavour: str, tmp_path: Path
) -> None:
    journal = tmp_path / "answers.jsonl"
    server.fail(500, "broken", path="/api/chat")
    prompts: list[Any] = ["a", "b", "b", 5]

    def run(**more: Any) -> list[BatchResult]:
        results: list[BatchResult] = call(
            flavour, "chat_many", "llama3.2", prompts, journal=journal, concurrency=1,
            at=server, **more,
        ).all  # fmt: skip
        return results

    first = run()
    assert [it.error is None for it in first] == [False, True, True, False]
    before = len(server.requests)
    second = run()
    assert [it.is_resumed for it in second] == [False, True, True, False]
    assert [it.text for it in second[:3]] == [f"You said: {text}" for text in "abb"]
    assert len(server.requests) - before == 1
    journal.write_bytes(journal.read_bytes() + b'{"key": "cut whi')
    prompts.insert(0, "new")
    assert [it.is_resumed for it in run()] == [False, True, True, True, False]
    assert all(json.loads(line) for line in journal.read_text().splitlines())
    assert not any(it.is_resumed for it in run(options={"seed": 2}))


@both_flavours
@pytest.mark.parametrize("has_journal", [False, True])
def test_an_image_that_cannot_be_read_belongs_to_its_prompt(
    server: OllamaServer, flavour: str, tmp_path: Path, has_journal: bool
) -> None:
    bad = [{"role": "user", "content": "see", "images": [str(tmp_path / "none.png")]}]
    odd = [{"role": "user", "content": "see", "images": [object()]}]
    results: list[BatchResult] = call(
        flavour, "chat_many", "llama3.2", ["a", bad, odd, "b"], at=server,
        journal=tmp_path / "answers.jsonl" if has_journal else None,
    ).all  # fmt: skip
    assert [type(it.error) for it in results][::3] == [type(None)] * 2
    assert isinstance(results[1].error, FileNotFoundError)
    assert isinstance(results[2].error, ValueError)
    with pytest.raises(ValueError, match="does not exist"):
        _ = results[1].text


@both_flavours
@pytest.mark.parametrize(
    "content", ["my notes", "my notes\n", '{"a": 1}\n', '{"key": "a", "response": 5}\n', "[1]\n"]
)
def test_a_file_that_is_not_a_journal_stays_as_it_is(
    server: OllamaServer, flavour: str, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content)
    error = call(flavour, "chat_many", "llama3.2", ["a"], journal=path, at=server).error
    assert isinstance(error, ValueError)
    assert str(error) == f"journal: line 1 of {path} is not an answer of chat_many"
    assert path.read_text() == content
    assert not server.requests


def test_closing_stops_the_work(server: OllamaServer) -> None:
    with Client(server.url) as client:
        results = client.chat_many("llama3.2", (str(it) for it in range(10_000)), concurrency=2)
        assert next(results).index == 0
        results.close()
        assert len(asked(server, "/api/chat")) < 20
        assert client.chat("llama3.2", "still here").text == "You said: still here"


def test_closing_ends_chats_that_go_on(server: OllamaServer) -> None:
    server.reply("one")
    server.reply("two", delay=2 * PATIENCE)
    with Client(server.url) as client:
        results = client.chat_many("llama3.2", ["a", "b"], concurrency=2, ordered=False)
        assert next(results).text == "one"
        results.close()  # otherwise, this never returns


def test_nothing_is_sent_before_the_first_result_is_asked_for(server: OllamaServer) -> None:
    with Client(server.url) as client:
        client.chat_many("llama3.2", ["a"]).close()
    assert not server.requests


@both_flavours
@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"prompts": "text"}, ValueError, "prompts: expected an iterable of inputs, got str"),
        ({"prompts": {"role": "user"}}, ValueError, "prompts: expected an iterable of inputs"),
        ({"concurrency": 0}, ValueError, "concurrency: expected an int of 1 or more, got int 0"),
        ({"model": ""}, ValueError, "model: expected the name of a model"),
        ({"progress": "yes"}, ValueError, "progress: expected True or a function"),
        ({"journal": 5}, ValueError, "journal: expected a path, got int 5"),
        ({"formt": "json"}, TypeError, "chat_many() got an unexpected keyword argument 'formt'"),
    ],
)
def test_mistakes_of_many_chats_are_told_at_once(
    server: OllamaServer, flavour: str, given: dict[str, Any], kind: type[Exception], said: str
) -> None:
    error = refusal(flavour, "chat_many", at=server, **{"model": "m", "prompts": ["a"], **given})
    assert isinstance(error, kind)
    assert said in str(error)


# ---------------------------------------------------------------------- bounded work


def test_no_more_threads_than_allowed_work_at_a_time() -> None:
    lock, together, most = threading.Lock(), [0], [0]
    gate = threading.Barrier(3)

    def job(item: int) -> int:
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        gate.wait(PATIENCE)  # fails unless three arrive
        with lock:
            together[0] -= 1
        return -item

    assert list(work(job, range(9), 3, NOTHING)) == [(it, -it) for it in range(9)]
    assert most == [3]


def test_results_come_as_they_are_done_or_in_order() -> None:
    async def main(ordered: bool) -> list[int]:
        last = asyncio.Event()

        async def job(item: int) -> None:
            if item == 0:
                await last.wait()
            last.set()

        return [it async for it, _ in awork(job, range(3), 2, NOTHING, ordered=ordered)]

    assert asyncio.run(main(True)) == [0, 1, 2]
    assert asyncio.run(main(False))[0] == 1


def test_an_error_of_a_job_or_of_the_items_ends_the_work() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise LookupError("no more")

    with pytest.raises(LookupError):
        list(work(lambda it: it, items(), 1, NOTHING))
    with pytest.raises(ZeroDivisionError):
        list(work(lambda it: 1 / it, [0, 1], 1, NOTHING))
