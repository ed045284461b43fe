"""The client's own settings: connections, TLS, proxies, tokens, closing, injected clients."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from ollama_client import Client, errors
from ollama_client._runtime import tls
from ollama_client.api.cloud import search_web
from ollama_client.api.generation import generate_chat
from ollama_client.api.models import copy_model, list_running_models
from ollama_client.client import is_loopback
from ollama_client.models import ChatRequest, CopyRequest, WebSearchRequest

from tests.calls import WHOLE, outcome
from tests.patience import PATIENCE

TOKEN = "sesame-0123456789"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Server(ThreadingHTTPServer):
    """Answers all requests with an empty list of models, or with a redirect."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.location = location
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Records the requests. Connections stay open."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        location = self.server.location
        body = b"" if location else b'{"models": []}'
        self.send_response(307 if location else 200)
        if location:
            self.send_header("location", location)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(location: str | None = None) -> Iterator[Server]:
    with Server(location) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# ---------------------------------------------------------------------- TLS


@pytest.mark.parametrize("flavour", WHOLE)
def test_a_plain_http_client_builds_no_tls_context(
    server: Server, monkeypatch: pytest.MonkeyPatch, flavour: str
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a TLS context was built")

    monkeypatch.setattr(ssl, "create_default_context", refuse)
    monkeypatch.setattr(ssl, "SSLContext", refuse)
    monkeypatch.setattr(tls, "_CONTEXTS", {})
    answer = outcome(flavour, list_running_models, Client(server.url)).answer
    assert answer.models == []
    with pytest.raises(AssertionError, match="TLS context"):
        raise outcome(flavour, list_running_models, Client("https://127.0.0.1:1")).error


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize("redirected", [False, True], ids=["straight", "redirected"])
def test_https_is_verified(monkeypatch: pytest.MonkeyPatch, redirected: bool, flavour: str) -> None:
    contexts: list[ssl.SSLContext] = []

    def remember(context: ssl.SSLContext, *_: Any, **__: Any) -> Any:
        contexts.append(context)
        raise ssl.SSLError("far enough")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", remember)
    monkeypatch.setattr(ssl.SSLContext, "wrap_bio", remember)
    with serving() as target:
        secure = f"https://127.0.0.1:{target.server_port}/elsewhere"
        with serving(secure) as first:
            url = first.url if redirected else secure
            error = outcome(flavour, list_running_models, Client(url)).error
            assert len(first.seen) == redirected
    assert isinstance(error, errors.ConnectError)
    assert [context.verify_mode for context in contexts] == [ssl.CERT_REQUIRED]
    assert contexts[0].check_hostname
    assert contexts[0].cert_store_stats()["x509_ca"] > 0


def test_options_about_tls_are_httpx_own() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with Client("http://127.0.0.1:1", verify=context) as client:
        assert isinstance(client.http, httpx.Client)


# ---------------------------------------------------------------------- proxies


@pytest.mark.parametrize("flavour", WHOLE)
def test_a_server_on_this_machine_is_not_asked_for_through_a_proxy(
    server: Server, monkeypatch: pytest.MonkeyPatch, flavour: str
) -> None:
    with serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert outcome(flavour, list_running_models, Client(server.url)).answer.models == []
        assert proxy.seen == []
    assert len(server.seen) == 1


@pytest.mark.parametrize("flavour", WHOLE)
def test_other_servers_are_asked_for_through_the_proxy(
    monkeypatch: pytest.MonkeyPatch, flavour: str
) -> None:
    with serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        client = Client("http://ollama.invalid:11434")
        assert outcome(flavour, list_running_models, client).answer.models == []
        assert [path for path, _ in proxy.seen] == ["http://ollama.invalid:11434/api/ps"]


@pytest.mark.parametrize("flavour", WHOLE)
def test_the_environment_may_be_trusted_all_the_same(
    monkeypatch: pytest.MonkeyPatch, flavour: str
) -> None:
    with serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        client = Client("http://127.0.0.1:1", trust_env=True)
        assert outcome(flavour, list_running_models, client).answer.models == []
        assert len(proxy.seen) == 1


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:11434", True),
        ("http://127.1.2.3", True),
        ("http://[::1]:11434/x", True),
        ("http://[::1%25lo]", True),
        ("http://localhost", True),
        ("http://LOCALHOST:1", True),
        ("http://api.localhost", True),
        ("http://user:pw@127.0.0.1", True),
        ("http://10.0.0.1", False),
        ("http://localhost.example.com", False),
        ("http://127.0.0.1.example.com", False),
        ("http://0.0.0.0", False),
        ("", False),
    ],
)
def test_is_loopback(url: str, loopback: bool) -> None:
    assert is_loopback(url) is loopback


