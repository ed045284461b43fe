"""The Anthropic messages route: its blocks, its events and its errors."""

from typing import Any

import httpx
import pytest

from ollama.testing import OllamaServer

from .conftest import user

PATH = "/v1/messages"
ADD = {
    "name": "add",
    "description": "Adds",
    "input_schema": {"type": "object", "properties": {"a": {"type": "integer"}}},
}
SEARCH = {"type": "web_search_20250305", "name": "web_search", "max_uses": 2}


def error(response: httpx.Response) -> tuple[int, str, str]:
    body = response.json()
    assert set(body) == {"type", "error", "request_id"}
    assert body["type"] == "error"
    assert body["request_id"].startswith("req_")
    return response.status_code, body["error"]["type"], body["error"]["message"]


@pytest.fixture
def ask(post):
    def send(**body: Any) -> httpx.Response:
        return post(PATH, **{"model": "qwen3", "max_tokens": 100, "messages": user("hi"), **body})

    return send


@pytest.fixture
def ask_events(events):
    def send(**body: Any) -> list[dict[str, Any]]:
        asked = {"model": "qwen3", "max_tokens": 100, "messages": user("hi"), **body}
        got = events(PATH, **asked)
        assert all(data["type"] == name for name, data in got)
        return [data for _, data in got]

    return send


@pytest.fixture
def native(server: OllamaServer, ask):
    """Send a request, and return the native request that it becomes."""

    def send(**body: Any) -> dict[str, Any]:
        seen: list[dict[str, Any]] = []
        server.on_chat(seen.append)
        response = ask(**body)
        assert response.status_code == 200, response.text
        return seen[0]

    return send


def test_a_message(ask):
    body = ask(model="llama3.2").json()
    assert body.pop("id").startswith("msg_")
    assert body == {
        "type": "message",
        "role": "assistant",
        "model": "llama3.2",
        "content": [{"type": "text", "text": "You said: hi"}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 1, "cache_read_input_tokens": 0, "output_tokens": 3},
    }


def test_thinking_text_and_calls_are_blocks(server: OllamaServer, ask):
    server.reply("so", thinking="hm", tool_calls=[{"name": "add", "arguments": {"a": 1}}])
    body = ask(tools=[ADD]).json()
    thinking, text, call = body["content"]
    assert thinking == {"type": "thinking", "thinking": "hm"}
    assert text == {"type": "text", "text": "so"}
    assert (call["type"], call["name"], call["input"]) == ("tool_use", "add", {"a": 1})
    assert call["id"].startswith("call_")
    assert body["stop_reason"] == "tool_use"


def test_an_answer_without_words_has_null_for_its_content(server: OllamaServer, ask):
    server.reply("")
    assert ask().json()["content"] is None


@pytest.mark.parametrize(
    ("done", "stop"), [("stop", "end_turn"), ("length", "max_tokens"), ("other", "stop_sequence")]
)
def test_the_reason_to_stop(server: OllamaServer, ask, done: str, stop: str):
    server.reply("x", done_reason=done)
    assert ask().json()["stop_reason"] == stop


def test_max_tokens_and_stop_sequences_hold(ask):
    body = ask(model="llama3.2", max_tokens=2).json()
    assert body["content"] == [{"type": "text", "text": "You said:"}]
    assert body["stop_reason"] == "max_tokens"
    cut = ask(model="llama3.2", stop_sequences=["said"]).json()
    assert cut["content"] == [{"type": "text", "text": "You "}]


