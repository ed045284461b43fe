"""The embedding routes. Vectors depend only on the model and the words of a text."""

from __future__ import annotations

import functools
import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from ollama.testing._app import App, Call, json_answer, text_answer
from ollama.testing._durations import DEFAULT_KEEP_ALIVE
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer
from ollama.testing._options import check_options, number_option
from ollama.testing._output import metrics
from ollama.testing._readers import decode_body
from ollama.testing._store import Model
from ollama.testing._text import token_count
from ollama.testing._wire import array_pieces, as_array, object_text, without_empty

_WORD = re.compile(r"\w+")
#: For each byte, its eight bits in lanes of 16 bits, lowest bit first.
_SPREAD = [bytes(bit for n in range(8) for bit in (byte >> n & 1, 0)) for byte in range(256)]
#: Number of words whose sum fits in 16 bits. Further words of a text are ignored.
_MOST_WORDS = 2**14
#: Context length in tokens if the request has no ``num_ctx``.
_DEFAULT_CONTEXT = 8192


def embed(app: App, call: Call) -> Answer:
    """Answer ``POST /api/embed``."""
    reply, vectors = embed_texts(app, decode_body(call.body, "EmbedRequest"))
    written = array_pieces([vector.text for vector in vectors])
    return text_answer(object_text(reply, embeddings=written))


def embed_texts(app: App, request: dict[str, Any]) -> tuple[dict[str, Any], list[Vector]]:
    """Return the reply to a decoded embed request without its vectors, and the vectors.

    Raises:
        ApiError: The request is refused.
    """
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
        return {"model": name, "embeddings": []}, []
    dimensions = request.get("dimensions", 0)
    vectors = [vector_of(model, text, dimensions) for text in texts]
    total = sum(min(count, context) for count in tokens)
    numbers = metrics(total, 0, was_loaded)
    kept = {key: numbers.get(key) for key in ("total_duration", "load_duration")}
    kept["prompt_eval_count"] = total
    return {"model": name, "embeddings": [], **without_empty(kept)}, vectors


def embeddings(app: App, call: Call) -> Answer:
    """Answer ``POST /api/embeddings``, the older route for a single text."""
    request = decode_body(call.body, "EmbeddingsRequest")
    name = request.get("model", "")
    if not name:
        raise ApiError(400, "model is required")
    model = app.model_for_inference(name, _not_found(name))
    _load(app, model, request, _context_length(model, request))
    _demand_embeddings(app, model, 500)
    prompt = request.get("prompt", "")
    return json_answer(
        {"embedding": vector_of(model, prompt, unit=False).values() if prompt else []}
    )


def _demand_embeddings(app: App, model: Model, status: int) -> None:
    """Raise ApiError if the model cannot embed. Servers before 0.30 accept any model."""
    if app.since("0.30.0") and "embedding" not in model.capabilities:
        hint = "Start it with `--embeddings`"
        raise ApiError(status, f"This server does not support embeddings. {hint}")


@dataclass(frozen=True)
class Vector:
    """The vector of a text, stored as one of a few numbers for each place.

    Equal texts have equal vectors, and texts with common words have similar ones: a vector is the
    sum of one vector for each word, and a shorter one for the whole text.
    """

    places: bytes
    numbers: Mapping[int, float]

    def values(self) -> list[float]:
        """Return the numbers."""
        return list(map(self.numbers.__getitem__, self.places))

    @functools.cached_property
    def text(self) -> str:
        """The JSON of the numbers. Each distinct number is formatted only once."""
        texts = {place: f"{number:.8g}" for place, number in self.numbers.items()}
        # With a single key, itemgetter would return a string instead of a tuple. Add one, drop it.
        first, *rest = self.places
        written: tuple[str, ...] = itemgetter(first, first, *rest)(texts)
        return "".join(array_pieces(written[1:]))


def vector_of(model: Model, text: str, dimensions: int = 0, *, unit: bool = True) -> Vector:
    """Return the vector of ``text``.

    Args:
        model: The model. Different models have different vectors.
        text: The text.
        dimensions: Length to cut the vector to; 0 for the model's own length.
        unit: Whether to scale the vector to length 1.
    """
    return _vector_of(model.digest, model.embedding_length, text, dimensions, unit)


# Tests embed the same documents again and again.
@functools.lru_cache(maxsize=1024)
def _vector_of(seed: str, length: int, text: str, dimensions: int, unit: bool) -> Vector:
    """Return the vector of ``text`` without a Python loop over its numbers.

    Vectors are added as large ints with 16 bits for each number. Only the few distinct numbers are
    scaled.
    """
    words = set(text.lower().split()[:_MOST_WORDS])
    count, lanes = 0, 0
    for word in words:
        parts, added = _word_lanes(seed, word, length)
        count += parts
        lanes += added
    # A word counts twice as much as the whole text. Each bit is a step up or down.
    lanes = (lanes << 1) + _lanes(seed, text, length)
    places, middle = _as_bytes(lanes, count + 0.5, length)
    places = places[:dimensions] if dimensions > 0 else places
    counts = _counts(places)
    norm = 1.0
    if unit:
        norm = math.sqrt(sum([count * (at - middle) ** 2 for at, count in counts.items()]))
    return Vector(places, {place: (place - middle) / norm for place in counts})


def _counts(places: bytes) -> dict[int, int]:
    """Return how often each byte occurs. With few distinct bytes, this is faster than a Counter."""
    counts: dict[int, int] = {}
    while places:
        rest = places.translate(None, places[:1])
        counts[places[0]] = len(places) - len(rest)
        places = rest
    return counts


def _as_bytes(lanes: int, middle: float, length: int) -> tuple[bytes, float]:
    """Return the lanes with one byte each, and the value of their middle.

    The sum of n steps up or down is almost never further from the middle than six times the square
    root of n. This range is mapped to 32 values, because the caller needs time for each value.
    """
    coarser = max(0, math.ceil(math.log2(6 * math.sqrt(middle) / 16)))
    if coarser:
        shift = (127 << coarser) - int(middle)
        lanes = (lanes + _every(shift, length)) >> coarser & _every(0xFF, length)
        middle = (middle + shift + 0.5) / (1 << coarser) - 0.5
    return lanes.to_bytes(2 * length, "little")[::2], middle


@functools.lru_cache(maxsize=8192)
def _word_lanes(seed: str, word: str, length: int) -> tuple[int, int]:
    """Return the number of words in a text without white space, and the sum of their lanes."""
    parts = _WORD.findall(word)
    return len(parts), sum(_lanes(seed, part, length) for part in parts)


def _lanes(seed: str, text: str, length: int) -> int:
    """Return pseudorandom bits for a text, one in each lane of 16 bits."""
    key = f"{seed}\0{text}".encode("utf-8", "replace")
    bits = hashlib.shake_128(key).digest(-(-length // 8))
    spread = b"".join(map(_SPREAD.__getitem__, bits))
    return int.from_bytes(spread[: 2 * length], "little")


@functools.lru_cache(maxsize=512)
def _every(number: int, length: int) -> int:
    """Return ``length`` lanes with the same number. A negative number subtracts when added."""
    return number * int.from_bytes(b"\1\0" * length, "little")


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
