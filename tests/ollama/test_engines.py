"""Tests of the callables for data engines, without an engine: see tests/engines for those."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import ollama
from ollama.batch import ChatRows, EmbedRows, NoServerError
from ollama.testing import OllamaServer

MODEL = "nomic-embed-text"


def paths(server: OllamaServer) -> list[str]:
    return [it.path for it in server.requests]


@pytest.fixture
def embed(server: OllamaServer) -> EmbedRows:
    return EmbedRows(MODEL, hosts=server.url, batch_size=2, dimensions=8)


@pytest.fixture
def vectors(server: OllamaServer) -> np.ndarray[Any, Any]:
    with ollama.Client(server.url) as client:
        array: Any = client.embed_many(MODEL, ["a", "b", "c"], dimensions=8, as_array=True)
    server.reset()
    return array


def test_columns_of_arrays_get_arrays(
    server: OllamaServer, embed: EmbedRows, vectors: np.ndarray[Any, Any]
) -> None:
    batch = {"id": np.arange(3), "text": np.array(["a", "b", "c"])}
    found = embed(batch)
    assert list(batch) == ["id", "text"]
    assert list(found) == ["id", "text", "embedding", "error"]
    assert found["embedding"].dtype == np.float32
    assert np.array_equal(found["embedding"], vectors)
    assert found["error"].tolist() == [None, None, None]
    assert sorted(len(it.json["input"]) for it in server.requests[1:]) == [1, 2]


def test_columns_of_lists_get_lists(embed: EmbedRows, vectors: np.ndarray[Any, Any]) -> None:
    found: Any = embed({"text": ["a", "b", "c"]})
    assert np.array_equal(np.array(found["embedding"]), vectors)
    assert found["error"] == [None, None, None]


def test_rows_are_mappings_or_values(server: OllamaServer) -> None:
    chat = ChatRows("llama3.2", hosts=[server.url], options={"seed": 1})
    messages = [{"role": "user", "content": "b"}]
    rows: list[Any] = [{"id": 1, "prompt": "a"}, {"id": 2, "prompt": messages}]
    assert chat(rows) == [
        {"id": 1, "prompt": "a", "reply": "You said: a", "error": None},
        {"id": 2, "prompt": messages, "reply": "You said: b", "error": None},
    ]
    assert chat(iter(["c"])) == [{"prompt": "c", "reply": "You said: c", "error": None}]
    assert server.requests[-1].json["options"] == {"seed": 1}


def test_names_of_columns(server: OllamaServer) -> None:
    chat = ChatRows("llama3.2", column="ask", into="say", errors="fault", hosts=server.url)
    assert chat({"ask": ["a"]}) == {"ask": ["a"], "say": ["You said: a"], "fault": [None]}
    with pytest.raises(ValueError, match=r"there is no column 'ask'; the data has \['text'\]"):
        chat({"text": ["a"]})
    with pytest.raises(ValueError, match=r"there is no column 'ask'; the data has \['text'\]"):
        chat([{"text": "a"}])


def test_an_empty_batch_needs_no_server() -> None:
    found: Any = EmbedRows(MODEL, hosts="http://127.0.0.1:9")({"text": np.array([], str)})
    assert {name: len(column) for name, column in found.items()} == {
        "text": 0,
        "embedding": 0,
        "error": 0,
    }


def test_a_row_that_fails_costs_no_other_one(
    server: OllamaServer, vectors: np.ndarray[Any, Any]
) -> None:
    embed = EmbedRows(MODEL, hosts=server.url, dimensions=8)
    found = embed({"text": np.array(["a", 5, "c"], object)})
    assert found["embedding"][1] is None
    assert found["error"].tolist() == [
        None,
        "InvalidRequestError: texts: expected texts, got int 5",
        None,
    ]
    assert np.array_equal(np.stack([found["embedding"][0], found["embedding"][2]]), vectors[::2])


def test_errors_are_raised_if_that_is_wanted(server: OllamaServer) -> None:
    chat = ChatRows("llama3.2", errors=None, hosts=server.url, concurrency=1)
    assert chat({"prompt": ["a"]}) == {"prompt": ["a"], "reply": ["You said: a"]}
    server.fail(500, "broken", route="/api/chat")
    with pytest.raises(ollama.InternalServerError):
        chat({"prompt": ["a", "b"]})


def test_what_every_row_would_meet_ends_the_work(server: OllamaServer) -> None:
    rows = [str(number) for number in range(100)]
    with pytest.raises(ollama.NotFoundError, match="nothing-like-it"):
        ChatRows("nothing-like-it", hosts=server.url, concurrency=1)(rows)
    assert paths(server).count("/api/chat") < 5


# ---------------------------------------------------------------------- servers


@pytest.mark.parametrize("fails", ["stop", 502, 503, 504, 404])
def test_rows_go_to_another_server(server: OllamaServer, fails: str | int) -> None:
    with OllamaServer() as other:
        chat = ChatRows("llama3.2", hosts=[server.url, other.url], concurrency=2)
        assert [it["error"] for it in chat(["a", "b", "c", "d"])] == [None] * 4
        assert "/api/chat" in paths(server)
        if fails == "stop":
            server.stop()
        else:
            server.fail(int(fails), "not now", route="/api/chat", times=None)
        found = chat([str(number) for number in range(20)])
        assert [it["reply"] for it in found] == [f"You said: {number}" for number in range(20)]


def test_a_connection_that_breaks_is_another_servers_row(server: OllamaServer) -> None:
    with OllamaServer() as other:
        for it in (server, other):
            it.fault("reset", after=20, route="/api/chat")
        chat = ChatRows("llama3.2", hosts=[server.url, other.url], concurrency=1)
        (first,) = chat(["a"])
        assert first["error"].startswith("DisconnectedError: ")  # both answer again
        assert [it["reply"] for it in chat(["b", "c"])] == ["You said: b", "You said: c"]


def test_a_single_server_that_is_busy_is_asked_again(server: OllamaServer) -> None:
    chat = ChatRows("llama3.2", hosts=server.url, concurrency=1)
    server.fail(503, "busy", route="/api/chat")
    found = chat(["a", "b"])
    assert found[0]["error"].startswith("ServiceUnavailableError: busy")
    assert found[1]["reply"] == "You said: b"


def test_no_server_is_one_error_at_once(server: OllamaServer) -> None:
    url = server.url
    server.stop()
    embed = EmbedRows(MODEL, hosts=[url, "http://127.0.0.1:9"])
    with pytest.raises(NoServerError) as caught:
        embed(["a"])
    assert isinstance(caught.value, ConnectionError)
    assert str(caught.value) == (
        f"no server answers: Nothing listens at {url} (connection refused); "
        "Nothing listens at http://127.0.0.1:9 (connection refused)"
    )
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (NoServerError, str(caught.value))


def test_a_status_is_a_reason(server: OllamaServer) -> None:
    server.fail(502, "starting", times=None)
    with pytest.raises(NoServerError, match=f"^no server answers: {server.url}/ answers with st"):
        EmbedRows(MODEL, hosts=server.url)(["a"])


def test_a_worker_asks_a_function_for_its_server(server: OllamaServer) -> None:
    asked: list[int] = []

    def hosts() -> str:
        asked.append(1)
        return server.url

    chat = ChatRows("llama3.2", hosts=hosts)
    chat(["a"])
    chat(["b"])
    assert asked == [1]


def test_without_hosts_the_environment_of_the_worker_counts(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = ChatRows("llama3.2")
    monkeypatch.setenv("OLLAMA_HOST", server.url)
    assert chat(["a"])[0]["prompt"] == "a"
    assert paths(server) == ["/api/version", "/api/chat"]


def test_copies_share_what_a_process_knows(server: OllamaServer) -> None:
    chat = ChatRows("llama3.2", hosts=server.url)
    for _ in range(3):
        copy = pickle.loads(pickle.dumps(chat))
        copy(["a"])
    assert paths(server).count("/api/version") == 1


def test_settings_of_the_client(server: OllamaServer) -> None:
    chat = ChatRows("llama3.2", hosts=server.url, client={"headers": {"x-team": "blue"}})
    chat(["a"])
    assert server.requests[-1].headers["x-team"] == "blue"
    assert "blue" not in repr(chat)


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"model": ""}, ValueError, "model: expected the name of a model"),
        ({"hosts": []}, ValueError, r"hosts: expected an address, a list of at least one, or"),
        ({"hosts": 5}, ValueError, "hosts: expected an address.* got int 5"),
        ({"hosts": ["a:b:c"]}, ValueError, "a:b:c"),
        ({"concurrency": 0}, ValueError, "concurrency: expected an int of 1 or more"),
        ({"client": {"host": "x"}}, ValueError, "client: cannot contain host; use hosts="),
        ({"client": {"time_out": 5}}, TypeError, "time_out"),
        ({"optoins": {}}, TypeError, r"Rows\(\) got an unexpected keyword argument 'optoins'"),
    ],
)
@pytest.mark.parametrize("rows", [ChatRows, EmbedRows])
def test_mistakes_are_told_before_there_is_a_worker(
    rows: Any, given: dict[str, Any], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        rows(**{"model": "m", **given})


def test_the_size_of_a_batch_is_checked() -> None:
    with pytest.raises(ValueError, match="batch_size: expected an int of 1 or more, got int 0"):
        EmbedRows(MODEL, batch_size=0)


def test_an_image_that_cannot_be_read_is_an_error_of_its_row(server: OllamaServer) -> None:
    prompt = [{"role": "user", "content": "see", "images": ["/no/such/file.png"]}]
    first, second = ChatRows("llama3.2", hosts=server.url)([{"prompt": prompt}, {"prompt": "b"}])
    assert first["error"] == "ImageFileNotFoundError: File /no/such/file.png does not exist"
    assert second["reply"] == "You said: b"
