"""The runtime options of a request: their types, and the few that affect the answer."""

from __future__ import annotations

import functools
from typing import Any

from ollama.testing._errors import ApiError
from ollama.testing._readers import plain_type
from ollama.testing._wire import as_array

#: The server's name for each type of an option, and the JSON values that it accepts.
_TYPES: dict[Any, tuple[str, tuple[type, ...]]] = {
    int: ("integer", (int, float)),  # Fractions are truncated.
    float: ("float32", (int, float)),
    bool: ("boolean", (bool,)),
    str: ("string", (str,)),
    list[str]: ("array", (list,)),
}


#: Removed options that are an error. Other removed options are ignored.
_REFUSED = ("typical_p",)


def check_options(options: dict[str, Any]) -> None:
    """Check the types of options. Unknown options and nulls are accepted.

    Raises:
        ApiError: 500 if an option has the wrong type, 400 if it is no longer supported.
    """
    for name, value in options.items():
        if value is not None:
            if name in _REFUSED:
                raise ApiError(400, f"{name} is no longer supported")
            _check_option(name, value)


def number_option(options: dict[str, Any], name: str, default: int) -> int:
    """Return an integer option, or ``default`` if it is absent. Fractions are truncated."""
    value = options.get(name)
    return default if value is None else int(value)


def stop_sequences(options: dict[str, Any]) -> list[str]:
    """Return the stop sequences of the request, except empty ones."""
    return [stop for stop in as_array(options.get("stop")) or [] if stop]


@functools.cache
def _types() -> dict[str, Any]:
    """Return the type of each option that the server still uses."""
    from ollama_client.models import Options

    fields = Options.model_fields.values()
    return {one.wire: plain_type(one.annotation) for one in fields if not one.deprecated}


def _check_option(name: str, value: Any) -> None:
    known = _TYPES.get(_types().get(name))
    if known is None:
        return
    kind, accepted = known
    if not isinstance(value, accepted) or (isinstance(value, bool) and bool not in accepted):
        raise ApiError(500, f'option "{name}" must be of type {kind}')
    if not all(isinstance(item, str) for item in as_array(value) or ()):
        raise ApiError(500, f'option "{name}" must be of an array of strings')
