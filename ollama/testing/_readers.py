"""Reads request fields like Go does. Their names and types come from the rendered models.

Keys are case-insensitive, unknown keys are dropped, ``null`` means "not sent", and a value of the
wrong type is a 400 that names the field.
"""

from __future__ import annotations

import base64
import binascii
import functools
import sys
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from ollama.testing._decode import parse_body
from ollama.testing._durations import read_keep_alive
from ollama.testing._errors import ApiError
from ollama.testing._wire import as_array, as_object

#: Converts a JSON value to what handlers use. The second argument is its path, for the error.
Reader = Callable[[Any, str], Any]
_ReaderT = TypeVar("_ReaderT", bound=Reader)

#: Readers of special fields, by ``Model.field``, or by ``*.field`` for every model.
SPECIAL: dict[str, Reader] = {}

#: Names of Go types that differ from the names of the rendered models.
_GO_TYPES = {
    "AnthropicThinking": "anthropic.ThinkingConfig",
    "ChatCompletionMessageParam": "openai.Message",
    "EmbeddingsRequest": "api.EmbeddingRequest",
    "OpenaiEmbeddingsRequest": "openai.EmbedRequest",
}
_PACKAGES = {
    "Anthropic": "anthropic",
    "ChatCompletion": "openai",
    "Completion": "openai",
    "Openai": "openai",
    "Responses": "openai",
}


def reads(*fields: str) -> Callable[[_ReaderT], _ReaderT]:
    """Return a decorator for a function that reads the given fields, whatever their type."""

    def register(read: _ReaderT) -> _ReaderT:
        SPECIAL.update(dict.fromkeys(fields, read))
        return read

    return register


# -- requests ------------------------------------------------------------------------------------


def decode_body(body: bytes, model: str) -> dict[str, Any]:
    """Return the known fields of a JSON request body.

    Args:
        body: The body.
        model: Name of the rendered model.

    Raises:
        ApiError: 400 if the body is empty or not JSON, or if a field has the wrong type.
    """
    return decode_value(parse_body(body), model)


def decode_value(value: Any, model: str) -> dict[str, Any]:
    """Return the known fields of a parsed request; see ``decode_body``."""
    if value is None:
        return {}
    go_type = _go_name(model)
    found = as_object(value)
    if found is None:
        kind = _json_kind(value)
        raise ApiError(400, f"json: cannot unmarshal {kind} into Go value of type {go_type}")
    return decode_part(found, go_type.rpartition(".")[2], model)


def decode_part(value: Mapping[str, Any], at: str, *models: str) -> dict[str, Any]:
    """Return the known fields of an object inside a request, which has the fields of ``models``."""
    fields, names = _fields_of(*models)
    found: dict[str, Any] = {}
    for key, item in value.items():
        name = key if key in fields else names.get(key.lower())
        if name is not None and item is not None:
            found[name] = fields[name](item, f"{at}.{name}")
    return found


@functools.cache
def _fields_of(*models: str) -> tuple[dict[str, Reader], dict[str, str]]:
    """Return the readers of the models' fields, and the field names by their lower-case form."""
    types: dict[str, Any] = {}
    readers: dict[str, Reader] = {}
    for model in models:
        for field in getattr(_models(), model).model_fields.values():
            wire, kind = field.wire, [plain_type(one) for one in members(field.annotation)]
            special = SPECIAL.get(f"{model}.{wire}") or SPECIAL.get(f"*.{wire}")
            alike = types.setdefault(wire, kind) == kind
            readers[wire] = special or (reader_for(field.annotation) if alike else anything)
    return readers, {name.lower(): name for name in readers}


def _models() -> Any:
    # Imported on first use, so that starting a server does not load the models.
    from ollama_client import models

    return models


def name_of(cls: Any) -> str:
    """Return the name of a rendered model. Its ``__name__`` is the official client's name."""
    home = vars(sys.modules[cls.from_dict.__module__])
    return next(name for name, value in home.items() if value is cls)


