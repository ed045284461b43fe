"""Runs the callables of `ollama.batch` in a local Ray: `make test-engines`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ollama.batch import ChatRows, EmbedRows
from ollama.testing import OllamaServer
from tests.engines.load import (
    NOWHERE,
    RAY_ENVIRONMENT,
    ROWS,
    SETTINGS,
    TEXTS,
    demand_whole,
    engine,
    one_stops,
)

ray: Any = engine("ray")

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in RAY_ENVIRONMENT.items():
            patch.setenv(name, value)
        import ray.data

        ray.init(num_cpus=2, include_dashboard=False, object_store_memory=100 << 20)
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield
        ray.shutdown()


def rows(count: int = ROWS) -> Any:
    return ray.data.from_items(
        [{"id": number, "text": TEXTS[number]} for number in range(count)], override_num_blocks=20
    )


def test_ten_thousand_rows_while_one_of_two_servers_stops() -> None:
    with one_stops() as pair:
        embedded = rows().map_batches(
            EmbedRows,
            fn_constructor_kwargs={**SETTINGS, "hosts": pair.hosts},
            batch_size=500,
            compute=ray.data.ActorPoolStrategy(size=2),
        )
        found = embedded.take_all()
        first, second = pair.asked()
        demand_whole(pair, [(it["id"], it["text"], it["embedding"], it["error"]) for it in found])
    print(f"ray: {len(found)} rows; requests: {first} at the one that stops, {second} at the other")
    assert first < second


@pytest.mark.parametrize("batch_format", ["numpy", "pandas", "pyarrow"])
def test_each_format_of_batches(batch_format: str) -> None:
    with OllamaServer() as server:
        callable = EmbedRows(**SETTINGS, hosts=server.url)
        found = rows(6).map_batches(callable, batch_size=3, batch_format=batch_format).take_all()
        assert [len(it["embedding"]) for it in found] == [8] * 6
        assert sorted(it["id"] for it in found) == list(range(6))


def test_rows_without_a_vector_are_beside_those_with_one() -> None:
    texts = ["one", None, "three", None]
    with OllamaServer() as server:
        items = ray.data.from_items([{"text": it} for it in texts], override_num_blocks=1)
        embed = EmbedRows(**SETTINGS, hosts=server.url)
        found = items.map_batches(embed, batch_size=2).take_all()
    assert [it["embedding"] is None for it in found] == [False, True, False, True]
    assert [it["error"] is None for it in found] == [True, False, True, False]


def test_an_error_belongs_to_its_row() -> None:
    with OllamaServer() as server:
        server.fail(500, "broken", route="/api/chat")
        answered = ray.data.from_items([{"prompt": f"say {it}"} for it in range(5)]).map_batches(
            ChatRows,
            fn_constructor_kwargs={"model": "llama3.2", "hosts": [server.url]},
            compute=ray.data.ActorPoolStrategy(size=1),
        )
        found = answered.take_all()
    assert len(found) == 5
    (failed,) = [it for it in found if it["error"]]
    assert failed["error"].startswith("InternalServerError: broken")
    assert failed["reply"] is None
    replies = {it["reply"] for it in found if it is not failed}
    assert replies == {f"You said: {it['prompt']}" for it in found if it is not failed}


def test_hosts_that_do_not_answer_are_one_error() -> None:
    embedded = rows().map_batches(
        EmbedRows,
        fn_constructor_kwargs={**SETTINGS, "hosts": NOWHERE},
        compute=ray.data.ActorPoolStrategy(size=2),
    )
    with pytest.raises(Exception, match="NoServerError") as caught:
        embedded.take_all()
    assert "no server answers: Nothing listens at http://127.0.0.1:9" in str(caught.value)
