"""Helpers that convert requests of the OpenAI and Anthropic routes into native ones."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ollama.testing._decode import parse_body
from ollama.testing._errors import ApiError
from ollama.testing._output import CACHED, Turn
from ollama.testing._readers import reads
from ollama.testing._wire import as_array, as_object, utf8

_IMAGE_PREFIXES = (
    "data:;base64,",
    *(f"data:image/{kind};base64," for kind in ("jpeg", "jpg", "png", "webp")),
)
_LEVELS: dict[str, bool | str] = {
    "none": False,
    "minimal": "low",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "max": "max",
    "xhigh": "max",
    "ultra": "max",
}


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``values`` without the keys whose value is None."""
    return {key: value for key, value in values.items() if value is not None}


def think_of(effort: str | None) -> bool | str | None:
    """Return the native ``think`` for a reasoning effort, or raise ApiError 400 if unknown."""
    if not effort:
        return None
    if effort not in _LEVELS:
        words = ", ".join(f'"{level}"' for level in _LEVELS)
        raise ApiError(400, f"invalid reasoning value: '{effort}' (must be one of {words})")
    return _LEVELS[effort]


def image_of(url: str) -> str:
    """Return the base64 text in a ``data:`` URI of an image.

    Raises:
        ApiError: 400 if ``url`` is anything else.
    """
    if url.startswith(("http://", "https://")):
        raise ApiError(
            400,
            "image URLs are not currently supported, please use base64 encoded data instead",
        )
    prefix = next((prefix for prefix in _IMAGE_PREFIXES if url.startswith(prefix)), None)
    if prefix is None:
        raise ApiError(400, "invalid image input")
    return base64_of(url[len(prefix) :], "invalid image input")


def base64_of(text: str, message: str) -> str:
    """Return ``text`` if it is base64. Otherwise raise ApiError 400 with ``message``."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(400, message) from None
    return text


def arguments_of(text: str) -> dict[str, Any]:
    """Return the arguments in a JSON text, or raise ApiError 400 if it is not an object."""
    try:
        value = parse_body(utf8(text)) if text else None
    except ApiError:
        value = ""
    found = {} if value is None else as_object(value)
    if found is None:
        raise ApiError(400, "invalid tool call arguments")
    return found


def tool_call(call_id: str, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a native tool call."""
    return {"id": call_id, "function": {"name": name, "arguments": arguments}}


def called_tool(messages: Iterable[Mapping[str, Any]], call_id: str) -> str:
    """Return the name of the tool in the native call with the id ``call_id``, or ``""``."""
    for message in messages:
        for call in message.get("tool_calls", ()):
            if call_id and call["id"] == call_id:
                return str(call["function"]["name"])
    return ""


def function_tool(name: str, description: str, parameters: Any) -> dict[str, Any]:
    """Return a native tool."""
    function = {"name": name, "description": description, "parameters": parameters}
    return {"type": "function", "function": without_none(function)}


def usage_of(turns: Sequence[Turn]) -> tuple[int, int, int]:
    """Return three token counts of ``turns``: in the prompts, cached, and in the answers."""
    counters = ("prompt_eval_count", CACHED, "eval_count")
    read, cached, written = (sum(turn.numbers.get(it, 0) for turn in turns) for it in counters)
    return read, cached, written


@reads("ChatCompletionRequest.stop")
def _stop_texts(value: Any, _at: str) -> list[str]:
    """Read ``stop``: a string, or an array. Items of an array that are not strings are ignored."""
    items = as_array(value) or [value]
    return [one for one in items if isinstance(one, str)]
