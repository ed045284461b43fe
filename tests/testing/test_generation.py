"""generate and chat: their own answers, the options they use, and what they refuse."""

import base64
import json
import math

import httpx
import pytest

from ollama.testing import Model, OllamaServer
from tests.patience import PATIENCE

from .conftest import user

METRICS = (
    "total_duration",
    "load_duration",
    "prompt_eval_count",
    "prompt_eval_duration",
    "eval_count",
    "eval_duration",
)
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Current weather",
        "parameters": {
            "type": "object",
            "required": ["city"],
            "properties": {
                "city": {"type": "string"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer"},
            },
        },
    },
}


def error(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"].startswith("application/json")
    return response.status_code, response.json()["error"]


# -- the default answer --------------------------------------------------------------------------


def test_chat_streams_by_default_and_ends_with_the_metrics(lines):
    got = lines("/api/chat", model="llama3.2", messages=user("tell me"))
    assert "".join(line["message"]["content"] for line in got) == "You said: tell me"
    assert [line["done"] for line in got] == [False] * 4 + [True]
    assert all(line["message"]["role"] == "assistant" for line in got)
    assert all(not set(METRICS) & set(line) for line in got[:-1])
    assert got[-1]["done_reason"] == "stop"
    assert got[-1]["eval_count"] == 4
    assert got[-1]["prompt_eval_count"] == 2
    assert all(got[-1][name] > 0 for name in METRICS)
    assert got[-1]["total_duration"] > got[-1]["eval_duration"]
    stamps = [line["created_at"] for line in got]
    assert all(stamp.endswith("Z") for stamp in stamps)


def test_generate_streams_by_default_and_ends_with_the_context(lines):
    got = lines("/api/generate", model="llama3.2", prompt="tell me")
    assert "".join(line["response"] for line in got) == "You said: tell me"
    assert all("context" not in line for line in got[:-1])
    assert len(got[-1]["context"]) == 2 + 4
    again = lines("/api/generate", model="llama3.2", prompt="more", context=got[-1]["context"])
    assert again[-1]["context"][:6] == got[-1]["context"]


def test_without_streaming_there_is_one_object(post):
    chat = post("/api/chat", model="llama3.2", messages=user("hi"), stream=False)
    assert chat.headers["content-type"] == "application/json; charset=utf-8"
    assert chat.json()["message"] == {"role": "assistant", "content": "You said: hi"}
    generated = post("/api/generate", model="llama3.2", prompt="hi", stream=False)
    assert generated.json()["response"] == "You said: hi"
    assert generated.json()["done"] is True


def test_the_answer_is_the_same_every_time(post):
    def ask() -> dict:
        return post("/api/chat", model="qwen3", messages=user("hi"), stream=False).json()

    ask()  # Loads the model, which changes load_duration once.
    one, two = ask(), ask()
    assert one.pop("created_at") != two.pop("created_at")
    assert one == two


def test_the_first_request_loads_the_model_and_says_so(post):
    one, two = (
        post("/api/chat", model="llama3.2", messages=user("hi"), stream=False).json()
        for _ in range(2)
    )
    assert one["load_duration"] > two["load_duration"]


def test_text_is_escaped_as_go_escapes_it(server: OllamaServer, post):
    said = "<a> & \u2028\u2029 \x85 \U0001f999 \x00"
    server.reply(said)
    response = post("/api/chat", model="llama3.2", messages=user("x"), stream=False)
    for escape in (b"\\u003ca\\u003e", b"\\u0026", b"\\u2028\\u2029", b"\\u0000"):
        assert escape in response.content
    assert "\x85 \U0001f999".encode() in response.content
    assert response.json()["message"]["content"] == said


def test_next_line_characters_do_not_end_a_line(server: OllamaServer, lines):
    server.reply(chunks=["a\x85b", "\u2028", "c\r\n"])
    got = lines("/api/chat", model="llama3.2", messages=user("x"))
    assert [line["message"]["content"] for line in got] == ["a\x85b", "\u2028", "c\r\n", ""]


def test_a_lone_surrogate_becomes_the_replacement_character(server: OllamaServer, http):
    body = b'{"model":"llama3.2","stream":false,"messages":[{"role":"user","content":"\\ud800"}]}'
    response = http.post("/api/chat", content=body)
    assert response.json()["message"]["content"] == "You said: \ufffd"


def test_model_is_echoed_as_requested(post):
    got = post("/api/chat", model="LLAMA3.2:Latest", messages=user("x"), stream=False).json()
    assert got["model"] == "LLAMA3.2:Latest"


# -- load and unload -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/chat", "/api/generate"])
def test_an_empty_prompt_loads_and_keep_alive_zero_unloads(http, post, path: str):
    loaded = post(path, model="llama3.2", keep_alive="10m")
    assert loaded.headers["content-type"] == "application/json; charset=utf-8"
    assert not loaded.content.endswith(b"\n")
    assert (loaded.json()["done"], loaded.json()["done_reason"]) == (True, "load")
    assert [m["name"] for m in http.get("/api/ps").json()["models"]] == ["llama3.2:latest"]
    unloaded = post(path, model="llama3.2", keep_alive=0)
    assert unloaded.json()["done_reason"] == "unload"
    assert http.get("/api/ps").json()["models"] == []
    said = unloaded.json().get("message", unloaded.json().get("response"))
    assert said == ({"role": "assistant", "content": ""} if path == "/api/chat" else "")


def test_a_run_with_keep_alive_zero_leaves_nothing_in_memory(http, post):
    post("/api/chat", model="llama3.2", messages=user("x"))
    post("/api/chat", model="llama3.2", messages=user("x"), keep_alive="0s")
    assert http.get("/api/ps").json() == {"models": []}


# -- thinking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("think", [None, True, "low", "high", "xhigh", "mine"])
def test_a_thinking_model_thinks_unless_told_not_to(lines, think):
    got = lines("/api/chat", model="qwen3", messages=user("a b c"), think=think)
    thoughts = [line["message"].get("thinking", "") for line in got]
    assert "".join(thoughts) == "The user wrote 3 words. I repeat them."
    first_word = next(i for i, line in enumerate(got) if line["message"]["content"])
    assert not any(thoughts[first_word:])


def test_think_false_is_fine_for_every_model(lines):
    for model in ("qwen3", "llama3.2"):
        got = lines("/api/chat", model=model, messages=user("x"), think=False)
        assert all("thinking" not in line["message"] for line in got)


@pytest.mark.parametrize("path", ["/api/chat", "/api/generate"])
def test_thinking_needs_the_capability(post, path: str):
    got = post(path, model="llama3.2", prompt="x", messages=user("x"), think=True)
    assert error(got) == (400, '"llama3.2" does not support thinking')


def test_generate_thinks_too(post):
    got = post("/api/generate", model="qwen3", prompt="x", stream=False).json()
    assert got["thinking"].startswith("The user wrote 1 words")
    assert got["response"] == "You said: x"
    assert "thinking" not in post("/api/generate", model="qwen3", prompt="x", raw=True).text


@pytest.mark.parametrize(
    ("think", "text"),
    [("", 'invalid think value: ""'), (3, "think must be"), ([], "think must be")],
)
def test_a_think_value_of_the_wrong_kind_is_a_400(post, think, text: str):
    status, message = error(post("/api/chat", model="qwen3", messages=user("x"), think=think))
    assert status == 400
    assert text in message


# -- tools ---------------------------------------------------------------------------------------


def test_a_fitting_tool_is_called_with_arguments_from_the_prompt(lines):
    got = lines(
        "/api/chat",
        model="llama3.2",
        messages=user("What will the weather be in Toronto in fahrenheit for 3 days?"),
        tools=[WEATHER],
    )
    (call,) = [call for line in got for call in line["message"].get("tool_calls", [])]
    assert call["function"] == {
        "index": 0,
        "name": "get_weather",
        "arguments": {"city": "Toronto", "unit": "fahrenheit", "days": 3},
    }
    assert call["id"].startswith("call_")
    assert len(call["id"]) == len("call_") + 8
    assert got[-1]["done_reason"] == "stop"
    assert all(line["message"]["content"] == "" for line in got)


def test_the_first_fitting_tool_wins_and_fillers_do_not_fit(post):
    other = {"type": "function", "function": {"name": "get_time"}}
    asked = {"model": "llama3.2", "tools": [other, WEATHER], "stream": False}
    got = post("/api/chat", messages=user("get me the weather"), **asked).json()["message"]
    assert [call["function"]["name"] for call in got["tool_calls"]] == ["get_weather"]
    got = post("/api/chat", messages=user("get me the TIME"), **asked).json()["message"]
    assert got["tool_calls"][0]["function"] == {"index": 0, "name": "get_time", "arguments": {}}


def test_no_tool_is_called_when_none_fits(post):
    got = post(
        "/api/chat", model="llama3.2", messages=user("hi"), tools=[WEATHER], stream=False
    ).json()
    assert got["message"] == {"role": "assistant", "content": "You said: hi"}


def test_a_tool_result_is_answered_with_a_text_that_contains_it(post):
    messages = [
        *user("the weather in Paris and Rome?"),
        {
            "role": "assistant",
            "tool_calls": [{"function": {"name": "get_weather", "arguments": {"city": "Paris"}}}],
        },
        {"role": "tool", "tool_name": "get_weather", "content": "11 degrees"},
        {"role": "TOOL", "tool_name": "get_weather", "content": "22 degrees"},
    ]
    got = post(
        "/api/chat", model="llama3.2", messages=messages, tools=[WEATHER], stream=False
    ).json()["message"]
    assert "11 degrees" in got["content"]
    assert "22 degrees" in got["content"]
    assert "tool_calls" not in got


def test_tools_need_the_capability(post):
    got = post("/api/chat", model="gemma3", messages=user("x"), tools=[WEATHER])
    assert error(got) == (400, '"gemma3" does not support tools')


def test_tool_schemas_lose_what_the_server_does_not_know(post):
    tool = json.loads(json.dumps(WEATHER))
    city = tool["function"]["parameters"]["properties"]["city"]
    city.update({"minLength": 40, "const": "Berlin", "type": ["string", "null"]})
    got = post(
        "/api/chat", model="llama3.2", messages=user("weather?"), tools=[tool], stream=False
    ).json()
    arguments = got["message"]["tool_calls"][0]["function"]["arguments"]
    assert arguments["city"] == "city"


# -- format --------------------------------------------------------------------------------------


def test_format_json_gives_json(post):
    got = post("/api/generate", model="llama3.2", prompt="hi", format="json", stream=False)
    assert json.loads(got.json()["response"]) == {"answer": "You said: hi"}


def test_a_schema_gives_json_that_fits(lines):
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 18}},
        "required": ["name", "age"],
    }
    got = lines("/api/chat", model="llama3.2", messages=user("Ask Ada, aged 36."), format=schema)
    assert len(got) > 3
    text = "".join(line["message"]["content"] for line in got)
    assert json.loads(text) == {"name": "Ada", "age": 36}


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_format_is_none(post, value):
    got = post("/api/generate", model="llama3.2", prompt="hi", format=value, stream=False)
    assert got.json()["response"] == "You said: hi"


