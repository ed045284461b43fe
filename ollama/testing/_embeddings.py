"""The routes that make embeddings: vectors that follow from the words of a text alone."""

from __future__ import annotations

import hashlib
import math
import re
from array import array
from collections.abc import Sequence
from typing import Any

from ollama.testing._app import App, Call, json_answer
from ollama.testing._durations import DEFAULT_KEEP_ALIVE
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer
from ollama.testing._options import check_options, number_option
from ollama.testing._output import metrics
from ollama.testing._readers import decode_body
from ollama.testing._store import Model
from ollama.testing._text import token_count
from ollama.testing._wire import as_array, without_empty

_WORD = re.compile(r"\w+")
#: Each word leans on this many of the vector's directions.
_DIRECTIONS = 16
#: Tokens of context of an embedding model when neither request nor model says how many.
_DEFAULT_CONTEXT = 8192


def embed(app: App, call: Call) -> Answer:
    """Answer ``POST /api/embed``."""
    return json_answer(embed_texts(app, decode_body(call.body, "EmbedRequest")))


def embed_texts(app: App, request: dict[str, Any]) -> dict[str, Any]:
    """Return the reply to a decoded embed request; raise ApiError when it is refused."""
    texts = _input_texts(request.get("input"))
    name = request.get("model", "")
    model = app.model_for_inference(name, _not_found(name))
    context = _context_length(model, request)
    tokens = [token_count(text) for text in texts]
    if request.get("truncate") is False and any(count > context for count in tokens):
        raise ApiError(400, "the input length exceeds the context length")
    was_loaded = _load(app, model, request, context)
    _demand_embeddings(app, model, 501)
    if not texts:
        return {"model": name, "embeddings": []}
    dimensions = request.get("dimensions", 0)
    vectors = [_unit_vector(model, text, dimensions) for text in texts]
    total = sum(min(count, context) for count in tokens)
    numbers = metrics(total, 0, was_loaded)
    kept = {key: numbers.get(key) for key in ("total_duration", "load_duration")}
    kept["prompt_eval_count"] = total
    return {"model": name, "embeddings": vectors, **without_empty(kept)}


def embeddings(app: App, call: Call) -> Answer:
    """Answer ``POST /api/embeddings``, the route of one text that embed replaced."""
    request = decode_body(call.body, "EmbeddingsRequest")
    name = request.get("model", "")
    if not name:
        raise ApiError(400, "model is required")
    model = app.model_for_inference(name, _not_found(name))
    _load(app, model, request, _context_length(model, request))
    _demand_embeddings(app, model, 500)
    prompt = request.get("prompt", "")
    vector = vector_of(model.digest, prompt, model.embedding_length) if prompt else []
    return json_answer({"embedding": vector})


def _demand_embeddings(app: App, model: Model, status: int) -> None:
    """Raise ApiError for a model that only completes, which old servers take, too."""
    if app.since("0.30.0") and "embedding" not in model.capabilities:
        hint = "Start it with `--embeddings`"
        raise ApiError(status, f"This server does not support embeddings. {hint}")


def vector_of(seed: str, text: str, length: int) -> list[float]:
    """Return the vector of ``text``: equal texts give equal ones, common words make them close."""
    noise = array("h", _hash(seed, text, 2 * length))
    values = [number / 65536 for number in noise]
    for word in _WORD.findall(text.lower()):
        marks = array("H", _hash(seed, word, 4 * _DIRECTIONS))
        for place, lean in zip(marks[::2], marks[1::2], strict=True):
            values[place % length] += lean / 4096 - 8
    return [float(f"{value:.8g}") for value in values]


def _unit_vector(model: Model, text: str, dimensions: int) -> list[float]:
    vector = vector_of(model.digest, text, model.embedding_length)
    if 0 < dimensions < len(vector):
        vector = vector[:dimensions]
    norm = math.sqrt(math.fsum(value * value for value in vector)) or 1.0
    return [float(f"{value / norm:.9g}") for value in vector]


def _hash(seed: str, text: str, size: int) -> bytes:
    return hashlib.shake_128(f"{seed}\0{text}".encode("utf-8", "replace")).digest(size)


def _input_texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    items = as_array(value)
    if items is None:
        raise ApiError(400, "invalid input type")
    return _all_texts(items)


def _all_texts(items: Sequence[Any]) -> list[str]:
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) < len(items):
        raise ApiError(400, "invalid input type")
    return texts


def _not_found(name: str) -> str:
    return f'model "{name}" not found, try pulling it first'


def _context_length(model: Model, request: dict[str, Any]) -> int:
    options = request.get("options", {})
    check_options(options)
    return min(number_option(options, "num_ctx", _DEFAULT_CONTEXT), model.context_length)


def _load(app: App, model: Model, request: dict[str, Any], context: int) -> bool:
    return app.store.load(model, request.get("keep_alive", DEFAULT_KEEP_ALIVE), context)
