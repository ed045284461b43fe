"""Sends recorded requests to the embedded server, with scripted texts of the models."""

from __future__ import annotations

import http.client
import json
from typing import Any

import attrs

from ollama.testing import Model, OllamaServer

from .exchanges import Exchange, items

TEMPLATE = "{{ .Prompt }}"


def models() -> list[Model]:
    """Return the relevant models of the recorded server."""
    completes = {"capabilities": ("completion",), "parameters": {"num_ctx": 2048}}
    thinks = {**completes, "capabilities": ("completion", "tools", "thinking")}
    in_file = {"template": "", "chat_template": "{{ messages }}"}
    said = ({"role": "user", "content": "hi"},)
    return [
        Model("plain", **completes),
        Model("chain", **thinks),
        Model("tooler", **thinks),
        Model("native", **thinks, **in_file),
        Model("fim", **{**completes, "capabilities": ("completion", "insert")}),
        Model("bare", **completes),
        Model("persona", **thinks, system="You are terse.", license="MIT", messages=said),
        Model("embed", ("embedding",), family="bert", context_length=128, embedding_length=64),
        Model("loop", **completes),
        Model("loopnative", **completes, **in_file),
        Model("endless", **completes),
        Model("gemma", **completes),
    ]


@attrs.frozen
class Got:
    """An answer of a server."""

    status: int
    content_type: str
    body: bytes


