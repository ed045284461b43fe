"""The OpenAI routes: chats, completions, embeddings, models and transcriptions."""

import base64
import json
import math
import struct
from typing import Any

import httpx
import pytest

from ollama.testing import Failure, Model, OllamaServer, Reply
from tests.patience import PATIENCE

from .conftest import read_events, user

CHAT = "/v1/chat/completions"
PNG = "data:image/png;base64,aGk="
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "required": ["city"],
            "properties": {"city": {"type": "string"}},
        },
    },
}


def error(response: httpx.Response) -> tuple[int, str, str]:
    assert response.headers["content-type"].startswith("application/json")
    body = response.json()
    assert list(body) == ["error"]
    assert set(body["error"]) == {"message", "type", "param", "code"}
    return response.status_code, body["error"]["type"], body["error"]["message"]


# -- chat completions ----------------------------------------------------------------------------


def usage(read: int, written: int) -> dict[str, Any]:
    return {
        "prompt_tokens": read,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens": written,
        "total_tokens": read + written,
    }


def test_a_chat_is_not_streamed_unless_asked(post):
    response = post(CHAT, model="llama3.2", messages=user("tell me"))
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert body.pop("created") > 1_700_000_000
    assert body == {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "llama3.2",
        "system_fingerprint": "fp_ollama",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "You said: tell me"},
                "finish_reason": "stop",
            }
        ],
        "usage": usage(2, 4),
    }


def test_a_streamed_chat_is_chunks_then_the_reason_then_the_mark(events):
    got = [data for _, data in events(CHAT, model="llama3.2", messages=user("hi"))]
    assert got.pop() == "[DONE]"
    assert {(chunk["id"], chunk["object"], chunk["model"]) for chunk in got} == {
        ("chatcmpl-1", "chat.completion.chunk", "llama3.2")
    }
    assert [chunk["choices"][0]["delta"] for chunk in got] == [
        {"role": "assistant", "content": "You"},
        {"content": " said:"},
        {"content": " hi"},
        {},
    ]
    assert [chunk["choices"][0]["finish_reason"] for chunk in got] == [None, None, None, "stop"]
    assert all("usage" not in chunk for chunk in got)


def test_the_usage_of_a_stream_comes_in_a_chunk_without_choices(events):
    options = {"include_usage": True}
    got = events(CHAT, model="llama3.2", messages=user("hi"), stream_options=options)
    *chunks, last, done = [data for _, data in got]
    assert done == "[DONE]"
    assert last["choices"] == []
    assert last["usage"] == usage(1, 3)
    assert all("usage" not in chunk for chunk in chunks)


def test_thinking_is_called_reasoning(server: OllamaServer, post, events):
    server.reply("4", thinking="2 and 2", times=2)
    message = post(CHAT, model="qwen3", messages=user("?")).json()["choices"][0]["message"]
    assert message == {"role": "assistant", "content": "4", "reasoning": "2 and 2"}
    got = events(CHAT, model="qwen3", messages=user("?"))
    deltas = [data["choices"][0]["delta"] for _, data in got[:-1]]
    assert "".join(delta.get("reasoning", "") for delta in deltas) == "2 and 2"
    assert deltas[0]["role"] == "assistant"
    assert all("role" not in delta for delta in deltas[1:])


