"""Owns the types that answers are asked for: their schemas, and reading a text as one of them."""

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
from ollama._schemas.partial_json import PartialJson, without_fence
from ollama._schemas.values import ConversionError

T = TypeVar("T")


@attrs.frozen
class OutputType(Generic[T]):
    """What an answer is asked to be."""

    schema: Mapping[str, Any] | Literal["json"]
    """What is sent as `format`: a JSON Schema, or "json"."""
    name: str
    """What to call it in messages."""
    _type: Any = None
    """The type; None if any JSON is accepted."""

    @classmethod
    def of(cls, format: Any) -> OutputType[Any]:
        """Return what a `format` argument means.

        Args:
            format: A class (of pydantic, attrs or msgspec, a dataclass, TypedDict, NamedTuple,
                enum), a `TypeAdapter`, another type such as `list[int]`, a JSON Schema, or "json".
                Of the last two the answer can be any JSON: the server sees to the schema, and
                nothing checks it again.

        Raises:
            InvalidRequestError: It is none of these.
            TypeError: Nothing that is installed can read the type from JSON.
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
        """Return a text as a value of the type.

        Blanks and a block of code of Markdown around the JSON are left out.

        Raises:
            ConversionError: It is none; the message is fit to be sent to the model.
        """
        try:
            value = codec.loads(without_fence(text))
        except (ValueError, RecursionError) as error:  # the latter if it is nested too deeply
            reason = f"not valid JSON: {error}" if text.strip() else "empty"
            raise ConversionError(f"The answer is {reason}") from error
        return cast("T", value if self._type is None else values.convert(value, self._type))

    def parse_partial(self, text: str) -> Any:
        """Return what is known of a JSON text that breaks off: plain JSON values, else None."""
        reader = PartialJson()
        reader.feed(text)
        try:
            return reader.value
        except (ValueError, RecursionError):
            return None
