"""The OpenAI responses route: its items, its events, and its own web search."""

import json
from typing import Any

import httpx
import pytest

from ollama.testing import OllamaServer

PATH = "/v1/responses"
KEYS = """id object created_at completed_at status incomplete_details model previous_response_id
instructions output error tools tool_choice truncation parallel_tool_calls text top_p
presence_penalty frequency_penalty top_logprobs temperature reasoning usage max_output_tokens
max_tool_calls store background service_tier metadata safety_identifier prompt_cache_key"""
ADD = {
    "type": "function",
    "name": "add",
    "description": "Adds",
    "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
}
SEARCH = {"type": "web_search"}


def error(response: httpx.Response) -> tuple[int, str]:
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}
    return response.status_code, response.json()["error"]["message"]


def kinds(items: list[dict[str, Any]]) -> list[str]:
    return [item["type"] for item in items]


def native_messages(server: OllamaServer, post, **body: Any) -> list[dict[str, Any]]:
    """Return the native messages that a request becomes."""
    seen: list[dict[str, Any]] = []
    server.on_chat(seen.append)
    response = post(PATH, model="qwen3", **body)
    assert response.status_code == 200, response.text
    return seen[0]["messages"]


def test_a_response_has_its_31_keys(post):
    body = post(PATH, model="llama3.2", input="hi").json()
    assert list(body) == KEYS.split()
    assert len(body) == 31
    (item,) = body["output"]
    assert item == {
        "id": item["id"],
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [
            {"type": "output_text", "text": "You said: hi", "annotations": [], "logprobs": []}
        ],
    }
    assert body["status"] == "completed"
    assert body["usage"] == {
        "input_tokens": 1,
        "output_tokens": 3,
        "total_tokens": 4,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }


def test_a_response_repeats_what_was_asked(post):
    asked = {
        "instructions": "Be brief.",
        "background": True,
        "truncation": "auto",
        "temperature": 0.5,
        "top_p": 0.4,
        "max_output_tokens": 9,
        "reasoning": {"effort": "low", "summary": "auto"},
        "text": {"format": {"type": "json_schema", "name": "x", "schema": {"type": "object"}}},
    }
    body = post(PATH, model="qwen3", input="hi", tools=[ADD], **asked).json()
    assert {key: body[key] for key in asked} == asked
    assert body["tools"] == [ADD]


def test_a_format_without_a_type_is_repeated_with_an_empty_one(post):
    body = post(PATH, model="qwen3", input="hi", text={"format": {"name": "x"}}).json()
    assert body["text"] == {"format": {"type": "", "name": "x"}}


def test_reasoning_and_calls_are_items(server: OllamaServer, post):
    calls = [{"name": "add", "arguments": {"a": 1}}]
    server.reply(thinking="hm", tool_calls=calls)
    reasoning, call = post(PATH, model="qwen3", input="x", tools=[ADD]).json()["output"]
    assert reasoning["summary"] == [{"type": "summary_text", "text": "hm"}]
    assert reasoning["encrypted_content"] == "hm"
    assert (call["type"], call["name"], call["arguments"]) == ("function_call", "add", '{"a":1}')
    assert call["call_id"].startswith("call_")
    assert call["id"] != call["call_id"]


def test_the_items_of_the_input_become_messages(server: OllamaServer, post):
    items = [
        {"role": "user", "content": "one"},
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "two"},
                {"type": "input_image", "image_url": "data:image/png;base64,aGk="},
                {"type": "input_image", "file_id": "skipped"},
            ],
        },
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
        {"type": "function_call", "call_id": "c", "name": "add", "arguments": '{"a":1}'},
        {"type": "function_call", "call_id": "d", "name": "sub", "arguments": ""},
        {"type": "function_call_output", "call_id": "d", "output": "3"},
        {"type": "web_search_call", "id": "ws", "status": "completed"},
        {"role": "assistant", "content": [{"type": "output_text", "text": "so"}]},
        {"role": "user", "content": "three"},
    ]
    assert native_messages(server, post, input=items, instructions="Be brief.") == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "one"},
        {"role": "user", "content": "two", "images": ["aGk="]},
        {
            "role": "assistant",
            "content": "",
            "thinking": "hm",
            "tool_calls": [
                {"id": "c", "function": {"name": "add", "arguments": {"a": 1}}},
                {"id": "d", "function": {"name": "sub", "arguments": {}}},
            ],
        },
        {"role": "tool", "content": "3", "tool_call_id": "d", "tool_name": "sub"},
        {"role": "assistant", "content": "so"},
        {"role": "user", "content": "three"},
    ]


