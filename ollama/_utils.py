"""Private names of the official client that programs import."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ollama_client._runtime.host import parse_host as _parse_host
from ollama_client._runtime.images import Image, ImageInput

from . import _types
from ._core.clash import demand_own_files
from ._schemas.docstrings import parse_docstring as _parse_docstring
from ._tools.definition import tool_definition

demand_own_files()

__all__ = [
    "_as_path",
    "_copy_images",
    "_copy_messages",
    "_copy_tools",
    "_parse_docstring",
    "_parse_host",
    "convert_function_to_tool",
]


def convert_function_to_tool(func: Callable[..., Any]) -> _types.Tool:
    """Return the tool for a function, from its annotations and docstring.

    If a parameter has several types, they are one string such as `"integer, string"`, as in the
    official client. `tools=` sends them as a list, which every server accepts, also for this tool.

    Raises:
        TypeError: A parameter's type cannot be described. The message names the function, the
            parameter and the type.
    """
    definition = tool_definition(func)
    for schema in definition["function"]["parameters"]["properties"].values():
        if isinstance(schema.get("type"), list):
            schema["type"] = ", ".join(schema["type"])
    return _types.Tool.model_validate(definition)


def _copy_images(images: Iterable[ImageInput] | None) -> Iterator[Image]:
    for image in images or []:
        yield image if isinstance(image, Image) else Image(value=image)


def _copy_messages(
    messages: Iterable[Mapping[str, Any] | _types.Message] | None,
) -> Iterator[_types.Message]:
    for message in messages or []:
        given = {name: value for name, value in dict(message).items() if value is not None}
        if images := given.get("images"):
            given["images"] = list(_copy_images(images))
        yield _types.Message.model_validate(given)


def _copy_tools(
    tools: Iterable[Mapping[str, Any] | _types.Tool | Callable[..., Any]] | None = None,
) -> Iterator[_types.Tool]:
    for tool in tools or []:
        if callable(tool):
            yield convert_function_to_tool(tool)
        else:
            yield _types.Tool.model_validate(tool)


def _as_path(text: str | os.PathLike[str] | None) -> Path | None:
    """Return the path of an existing file or folder, otherwise None."""
    if not text:
        return None
    try:
        path = Path(text)
        return path if path.exists() else None
    except (OSError, ValueError):
        return None