def test_tool_calls_have_their_arguments_as_a_text(server: OllamaServer, post, events):
    server.reply(tool_calls=[{"name": "get_weather", "arguments": {"city": "<Oslo>"}}], times=2)
    asked = {"model": "llama3.2", "messages": user("?"), "tools": [WEATHER]}
    choice = post(CHAT, **asked).json()["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    (call,) = choice["message"]["tool_calls"]
    assert list(call) == ["id", "index", "type", "function"]
    assert call["id"].startswith("call_")
    assert (call["index"], call["type"]) == (0, "function")
    assert json.loads(call["function"].pop("arguments")) == {"city": "<Oslo>"}
    assert call["function"] == {"name": "get_weather"}
    chunks = [data["choices"][0] for _, data in events(CHAT, **asked)[:-1]]
    assert len(chunks[0]["delta"]["tool_calls"]) == 1
    assert chunks[-1] == {"index": 0, "delta": {}, "finish_reason": "tool_calls"}


def test_the_servers_own_tool_call_and_the_round_trip_of_its_result(post):
    asked = {"model": "llama3.2", "tools": [WEATHER]}
    question = user("The weather in Oslo?")
    message = post(CHAT, **asked, messages=question).json()["choices"][0]["message"]
    (call,) = message["tool_calls"]
    assert json.loads(call["function"]["arguments"])["city"] == "Oslo"
    result = {"role": "tool", "tool_call_id": call["id"], "content": "12 degrees"}
    answer = post(CHAT, **asked, messages=[*question, message, result]).json()
    assert answer["choices"][0]["message"]["content"] == "The get_weather result is: 12 degrees"


def test_the_request_becomes_a_native_one(server: OllamaServer, post):
    seen = []
    server.on_chat(seen.append)
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
    post(
        CHAT,
        model="qwen3",
        messages=[
            {"role": "user", "content": [{"type": "text", "text": "what"}, image(PNG)]},
            {"role": "assistant", "reasoning": "hm", "tool_calls": [call]},
            {"role": "tool", "content": "1", "tool_call_id": "c"},
            {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "aGk="}}]},
        ],
        max_tokens=7,
        stop="x",
        seed=3,
        reasoning_effort="minimal",
        response_format={"type": "json_schema", "json_schema": {"schema": {"type": "object"}}},
    )
    (native,) = seen
    assert native["messages"] == [
        {"role": "user", "content": "what", "images": ["aGk="]},
        {
            "role": "assistant",
            "content": "",
            "thinking": "hm",
            "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": {"a": 1}}}],
        },
        {"role": "tool", "content": "1", "tool_name": "f", "tool_call_id": "c"},
        {"role": "user", "content": "", "images": ["aGk="]},
    ]
    assert native["options"] == {
        "num_predict": 7,
        "stop": ["x"],
        "seed": 3,
        "temperature": 1.0,
        "top_p": 1.0,
    }
    assert (native["think"], native["format"]) == ("low", {"type": "object"})
    assert server.requests[0].json["max_tokens"] == 7


def image(url: str) -> dict:
    return {"type": "image_url", "image_url": {"url": url}}


def test_an_image_url_may_be_a_plain_text(post):
    part = {"type": "image_url", "image_url": PNG}
    assert post(CHAT, model="gemma3", messages=[{"role": "user", "content": [part]}]).is_success


@pytest.mark.parametrize(
    ("effort", "think"),
    [
        ("none", False),
        ("minimal", "low"),
        ("low", "low"),
        ("medium", "medium"),
        ("high", "high"),
        ("max", "max"),
        ("xhigh", "max"),
        ("ultra", "max"),
    ],
)
def test_an_effort_becomes_a_think_level(server: OllamaServer, post, effort: str, think):
    seen = []
    server.on_chat(seen.append)
    asked = {"reasoning": {"effort": effort}, "reasoning_effort": "rubbish, but not looked at"}
    assert post(CHAT, model="qwen3", messages=user("x"), **asked).is_success
    assert seen[0]["think"] == think


def test_stop_and_max_tokens_hold(post):
    choice = post(CHAT, model="llama3.2", messages=user("a b c"), max_tokens=2).json()["choices"][0]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("You said:", "length")
    for stop in ("b", ["b", 5]):
        body = post(CHAT, model="llama3.2", messages=user("a b c"), stop=stop).json()
        assert body["choices"][0]["message"]["content"] == "You said: a "


def test_json_is_made_when_asked_for(post):
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    for form in (
        {"type": "json_object"},
        {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}},
    ):
        body = post(CHAT, model="llama3.2", messages=user("x"), response_format=form).json()
        assert isinstance(json.loads(body["choices"][0]["message"]["content"]), dict)


