"""Owns converting messages with more than text to JSON: images, content parts, tool calls."""

from __future__ import annotations

from copy import copy
from enum import Enum
from typing import Any

from ollama_client._runtime import spelling
from ollama_client._runtime.images import (
    ImageDataError,
    ImageTypeError,
    encode_image,
    encode_images,
    for_sending,
)
from ollama_client._runtime.model import WireModel, is_list, is_mapping, to_wire
from ollama_client.errors import InvalidRequestError
from ollama_client.models import Message
from ollama_client.types import Base64Text, to_object

from ollama._core.fields import demand_fields
from ollama._core.requests import ROLES, are_plain, decoded, items, names_of, too_deep, unexpected


def wire_images(value: Any, allow_paths: bool | None = None) -> list[Base64Text]:
    """Return the images to send. A single image becomes a list."""
    with for_sending(allow_paths):
        return encode_images(value)


def wire_others(messages: list[Any], allow_paths: bool | None = None) -> list[dict[str, Any]]:
    """Return the messages to send. Images are encoded, and None values are removed."""
    with for_sending(allow_paths):
        try:
            return [_wire_message(item, index) for index, item in enumerate(messages)]
        except RecursionError as error:
            named = {f"messages[{index}]": item for index, item in enumerate(messages)}
            raise too_deep(named) or error from None


def stored_messages(value: Any, allow_paths: bool | None = None) -> list[Any]:
    """Return the messages to store with a model. Images are encoded."""
    with for_sending(allow_paths):
        stored = enumerate(items(value, "messages"))
        return [_stored_message(item, f"messages[{index}]") for index, item in stored]


def _stored_message(message: Any, where: str) -> Any:
    if not is_mapping(message) and not isinstance(message, WireModel):
        return to_wire(message)
    fields = _message_fields(message, where)
    if is_mapping(message):
        demand_fields(Message, {**fields, "images": None}, where)
    if fields.get("images") is not None:
        fields["images"] = _images_of(fields["images"], where)
    return to_wire(fields)


def _images_of(value: Any, where: str, *, allow_paths: bool | None = None) -> list[Base64Text]:
    """Return the images of a message to send. Errors about types and data name the message."""
    try:
        return encode_images(value, allow_paths=allow_paths)
    except (ImageDataError, ImageTypeError) as error:
        raise type(error)(f"{where}.{error}") from None


def _wire_message(message: Any, index: int) -> dict[str, Any]:
    if are_plain([message]):
        return dict(message)
    where = f"messages[{index}]"
    fields = _message_fields(message, where)
    sent = {name: value for name, value in fields.items() if value is not None}
    if isinstance(role := sent.get("role"), Enum):
        sent["role"] = role.value
    spelling.check("key of a message", sent, names_of("Message"))
    spelling.check("role", (sent.get("role"),), ROLES)
    if not isinstance(sent.get("role"), str):
        raise InvalidRequestError(f"{where}: expected a role, got {sent.get('role')!r}")
    if "images" in sent:
        # A model cannot name files on this machine, even if its text was saved and loaded as JSON.
        may_name_files = False if sent["role"] == "assistant" else None
        sent["images"] = _images_of(sent["images"], where, allow_paths=may_name_files)
    if "content" in sent:
        _write_content(sent, where)
    if "tool_calls" in sent:
        calls = items(sent["tool_calls"], f"{where}.tool_calls")
        sent["tool_calls"] = [_wire_tool_call(call) for call in calls]
    if is_mapping(message):
        demand_fields(Message, sent, where)
    return {name: to_wire(value) for name, value in sent.items()}


def _write_content(sent: dict[str, Any], where: str) -> None:
    content = sent["content"]
    if isinstance(content, (bytes, bytearray)):
        sent["content"] = decoded(content, f"{where}.content")
    elif is_list(content):
        try:
            sent["content"], images = _read_parts(content, f"{where}.content")
        except ValueError as error:
            raise InvalidRequestError(str(error)) from None
        if images:
            sent["images"] = [*sent.get("images", ()), *images]
    elif not isinstance(content, str):
        raise InvalidRequestError(unexpected(f"{where}.content", "str or parts", content))


def _read_parts(parts: list[Any], where: str) -> tuple[str, list[str]]:
    """Return the text of the text parts, one per line, and the images of the image parts.

    Content parts come from the OpenAI API. Images are `data:` URIs or base64 text. A path in a part
    is never read.
    """
    texts: list[str] = []
    images: list[str] = []
    for index, part in enumerate(parts):
        kind = part.get("type") if is_mapping(part) else None
        if kind not in ("text", "image_url") or kind not in part:
            shown = f"type {kind!r}" if kind else type(part).__name__
            raise ValueError(f"{where}[{index}]: expected a text or image_url part, got {shown}")
        if kind == "text":
            texts.append(str(part["text"]))
        else:
            url: Any = part["image_url"]
            address: Any = url["url"] if is_mapping(url) else url
            images.append(encode_image(address, allow_paths=False))
    return "\n".join(texts), images


def _message_fields(message: Any, where: str) -> dict[str, Any]:
    if isinstance(message, WireModel):
        images: Any = message.get("images")
        if images is None:
            return message.to_dict()
        bare: Any = copy(message)
        bare.images = None  # they are encoded separately, by the rules of this call
        return {**bare.to_dict(), "images": images}
    try:
        return dict(message)
    except (TypeError, ValueError):
        raise InvalidRequestError(unexpected(where, "a mapping or Message", message)) from None


def _wire_tool_call(call: Any) -> Any:
    """Return a tool call whose arguments are an object. Some servers return them as JSON text."""
    call = to_wire(call)
    function = call.get("function") if is_mapping(call) else None
    if not is_mapping(function) or not isinstance(function.get("arguments"), str):
        return call
    function = {**function, "arguments": to_object(function["arguments"])}
    return {**call, "function": function}
