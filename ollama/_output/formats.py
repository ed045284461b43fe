"""Owns the types of answers: their schemas, and parsing text into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar, cast

import attrs
from ollama_client._runtime import codec
from ollama_client._runtime.model import is_mapping
from ollama_client.errors import InvalidRequestError

from ollama._core.requests import unexpected
from ollama._output.wire import response_format
from ollama._schemas import values
from ollama._schemas.partial_json import without_fence
from ollama._schemas.values import ConversionError

T = TypeVar("T")


@attrs.frozen
class OutputType(Generic[T]):
    """The type of an answer."""

    schema: Mapping[str, Any] | Literal["json"]
    """The `format` that is sent: a JSON Schema, or "json"."""
    name: str
    """Name of the type in messages."""
    _type: Any = None
    """The type; None if any JSON is accepted."""

    @classmethod
    def of(cls, format: Any) -> OutputType[Any]:
        """Return the type for a `format` argument: a type, a JSON Schema, or "json".

        With the last two, any JSON is accepted: the server enforces the schema, and it is not
        checked again here.
        """
        if format is None or (isinstance(format, str) and format != "json"):
            expected = "a type, a JSON Schema or 'json'"
            raise InvalidRequestError(unexpected("format", expected, format))
        schema = response_format(format)
        if isinstance(format, str) or is_mapping(format):
            return OutputType(schema, "JSON")
        values.demand_convertible(format)
        return OutputType(schema, values.shown(format), format)

    def parse(self, text: str) -> T:
        """Parse a text into a value of the type.

        Whitespace and a Markdown code block around the JSON are ignored.
        """
        try:
            value = codec.loads(without_fence(text))
        except (ValueError, RecursionError) as error:  # the latter if it is nested too deeply
            reason = f"not valid JSON: {error}" if text.strip() else "empty"
            raise ConversionError(f"The answer is {reason}") from error
        return cast("T", value if self._type is None else values.convert(value, self._type))
