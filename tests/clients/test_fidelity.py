"""Tests of what counts as kept and what counts as lost."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from proof.clients.fidelity import difference, outcomes, requests
from proof.clients.samples import NEWER_ENTRY, NEWER_FIELD, Sample, Spec

SPEC = Spec.load()
DEFAULTS = SPEC.defaults()

CHAT = {
    "model": "llama3.2",
    "created_at": "2026-11-21T04:26:33.250474394Z",
    "message": {
        "role": "assistant",
        "content": "",
        "tool_calls": [{"function": {"name": "f", "arguments": {"a": None, "n": 1}}}],
    },
    "done": True,
    "total_duration": 9608350245,
}
REQUEST = {"model": "llama3.2", "messages": [], "options": {"num_ctx": 1, "unknown": [None, 1]}}
EMBEDDINGS = {"model": "m", "embeddings": [[0.010071029]]}


def sample_of(schema: str, body: Any) -> Sample:
    return Sample("sample", schema, body, SPEC.facts(schema, body), from_server=True)


def lost(schema: str, sent: Any, received: Any) -> str:
    return difference(SPEC.facts(schema, sent), sent, received, DEFAULTS)


def changed(body: Any, *path: Any, **change: Any) -> Any:
    """Copy `body` with keys of the object at `path` set. Ellipsis removes a key."""
    body = json.loads(json.dumps(body))
    place = body
    for step in path:
        place = place[step]
    for key, value in change.items():
        place.pop(key, None) if value is ... else place.update({key: value})
    return body


@pytest.mark.parametrize(
    "received",
    [
        CHAT,
        changed(CHAT, created_at="2026-11-21T04:26:33.250Z"),
        changed(CHAT, created_at="2026-11-21T05:26:33.250474+01:00"),
        changed(CHAT, done_reason=None),
        changed(CHAT, total_duration=9608350245.0),
        changed(CHAT, "message", "tool_calls", 0, _function={"name": "f"}),
    ],
)
def test_what_is_kept(received: Any):
    assert lost("ChatResponse", CHAT, received) == ""


@pytest.mark.parametrize(
    ("received", "loss"),
    [
        (changed(CHAT, model=...), "$.model"),
        (changed(CHAT, model=None), "$.model"),
        (changed(CHAT, total_duration=9608350244), "$.total_duration"),
        (changed(CHAT, done="true"), "$.done"),
        (changed(CHAT, done=1), "$.done"),
        (changed(CHAT, created_at="2026-11-21T04:26:33Z"), "$.created_at"),
        (changed(CHAT, created_at="2026-11-21T04:26:33.250474394"), "$.created_at"),
        (changed(CHAT, created_at="today"), "$.created_at"),
        (changed(CHAT, done_reason="stop"), "$.done_reason"),
        (changed(CHAT, "message", tool_calls=[]), "$.message.tool_calls"),
        (changed(CHAT, "message", tool_calls={}), "$.message.tool_calls"),
        (changed(CHAT, "message", "tool_calls", 0, "function", arguments=[]), "arguments"),
        (changed(CHAT, "message", "tool_calls", 0, "function", "arguments", a=...), "arguments.a"),
        (changed(CHAT, "message", "tool_calls", 0, "function", "arguments", n=True), "arguments.n"),
        ([], "$: {"),
        (None, "$: {"),
    ],
)
def test_what_is_lost(received: Any, loss: str):
    assert loss in lost("ChatResponse", CHAT, received)


def test_nothing_of_free_keys_may_be_missing_or_change():
    assert lost("ChatRequest", REQUEST, REQUEST) == ""
    without = changed(REQUEST, "options", unknown=...)
    assert lost("ChatRequest", REQUEST, without) == "$.options.unknown: [null, 1] is lost"
    assert lost("ChatRequest", REQUEST, changed(REQUEST, "options", unknown=[1])) != ""


def test_a_default_may_be_spelt_out_but_nothing_else_added():
    assert lost("ChatRequest", REQUEST, changed(REQUEST, stream=True)) == ""
    assert "was added" in lost("ChatRequest", REQUEST, changed(REQUEST, think=True))
    assert "was added" in lost("ChatRequest", REQUEST, changed(REQUEST, "options", seed=0))


def test_a_null_may_be_left_out_where_the_field_is_known():
    tensor = {"name": "t", "type": "F32", "shape": None}
    assert lost("Tensor", tensor, {"name": "t", "type": "F32"}) == ""


def test_a_field_of_a_newer_server_may_be_dropped_a_free_key_may_not():
    sent = changed(CHAT, **{NEWER_FIELD: {"x": 1}})
    assert lost("ChatResponse", sent, CHAT) == ""
    assert lost("ChatResponse", sent, changed(sent, **{NEWER_FIELD: {"x": 2}})) != ""
    arguments = ("message", "tool_calls", 0, "function", "arguments")
    assert lost("ChatResponse", changed(CHAT, *arguments, **{NEWER_ENTRY: 1}), CHAT) != ""


def test_single_precision_only_where_the_description_says_float():
    single = {"model": "m", "embeddings": [[0.010071028955280781]]}
    assert lost("EmbedResponse", EMBEDDINGS, single) == ""
    assert lost("EmbedResponse", EMBEDDINGS, {"model": "m", "embeddings": [[0.0101]]}) != ""
    assert lost("EmbeddingsResponse", {"embedding": [0.1]}, {"embedding": [0.10000000149]}) != ""


def test_integers_beyond_doubles_are_compared_exactly():
    sent = {"status": "pulling", "total": 9007199254740993}
    received = {"status": "pulling", "total": 9007199254740992}
    assert lost("ProgressResponse", sent, received) != ""


def test_a_driver_s_lines():
    first = sample_of("VersionResponse", {"version": "1\u0085"})
    samples = [first, attrs.evolve(first, id="other", body={"version": "2"})]
    lines = requests(samples).split("\n")
    assert [json.loads(line)["id"] for line in lines if line] == ["sample", "other"]
    kept = json.dumps({"id": "sample", "body": first.body}, ensure_ascii=False)
    one, other = outcomes(samples, f"a warning\n{kept}\n", DEFAULTS)
    assert one.kept
    assert other.loss == "refused: no answer from the driver"
    refused = json.dumps({"id": "other", "error": "ValueError: no"})
    assert outcomes(samples, refused, DEFAULTS)[1].loss == "refused: ValueError: no"
