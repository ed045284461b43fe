"""The route of System One models, which answer fixed questions about a state with scores."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from ollama.testing._app import App, Call, json_answer
from ollama.testing._durations import DEFAULT_KEEP_ALIVE
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer
from ollama.testing._readers import decode_body
from ollama.testing._text import token_count
from ollama.testing._wire import as_array, as_object, json_text

#: Maximum size of a request body, in bytes.
_BODY_LIMIT = 64 * 1024


def systemone(app: App, call: Call) -> Answer:
    """Answer ``POST /v1/systemone``."""
    if len(call.body) > _BODY_LIMIT:
        raise ApiError(413, f"request body exceeds {_BODY_LIMIT} bytes")
    request = decode_body(call.body, "SystemOneRequest")
    name = request.get("model", "")
    if not name:
        raise ApiError(400, "model is required")
    state = _state_text(request.get("state"))
    questions = as_object(request.get("questions"))
    if not questions:
        raise ApiError(400, "questions is required")
    model = app.store.find(name)
    if model is None:
        raise ApiError(404, f"model '{name}' not found")
    if "systemone" not in model.capabilities:
        raise ApiError(400, f'"{name}" does not support systemone')
    answers = {key: _answer(key, question, state) for key, question in questions.items()}
    seconds = request.get("keep_alive", DEFAULT_KEEP_ALIVE)
    app.store.load(model, seconds, model.context_length)
    tokens = token_count(state) + token_count(json_text(questions))
    usage = {"input_tokens": tokens, "output_tokens": len(answers)}
    return json_answer({"model": name, "answers": answers, "usage": usage})


def _state_text(state: Any) -> str:
    if not _is_content(state):
        raise ApiError(400, "state is required")
    return state if isinstance(state, str) else json_text(state)


def _is_content(value: Any) -> bool:
    """Return whether a value is a non-empty string, object or array."""
    return bool(value) and isinstance(value, (str, dict, list))


def _answer(name: str, question: Any, state: str) -> dict[str, Any]:
    fields = as_object(question)
    answer = _ANSWERS.get(str(fields.get("type"))) if fields else None
    if fields is None or answer is None:
        raise ApiError(400, f'question "{name}": type must be choice, noul or score')
    if not _is_content(fields.get("instructions")):
        raise ApiError(400, f'question "{name}": instructions is required')
    return answer(name, fields, state)


def _choice(name: str, question: dict[str, Any], state: str) -> dict[str, Any]:
    criteria = as_object(question.get("criteria"))
    if not criteria:
        raise ApiError(400, f'question "{name}": criteria must be a non-empty object')
    if not all(text is None or isinstance(text, str) for text in criteria.values()):
        raise ApiError(400, f'question "{name}": criteria must be strings or null')
    shares = _probabilities(list(criteria), name, state)
    best = max(shares, key=lambda key: shares[key])
    return {
        "type": "choice",
        "choice": best,
        "probabilities": shares,
        "confidence": shares[best],
    }


def _noul(name: str, question: dict[str, Any], state: str) -> dict[str, Any]:
    criteria = question.get("criteria")
    if criteria is not None:
        meanings = as_object(criteria) or {}
        if not all(isinstance(meanings.get(key), str) for key in ("true", "false")):
            raise ApiError(
                400, f'question "{name}": criteria must have the strings "true" and "false"'
            )
    return {"type": "noul", "noul": _probabilities(["true", "false"], name, state)["true"]}


def _score(name: str, question: dict[str, Any], state: str) -> dict[str, Any]:
    criteria = as_array(question.get("criteria"))
    if not criteria:
        raise ApiError(400, f'question "{name}": criteria must be a non-empty array')
    if not all(isinstance(text, str) for text in criteria):
        raise ApiError(400, f'question "{name}": criteria must be strings')
    legend = {str(number): text for number, text in enumerate(criteria)}
    shares = _probabilities(list(legend), name, state)
    return {
        "type": "score",
        "score": round(sum(int(key) * share for key, share in shares.items()), 6),
        "legend": legend,
        "probabilities": shares,
        "confidence": max(shares.values()),
    }


_ANSWERS: dict[str, Callable[[str, dict[str, Any], str], dict[str, Any]]] = {
    "choice": _choice,
    "noul": _noul,
    "score": _score,
}


def _probabilities(keys: Sequence[str], name: str, state: str) -> dict[str, float]:
    """Return probabilities that add up to 1. Keys that the state mentions get the largest ones."""
    weights: list[int] = []
    for key in keys:
        digest = hashlib.sha256(f"{name}\0{key}\0{state}".encode("utf-8", "replace")).digest()
        mentioned = key.lower() in state.lower()
        weights.append(1 + digest[0] + (4096 if mentioned else 0))
    shares = [round(weight / sum(weights), 6) for weight in weights]
    # The first one absorbs rounding errors, so that they still add up to 1.
    shares[0] = round(1 - sum(shares[1:]), 6)
    return dict(zip(keys, shares, strict=True))
