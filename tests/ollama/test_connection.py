"""Tests of how clients connect: credentials, headers, proxies, TLS, and errors."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import socket
import ssl
import threading
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import ollama_client
import pytest
from ollama_client._runtime import tls
from ollama_client.client import is_loopback
from ollama_client.errors import IncompleteStreamError

import ollama
from ollama import AsyncClient, Client
from ollama._client import CONNECTION_ERROR_MESSAGE
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, call
from tests.patience import PATIENCE

CLIENTS = (Client, AsyncClient)

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)
both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)
both_clients = pytest.mark.parametrize("cls", CLIENTS)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def authorization(server: OllamaServer, flavour: str, host: str = "", **client: Any) -> str | None:
    """Return the Authorization header that a client sends to the server."""
    assert call(flavour, "version", at=host or server.url, client=client).answer
    value: str | None = server.requests[-1].headers.get("authorization")
    return value


# ---------------------------------------------------------------------- credentials


@both_flavours
def test_without_a_key_no_authorization_is_sent(server: OllamaServer, flavour: str) -> None:
    assert authorization(server, flavour) is None


@both_flavours
@pytest.mark.parametrize("value", ["key", "  key\n"])
def test_key_of_the_environment_is_a_bearer_token(
    server: OllamaServer, flavour: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", value)
    assert authorization(server, flavour) == "Bearer key"


@both_flavours
@pytest.mark.parametrize("value", ["", " \n"])
def test_blank_key_is_no_key(
    server: OllamaServer, flavour: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", value)
    assert authorization(server, flavour) is None


@both_clients
@pytest.mark.parametrize("host", [None, "localhost:1", "[::1]", "https://ollama.com"])
def test_key_goes_to_this_machine_and_where_it_is_encrypted(
    cls: type[Any], host: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    assert cls(host)._client.headers["authorization"] == "Bearer key"


@both_clients
@pytest.mark.parametrize("host", ["example.com", "http://10.0.0.1"])
def test_key_goes_anywhere_else_with_a_warning(
    cls: type[Any], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cls(host)
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    with pytest.warns(UserWarning, match=r"for http://.* is sent unencrypted; use https"):
        client = cls(host)
    assert client._client.headers["authorization"] == "Bearer key"

    class Sub(cls):
        def __init__(self) -> None:
            super().__init__(host)  # the host was given in the test

    for make in (lambda: cls(host), Sub):
        with pytest.warns(UserWarning, match="unencrypted") as caught:
            make()
        assert caught[0].filename == __file__
    monkeypatch.delenv("OLLAMA_API_KEY")
    with pytest.warns(UserWarning, match="unencrypted"):
        cls(host, headers={"Authorization": "Bearer x"})
    with pytest.warns(UserWarning, match="unencrypted"):
        cls(host, auth=("ada", "x"))


@both_flavours
@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
def test_explicit_authorization_wins_over_the_key(
    server: OllamaServer, flavour: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    assert authorization(server, flavour, headers={name: "Token mine"}) == "Token mine"


@both_flavours
@pytest.mark.parametrize("value", ["", None])
def test_empty_authorization_does_not(
    server: OllamaServer, flavour: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert authorization(server, flavour, headers={"Authorization": value}) is None
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    assert authorization(server, flavour, headers={"Authorization": value}) == "Bearer key"


@both_flavours
def test_credentials_in_the_host_are_basic_auth(
    server: OllamaServer, flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = f"http://ada:p%40ss@{server.host}"
    expected = basic("ada", "p@ss")
    assert authorization(server, flavour, host) == expected
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    assert authorization(server, flavour, host) == expected
    given = {"authorization": "Bearer mine"}
    assert authorization(server, flavour, host, headers=given) == "Bearer mine"
    assert authorization(server, flavour, host, auth=("bob", "x")) == basic("bob", "x")


# ---------------------------------------------------------------------- headers


@both_flavours
def test_headers_are_merged_and_some_are_fixed(server: OllamaServer, flavour: str) -> None:
    given = {
        "X-One": "1",
        "x-dropped": None,
        "Content-Type": "text/plain",
        "ACCEPT": "text/plain",
        "User-Agent": "mine",
    }
    call(flavour, "show", "llama3.2", at=server, client={"headers": given})
    headers = server.requests[0].headers
    assert headers["x-one"] == "1"
    assert "x-dropped" not in headers
    assert headers["content-type"] == headers["accept"] == "application/json"
    assert headers["user-agent"].startswith(f"ollama-python/{ollama.__version__} (")
    names = [name.lower() for name in headers]
    assert len(names) == len(set(names))


@both_clients
def test_header_names_are_lower_case(cls: type[Any]) -> None:
    client = cls(headers={"X-One": "1", "Authorization": "a"})
    raw = [name for name, _ in client._client.headers.raw]
    assert {b"x-one", b"authorization", b"content-type", b"accept", b"user-agent"} <= set(raw)


@both_clients
def test_headers_must_be_a_mapping(cls: type[Any]) -> None:
    with pytest.raises(TypeError, match="headers: expected a mapping, got list"):
        cls(headers=[("a", "b")])


def test_given_headers_are_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    given = {"X-One": "1"}
    Client(headers=given)
    assert given == {"X-One": "1"}


# ---------------------------------------------------------------------- settings


@both_clients
def test_defaults(cls: type[Any]) -> None:
    client = cls()
    assert client._client.timeout == httpx.Timeout(None, connect=5)
    assert client._client.follow_redirects is True
    assert str(client._client.base_url) == "http://127.0.0.1:11434"
    assert client.host == "http://127.0.0.1:11434"
    assert isinstance(client._client, httpx.Client if cls is Client else httpx.AsyncClient)


@both_clients
def test_settings_reach_httpx(cls: type[Any]) -> None:
    auth = httpx.BasicAuth("a", "b")
    client = cls(
        "https://host",
        follow_redirects=False,
        timeout=httpx.Timeout(3, connect=1),
        auth=auth,
        params={"a": "1"},
        cookies={"c": "2"},
        max_redirects=7,
        event_hooks={"request": [print]},
        limits=httpx.Limits(max_connections=1),
        verify=False,
    )._client
    assert client.timeout == httpx.Timeout(3, connect=1)
    assert client.follow_redirects is False
    assert client.auth is auth
    assert dict(client.params) == {"a": "1"}
    assert client.cookies["c"] == "2"
    assert client.max_redirects == 7
    assert client.event_hooks["request"] == [print]
    assert client._transport._pool._max_connections == 1


@both_clients
@pytest.mark.parametrize("host", ["http://host", "https://host"])
def test_unknown_keyword_is_told_at_once(cls: type[Any], host: str) -> None:
    with pytest.raises(TypeError, match="time_out"):
        cls(host, time_out=3)
    with pytest.raises(TypeError, match="base_url"):
        cls(host, base_url="http://other")


@both_clients
def test_host_is_the_only_positional_argument(cls: type[Any]) -> None:
    with pytest.raises(TypeError):
        cls("host", True)


@both_clients
def test_bad_host_is_told_at_once(cls: type[Any]) -> None:
    with pytest.raises(ValueError, match="the host argument 'ftp://h' "):
        cls("ftp://h")


def redirecting(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/api/version":
        return httpx.Response(307, headers={"location": "/moved"})
    return httpx.Response(200, json={"version": "1"})


@both_flavours
def test_redirects_are_followed_unless_told_otherwise(flavour: str) -> None:
    settings = {"transport": httpx.MockTransport(redirecting)}
    assert call(flavour, "version", client=settings).answer.version == "1"
    stopped = call(flavour, "version", client={**settings, "follow_redirects": False}).error
    assert isinstance(stopped, ollama.ResponseError)
    assert stopped.status_code == 307


@both_flavours
def test_path_of_the_host_comes_before_the_route(flavour: str) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json={"version": "1"})

    settings = {"transport": httpx.MockTransport(answer)}
    assert call(flavour, "version", at="http://h:1/pre/fix/", client=settings).answer
    assert seen == ["http://h:1/pre/fix/api/version"]


@both_clients
@pytest.mark.filterwarnings("ignore:the key or password")
def test_repr_names_the_host_and_shows_no_secret(
    cls: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "s3cret")
    clients = [
        cls("http://ada:s3cret@host:5"),
        cls("host:5", headers={"authorization": "Bearer s3cret", "x": "s3cret"}),
        cls("host:5", auth=("ada", "s3cret"), cookies={"c": "s3cret"}),
    ]
    for client in clients:
        assert repr(client) == f"<{cls.__name__} for http://host:5>"
        assert client.host == "http://host:5"
    assert repr(cls.lazily()) == f"<{cls.__name__} for the default host>"


# ---------------------------------------------------------------------- proxies and TLS


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:11434", True),
        ("http://127.8.9.1:11434", True),
        ("https://[::1]:443/p", True),
        ("http://[::1%lo]:1", True),
        ("http://LocalHost:1", True),
        ("http://localhost.:1", True),
        ("http://app.localhost:1", True),
        ("http://[::ffff:127.0.0.1]:1", True),
        ("http://[::ffff:10.0.0.1]:1", False),
        ("http://10.0.0.1:1", False),
        ("http://notlocalhost:1", False),
        ("http://localhost.example:1", False),
        ("http://127.0.0.1.example:1", False),
        ("http://localhost@example:1", False),
        ("", False),
    ],
)
def test_is_loopback(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected


@both_modes
def test_proxies_are_not_used_for_this_machine(
    server: OllamaServer,
    closed_host: str,
    flavour: str,
    stream: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{closed_host}")
    assert call(flavour, "generate", "llama3.2", "Hi", stream=stream, at=server).all


@both_flavours
def test_proxies_are_used_for_others(
    server: OllamaServer, flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    call(flavour, "version", at="http://ollama.example:5")
    assert [request.headers["host"] for request in server.requests] == ["ollama.example:5"]


@both_flavours
def test_proxies_are_used_when_asked_for(server: OllamaServer, flavour: str) -> None:
    call(flavour, "version", at="http://127.0.0.1:5", client={"proxy": server.url})
    assert [request.headers["host"] for request in server.requests] == ["127.0.0.1:5"]


@both_clients
def test_no_tls_is_set_up_for_a_plain_host(cls: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []
    create = ssl.create_default_context

    def counted(*args: Any, **keywords: Any) -> ssl.SSLContext:
        made.append(create(*args, **keywords))
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", counted)
    monkeypatch.setattr(tls, "_CONTEXTS", {})
    for host in ("127.0.0.1", "http://host.example", "host.example:5"):
        assert cls(host)._client
        assert cls(host, limits=httpx.Limits(max_connections=1))._client
        assert cls("https://host.example")._client
    assert made == []
    for _ in range(2):
        flavour = "async" if cls is AsyncClient else "sync"
        assert call(flavour, "list", at="https://127.0.0.1:1").error is not None
    assert len(made) == 1, "made with the first request, and shared"


@both_flavours
def test_certificate_of_a_redirect_to_https_is_verified(
    flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transport without a TLS context must not trust all certificates."""
    used: list[ssl.SSLContext] = []
    wrap = ssl.SSLContext.wrap_bio if flavour == "async" else ssl.SSLContext.wrap_socket

    def noted(self: ssl.SSLContext, *args: Any, **keywords: Any) -> Any:
        used.append(self)
        return wrap(self, *args, **keywords)

    monkeypatch.setattr(ssl.SSLContext, wrap.__name__, noted)
    with https_redirecting_server() as host:
        error = call(flavour, "version", at=host).error
    assert isinstance(error, httpx.ConnectError)
    (context,) = used
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@contextlib.contextmanager
def https_redirecting_server() -> Iterator[str]:
    """A server that redirects to https at the same address, and hangs up there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        redirect = f"HTTP/1.1 307 Moved\r\nLocation: https://{host}/\r\nContent-Length: 0\r\n\r\n"

        def serve() -> None:
            for answer in (redirect, ""):
                peer, _ = listener.accept()
                with peer:
                    peer.recv(65536)
                    peer.sendall(answer.encode())

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield host
        finally:
            thread.join()


# ---------------------------------------------------------------------- failures


@both_modes
def test_refused_connection_is_a_connection_error(
    closed_host: str, flavour: str, stream: bool
) -> None:
    host = f"http://ada:s3cret@{closed_host}/prefix"
    error = call(flavour, "chat", "m", "Hi", stream=stream, at=host).error
    assert isinstance(error, ConnectionError)
    assert isinstance(error, httpx.ConnectError)
    assert error.args == (CONNECTION_ERROR_MESSAGE,)
    assert str(error) == CONNECTION_ERROR_MESSAGE, "which programs compare"
    text = f"{error}"
    assert f"http://{closed_host}" in text
    assert "ollama serve" in text
    assert "OLLAMA_HOST" in text
    assert "s3cret" not in text
    assert isinstance(error.__cause__, httpx.ConnectError)


@both_flavours
@pytest.mark.parametrize("method", ["list", "ps", "version"])
def test_refused_connection_of_calls_without_a_body(
    closed_host: str, flavour: str, method: str
) -> None:
    error = call(flavour, method, at=closed_host).error
    assert isinstance(error, ConnectionError)
    assert error.args == (CONNECTION_ERROR_MESSAGE,)


@both_modes
@pytest.mark.parametrize("kind", ["ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout"])
def test_timeouts_are_the_builtin_and_the_httpx_error(
    flavour: str, stream: bool, kind: str
) -> None:
    raised: type[httpx.TimeoutException] = getattr(httpx, kind)

    def answer(request: httpx.Request) -> httpx.Response:
        raise raised("late", request=request)

    settings = {"transport": httpx.MockTransport(answer)}
    error = call(flavour, "generate", "m", "Hi", stream=stream, client=settings).error
    assert isinstance(error, TimeoutError)
    assert isinstance(error, raised)
    assert not isinstance(error, ConnectionError)
    assert "http://127.0.0.1:11434" in str(error)


@both_modes
def test_timeout_of_the_client(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply("slow", delay=2 * PATIENCE)
    settings = {"timeout": 0.1}
    error = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, client=settings).error
    assert isinstance(error, TimeoutError)
    # Mostly limits reading. A slow machine may need that long to connect.
    assert isinstance(error, httpx.TimeoutException)


class Stalling(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that starts normally and then stalls."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"response": "one"}\n'
        raise httpx.ReadTimeout("stalled")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


@both_flavours
def test_timeout_in_a_stream_keeps_what_arrived(flavour: str) -> None:
    settings = {"transport": httpx.MockTransport(lambda _: httpx.Response(200, stream=Stalling()))}
    outcome = call(flavour, "generate", "m", "Hi", stream=True, client=settings)
    assert [item.response for item in outcome.items] == ["one"]
    assert isinstance(outcome.error, TimeoutError)
    assert isinstance(outcome.error, httpx.ReadTimeout)
    assert isinstance(outcome.error, IncompleteStreamError)
    assert outcome.error.partial == outcome.items


# ---------------------------------------------------------------------- closing


def test_with_closes(server: OllamaServer) -> None:
    with Client(server.url) as client:
        assert client.version()
        assert not client._client.is_closed
    assert client._client.is_closed
    with pytest.raises(RuntimeError, match="closed"):
        client.version()
    client.close()


def test_async_with_closes(server: OllamaServer) -> None:
    async def steps() -> None:
        async with AsyncClient(server.url) as client:
            assert await client.version()
            assert not client._client.is_closed
        assert client._client.is_closed
        with pytest.raises(RuntimeError, match="closed"):
            await client.version()
        await client.close()

    asyncio.run(steps())


def test_with_closes_after_an_error(server: OllamaServer) -> None:
    with pytest.raises(ollama.ResponseError), Client(server.url) as client:
        client.show("nope")
    assert client._client.is_closed


def test_an_async_client_can_be_entered_by_with() -> None:
    with AsyncClient() as client:
        assert isinstance(client, AsyncClient)


def test_wrong_kind_of_with_is_refused_at_enter() -> None:
    async def steps() -> None:
        async with Client():
            pytest.fail("the block was entered")

    with pytest.raises(TypeError, match="Client is used with `with`"):
        asyncio.run(steps())


@both_clients
def test_http_client_can_be_replaced(cls: type[Any]) -> None:
    client = cls()
    made = httpx.Client if cls is Client else httpx.AsyncClient
    replacement = made(base_url="http://other")
    client._client = replacement
    assert client._client is replacement


# ---------------------------------------------------------------------- options of our own


def test_a_program_adds_its_name_to_the_user_agent() -> None:
    with OllamaServer() as server, Client(server.url, user_agent="my-app/1.0") as client:
        client.list()
        sent = server.requests[-1].headers["user-agent"]
    api = re.escape(f"Ollama-API/{ollama_client.API_VERSION}")
    assert re.fullmatch(rf"ollama-python/\S+ \(.*\) Python/\S+ {api} my-app/1.0", sent)


@pytest.mark.parametrize(
    ("argument", "environment", "read"),
    [
        (None, None, True),
        (False, None, False),
        (None, "0", False),
        (None, "False", False),
        (None, "1", True),
        (True, "0", True),
        (False, "1", False),
    ],
)
def test_text_names_no_file_where_that_is_switched_off(
    argument: bool | None,
    environment: str | None,
    read: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    monkeypatch.delenv("OLLAMA_ALLOW_IMAGE_PATHS", raising=False)
    if environment is not None:
        monkeypatch.setenv("OLLAMA_ALLOW_IMAGE_PATHS", environment)
    messages = [{"role": "user", "content": "?", "images": [str(picture)]}]
    with OllamaServer() as server, Client(server.url, allow_image_paths=argument) as client:
        calls = [
            lambda: client.chat("gemma3", messages),
            lambda: client.generate("gemma3", "?", images=[str(picture)]),
        ]
        for call_it in calls:
            if read:
                call_it()
                assert "iVBORw" in server.requests[-1].body.decode()
            else:
                with pytest.raises(ValueError, match="is not read"):
                    call_it()
        client.generate("gemma3", "?", images=[picture])  # a Path is unambiguous
