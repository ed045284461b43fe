"""The OpenAI routes for completions, embeddings and models."""

from __future__ import annotations

import base64
import struct
import time
from typing import Any

from ollama.testing._app import JSON, App, Call, json_answer, text_answer
from ollama.testing._chat_completions import DONE, FINGERPRINT, usage
from ollama.testing._convert import without_none
from ollama.testing._embeddings import Vector, embed_texts
from ollama.testing._errors import ApiError
from ollama.testing._events import check_start, event, stream_of, whole_answer
from ollama.testing._generation import generate_turn
from ollama.testing._http import Answer, Stream
from ollama.testing._names import parse_name
from ollama.testing._output import Turn
from ollama.testing._readers import decode_body
from ollama.testing._store import Model, valid_name
from ollama.testing._wire import array_pieces, as_array, object_text

_NO_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


# -- completions ---------------------------------------------------------------------------------


def completions(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /v1/completions``."""
    request = decode_body(call.body, "CompletionRequest")
    turn = generate_turn(app, call, _native(request))
    name = f"cmpl-{next(app.numbers)}"
    if request.get("stream"):
        options = request.get("stream_options", {})
        return stream_of(turn.output, _Chunks(name, turn, options.get("include_usage", False)))
    check_start(turn.output, stream=False)
    text = "".join(turn.output.content)
    choice = {"text": text, "index": 0, "finish_reason": turn.output.done_reason or None}
    body = {**_head(name, turn.model, int(time.time())), "choices": [choice], "usage": usage(turn)}
    return whole_answer(turn.output, body)


def _native(request: dict[str, Any]) -> dict[str, Any]:
    top = request.get("logprobs", 0)
    kept = ("model", "prompt", "suffix", "stream", "_debug_render_only")
    options = without_none(
        {
            "num_predict": request.get("max_tokens"),
            "seed": request.get("seed"),
            "stop": _stop(request.get("stop")),
            "frequency_penalty": request.get("frequency_penalty", 0.0),
            "presence_penalty": request.get("presence_penalty", 0.0),
            "temperature": request.get("temperature", 1.0),
            "top_p": request.get("top_p") or 1.0,
        }
    )
    asked = {name: request.get(name) for name in kept}
    logprobs = {"logprobs": True, "top_logprobs": top} if top > 0 else {}
    return {**without_none(asked), **logprobs, "options": options}


def _stop(value: Any) -> list[str] | None:
    if value is None:
        return None
    items = [value] if isinstance(value, str) else as_array(value)
    if items is None or not all(isinstance(item, str) for item in items):
        raise ApiError(400, "invalid type for 'stop' field: want a string or an array of strings")
    return items


def _head(name: str, model: str, created: int) -> dict[str, Any]:
    return {
        "id": name,
        "object": "text_completion",
        "created": created,
        "model": model,
        "system_fingerprint": FINGERPRINT,
    }


class _Chunks:
    """Turns a completion into chunks. A piece of reasoning becomes a chunk without text."""

    def __init__(self, name: str, turn: Turn, include_usage: bool) -> None:
        self._turn = turn
        self._include_usage = include_usage
        self._name = name
        self._created = int(time.time())

    def thinking(self, _piece: str) -> bytes:
        """Return a chunk without text, because this route has no field for reasoning."""
        return self._chunk("")

    def content(self, piece: str) -> bytes:
        """Return the chunk for a piece of text."""
        return self._chunk(piece)

    def tool_call(self, _call: dict[str, Any]) -> bytes:
        """Return nothing, because this route has no tools."""
        return b""

    def end(self) -> bytes:
        """Return the last chunks: the finish reason, the usage if requested, and ``[DONE]``."""
        end = self._chunk("", self._turn.output.done_reason or None)
        if self._include_usage:
            head = _head(self._name, self._turn.model, self._created)
            end += event({**head, "choices": [], "usage": usage(self._turn)})
        return end + DONE

    def broken(self) -> bytes:
        """Return the empty chunk that the real server sends in place of an error."""
        return self._chunk("", model="")

    def _chunk(self, text: str, reason: str | None = None, model: str | None = None) -> bytes:
        head = _head(self._name, self._turn.model if model is None else model, self._created)
        choice = {"text": text, "index": 0, "finish_reason": reason}
        extra = {"usage": _NO_USAGE} if self._include_usage else {}
        return event({**head, "choices": [choice], **extra})


# -- embeddings ----------------------------------------------------------------------------------


def embeddings(app: App, call: Call) -> Answer:
    """Answer ``POST /v1/embeddings``."""
    request = decode_body(call.body, "OpenaiEmbeddingsRequest")
    given = request.get("input")
    if given is None or given == []:
        raise ApiError(400, "invalid input")
    form = request.get("encoding_format") or "float"
    if form not in ("float", "base64"):
        raise ApiError(
            400,
            f"Invalid value for 'encoding_format' = {form}. "
            'Supported values: ["float", "base64"].',
        )
    native = without_none({name: request.get(name) for name in ("model", "dimensions")})
    # This route embeds an empty text. The native route would only load the model.
    call.is_bare = True
    reply, vectors = embed_texts(app, {**native, "input": [""] if given == "" else given})
    read = reply.get("prompt_eval_count", 0)
    data = [
        object_text(
            {"object": "embedding", "embedding": None, "index": index},
            embedding=(_vector_text(vector, form),),
        )
        for index, vector in enumerate(vectors)
    ]
    counters = {"prompt_tokens": read, "total_tokens": read}
    body = {"object": "list", "data": None, "model": reply["model"], "usage": counters}
    return text_answer(object_text(body, data=array_pieces(data)), content_type=JSON)


def _vector_text(vector: Vector, form: str) -> str:
    if form == "float":
        return vector.text
    values = vector.values()
    return f'"{base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()}"'


# -- models --------------------------------------------------------------------------------------


def list_models(app: App, _call: Call) -> Answer:
    """Answer ``GET /v1/models``. Without models, ``data`` is null."""
    models = [_model(model.name, model) for model in app.store.newest_first()]
    return json_answer({"object": "list", "data": models or None}, content_type=JSON)


def show_model(app: App, call: Call) -> Answer:
    """Answer ``GET /v1/models/{model}``."""
    name = call.params["model"]
    call.is_bare = True
    valid_name(name)
    not_found = f"model '{name}' not found"
    model = app.stored_model(name, not_found, "remote model details are unavailable")
    return json_answer(_model(name, model), content_type=JSON)


def _model(name: str, model: Model) -> dict[str, Any]:
    parsed = parse_name(model.name)
    return {
        "id": name,
        "object": "model",
        "created": int(model.modified_at.timestamp()),
        "owned_by": parsed.namespace if parsed else "",
    }