def test_blocks_become_native_messages(native):
    messages = [
        {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "hm", "signature": "s"},
                {"type": "tool_use", "id": "t", "name": "add", "input": {"a": 1}},
            ],
        },
        {
            "role": "user",
            "content": [
                {
                    "type": "tool_result",
                    "tool_use_id": "t",
                    "content": [{"type": "text", "text": "3"}],
                },
                {"type": "image", "source": {"type": "base64", "data": "aGk="}},
                {"type": "from_the_future", "x": 1},
                {"type": "text", "text": "go on"},
            ],
        },
    ]
    system = [{"type": "text", "text": "Be"}, {"type": "text", "text": "brief."}]
    assert native(messages=messages, system=system)["messages"] == [
        {"role": "system", "content": "Be\nbrief."},
        {"role": "user", "content": "a\nb"},
        {
            "role": "assistant",
            "content": "",
            "thinking": "hm",
            "tool_calls": [{"id": "t", "function": {"name": "add", "arguments": {"a": 1}}}],
        },
        {"role": "tool", "content": "3", "tool_call_id": "t", "tool_name": "add"},
        {"role": "user", "content": "go on", "images": ["aGk="]},
    ]


def test_an_answer_with_a_search_can_be_sent_back(native):
    found = {"type": "web_search_result", "url": "https://example.com", "title": "t"}
    content = [
        {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {"query": "q"}},
        {"type": "web_search_tool_result", "tool_use_id": "s", "content": [found]},
        {"type": "text", "text": "so"},
    ]
    got = native(messages=[*user("x"), {"role": "assistant", "content": content}])["messages"]
    assert [message["role"] for message in got] == ["user", "assistant", "tool"]
    assert "https://example.com" in got[2]["content"]
    assert got[2]["tool_name"] == "web_search"


def test_options_and_tools_become_native(native):
    got = native(temperature=0.5, top_p=0.4, top_k=3, stop_sequences=["x"], tools=[ADD])
    assert got["options"] == {
        "temperature": 0.5,
        "top_p": 0.4,
        "top_k": 3,
        "num_predict": 100,
        "stop": ["x"],
    }
    assert got["tools"][0]["function"] == {
        "name": "add",
        "description": "Adds",
        "parameters": ADD["input_schema"],
    }


@pytest.mark.parametrize(
    ("asked", "think"),
    [
        ({"thinking": {"type": "enabled", "budget_tokens": 5}}, True),
        ({"thinking": {"type": "disabled"}, "output_config": {"effort": "max"}}, False),
        ({"output_config": {"effort": "xhigh"}}, "high"),
        ({"output_config": {"effort": "max"}}, "max"),
        ({}, None),
    ],
    ids=str,
)
def test_a_wish_to_think(native, asked: dict, think):
    assert native(**asked).get("think") == think


def test_a_model_that_cannot_think_is_not_asked_to(native):
    got = native(model="llama3.2", thinking={"type": "enabled", "budget_tokens": 5})
    assert "think" not in got


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": ""}, "model is required"),
        ({"max_tokens": 0}, "max_tokens is required and must be positive"),
        ({"max_tokens": None}, "max_tokens is required and must be positive"),
        ({"max_tokens": "x"}, "cannot unmarshal string"),
        ({"messages": []}, "messages is required"),
        ({"messages": [{"role": "user", "content": 5}]}, "cannot unmarshal number"),
        ({"system": 5}, "system must be"),
        ({"tools": [{"name": "x", "input_schema": 5}]}, "cannot unmarshal number"),
        ({"messages": [{"role": "assistant", "content": [{"type": "tool_use"}]}]}, "'id'"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image"}]}]},
            "Only base64 images are supported",
        ),
        (
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [{"type": "image", "source": {"type": "base64", "data": "!"}}],
                    }
                ]
            },
            "invalid image input",
        ),
    ],
    ids=str,
)
def test_a_wrong_request_is_a_400(ask, changes: dict, message: str):
    status, kind, text = error(ask(**changes))
    assert (status, kind) == (400, "invalid_request_error")
    assert message in text


def test_an_unknown_model_is_a_404(ask):
    assert error(ask(model="nope"))[:2] == (404, "not_found_error")


