"""Tests that calls which bypass `httpx.Client.request` send and return the same.

They never bypass what a program has put there."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from ollama_client._runtime import direct

import ollama

ANSWER = {"model": "m", "message": {"role": "assistant", "content": "Hello."}, "done": True}
MESSAGES = [{"role": "user", "content": "Hi"}]
KINDS = [ollama.Client, ollama.AsyncClient]


class Loop:
    """The event loop of a test. A client opens other connections for another loop."""

    now: asyncio.AbstractEventLoop


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    Loop.now = asyncio.new_event_loop()
    yield
    Loop.now.run_until_complete(Loop.now.shutdown_asyncgens())
    Loop.now.close()


def finished(found: Any) -> Any:
    """Return the result of a call of either flavour."""
    if not inspect.isawaitable(found):
        return found

    async def wait() -> Any:
        return await found

    return Loop.now.run_until_complete(wait())


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that has not been read."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


def answer_to(path: str, **headers: str) -> httpx.Response:
    fields: dict[str, Any] = ANSWER
    if path.endswith("/ps"):
        fields = {"models": []}
    if path.endswith("/generate"):
        fields = {"model": "m", "response": "Hello.", "done": True}
    return httpx.Response(200, headers=headers, stream=Body(json.dumps(fields).encode()))


class Server:
    """A transport that records the requests, and gives specified answers."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = iter(answers)
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return next(self._answers, None) or answer_to(request.url.path)

    def client(self, kind: Any, **options: Any) -> Any:
        """Return a client that has sent one request, so that the next one may be direct."""
        client = kind("http://localhost:1/base", transport=self.transport, **options)
        self.chat(client)
        self.requests.clear()
        return client

    def chat(self, client: Any, **settings: Any) -> Any:
        return finished(client.chat("m", MESSAGES, **settings))


def goes_directly(client: Any) -> bool:
    request = {"method": "POST", "url": "/api/chat", "content": b"{}"}
    return direct.prepared(client._client, request) is not None


def do_nothing(_: Any) -> None:
    pass


async def await_nothing(_: Any) -> None:
    pass


def hook_of(client: Any) -> Any:
    return do_nothing if isinstance(client, ollama.Client) else await_nothing


def seen(request: httpx.Request) -> tuple[Any, ...]:
    extensions = {k: v for k, v in request.extensions.items() if k in ("timeout", "sni_hostname")}
    return request.method, request.url, request.headers.raw, request.content, extensions


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"headers": {"X-Mine": "1", "x-mine-too": "2"}},
        {"timeout": 7},
        {"api_key": "secret"},
        {"user_agent": "mine/1"},
    ],
)
def test_both_ways_send_the_same(kind: Any, options: dict[str, Any]) -> None:
    server = Server()
    client = server.client(kind, **options)
    calls: list[Callable[[], Any]] = [
        lambda: client.chat("m", [{"role": "user", "content": "ü" * 5}]),
        client.ps,
        lambda: client.generate("m", "Hi"),
        lambda: client.delete("m"),
        lambda: client.chat("m", MESSAGES),
    ]
    for hooked in (False, True):
        if hooked:
            client._client.event_hooks = {"request": [hook_of(client)]}
        assert goes_directly(client) is not hooked
        for call in calls:
            finished(call())
    shown = [seen(request) for request in server.requests]
    assert shown[: len(calls)] == shown[len(calls) :]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_changed_on_the_httpx_client_counts_from_the_next_call(kind: Any) -> None:
    server = Server()
    client = server.client(kind)
    http = client._client
    http.headers["x-new"] = "1"
    server.chat(client)
    http.headers["x-new"] = "2"
    http.base_url = "http://other:2"
    http.timeout = 9
    assert goes_directly(client)
    server.chat(client)
    first, second = server.requests
    assert (first.headers["x-new"], first.url) == ("1", "http://localhost:1/base/api/chat")
    assert (second.headers["x-new"], second.url) == ("2", "http://other:2/api/chat")
    assert second.headers["host"] == "other:2"
    assert second.extensions["timeout"]["read"] == 9


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_that_a_transport_changes_is_not_the_next_one(kind: Any) -> None:
    server = Server()
    client = server.client(kind)
    server.chat(client)
    server.requests[0].headers["x-spoiled"] = "1"
    server.requests[0].extensions["timeout"]["read"] = 0
    server.chat(client)
    assert "x-spoiled" not in server.requests[1].headers
    assert server.requests[1].extensions["timeout"]["read"] is None


METHODS = ["request", "build_request", "send", "_send_single_request", "_send_handling_redirects"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("where", ["class", "instance", "autospec"])
def test_methods_that_are_replaced_are_called(kind: Any, name: str, where: str) -> None:
    server = Server()
    client = server.client(kind)
    http, called = client._client, []
    base: Any = httpx.Client if kind is ollama.Client else httpx.AsyncClient
    original = getattr(base, name)

    def replaced(self: Any, *args: Any, **keywords: Any) -> Any:
        called.append(name)
        return original(self, *args, **keywords)

    async def areplaced(self: Any, *args: Any, **keywords: Any) -> Any:
        return await replaced(self, *args, **keywords)

    effect = areplaced if inspect.iscoroutinefunction(original) else replaced
    if where == "class":
        patched = patch.object(base, name, replaced)
    elif where == "instance":
        patched = patch.object(http, name, lambda *args, **kw: replaced(http, *args, **kw))
    else:
        patched = patch.object(base, name, autospec=True, side_effect=effect)
    with patched:
        assert server.chat(client).message.content == "Hello."
    assert called
    assert goes_directly(client)
    called.clear()
    server.chat(client)
    assert not called


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("which", ["request", "response"])
def test_event_hooks_are_called(kind: Any, which: str) -> None:
    server, told = Server(), []
    client = server.client(kind)

    async def atell(what: Any) -> None:
        told.append(what)

    client._client.event_hooks = {which: [told.append if kind is ollama.Client else atell]}
    server.chat(client)
    assert len(told) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_client_adds_to_requests_is_added(kind: Any) -> None:
    server = Server()
    client = server.client(kind)
    client._client.auth = ("me", "secret")
    client._client.cookies.set("taste", "sweet")
    client._client.params = {"q": "1"}
    server.chat(client)
    request = server.requests[0]
    assert request.headers["authorization"].startswith("Basic ")
    assert request.headers["cookie"] == "taste=sweet"
    assert request.url.params["q"] == "1"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["auth", "cookies", "params"])
