"""The run-time options of a request: their types and the few that change what is answered."""

from __future__ import annotations

from typing import Any

from ollama.testing._errors import ApiError
from ollama.testing._wire import as_array

_INTEGERS = frozenset(
    (
        "num_ctx",
        "num_batch",
        "num_gpu",
        "main_gpu",
        "num_thread",
        "draft_num_predict",
        "num_keep",
        "seed",
        "num_predict",
        "top_k",
        "repeat_last_n",
    )
)
_NUMBERS = frozenset(
    (
        "top_p",
        "min_p",
        "typical_p",
        "temperature",
        "repeat_penalty",
        "presence_penalty",
        "frequency_penalty",
    )
)


def check_options(options: dict[str, Any]) -> None:
    """Raise ApiError 500 for a known option of the wrong type; unknown names and nulls pass."""
    for name, value in options.items():
        if value is not None:
            _check_option(name, value)


def number_option(options: dict[str, Any], name: str, default: int) -> int:
    """Return an integer option, fractions cut, or ``default`` where it is absent."""
    value = options.get(name)
    return default if value is None else int(value)


def stop_sequences(options: dict[str, Any]) -> list[str]:
    """Return the stop texts of the request without empty ones."""
    return [stop for stop in as_array(options.get("stop")) or [] if stop]


def _check_option(name: str, value: Any) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if name in _INTEGERS and not is_number:
        raise ApiError(500, f'option "{name}" must be of type integer')
    if name in _NUMBERS and not is_number:
        raise ApiError(500, f'option "{name}" must be of type float32')
    if name == "use_mmap" and not isinstance(value, bool):
        raise ApiError(500, f'option "{name}" must be of type boolean')
    if name == "stop":
        _check_stop(value)


def _check_stop(value: Any) -> None:
    items = as_array(value)
    if items is None:
        raise ApiError(500, 'option "stop" must be of type array')
    if not all(isinstance(item, str) for item in items):
        raise ApiError(500, 'option "stop" must be of an array of strings')