def test_counting_tokens_is_no_route(post):
    response = post(f"{PATH}/count_tokens", model="qwen3", messages=user("x"))
    assert (response.status_code, response.text) == (404, "404 page not found")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "authentication_error"),
        (403, "permission_error"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (503, "overloaded_error"),
    ],
)
def test_a_scripted_failure_has_the_type_of_its_status(server, ask, status: int, kind: str):
    server.fail(status, "no")
    assert error(ask()) == (status, kind, "no")


# -- streams -------------------------------------------------------------------------------------


def test_the_events_of_a_stream(server: OllamaServer, ask_events):
    calls = [{"name": "add", "arguments": {"a": 1}}]
    server.reply(chunks=["a", "b"], thinking="hm", tool_calls=calls)
    got = ask_events(tools=[ADD])
    assert [event["type"] for event in got] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert got[0]["message"]["content"] == []
    cached = {"cache_read_input_tokens": 0}
    assert got[0]["message"]["usage"] == {"input_tokens": 1, **cached, "output_tokens": 0}
    assert [event["index"] for event in got[1:11]] == [0] * 3 + [1] * 4 + [2] * 3
    deltas = [event["delta"] for event in got if event["type"] == "content_block_delta"]
    assert deltas == [
        {"type": "thinking_delta", "thinking": "hm"},
        {"type": "text_delta", "text": "a"},
        {"type": "text_delta", "text": "b"},
        {"type": "input_json_delta", "partial_json": '{"a":1}'},
    ]
    assert got[8]["content_block"]["input"] == {}
    assert got[-2]["delta"] == {"stop_reason": "tool_use"}
    assert got[-2]["usage"] == {"input_tokens": 1, **cached, "output_tokens": 4}


def test_a_stream_without_words(server: OllamaServer, ask_events):
    server.reply("")
    assert [event["type"] for event in ask_events()] == [
        "message_start",
        "message_delta",
        "message_stop",
    ]


def test_a_failure_in_the_middle_ends_the_stream_without_its_last_event(server, ask_events):
    server.fail_mid_stream("no", after=2)
    got = ask_events()
    assert got[-1]["type"] == "content_block_delta"
    assert not any("error" in event for event in got)


def test_a_failure_before_the_answer_is_an_error(server: OllamaServer, ask):
    server.fail_mid_stream("no", after=0)
    assert error(ask(stream=True)) == (500, "api_error", "no")
    server.fail_mid_stream("no", after=2)
    assert error(ask()) == (500, "api_error", "no")


# -- web search ----------------------------------------------------------------------------------


def test_the_server_searches_and_asks_again(server: OllamaServer, ask, ask_events):
    server.user = {"name": "ada"}
    search = [{"name": "web_search", "arguments": {"query": "llamas"}}]
    for _ in range(2):
        server.reply(tool_calls=search)
        server.reply("They spit.")
    body = ask(tools=[SEARCH]).json()
    asked, found, text = body["content"]
    assert (asked["type"], asked["input"]) == ("server_tool_use", {"query": "llamas"})
    assert found["tool_use_id"] == asked["id"]
    assert {page["type"] for page in found["content"]} == {"web_search_result"}
    assert text == {"type": "text", "text": "They spit."}
    assert body["stop_reason"] == "end_turn"
    got = ask_events(tools=[SEARCH])
    starts = [event["content_block"] for event in got if event["type"] == "content_block_start"]
    assert [block["type"] for block in starts] == [
        "server_tool_use",
        "web_search_tool_result",
        "text",
    ]
    assert starts[1] == found
    assert got[-1] == {"type": "message_stop"}


def test_a_search_that_fails_is_a_block(server: OllamaServer, ask, ask_events):
    server.reply(tool_calls=[{"name": "web_search", "arguments": {"query": "q"}}], times=2)
    body = ask(tools=[SEARCH]).json()
    assert body["content"][1]["content"] == {
        "type": "web_search_tool_result_error",
        "error_code": "unavailable",
    }
    assert body["stop_reason"] == "end_turn"
    assert ask_events(tools=[SEARCH])[-1] == {"type": "message_stop"}