@pytest.mark.parametrize("value", ["xml", 3, ["json"], True])
def test_any_other_format_is_a_500(post, value):
    status, message = error(post("/api/generate", model="llama3.2", prompt="hi", format=value))
    assert status == 500
    assert "invalid format" in message


# -- options -------------------------------------------------------------------------------------


def test_num_predict_limits_the_tokens(lines):
    got = lines("/api/generate", model="llama3.2", prompt="a b c d", options={"num_predict": 3})
    assert "".join(line["response"] for line in got) == "You said: a"
    assert (got[-1]["done_reason"], got[-1]["eval_count"]) == ("length", 3)
    got = lines("/api/generate", model="llama3.2", prompt="a", options={"num_predict": 3.9})
    assert got[-1]["done_reason"] == "stop"


def test_num_predict_counts_thinking(post):
    got = post(
        "/api/chat", model="qwen3", messages=user("x"), options={"num_predict": 2}, stream=False
    ).json()
    assert got["message"] == {"role": "assistant", "content": "", "thinking": "The user"}
    assert got["done_reason"] == "length"


@pytest.mark.parametrize("limit", [-1, 0, -2, None])
def test_num_predict_below_one_is_no_limit(post, limit):
    got = post(
        "/api/generate",
        model="llama3.2",
        prompt="a b",
        options={"num_predict": limit},
        stream=False,
    )
    assert got.json()["response"] == "You said: a b"


