"""Tests over real sockets of the limits of answers, and of where keys and headers are sent."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from ollama_client.errors import InvalidRequestError, ResponseTooLargeError

import ollama
from ollama import AsyncClient, Client, ResponseLimits

Answer = Callable[[BaseHTTPRequestHandler], "tuple[int, dict[str, str], bytes]"]
MIB = 1 << 20
LINE = b'{"model": "m", "message": {"role": "assistant", "content": "hi"}, "done": true}'
SMALL = ResponseLimits(line_bytes=1000, body_bytes=2000, error_bytes=100, nesting=5)


class Server(ThreadingHTTPServer):
    """Answers each request by calling a function, and records the headers."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.seen: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Do not report clients that hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append({name.lower(): value for name, value in self.headers.items()})
        status, headers, body = self.server.answer(self)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Do not log requests."""


Serve = Callable[[Answer], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(answer: Answer) -> Server:
            server = Server(answer)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return server

        yield start


def answering(headers: dict[str, str], body: bytes) -> Answer:
    """Return a function that gives the same answer to each request."""
    return lambda _: (200, headers, body)


def ask(flavour: str, stream: bool, url: str, **settings: Any) -> Any:
    """Chat with a server, and read the complete answer."""
    if flavour == "sync":
        with Client(url, **settings) as client:
            answer = client.chat("m", "q", stream=stream)
            return list(answer) if stream else answer

    async def main() -> Any:
        async with AsyncClient(url, **settings) as client:
            answer: Any = await client.chat("m", "q", stream=stream)
            return [piece async for piece in answer] if stream else answer

    return asyncio.run(main())


modes = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
flavours = pytest.mark.parametrize("flavour", ["sync", "async"])


# --- limits ---


def nested(depth: int) -> bytes:
    return LINE[:-1] + b', "x": ' + b"[" * depth + b'"[["' + b"]" * depth + b"}"


#: The body, its status, how often it is encoded, and a part of the error.
TOO_MUCH = {
    "line": (200, LINE.replace(b"hi", b"h" * 3000), 0, r"\((line|body)_bytes\)"),
    "bomb": (200, b" " * 10 * MIB, 1, r"\((line|body)_bytes\)"),
    "error": (500, b"e" * 101, 0, r"\(error_bytes\)"),
    "error that is a bomb": (500, b"e" * MIB, 1, r"\(error_bytes\)"),
    "nesting": (200, nested(6), 0, r"5 levels deep \(nesting\)"),
    "encoded twice": (200, LINE, 2, "more than once"),
}


@modes
@flavours
@pytest.mark.parametrize("case", TOO_MUCH.values(), ids=TOO_MUCH)
def test_more_than_the_limits_is_a_typed_error(
    case: Any, flavour: str, stream: bool, serve: Serve
) -> None:
    status, body, times, message = case
    headers = {"content-encoding": ", ".join(["gzip"] * times)} if times else {}
    for _ in range(times):
        body = gzip.compress(body)
    server = serve(lambda _: (status, headers, body))
    with pytest.raises(ResponseTooLargeError, match=message) as caught:
        ask(flavour, stream, server.url, response_limits=SMALL)
    assert isinstance(caught.value, ollama.ResponseError)
    assert caught.value.status_code == status


@pytest.mark.slow
@modes
@flavours
def test_what_is_within_the_limits_is_an_answer(flavour: str, stream: bool, serve: Serve) -> None:
    for body in (LINE, nested(4), LINE.replace(b"hi", b"h" * 900)):
        for encoding in ("gzip", "identity"):
            sent = gzip.compress(body) if encoding == "gzip" else body
            server = serve(answering({"content-encoding": encoding}, sent))
            assert ask(flavour, stream, server.url, response_limits=SMALL)


@pytest.mark.slow
@modes
def test_a_megabyte_that_becomes_a_gigabyte_is_refused_by_default(
    stream: bool, serve: Serve
) -> None:
    server = serve(lambda _: (200, {"content-encoding": "gzip"}, _gigabyte()))
    with pytest.raises(ResponseTooLargeError):
        ask("sync", stream, server.url)


def _gigabyte() -> bytes:
    import zlib

    packer = zlib.compressobj(wbits=31)
    return b"".join([*(packer.compress(b" " * MIB) for _ in range(1024)), packer.flush()])


def test_limits_are_not_silently_ignored() -> None:
    with pytest.raises(TypeError, match="cannot be used with a custom transport"):
        Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)), response_limits=SMALL)


def test_redirects_are_limited(serve: Serve) -> None:
    server = serve(lambda _: (307, {"location": "/again"}, b""))
    with pytest.raises(httpx.TooManyRedirects):
        ask("sync", False, server.url, max_redirects=3)
    assert len(server.seen) == 4


# --- keys ---

SECRET = {"x-api-key": "s3cret", "authorization": "Bearer s3cret"}


@modes
@flavours
def test_secret_headers_do_not_follow_a_redirect_to_another_host(
    flavour: str, stream: bool, serve: Serve
) -> None:
    other = serve(lambda _: (200, {}, LINE))
    elsewhere = other.url.replace("127.0.0.1", "localhost")
    first = serve(
        lambda it: (
            (307, {"location": f"{elsewhere}{it.path}"}, b"")
            if it.path == "/api/chat"
            else (200, {}, LINE)
        )
    )
    ask(flavour, stream, first.url, headers=SECRET, cookies={"c": "s3cret"})
    assert "s3cret" in str(first.seen)
    assert "s3cret" not in str(other.seen)
    assert other.seen[0]["content-type"] == "application/json"


def test_headers_follow_a_redirect_on_the_same_host(serve: Serve) -> None:
    server = serve(
        lambda it: (307, {"location": "/other"}, b"") if it.path == "/api/chat" else (200, {}, LINE)
    )
    ask("sync", False, server.url, headers=SECRET)
    assert server.seen[1]["x-api-key"] == "s3cret"


@flavours
def test_web_search_sends_its_own_headers_alone(
    flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        key = "results" if "web_search" in request.url.path else "models"
        return httpx.Response(200, json={key: []})

    settings: Any = {
        "transport": httpx.MockTransport(answer),
        "headers": {"x-api-key": "s3cret"},
        "cookies": {"c": "s3cret"},
    }
    host = "http://ada:s3cret@127.0.0.1"
    if flavour == "sync":
        Client(host, **settings).web_search("q", extra_headers={"x-mine": "1"})
        Client(host, **settings).list()
    else:
        asyncio.run(AsyncClient(host, **settings).web_search("q", extra_headers={"x-mine": "1"}))
        asyncio.run(AsyncClient(host, **settings).list())
    assert seen[0]["authorization"] == "Bearer key", "the key, not the password of another host"
    assert seen[0]["x-mine"] == "1"
    assert not {"x-api-key", "cookie"} & seen[0].keys()
    assert seen[1]["authorization"].startswith("Basic ")


@pytest.mark.parametrize("value", ["Bearer s3cret\nx", "s3cret\r\ny: z", b"s3cret\n", "s3cret\0"])
def test_no_error_shows_a_header_with_a_line_break(value: Any) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: Client(headers={"authorization": value}).list(),
        lambda: Client().list(extra_headers={"authorization": value}),
    ]
    for call in calls:
        with pytest.raises(InvalidRequestError, match="contains a control character") as caught:
            call()
        assert "s3cret" not in str(caught.value)


def test_key_of_the_environment_with_a_line_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "s3\ncret")
    with pytest.raises(InvalidRequestError, match="authorization") as caught:
        Client().list()
    assert "cret" not in str(caught.value)


# --- numbers ---


@modes
@flavours
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_lacks_are_refused(flavour: str, stream: bool, number: float) -> None:
    client: Any = Client() if flavour == "sync" else AsyncClient()

    def call(**given: Any) -> None:
        made = client.chat("m", "q", stream=stream, **given)
        if flavour == "async":
            asyncio.run(made)

    cases: dict[str, Any] = {
        r"options\.temperature": {"options": {"temperature": number}},
        r"options\.top_p": {"options": ollama.Options(top_p=number)},
        "keep_alive": {"keep_alive": number},
        r"extra_body\.x\[1\]": {"extra_body": {"x": [1, number]}},
    }
    for place, given in cases.items():
        with pytest.raises(InvalidRequestError, match=f"^{place}: expected a finite number"):
            call(**given)
