"""Owns the conversion of the `format` argument to what is sent."""

from __future__ import annotations

from typing import Any

from ollama_client._runtime.model import is_mapping
from ollama_client.errors import InvalidRequestError

from ollama._core.requests import unexpected


def response_format(value: Any) -> Any:
    """Return the format to send: a keyword, a JSON Schema, or the schema of a type.

    Keys that servers cannot compile are left out of the schema of a type. A schema that is given as
    a mapping is sent unchanged.
    """
    if value is None or isinstance(value, str):
        return value
    if is_mapping(value):
        return dict(value)
    from ollama._schemas import values  # most calls do not need these
    from ollama._schemas.grammar import compilable

    for name in ("model_json_schema", "json_schema"):
        schema: Any = getattr(value, name, None)
        if callable(schema):
            given: Any = schema()
            return compilable(given)

    expected = "'json', a JSON Schema or a class with fields, or another type"
    if not values.is_type(value):
        raise InvalidRequestError(unexpected("format", expected, value))
    try:
        return compilable(values.json_schema(value))
    except TypeError as error:
        raise InvalidRequestError(f"format: {error}") from None


def read_as(format: Any, text: str) -> Any:
    """Parse the text of an answer into the requested type."""
    from ollama._output.formats import OutputType

    try:
        return OutputType.of(format).parse(text)
    except ValueError as error:
        raise type(error)(f"{error} (`parse` would ask the model again)") from None
