"""The OpenAI responses route: converts its requests into native chat requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ollama.testing._app import App, Call
from ollama.testing._convert import (
    arguments_of,
    called_tool,
    function_tool,
    image_of,
    think_of,
    tool_call,
    without_none,
)
from ollama.testing._errors import ApiError
from ollama.testing._events import NO_CACHE, check_start, stream_of, whole_answer
from ollama.testing._http import Answer, Stream
from ollama.testing._readers import (
    decode_body,
    decode_part,
    free_map,
    mismatch,
    reads,
    variants,
)
from ollama.testing._responses_events import Events, Response
from ollama.testing._web_search import Conversation, converse, web_search_tool
from ollama.testing._wire import as_array, as_object, json_text, without_empty

#: The function that represents a search for tools in native messages.
_TOOL_SEARCH = "tool_search"


def responses(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /v1/responses``."""
    request = decode_body(call.body, "ResponsesRequest")
    tools = request.get("tools", [])
    searches = any(tool.get("type", "").startswith("web_search") for tool in tools)
    talk = converse(app, call, _native(request), searches=searches)
    response = Response(next(app.numbers), request, talk)
    if request.get("stream"):
        return _stream(response, talk)
    if talk.failure is not None:
        raise talk.failure
    check_start(talk.last.output, stream=False)
    return whole_answer(talk.last.output, response.whole())


def compact(app: App, call: Call) -> Answer:
    """Answer ``POST /v1/responses/compact``. The model's answer is the compacted conversation."""
    request = decode_body(call.body, "ResponsesRequest")
    talk = converse(app, call, _native(request), searches=False)
    check_start(talk.last.output, stream=False)
    return whole_answer(talk.last.output, Response(next(app.numbers), request, talk).compaction())


def _stream(response: Response, talk: Conversation) -> Stream:
    events = Events(response)
    if talk.failure is not None:
        return events.failed_stream(talk)
    return stream_of(
        talk.last.output, events, events.rounds(talk) if talk.rounds else (), headers=NO_CACHE
    )


def _native(request: dict[str, Any]) -> dict[str, Any]:
    options = {
        "num_predict": request.get("max_output_tokens"),
        "temperature": request.get("temperature", 1.0),
        "top_p": request.get("top_p"),
    }
    return without_none(
        {
            "model": request.get("model"),
            "messages": _messages(request),
            "tools": _native_tools(request.get("tools", [])) or None,
            "options": without_none(options),
            "format": _format(request),
            "think": _think(request),
        }
    )


def _think(request: dict[str, Any]) -> Any:
    given = request.get("think")
    return think_of(request.get("reasoning", {}).get("effort")) if given is None else given


def _format(request: dict[str, Any]) -> Any:
    wanted = request.get("text", {}).get("format", {})
    return wanted.get("schema") if wanted.get("type") == "json_schema" else None