def send(server: OllamaServer, exchange: Exchange) -> Got:
    """Send a recorded request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        headers = {**exchange.request_headers}
        if exchange.request_body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection.request(
            exchange.method, exchange.path, body=exchange.request_body, headers=headers
        )
        answer = connection.getresponse()
        return Got(answer.status, answer.getheader("Content-Type", ""), answer.read())
    finally:
        connection.close()


# ---------------------------------------------------------------------- what models say


def script(server: OllamaServer, exchange: Exchange) -> None:
    """Script the recorded texts of the model. Nothing else of an answer is scripted."""
    server.reset()
    if exchange.setting.startswith("model process killed"):
        server.fail_mid_stream("an error was encountered while running the model", after=2)
        return
    said = _said(exchange)
    if said is not None:
        server.reply(**said)


def _said(exchange: Exchange) -> dict[str, Any] | None:
    if exchange.status != 200:
        return None
    told = [one for one in items(exchange) if isinstance(one, dict)]
    path = exchange.path.partition("?")[0]
    if path in ("/api/chat", "/api/generate"):
        return _native(told)
    if path in ("/v1/chat/completions", "/v1/completions"):
        return _choices(told)
    if path == "/v1/messages":
        return _blocks(told)
    return _items(told) if path == "/v1/responses" else None


def _native(told: list[dict[str, Any]]) -> dict[str, Any] | None:
    parts = [one.get("message", one) for one in told]
    if told[-1].get("done_reason") in ("load", "unload") or "_debug_info" in told[-1]:
        return None
    return {
        "chunks": [t for one in parts if (t := one.get("content", one.get("response", "")))],
        "thinking": "".join(one.get("thinking", "") for one in parts),
        "tool_calls": [call for one in parts for call in one.get("tool_calls") or []],
        "done_reason": told[-1].get("done_reason"),
        "done": told[-1]["done"],
    }


def _choices(told: list[dict[str, Any]]) -> dict[str, Any] | None:
    choices = [choice for one in told for choice in one["choices"]]
    parts = [one.get("message") or one.get("delta") or one for one in choices]
    calls = [call for one in parts for call in one.get("tool_calls") or []]
    reasons = [one["finish_reason"] for one in choices if one.get("finish_reason")]
    return {
        "chunks": [t for one in parts if (t := one.get("content") or one.get("text"))],
        "thinking": "".join(one.get("reasoning") or "" for one in parts),
        "tool_calls": [_call(one["function"]) for one in calls],
        "done_reason": None if reasons in ([], ["tool_calls"]) else reasons[-1],
        "done": bool(reasons),
    }


def _call(function: dict[str, Any]) -> dict[str, Any]:
    return {"name": function["name"], "arguments": json.loads(function["arguments"])}


def _blocks(told: list[dict[str, Any]]) -> dict[str, Any]:
    if "content" in told[0]:
        blocks, reason = told[0]["content"] or [], told[0].get("stop_reason")
        deltas = blocks
    else:
        deltas = [one["delta"] for one in told if one["type"] == "content_block_delta"]
        starts = [one["content_block"] for one in told if one["type"] == "content_block_start"]
        blocks = [one for one in starts if one["type"] == "tool_use"]
        inputs = [json.loads(one["partial_json"]) for one in deltas if "partial_json" in one]
        blocks = [{**one, "input": given} for one, given in zip(blocks, inputs, strict=True)]
        ends = [one["delta"] for one in told if one["type"] == "message_delta"]
        reason = ends[-1].get("stop_reason") if ends else None
    calls = [one for one in blocks if one["type"] == "tool_use"]
    return {
        "chunks": [one["text"] for one in deltas if one.get("text")],
        "thinking": "".join(one.get("thinking", "") for one in deltas),
        "tool_calls": [{"name": one["name"], "arguments": one["input"]} for one in calls],
        "done_reason": {"max_tokens": "length"}.get(str(reason)),
        "done": reason is not None,
    }


def _items(told: list[dict[str, Any]]) -> dict[str, Any]:
    whole = told[-1].get("response", told[-1])
    deltas = (
        [one["delta"] for one in told if one["type"] == "response.output_text.delta"]
        if ("type" in told[0])
        else []
    )
    output = whole.get("output", [])
    messages = [one for one in output if one["type"] == "message"]
    texts = [part["text"] for one in messages for part in one["content"]]
    thoughts = [one for one in output if one["type"] == "reasoning"]
    calls = [one for one in output if one["type"] == "function_call"]
    return {
        "chunks": deltas or [text for text in texts if text],
        "thinking": "".join(part["text"] for one in thoughts for part in one["summary"]),
        "tool_calls": [_call(one) for one in calls],
        "done": whole.get("status") == "completed",
    }


# ---------------------------------------------------------------------- what is compared


def shape(value: Any) -> Any:
    """Return the fields of JSON: names and nested fields, without values.

    Lists have each shape of their items once. Nulls count as absent keys, because clients do not
    distinguish them.
    """
    if isinstance(value, dict):
        return {key: shape(one) for key, one in sorted(value.items()) if one is not None}
    if isinstance(value, list):
        shapes: list[Any] = []
        for one in map(shape, value):
            if one not in shapes:
                shapes.append(one)
        return shapes
    return "value"


#: Objects whose keys are data: arguments of calls, details of models, parameters of tools.
_FREE = ("arguments", "model_info", "input", "parameters", "projector_info", "recommendations")


def without_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: 0 if k in _FREE else without_data(one) for k, one in value.items()}
    return [without_data(one) for one in value] if isinstance(value, list) else value


def shapes(exchange: Exchange, got: Got) -> list[Any]:
    """Return the shapes of the items of an answer, in order, without consecutive equal ones."""
    as_sent = attrs.evolve(
        exchange, status=got.status, body=got.body, headers=[("Content-Type", got.content_type)]
    )
    found: list[Any] = []
    for one in items(as_sent):
        if exchange.path == "/api/version" and isinstance(one, dict):
            one.pop("server", None)  # here, the embedded server says that it is not a real one
        kind = one.get("type", "") if isinstance(one, dict) and got.status == 200 else ""
        next_shape = (kind, shape(without_data(one)))
        if not found or found[-1] != next_shape:
            found.append(next_shape)
    return found


def compared(server: OllamaServer, exchange: Exchange) -> str:
    """Send a request. Return the difference from the recorded reply in words, or ''."""
    script(server, exchange)
    got = send(server, exchange)
    real = Got(exchange.status, exchange.content_type, exchange.body)
    if got.status != real.status:
        return f"status {real.status}, here {got.status}"
    if got.content_type != real.content_type:
        return f"{real.content_type}, here {got.content_type}"
    if exchange.method == "HEAD" or not real.body:
        return "" if bool(got.body) == bool(real.body) else "body"
    theirs, ours = shapes(exchange, real), shapes(exchange, got)
    return "" if theirs == ours else f"fields {theirs} here {ours}"