def test_stop_sequences_end_the_text_before_them(lines):
    asked = {"model": "llama3.2", "prompt": "one two three"}
    got = lines("/api/generate", **asked, options={"stop": ["zzz", "wo th", "three"]})
    assert "".join(line["response"] for line in got) == "You said: one t"
    assert got[-1]["done_reason"] == "stop"
    got = lines("/api/generate", **asked, options={"stop": ["", "You"]})
    assert len(got) == 1


def test_stop_sequences_of_the_model_hold_too(server: OllamaServer, post):
    server.add_model(Model("stopper", parameters={"stop": ["said"]}))
    got = post("/api/generate", model="stopper", prompt="x", stream=False)
    assert got.json()["response"] == "You "


def test_an_option_that_was_given_up_is_refused(post):
    got = post("/api/generate", model="llama3.2", prompt="x", options={"typical_p": 0.5})
    assert (got.status_code, got.json()) == (400, {"error": "typical_p is no longer supported"})


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"temperature": "hot"}, 'option "temperature" must be of type float32'),
        ({"num_ctx": "4096"}, 'option "num_ctx" must be of type integer'),
        ({"seed": True}, 'option "seed" must be of type integer'),
        ({"use_mmap": 1}, 'option "use_mmap" must be of type boolean'),
        ({"stop": "END"}, 'option "stop" must be of type array'),
        ({"stop": ["END", 1]}, 'option "stop" must be of an array of strings'),
    ],
)
@pytest.mark.parametrize("path", ["/api/chat", "/api/generate", "/api/embed", "/api/embeddings"])
def test_wrongly_typed_options_are_a_500(post, path: str, options, text: str):
    body = {"prompt": "x", "messages": user("x"), "input": "x", "options": options}
    assert error(post(path, model="llama3.2", **body)) == (500, text)