# ---------------------------------------------------------------------- settings


def echo(seen: list[httpx.Request]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"models": [], "results": []})

    return httpx.MockTransport(answer)


@pytest.mark.parametrize("flavour", WHOLE)
def test_headers_and_timeout_of_the_client(flavour: str) -> None:
    seen: list[httpx.Request] = []
    client = Client("http://h/", headers={"X-Team": "blue"}, timeout=3, transport=echo(seen))
    assert client.base_url == "http://h"
    assert outcome(flavour, list_running_models, client).answer.models == []
    assert seen[0].headers["x-team"] == "blue"
    assert str(seen[0].url) == "http://h/api/ps"
    assert seen[0].extensions["timeout"]["read"] == 3


@pytest.mark.parametrize("flavour", WHOLE)
def test_own_headers_win_over_the_token(flavour: str) -> None:
    seen: list[httpx.Request] = []
    client = Client(
        "http://h", token=TOKEN, headers={"authorization": "Basic x"}, transport=echo(seen)
    )
    assert outcome(flavour, list_running_models, client).error is None
    assert seen[0].headers["authorization"] == "Basic x"


@pytest.mark.parametrize("flavour", WHOLE)
def test_an_unknown_option_is_told_before_anything_is_sent(flavour: str) -> None:
    seen: list[httpx.Request] = []
    client = Client("http://h", transport=echo(seen))
    error = outcome(flavour, list_running_models, client, header={}).error
    assert isinstance(error, TypeError)
    said = (
        "listRunningModels() got an unexpected keyword argument 'header': did you mean 'headers'?"
    )
    assert (str(error), seen) == (said, [])


def test_nothing_secret_is_shown() -> None:
    client = Client("http://user:hunter2@ollama.test:80/x", token=TOKEN)
    assert repr(client) == "Client(base_url='http://ollama.test/x')"
    assert TOKEN not in str(client)
    assert repr(Client("https://ollama.com")) == "Client(base_url='https://ollama.com')"


def test_the_default_server() -> None:
    assert Client().base_url == "http://127.0.0.1:11434"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("gpu-box", "http://gpu-box:11434"),
        ("gpu-box:8080/ollama/", "http://gpu-box:8080/ollama"),
        (":8080", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("::1", "http://[::1]:11434"),
        ("ollama.com", "https://ollama.com:443"),
        ("https://ollama.com/", "https://ollama.com"),
    ],
)
def test_a_server_is_named_by_its_host_or_its_url(given: str, url: str) -> None:
    assert Client(given).base_url == url


@pytest.mark.parametrize("given", ["gpu box", "gpu-box:port", "user:hunter2@gpu-box:99999"])
def test_what_names_no_server_is_refused_and_no_password_shown(given: str) -> None:
    with pytest.raises(ValueError, match=r"^base_url .*; expected host, host:port") as caught:
        Client(given)
    assert "hunter2" not in str(caught.value)


# ---------------------------------------------------------------------- closing


def test_a_closed_client_opens_again() -> None:
    seen: list[httpx.Request] = []
    client = Client("http://h", transport=echo(seen))
    with client as entered:
        assert entered is client
        first = client.http
        assert client.http is first
    assert first.is_closed
    assert list_running_models.sync(client=client).models == []
    assert client.http is not first
    client.close()
    client.close()


def test_an_async_client_closes_both_kinds() -> None:
    async def use() -> tuple[httpx.Client, httpx.AsyncClient]:
        async with Client("http://h", transport=echo([])) as client:
            return client.http, client.async_http

    http, async_http = asyncio.run(use())
    assert http.is_closed
    assert async_http.is_closed


def test_closing_an_unused_client_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a client was made")

    monkeypatch.setattr(httpx, "Client", refuse)
    monkeypatch.setattr(httpx, "AsyncClient", refuse)
    client = Client()
    client.close()
    asyncio.run(client.aclose())
    with pytest.raises(AssertionError, match="was made"):
        client.http  # noqa: B018


# ---------------------------------------------------------------------- event loops


def test_a_client_works_in_one_event_loop_after_another(server: Server) -> None:
    async def call(client: Client) -> httpx.AsyncClient:
        await list_running_models.asyncio(client=client)
        first = client.async_http
        await list_running_models.asyncio(client=client.with_options(deadline=9))
        assert client.async_http is first
        return first

    client = Client(server.url, headers={"x-tenant": "blue"})
    client.async_http.headers["x-day"] = "1"
    made = client.async_http
    used = [asyncio.run(call(client)) for _ in range(3)]
    assert used[0] is made  # What was set before the first loop is used by it.
    assert len({*map(id, used)}) == 3
    assert all(http.is_closed for http in used)
    headers = [headers for _, headers in server.seen]
    assert [(it["x-tenant"], it["x-day"]) for it in headers] == [("blue", "1")] * 6


