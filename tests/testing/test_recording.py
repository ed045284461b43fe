"""Exchanges with a server, which are recorded once and replayed without it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

import ollama
from ollama.testing import OllamaServer
from ollama.testing._exchanges import redacted
from tests.patience import PATIENCE


@pytest.fixture
def real() -> Iterator[OllamaServer]:
    """The recorded server."""
    with OllamaServer() as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chat.jsonl"


@pytest.fixture
def recorded(real: OllamaServer, file: Path) -> Iterator[httpx.Client]:
    """A client of the recording server."""
    with OllamaServer(record=file, target=real.url) as server, client_of(server) as http:
        yield http


def client_of(server: OllamaServer) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=PATIENCE, trust_env=False, verify=False)


def chat(text: str = "Hi", **more: Any) -> dict[str, Any]:
    return {"model": "llama3.2", "messages": [{"role": "user", "content": text}], **more}


def test_what_was_recorded_is_replayed_to_the_byte(
    real: OllamaServer, recorded: httpx.Client, file: Path
):
    asked = [
        ("GET", "/api/tags", None),
        ("POST", "/api/chat", chat()),
        ("POST", "/api/chat", chat(stream=False)),
        ("POST", "/v1/chat/completions", chat(stream=True)),
        ("POST", "/api/show", {"model": "nope"}),
        ("HEAD", "/", None),
    ]
    before = [recorded.request(method, path, json=body) for method, path, body in asked]
    paths = [request.path for request in real.requests]
    assert paths == [path for _, path, _ in asked]
    real.stop()
    with OllamaServer(replay=file) as server, client_of(server) as http:
        for (method, path, body), one in zip(asked, before, strict=True):
            again = http.request(method, path, json=body)
            assert (again.status_code, again.content) == (one.status_code, one.content)
            assert again.headers["content-type"] == one.headers["content-type"]


class Slow(BaseHTTPRequestHandler):
    """Sends a piece when the piece before has been read."""

    pieces = (b'{"message": {"content": "one "}}\n', b'{"message": {"content": "two', b'"}}\n{}\n')
    read = threading.Semaphore(1)
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for piece in [*self.pieces, b""]:
            assert self.read.acquire(timeout=PATIENCE)
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

    def log_message(self, *_: Any):
        pass


@pytest.fixture
def slow() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_streams_keep_their_pieces(slow: str, file: Path):
    recording = OllamaServer(record=file, target=slow)
    with (
        recording as server,
        client_of(server) as http,
        http.stream("POST", "/api/chat", json=chat()) as response,
    ):
        for piece in response.iter_raw():
            assert piece in Slow.pieces
            Slow.read.release()
    (line,) = file.read_text().splitlines()[1:]
    pieces = json.loads(line)["response"]["pieces"]
    assert tuple(piece.encode() for piece in pieces) == Slow.pieces
    server = OllamaServer(replay=file)
    with server, client_of(server) as http, http.stream("POST", "/api/chat", json=chat()) as again:
        assert "".join(piece.decode() for piece in again.iter_raw()) == "".join(pieces)


def test_pieces_come_on_as_they_arrive(real: OllamaServer, recorded: httpx.Client):
    real.reply(chunks=["one "] * 1000, delay=0.05)
    with recorded.stream("POST", "/api/chat", json=chat()) as response:
        lines = response.iter_lines()
        first = next(lines)
        assert not real.requests[0].done
    assert json.loads(first)["message"]["content"] == "one "
    assert real.requests[0].wait()  # the real server notices when the client disconnects
    assert real.requests[0].aborted


def test_answers_to_one_request_come_in_their_order(
    real: OllamaServer, recorded: httpx.Client, file: Path
):
    real.reply("one")
    real.reply("two")
    with ollama.Client(str(recorded.base_url)) as client:
        for _ in range(2):
            client.chat(**chat())
    with OllamaServer(replay=file) as server, ollama.Client(server.url) as client:
        said = [client.chat(**chat()).message.content for _ in range(3)]
    assert said == ["one", "two", "two"]


def test_keys_may_come_in_another_order(recorded: httpx.Client, file: Path):
    recorded.post("/api/chat", json=chat(stream=False))
    with OllamaServer(replay=file) as server, client_of(server) as http:
        body = dict(reversed(chat(stream=False).items()))
        assert http.post("/api/chat", json=body).status_code == 200


def test_a_broken_stream_breaks_again(real: OllamaServer, recorded: httpx.Client, file: Path):
    real.cut(after=2)
    with pytest.raises(httpx.RemoteProtocolError):
        recorded.post("/api/chat", json=chat())
    server = OllamaServer(replay=file)
    with server, client_of(server) as http, pytest.raises(httpx.RemoteProtocolError):
        http.post("/api/chat", json=chat())


def test_bodies_that_are_not_text(real: OllamaServer, recorded: httpx.Client, file: Path):
    sound = {"file": ("a.wav", b"RIFF\xff\xfe", "audio/wav")}
    form = {"data": {"model": "gemma3"}, "files": sound}
    before = recorded.post("/v1/audio/transcriptions", **form)
    real.fault("respond", data=b"\xff\x00\xfe")
    assert recorded.get("/api/tags").content == b"\xff\x00\xfe"
    with OllamaServer(replay=file) as server, client_of(server) as http:
        # The boundary of a form is different each time.
        assert http.post("/v1/audio/transcriptions", **form).content == before.content
        assert http.get("/api/tags").content == b"\xff\x00\xfe"
        other = {**form, "data": {"model": "qwen3"}}
        assert http.post("/v1/audio/transcriptions", **other).status_code == 501


SECRET = "sk-0123456789"


def test_secrets_reach_the_server_and_not_the_file(
    real: OllamaServer, recorded: httpx.Client, file: Path
):
    headers = {"Authorization": f"Bearer {SECRET}", "Cookie": "session=cookie-value-1"}
    asked = chat(f"My key is {SECRET}.", stream=False, api_key="another-key")
    before = recorded.post(f"/api/chat?token={SECRET}", json=asked, headers=headers)
    assert SECRET in before.text  # The model repeats the prompt.
    (sent,) = real.requests
    assert sent.headers["authorization"] == f"Bearer {SECRET}"
    kept = file.read_text()
    for secret in (SECRET, "cookie-value-1", "another-key"):
        assert secret not in kept
    with OllamaServer(replay=file) as server, client_of(server) as http:
        again = http.post(f"/api/chat?token={SECRET}", json=asked, headers=headers)
    assert again.status_code == 200
    assert "My key is [redacted]." in again.json()["message"]["content"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"api_key": "abc", "n": 1}', '{"api_key": "[redacted]", "n": 1}'),
        ('{"OPENAI_API_KEY":"a\\"bc"}', '{"OPENAI_API_KEY":"[redacted]"}'),
        ('{"access_token":"abc"}', '{"access_token":"[redacted]"}'),
        ('"{\\"password\\": \\"abc\\"}"', '"{\\"password\\": \\"[redacted]\\"}"'),
        ("https://x/?a=1&key=abc&b=2", "https://x/?a=1&key=[redacted]&b=2"),
        ("https://x/?name=h\\u0026key=abc", "https://x/?name=h\\u0026key=[redacted]"),
        ('{"token":"Hello","max_tokens":3}', '{"token":"Hello","max_tokens":3}'),
        ('{"password": {"type": "string"}}', '{"password": {"type": "string"}}'),
    ],
)
def test_what_counts_as_a_secret(text: str, expected: str):
    assert redacted([text.encode()]) == [expected.encode()]


def test_a_secret_may_lie_across_pieces():
    pieces = [b"my hun", b"ter", b"2ab and ", b"hunter2ab"]
    assert redacted(pieces, [b"hunter2ab"]) == [b"my [redacted]", b"", b" and ", b"[redacted]"]


def test_a_request_that_was_not_recorded_names_what_differs(recorded: httpx.Client, file: Path):
    recorded.post("/api/chat", json=chat("Hello", options={"seed": 1, "top_k": 3}))
    recorded.post("/api/chat", json={"model": "qwen3"})
    recorded.get("/api/tags")
    with OllamaServer(replay=file) as server, client_of(server) as http:
        got = http.post("/api/chat", json=chat("Hi", options={"seed": 1}, think=True))
        assert got.status_code == 501
        said = got.json()["error"]
        assert said.startswith("not recorded in chat.jsonl: POST /api/chat, whose nearest recorded")
        assert 'json.messages[0].content: got "Hi", recorded "Hello"' in said
        assert "json.options.top_k: got nothing, recorded 3" in said
        assert "json.think: got true, recorded nothing" in said
        other = http.get("/api/ps").json()["error"]
    assert other.endswith("GET /api/ps; the recording has GET /api/tags, POST /api/chat")


def test_scripts_and_faults_come_before_a_recording(recorded: httpx.Client, file: Path):
    recorded.get("/api/tags")
    with OllamaServer(replay=file) as server, client_of(server) as http:
        server.fail(503, "busy")
        assert http.get("/api/tags").status_code == 503
        assert http.get("/api/tags").status_code == 200
        assert http.get("/_testing").status_code == 200


def test_a_server_that_cannot_be_reached_is_told(real: OllamaServer, recorded, file: Path):
    real.stop()
    got = recorded.get("/api/tags")
    assert got.status_code == 502
    assert got.json()["error"].startswith("cannot record http://127.0.0.1:")
    assert len(file.read_text().splitlines()) == 1


def test_what_cannot_be_used_is_told(tmp_path: Path):
    bad = tmp_path / "bad.jsonl"
    for text, told in [
        ("", "bad.jsonl:1: not JSON"),
        ('{"a": 1}', 'bad.jsonl:1: a recording must begin with {"ollama_testing": 1}'),
        ('{"ollama_testing": 1}\n[]', "bad.jsonl:2: expected a JSON object"),
        ('{"ollama_testing": 1}\n{}', "bad.jsonl:2: not a recorded exchange"),
    ]:
        bad.write_text(text)
        with pytest.raises(ValueError) as caught:
            OllamaServer(replay=bad)
        assert told in str(caught.value)
    with pytest.raises(FileNotFoundError):
        OllamaServer(replay=tmp_path / "none")
    with pytest.raises(ValueError, match="record and target"):
        OllamaServer(record=bad)
    with pytest.raises(ValueError, match="cannot be used together"):
        OllamaServer(record=bad, target="http://x", replay=bad)


def test_the_password_of_the_target_is_not_in_the_file(file: Path):
    server = OllamaServer(record=file, target="http://ada:hunter2@gpu-box:11434")
    server.stop()
    assert "hunter2" not in file.read_text()
    assert "gpu-box" in file.read_text()
