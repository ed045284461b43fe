"""Request bodies are read by the rules of Go's JSON decoder."""

import httpx
import pytest

from .conftest import user


def error(response: httpx.Response) -> str:
    assert response.status_code == 400, response.text
    return response.json()["error"]


@pytest.mark.parametrize(
    "path",
    ["chat", "generate", "embed", "embeddings", "show", "pull", "push", "create", "copy"],
)
class TestEveryRoute:
    def test_an_empty_body_is_missing(self, http: httpx.Client, path: str):
        for body in (b"", b" \n"):
            got = http.post(f"/api/{path}", content=body)
            assert error(got) == "missing request body"

    def test_what_is_no_object_is_told_by_its_kind(self, http: httpx.Client, path: str):
        for body, kind in (
            (b"[]", "array"),
            (b'"x"', "string"),
            (b"1", "number"),
            (b"true", "bool"),
        ):
            message = error(http.post(f"/api/{path}", content=body))
            assert message.startswith(f"json: cannot unmarshal {kind} into Go value of type api.")

    def test_malformed_json_is_told_by_its_character(self, http: httpx.Client, path: str):
        assert error(http.post(f"/api/{path}", content=b"{x")) == (
            "invalid character 'x' looking for beginning of value"
        )
        assert error(http.post(f"/api/{path}", content=b'{"model":')) == "unexpected EOF"
        assert error(http.post(f"/api/{path}", content=b'{"model":"ab')) == "unexpected EOF"
        assert "invalid character 'N'" in error(http.post(f"/api/{path}", content=b'{"x":NaN}'))

    def test_too_deep_json_is_refused(self, http: httpx.Client, path: str):
        assert error(http.post(f"/api/{path}", content=b"[" * 200_000)) == "exceeded max depth"


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("chat/completions", "openai"),
        ("completions", "openai"),
        ("embeddings", "openai"),
        ("responses", "openai"),
        ("messages", "anthropic"),
    ],
)
def test_the_other_families_read_alike_and_answer_in_their_shape(
    http: httpx.Client, path: str, package: str
):
    for body, message in (
        (b"", "missing request body"),
        (b"{x", "invalid character 'x' looking for beginning of value"),
        (b"[]", f"json: cannot unmarshal array into Go value of type {package}."),
        (b'{"model":5}', "json: cannot unmarshal number into Go struct field "),
    ):
        response = http.post(f"/v1/{path}", content=body)
        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith(message)


def test_an_integer_beyond_64_bits_is_no_integer(post):
    got = post("/api/embed", model="nomic-embed-text", input="x", dimensions=2**63)
    assert "cannot unmarshal number" in error(got)
    assert post("/api/embed", model="nomic-embed-text", input="x", dimensions=2**63 - 1).is_success


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 500, "9" * 5000])
def test_a_number_beyond_a_double_is_refused(http: httpx.Client, number: str):
    body = f'{{"model":"llama3.2","options":{{"num_predict":{number}}}}}'
    assert "of type float64" in error(http.post("/api/chat", content=body))


def test_half_a_surrogate_pair_is_replaced(http: httpx.Client):
    got = http.post(
        "/api/generate", content=rb'{"model":"a\ud800","options":{"\udc00":["\uD83D"]}}'
    )
    assert got.json() == {"error": "invalid model name"}
    got = http.post("/api/generate", content=rb'{"model":"llama3.2","prompt":"a\ud800"}')
    assert '"response":" a\ufffd"' in got.text
    got = http.post("/api/generate", content=rb'{"model":"llama3.2","prompt":"a\ud83d\ude00"}')
    assert '"response":" a\U0001f600"' in got.text


