"""Scripted replies: texts and failures that a test can define."""

import json
import time

import httpx
import pytest

from ollama.testing import Failure, OllamaServer, Reply
from tests.patience import PATIENCE

from .conftest import user

ASK = {"model": "llama3.2", "messages": user("hi")}


def content(response: httpx.Response) -> str:
    return response.json()["message"]["content"]


def text_of(lines: list[dict]) -> str:
    return "".join(line["message"]["content"] for line in lines)


# -- replies -------------------------------------------------------------------------------------


def test_replies_are_used_in_order_and_then_the_server_answers_itself(server, post):
    server.reply("one")
    server.reply("two")
    assert server.pending == 2
    got = [content(post("/api/chat", **ASK, stream=False)) for _ in range(3)]
    assert got == ["one", "two", "You said: hi"]
    assert server.pending == 0


def test_a_reply_without_a_limit_waits_for_those_with_one(server, post):
    server.reply("usual", times=None)
    server.reply("one")
    server.fail(503, "busy")
    got = [post("/api/chat", **ASK, stream=False) for _ in range(4)]
    assert [it.status_code for it in got] == [200, 503, 200, 200]
    assert [content(it) for it in (got[0], *got[2:])] == ["one", "usual", "usual"]


def test_a_reply_streams_word_by_word_or_in_the_given_chunks(server, lines):
    server.reply("one  two\nthree ")
    got = lines("/api/chat", **ASK)
    assert [line["message"]["content"] for line in got] == ["one", "  two", "\nthree", " ", ""]
    server.reply(chunks=["a", "", "b c"])
    got = lines("/api/chat", **ASK)
    assert [line["message"]["content"] for line in got] == ["a", "", "b c", ""]


def test_an_empty_reply_is_empty(server, lines):
    server.reply("")
    (last,) = lines("/api/chat", **ASK)
    assert last["done"] is True
    assert "eval_count" not in last


def test_text_and_chunks_must_agree(server: OllamaServer):
    server.reply("ab", chunks=["a", "b"])
    with pytest.raises(ValueError, match="chunks must join to text"):
        server.reply("ab", chunks=["a", "c"])


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"text": 3}, TypeError),
        ({"thinking": b"x"}, TypeError),
        ({"chunks": ["a", 3]}, TypeError),
        ({"delay": -1}, ValueError),
        ({"tool_calls": [{"arguments": {}}]}, ValueError),
        ({"route": "/api/tags"}, ValueError),
    ],
)
def test_a_reply_that_makes_no_sense_is_refused_at_once(server, reply: dict, error):
    with pytest.raises(error):
        server.reply(**reply)
    assert server.pending == 0


def test_a_route_that_does_not_exist_is_refused_at_once(server: OllamaServer):
    with pytest.raises(ValueError, match="no route"):
        server.fail(500, "x", route="/api/nope")
    with pytest.raises(ValueError, match="route must be one of"):
        server.cut(route="/api/embed")
    server.fail(500, "x", route="/api/blobs/sha256:x")
    assert server.pending == 1


def test_a_reply_has_just_the_thinking_it_names(server, lines):
    server.reply("four", thinking="two and two")
    got = lines("/api/chat", model="qwen3", messages=user("2+2"))
    assert "".join(line["message"].get("thinking", "") for line in got) == "two and two"
    assert text_of(got) == "four"
    server.reply("four")
    got = lines("/api/chat", model="qwen3", messages=user("2+2"))
    assert all("thinking" not in line["message"] for line in got)


def test_tool_calls_may_be_short_or_complete(server, lines, post):
    short = {"name": "add", "arguments": {"a": 1}}
    complete = {"id": "mine", "function": {"name": "sub", "arguments": {}, "index": 5}}
    for _ in range(2):
        server.reply(tool_calls=[short, complete])
    got = lines("/api/chat", **ASK)
    calls = [line["message"]["tool_calls"] for line in got[:-1]]
    assert [len(each) for each in calls] == [1, 1]
    assert calls[0][0]["function"] == {"index": 0, "name": "add", "arguments": {"a": 1}}
    assert calls[0][0]["id"].startswith("call_")
    assert calls[1] == [
        {"id": "mine", "function": {"index": 5, "name": "sub", "arguments": {}}},
    ]
    merged = post("/api/chat", **ASK, stream=False).json()["message"]
    assert merged["tool_calls"] == calls[0] + calls[1]
    assert merged["content"] == ""


