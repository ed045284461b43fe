"""The Anthropic messages route: converts its requests into native chat requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ollama.testing._anthropic_events import Events, Reply
from ollama.testing._app import App, Call
from ollama.testing._convert import (
    base64_of,
    called_tool,
    function_tool,
    tool_call,
    without_none,
)
from ollama.testing._errors import ApiError
from ollama.testing._events import NO_CACHE, check_start, stream_of, whole_answer
from ollama.testing._http import Answer, Stream
from ollama.testing._readers import decode_body
from ollama.testing._web_search import converse, web_search_tool
from ollama.testing._wire import as_array, as_object, json_text, without_empty

_EFFORTS = {"low": "low", "medium": "medium", "high": "high", "xhigh": "high", "max": "max"}


def messages(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /v1/messages``."""
    request = decode_body(call.body, "AnthropicMessagesRequest")
    _check(request)
    searches = any(_is_search(tool) for tool in request.get("tools", ()))
    talk = converse(app, call, _native(app, request), searches=searches)
    reply = Reply(next(app.numbers), request["model"], talk)
    output = talk.last.output
    if not request.get("stream"):
        if talk.failure is None:
            check_start(output, stream=False)
        return whole_answer(output, reply.whole())
    events = Events(reply)
    if talk.failure is not None:
        return events.failed_stream()
    return stream_of(output, events, events.rounds() if talk.rounds else (), NO_CACHE)


def _check(request: dict[str, Any]) -> None:
    if not request.get("model"):
        raise ApiError(400, "model is required")
    if request.get("max_tokens", 0) <= 0:
        raise ApiError(400, "max_tokens is required and must be positive")
    if not request.get("messages"):
        raise ApiError(400, "messages is required")


def _native(app: App, request: dict[str, Any]) -> dict[str, Any]:
    options = {name: request.get(name) for name in ("temperature", "top_p", "top_k")}
    options |= {"num_predict": request["max_tokens"], "stop": request.get("stop_sequences")}
    return without_none(
        {
            "model": request["model"],
            "messages": _messages(request),
            "tools": [_native_tool(tool) for tool in request.get("tools", ())] or None,
            "options": without_none(options),
            "think": _think(app, request),
        }
    )


def _think(app: App, request: dict[str, Any]) -> bool | str | None:
    """Return the native ``think``, or None if the model cannot think."""
    wishes: dict[str, bool | str] = {"enabled": True, "disabled": False}
    wish = wishes.get(request.get("thinking", {}).get("type", ""))
    if wish is None:
        wish = _EFFORTS.get(request.get("output_config", {}).get("effort", ""))
    model = app.store.find(request["model"])
    can_think = model is not None and "thinking" in model.capabilities
    return wish if can_think else None


def _is_search(tool: dict[str, Any]) -> bool:
    return str(tool.get("type", "")).startswith("web_search")


def _native_tool(tool: dict[str, Any]) -> dict[str, Any]:
    if _is_search(tool):
        return web_search_tool()
    return function_tool(
        tool.get("name", ""), tool.get("description", ""), tool.get("input_schema")
    )


# -- messages ------------------------------------------------------------------------------------


def _messages(request: dict[str, Any]) -> list[dict[str, Any]]:
    system = _system_text(request.get("system"))
    made = [{"role": "system", "content": system}] if system else []
    for message in request["messages"]:
        made += _converted(message, made)
    return made


def _system_text(system: Any) -> str:
    if system is None or isinstance(system, str):
        return system or ""
    blocks = as_array(system)
    if blocks is None:
        raise ApiError(400, "system must be a string or an array of text blocks")
    return _joined(map(as_object, blocks))


def _joined(blocks: Iterable[dict[str, Any] | None]) -> str:
    texts = [block.get("text") for block in blocks if block and block.get("type") == "text"]
    return "\n".join(text for text in texts if isinstance(text, str))


def _converted(message: dict[str, Any], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the native messages for one message. Tool results become messages of their own."""
    role, content = message.get("role", ""), message.get("content", "")
    if isinstance(content, str):
        return [{"role": role, "content": content}]
    kinds = ("tool_use", "server_tool_use")
    calls = [_call(block) for block in content if block.get("type") in kinds]
    known = [*before, {"tool_calls": calls}]
    results = [_result(block, known) for block in content if block.get("type") in _RESULTS]
    images = [_image(block) for block in content if block.get("type") == "image"]
    thoughts = [block.get("thinking", "") for block in content if block.get("type") == "thinking"]
    said = without_empty({"images": images, "tool_calls": calls, "thinking": "".join(thoughts)})
    text = _joined(content)
    own = [{"role": role, "content": text, **said}] if text or said else []
    # A tool result comes after its call, and before the user's text about it.
    return [*own, *results] if calls else [*results, *own]


_RESULTS = ("tool_result", "web_search_tool_result")


def _call(block: dict[str, Any]) -> dict[str, Any]:
    for key in ("id", "name"):
        if not block.get(key):
            raise ApiError(400, f"{block['type']} block missing required '{key}' field")
    return tool_call(block["id"], block["name"], block.get("input", {}))


def _result(block: dict[str, Any], before: list[dict[str, Any]]) -> dict[str, Any]:
    call_id = block.get("tool_use_id", "")
    content = block.get("content")
    blocks = as_array(content)
    if block["type"] == "tool_result" and blocks is not None:
        text = _joined(map(as_object, blocks))
    else:
        text = content if isinstance(content, str) else json_text(content)
    names = {"tool_call_id": call_id, "tool_name": called_tool(before, call_id)}
    return {"role": "tool", "content": "" if content is None else text, **without_empty(names)}


def _image(block: dict[str, Any]) -> str:
    source = block.get("source", {})
    if source.get("type") != "base64":
        kind = source.get("type", "")
        raise ApiError(400, f"invalid image source type: {kind}. Only base64 images are supported.")
    return base64_of(source.get("data", ""), "invalid image input")
