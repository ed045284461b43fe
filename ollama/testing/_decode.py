"""Reading request bodies by the rules of Go's JSON decoder, with its error texts.

Keys match without regard to case, unknown keys are dropped, ``null`` equals "not sent", and a
value of the wrong type is a 400 that names the field.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from ollama.testing._durations import read_keep_alive
from ollama.testing._errors import ApiError
from ollama.testing._wire import as_array, as_object, utf8

#: Turns a JSON value into what handlers use; gets the place it stands at, for the error text.
Reader = Callable[[Any, str], Any]
Fields = Mapping[str, Reader]


def decode_body(body: bytes, struct: str, fields: Fields) -> dict[str, Any]:
    """Return the known fields of a JSON request body.

    ``struct`` is the Go type's name for error texts, in the package ``api`` unless it names one.
    Raises ApiError 400 for an empty body, malformed JSON or a wrongly typed field.
    """
    return decode_value(parse_body(body), struct, fields)


def decode_value(value: Any, struct: str, fields: Fields) -> dict[str, Any]:
    """Return the known fields of a request that is parsed already; see ``decode_body``."""
    if value is None:
        return {}
    package, _, name = struct.rpartition(".")
    found = as_object(value)
    if found is None:
        kind, go_type = _json_kind(value), f"{package or 'api'}.{name}"
        raise ApiError(400, f"json: cannot unmarshal {kind} into Go value of type {go_type}")
    return _known_fields(found, f"{name}.", fields)


def parse_body(body: bytes) -> Any:
    """Return the JSON value of a request body.

    Raises ApiError 400 for an empty body, malformed JSON and numbers too large for a double.
    """
    text = body.decode("utf-8", "replace").lstrip(" \t\r\n")
    if not text:
        raise ApiError(400, "missing request body")
    try:
        # Go reads one JSON value and leaves whatever follows it alone.
        value, _ = _DECODER.raw_decode(text)
        return _without_surrogates(value) if _SURROGATE.search(text) else value
    except json.JSONDecodeError as error:
        raise ApiError(400, _syntax_text(text, error.pos)) from None
    except RecursionError:
        raise ApiError(400, "exceeded max depth") from None


def _without_surrogates(value: Any) -> Any:
    """Return ``value`` with U+FFFD for every lone half of a surrogate pair."""
    if isinstance(value, str):
        return utf8(value).decode()
    items, members = as_array(value), as_object(value)
    if items is not None:
        return [_without_surrogates(item) for item in items]
    if members is not None:
        pairs = members.items()
        return {utf8(key).decode(): _without_surrogates(item) for key, item in pairs}
    return value


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ApiError(400, f"json: cannot unmarshal number {text} into Go value of type float64")
    return value


def _int(text: str) -> int | float:
    # What 64 bits cannot hold is a double, which no integer field takes. Longer texts are never
    # given to int(), which refuses some of them with an error of its own.
    value = int(text) if len(text) <= _INT64_DIGITS else None
    return value if value is not None and -(2**63) <= value < 2**63 else _float(text)


def _no_constant(name: str) -> Any:
    raise ApiError(400, f"invalid character '{name[0]}' looking for beginning of value")


_INT64_DIGITS = 20
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_float=_float, parse_int=_int)


def _syntax_text(text: str, position: int) -> str:
    rest = text[position:].lstrip(" \t\r\n")
    if not rest or rest.startswith('"'):
        return "unexpected EOF"
    return f"invalid character '{rest[0]}' looking for beginning of value"


def _json_kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def mismatch(value: Any, at: str, go_type: str) -> ApiError:
    """Return the error for a value that Go cannot store in the field ``at``."""
    kind = _json_kind(value)
    if kind == "number" and go_type == "int":
        kind = f"number {value}"
    return ApiError(
        400, f"json: cannot unmarshal {kind} into Go struct field {at} of type {go_type}"
    )


def _known_fields(value: Mapping[str, Any], at: str, fields: Fields) -> dict[str, Any]:
    names = {name.lower(): name for name in fields}
    found: dict[str, Any] = {}
    for key, item in value.items():
        name = key if key in fields else names.get(key.lower())
        if name is not None and item is not None:
            found[name] = fields[name](item, f"{at}{name}")
    return found


def any_value(value: Any, _at: str) -> Any:
    """Read anything."""
    return value


def string(value: Any, at: str) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise mismatch(value, at, "string")
    return value


def boolean(value: Any, at: str) -> bool:
    """Read a boolean."""
    if not isinstance(value, bool):
        raise mismatch(value, at, "bool")
    return value


def integer(value: Any, at: str) -> int:
    """Read an integer; a fraction is an error here, unlike in options."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise mismatch(value, at, "int")
    return value


