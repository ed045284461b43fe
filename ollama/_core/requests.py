"""Owns turning the arguments of a call into the JSON body of its request, for both clients."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypedDict, cast

from ollama_client import models
from ollama_client._runtime.convert import converters_of
from ollama_client._runtime.model import WireModel, is_list, is_mapping, to_wire
from ollama_client.errors import RequestError
from ollama_client.types import to_object

from ollama._core.content import read_parts
from ollama._core.images import Base64Text, encode_images

if TYPE_CHECKING:
    import httpx


_SWITCHED_OFF = ("0", "false", "no")


class InvalidRequestError(RequestError, ValueError):
    """An argument that cannot be sent; raised before anything is."""


class CallSettings(TypedDict, total=False):
    """Settings of one call, keywords of every method."""

    extra_body: Mapping[str, Any]
    """Further keys of the JSON body, sent as they are; they win over the method's own."""
    extra_headers: Mapping[str, str]
    """Further headers of the request; they win over the client's."""
    timeout: float | httpx.Timeout | None
    """Seconds for each phase of the exchange, instead of the client's; None waits forever."""


class HttpSettings(TypedDict, total=False):
    """The same as httpx takes them."""

    headers: dict[str, str]
    timeout: float | httpx.Timeout | None


def split_settings(body: dict[str, Any], call: CallSettings) -> tuple[dict[str, Any], HttpSettings]:
    """Return the body with the call's extra keys, and the keywords for httpx.

    Raises:
        TypeError: A keyword is not a setting of a call.
    """
    demand_settings(call)
    options: HttpSettings = {}
    if "extra_headers" in call:
        options["headers"] = dict(call["extra_headers"])
    if "timeout" in call:
        options["timeout"] = call["timeout"]
    return {**body, **call.get("extra_body", {})}, options


def demand_settings(call: CallSettings) -> None:
    """Refuse keywords that are no settings of a call.

    Raises:
        TypeError: A keyword is none.
    """
    unknown = call.keys() - CallSettings.__annotations__.keys()
    if unknown:
        raise TypeError(f"unexpected keyword argument {min(unknown)!r}")


def settings_without_body(call: CallSettings) -> HttpSettings:
    """Return the keywords for httpx of a call that has no body.

    Raises:
        TypeError: A keyword is not a setting of such a call.
    """
    if "extra_body" in call:
        raise TypeError("extra_body: this call sends no body")
    return split_settings({}, call)[1]


# ---------------------------------------------------------------------- bodies


def body(model: str, arguments: Mapping[str, Any], **ready: Any) -> dict[str, Any]:
    """Return a request body: arguments checked by a request model's fields, None left out.

    Args:
        model: Name of the request model, such as "ChatRequest".
        arguments: By field name; each is checked and converted as the field's type says.
        **ready: By field name, values that are wire values already.

    Raises:
        InvalidRequestError: An argument has the wrong type, or the model's name is empty.
    """
    cls = cast("type[WireModel]", getattr(models, model))
    converters, fields = converters_of(cls), cls.model_fields
    out: dict[str, Any] = {}
    for name, given in {**arguments, **ready}.items():
        value = model_name(given) if name == "model" else given
        if value is not None:
            checked = value if name in ready else _checked(name, value, converters[name])
            out[fields[name].wire] = to_wire(checked)
    return out


def _checked(name: str, value: Any, convert: Callable[[Any], Any]) -> Any:
    try:
        return convert(value)
    except ValueError as error:
        raise InvalidRequestError(f"{name}: {error}") from None


def model_name(value: Any) -> str:
    """Return the name of a model.

    Raises:
        InvalidRequestError: The value is none.
    """
    if isinstance(value, bytes):
        value = value.decode()
    if not isinstance(value, str) or not value:
        raise InvalidRequestError(unexpected("model", "the name of a model", value))
    return value


def options(value: Any, name: str = "options") -> Any:
    """Return the options to send: a mapping as it is, None values and unknown names included.

    Raises:
        InvalidRequestError: The value is neither a mapping nor Options.
    """
    if value is None or isinstance(value, WireModel):
        return value
    if is_mapping(value):
        return dict(value)
    raise InvalidRequestError(unexpected(name, "a mapping or Options", value))


def keep_alive(value: Any) -> Any:
    """Return how long to keep the model, with a timedelta as seconds."""
    return value.total_seconds() if isinstance(value, timedelta) else value