def test_logprobs_are_in_every_choice(post, events):
    asked = {"model": "llama3.2", "messages": user("x"), "logprobs": True, "top_logprobs": 2}
    entries = post(CHAT, **asked).json()["choices"][0]["logprobs"]["content"]
    assert [entry["token"] for entry in entries] == ["You", " said:", " x"]
    assert all(len(entry["top_logprobs"]) == 2 for entry in entries)
    streamed = [data["choices"][0] for _, data in events(CHAT, **asked)[:-1]]
    assert [choice["logprobs"]["content"][0] for choice in streamed[:-1]] == entries
    assert "logprobs" not in streamed[-1]


def test_a_rendered_prompt_is_shown_when_only_that_was_wanted(post):
    body = post(CHAT, model="llama3.2", messages=user("hi"), _debug_render_only=True).json()
    assert "hi" in body["_debug_info"]["rendered_template"]
    assert body["choices"][0]["finish_reason"] is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"messages": []}, "[] is too short - 'messages'"),
        ({"messages": None}, "[] is too short - 'messages'"),
        ({"model": ""}, "model is required"),
        ({"model": 5}, "cannot unmarshal number"),
        ({"messages": "hi"}, "cannot unmarshal string"),
        ({"messages": [{"role": "user"}]}, "invalid message content type: <nil>"),
        ({"messages": [{"role": "user", "content": 5}]}, "content type: float64"),
        ({"messages": [{"role": "user", "content": True}]}, "content type: bool"),
        ({"messages": [{"role": "user", "content": {}}]}, "content type: map"),
        ({"messages": [{"role": "user", "content": ["x"]}]}, "invalid message format"),
        ({"messages": [{"role": "user", "content": [{"type": "video"}]}]}, "invalid message"),
        ({"messages": [{"role": "user", "content": [image("https://x/y.png")]}]}, "not currently"),
        ({"messages": [{"role": "user", "content": [image("data:image/gif;base64,aGk=")]}]}, "im"),
        ({"messages": [{"role": "user", "content": [image(PNG + "!")]}]}, "invalid image input"),
        ({"reasoning_effort": "hard"}, "invalid reasoning value: 'hard'"),
        ({"top_logprobs": 21}, "top_logprobs must be between 0 and 20"),
        ({"max_tokens": "many"}, "cannot unmarshal string"),
        ({"temperature": "hot"}, "cannot unmarshal string"),
        ({"tools": [{"function": {"name": 5}}]}, "cannot unmarshal number"),
        ({"response_format": "json"}, "cannot unmarshal string"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"schema": 5}}},
            "cannot unmarshal number",
        ),
    ],
    ids=str,
)
def test_a_wrong_chat_is_a_400(post, changes: dict, message: str):
    status, kind, text = error(post(CHAT, **{"model": "qwen3", "messages": user("x"), **changes}))
    assert (status, kind) == (400, "invalid_request_error")
    assert message in text


@pytest.mark.parametrize("arguments", ["{", "[]", "5"])
def test_arguments_that_are_no_object_are_a_400(post, arguments: str):
    call = {"id": "c", "function": {"name": "f", "arguments": arguments}}
    message = {"role": "assistant", "tool_calls": [call]}
    assert error(post(CHAT, model="llama3.2", messages=[message]))[::2] == (
        400,
        "invalid tool call arguments",
    )


def test_an_unknown_model_is_a_404(post):
    got = error(post(CHAT, model="nope", messages=user("x")))
    assert got == (404, "not_found_error", "model 'nope' not found")


def test_a_capability_that_is_missing_is_a_400(server: OllamaServer, post):
    server.add_model(Model("plain", capabilities=("completion",)))
    assert error(post(CHAT, model="plain", messages=user("x"), tools=[WEATHER]))[0] == 400
    assert error(post(CHAT, model="plain", messages=user("x"), reasoning_effort="low"))[0] == 400