def number(value: Any, at: str) -> float:
    """Read a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise mismatch(value, at, "float64")
    return value


def array_of(read: Reader, go_type: str) -> Reader:
    """Return a reader of arrays whose items ``read`` reads; ``null`` items are dropped."""

    def read_array(value: Any, at: str) -> list[Any]:
        items = as_array(value)
        if items is None:
            raise mismatch(value, at, f"[]{go_type}")
        return [read(item, at) for item in items if item is not None]

    return read_array


def map_of(read: Reader, go_type: str) -> Reader:
    """Return a reader of objects whose values ``read`` reads."""

    def read_map(value: Any, at: str) -> dict[str, Any]:
        found = as_object(value)
        if found is None:
            raise mismatch(value, at, f"map[string]{go_type}")
        return {key: read(item, at) for key, item in found.items() if item is not None}

    return read_map


def free_map(value: Any, at: str) -> dict[str, Any]:
    """Read an object of anything, ``null`` values included."""
    found = as_object(value)
    if found is None:
        raise mismatch(value, at, "map[string]interface {}")
    return found


def struct_of(name: str, fields: Fields, package: str = "api") -> Reader:
    """Return a reader of a nested object with known fields; ``package`` is for error texts."""

    def read_struct(value: Any, at: str) -> dict[str, Any]:
        found = as_object(value)
        if found is None:
            raise mismatch(value, at, f"{package}.{name}")
        return _known_fields(found, f"{at}.", fields)

    return read_struct


def keep_alive(value: Any, _at: str) -> float:
    """Read a keep_alive as seconds."""
    return read_keep_alive(value)


def think(value: Any, _at: str) -> bool | str:
    """Read a think value: a boolean, or a level whose meaning the model defines."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise ApiError(400, "think must be a boolean or string")
    if not value.strip():
        raise ApiError(400, f'invalid think value: "{value}"')
    return value


