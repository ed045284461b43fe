"""The native routes that produce text: generate and chat."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ollama.testing._app import App, Call, json_answer
from ollama.testing._decode import parse_body
from ollama.testing._durations import DEFAULT_KEEP_ALIVE
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Stream
from ollama.testing._kinds import (
    check_format,
    check_images,
    check_template,
    check_tools,
    process_error,
)
from ollama.testing._options import check_options, number_option
from ollama.testing._output import Output, Turn, answer_for, metrics
from ollama.testing._plan import DEFAULT_CONTEXT, Prompt, ask_script, plan_output
from ollama.testing._readers import decode_value
from ollama.testing._store import Model
from ollama.testing._text import pieces, token_count, token_id
from ollama.testing._wire import json_text, utc_now, without_empty


@dataclass
class _Run:
    """A checked request and its model."""

    request: dict[str, Any]
    model: Model
    options: dict[str, Any]
    context_length: int
    prompt_tokens: int

    @property
    def streams(self) -> bool:
        return bool(self.request.get("stream", True))

    def images(self) -> int:
        """Return the number of images in the request."""
        return sum(map(_images, (self.request, *self.request.get("messages", ()))))

    def head(self) -> dict[str, Any]:
        """Return the first members of every object."""
        return {
            "model": self.request.get("model", ""),
            **without_empty(
                {
                    "remote_model": self.model.remote_model,
                    "remote_host": self.model.remote_host,
                }
            ),
        }


@dataclass
class _GenerateShape(_Run):
    """The objects of generate."""

    def tool_calls_in_stream(self) -> bool:
        return False

    def said_by(self, output: Output) -> Output:
        """Return the output as this route sends it.

        The thinking of a model with a chat template is part of the text.
        """
        if self.model.chat_template and output.thinking:
            tagged = ["<think>\n", *output.thinking, "\n</think>\n\n", *output.content]
            return replace(output, thinking=(), content=tagged)
        return output

    def said(self, content: str, thinking: str, tool_calls: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "response": content,
            **without_empty({"thinking": thinking, "tool_calls": tool_calls}),
        }

    def delta(self, key: str, encoded: str) -> str:
        return (
            f'"response":{encoded}' if key == "content" else f'"response":"","thinking":{encoded}'
        )

    def tail(self, output: Output) -> dict[str, Any]:
        if self.request.get("raw"):
            return {}
        said = [*pieces(self.request.get("prompt", "")), *output.content]
        return {"context": [*self.request.get("context", ()), *map(token_id, said)]}


@dataclass
class _ChatShape(_Run):
    """The objects of chat."""

    def tool_calls_in_stream(self) -> bool:
        return not self.model.chat_template

    def said_by(self, output: Output) -> Output:
        """Return the output as this route sends it.

        The tool calls of a model with a chat template have long ids.

        Raises:
            ApiError: 500 if the model has a chat template and a tool call was cut off.
        """
        if not self.model.chat_template:
            return output
        if output.cut_call:
            raise process_error(500, "Failed to parse input: the call is not complete")
        calls = [{**call, "id": _long_id(call["id"])} for call in output.tool_calls]
        return replace(output, tool_calls=calls)

    def said(self, content: str, thinking: str, tool_calls: list[dict[str, Any]]) -> dict[str, Any]:
        message = {"role": "assistant", "content": content}
        message |= without_empty({"thinking": thinking, "tool_calls": tool_calls})
        return {"message": message}

    def delta(self, key: str, encoded: str) -> str:
        content = (
            f'"content":{encoded}' if key == "content" else f'"content":"","thinking":{encoded}'
        )
        return f'"message":{{"role":"assistant",{content}}}'

    def tail(self, _output: Output) -> dict[str, Any]:
        return {}


def _long_id(short: str) -> str:
    """Return an id as chat templates write it: 32 hexadecimal digits. Scripted ids are kept."""
    is_own = short.startswith("call_") and len(short) == 13
    return hashlib.sha256(short.encode()).hexdigest()[:32] if is_own else short


def generate(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /api/generate``."""
    return generate_turn(app, call, parse_body(call.body)).native()


