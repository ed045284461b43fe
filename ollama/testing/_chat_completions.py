"""The OpenAI chat completions route: converts its requests to native ones, and the answers back."""

from __future__ import annotations

import time
from typing import Any

from ollama.testing._app import App, Call
from ollama.testing._convert import (
    arguments_of,
    base64_of,
    called_tool,
    image_of,
    think_of,
    tool_call,
    usage_of,
    without_none,
)
from ollama.testing._errors import ApiError
from ollama.testing._events import check_start, event, stream_of, whole_answer
from ollama.testing._generation import chat_turn
from ollama.testing._http import Answer, Stream
from ollama.testing._output import CACHED, Turn, logprobs_of
from ollama.testing._readers import decode_body
from ollama.testing._text import logprob
from ollama.testing._wire import as_array, as_object, json_text, without_empty

FINGERPRINT = "fp_ollama"
DONE = b"data: [DONE]\n\n"


def chat_completions(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /v1/chat/completions``."""
    request = decode_body(call.body, "ChatCompletionRequest")
    turn = chat_turn(app, call, _native(request))
    number = f"chatcmpl-{next(app.numbers)}"
    if request.get("stream"):
        options = request.get("stream_options", {})
        return stream_of(turn.output, _Chunks(number, turn, options.get("include_usage", False)))
    check_start(turn.output, stream=False)
    return whole_answer(turn.output, _completion(number, turn))


# -- the request ---------------------------------------------------------------------------------


def _native(request: dict[str, Any]) -> dict[str, Any]:
    if not request.get("messages"):
        raise ApiError(400, "[] is too short - 'messages'")
    kept = ("model", "stream", "tools", "logprobs", "top_logprobs", "_debug_render_only")
    effort = request.get("reasoning", {}).get("effort") or request.get("reasoning_effort")
    return without_none(
        {
            **{name: request.get(name) for name in kept},
            "messages": _messages(request["messages"]),
            "options": _options(request),
            "format": _format(request.get("response_format", {})),
            "think": think_of(effort),
        }
    )


def _options(request: dict[str, Any]) -> dict[str, Any]:
    kept = ("seed", "stop", "frequency_penalty", "presence_penalty")
    return without_none(
        {
            **{name: request.get(name) for name in kept},
            "num_predict": request.get("max_tokens"),
            "temperature": request.get("temperature", 1.0),
            "top_p": request.get("top_p", 1.0),
        }
    )


def _format(response_format: dict[str, Any]) -> Any:
    kind = response_format.get("type", "").strip().lower()
    if kind == "json_object":
        return "json"
    if kind == "json_schema":
        return response_format.get("json_schema", {}).get("schema")
    return None


def _messages(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for message in messages:
        made.append(_message(message, made))
    return made


def _message(message: dict[str, Any], before: list[dict[str, Any]]) -> dict[str, Any]:
    calls = [_native_call(call) for call in message.get("tool_calls", ())]
    text, images = _content(message.get("content"), bool(calls))
    call_id = message.get("tool_call_id", "")
    is_result = message.get("role", "").lower() == "tool"
    tool_name = message.get("name") or called_tool(before, call_id) if is_result else ""
    rest = {
        "thinking": message.get("reasoning"),
        "images": images,
        "tool_calls": calls,
        "tool_name": tool_name,
        "tool_call_id": call_id,
    }
    return {"role": message.get("role", ""), "content": text, **without_empty(rest)}


def _native_call(call: dict[str, Any]) -> dict[str, Any]:
    function = call.get("function", {})
    arguments = arguments_of(function.get("arguments", ""))
    return tool_call(call.get("id", ""), function.get("name", ""), arguments)


def _content(content: Any, has_calls: bool) -> tuple[str, list[str]]:
    """Return the text of a message, and its images and sounds."""
    if isinstance(content, str):
        return content, []
    parts = as_array(content)
    if parts is None:
        if content is None and has_calls:
            return "", []
        raise ApiError(400, f"invalid message content type: {_go_type(content)}")
    texts: list[str] = []
    images: list[str] = []
    for part in parts:
        _add_part(as_object(part) or {}, texts, images)
    return "\n".join(texts), images


def _go_type(value: Any) -> str:
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "bool"
    return "float64" if isinstance(value, (int, float)) else "map[string]interface {}"


def _add_part(part: dict[str, Any], texts: list[str], images: list[str]) -> None:
    kind = part.get("type")
    value = part.get(kind) if isinstance(kind, str) else None
    holder = as_object(value) or {}
    if kind == "image_url":
        value = holder.get("url") if holder else value
    elif kind == "input_audio":
        value = holder.get("data")
    elif kind != "text":
        value = None
    if not isinstance(value, str):
        raise ApiError(400, "invalid message format")
    if kind == "text":
        texts.append(value)
    elif kind == "image_url":
        images.append(image_of(value))
    else:
        images.append(base64_of(value, "invalid audio input"))


# -- the answer ----------------------------------------------------------------------------------


def usage(turn: Turn) -> dict[str, Any]:
    """Return the ``usage`` object of the OpenAI routes."""
    read, cached, written = usage_of([turn])
    details = {"prompt_tokens_details": {"cached_tokens": cached}}
    return {
        "prompt_tokens": read,
        **(details if CACHED in turn.numbers else {}),
        "completion_tokens": written,
        "total_tokens": read + written,
    }


def _completion(number: str, turn: Turn) -> dict[str, Any]:
    output = turn.output
    message = {
        "role": "assistant",
        "content": "".join(output.content),
        **without_empty(
            {
                "reasoning": "".join(output.thinking),
                "tool_calls": [_openai_call(call) for call in output.tool_calls],
            }
        ),
    }
    choice = {"index": 0, "message": message, "finish_reason": _finish_reason(turn)}
    logprobs = logprobs_of(output)
    if logprobs:
        choice["logprobs"] = {"content": logprobs}
    return {
        "id": number,
        "object": "chat.completion",
        "created": int(time.time()),
        "model": turn.model,
        "system_fingerprint": FINGERPRINT,
        "choices": [choice],
        "usage": usage(turn),
        **without_empty({"_debug_info": turn.debug}),
    }


def _openai_call(call: dict[str, Any]) -> dict[str, Any]:
    function = call["function"]
    return {
        "id": call["id"],
        "index": function["index"],
        "type": "function",
        "function": {"name": function["name"], "arguments": json_text(function["arguments"])},
    }


def _finish_reason(turn: Turn) -> str | None:
    return "tool_calls" if turn.output.tool_calls else turn.output.done_reason or None


class _Chunks:
    """Turns a chat into chunks. The first has the role; the finish reason has its own chunk."""

    def __init__(self, number: str, turn: Turn, include_usage: bool) -> None:
        self._turn = turn
        self._include_usage = include_usage
        self._started = False
        self._number = number
        self._created = int(time.time())

    def thinking(self, piece: str) -> bytes:
        """Return the chunk for a piece of reasoning."""
        return self._said({"content": "", "reasoning": piece}, piece)

    def content(self, piece: str) -> bytes:
        """Return the chunk for a piece of text."""
        return self._said({"content": piece}, piece)

    def tool_call(self, call: dict[str, Any]) -> bytes:
        """Return the chunk for a complete tool call."""
        return self._said({"content": "", "tool_calls": [_openai_call(call)]})

    def end(self) -> bytes:
        """Return the last chunks: the finish reason, the usage if requested, and ``[DONE]``."""
        start = b"" if self._started else self._said({"content": ""})
        finish = self._choice({}, _finish_reason(self._turn))
        end = start + event(self._chunk([finish]))
        if self._include_usage:
            end += event({**self._chunk([]), "usage": usage(self._turn)})
        return end + DONE

    def broken(self) -> bytes:
        """Return the empty chunk that the real server sends in place of an error."""
        return event({**self._chunk([self._choice({"content": ""})]), "model": ""})

    def _said(self, said: dict[str, Any], piece: str | None = None) -> bytes:
        delta = said if self._started else {"role": "assistant", **said}
        self._started = True
        choice = self._choice(delta)
        top = self._turn.output.top_logprobs
        if top is not None and piece is not None:
            choice["logprobs"] = {"content": [logprob(piece, top)]}
        return event(self._chunk([choice]))

    def _choice(self, delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
        return {"index": 0, "delta": delta, "finish_reason": reason}

    def _chunk(self, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self._number,
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": self._turn.model,
            "system_fingerprint": FINGERPRINT,
            "choices": choices,
        }