def _native_tools(tools: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for tool in tools:
        kind = tool.get("type", "")
        if kind == "namespace":
            made += _native_tools(tool.get("tools", []))
        elif kind.startswith("web_search"):
            made.append(web_search_tool())
        elif kind == "function":
            made.append(
                function_tool(
                    tool.get("name", ""), tool.get("description", ""), tool.get("parameters")
                )
            )
    return made


# -- the input -----------------------------------------------------------------------------------


def _messages(request: dict[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    if request.get("instructions"):
        made.append({"role": "system", "content": request["instructions"]})
    given = request.get("input", "")
    if isinstance(given, str):
        return [*made, {"role": "user", "content": given}] if given else made
    thinking = ""
    for item in given:
        kind = item["type"]
        if kind == "reasoning":
            thinking = _reasoning(item)
        elif kind == "function_call":
            thinking = _add_call(made, item, thinking)
        elif kind == "function_call_output":
            made.append(_result(item, made))
        elif kind == "tool_search_call":
            thinking = _add_call(made, {**item, "name": _TOOL_SEARCH}, thinking)
        elif kind == "tool_search_output":
            made.append(_result({**item, "output": json_text(item.get("tools", []))}, made))
        elif kind == "compaction":
            made.append({"role": "assistant", "content": item.get("encrypted_content", "")})
        elif kind == "agent_message":
            made.append(_message({**item, "role": "user"}, ""))
        elif kind == "message":
            is_answer = item.get("role", "") == "assistant"
            made.append(_message(item, thinking if is_answer else ""))
            thinking = "" if is_answer else thinking
    if thinking:
        made.append({"role": "assistant", "content": "", "thinking": thinking})
    return made


def _reasoning(item: dict[str, Any]) -> str:
    """Return the reasoning of an item. Ollama does not encrypt ``encrypted_content``."""
    summary = "\n".join(part.get("text", "") for part in item.get("summary", ()))
    return item.get("encrypted_content") or summary


def _add_call(made: list[dict[str, Any]], item: dict[str, Any], thinking: str) -> str:
    given = item.get("arguments", "")
    arguments = arguments_of(given) if isinstance(given, str) else given
    call = tool_call(item.get("call_id", ""), item.get("name", ""), arguments)
    if made and made[-1]["role"] == "assistant" and not thinking:
        made[-1].setdefault("tool_calls", []).append(call)
    else:
        message = {"role": "assistant", "content": "", "tool_calls": [call]}
        made.append({**message, **without_empty({"thinking": thinking})})
    return ""


def _result(item: dict[str, Any], before: list[dict[str, Any]]) -> dict[str, Any]:
    call_id = item.get("call_id", "")
    names = {"tool_call_id": call_id, "tool_name": called_tool(before, call_id)}
    said = _message({"role": "tool", "content": item.get("output", "")}, "")
    return {**said, **without_empty(names)}


def _message(item: dict[str, Any], thinking: str) -> dict[str, Any]:
    parts = item.get("content", [])
    parts = [{"type": "input_text", "text": parts}] if isinstance(parts, str) else parts
    urls = [part["image_url"] for part in parts if part.get("image_url")]
    rest = {"images": [image_of(url) for url in urls], "thinking": thinking}
    text = "\n".join(part["text"] for part in parts if part.get("text"))
    return {"role": item.get("role", ""), "content": text, **without_empty(rest)}


# -- reading the request -------------------------------------------------------------------------


def _part(value: Any, at: str) -> dict[str, Any]:
    found = as_object(value) or {}
    kind = found.get("type")
    model = variants("ResponsesContentPart").get(kind) if isinstance(kind, str) else None
    if model is None:
        raise ApiError(400, f"unsupported content type: {kind}")
    return decode_part(found, at, model)


@reads("ResponsesInputMessage.content", "ResponsesFunctionCallOutput.output")
def _content(value: Any, at: str) -> Any:
    return value if isinstance(value, str) else _parts(value, at)


@reads("ResponsesAgentMessage.content")
def _parts(value: Any, at: str) -> list[dict[str, Any]]:
    parts = as_array(value)
    if parts is None:
        raise mismatch(value, at, "[]openai.ResponsesContent")
    return [_part(part, at) for part in parts if part is not None]


def _item(value: Any, at: str) -> dict[str, Any]:
    found = as_object(value)
    if found is None:
        raise mismatch(value, at, "openai.ResponsesInputItem")
    # A message may have a role and no type.
    kind = found.get("type") or ("message" if found.get("role") else "")
    model = variants("ResponsesInputItem").get(kind) if isinstance(kind, str) else None
    if model is None:
        raise ApiError(400, f"unknown input item type: {kind}")
    return {**decode_part(found, at, model), "type": kind}


@reads("ResponsesRequest.input")
def _input(value: Any, at: str) -> Any:
    if isinstance(value, str):
        return value
    items = as_array(value)
    if items is None:
        raise ApiError(400, "input must be a string or array")
    return [_item(item, at) for item in items]


@reads("ResponsesTool.parameters")
def _parameters(value: Any, at: str) -> dict[str, Any]:
    found = free_map(value, at)
    # Only checks the types. The answer repeats all keys, including unknown ones.
    decode_part(found, at, "ToolFunctionParameters")
    return found


@reads("ResponsesText.format")
def _text_format(value: Any, at: str) -> dict[str, Any]:
    found = as_object(value)
    if found is None:
        raise mismatch(value, at, "openai.ResponsesTextFormat")
    # The answer repeats the format, and Go writes this key even if it is empty.
    return {"type": "", **decode_part(found, at, "ResponsesTextFormat")}