def test_generate_has_tool_calls_on_the_last_object(server, lines):
    server.reply("calling", tool_calls=[{"name": "add", "arguments": {}}])
    got = lines("/api/generate", model="llama3.2", prompt="x")
    assert got[-1]["tool_calls"][0]["function"]["name"] == "add"
    assert all("tool_calls" not in line for line in got[:-1])


def test_done_reason_can_be_chosen(server, lines):
    server.reply("x", done_reason="weird")
    assert lines("/api/chat", **ASK)[-1]["done_reason"] == "weird"


def test_stop_and_num_predict_hold_for_scripts_too(server, post):
    server.reply("one two three")
    server.reply("one two three")
    got = post("/api/chat", **ASK, stream=False, options={"stop": [" three"]})
    assert content(got) == "one two"
    got = post("/api/chat", **ASK, stream=False, options={"num_predict": 1}).json()
    assert (got["message"]["content"], got["done_reason"]) == ("one", "length")


def test_delay_comes_before_each_chunk(server, http: httpx.Client):
    server.reply(chunks=["a", "b"], delay=0.1)
    begin = time.perf_counter()
    with http.stream("POST", "/api/chat", json=ASK) as response:
        times = [time.perf_counter() - begin for _ in response.iter_lines()]
    assert len(times) == 3
    assert times[0] >= 0.1
    assert times[1] >= 0.2
    assert times[2] >= 0.3


def test_delay_of_a_whole_answer_is_that_of_its_chunks(server, post):
    server.reply(chunks=["a", "b"], delay=0.1)
    begin = time.perf_counter()
    post("/api/chat", **ASK, stream=False)
    assert time.perf_counter() - begin >= 0.2


def test_a_reply_may_serve_several_requests_or_all(server, post):
    server.reply("twice", times=2)
    server.reply("for ever", times=None)
    got = [content(post("/api/chat", **ASK, stream=False)) for _ in range(4)]
    assert got == ["twice", "twice", "for ever", "for ever"]
    assert server.pending == 1
    server.reset()
    assert server.pending == 0
    assert content(post("/api/chat", **ASK, stream=False)) == "You said: hi"
    with pytest.raises(ValueError, match="times"):
        server.reply("never", times=0)


def test_a_reply_can_be_meant_for_one_route(server, post):
    server.reply("generated", route="/api/generate")
    server.reply("chatted", route="/api/chat")
    assert content(post("/api/chat", **ASK, stream=False)) == "chatted"
    got = post("/api/generate", model="llama3.2", prompt="x", stream=False).json()
    assert got["response"] == "generated"


def test_a_refused_request_and_a_load_use_up_no_reply(server, post):
    server.reply("mine")
    assert post("/api/chat", model="nope", messages=user("x")).status_code == 404
    assert post("/api/chat", model="llama3.2").json()["done_reason"] == "load"
    assert content(post("/api/chat", **ASK, stream=False)) == "mine"


# -- functions -----------------------------------------------------------------------------------


def test_a_function_answers_chats(server, post):
    @server.on_chat
    def answer(request):
        text = request["messages"][-1]["content"]
        answers = {
            "reply": Reply("a reply", thinking="hm"),
            "text": "a text",
            "fail": Failure(503, "busy", {"retry": 1}),
        }
        return answers.get(text)

    def ask(text: str) -> httpx.Response:
        return post("/api/chat", model="llama3.2", messages=user(text), stream=False)

    assert ask("reply").json()["message"]["thinking"] == "hm"
    assert content(ask("text")) == "a text"
    assert content(ask("else")) == "You said: else"
    failed = ask("fail")
    assert (failed.status_code, failed.json()) == (503, {"error": "busy", "retry": 1})
    server.reply("queued first")
    assert content(ask("text")) == "queued first"


def test_a_function_answers_generate(server, post):
    server.on_generate(lambda request: request["prompt"].upper())
    got = post("/api/generate", model="llama3.2", prompt="loud", stream=False).json()
    assert got["response"] == "LOUD"
    assert content(post("/api/chat", **ASK, stream=False)) == "You said: hi"


def test_a_function_that_raises_is_a_500_and_kept_on_the_request(server, post):
    @server.on_chat
    def broken(request):
        return request["nothing"]

    got = post("/api/chat", **ASK)
    assert got.status_code == 500
    assert got.json() == {"error": "broken raised KeyError: 'nothing'"}
    assert isinstance(server.requests[0].error, KeyError)


