"""Owns the GenAI conventions: the attributes of requests, answers and tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast
from urllib.parse import urlsplit

PROVIDER: Final = "ollama"

#: The operations that are recorded, by the path of their requests.
OPERATIONS: Mapping[str, str] = {
    "/api/chat": "chat",
    "/api/generate": "text_completion",
    "/api/embed": "embeddings",
    "/api/embeddings": "embeddings",
}

#: The options of a request that have attributes.
_OPTIONS: Mapping[str, str] = {
    "frequency_penalty": "gen_ai.request.frequency_penalty",
    "num_predict": "gen_ai.request.max_tokens",
    "presence_penalty": "gen_ai.request.presence_penalty",
    "seed": "gen_ai.request.seed",
    "temperature": "gen_ai.request.temperature",
    "top_k": "gen_ai.request.top_k",
    "top_p": "gen_ai.request.top_p",
}

#: Bucket boundaries of the histograms, from the conventions.
SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
TOKENS = tuple(4**power for power in range(14))

_COUNT = re.compile(rb'"prompt_eval_count"\s*:\s*(\d+)')


def of_operation(operation: str, body: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Return the attributes that spans and metrics share: operation, model and server."""
    out: dict[str, Any] = {"gen_ai.operation.name": operation, "gen_ai.provider.name": PROVIDER}
    if model := body.get("model"):
        out["gen_ai.request.model"] = str(model)
    parts = urlsplit(url)
    if parts.hostname:
        out["server.address"] = parts.hostname
        out["server.port"] = parts.port or (443 if parts.scheme == "https" else 80)
    return out


def of_request(body: Mapping[str, Any], stream: bool) -> dict[str, Any]:
    """Return the remaining attributes of a request, without its content."""
    out: dict[str, Any] = {}
    options: Mapping[str, Any] = body.get("options") or {}
    for name, attribute in _OPTIONS.items():
        if isinstance(value := options.get(name), (int, float)):
            out[attribute] = value
    if stop := options.get("stop"):
        out["gen_ai.request.stop_sequences"] = [stop] if isinstance(stop, str) else [*stop]
    if isinstance(dimensions := body.get("dimensions"), int):
        out["gen_ai.embeddings.dimension.count"] = dimensions
    if body.get("format"):
        out["gen_ai.output.type"] = "json"
    if stream:
        out["gen_ai.request.stream"] = True
    return out


def of_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of an answer, or of the last piece of a streamed answer."""
    out = {f"gen_ai.usage.{kind}_tokens": count for kind, count in tokens_of(answer).items()}
    if isinstance(cached := answer.get("prompt_eval_cached_count"), int):
        out["gen_ai.usage.cache_read.input_tokens"] = cached
    attributes: dict[str, Any] = {**out, **of_model(answer)}
    if reason := answer.get("done_reason"):
        attributes["gen_ai.response.finish_reasons"] = [str(reason)]
    return attributes


def of_model(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attribute for the model that answered."""
    return {"gen_ai.response.model": str(model)} if (model := answer.get("model")) else {}


def tokens_of(answer: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of input and output tokens of an answer, by type."""
    names = {"input": "prompt_eval_count", "output": "eval_count"}
    counts = {kind: answer.get(name) for kind, name in names.items()}
    return {kind: count for kind, count in counts.items() if isinstance(count, int)}


def of_unread(body: bytes) -> dict[str, Any]:
    """Return the recorded members of an answer whose body is not decoded here."""
    found = _COUNT.search(body)
    return {"prompt_eval_count": int(found[1])} if found else {}


# ---------------------------------------------------------------------- content


def said_in(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes with the content of a request. Images are left out."""
    messages: list[Any] = [*(body.get("messages") or ())]
    if prompt := body.get("prompt"):
        messages.append({"role": "user", "content": prompt})
    out: dict[str, Any] = {}
    if messages:
        out["gen_ai.input.messages"] = text([_message(it) for it in messages])
    if system := body.get("system"):
        out["gen_ai.system_instructions"] = text([_text_part(system)])
    if tools := body.get("tools"):
        out["gen_ai.tool.definitions"] = text(
            [{"type": it.get("type", "function"), **(it.get("function") or {})} for it in tools]
        )
    return out


def said_out(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attribute with the content of an answer."""
    message = answer.get("message")
    if message is None:
        message = {"content": answer.get("response"), "thinking": answer.get("thinking")}
    reason = str(answer.get("done_reason") or "")
    said = {**_message({"role": "assistant", **message}), "finish_reason": reason}
    return {"gen_ai.output.messages": text([said])}


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    content, role = message.get("content"), str(message.get("role") or "user")
    parts: list[dict[str, Any]] = []
    if thinking := message.get("thinking"):
        parts.append({"type": "reasoning", "content": thinking})
    if role == "tool":
        named = {"id": message.get("tool_call_id")}
        parts.append({"type": "tool_call_response", **named, "response": content})
    elif content:
        parts.append(_text_part(content))
    for call in cast("Iterable[Mapping[str, Any]]", message.get("tool_calls") or ()):
        function: Mapping[str, Any] = call.get("function") or {}
        named = {"id": call.get("id"), "name": function.get("name")}
        parts.append({"type": "tool_call", **named, "arguments": function.get("arguments")})
    return {"role": role, "parts": parts}


def _text_part(content: Any) -> dict[str, Any]:
    return {"type": "text", "content": content}


def text(value: Any) -> str:
    """Return a value as text for an attribute."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