def test_unknown_and_null_options_are_ignored(post):
    options = {"mirostat": 1, "numa": "x", "num_ctx": None, "stop": None, "use_mmap": None}
    got = post("/api/generate", model="llama3.2", prompt="x", options=options, stream=False)
    assert got.status_code == 200


def test_a_prompt_that_is_too_long_is_cut_or_refused(post):
    asked = {"model": "llama3.2", "prompt": "word " * 50, "options": {"num_ctx": 20}}
    got = post("/api/generate", **asked, stream=False).json()
    assert got["prompt_eval_count"] == 20
    refused = post("/api/generate", **asked, truncate=False)
    assert error(refused) == (400, "the input length exceeds the context length")


def test_without_shift_the_context_ends_the_text(post):
    asked = {"model": "llama3.2", "prompt": "a b c", "options": {"num_ctx": 5}, "stream": False}
    assert post("/api/generate", **asked).json()["done_reason"] == "stop"
    got = post("/api/generate", **asked, shift=False).json()
    assert (got["response"], got["done_reason"]) == ("You said:", "length")


# -- logprobs ------------------------------------------------------------------------------------


def test_logprobs_come_with_each_chunk_and_together_without_streaming(lines, post):
    asked = {"model": "llama3.2", "messages": user("\u00e9t\u00e9"), "logprobs": True}
    got = lines("/api/chat", **asked, top_logprobs=3)
    assert all(len(line["logprobs"]) == 1 for line in got[:-1])
    assert "logprobs" not in got[-1]
    for line in got[:-1]:
        (entry,) = line["logprobs"]
        assert entry["token"] == line["message"]["content"]
        assert bytes(entry["bytes"]).decode() == entry["token"]
        assert math.exp(entry["logprob"]) < 1
        assert len(entry["top_logprobs"]) == 3
        assert entry["top_logprobs"][0]["token"] == entry["token"]
    whole = post("/api/chat", **asked, top_logprobs=3, stream=False).json()["logprobs"]
    assert whole == [line["logprobs"][0] for line in got[:-1]]
    plain = post("/api/chat", **asked, stream=False).json()["logprobs"]
    assert all("top_logprobs" not in entry for entry in plain)


