"""Tests of reading streams, judging answers, looser schemas, and curl lines."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.document import Operation
from ollama.testing import OllamaServer
from proof.contract.exchange import BodyFiles, Request, curl_line
from proof.contract.judge import Answer, Finding, judge
from proof.contract.leniency import ONE_STRUCT, SEARCHED, lenient
from proof.contract.models import needed
from proof.contract.report import Report
from proof.contract.spec import Spec
from proof.contract.streams import read_stream
from tests.patience import PATIENCE

SPEC = Spec.load()
CHAT = SPEC.operations["generateChat"]
LAST = {"lines": "delta", "error": "error", "terminator": {"field": "done", "value": True}}
MARK = {"lines": "delta", "error": "error", "terminator": {"data": "[DONE]"}}
ENDS = {
    "lines": "events",
    "error": "error",
    "terminator": {"field": "type", "values": ["completed", "failed"]},
}
PULL = {
    "lines": "snapshot",
    "error": "error",
    "terminator": {"field": "status", "value": "success"},
}


def lines(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def events(*data: str) -> bytes:
    return "".join(f"data: {one}\n\n" for one in data).encode()


@pytest.mark.parametrize(
    ("body", "facts", "problems"),
    [
        (lines({"done": False}, {"done": True}), LAST, []),
        (lines({"done": False}, {"error": "no"}), LAST, []),
        (b'{"a": "\xc2\x85 \xe2\x80\xa8"}\n{"done": true}\n', LAST, []),
        (lines({"status": "x"}), PULL, ['the terminator is missing: expected status: "success"']),
        (b'{"done": true}', LAST, ["the last line does not end with a line feed"]),
        (b'{"done": true}\n\n', LAST, ["line 2 is empty"]),
        (
            lines({"done": True}, {"done": True}),
            LAST,
            ["item 1 ends the stream, but others follow"],
        ),
        (b"", LAST, ["the stream has no items"]),
    ],
)
def test_lines(body: bytes, facts: dict[str, Any], problems: list[str]):
    assert read_stream("application/x-ndjson", body, facts).problems == problems


def test_a_broken_line():
    reading = read_stream("application/x-ndjson", b'{"a": NaN}\n{"done": true}\n', LAST)
    assert reading.problems == ["line 1 is not JSON: NaN is not JSON"]
    assert [(item.number, item.value) for item in reading.items] == [(2, {"done": True})]


@pytest.mark.parametrize(
    ("body", "facts", "problems"),
    [
        (events('{"a": 1}', "[DONE]"), MARK, []),
        (b": hello\r\nevent: x\r\ndata: {}\r\n\r\ndata: [DONE]\r\n\r\n", MARK, []),
        (b'data: {"a":\ndata: 1}\n\ndata: [DONE]\n\n', MARK, []),
        (events('{"error": {}}'), MARK, []),
        (events('{"type": "delta"}', '{"type": "failed"}'), ENDS, []),
        (
            events('{"a": 1}', "[DONE]", "{}"),
            MARK,
            ["event 3 follows the end of the stream"],
        ),
        (
            b"data: {}\n\ndata: [DONE]\n",
            MARK,
            ["the last event does not end with an empty line"],
        ),
        (
            b"dta: {}\n\ndata: {}\n\ndata: [DONE]\n\n",
            MARK,
            ["an event has the unknown field 'dta'"],
        ),
    ],
)
def test_events(body: bytes, facts: dict[str, Any], problems: list[str]):
    assert read_stream("text/event-stream", body, facts).problems == problems


@pytest.mark.parametrize(
    ("kind", "body", "facts", "missing"),
    [
        ("application/x-ndjson", lines({"done": False}), LAST, "done: true"),
        ("text/event-stream", events('{"a": 1}'), MARK, "data: [DONE]"),
        ("text/event-stream", events('{"type": "a"}'), ENDS, 'type: "completed" or "failed"'),
    ],
)
def test_a_model_that_is_stopped_leaves_the_terminator_out(
    kind: str, body: bytes, facts: dict[str, Any], missing: str
):
    reading = read_stream(kind, body, facts)
    assert reading.problems == []
    assert reading.unended == f"the terminator is missing: expected {missing}"


def found(operation: Operation, status: int, kind: str, body: bytes) -> list[str]:
    return [str(one) for one in judge(SPEC, operation, Answer(status, kind, body))]


def chat_line(**changes: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": "x"}
    line = {"model": "m", "created_at": "2026-11-20T14:03:26.3Z", "message": message, "done": True}
    return {**line, **changes}


def test_a_finding_names_the_innermost_place():
    line = chat_line(message={"role": "assistant", "content": 3})
    assert found(CHAT, 200, "application/x-ndjson", lines(line)) == [
        "stream item 1 /message/content: 3 is not of type 'string'"
    ]
    assert found(CHAT, 200, "application/json", json.dumps(line).encode()) == [
        "body /message/content: 3 is not of type 'string'"
    ]


def test_what_fits_no_member_of_a_union_is_told_by_the_nearest_one():
    line = chat_line()
    del line["model"]
    assert found(CHAT, 200, "application/x-ndjson", lines(line)) == [
        "stream item 1 /: 'model' is a required property"
    ]
    assert found(CHAT, 200, "application/x-ndjson", lines({"error": 5})) == [
        "stream item 1 /error: 5 is not of type 'string'"
    ]
    (finding,) = found(CHAT, 200, "application/x-ndjson", lines({"x": 5, "error": "no"}, 5))[:1]
    assert finding == "stream: item 1 ends the stream, but others follow"


def test_formats_count():
    (finding,) = found(
        CHAT,
        200,
        "application/json; charset=utf-8",
        json.dumps(chat_line(created_at="yesterday")).encode(),
    )
    assert finding == "body /created_at: 'yesterday' is not a 'date-time'"


def test_every_line_is_judged_and_equal_findings_are_told_once():
    bad = [chat_line(model=1, done=False), chat_line(model=2, done=False), chat_line(done="x")]
    findings = found(CHAT, 200, "application/x-ndjson", lines(*bad, chat_line()))
    assert findings == [
        "stream item 1 /model: 1 is not of type 'string'",
        "stream item 3 /done: 'x' is not of type 'boolean'",
    ]


def test_an_answer_of_the_router_has_no_body():
    assert found(CHAT, 403, "", b"") == []
    version = SPEC.operations["getVersion"]
    assert found(version, 403, "text/plain", b"no") == ["body: expected none, got no"]


def test_a_broken_body_is_a_finding():
    answer = Answer(200, "application/json", b"{", "the body is incomplete: x")
    assert judge(SPEC, CHAT, answer) == [Finding("body", "", "the body is incomplete: x")]


# ---------------------------------------------------------------------- leniency

LOOSE = Spec(lenient(SPEC.document))


def message(*blocks: Any) -> dict[str, Any]:
    return {"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": [*blocks]}]}


def item(**fields: Any) -> dict[str, Any]:
    return {"model": "m", "input": [{"type": "function_call", **fields}]}


@pytest.mark.parametrize(
    ("operation", "body", "accepted"),
    [
        ("generateChat", {"model": "m", "messages": None, "tools": None}, True),
        ("generateChat", {"model": "m", "messages": [None]}, True),
        ("generateChat", {"model": "m", "messages": [{"content": "x"}]}, True),
        ("generateChat", {"messages": []}, False),
        ("generateChat", {"model": "m", "messages": [{"content": 5}]}, False),
        ("generateChat", {"model": "m", "options": {"seed": 1.5}}, True),
        ("generateChat", {"model": "m", "options": {"seed": "x"}}, False),
        ("generateText", {"model": "m", "width": "x"}, True),
        ("generateText", {"model": "m", "top_logprobs": 1.5}, False),
        ("showModel", {"name": "m"}, True),
        ("showModel", {}, False),
        ("createChatCompletion", {"model": "m", "messages": [], "stop": [5]}, True),
        ("createChatCompletion", {"model": "m", "messages": [], "seed": "x"}, False),
        ("createResponse", {"model": "m", "input": [{"role": "user"}]}, True),
        ("createResponse", item(status=5), True),
        ("createResponse", item(name=5), False),
        ("answerQuestions", {"model": "m", "state": "x", "questions": {"q": {}}}, False),
        ("createMessage", message({"type": "new", "text": "x"}), True),
        ("createMessage", message({"type": "new", "text": 5}), False),
        ("createMessage", message({"type": 5}), False),
        ("createMessage", message({"type": "text", "citations": [{"url": 5}]}), False),
        ("createMessage", message({"type": "tool_result", "content": [5]}), True),
        ("createMessage", message({"type": "tool_result", "is_error": 5}), False),
        ("createMessage", message({"type": "image", "source": {"data": 5}}), False),
        ("createMessage", {**message(), "system": [5]}, True),
        ("createMessage", {**message(), "system": 5}, False),
    ],
)
def test_what_a_go_decoder_takes(operation: str, body: dict[str, Any], accepted: bool):
    one = SPEC.operations[operation]
    assert LOOSE.accepts(one, "application/json", body) is accepted


@pytest.mark.parametrize(
    ("fields", "accepted"),
    [
        ({"file": "x", "model": "m", "prompt": ["a", "b"], "language": 5}, True),
        ({"file": 5, "model": "m"}, False),
        ({"model": "m"}, False),
    ],
)
def test_every_value_of_a_form_is_text(fields: dict[str, Any], accepted: bool):
    one = SPEC.operations["createTranscription"]
    assert LOOSE.accepts(one, "multipart/form-data", fields) is accepted


def test_one_struct_decodes_keys_that_the_type_of_the_object_does_not_have():
    one = SPEC.operations["createMessage"]
    body = message({"type": "server_tool_use", "id": "i", "name": "n", "text": []})
    assert SPEC.accepts(one, "application/json", body)
    assert not LOOSE.accepts(one, "application/json", body)
    with OllamaServer() as server:
        body["model"] = "llama3.2"
        answer = httpx.post(
            f"{server.url}/v1/messages", json=body, trust_env=False, timeout=PATIENCE
        )
    assert answer.status_code == 400
    assert "of type string" in answer.json()["error"]["message"]


def test_what_is_listed_as_lenient_is_in_the_spec():
    schemas = SPEC.document.data["components"]["schemas"]
    assert schemas.keys() >= ONE_STRUCT
    for component, fields in SEARCHED.items():
        assert schemas[component]["properties"].keys() >= fields.keys()


def test_what_the_spec_says_itself_is_stricter():
    body = {"model": "m", "messages": None}
    assert not SPEC.accepts(CHAT, "application/json", body)
    assert SPEC.accepts(CHAT, "application/json", {"model": "m"})


# ---------------------------------------------------------------------- requests


@pytest.mark.parametrize(
    ("operation", "body", "needs"),
    [
        ("generateChat", {"messages": [{"content": "x"}]}, {"completion"}),
        ("generateChat", {"messages": [{"images": ["x"]}]}, {"completion", "vision"}),
        ("generateChat", {"think": "high", "tools": [{}]}, {"completion", "thinking", "tools"}),
        ("generateChat", {"think": False, "tools": []}, {"completion"}),
        ("generateText", {"suffix": "x"}, {"completion", "insert"}),
        ("generateEmbeddings", {"input": "x"}, {"embedding"}),
        ("generateChat", {"format": {"properties": {"images": {"a": 1}}}}, {"completion"}),
        (
            "createMessage",
            {"messages": [{"content": [{"type": "image"}]}]},
            {"completion", "vision"},
        ),
        (
            "createChatCompletion",
            {"messages": [{"content": [{"type": "input_audio"}]}]},
            {"completion", "audio"},
        ),
        (
            "createMessage",
            {"messages": [{"type": {"image": 1}}, {"type": ["image"]}]},
            {"completion"},
        ),
    ],
)
def test_what_a_request_needs(operation: str, body: dict[str, Any], needs: set[str]):
    assert needed(operation, body) == needs


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
@pytest.mark.parametrize(
    "body",
    [
        b'{"model": "it\'s \\"x\\"\\n", "prompt": "$HOME `id` \xc3\xa9"}',
        b'{"model":\n"x"}',
        b"@etc/passwd",
        bytes(range(256)),
        b"",
    ],
)
def test_a_curl_line_sends_the_same_request(body: bytes):
    with OllamaServer() as server:
        headers = {"Content-Type": "application/json", "User-Agent": "x"}
        line = curl_line(Request("POST", f"{server.url}/api/show?a='b", headers, body))
        assert "\n" not in line
        subprocess.run(["bash", "-c", line], check=True, capture_output=True, timeout=PATIENCE)
        (got,) = server.requests
    assert (got.method, got.path, got.body) == ("POST", "/api/show", body)
    assert got.query == {"a": ["'b"]}
    assert got.headers["Content-Type"] == "application/json"
    assert got.headers["User-Agent"] != "x"


def test_a_curl_line_holds_no_key():
    request = Request("GET", "http://h/", {"Authorization": "Bearer secret", "Host": "h"})
    assert curl_line(request) == 'curl -sS -H "Authorization: Bearer $OLLAMA_API_KEY" http://h/'


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("application/json", b'{"model": "' + b"x" * 3000 + b'"}', "contract-body-1.json"),
        ("application/octet-stream", bytes(range(256)) * 12, "contract-body-1.bin"),
    ],
)
def test_a_body_that_is_too_long_for_a_line_is_in_a_file(
    kind: str, body: bytes, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with OllamaServer() as server:
        request = Request("POST", f"{server.url}/api/show", {"Content-Type": kind}, body)
        files = BodyFiles()
        line = curl_line(request, files)
        assert len(line) < 500
        assert f"--data-binary @{files.folder}/{name} " in line
        subprocess.run(["bash", "-c", line], check=True, capture_output=True, timeout=PATIENCE)
        (got,) = server.requests
    assert got.body == body


def test_a_short_body_needs_no_file():
    files = BodyFiles()
    request = Request("POST", "http://h/", {}, b"{}")
    assert curl_line(request, files) == curl_line(request)
    assert files.folder is None


# ---------------------------------------------------------------------- the report


def test_a_deviation_is_told_once_and_counted():
    said: list[str] = []
    report = Report(["generateChat"], said.append)
    request = Request("POST", "http://h/api/chat", {}, b"{}")
    created = {"model": "m", "created_at": "now", "message": {"role": "assistant"}, "done": True}
    for changes in ({}, {"created_at": "then"}, {"created_at": 5}, {"created_at": 7}):
        body = json.dumps({**created, **changes}).encode()
        findings = judge(SPEC, CHAT, Answer(200, "application/json", body))
        report.deviation("generateChat", "example x", request, findings)
    report.deviation("generateChat", "fuzzing", request, [Finding("status", "", "418")], times=3)
    report.deviation("generateChat", "fuzzing", request, [])
    assert [line for line in said if line.startswith("DEVIATION")] == [
        "DEVIATION generateChat (example x)",
        "DEVIATION generateChat (example x)",
        "DEVIATION generateChat (fuzzing, 3 times)",
    ]
    assert [one.times for one in report.deviations] == [2, 2, 3]
    assert any("  3 DEVIATIONS in 7 answers" in line for line in report.summary())