def test_threads_with_event_loops_share_a_client(server: Server) -> None:
    client = Client(server.url)
    both_there = threading.Barrier(2, timeout=PATIENCE)
    failures: list[Exception] = []

    async def calls() -> None:
        await list_running_models.asyncio(client=client)
        both_there.wait()
        await list_running_models.asyncio(client=client)

    def run() -> None:
        try:
            asyncio.run(calls())
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(server.seen) == 4


def test_closing_a_client_in_one_loop_leaves_the_connections_of_another(server: Server) -> None:
    client = Client(server.url)
    both_there, closed = (threading.Barrier(2, timeout=PATIENCE) for _ in range(2))
    used: dict[bool, list[bool]] = {}

    async def calls(is_first: bool) -> None:
        await list_running_models.asyncio(client=client)
        http = client.async_http
        both_there.wait()
        if is_first:
            await client.aclose()
        closed.wait()
        used[is_first] = [http.is_closed, client.async_http is http]

    other = threading.Thread(target=lambda: asyncio.run(calls(False)))
    other.start()
    asyncio.run(calls(True))
    other.join()
    assert used == {True: [True, False], False: [False, True]}


def test_a_client_closed_in_a_loop_opens_new_connections_in_it(server: Server) -> None:
    client = Client(server.url)

    async def use() -> None:
        await list_running_models.asyncio(client=client)
        first = client.async_http
        await client.aclose()
        assert first.is_closed
        await list_running_models.asyncio(client=client)
        assert client.async_http is not first

    asyncio.run(use())
    assert len(server.seen) == 2


# ---------------------------------------------------------------------- injected clients


def test_an_injected_client_is_used_and_left_open() -> None:
    seen: list[httpx.Request] = []
    with httpx.Client(base_url="http://theirs", transport=echo(seen)) as theirs:
        with Client("http://ours", token=TOKEN, http_client=theirs) as client:
            list_running_models.sync(client=client)
            search_web.sync(client=client, body=WebSearchRequest(query="q"))
        assert not theirs.is_closed
        assert client.http is theirs
        list_running_models.sync(client=client)
    assert [str(request.url) for request in seen] == [
        "http://theirs/api/ps",
        "https://ollama.com/api/web_search",
        "http://theirs/api/ps",
    ]
    assert [request.headers.get("authorization") for request in seen] == [
        None,
        f"Bearer {TOKEN}",
        None,
    ]


def test_an_injected_async_client_is_used_and_left_open() -> None:
    seen: list[httpx.Request] = []

    async def use() -> None:
        async with httpx.AsyncClient(base_url="http://theirs", transport=echo(seen)) as theirs:
            async with Client("http://ours", async_http_client=theirs) as client:
                await list_running_models.asyncio(client=client)
            assert not theirs.is_closed
            assert client.async_http is theirs

    asyncio.run(use())
    assert [str(request.url) for request in seen] == ["http://theirs/api/ps"]


def test_any_object_with_the_interface_of_httpx_will_do() -> None:
    class Recorder:
        def __init__(self) -> None:
            self.calls: list[dict[str, Any]] = []

        def request(self, method: str, url: str, **options: Any) -> httpx.Response:
            self.calls.append({"method": method, "url": url, **options})
            return httpx.Response(200)

        @contextmanager
        def stream(self, method: str, url: str, **options: Any) -> Iterator[httpx.Response]:
            self.calls.append({"method": method, "url": url, **options})
            line = b'{"message":{"role":"assistant","content":"hi"},"done":true}\n'
            yield httpx.Response(200, content=line)

    recorder: Any = Recorder()
    client = Client(http_client=recorder)
    copy_model.sync(client=client, body=CopyRequest(source="a", destination="b"))
    items = list(generate_chat.stream(client=client, body=ChatRequest(model="m"), timeout=1))
    client.close()
    assert [item.message.content for item in items] == ["hi"]
    for called in recorder.calls:
        called.pop("extensions")  # used to end the call
    assert recorder.calls == [
        {
            "method": "POST",
            "url": "/api/copy",
            "content": b'{"source":"a","destination":"b"}',
            "headers": {"content-type": "application/json"},
        },
        {
            "method": "POST",
            "url": "/api/chat",
            "content": b'{"model":"m","stream":true}',
            "headers": {"content-type": "application/json"},
            "timeout": httpx.Timeout(1, pool=None),
        },
    ]