def mismatch(value: Any, at: str, go_type: str) -> ApiError:
    """Return the error for a value that does not fit the Go type of the field ``at``."""
    kind = _json_kind(value)
    if kind == "number" and go_type == "int":
        kind = f"number {value}"
    return ApiError(
        400, f"json: cannot unmarshal {kind} into Go struct field {at} of type {go_type}"
    )


def _json_kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


# -- values --------------------------------------------------------------------------------------


def string(value: Any, at: str) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise mismatch(value, at, "string")
    return value


def _boolean(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise mismatch(value, at, "bool")
    return value


def _integer(value: Any, at: str) -> int:
    # Unlike in options, a fraction is an error.
    if isinstance(value, bool) or not isinstance(value, int):
        raise mismatch(value, at, "int")
    return value


def _number(value: Any, at: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise mismatch(value, at, "float64")
    return value


def free_map(value: Any, at: str) -> dict[str, Any]:
    """Read an object with any values, including ``null``."""
    found = as_object(value)
    if found is None:
        raise mismatch(value, at, "map[string]interface {}")
    return found


def _image(value: Any, at: str) -> bytes:
    """Read an image: standard base64 with padding, or an array of byte values."""
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


@reads("*.keep_alive")
def _keep_alive(value: Any, _at: str) -> float:
    return read_keep_alive(value)


@reads("*.think")
def _think(value: Any, _at: str) -> bool | str:
    """Read a think value: a boolean, or a level."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise ApiError(400, "think must be a boolean or string")
    if not value.strip():
        raise ApiError(400, f'invalid think value: "{value}"')
    return value


@reads("Message.role")
def _lower(value: Any, at: str) -> str:
    return string(value, at).lower()


@reads(
    "AnthropicMessagesRequest.system",
    "AnthropicToolResultBlock.content",
    "AnthropicWebSearchResultBlock.content",
    "ChatCompletionMessageParam.content",
    "ChatRequest.format",
    "CompletionRequest.stop",
    "CreateRequest.license",
    "EmbedRequest.input",
    "GenerateRequest.format",
    "OpenaiEmbeddingsRequest.input",
    "SystemOneRequest.questions",
    "SystemOneRequest.state",
)
def anything(value: Any, _at: str) -> Any:
    """Read a value that the server checks later, with its own error message."""
    return value


# -- types ---------------------------------------------------------------------------------------


@functools.cache
def _scalars() -> dict[Any, tuple[Reader, str, str]]:
    """Return the reader, the Go name and the kind of JSON of each plain type."""
    from ollama_client.types import Base64, ByteSize

    return {
        str: (string, "string", "string"),
        bool: (_boolean, "bool", "bool"),
        int: (_integer, "int", "number"),
        float: (_number, "float64", "number"),
        datetime: (string, "time.Time", "string"),
        Base64: (_image, "api.ImageData", "string"),
        ByteSize: (_integer, "int64", "number"),
        Any: (anything, "interface {}", "any"),
    }


def reader_for(annotation: Any) -> Reader:
    """Return the reader for values of a rendered annotation."""
    if annotation in _scalars():
        return _scalars()[annotation][0]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:  # Go does not check the values of strings.
        return reader_for(plain_type(annotation))
    if origin is list:
        return _array_of(arguments[0])
    if origin is dict:
        return free_map if arguments[1] is Any else _map_of(arguments[1])
    if is_model(annotation):
        return _struct_of(annotation)
    return _one_of(members(annotation)) if is_union(annotation) else anything


def is_model(annotation: Any) -> bool:
    """Return whether an annotation is a rendered model."""
    return hasattr(annotation, "model_fields")


def is_union(annotation: Any) -> bool:
    """Return whether an annotation is a union."""
    return get_origin(annotation) in (Union, types.UnionType)


def members(annotation: Any) -> list[Any]:
    """Return the members of a union except None, or the type itself."""
    from ollama_client._runtime.convert import members_of

    if not is_union(annotation):
        return [annotation]
    return [member for member in members_of(get_args(annotation)) if member is not type(None)]


@functools.cache
def variants(union: str) -> Mapping[str, str]:
    """Return the models of a rendered union, by the constant that identifies each."""
    named: dict[str, str] = {}
    for cls in filter(is_model, members(getattr(_models(), union))):
        for field in cls.model_fields.values():
            words = [get_args(one) for one in members(field.annotation)]
            if len(words) == 1 and len(words[0]) == 1 and isinstance(words[0][0], str):
                named[words[0][0]] = name_of(cls)
    return named


def plain_type(annotation: Any) -> Any:
    """Return the type of an annotation's first member that is not None, or of its literals."""
    first = members(annotation)[0]
    if get_origin(first) is not Literal:
        return first
    word: object = get_args(first)[0]
    return type(word)


def _array_of(item: Any) -> Reader:
    read, go_type = reader_for(item), f"[]{_go_type(item)}"

    def read_array(value: Any, at: str) -> list[Any]:
        items = as_array(value)
        if items is None:
            raise mismatch(value, at, go_type)
        return [read(item, at) for item in items if item is not None]

    return read_array


def _map_of(item: Any) -> Reader:
    read, go_type = reader_for(item), f"map[string]{_go_type(item)}"

    def read_map(value: Any, at: str) -> dict[str, Any]:
        found = as_object(value)
        if found is None:
            raise mismatch(value, at, go_type)
        return {key: read(item, at) for key, item in found.items() if item is not None}

    return read_map


def _struct_of(cls: Any) -> Reader:
    name = name_of(cls)

    def read_struct(value: Any, at: str) -> dict[str, Any]:
        found = as_object(value)
        if found is None:
            raise mismatch(value, at, _go_name(name))
        return decode_part(found, at, name)

    return read_struct


def _one_of(union: list[Any]) -> Reader:
    """Return the reader for a union. The value's kind of JSON selects the member."""
    alike: dict[str, list[Any]] = {}
    for member in union:
        alike.setdefault(_kind_of(member), []).append(member)
    readers = {kind: _of_kind(kind, group) for kind, group in alike.items()}
    first = next(iter(readers.values()))
    return lambda value, at: readers.get(_json_kind(value), first)(value, at)


def _of_kind(kind: str, group: list[Any]) -> Reader:
    """Return the reader for the members of a union that are the same kind of JSON."""
    if len(group) == 1:
        return reader_for(group[0])
    if all(map(is_model, group)):
        return _flat(group)
    broad: dict[str, Reader] = {"string": string, "number": _number, "object": free_map}
    return broad.get(kind, anything)


def _flat(group: list[Any]) -> Reader:
    # Go has one struct for all these objects, with the fields of all of them.
    names = [name_of(cls) for cls in group]
    return lambda value, at: decode_part(free_map(value, at), at, *names)


def _kind_of(annotation: Any) -> str:
    """Return the kind of JSON that a type has."""
    origin = get_origin(annotation)
    if origin is Literal:
        return _kind_of(plain_type(annotation))
    if annotation in _scalars():
        return _scalars()[annotation][2]
    return "array" if origin is list else "object"


def _go_type(annotation: Any) -> str:
    """Return the Go name of a type."""
    if annotation in _scalars():
        return _scalars()[annotation][1]
    if get_origin(annotation) is list:
        return f"[]{_go_type(get_args(annotation)[0])}"
    return _go_name(name_of(annotation)) if is_model(annotation) else "interface {}"


def _go_name(model: str) -> str:
    prefix = next((prefix for prefix in _PACKAGES if model.startswith(prefix)), "")
    kept = prefix == "Responses" or model.endswith("CompletionRequest")
    name = model if kept else model[len(prefix) :]
    return _GO_TYPES.get(model, f"{_PACKAGES.get(prefix, 'api')}.{name}")
