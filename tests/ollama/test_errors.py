"""Every fault of a server or a network raises one of our errors, in four call styles."""

from __future__ import annotations

import copy
import json
import pickle
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import ollama
from ollama._client import CONNECTION_ERROR_MESSAGE
from ollama._core import near
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, Outcome, call
from tests.ollama.faults import (
    BEGUN,
    CHUNKED,
    FAULTS,
    NAMES,
    chunk,
    in_docs,
    seen,
    with_status,
)

both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


@pytest.fixture(scope="module")
def shared() -> Iterator[OllamaServer]:
    with OllamaServer() as server:
        yield server


def play(server: OllamaServer, raw: bytes, flavour: str, stream: bool, **client: Any) -> Outcome:
    server.reset()
    server.fault("garbage", data=raw, times=None)
    return call(flavour, "chat", "llama3.2", "Hello?", stream=stream, at=server, client=client)


@both_modes
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_class(shared: OllamaServer, name: str, flavour: str, stream: bool) -> None:
    fault = FAULTS[name]
    error: Any = play(shared, fault.raw, flavour, stream).error
    expected = getattr(ollama, (stream and fault.streamed) or fault.whole)
    assert isinstance(error, expected), repr(error)
    assert isinstance(error, ollama.OllamaError)
    seen(name, flavour, stream, error)
    for kind in fault.caught:
        assert isinstance(error, kind)
    assert fault.words in str(error)
    assert_decent(error)


def test_the_table_of_the_documentation_has_these_faults() -> None:
    assert set(in_docs()) == set(NAMES)
    assert len(NAMES) > 100


def assert_decent(error: Any) -> None:
    """Check what is true of all errors."""
    assert str(error)
    assert len(str(error)) < 3000
    assert len(repr(error)) < 3000
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.args == error.args


# ---------------------------------------------------------------------- without an answer


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that accepts connections and does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def failure(
    flavour: str, stream: bool, at: str | OllamaServer, fault: str = "", **client: Any
) -> Any:
    """Return the error of a call. `fault` is its row in the table of the documentation."""
    error = call(flavour, "chat", "llama3.2", "Hello?", stream=stream, at=at, client=client).error
    assert isinstance(error, ollama.OllamaError), repr(error)
    assert_decent(error)
    if fault:
        seen(fault, flavour, stream, error)
    return error


@both_modes
def test_refused(closed_port: int, flavour: str, stream: bool) -> None:
    error = failure(
        flavour, stream, f"http://ada:s3cret@127.0.0.1:{closed_port}", fault="nothing listens"
    )
    assert type(error) is ollama.RefusedError
    assert isinstance(error, ConnectionRefusedError)
    assert isinstance(error, httpx.ConnectError)
    assert error.args == (CONNECTION_ERROR_MESSAGE,)
    assert f"http://127.0.0.1:{closed_port}" in f"{error}"
    assert "ollama serve" in f"{error}"
    assert "s3cret" not in str(error) + repr(error) + repr(vars(error))


@both_modes
def test_the_text_of_a_failed_connection_equals_the_official_one(
    closed_port: int, flavour: str, stream: bool
) -> None:
    error = failure(flavour, stream, f"http://127.0.0.1:{closed_port}")
    text = str(error)
    assert text == CONNECTION_ERROR_MESSAGE == error.args[0]
    assert text.__ne__(CONNECTION_ERROR_MESSAGE) is False
    assert text in {CONNECTION_ERROR_MESSAGE}
    assert text == str(text) == f"{CONNECTION_ERROR_MESSAGE} {error.detail}"
    assert text != "another text"
    assert text != error.detail
    assert type(pickle.loads(pickle.dumps(text))) is str
    assert type(copy.copy(text)) is str
    assert str(pickle.loads(pickle.dumps(error))) == CONNECTION_ERROR_MESSAGE
    assert error.detail in "".join(traceback.format_exception_only(type(error), error))


@both_modes
def test_a_name_without_an_address(flavour: str, stream: bool) -> None:
    error = failure(
        flavour,
        stream,
        "http://no-such-name.invalid",
        fault="host name without an address",
        trust_env=False,
    )
    assert type(error) is ollama.NameNotFoundError
    assert isinstance(error, ConnectionError)
    assert "no-such-name.invalid" in error.detail


