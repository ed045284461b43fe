"""The types of arguments that accept more than the models' own types."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from types import UnionType
from typing import Any, Protocol, TypeAlias, TypeVar

from ollama_client.models import Message, Options, SystemOneQuestion, Tool

from ._core import arguments
from ._core.arguments import AnyMapping, ByName
from ._core.progress import ProgressCallback
from ._methods.shapes import FormatWord, MessageDict, OptionsDict, ToolDict
from ._modelfile.modelfile import Modelfile

ParsedT_co = TypeVar("ParsedT_co", covariant=True)


class Adapter(Protocol[ParsedT_co]):
    """The part of pydantic's `TypeAdapter` that is used."""

    def validate_json(self, data: str | bytes | bytearray, /) -> ParsedT_co:
        """Parse JSON text into a value of the type."""
        ...

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        ...


Images: TypeAlias = arguments.Images
"""Images, in any form that can be read."""

KeepAlive: TypeAlias = float | str | timedelta | None
"""How long a model stays in memory: seconds, a duration such as "5m", or a timedelta."""

Texts: TypeAlias = str | Iterable[str]
"""One text, or any ordered iterable of texts (not a set)."""

AnyFormat: TypeAlias = FormatWord | Mapping[str, Any] | UnionType
"""The format of an answer, where type checkers cannot infer the type of the parsed value."""

OutputFormat: TypeAlias = type[Any] | Adapter[Any] | AnyFormat
"""The format of an answer."""

Format: TypeAlias = OutputFormat | ByName["Format"] | None
"""The format of an answer: "json", a JSON Schema, or a type."""

ModelOptions: TypeAlias = (
    OptionsDict
    | Mapping[str, float | list[str] | tuple[str, ...] | None]
    | AnyMapping
    | Options
    | ByName["ModelOptions"]
    | None
)
"""Sampling and load options."""

_MessageLike: TypeAlias = (
    MessageDict | Mapping[str, str | Collection[Any] | None] | AnyMapping | Message
)

Messages: TypeAlias = Sequence[_MessageLike] | _MessageLike | str | None
"""The messages of a chat, a single message, or the text of a user message."""

_ToolLike: TypeAlias = (
    ToolDict
    | Mapping[str, str | bool | Collection[Any] | None]
    | AnyMapping
    | Tool
    | Callable[..., Any]
)

Tools: TypeAlias = Sequence[_ToolLike] | ByName["Tools"] | None
"""Tools: definitions, or functions that are described to the model."""

Questions: TypeAlias = Mapping[str, SystemOneQuestion | Mapping[str, Any]]
"""Questions to a System One model, by name."""

StoredMessages: TypeAlias = Messages
"""The messages stored in a model, sent unchanged."""

Files: TypeAlias = (
    Mapping[str, str] | Sequence[str | os.PathLike[str]] | str | os.PathLike[str] | None
)
"""Files for `create`: digests by file name, or paths of local files and folders."""

ModelfileInput: TypeAlias = Modelfile | str | bytes | os.PathLike[str] | None
"""A `Modelfile`, its text, or the Path of one."""

Progress: TypeAlias = bool | ProgressCallback | None
"""How to show the progress of a transfer: True for a tqdm progress bar, or a function."""
