"""Runs the callables of `ollama.batch` with a Dask client: `make test-engines`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ollama.batch import ChatRows, EmbedRows, NoServerError
from ollama.testing import OllamaServer
from tests.engines.load import NOWHERE, SETTINGS, TEXTS, demand_whole, engine, one_stops

dask: Any = engine("dask")

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    from dask.distributed import Client, LocalCluster

    settings = {"n_workers": 2, "threads_per_worker": 2, "dashboard_address": None}
    with LocalCluster(**settings) as cluster, Client(cluster) as client:
        yield client


def frame(count: int = len(TEXTS)) -> Any:
    import dask.dataframe
    import pandas as pd

    whole = pd.DataFrame({"id": range(count), "text": TEXTS[:count]})
    return dask.dataframe.from_pandas(whole, npartitions=20)


def test_ten_thousand_rows_while_one_of_two_servers_stops(client: Any) -> None:
    with one_stops() as pair:
        embed = EmbedRows(**SETTINGS, hosts=pair.hosts)
        data = frame()
        found = data.map_partitions(embed, meta=embed(data._meta)).compute()
        first, second = pair.asked()
        rows = zip(found["id"], found["text"], found["embedding"], found["error"], strict=True)
        demand_whole(pair, list(rows))
    print(
        f"dask: {len(found)} rows; requests: {first} at the one that stops, {second} at the other"
    )
    assert first < second


def test_a_bag_of_prompts(client: Any) -> None:
    import dask.bag

    with OllamaServer() as server:
        server.fail(500, "broken", route="/api/chat")
        prompts = dask.bag.from_sequence([f"say {it}" for it in range(6)], npartitions=2)
        found = prompts.map_partitions(ChatRows("llama3.2", hosts=server.url)).compute()
    assert [it["prompt"] for it in found] == [f"say {it}" for it in range(6)]
    assert sum(it["error"] is not None for it in found) == 1
    assert all(it["reply"] == f"You said: {it['prompt']}" for it in found if not it["error"])


def test_a_worker_keeps_its_connections(client: Any) -> None:
    with OllamaServer() as server:
        embed = EmbedRows(**SETTINGS, hosts=[server.url])
        for batch in range(4):
            client.submit(embed, [f"text {batch}"], pure=False).result()
        asked = [it.path for it in server.requests]
    assert asked.count("/api/embed") == 4
    assert asked.count("/api/version") <= 2  # once in each worker


def test_hosts_that_do_not_answer_are_one_error(client: Any) -> None:
    embed = EmbedRows(**SETTINGS, hosts=NOWHERE)
    data = frame(100)
    with pytest.raises(NoServerError, match="no server answers: Nothing listens at"):
        data.map_partitions(embed, meta=embed(data._meta)).compute()