def image(value: Any, at: str) -> bytes:
    """Read an image: standard padded base64, or an array of byte numbers."""
    numbers = as_array(value)
    if numbers is not None:
        return bytes(_byte(number, at) for number in numbers)
    text = string(value, at).replace("\r", "").replace("\n", "")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        offset = next((i for i, c in enumerate(text) if not _is_base64(c)), len(text) // 4 * 4)
        raise ApiError(400, f"illegal base64 data at input byte {offset}") from None


def _is_base64(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "+/=")


def _byte(value: Any, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 255:
        raise mismatch(value, at, "uint8")
    return value


def _lower(value: Any, at: str) -> str:
    return string(value, at).lower()


def _arguments(value: Any, at: str) -> dict[str, Any]:
    found = as_object(value)
    if found is None:
        raise mismatch(value, at, "map[string]interface {}")
    return found


def _property_type(value: Any, at: str) -> Any:
    items = as_array(value)
    return string(value, at) if items is None else [string(item, at) for item in items]


def _property(value: Any, at: str) -> dict[str, Any]:
    # Defined as a function because a property contains properties.
    found = as_object(value)
    if found is None:
        raise mismatch(value, at, "api.ToolProperty")
    return _known_fields(found, f"{at}.", _PROPERTY)


_PROPERTY: dict[str, Reader] = {
    "anyOf": array_of(_property, "api.ToolProperty"),
    "type": _property_type,
    "items": any_value,
    "description": string,
    "enum": array_of(any_value, "interface {}"),
    "properties": map_of(_property, "api.ToolProperty"),
    "required": array_of(string, "string"),
}
_PARAMETERS: Fields = {
    "type": string,
    "$defs": any_value,
    "items": any_value,
    "required": array_of(string, "string"),
    "properties": map_of(_property, "api.ToolProperty"),
}
TOOL_PARAMETERS = struct_of("ToolFunctionParameters", _PARAMETERS)
_TOOL: Fields = {
    "type": string,
    "items": any_value,
    "function": struct_of(
        "ToolFunction",
        {
            "name": string,
            "description": string,
            "parameters": TOOL_PARAMETERS,
        },
    ),
}
_TOOL_CALL: Fields = {
    "id": string,
    "function": struct_of(
        "ToolCallFunction", {"index": integer, "name": string, "arguments": _arguments}
    ),
}
_MESSAGE: Fields = {
    "role": _lower,
    "content": string,
    "thinking": string,
    "images": array_of(image, "api.ImageData"),
    "tool_calls": array_of(struct_of("ToolCall", _TOOL_CALL), "api.ToolCall"),
    "tool_name": string,
    "tool_call_id": string,
}
TOOLS = array_of(struct_of("Tool", _TOOL), "api.Tool")
_MESSAGES = array_of(struct_of("Message", _MESSAGE), "api.Message")
_RUN: Fields = {
    "model": string,
    "stream": boolean,
    "format": any_value,
    "keep_alive": keep_alive,
    "options": free_map,
    "think": think,
    "truncate": boolean,
    "shift": boolean,
    "_debug_render_only": boolean,
    "logprobs": boolean,
    "top_logprobs": integer,
}
GENERATE: Fields = {
    **_RUN,
    "prompt": string,
    "suffix": string,
    "system": string,
    "template": string,
    "context": array_of(integer, "int"),
    "raw": boolean,
    "images": array_of(image, "api.ImageData"),
}
CHAT: Fields = {
    **_RUN,
    "messages": _MESSAGES,
    "tools": TOOLS,
}
EMBED: Fields = {
    "model": string,
    "input": any_value,
    "keep_alive": keep_alive,
    "truncate": boolean,
    "dimensions": integer,
    "options": free_map,
}
EMBEDDINGS: Fields = {
    "model": string,
    "prompt": string,
    "keep_alive": keep_alive,
    "options": free_map,
}
SHOW: Fields = {
    "model": string,
    "name": string,
    "system": string,
    "template": string,
    "verbose": boolean,
    "options": free_map,
}
TRANSFER: Fields = {
    "model": string,
    "name": string,
    "insecure": boolean,
    "username": string,
    "password": string,
    "stream": boolean,
}
DELETE: Fields = {"model": string, "name": string}
COPY: Fields = {"source": string, "destination": string}
CREATE: Fields = {
    "model": string,
    "name": string,
    "stream": boolean,
    "quantize": string,
    "quantization": string,
    "draft_quantize": string,
    "from": string,
    "remote_host": string,
    "files": map_of(string, "string"),
    "draft_files": map_of(string, "string"),
    "adapters": map_of(string, "string"),
    "template": string,
    "license": any_value,
    "system": string,
    "parameters": free_map,
    "messages": _MESSAGES,
    "renderer": string,
    "parser": string,
    "requires": string,
    "info": free_map,
}
WEB_SEARCH: Fields = {"query": string, "max_results": integer}
WEB_FETCH: Fields = {"url": string}
SYSTEM_ONE: Fields = {
    "model": string,
    "state": any_value,
    "questions": any_value,
    "keep_alive": keep_alive,
}