@both_modes
def test_https_where_http_is_spoken(flavour: str, stream: bool) -> None:
    with OllamaServer() as server:
        error = failure(
            flavour, stream, f"https://127.0.0.1:{server.port}", fault="https to an http server"
        )
    assert type(error) is ollama.TLSError
    assert isinstance(error, ConnectionError)
    assert isinstance(error, httpx.ConnectError)
    assert "http://" in str(error)
    assert "download" not in str(error)


@both_modes
def test_a_proxy_that_is_not_there(closed_port: int, flavour: str, stream: bool) -> None:
    proxy = f"http://ada:s3cret@127.0.0.1:{closed_port}"
    error = failure(
        flavour, stream, "http://example.invalid", fault="unreachable proxy", proxy=proxy
    )
    assert type(error) is ollama.ProxyError
    assert isinstance(error, ConnectionError)
    assert isinstance(error, httpx.ConnectError)
    assert f"127.0.0.1:{closed_port}" in str(error)
    assert "s3cret" not in str(error) + repr(error)


@both_modes
def test_a_proxy_that_refuses(flavour: str, stream: bool) -> None:
    with OllamaServer() as server:  # not a proxy, so it refuses
        error = failure(
            flavour,
            stream,
            "https://example.invalid",
            fault="proxy that refuses",
            proxy=server.url,
        )
    assert type(error) is ollama.ProxyError
    assert isinstance(error, ConnectionError)
    assert isinstance(error, httpx.ProxyError)
    assert "400" in str(error)


@both_modes
def test_no_answer_in_time(silent: str, flavour: str, stream: bool) -> None:
    timeout = httpx.Timeout(None, read=0.05)
    error = failure(flavour, stream, silent, timeout=timeout, fault="no answer in time")
    assert type(error) is ollama.ReadTimeout
    assert isinstance(error, TimeoutError)
    assert isinstance(error, httpx.ReadTimeout)
    expected = f"no answer from http://{silent} for model 'llama3.2' within 0.05 s (read timeout)"
    assert str(error) == expected


@both_modes
def test_no_connection_in_time(flavour: str, stream: bool) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = []
        for _ in range(4):  # fills the queue of connections
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(address)
            waiting.append(one)
        timeout = httpx.Timeout(None, connect=0.1)
        error = failure(
            flavour,
            stream,
            f"127.0.0.1:{address[1]}",
            fault="no connection in time",
            timeout=timeout,
        )
        for one in waiting:
            one.close()
    assert type(error) is ollama.ConnectTimeout
    assert isinstance(error, TimeoutError)
    assert isinstance(error, httpx.ConnectTimeout)
    assert "within 0.1 s (connect timeout)" in str(error)


@both_modes
def test_no_free_connection_in_time(silent: str, flavour: str, stream: bool) -> None:
    settings = {
        "limits": httpx.Limits(max_connections=0),
        "timeout": httpx.Timeout(None, pool=0.05),
    }
    error = failure(flavour, stream, silent, **settings, fault="no free connection in time")
    assert type(error) is ollama.PoolTimeout
    assert isinstance(error, TimeoutError)
    assert isinstance(error, httpx.PoolTimeout)
    assert "within 0.05 s" in str(error)


@both_modes
@pytest.mark.parametrize("after", [0, 20])
def test_reset(shared: OllamaServer, flavour: str, stream: bool, after: int) -> None:
    shared.reset()
    shared.fault("reset", after=after, times=None)
    error = failure(flavour, stream, shared, fault=f"reset after {after} bytes")
    assert isinstance(error, ollama.DisconnectedError)
    assert isinstance(error, ConnectionError)
    assert isinstance(error, httpx.ReadError)


@both_modes
def test_redirects_without_end(shared: OllamaServer, flavour: str, stream: bool) -> None:
    shared.reset()
    headers = {"Location": "/api/chat"}
    shared.fault("respond", status=307, headers=headers, times=None)
    error = failure(flavour, stream, shared, fault="endless redirects")
    assert type(error) is ollama.RedirectError
    assert isinstance(error, ConnectionError)
    assert isinstance(error, httpx.TooManyRedirects)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_an_upload_that_is_redirected(shared: OllamaServer, flavour: str, tmp_path: Path) -> None:
    shared.reset()
    shared.fault("respond", status=307, headers={"Location": "/elsewhere"}, times=None)
    file = tmp_path / "blob"
    file.write_bytes(b"GGUF")
    error = call(flavour, "create_blob", file, at=shared).error
    assert isinstance(error, ollama.OllamaError), repr(error)
    assert_decent(error)