def test_a_search_for_tools_is_a_call_of_a_tool(server: OllamaServer, post):
    search = {"call_id": "c", "execution": "client", "arguments": {"query": "sums"}}
    items = [
        {"type": "compaction", "encrypted_content": "so far"},
        {"role": "user", "content": "what next?"},
        {"type": "tool_search_call", **search},
        {"type": "tool_search_output", "call_id": "c", "execution": "client", "tools": [ADD]},
        {
            "type": "agent_message",
            "author": "a",
            "recipient": "b",
            "content": [{"type": "input_text", "text": "go on"}],
        },
    ]
    first, _, call, found, last = native_messages(server, post, input=items)
    assert first == {"role": "assistant", "content": "so far"}
    function = call["tool_calls"][0]["function"]
    assert function == {"name": "tool_search", "arguments": {"query": "sums"}}
    assert json.loads(found["content"])[0]["name"] == "add"
    assert (found["tool_call_id"], found["tool_name"]) == ("c", "tool_search")
    assert last == {"role": "user", "content": "go on"}


def test_the_output_of_a_function_may_be_parts(server: OllamaServer, post):
    parts = [{"type": "input_text", "text": "one"}, {"type": "input_text", "text": "two"}]
    items = [{"type": "function_call_output", "output": parts}]
    assert native_messages(server, post, input=items) == [{"role": "tool", "content": "one\ntwo"}]


def test_think_is_that_of_the_native_routes(post):
    asked = {"model": "qwen3", "input": "x", "think": False}
    kinds = [item["type"] for item in post(PATH, **asked).json()["output"]]
    assert kinds == ["message"]


def test_a_conversation_is_compacted_by_its_model(server: OllamaServer, post):
    server.reply("in short")
    body = post(f"{PATH}/compact", model="llama3.2", input="hi").json()
    assert body["object"] == "response.compaction"
    (item,) = body["output"]
    assert (item["type"], item["encrypted_content"]) == ("compaction", "in short")
    assert body["usage"]["input_tokens"] == 1


def test_reasoning_belongs_to_the_answer_that_follows(server: OllamaServer, post):
    items = [
        {"type": "reasoning", "encrypted_content": "clear text", "summary": []},
        {"role": "assistant", "content": "so"},
        {"role": "user", "content": "x"},
        {"type": "reasoning", "encrypted_content": "open end"},
    ]
    assert native_messages(server, post, input=items) == [
        {"role": "assistant", "content": "so", "thinking": "clear text"},
        {"role": "user", "content": "x"},
        {"role": "assistant", "content": "", "thinking": "open end"},
    ]


def test_options_tools_and_format_become_native(server: OllamaServer, post):
    seen = []
    server.on_chat(seen.append)
    group = {"type": "namespace", "name": "math", "tools": [ADD]}
    form = {"type": "json_schema", "name": "x", "schema": {"type": "object"}}
    post(PATH, model="qwen3", input="x", tools=[group], text={"format": form}, max_output_tokens=4)
    assert seen[0]["options"] == {"num_predict": 4, "temperature": 1.0}
    assert seen[0]["tools"][0]["function"]["name"] == "add"
    assert seen[0]["format"] == {"type": "object"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": ""}, "model is required"),
        ({"input": 5}, "input must be a string or array"),
        ({"input": [5]}, "cannot unmarshal number"),
        ({"input": [{"type": "video"}]}, "unknown input item type: video"),
        ({"input": [{}]}, "unknown input item type"),
        ({"input": [{"role": "user", "content": [{"type": "input_file"}]}]}, "input_file"),
        ({"input": [{"role": "user", "content": [{"type": 5}]}]}, "content type"),
        ({"input": [{"role": "user", "content": 5}]}, "cannot unmarshal number"),
        ({"input": [{"type": "function_call", "arguments": "{"}]}, "invalid tool call arguments"),
        ({"input": [{"type": "function_call_output", "output": 1}]}, "cannot unmarshal number"),
        ({"input": [{"type": "web_search_call", "status": 5}]}, "cannot unmarshal number"),
        ({"input": [{"type": "web_search_call", "action": 5}]}, "ResponsesWebSearchAction"),
        ({"input": [{"type": "web_search_call", "action": {"query": 5}}]}, "action.query"),
        ({"tools": [{"type": "function", "parameters": {"required": 5}}]}, "cannot unmarshal"),
        ({"reasoning": {"effort": "hard"}}, "invalid reasoning value"),
        ({"text": {"format": "json"}}, "cannot unmarshal string"),
        ({"stream": "yes"}, "cannot unmarshal string"),
    ],
    ids=str,
)
def test_a_wrong_request_is_a_400(post, changes: dict, message: str):
    status, text = error(post(PATH, **{"model": "qwen3", "input": "x", **changes}))
    assert status == 400
    assert message in text


# -- streams -------------------------------------------------------------------------------------


def test_the_events_of_a_text(server: OllamaServer, events):
    server.reply(chunks=["a", "b"], thinking="hm")
    got = events(PATH, model="qwen3", input="x")
    assert [name for name, _ in got] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.reasoning_summary_text.delta",
        "response.reasoning_summary_text.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert all(data["type"] == name for name, data in got)
    assert [data["sequence_number"] for _, data in got] == list(range(len(got)))
    data = [data for _, data in got]
    assert data[0]["response"]["status"] == "in_progress"
    assert data[0]["response"]["usage"] is None
    assert list(data[0]["response"]) == KEYS.split()
    assert data[4]["text"] == "hm"
    assert data[10]["text"] == "ab"
    assert data[12]["item"] == data[-1]["response"]["output"][1]
    assert {event["output_index"] for event in data[6:13]} == {1}
    assert {event["item_id"] for event in data[7:12]} == {data[12]["item"]["id"]}


