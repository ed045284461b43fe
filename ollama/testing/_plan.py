"""Plans what the model says: a scripted reply or a text of its own, cut to the limits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ollama.testing._app import App, Call
from ollama.testing._errors import ApiError
from ollama.testing._options import number_option, stop_sequences
from ollama.testing._output import Output
from ollama.testing._schema import SchemaError, instance_of
from ollama.testing._script import Failure, Reply, ReplyFunction, wire_tool_calls
from ollama.testing._text import (
    default_text,
    default_thinking,
    matching_tool_call,
    pieces,
    tool_result_text,
)
from ollama.testing._wire import as_object, json_text

#: Context length in tokens if neither the request nor the model's parameters have ``num_ctx``.
DEFAULT_CONTEXT = 4096


@dataclass
class Prompt:
    """The parts of a request that the output depends on."""

    text: str
    options: dict[str, Any]
    thinks: bool = False
    format: Any = None
    tools: Sequence[dict[str, Any]] = ()
    messages: Sequence[dict[str, Any]] = field(default_factory=tuple[dict[str, Any], ...])
    top_logprobs: int | None = None
    room: int | None = None


def ask_script(
    app: App, call: Call, function: ReplyFunction | None, request: dict[str, Any]
) -> Reply:
    """Return the queued reply, or that of the user's function.

    An empty Reply means that the server makes up the text.

    Raises:
        ApiError: The function returned a Failure, or it raised an exception (status 500).
    """
    reply = _said(app, call, function, request)
    return reply if reply.delay or not app.delay else replace(reply, delay=app.delay)


def _said(app: App, call: Call, function: ReplyFunction | None, request: dict[str, Any]) -> Reply:
    queued = app.script.take_reply(call.path)
    if queued is not None or function is None:
        return queued or Reply()
    try:
        outcome = function(request)
    except Exception as error:
        call.record.error = error
        raise ApiError(
            500, f"{_name_of(function)} raised {type(error).__name__}: {error}"
        ) from error
    if isinstance(outcome, Failure):
        raise ApiError(outcome.status, outcome.message, **outcome.extra)
    return Reply(outcome) if isinstance(outcome, str) else outcome or Reply()


def _name_of(function: ReplyFunction) -> str:
    return str(getattr(function, "__name__", type(function).__name__))


def plan_output(prompt: Prompt, reply: Reply) -> Output:
    """Return what to send. Stop sequences and num_predict also apply to scripted texts.

    Raises:
        ApiError: 500 if the format is invalid, 400 if no value fits its schema.
    """
    check_format(prompt.format)
    thinking = reply.thinking
    if thinking is None and prompt.thinks and not reply.is_scripted:
        thinking = default_thinking(prompt.text)
    try:
        calls = wire_tool_calls(reply.tool_calls) or _own_tool_calls(prompt, reply)
        content = _content(prompt, reply, bool(calls))
    except SchemaError as error:
        raise ApiError(400, str(error)) from None
    output = Output(
        thinking=pieces(thinking or ""),
        content=content,
        tool_calls=calls,
        delay=reply.delay,
        fail_after=reply.fail_after,
        fail_message=reply.fail_message,
        cut_after=reply.cut_after,
        clean_cut=reply.clean_cut,
        top_logprobs=prompt.top_logprobs,
    )
    _apply_stop(output, stop_sequences(prompt.options))
    _apply_limit(output, number_option(prompt.options, "num_predict", -1))
    if prompt.room is not None:
        _apply_limit(output, max(prompt.room, 1))
    if reply.done_reason is not None:
        output.done_reason = reply.done_reason
    if not reply.done:
        output.done, output.done_reason = False, ""
    return output


def check_format(value: Any) -> None:
    """Raise ApiError 500 if a format is not a schema, "json" or empty."""
    if value in (None, "", "json") or as_object(value) is not None:
        return
    expected = 'expected "json" or a valid JSON Schema object'
    raise ApiError(500, f"invalid format: {json_text(value)}; {expected}")


def _own_tool_calls(prompt: Prompt, reply: Reply) -> list[dict[str, Any]]:
    asked_by_user = bool(prompt.messages) and prompt.messages[-1].get("role") == "user"
    if reply.is_scripted or not prompt.tools or not asked_by_user:
        return []
    call = matching_tool_call(prompt.tools, prompt.text)
    return [] if call is None else wire_tool_calls([call])


def _content(prompt: Prompt, reply: Reply, has_calls: bool) -> Sequence[str]:
    if reply.chunks is not None:
        return reply.chunks
    if reply.text is not None:
        return pieces(reply.text)
    return [] if has_calls else pieces(_own_text(prompt))


def _own_text(prompt: Prompt) -> str:
    if as_object(prompt.format) is not None:
        return _spaced_json(instance_of(prompt.format, prompt.text))
    if prompt.format == "json":
        return _spaced_json({"answer": default_text(prompt.text)})
    return tool_result_text(prompt.messages) or default_text(prompt.text)


def _spaced_json(value: Any) -> str:
    # Models write JSON with spaces. This also makes it a text of several pieces.
    return json.dumps(value, ensure_ascii=False)


def _apply_stop(output: Output, stops: Sequence[str]) -> None:
    text = "".join(output.content) if stops else ""
    found = [position for position in (text.find(stop) for stop in stops) if position >= 0]
    if not found:
        return
    left = min(found)
    kept: list[str] = []
    for piece in output.content:
        if left <= 0:
            break
        kept.append(piece[:left])
        left -= len(piece)
    output.content = kept


def _apply_limit(output: Output, limit: int) -> None:
    if limit <= 0 or output.token_count <= limit:
        return
    output.thinking = output.thinking[:limit]
    left = limit - len(output.thinking)
    output.content = output.content[:left]
    kept = output.tool_calls[: left - len(output.content)]
    output.cut_call = len(kept) < len(output.tool_calls)
    output.tool_calls = kept
    output.done_reason = "length"