@both_modes
def test_a_header_that_cannot_be_sent(shared: OllamaServer, flavour: str, stream: bool) -> None:
    with pytest.raises(ValueError, match="'authorization' contains a control character") as raised:
        failure(flavour, stream, shared, headers={"authorization": "Bearer s3cret\nX: y"})
    assert "s3cret" not in str(raised.value) + repr(raised.value)


@both_modes
def test_a_stream_that_breaks_is_also_what_broke_it(
    shared: OllamaServer, flavour: str, stream: bool
) -> None:
    raw = CHUNKED + chunk(BEGUN) + b"zz\r\n"
    outcome = play(shared, raw, flavour, stream)
    error: Any = outcome.error
    assert isinstance(error, ollama.MalformedHTTPError)
    assert isinstance(error, ollama.IncompleteStreamError) is stream
    if stream:
        assert [piece.text for piece in outcome.items] == ["Hi"]
        assert error.partial == outcome.items
        assert error.status_code == 200
    assert_decent(error)


# ---------------------------------------------------------------------- content of errors


@both_modes
def test_what_an_error_of_the_server_tells(
    shared: OllamaServer, flavour: str, stream: bool
) -> None:
    body = b'{"error":"busy","signin_url":"https://example.com/in"}'
    more = b"Retry-After: 7\r\nX-Request-Id: r-1\r\n"
    error: Any = play(shared, with_status(b"429 X", body, more), flavour, stream).error
    assert type(error) is ollama.TooManyRequestsError
    assert error.args == ("busy",)
    assert (error.error, error.status_code) == ("busy", 429)
    assert (error.method, error.url) == ("POST", f"{shared.url}/api/chat")
    assert error.text == body.decode()
    assert error.body == json.loads(body)
    assert error.signin_url == "https://example.com/in"
    assert error.retry_after == 7
    assert error.request_id == "r-1"
    copy = pickle.loads(pickle.dumps(error))
    assert {**vars(error), "response": None} == vars(copy)


def test_a_date_to_retry_after(shared: OllamaServer) -> None:
    more = b"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"
    error: Any = play(shared, with_status(b"503 X", more=more), "sync", False).error
    assert error.retry_after == 0


@pytest.mark.parametrize("value", [b"soon", b"-1", b"1e400", b"9" * 400, b"nan"])
def test_a_time_to_retry_after_that_is_none(shared: OllamaServer, value: bytes) -> None:
    more = b"Retry-After: %s\r\n" % value
    error: Any = play(shared, with_status(b"503 X", more=more), "sync", False).error
    assert error.retry_after is None


@both_modes
@pytest.mark.parametrize("is_json", [True, False])
def test_a_long_error_is_shown_in_part(
    shared: OllamaServer, flavour: str, stream: bool, is_json: bool
) -> None:
    long = "x" * 10_000_000
    body = json.dumps({"error": long}) if is_json else long
    error: Any = play(shared, with_status(b"500 X", body.encode()), flavour, stream).error
    assert len(str(error)) < 1000
    assert len(repr(error)) < 1000
    assert error.body == ({"error": long} if is_json else long)
    assert error.text == body


@both_modes
def test_a_missing_model_is_to_be_pulled(shared: OllamaServer, flavour: str, stream: bool) -> None:
    shared.reset()
    error: Any = call(flavour, "chat", "lama3.2", "Hi", stream=stream, at=shared).error
    assert type(error) is ollama.NotFoundError
    assert error.args == ("model 'lama3.2' not found",)
    assert str(error).startswith("model 'lama3.2' not found (status code: 404)")
    assert str(error).endswith("`ollama pull lama3.2`, or did you mean 'llama3.2'?")
    # The request for the names is the SDK's, and must not use replies queued for the program.
    assert [request.path for request in shared.requests] == ["/api/chat"]


