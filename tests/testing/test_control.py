"""The routes below /_testing: scripts, faults and requests, for programs in any language."""

import json

import httpx
import pytest

from ollama.testing import OllamaServer
from ollama.testing._control import run_script

CHAT = {"model": "llama3.2", "messages": [{"role": "user", "content": "Hi"}], "stream": False}


@pytest.fixture
def script(http: httpx.Client):
    """Post a script, and return the number of pending outcomes."""

    def send(*steps):
        got = http.post("/_testing/script", content=json.dumps(steps))
        assert got.status_code == 200, got.text
        return got.json()["pending"]

    return send


def test_it_says_what_it_is_and_what_can_be_asked(http: httpx.Client):
    said = http.get("/_testing").json()
    assert "not a real Ollama" in said["server"]
    assert "POST /_testing/script" in said["routes"]
    assert {"reply", "fault", "add_model"} < set(said["actions"])
    assert "llama3.2:latest" in said["models"]


def test_replies_are_scripted(script, post):
    assert script({"reply": "One."}, {"reply": {"text": "Two.", "times": 2}}) == 3
    said = [post("/api/chat", **CHAT).json()["message"]["content"] for _ in range(3)]
    assert said == ["One.", "Two.", "Two."]


def test_tool_calls_and_chunks_are_scripted(script, post, lines):
    script({"reply": {"tool_calls": [{"name": "add", "arguments": {"a": 1}}]}})
    (call,) = post("/api/chat", **CHAT).json()["message"]["tool_calls"]
    assert call["function"]["name"] == "add"
    script({"reply": {"chunks": ["fo", "ur"]}})
    parts = lines("/api/chat", **{**CHAT, "stream": True})
    assert [part["message"]["content"] for part in parts] == ["fo", "ur", ""]


def test_failures_and_faults_are_scripted(script, post):
    script({"fail": {"status": 503, "message": "busy", "route": "/api/chat"}})
    got = post("/api/chat", **CHAT)
    assert (got.status_code, got.json()) == (503, {"error": "busy"})
    script({"fault": {"kind": "respond", "status": 502, "data": "<html>bad</html>"}})
    assert post("/api/chat", **CHAT).text == "<html>bad</html>"
    script({"fault": "close"})
    with pytest.raises(httpx.RemoteProtocolError):
        post("/api/chat", **CHAT)


def test_faults_do_not_befall_the_control_route(script, http: httpx.Client):
    script({"fault": {"kind": "close", "times": None}}, {"fail": {"status": 500, "message": "x"}})
    assert http.get("/_testing").json()["pending"] == 2
    assert http.post("/_testing/reset").json() == {"pending": 0}
    assert http.get("/api/version").status_code == 200


def test_models_are_added(script, http: httpx.Client):
    script({"add_model": "mine"}, {"add_model": {"name": "eye", "capabilities": ["vision"]}})
    names = [model["name"] for model in http.get("/api/tags").json()["models"]]
    assert {"mine:latest", "eye:latest"} < set(names)


def test_what_was_asked_is_read(server: OllamaServer, http: httpx.Client, post):
    post("/api/chat", **CHAT)
    http.post("/api/blobs/sha256:1?x=1", content=b"\xff\x00", headers={"X-Mine": "yes"})
    http.post("/api/chat", content="not JSON")
    first, second, third = http.get("/_testing/requests?count=3&timeout=2").json()
    assert (first["method"], first["path"], first["status"]) == ("POST", "/api/chat", 200)
    assert first["json"] == CHAT
    assert second["base64"] == "/wA="
    assert second["query"] == {"x": ["1"]}
    assert {name.lower(): it for name, it in second["headers"].items()}["x-mine"] == "yes"
    assert third["text"] == "not JSON"
    assert len(server.requests) == 3  # Without the requests to the test server itself.


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("nonsense", "a script must be JSON"),
        ("3", "step 1: expected an object with one key, got 3"),
        ('{"reply": "a", "cut": {}}', "step 1: expected an object with one key"),
        ('[{"reply": "a"}, {"replay": "b"}]', "step 2: expected one of reply, fail"),
        ('{"reply": {"txt": "a"}}', "step 1: reply: got an unexpected keyword argument 'txt'"),
        ('{"reply": {"text": 3}}', "step 1: reply: the texts of a reply must be str, got 3"),
        ('{"reply": {"text": "a", "route": "/x"}}', "step 1: reply: route must be one of"),
        ('{"fail": {"status": 200, "message": "m"}}', "status must be between 400 and 599"),
        ('{"fault": "smoke"}', "kind must be one of"),
        ('{"add_model": "a b"}', "step 1: add_model: "),
    ],
)
def test_mistakes_are_told_and_nothing_is_done(
    server: OllamaServer, http: httpx.Client, body: str, told: str
):
    got = http.post("/_testing/script", content=body)
    assert got.status_code == 400
    assert told in got.json()["error"]
    assert server.pending == 0


def test_a_script_may_have_one_step_a_line(server: OllamaServer):
    run_script(server, '{"reply": "a"}\n\n{"reply": "b"}\n')
    assert server.pending == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_testing/nothing", 404),
        ("GET", "/_testing/script", 405),
        ("GET", "/_testing/requests?count=many", 400),
        ("GET", "/_testings", 404),
    ],
)
def test_other_requests_are_refused(http: httpx.Client, method: str, path: str, status: int):
    assert http.request(method, path).status_code == status


def test_pages_of_others_do_not_control_it(http: httpx.Client):
    got = http.post("/_testing/reset", headers={"Origin": "https://evil.example"})
    assert got.status_code == 403


def test_a_delay_for_all_texts(post, lines):
    with OllamaServer(delay=0.02) as server, httpx.Client(base_url=server.url) as slow:
        slow.post("/api/chat", json={**CHAT, "stream": True})
        server.reply("x", delay=0.001)
        took = slow.post("/api/chat", json=CHAT).elapsed.total_seconds()
        own = slow.post("/api/chat", json=CHAT).elapsed.total_seconds()
    assert own >= 0.02
    assert took >= 0
    with pytest.raises(ValueError, match="delay must be 0 or more"):
        OllamaServer(delay=-1)
