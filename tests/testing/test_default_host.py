"""Tests that code without a host uses the server of its test: an app and its tests, with pytest."""

import os
from contextlib import closing
from pathlib import Path

import httpx
import pytest

import ollama
from ollama.testing import OllamaServer
from tests.programs import Programs, user_environment

APP = """
import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import ollama

client = ollama.Client()
patient = client.with_options(max_retries=1)
local = ollama.Client("http://localhost:11434", headers={"x-app": "mine"}, verify=False)
asynchronous = ollama.AsyncClient()
elsewhere = ollama.Client("http://gpu-box:11434")

def asked(text):
    return [{"role": "user", "content": text}]

def by_function(text):
    return ollama.chat("llama3.2", asked(text)).message.content

def by_stream(text):
    return "".join(it.message.content for it in ollama.chat("llama3.2", asked(text), stream=True))

def by_chat(text):
    return ollama.Chat("llama3.2").send(text).message.content

def by_client(text, client=client):
    return client.chat("llama3.2", asked(text)).message.content

async def by_async_client(text):
    return (await asynchronous.chat("llama3.2", asked(text))).message.content

async def several(texts):
    return await asyncio.gather(*map(by_async_client, texts))

def by_threads(texts):
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(by_client, texts))

@lru_cache
def cached_client():
    return ollama.Client()

@lru_cache
def named_client():
    import os
    return ollama.Client(os.environ["OLLAMA_HOST"])
"""

TESTS = """
import asyncio
import os

import app
import ollama
import pytest

ROUNDS = pytest.mark.parametrize("round", range(2))
LOOP = asyncio.new_event_loop()

@pytest.fixture(autouse=True)
def _server(ollama_host):
    pass

@pytest.fixture(scope="module", autouse=True)
def _loop():
    yield
    LOOP.run_until_complete(LOOP.shutdown_asyncgens())
    LOOP.close()

def scripted(server, round):
    server.reply(f"answer {round}")
    return f"answer {round}"

@ROUNDS
@pytest.mark.parametrize("way", ["by_function", "by_stream", "by_chat", "by_client"])
def test_sync(ollama_server, way, round):
    expected = scripted(ollama_server, round)
    assert getattr(app, way)("?") == expected
    assert [request.path for request in ollama_server.requests] == ["/api/chat"]

@ROUNDS
@pytest.mark.parametrize("name", ["client", "patient", "local"])
def test_clients_of_the_import(ollama_server, name, round):
    client = getattr(app, name)
    assert client.host == ollama_server.url
    assert app.by_client("?", client) == "You said: ?"
    sent = ollama_server.requests[0].headers
    assert sent.get("x-app") == ("mine" if name == "local" else None)

@ROUNDS
@pytest.mark.parametrize("name", ["cached_client", "named_client"])
def test_clients_that_a_test_made(ollama_server, name, round):
    assert app.by_client("?", getattr(app, name)()) == "You said: ?"
    assert len(ollama_server.requests) == 1

@ROUNDS
def test_async(ollama_server, round):
    expected = scripted(ollama_server, round)
    assert asyncio.run(app.by_async_client("?")) == expected
    assert asyncio.run(app.several(["a", "b", "c"])) == [f"You said: {it}" for it in "abc"]
    assert len(ollama_server.requests) == 4

@ROUNDS
def test_async_in_a_loop_that_goes_on(ollama_server, round):
    assert LOOP.run_until_complete(app.by_async_client("?")) == "You said: ?"
    assert len(ollama_server.requests) == 1

@ROUNDS
def test_threads(ollama_server, round):
    texts = [str(number) for number in range(20)]
    assert app.by_threads(texts) == [f"You said: {text}" for text in texts]
    assert len(ollama_server.requests) == 20

@ROUNDS
def test_the_app_closes_its_client(ollama_server, round):
    with app.client:
        assert app.by_client("?") == "You said: ?"

def test_other_hosts_stay(ollama_server):
    assert app.elsewhere.host == "http://gpu-box:11434"
    assert os.environ["OLLAMA_HOST"] == ollama_server.url
"""


@pytest.fixture(scope="module")
def programs():
    with closing(Programs()) as running:
        yield running


def test_an_app_without_hosts_is_served_by_the_fixture(programs: Programs, tmp_path: Path):
    (tmp_path / "app.py").write_text(APP)
    path = tmp_path / "test_app.py"
    path.write_text(TESTS)
    # The process that runs this has already loaded the plugin.
    warnings = ["-W", "error", "-W", "ignore:Module already imported:pytest.PytestWarning"]
    options = ["-q", *warnings, "-p", "ollama.testing.pytest_plugin", "-c", os.devnull]
    environment = user_environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    command = ["-m", "pytest", *options, "-p", "no:cacheprovider", str(path)]
    said = programs.run(*command, folder=tmp_path, environment=environment)
    assert "27 passed" in said, said


@pytest.fixture(autouse=True)
def _no_host(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OLLAMA_HOST", raising=False)


def test_all_is_put_back():
    default = ollama.Client()
    with default, OllamaServer() as first:
        http = default.http
        with first.as_default():
            assert default.list().models
            made_in_it = ollama.Client()
            assert default.http is not http
        assert "OLLAMA_HOST" not in os.environ
        assert default.http is http
        assert default.host == made_in_it.host == "http://127.0.0.1:11434"
        assert len(first.requests) == 1


def test_blocks_may_stand_in_each_other():
    with ollama.Client() as client, OllamaServer() as outer, OllamaServer() as inner:
        with outer.as_default():
            with inner.as_default():
                assert client.host == inner.url
            assert client.host == outer.url
            assert os.environ["OLLAMA_HOST"] == outer.url
        assert client.host == "http://127.0.0.1:11434"


def test_what_was_changed_on_a_client_holds():
    with ollama.Client() as client, OllamaServer() as server:
        client.http.headers["x-tenant"] = "ada"
        with server.as_default():
            client.list()
        assert server.requests[0].headers["x-tenant"] == "ada"


def test_clients_with_a_transport_of_their_own_stay():
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"models": []})

    with (
        ollama.Client(transport=httpx.MockTransport(answer)) as client,
        OllamaServer() as server,
        server.as_default(),
    ):
        assert client.list().models == []
        assert server.requests == []


def test_a_server_that_does_not_run_is_told():
    with pytest.raises(RuntimeError, match="not running"), OllamaServer().as_default():
        pass