# -- scripts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (404, "not_found_error"),
        (429, "api_error"),
        (503, "api_error"),
    ],
)
def test_a_scripted_failure_has_the_shape_of_the_family(server, post, status: int, kind: str):
    server.fail(status, "no", signin_url="https://example.com")
    assert error(post(CHAT)) == (status, kind, "no")


def test_a_failure_in_the_middle_is_lost_in_a_blank_chunk(server: OllamaServer, events):
    server.fail_mid_stream("out of memory", after=2)
    *chunks, blank = [data for _, data in events(CHAT, model="llama3.2", messages=user("x"))]
    assert len(chunks) == 2
    assert blank["model"] == ""
    assert blank["choices"] == [{"index": 0, "delta": {"content": ""}, "finish_reason": None}]


@pytest.mark.parametrize("changes", [{"stream": False}, {"stream": True}])
def test_a_failure_before_the_answer_is_a_500(server: OllamaServer, post, changes: dict):
    server.fail_mid_stream("out of memory", after=0 if changes["stream"] else 2)
    got = error(post(CHAT, model="llama3.2", messages=user("x"), **changes))
    assert got == (500, "api_error", "out of memory")


def test_a_cut_stream_ends_without_the_mark(server: OllamaServer, http: httpx.Client, events):
    server.cut(after=2, clean=True)
    got = events(CHAT, model="llama3.2", messages=user("x"))
    assert [data["choices"][0]["delta"]["content"] for _, data in got] == ["chunk 0 ", "chunk 1 "]
    server.cut(after=1)
    body = {"model": "llama3.2", "messages": user("x"), "stream": True}
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(CHAT, json=body)


def test_a_script_can_be_kept_for_one_route(server: OllamaServer, post):
    server.reply("for the new", route=CHAT)
    server.reply("for the old", route="/api/chat")
    old = post("/api/chat", model="llama3.2", messages=user("x"), stream=False).json()
    new = post(CHAT, model="llama3.2", messages=user("x")).json()
    assert old["message"]["content"] == "for the old"
    assert new["choices"][0]["message"]["content"] == "for the new"


def test_a_function_answers_with_the_same_outcomes(server: OllamaServer, post):
    outcomes = iter([Reply("a", thinking="b"), Failure(403, "no"), "text"])
    server.on_chat(lambda _: next(outcomes))
    asked = {"model": "qwen3", "messages": user("x")}
    assert post(CHAT, **asked).json()["choices"][0]["message"]["reasoning"] == "b"
    assert error(post(CHAT, **asked)) == (403, "api_error", "no")
    assert post(CHAT, **asked).json()["choices"][0]["message"]["content"] == "text"


# -- completions ---------------------------------------------------------------------------------


def test_a_completion(post, events):
    body = post("/v1/completions", model="llama3.2", prompt="tell me").json()
    assert (body["id"], body["object"]) == ("cmpl-1", "text_completion")
    assert body["choices"] == [{"text": "You said: tell me", "index": 0, "finish_reason": "stop"}]
    assert body["usage"] == usage(2, 4)
    got = [data for _, data in events("/v1/completions", model="llama3.2", prompt="tell me")]
    assert got.pop() == "[DONE]"
    assert "".join(chunk["choices"][0]["text"] for chunk in got) == "You said: tell me"
    assert [chunk["choices"][0]["finish_reason"] for chunk in got] == [None] * 4 + ["stop"]
    assert all("usage" not in chunk for chunk in got)


def test_every_chunk_of_a_completion_has_a_usage_when_it_was_asked_for(events):
    asked = {"model": "llama3.2", "prompt": "x", "stream_options": {"include_usage": True}}
    *chunks, last, _ = [data for _, data in events("/v1/completions", **asked)]
    assert {chunk["usage"]["total_tokens"] for chunk in chunks} == {0}
    assert (last["choices"], last["usage"]["total_tokens"]) == ([], 4)