def test_a_stream_ends_in_the_response_that_is_sent_without_one(server: OllamaServer, post, events):
    said = {"thinking": "hm", "tool_calls": [{"name": "add", "arguments": {"a": 1}}]}
    server.reply("so", times=2, **said)
    asked = {"model": "qwen3", "input": "x", "tools": [ADD]}
    whole = post(PATH, **asked).json()
    streamed = events(PATH, **asked)[-1][1]["response"]
    assert kinds(whole["output"]) == ["reasoning", "message", "function_call"]
    for response in (whole, streamed):
        for key in ("id", "created_at", "completed_at"):
            del response[key]
        for item in response["output"]:
            del item["id"]
    assert streamed == whole


def test_the_events_of_a_call(server: OllamaServer, events):
    server.reply(tool_calls=[{"name": "add", "arguments": {"a": 1}}])
    got = events(PATH, model="llama3.2", input="x", tools=[ADD])[2:-1]
    assert [name.removeprefix("response.") for name, _ in got] == [
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
    ]
    data = [data for _, data in got]
    assert (data[0]["item"]["status"], data[0]["item"]["arguments"]) == ("in_progress", "")
    assert json.loads(data[1]["delta"]) == json.loads(data[2]["arguments"]) == {"a": 1}
    assert data[3]["item"]["status"] == "completed"


def test_a_response_without_words_has_an_empty_message(server: OllamaServer, post, events):
    server.reply("", times=2)
    (item,) = post(PATH, model="llama3.2", input="x").json()["output"]
    assert item["content"][0]["text"] == ""
    last = events(PATH, model="llama3.2", input="x")[-1][1]
    assert last["response"]["output"][0]["content"] == item["content"]


def test_a_failure_in_the_middle_ends_the_stream_without_its_last_event(server, events):
    server.fail_mid_stream("no", after=2)
    got = events(PATH, model="llama3.2", input="x")
    assert got[-1][0] == "response.output_text.delta"
    assert sum(name == "response.output_text.delta" for name, _ in got) == 2


def test_a_failure_before_the_stream_is_an_error(server: OllamaServer, post):
    server.fail_mid_stream("no", after=0)
    assert error(post(PATH, model="llama3.2", input="x", stream=True)) == (500, "no")
    server.fail_mid_stream("no", after=2)
    assert error(post(PATH, model="llama3.2", input="x")) == (500, "no")


# -- web search ----------------------------------------------------------------------------------


@pytest.fixture
def account(server: OllamaServer) -> OllamaServer:
    server.user = {"name": "ada"}
    return server


def search_for(query: str) -> dict[str, Any]:
    return {"tool_calls": [{"name": "web_search", "arguments": {"query": query}}]}


def test_the_server_searches_and_asks_again(account: OllamaServer, post):
    seen = []
    account.reply("One moment.", **search_for("llamas"))
    account.on_chat(seen.append)
    body = post(PATH, model="llama3.2", input="x", tools=[SEARCH]).json()
    assert kinds(body["output"]) == ["message", "web_search_call", "message"]
    assert body["output"][1]["action"] == {"type": "search", "query": "llamas"}
    assert body["output"][1]["status"] == "completed"
    *_, asked, found = seen[0]["messages"]
    assert asked["tool_calls"][0]["function"]["arguments"] == {"query": "llamas"}
    assert (found["role"], found["tool_name"]) == ("tool", "web_search")
    assert "Page 1 about llamas." in found["content"]
    assert len(account.requests) == 1


def test_the_events_of_a_search(account: OllamaServer, events):
    account.reply(**search_for("llamas"))
    account.reply("They spit.")
    got = events(PATH, model="llama3.2", input="x", tools=[SEARCH])
    names = [name.removeprefix("response.") for name, _ in got]
    assert names[2:7] == [
        "output_item.added",
        "web_search_call.in_progress",
        "web_search_call.searching",
        "web_search_call.completed",
        "output_item.done",
    ]
    assert names[-1] == "completed"
    assert kinds(got[-1][1]["response"]["output"]) == ["web_search_call", "message"]


def test_a_model_searches_three_times_at_most(account: OllamaServer, post):
    account.reply(times=None, **search_for("again"))
    body = post(PATH, model="llama3.2", input="x", tools=[SEARCH]).json()
    assert kinds(body["output"]) == ["web_search_call"] * 3 + ["function_call"]


def test_a_search_that_fails_fails_the_response(server: OllamaServer, post, events):
    server.reply(times=2, **search_for("llamas"))
    asked = {"model": "llama3.2", "input": "x", "tools": [SEARCH]}
    assert error(post(PATH, **asked)) == (401, "unauthorized")
    name, data = events(PATH, **asked)[-1]
    assert name == "response.failed"
    assert data["response"]["status"] == "failed"
    assert data["response"]["error"]["message"] == "unauthorized"