# -- failures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/chat"), ("GET", "/api/tags"), ("POST", "/api/pull"), ("POST", "/api/embed")],
)
def test_the_next_request_fails_whatever_it_is(server, http, method: str, path: str):
    server.fail(503, "server busy, please try again")
    assert http.get("/").status_code == 200
    got = http.request(method, path, json={"model": "llama3.2"})
    assert (got.status_code, got.json()) == (503, {"error": "server busy, please try again"})
    assert got.headers["content-type"] == "application/json; charset=utf-8"
    assert server.pending == 0


def test_a_failure_can_be_meant_for_one_route_and_carry_more(server, http):
    server.fail(401, "unauthorized", route="/api/show", signin_url="https://example.com")
    assert http.get("/api/tags").status_code == 200
    got = http.post("/api/show", json={"model": "llama3.2"})
    assert got.json() == {"error": "unauthorized", "signin_url": "https://example.com"}


def test_failures_and_replies_come_in_the_order_of_the_script(server, post):
    server.reply("one")
    server.fail(500, "two", times=2)
    server.reply("three")
    got = [post("/api/chat", **ASK, stream=False) for _ in range(4)]
    assert [one.status_code for one in got] == [200, 500, 500, 200]
    assert content(got[3]) == "three"


def test_a_failure_is_a_status_of_an_error(server: OllamaServer):
    with pytest.raises(ValueError, match="between 400 and 599"):
        server.fail(200, "fine")


# -- broken streams ------------------------------------------------------------------------------


def test_a_stream_fails_after_some_chunks(server, lines):
    server.fail_mid_stream("out of memory", after=2)
    got = lines("/api/chat", **ASK)
    assert [line.get("done") for line in got] == [False, False, None]
    assert got[-1] == {"error": "out of memory"}


@pytest.mark.parametrize(("after", "stream"), [(0, True), (2, False)])
def test_without_a_first_line_it_is_a_plain_500(server, post, after: int, stream: bool):
    server.fail_mid_stream("out of memory", after=after)
    got = post("/api/chat", **ASK, stream=stream)
    assert (got.status_code, got.json()) == (500, {"error": "out of memory"})


def test_a_thinking_model_fails_after_as_many_chunks(server, lines):
    server.fail_mid_stream("x", after=3)
    got = lines("/api/chat", model="qwen3", messages=user("x"))
    assert text_of(got[:-1]) == "chunk 0 chunk 1 chunk 2 "


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("delay", [0, 0.001])
def test_a_cut_connection_breaks_off_within_the_body(server, http, after: int, delay: float):
    server.cut(after=after, delay=delay)
    received = b""
    with http.stream(
        "POST", "/api/generate", json={"model": "llama3.2", "prompt": "x"}
    ) as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            for data in response.iter_raw():
                received += data
    got = [json.loads(line) for line in received.splitlines()]
    assert len(got) == after
    assert not any(line["done"] for line in got)
    assert server.requests[0].wait(PATIENCE)


def test_a_clean_cut_only_lacks_the_last_line(server, lines):
    server.cut(after=2, clean=True)
    got = lines("/api/chat", **ASK)
    assert [line["done"] for line in got] == [False, False]


def test_a_whole_answer_is_cut_half_way(server, http):
    server.cut()
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/api/chat", json={**ASK, "stream": False})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/pull", {"model": "mistral"}),
        ("/api/push", {"model": "ada/mine"}),
        ("/api/create", {"model": "new", "from": "qwen3"}),
    ],
)
def test_transfers_break_too(server, http, post, lines, path: str, body: dict):
    server.add_model("ada/mine")
    server.fail_mid_stream("connection reset", after=1)
    got = lines(path, **body)
    assert (len(got), got[-1]) == (2, {"error": "connection reset"})
    server.fail_mid_stream("connection reset", after=1000)
    got = lines(path, **body)
    assert got[-1] == {"error": "connection reset"}
    assert not any(line.get("status") == "success" for line in got)
    server.fail_mid_stream("connection reset")
    got = post(path, **body, stream=False)
    assert (got.status_code, got.json()) == (500, {"error": "connection reset"})
    server.cut(after=2, clean=True)
    assert [line.get("status") != "success" for line in lines(path, **body)] == [True, True]
    server.cut(after=1, delay=0.001)
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(path, json=body)


def test_a_break_comes_after_no_or_some_chunks(server: OllamaServer):
    for queue in (server.cut, lambda after: server.fail_mid_stream("x", after=after)):
        with pytest.raises(ValueError, match="0 or more"):
            queue(after=-1)