def test_an_empty_prompt_loads_the_model(post, http: httpx.Client):
    body = post("/v1/completions", model="llama3.2", prompt="").json()
    assert body["choices"] == [{"text": "", "index": 0, "finish_reason": "load"}]
    assert [one["name"] for one in http.get("/api/ps").json()["models"]] == ["llama3.2:latest"]


def test_a_suffix_needs_a_model_that_inserts(post):
    asked = {"prompt": "def f(", "suffix": "return x"}
    assert post("/v1/completions", model="qwen2.5-coder", **asked).is_success
    status, kind, text = error(post("/v1/completions", model="llama3.2", **asked))
    assert (status, kind) == (400, "invalid_request_error")
    assert "does not support insert" in text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"prompt": ["a"]}, 400),
        ({"stop": 5}, 400),
        ({"stop": ["a", 5]}, 400),
        ({"logprobs": 21}, 400),
        ({"logprobs": True}, 400),
        ({"model": "nope"}, 404),
    ],
    ids=str,
)
def test_a_wrong_completion_is_refused(post, changes: dict, status: int):
    got = post("/v1/completions", **{"model": "llama3.2", "prompt": "x", **changes})
    assert error(got)[0] == status


def test_a_completion_that_fails_in_the_middle_sends_a_blank_chunk(server, events):
    server.fail_mid_stream("no", after=1)
    got = [data for _, data in events("/v1/completions", model="llama3.2", prompt="x")]
    assert [chunk["choices"][0]["text"] for chunk in got] == ["chunk 0 ", ""]
    assert got[-1]["model"] == ""


# -- embeddings ----------------------------------------------------------------------------------


def test_embeddings_are_those_of_the_native_route(post):
    texts = ["a text", "another"]
    native = post("/api/embed", model="nomic-embed-text", input=texts).json()["embeddings"]
    body = post("/v1/embeddings", model="nomic-embed-text", input=texts).json()
    assert body == {
        "object": "list",
        "data": [
            {"object": "embedding", "embedding": vector, "index": index}
            for index, vector in enumerate(native)
        ],
        "model": "nomic-embed-text",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
    }


def test_base64_embeddings_are_little_endian_floats(post):
    asked = {"model": "nomic-embed-text", "input": "a text", "dimensions": 8}
    plain = post("/v1/embeddings", **asked).json()["data"][0]["embedding"]
    coded = post("/v1/embeddings", **asked, encoding_format="base64").json()["data"][0]["embedding"]
    values = struct.unpack("<8f", base64.b64decode(coded, validate=True))
    assert all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(plain, values, strict=True))


def test_an_empty_text_has_an_embedding(post):
    body = post("/v1/embeddings", model="nomic-embed-text", input="").json()
    assert len(body["data"]) == 1
    assert body["usage"]["prompt_tokens"] == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"input": None}, 400),
        ({"input": []}, 400),
        ({"input": [1, 2]}, 400),
        ({"input": [[1]]}, 400),
        ({"input": 5}, 400),
        ({"encoding_format": "hex"}, 400),
        ({"dimensions": "x"}, 400),
        ({"model": "nope"}, 404),
    ],
    ids=str,
)
def test_wrong_embeddings_are_refused(post, changes: dict, status: int):
    got = post("/v1/embeddings", **{"model": "nomic-embed-text", "input": "x", **changes})
    assert error(got)[0] == status


# -- models --------------------------------------------------------------------------------------


def test_models_are_listed_with_their_owner(server: OllamaServer, http: httpx.Client):
    server.add_model("ada/mine")
    body = http.get("/v1/models").json()
    assert body["object"] == "list"
    assert body["data"][0]["id"] == "ada/mine:latest"
    assert [one["owned_by"] for one in body["data"][:2]] == ["ada", "library"]
    assert all(one["object"] == "model" and one["created"] > 0 for one in body["data"])


def test_without_a_model_the_list_is_null():
    with OllamaServer(models=[]) as server:
        body = httpx.get(f"{server.url}/v1/models", trust_env=False, timeout=PATIENCE).json()
    assert body == {"object": "list", "data": None}