@pytest.mark.parametrize("path", ["/api/chat", "/api/generate"])
@pytest.mark.parametrize("number", [-1, 21])
def test_top_logprobs_outside_0_to_20_is_a_400(post, path: str, number: int):
    got = post(path, model="llama3.2", top_logprobs=number)
    assert error(got) == (400, "top_logprobs must be between 0 and 20")


# -- the rest of generate ------------------------------------------------------------------------


def test_suffix_needs_a_model_that_inserts(post):
    asked = {"prompt": "def f(", "suffix": "return 1", "stream": False}
    assert post("/api/generate", model="qwen2.5-coder", **asked).status_code == 200
    assert error(post("/api/generate", model="llama3.2", **asked)) == (
        400,
        '"llama3.2" does not support insert',
    )


@pytest.mark.parametrize("field", [{"template": "x"}, {"system": "x"}, {"context": [1]}])
def test_raw_excludes_template_system_and_context(post, field):
    got = post("/api/generate", model="llama3.2", prompt="x", raw=True, **field)
    assert error(got) == (400, "raw mode does not support template, system, or context")


def test_raw_has_no_context_in_the_reply(post):
    got = post("/api/generate", model="llama3.2", prompt="x", raw=True, stream=False).json()
    assert "context" not in got
    assert got["response"] == "You said: x"


def test_a_template_that_does_not_parse_is_a_500(post):
    status, message = error(post("/api/generate", model="llama3.2", prompt="x", template="{{ .P"))
    assert (status, message[:9]) == (500, "template:")


def test_debug_render_shows_the_prompt_instead_of_running(post):
    image = base64.b64encode(b"png").decode()
    got = post(
        "/api/generate",
        model="gemma3",
        prompt="why",
        system="Be brief. ",
        images=[image],
        _debug_render_only=True,
    )
    assert got.headers["content-type"] == "application/json; charset=utf-8"
    assert got.json()["_debug_info"] == {"rendered_template": "Be brief. why", "image_count": 1}
    assert got.json()["done"] is False
    assert got.json()["response"] == ""
    chat = post("/api/chat", model="gemma3", messages=user("why"), _debug_render_only=True).json()
    assert chat["message"] == {"role": "", "content": ""}
    assert "why" in chat["_debug_info"]["rendered_template"]
    assert "image_count" not in chat["_debug_info"]


def test_images_are_base64_and_nothing_else(post):
    good = base64.b64encode(b"\x89PNG").decode()
    messages = user("what is this?", images=[good, [137, 80]])
    assert post("/api/chat", model="gemma3", messages=messages).status_code == 200
    for bad in ("data:image/png;base64," + good, "abc", "\u00e9"):
        status, message = error(post("/api/generate", model="gemma3", prompt="x", images=[bad]))
        assert status == 400
        assert message.startswith("illegal base64 data at input byte ")
    status, message = error(post("/api/generate", model="gemma3", prompt="x", images=[[300]]))
    assert (status, "uint8" in message) == (400, True)