def chat(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /api/chat``."""
    return chat_turn(app, call, parse_body(call.body)).native()


def generate_turn(app: App, call: Call, body: Any) -> Turn:
    """Return the turn that answers a generate request.

    Args:
        app: State of the server.
        call: The request.
        body: Its parsed JSON.

    Raises:
        ApiError: The request is refused.
    """
    call.is_bare = call.path.startswith("/v1/")
    request = decode_value(body, "GenerateRequest")
    _check_top_logprobs(request)
    name = request.get("model", "")
    model = app.model_for_inference(name, f"model '{name}' not found")
    prompt = request.get("prompt", "")
    if not prompt and request.get("keep_alive") == 0:
        app.store.unload(model)
        return _loaded(request, {"response": ""}, "unload")
    _check_raw(request)
    _require(model, "completion", f'"{name}" does not support generate')
    if request.get("suffix"):
        _require(model, "insert", f'"{name}" does not support insert')
    thinks = _thinks(model, request)
    check_template(request.get("template", ""), 500)
    system = request.get("system", model.system)
    texts = [prompt, request.get("suffix", ""), "" if request.get("raw") else system]
    run = _GenerateShape(*_prepared(model, request, token_count(*texts) + _images(request)))
    was_loaded = _load(app, run)
    if not prompt:
        return _loaded(request, {"response": ""}, "load")
    if request.get("_debug_render_only"):
        rendered = _rendered_prompt(model, request)
        return _rendered(request, {"response": ""}, rendered, _images(request))
    asked = Prompt(prompt, run.options, thinks and not request.get("raw", False))
    return _turn(app, call, run, asked, was_loaded, body)


def chat_turn(app: App, call: Call, body: Any) -> Turn:
    """Return the turn that answers a chat request.

    Args:
        app: State of the server.
        call: The request.
        body: Its parsed JSON.

    Raises:
        ApiError: The request is refused.
    """
    call.is_bare = call.path.startswith("/v1/")
    request = decode_value(body, "ChatRequest")
    _check_top_logprobs(request)
    name = request.get("model", "")
    if not name:
        raise ApiError(400, "model is required")
    model = app.model_for_inference(name, f"model '{name}' not found")
    messages: list[dict[str, Any]] = request.get("messages", [])
    empty = {"message": {"role": "assistant", "content": ""}}
    if not messages and request.get("keep_alive") == 0:
        app.store.unload(model)
        return _loaded(request, empty, "unload")
    _require(model, "completion", f'"{name}" does not support chat')
    if request.get("tools"):
        _require(model, "tools", f'"{name}" does not support tools')
    thinks = _thinks(model, request)
    images = sum(_images(message) for message in messages)
    tokens = token_count(model.system, *(message.get("content", "") for message in messages))
    run = _ChatShape(*_prepared(model, request, tokens + images))
    was_loaded = _load(app, run)
    if not messages:
        return _loaded(request, empty, "load")
    if request.get("_debug_render_only"):
        nobody = {"message": {"role": "", "content": ""}}
        return _rendered(request, nobody, _rendered_chat(model, messages), images)
    asked = Prompt(
        _last_question(messages),
        run.options,
        thinks,
        tools=request.get("tools", ()),
        messages=messages,
    )
    return _turn(app, call, run, asked, was_loaded, body)


def _turn(
    app: App,
    call: Call,
    run: _GenerateShape | _ChatShape,
    asked: Prompt,
    was_loaded: bool,
    body: Any,
) -> Turn:
    call.is_bare = call.is_bare or run.streams
    check_images(run.model, run.images())
    check_tools(run.model, run.request)
    asked.format = run.request.get("format")
    check_format(app, asked.format)
    if run.request.get("logprobs"):
        asked.top_logprobs = run.request.get("top_logprobs", 0)
    if run.request.get("shift") is False:
        asked.room = run.context_length - run.prompt_tokens
    function = app.on_chat if isinstance(run, _ChatShape) else app.on_generate
    reply = ask_script(app, call, function, body)
    output = run.said_by(plan_output(asked, reply))
    numbers = _numbers(app, run, output, was_loaded) if output.done else {}

    def native() -> Answer | Stream:
        return answer_for(run, output, numbers, stream=run.streams)

    return Turn(run.request["model"], output, native, numbers)


def _numbers(
    app: App, run: _GenerateShape | _ChatShape, output: Output, was_loaded: bool
) -> dict[str, int]:
    read = max(run.prompt_tokens, 1)  # The template adds tokens even to an empty prompt.
    return metrics(read, output.token_count, was_loaded, cached=app.since("0.34.0"))


# -- checks --------------------------------------------------------------------------------------


def _check_top_logprobs(request: dict[str, Any]) -> None:
    if not 0 <= request.get("top_logprobs", 0) <= 20:
        raise ApiError(400, "top_logprobs must be between 0 and 20")


def _check_raw(request: dict[str, Any]) -> None:
    if request.get("raw") and any(request.get(key) for key in ("template", "system", "context")):
        raise ApiError(400, "raw mode does not support template, system, or context")


def _require(model: Model, capability: str, message: str) -> None:
    if capability not in model.capabilities:
        raise ApiError(400, message)


def _thinks(model: Model, request: dict[str, Any]) -> bool:
    """Return whether the model thinks. A thinking model does so unless ``think`` is false.

    Raises:
        ApiError: 400 if thinking is requested from a model that cannot think.
    """
    wish = request.get("think")
    if "thinking" in model.capabilities:
        return wish is not False
    if wish:
        raise ApiError(400, f'"{request.get("model", "")}" does not support thinking')
    return False


def _prepared(
    model: Model, request: dict[str, Any], tokens: int
) -> tuple[dict[str, Any], Model, dict[str, Any], int, int]:
    """Return the fields of a run.

    Raises:
        ApiError: An option is invalid, there are too many images, or the prompt is too long and
            must not be truncated.
    """
    given = request.get("options", {})
    options = {**model.parameters, **{k: v for k, v in given.items() if v is not None}}
    check_options(options)
    if model.family == "mllama" and _images(request) > 1:
        raise ApiError(
            400, "this model only supports one image while more than one image requested"
        )
    context = min(number_option(options, "num_ctx", DEFAULT_CONTEXT), model.context_length)
    if tokens > context and request.get("truncate") is False:
        raise ApiError(400, "the input length exceeds the context length")
    return request, model, options, context, min(tokens, context)


def _load(app: App, run: _Run) -> bool:
    seconds = run.request.get("keep_alive", DEFAULT_KEEP_ALIVE)
    return app.store.load(run.model, seconds, run.context_length)


def _images(holder: dict[str, Any]) -> int:
    return len(holder.get("images", ()))


# -- answers without a text ----------------------------------------------------------------------


def _loaded(request: dict[str, Any], said: dict[str, Any], reason: str) -> Turn:
    model = request.get("model", "")
    head = {"model": model, "created_at": utc_now()}
    answer = json_answer({**head, **said, "done": True, "done_reason": reason})
    return Turn(model, Output(done_reason=reason), lambda: answer)


def _rendered(request: dict[str, Any], said: dict[str, Any], rendered: str, images: int) -> Turn:
    model = request.get("model", "")
    info = {"rendered_template": rendered, **without_empty({"image_count": images})}
    head = {"model": model, "created_at": utc_now()}
    answer = json_answer({**head, **said, "done": False, "_debug_info": info})
    return Turn(model, Output(done_reason=""), lambda: answer, debug=info)


def _rendered_prompt(model: Model, request: dict[str, Any]) -> str:
    prompt = str(request.get("prompt", ""))
    if request.get("raw"):
        return prompt
    template = request.get("template") or model.template
    system = request.get("system", model.system)
    return template.replace("{{ .System }}", system).replace("{{ .Prompt }}", prompt)


def _rendered_chat(model: Model, messages: Sequence[dict[str, Any]]) -> str:
    lines = [f"<|system|>{model.system}\n"] if model.system else []
    for message in messages:
        content = message.get("content", "")
        calls = json_text(message["tool_calls"]) if message.get("tool_calls") else ""
        lines.append(f"<|{message.get('role', '')}|>{content}{calls}\n")
    return "".join(lines) + "<|assistant|>"


def _last_question(messages: Sequence[dict[str, Any]]) -> str:
    """Return the text of the last user message, or of the last message if there is none."""
    asked = [message for message in messages if message.get("role") == "user"] or messages
    return str(asked[-1].get("content", ""))