def test_one_model(http: httpx.Client):
    body = http.get("/v1/models/llama3.2").json()
    assert (body["id"], body["owned_by"]) == ("llama3.2", "library")
    assert error(http.get("/v1/models/nope"))[:2] == (404, "not_found_error")
    assert error(http.get("/v1/models/no%20name"))[0] == 400


@pytest.mark.parametrize("name", ["ada/mine", "ada%2Fmine"])
def test_a_name_with_a_slash_is_no_route(server: OllamaServer, http: httpx.Client, name: str):
    server.add_model("ada/mine")
    response = http.get(f"/v1/models/{name}")
    assert (response.status_code, response.text) == (404, "404 page not found")


# -- transcriptions ------------------------------------------------------------------------------


def transcribe(http: httpx.Client, sound: bytes = b"RIFF", **fields: str) -> httpx.Response:
    data = {"model": "llama3.2", **fields}
    return http.post("/v1/audio/transcriptions", data=data, files={"file": ("a.wav", sound)})


def test_a_transcription(server: OllamaServer, http: httpx.Client):
    server.reply("Hello there.", times=None)
    assert transcribe(http).json() == {"text": "Hello there."}
    assert transcribe(http, response_format="srt").json() == {"text": "Hello there."}
    plain = transcribe(http, response_format="text")
    assert plain.headers["content-type"].startswith("text/plain")
    assert plain.text == "Hello there."


def test_a_transcription_becomes_a_chat_with_the_sound(server: OllamaServer, http: httpx.Client):
    seen = []
    server.on_chat(seen.append)
    sound = bytes(range(256)) + b"\r\n--\r\n\r"
    transcribe(http, sound, prompt="Names: Ada.", language="en")
    (message,) = seen[0]["messages"]
    assert base64.b64decode(message["images"][0]) == sound
    assert "Names: Ada." in message["content"]
    assert "en" in message["content"]


def test_what_is_missing_in_a_transcription_is_a_400(http: httpx.Client):
    path = "/v1/audio/transcriptions"
    sound = {"file": ("a.wav", b"RIFF")}
    assert error(transcribe(http, model=""))[::2] == (400, "model is required")
    assert error(transcribe(http, b""))[::2] == (400, "file is empty")
    assert error(http.post(path, files={"other": b"x"}, data={"model": "x"}))[0] == 400
    assert error(http.post(path, files=sound))[::2] == (400, "model is required")
    assert "multipart" in error(http.post(path, json={"model": "x"}))[2]
    assert "multipart" in error(http.post(path))[2]
    assert error(transcribe(http, model="nope"))[:2] == (404, "not_found_error")


@pytest.mark.parametrize("head", ["multipart/form-data", "multipart/form-data; boundary=x", "x y"])
def test_a_form_that_cannot_be_read_is_a_400(http: httpx.Client, head: str):
    response = http.post(
        "/v1/audio/transcriptions", content=b"--y\r\nrubbish", headers={"Content-Type": head}
    )
    assert error(response)[:2] == (400, "invalid_request_error")


def test_a_transcription_that_fails_late_is_an_empty_200(server: OllamaServer, http: httpx.Client):
    server.fail_mid_stream("no", after=1)
    response = transcribe(http)
    assert (response.status_code, response.content) == (200, b"")
    server.fail_mid_stream("no", after=0)
    assert error(transcribe(http)) == (500, "api_error", "no")


def test_events_are_flushed_before_the_next_one_is_made(server: OllamaServer, http: httpx.Client):
    server.reply(chunks=["a"] * 1000, delay=0.05)
    body = {"model": "llama3.2", "messages": user("x"), "stream": True}
    with http.stream("POST", CHAT, json=body) as response:
        parts = response.iter_raw()
        part = next(parts)
        assert not server.requests[-1].done
    assert 1 <= len(read_events(part)) < 1000
