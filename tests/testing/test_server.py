"""The life of a server, and HTTP itself: everything that does not depend on a route."""

import contextlib
import http.client
import json
import socket
import threading
import time

import httpx
import pytest

from ollama.testing import OllamaServer, _http
from tests.patience import LONG, PATIENCE


def raw(server: OllamaServer, data: bytes) -> bytes:
    """Send bytes, and return everything that is received until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(data)
        return b"".join(iter(lambda: client.recv(65536), b""))


def chat_body(text: str = "hi", **more) -> bytes:
    body = {"model": "llama3.2", "messages": [{"role": "user", "content": text}], **more}
    return json.dumps(body).encode()


def open_chat(server: OllamaServer, **more) -> socket.socket:
    """Send a chat request on a bare socket and return it."""
    body = chat_body(**more)
    head = f"POST /api/chat HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: {len(body)}\r\n\r\n"
    client = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    client.sendall(head.encode() + body)
    return client


def test_a_server_binds_a_free_loopback_port_and_tells_its_address():
    with OllamaServer() as one, OllamaServer() as two:
        assert one.port != two.port
        assert one.url == f"http://127.0.0.1:{one.port}"
        assert one.host == f"127.0.0.1:{one.port}"


def test_a_server_that_does_not_run_has_no_address():
    server = OllamaServer()
    for attribute in ("url", "host", "port"):
        with pytest.raises(RuntimeError, match="not running"):
            getattr(server, attribute)


def test_starting_twice_is_an_error_and_stopping_twice_is_not():
    server = OllamaServer().start()
    try:
        with pytest.raises(RuntimeError, match="already running"):
            server.start()
    finally:
        server.stop()
    server.stop()


def test_a_stopped_server_can_start_again_and_keeps_its_models():
    server = OllamaServer()
    with server:
        server.add_model("mine")
    with server:
        got = httpx.get(f"{server.url}/api/tags", trust_env=False, timeout=PATIENCE)
    models = got.json()["models"]
    assert models[0]["name"] == "mine:latest"


def test_a_taken_port_is_an_oserror_and_leaves_nothing_behind():
    with OllamaServer() as first, pytest.raises(OSError):
        OllamaServer(port=first.port).start()


def test_an_ipv6_server_writes_its_address_in_brackets():
    try:
        with OllamaServer("::1") as server:
            assert server.url.startswith("http://[::1]:")
            response = httpx.get(f"{server.url}/api/version", trust_env=False, timeout=PATIENCE)
    except OSError:
        pytest.skip("no IPv6 loopback here")
    assert response.status_code == 200


def test_start_and_stop_leave_no_thread():
    before = set(threading.enumerate())
    for _ in range(5):
        with OllamaServer() as server:
            idle = http.client.HTTPConnection(server.host)
            idle.request("GET", "/api/version")
            idle.getresponse().read()
            unused = socket.create_connection(("127.0.0.1", server.port))
        idle.close()
        unused.close()
    assert set(threading.enumerate()) == before


def test_stop_ends_a_stream_that_is_still_being_sent():
    server = OllamaServer().start()
    server.reply(**LONG)
    with open_chat(server) as client:
        client.recv(65536)
        server.stop()
        assert server.requests[0].wait(PATIENCE)
        with contextlib.suppress(ConnectionError):
            while client.recv(65536):
                pass
    assert server.requests[0].aborted


def test_stop_ends_a_stream_nobody_reads():
    server = OllamaServer().start()
    server.reply(chunks=["word " * 1000] * 20_000)
    with open_chat(server):
        assert server.wait_for_requests(1, PATIENCE)
        time.sleep(0.1)  # usually enough to fill the buffers
        server.stop()
        assert server.requests[0].wait(PATIENCE)


# -- framing -------------------------------------------------------------------------------------


def test_a_connection_serves_many_requests(server: OllamaServer):
    connection = http.client.HTTPConnection(server.host)
    connection.connect()
    local = connection.sock.getsockname()
    for _ in range(3):
        connection.request("POST", "/api/chat", chat_body())
        assert connection.getresponse().read().endswith(b"\n")
        assert connection.sock.getsockname() == local
    connection.close()
    assert len(server.requests) == 3


def test_a_stream_is_chunked_with_one_line_per_chunk(server: OllamaServer):
    body = chat_body("one two")
    head = f"POST /api/chat HTTP/1.1\r\nHost: x.local\r\nContent-Length: {len(body)}\r\n"
    answer = raw(server, head.encode() + b"Connection: close\r\n\r\n" + body)
    header, _, rest = answer.partition(b"\r\n\r\n")
    assert header.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Transfer-Encoding: chunked" in header
    chunks = []
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        chunks.append(rest[: int(size, 16)])
        assert rest[int(size, 16) :][:2] == b"\r\n"
        rest = rest[int(size, 16) + 2 :]
    assert chunks.pop() == b""
    assert [json.loads(chunk)["message"]["content"] for chunk in chunks] == [
        "You",
        " said:",
        " one",
        " two",
        "",
    ]
    assert all(chunk.endswith(b"\n") and chunk.count(b"\n") == 1 for chunk in chunks)


def test_an_http_1_0_client_gets_the_stream_unframed(server: OllamaServer):
    body = chat_body("one")
    head = f"POST /api/chat HTTP/1.0\r\nContent-Length: {len(body)}\r\n\r\n"
    header, _, rest = raw(server, head.encode() + body).partition(b"\r\n\r\n")
    assert b"chunked" not in header
    assert json.loads(rest.split(b"\n")[-2])["done"] is True


def test_a_chunked_request_body_is_read(server: OllamaServer, http: httpx.Client):
    body = chat_body(stream=False)
    response = http.post("/api/chat", content=iter([body[:5], body[5:20], body[20:]]))
    assert response.json()["message"]["content"] == "You said: hi"
    assert server.requests[0].headers["transfer-encoding"] == "chunked"
    assert server.requests[0].body == body


def test_expect_continue_is_answered_before_the_body(server: OllamaServer):
    body = chat_body(stream=False)
    head = (
        f"POST /api/chat HTTP/1.1\r\nHost: {server.host}\r\nExpect: 100-continue\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(head.encode())
        assert client.recv(100).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(body)
        assert client.recv(100).startswith(b"HTTP/1.1 200")


def test_two_pipelined_requests_are_answered_in_order(server: OllamaServer):
    server.reply("first", delay=0.05)
    server.reply("second")
    body = chat_body(stream=False)
    head = f"POST /api/chat HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: {len(body)}\r\n"
    request = head.encode() + b"\r\n" + body
    last = head.encode() + b"Connection: close\r\n\r\n" + body
    answer = raw(server, request + last)
    assert answer.index(b"first") < answer.index(b"second")
    assert not any(request.aborted for request in server.requests)


@pytest.mark.parametrize(
    "data",
    [
        b"rubbish\r\n\r\n",
        b"GET / SPDY/3\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
        b"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET api HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /v1/models/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"G@T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_a_400(server: OllamaServer, data: bytes):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(data)
        assert client.recv(100).startswith(b"HTTP/1.1 400 Bad Request\r\n")


@pytest.mark.parametrize(
    ("header", "status"),
    [("Transfer-Encoding: gzip", b"501 Not Implemented"), ("A: b\r\n" * 300 + "A: b", b"431 ")],
)
def test_what_http_allows_but_nobody_sends_has_its_own_status(
    server: OllamaServer, header: str, status: bytes
):
    answer = raw(server, f"GET / HTTP/1.1\r\nHost: {server.host}\r\n{header}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 " + status)


def test_a_size_that_is_only_a_promise_costs_nothing(server: OllamaServer, http: httpx.Client):
    head = f"POST /api/chat HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: {10**15}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        client.sendall(head.encode() + b"{")
    assert http.get("/api/version").status_code == 200


@pytest.mark.parametrize("start", [b"rubbish\r\n", b"GET / HTTP/1.0\r\n\r\n"])
def test_an_answer_is_not_lost_by_a_reset_when_bytes_stay_unread(server, start: bytes):
    answer = raw(server, start + b"x" * 20_000_000)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 200 "))


def test_a_client_that_leaves_in_the_middle_of_its_request_disturbs_nobody(
    server: OllamaServer, http: httpx.Client, capfd: pytest.CaptureFixture[str]
):
    for data in (b"POST /api/ch", b"POST /api/chat HTTP/1.1\r\nContent-Length: 90\r\n\r\n{"):
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(data)
    assert http.get("/api/version").status_code == 200
    assert capfd.readouterr() == ("", "")


# -- going away ----------------------------------------------------------------------------------


def test_a_client_that_goes_away_between_two_chunks_is_noticed_at_once(
    server: OllamaServer, capfd: pytest.CaptureFixture[str]
):
    server.reply(chunks=["a", "b"], delay=2 * PATIENCE)
    open_chat(server).close()
    assert server.wait_for_requests(1, PATIENCE)
    request = server.requests[0]
    assert request.wait(PATIENCE)
    assert request.aborted
    assert capfd.readouterr() == ("", "")


def test_a_client_that_goes_away_during_a_stream_is_noticed(server: OllamaServer):
    server.reply(**LONG)
    with open_chat(server) as client:
        client.recv(4096)
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted


def test_a_client_that_stops_reading_a_fast_stream_is_noticed(server: OllamaServer):
    server.reply(chunks=["word " * 100] * 200_000)
    with open_chat(server) as client:
        client.recv(4096)
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted


def test_a_client_that_goes_away_before_a_whole_answer_is_noticed(server: OllamaServer):
    server.reply("late", delay=2 * PATIENCE)
    open_chat(server, stream=False).close()
    assert server.wait_for_requests(1, PATIENCE)
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted


def test_a_request_that_got_its_answer_is_not_aborted(server: OllamaServer, post):
    post("/api/chat", model="llama3.2", messages=[{"role": "user", "content": "hi"}])
    assert server.requests[0].wait(PATIENCE)
    assert not server.requests[0].aborted
    assert server.requests[0].status == 200


def test_a_request_that_waits_is_not_done(server: OllamaServer):
    server.reply("late", delay=2 * PATIENCE)
    with open_chat(server):
        assert server.wait_for_requests(1, PATIENCE)
        assert not server.requests[0].wait(0.05)
        assert not server.requests[0].done
    assert not server.wait_for_requests(2, timeout=0.05)


def test_bodies_are_bounded(server: OllamaServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_http, "MAX_BODY_BYTES", 10)
    head = b"POST /api/chat HTTP/1.1\r\nHost: x\r\n"
    for rest in (
        b"Content-Length: 11\r\n\r\n",
        b"Content-Length: " + b"9" * 30_000 + b"\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
            client.sendall(head + rest)
            assert client.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_connections_are_bounded(server: OllamaServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_http, "MAX_CONNECTIONS", 1)
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as first:
        first.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"200" in first.recv(65536)
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as second:
            assert second.recv(65536).startswith(b"HTTP/1.1 503 ")
        assert server.url


# -- routing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nope", "/api", "/api/chat/x", "/v1/images/generations"])
def test_an_unknown_path_is_a_plain_404(http: httpx.Client, path: str):
    response = http.get(path)
    assert (response.status_code, response.text) == (404, "404 page not found")
    assert response.headers["content-type"] == "text/plain"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/chat"), ("POST", "/api/tags"), ("DELETE", "/"), ("HEAD", "/api/ps")],
)
def test_a_wrong_verb_is_a_plain_405(http: httpx.Client, method: str, path: str):
    response = http.request(method, path)
    assert response.status_code == 405
    assert method not in response.headers["allow"].split(", ")
    assert response.text == ("" if method == "HEAD" else "405 method not allowed")


def test_a_trailing_slash_redirects(http: httpx.Client):
    response = http.get("/api/tags/?a=b")
    assert (response.status_code, response.headers["location"]) == (301, "/api/tags?a=b")
    response = http.post("/api/chat/", json={})
    assert (response.status_code, response.headers["location"]) == (307, "/api/chat")
    response = http.get("/v1/models/a%20b%2F")
    assert (response.status_code, response.headers["location"]) == (301, "/v1/models/a%20b")
    assert http.get("/api/chat/").status_code == 404


def test_head_has_the_headers_of_get_and_no_body(http: httpx.Client):
    for path in ("/", "/api/version", "/api/tags"):
        got, headed = http.get(path), http.head(path)
        assert headed.status_code == 200
        assert headed.content == b""
        for name in ("content-type", "content-length"):
            assert headed.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    "host", ["evil.example.com", "8.8.8.8", "notlocalhost", "[2606:4700::1]", "["]
)
def test_a_foreign_host_header_is_refused_with_an_empty_403(http: httpx.Client, host: str):
    response = http.get("/api/version", headers={"Host": host})
    assert (response.status_code, response.content) == (403, b"")


@pytest.mark.parametrize(
    "host", ["localhost:1234", "box.local", "127.0.0.9", "[::1]:80", "10.1.2.3"]
)
def test_a_local_host_header_is_accepted(http: httpx.Client, host: str):
    assert http.get("/api/version", headers={"Host": host}).status_code == 200


def test_a_foreign_origin_is_refused_and_a_local_one_allowed(http: httpx.Client):
    for origin in ("https://evil.example.com", "http://["):
        refused = http.get("/api/version", headers={"Origin": origin})
        assert (refused.status_code, refused.content) == (403, b"")
    for origin in ("http://localhost:3000", "app://obsidian"):
        allowed = http.get("/api/version", headers={"Origin": origin})
        assert allowed.headers["access-control-allow-origin"] == origin
    asked = http.options("/api/chat", headers={"Origin": "http://localhost:3000"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]


# -- recording -----------------------------------------------------------------------------------


def test_requests_are_recorded_as_sent(server: OllamaServer, http: httpx.Client):
    http.post("/api/show?a=1&a=2", json={"model": "llama3.2"}, headers={"X-Mine": "yes"})
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/show")
    assert request.query == {"a": ["1", "2"]}
    assert request.headers["x-MINE"] == "yes"
    assert "x-mine" in request.headers
    assert dict(request.headers)["X-Mine"] == "yes"
    assert request.json == {"model": "llama3.2"}
    assert request.body == b'{"model":"llama3.2"}'
    assert repr(request) == "<POST /api/show 200>"


def test_the_list_of_requests_is_the_callers_own(server: OllamaServer, http: httpx.Client):
    http.get("/")
    server.requests.clear()
    assert len(server.requests) == 1
    server.reset()
    assert server.requests == []


def test_many_clients_at_once_are_all_served_and_recorded(server: OllamaServer):
    def ask(number: int) -> None:
        body = chat_body(f"number {number}", stream=False)
        url = f"{server.url}/api/chat"
        got = httpx.post(url, content=body, trust_env=False, timeout=PATIENCE)
        texts[number] = got.json()

    texts: dict[int, dict] = {}
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: t["message"]["content"] for n, t in texts.items()} == {
        number: f"You said: number {number}" for number in range(16)
    }
    assert len(server.requests) == 16