# -- models --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nope", "", "llama3.2:7b"])
def test_generate_does_not_find_the_model(post, name: str):
    assert error(post("/api/generate", model=name, prompt="x")) == (
        404,
        f"model '{name}' not found",
    )


@pytest.mark.parametrize("path", ["/api/generate", "/api/chat", "/api/embed", "/api/embeddings"])
@pytest.mark.parametrize("name", ["bad name!", "a/b/c/d", "x:", "../x"])
def test_what_is_no_name_is_refused(post, path: str, name: str):
    got = post(path, model=name, prompt="x", input="x", messages=user("x"))
    assert error(got) == (400, "invalid model name")


@pytest.mark.parametrize(
    "prefix", ["library/", "registry.ollama.ai/library/", "https://registry.ollama.ai/library/"]
)
def test_a_name_may_tell_the_registry(post, prefix: str):
    assert post("/api/chat", model=f"{prefix}llama3.2", messages=user("x")).status_code == 200


def test_chat_requires_a_model_and_finds_it(post):
    assert error(post("/api/chat", messages=user("x"))) == (400, "model is required")
    got = post("/api/chat", model="nope", messages=user("x"))
    assert error(got) == (404, "model 'nope' not found")


def test_an_embedding_model_does_not_talk(post):
    got = post("/api/chat", model="nomic-embed-text", messages=user("x"))
    assert error(got) == (400, '"nomic-embed-text" does not support chat')
    got = post("/api/generate", model="nomic-embed-text", prompt="x")
    assert error(got) == (400, '"nomic-embed-text" does not support generate')


@pytest.mark.parametrize("name", ["gpt-oss:120b-cloud", "kimi:cloud"])
def test_a_cloud_model_asks_to_sign_in(server: OllamaServer, post, name: str):
    for path in ("/api/chat", "/api/generate", "/api/embed"):
        got = post(path, model=name, messages=user("x"), prompt="x", input="x")
        assert error(got) == (401, "unauthorized")
        assert got.json()["signin_url"].startswith("https://")
    server.user = {"name": "ada"}
    assert post("/api/chat", model=name, messages=user("x")).status_code == 404
    server.add_model(name)
    assert post("/api/chat", model=name, messages=user("x")).status_code == 200


def test_a_cloud_model_is_refused_when_the_cloud_is_off():
    with OllamaServer(cloud_disabled=True) as server:
        got = httpx.post(
            f"{server.url}/api/chat",
            json={"model": "kimi:cloud", "messages": user("x")},
            trust_env=False,
            timeout=PATIENCE,
        )
    assert error(got)[0] == 403
    assert error(got)[1].startswith("ollama cloud is disabled: ")


def test_local_and_cloud_together_are_a_400(post):
    assert post("/api/chat", model="llama3.2:local", messages=user("x")).status_code == 200
    got = post("/api/chat", model="kimi:cloud:local", messages=user("x"))
    assert error(got)[0] == 400


def test_a_remote_stub_names_its_origin_in_every_object(post, lines):
    post("/api/create", model="far", remote_host="https://box.example.com", **{"from": "big"})
    for line in lines("/api/chat", model="far", messages=user("x")):
        assert line["remote_model"] == "big"
        assert line["remote_host"] == "https://box.example.com"


def test_an_old_vision_model_takes_one_image(server: OllamaServer, post):
    server.add_model(Model("mllama", family="mllama"))
    images = [base64.b64encode(b"x").decode()] * 2
    status, message = error(post("/api/generate", model="mllama", prompt="x", images=images))
    assert status == 400
    assert "one image" in message