@both_modes
@pytest.mark.parametrize(
    ("asked", "meant"),
    [("qwen3", "qwen3:0.6b"), ("lama3.2:latest", "llama3.2"), ("qwen3:0.6", "qwen3:0.6b")],
)
def test_tags_of_a_name(asked: str, meant: str, flavour: str, stream: bool) -> None:
    with OllamaServer(models=["qwen3:0.6b", "llama3.2"]) as server:
        error: Any = call(flavour, "chat", asked, "Hi", stream=stream, at=server).error
    assert f"did you mean {meant!r}?" in str(error)


@both_modes
@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda server: server.fault("hang", route="/api/tags"), id="hangs"),
        pytest.param(
            lambda server: server.fault("close", times=None, route="/api/tags"), id="closes"
        ),
        pytest.param(
            lambda server: server.fault("respond", status=500, route="/api/tags"), id="fails"
        ),
        pytest.param(
            lambda server: server.fault("respond", data=b'{"models": 5}', route="/api/tags"),
            id="another shape",
        ),
    ],
)
def test_a_look_at_the_names_that_fails_changes_nothing(
    shared: OllamaServer,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Any,
    flavour: str,
    stream: bool,
) -> None:
    shared.reset()
    prepare(shared)
    monkeypatch.setattr(near, "LOOK_SECONDS", 0.1)
    error: Any = call(flavour, "chat", "lama3.2", "Hi", stream=stream, at=shared).error
    assert type(error) is ollama.NotFoundError
    assert str(error).endswith("(status code: 404): `ollama pull lama3.2`")


MISSING = b'{"error": "model \'lama3.2\' not found"}'


@both_modes
@pytest.mark.parametrize(
    "why", ["mocked", "hooks", "patched", "setting", "another server", "another 404"]
)
def test_no_request_that_nobody_expects(
    shared: OllamaServer, monkeypatch: pytest.MonkeyPatch, why: str, flavour: str, stream: bool
) -> None:
    shared.reset()
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(404, content=MISSING)

    async def hook(_: httpx.Request) -> None:
        pass

    client: dict[str, Any] = {}
    if why == "mocked":
        client["transport"] = httpx.MockTransport(answer)
    if why == "hooks":
        hooked = hook if flavour == "async" else (lambda request: None)
        client["event_hooks"] = {"request": [hooked]}
    if why == "patched":
        for kind in (httpx.Client, httpx.AsyncClient):
            monkeypatch.setattr(kind, "send", _spied(kind.send))
    if why == "setting":
        monkeypatch.setenv("OLLAMA_SPELLING_WARNINGS", "0")
    if why == "another server":
        shared.fault("respond", status=404, headers={"Server": "nginx"}, data=MISSING)
    if why == "another 404":
        shared.fault("respond", status=404, data=b'{"error": "not here"}')
    error: Any = call(
        flavour, "chat", "lama3.2", "Hi", stream=stream, at=shared, client=client
    ).error
    assert type(error) is ollama.NotFoundError
    assert "mean" not in str(error)
    assert asked + [request.path for request in shared.requests] == ["/api/chat"]


def _spied(send: Any) -> Any:
    def spy(*args: Any, **keywords: Any) -> Any:
        return send(*args, **keywords)

    return spy


# ---------------------------------------------------------------------- redirects


def redirect(server: OllamaServer, status: int, where: str) -> None:
    server.reset()
    server.fault("respond", status=status, headers={"Location": where}, route="/old/api/chat")


@both_modes
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_question_is_asked_again_where_the_same_host_redirects_it(
    shared: OllamaServer, flavour: str, stream: bool, status: int
) -> None:
    redirect(shared, status, "/api/chat")
    shared.reply("Hello!")
    asked = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=f"{shared.url}/old")
    assert "".join(piece.text for piece in asked.all) == "Hello!"


@both_modes
def test_an_error_tells_of_the_redirect_that_lost_the_question(
    shared: OllamaServer, flavour: str, stream: bool
) -> None:
    redirect(shared, 302, f"http://localhost:{shared.port}/api/chat")
    error: Any = call(
        flavour, "chat", "llama3.2", "Hi", stream=stream, at=f"{shared.url}/old"
    ).error
    assert isinstance(error, ollama.ResponseError)
    assert error.status_code in (404, 405)
    assert "redirected" in str(error)
    assert "302" in str(error)
    assert "GET" in str(error)