@pytest.mark.parametrize(
    "body", [b'{"model":"llama3.2","prompt":"x\xff"}', b'{"model":"llama3.2","prompt":"x"} }']
)
def test_a_body_that_only_go_can_read_is_answered(http: httpx.Client, body: bytes):
    assert http.post("/api/generate", content=body).status_code == 200


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": "x"},
        {"type": "string", "minLength": 10**9},
        {"type": "array", "minItems": 10**9},
        {"type": "object", "minProperties": 10**9},
        {"type": "number", "multipleOf": "x"},
        {"type": "object", "required": [[]]},
    ],
    ids=str,
)
def test_a_schema_that_nothing_can_fit_is_refused(post, schema: dict):
    error(post("/api/generate", model="llama3.2", prompt="x", format=schema))


def test_the_content_type_does_not_matter(http: httpx.Client):
    got = http.post("/api/show", content=b'{"model":"llama3.2"}', headers={"Content-Type": "a/b"})
    assert got.status_code == 200


def test_what_follows_the_first_value_does_not_matter(http: httpx.Client):
    assert http.post("/api/show", content=b'{"model":"llama3.2"} rest').status_code == 200


def test_invalid_utf_8_is_replaced(http: httpx.Client):
    got = http.post("/api/generate", content=b'{"model":"llama3.2","prompt":"a\xff"}')
    assert '"response":" a\ufffd"' in got.text


def test_keys_match_whatever_their_case(post):
    got = post("/api/chat", MODEL="llama3.2", Messages=user("hi"), sTREAM=False)
    assert got.json()["message"]["content"] == "You said: hi"


def test_unknown_keys_are_ignored_and_null_is_not_sent(post):
    got = post(
        "/api/chat",
        model="llama3.2",
        messages=[*user("hi", name="x", tool_calls=None, images=None), None],
        stream=None,
        think=None,
        tools=None,
        options=None,
        format=None,
        width=3,
        unknown={"a": 1},
    )
    assert got.headers["content-type"] == "application/x-ndjson"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("model", 3, "number into Go struct field ChatRequest.model of type string"),
        ("stream", "yes", "string into Go struct field ChatRequest.stream of type bool"),
        ("messages", {}, "object into Go struct field ChatRequest.messages of type []api.Message"),
        ("messages", ["x"], "string into Go struct field ChatRequest.messages of type api.Message"),
        (
            "messages",
            user([{"type": "text"}]),
            "array into Go struct field ChatRequest.messages.content of type string",
        ),
        ("options", [], "array into Go struct field ChatRequest.options of type map[string]"),
        (
            "top_logprobs",
            1.5,
            "number 1.5 into Go struct field ChatRequest.top_logprobs of type int",
        ),
        ("top_logprobs", True, "bool into Go struct field ChatRequest.top_logprobs of type int"),
        ("tools", [{"function": {"name": 1}}], "ChatRequest.tools.function.name of type string"),
        (
            "tools",
            [{"function": {"parameters": {"properties": {"a": {"type": 3}}}}}],
            "ChatRequest.tools.function.parameters.properties.type of type string",
        ),
        (
            "tools",
            [{"function": {"parameters": {"properties": {"a": 3}}}}],
            "ChatRequest.tools.function.parameters.properties of type api.ToolProperty",
        ),
        (
            "messages",
            user("x", tool_calls=[{"function": {"name": "f", "arguments": "{}"}}]),
            "string into Go struct field ChatRequest.messages.tool_calls.function.arguments",
        ),
    ],
)
def test_a_wrongly_typed_field_is_named(post, field: str, value, text: str):
    body = {"model": "llama3.2", "messages": user("x"), field: value}
    message = error(post("/api/chat", **body))
    assert message.startswith("json: cannot unmarshal ")
    assert text in message


def test_properties_may_nest_and_be_null(post):
    nested = {
        "anyOf": [{"type": "string"}, {"type": ["integer", "null"]}],
        "items": {"anything": 1},
        "properties": {"b": {"type": "object", "properties": None}},
        "enum": ["x", 1],
        "required": ["b"],
    }
    tool = {
        "type": "function",
        "function": {"name": "f", "parameters": {"properties": {"a": nested}}},
    }
    got = post("/api/chat", model="llama3.2", messages=user("x"), tools=[tool])
    assert got.status_code == 200