# ---------------------------------------------------------------------- messages


def paths_allowed(chosen: bool | None) -> bool:
    """Tell whether text given as an image may name a file: the choice, else the environment."""
    if chosen is not None:
        return chosen
    return os.environ.get("OLLAMA_ALLOW_IMAGE_PATHS", "").strip().lower() not in _SWITCHED_OFF


def wire_images(value: Any, allow_paths: bool | None = None) -> list[Base64Text] | None:
    """Return the images to send; a single one counts as a list of one."""
    if value is None:
        return None
    return encode_images(value, allow_paths=paths_allowed(allow_paths))


def message_list(value: Any) -> list[Any]:
    """Return messages as a list, each as it was given.

    A single message counts as a list of one, a plain string as a message of the user.

    Raises:
        InvalidRequestError: The value is no list.
    """
    if value is None:
        return []
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    single = is_mapping(value) or isinstance(value, WireModel)
    return [value] if single else items(value, "messages")


def wire_messages(value: Any, allow_paths: bool | None = None) -> list[dict[str, Any]]:
    """Return the messages to send, as they were given but for images and None values.

    Raises:
        InvalidRequestError: An item is no message, or has no role.
    """
    allowed = paths_allowed(allow_paths)
    return [
        _wire_message(item, f"messages[{index}]", allowed)
        for index, item in enumerate(message_list(value))
    ]


def stored_messages(value: Any) -> list[Any] | None:
    """Return the messages to store with a model, mappings as they were given."""
    return None if value is None else [to_wire(item) for item in items(value, "messages")]


def items(value: Any, name: str) -> list[Any]:
    """Return the items of an argument that is a list of any kind; text is none.

    Raises:
        InvalidRequestError: The value is no list; names the argument.
    """
    if isinstance(value, (str, bytes)):
        raise InvalidRequestError(unexpected(name, "a list", value))
    try:
        return list(value)
    except TypeError:
        raise InvalidRequestError(unexpected(name, "a list", value)) from None


def unexpected(where: str, expected: str, value: object) -> str:
    """Return what to say of an argument that cannot be used: what was expected, and what it is."""
    return f"{where}: expected {expected}, got {type(value).__name__} {value!r}"


def _wire_message(message: Any, where: str, allow_paths: bool) -> dict[str, Any]:
    fields = _message_fields(message, where)
    sent = {name: value for name, value in fields.items() if value is not None}
    if not isinstance(sent.get("role"), str):
        raise InvalidRequestError(f"{where}: expected a role, got {sent.get('role')!r}")
    if "images" in sent:
        # What a model said comes from a server, which names no files of this machine.
        may_name_files = allow_paths and sent["role"] != "assistant"
        sent["images"] = encode_images(sent["images"], allow_paths=may_name_files)
    if "content" in sent:
        _write_content(sent, where)
    if "tool_calls" in sent:
        calls = items(sent["tool_calls"], f"{where}.tool_calls")
        sent["tool_calls"] = [_wire_tool_call(call) for call in calls]
    return {name: to_wire(value) for name, value in sent.items()}


def _write_content(sent: dict[str, Any], where: str) -> None:
    content = sent["content"]
    if isinstance(content, (bytes, bytearray)):
        sent["content"] = content.decode()
    elif is_list(content):
        try:
            parts = read_parts(content, f"{where}.content")
        except ValueError as error:
            raise InvalidRequestError(str(error)) from None
        sent["content"] = parts.text
        if parts.images:
            sent["images"] = [*sent.get("images", ()), *parts.images]
    elif not isinstance(content, str):
        raise InvalidRequestError(unexpected(f"{where}.content", "str or parts", content))


def _message_fields(message: Any, where: str) -> dict[str, Any]:
    if isinstance(message, WireModel):
        return message.to_dict()
    if is_mapping(message):
        return dict(message)
    try:
        return dict(message)
    except (TypeError, ValueError):
        pass
    raise InvalidRequestError(unexpected(where, "a mapping or Message", message))


def _wire_tool_call(call: Any) -> Any:
    """Return a tool call with its arguments as an object: some servers give their JSON text."""
    call = to_wire(call)
    function = call.get("function") if is_mapping(call) else None
    if not is_mapping(function) or not isinstance(function.get("arguments"), str):
        return call
    function = {**function, "arguments": to_object(function["arguments"])}
    return {**call, "function": function}