def test_each_of_these_alone_is_httpxs_work(kind: Any, what: str) -> None:
    client = Server().client(kind)
    assert goes_directly(client)
    values = {"auth": ("me", "secret"), "cookies": {"taste": "sweet"}, "params": {"q": "1"}}
    setattr(client._client, what, values[what])
    assert not goes_directly(client)


@pytest.mark.parametrize("kind", KINDS)
def test_mounted_transports_are_used(kind: Any) -> None:
    server, mounted = Server(), Server()
    client = server.client(kind, mounts={"http://elsewhere": mounted.transport})
    assert not goes_directly(client)
    client._client.base_url = "http://elsewhere"
    server.chat(client)
    assert len(mounted.requests) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_line_that_httpx_logs_is_there(kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    client = server.client(kind)
    with caplog.at_level(logging.INFO, logger="httpx"):
        server.chat(client)
    assert "HTTP Request: POST http://localhost:1/base/api/chat" in caplog.text


@pytest.mark.parametrize("kind", KINDS)
def test_subclasses_of_httpxs_clients_send_themselves(kind: Any) -> None:
    base: Any = httpx.Client if kind is ollama.Client else httpx.AsyncClient
    own = type("Own", (base,), {})
    server = Server()
    http = own(transport=server.transport, base_url="http://box:1")
    client = kind(http_client=http)
    server.chat(client)
    assert not goes_directly(client)


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_client_is_refused_as_before(kind: Any) -> None:
    client = Server().client(kind)
    finished(client.close())
    with pytest.raises(RuntimeError, match="closed"):
        finished(client.chat("m", MESSAGES))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hooked", [False, True])
def test_responses_are_the_same(kind: Any, hooked: bool) -> None:
    cookie = answer_to("", **{"set-cookie": "taste=sweet"})
    server = Server(answer_to(""), answer_to(""), cookie)
    client = server.client(kind)
    if hooked:
        client._client.event_hooks = {"request": [hook_of(client)]}
    raw = finished(client.with_raw_response.chat("m", MESSAGES))
    response: httpx.Response = raw.http_response
    assert response.request is server.requests[0]
    assert response.history == []
    assert response.elapsed.total_seconds() > 0
    assert response.is_closed
    assert response.next_request is None
    assert type(response.stream).__name__.startswith("Bound")
    server.chat(client)
    assert dict(client._client.cookies) == {"taste": "sweet"}
    server.chat(client)
    assert server.requests[-1].headers["cookie"] == "taste=sweet"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hooked", [False, True])
@pytest.mark.parametrize("follow", [False, True])
def test_redirects_are_followed_alike(kind: Any, hooked: bool, follow: bool) -> None:
    def moved(to: str) -> httpx.Response:
        return httpx.Response(302, headers={"location": to})

    server = Server(answer_to(""), moved("/base/there"), moved("/base/here"))
    client = server.client(kind, follow_redirects=follow)
    if hooked:
        client._client.event_hooks = {"request": [hook_of(client)]}
    if not follow:
        with pytest.raises(ollama.ResponseError) as caught:
            server.chat(client)
        assert caught.value.status_code == 302
        assert len(server.requests) == 1
        return
    raw = finished(client.with_raw_response.chat("m", MESSAGES))
    paths = [(request.method, request.url.path) for request in server.requests]
    assert paths == [("POST", "/base/api/chat"), ("POST", "/base/there"), ("POST", "/base/here")]
    assert [one.status_code for one in raw.http_response.history] == [302, 302]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hooked", [False, True])
def test_endless_redirects_end_alike(kind: Any, hooked: bool) -> None:
    def moved() -> Iterator[httpx.Response]:
        yield answer_to("")
        for _ in range(50):
            yield httpx.Response(302, headers={"location": "/again"})

    server = Server(*moved())
    client = server.client(kind)
    if hooked:
        client._client.event_hooks = {"request": [hook_of(client)]}
    with pytest.raises(httpx.TooManyRedirects):
        server.chat(client)
    assert len(server.requests) == 21


@pytest.mark.parametrize("kind", KINDS)
def test_errors_name_their_request(kind: Any) -> None:
    server = Server()
    client = server.client(kind)

    def fail(_: Any) -> Any:
        raise httpx.ReadError("gone")

    server.transport.handler = fail
    assert goes_directly(client)
    with pytest.raises(httpx.ReadError) as caught:
        server.chat(client)
    assert caught.value.request.url == "http://localhost:1/base/api/chat"


@pytest.mark.parametrize("kind", KINDS)
def test_settings_of_one_call_are_sent(kind: Any) -> None:
    server = Server()
    client = server.client(kind)
    server.chat(client, extra_headers={"x-once": "1"}, timeout=3)
    server.chat(client)
    first, second = server.requests
    assert (first.headers["x-once"], first.extensions["timeout"]["read"]) == ("1", 3)
    assert "x-once" not in second.headers
    assert second.extensions["timeout"]["read"] is None
