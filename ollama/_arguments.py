"""The types of what the methods accept beyond the models' own types, each written once."""

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
    """What of pydantic's `TypeAdapter` is used."""

    def validate_json(self, data: str | bytes | bytearray, /) -> ParsedT_co:
        """Return JSON text as a value of the type."""
        ...

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        ...


Images: TypeAlias = arguments.Images
"""Pictures, in any form that they can be read from."""

KeepAlive: TypeAlias = float | str | timedelta | None
"""How long a model stays in memory: seconds, a duration such as "5m", or a timedelta."""

Texts: TypeAlias = str | Iterable[str]
"""One text or several, of which the order counts: any iterable but a set."""

AnyFormat: TypeAlias = FormatWord | Mapping[str, Any] | UnionType
"""What an answer is asked to be, where type checkers cannot tell the type of its value."""

OutputFormat: TypeAlias = type[Any] | Adapter[Any] | AnyFormat
"""What an answer is asked to be."""

Format: TypeAlias = OutputFormat | ByName["Format"] | None
"""The shape of an answer: "json", a JSON Schema, or a type."""

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
"""The messages of a chat, a single one, or the text of one by the user."""

_ToolLike: TypeAlias = (
    ToolDict
    | Mapping[str, str | bool | Collection[Any] | None]
    | AnyMapping
    | Tool
    | Callable[..., Any]
)

Tools: TypeAlias = Sequence[_ToolLike] | ByName["Tools"] | None
"""Tools: definitions, or functions to be described to the model."""

Questions: TypeAlias = Mapping[str, SystemOneQuestion | Mapping[str, Any]]
"""Questions to a System One model by name."""

StoredMessages: TypeAlias = Messages
"""The messages of a model, sent as they are given."""

Files: TypeAlias = (
    Mapping[str, str] | Sequence[str | os.PathLike[str]] | str | os.PathLike[str] | None
)
"""Files for `create`: digests by file name, or paths of files and folders of this machine."""

ModelfileInput: TypeAlias = Modelfile | str | bytes | os.PathLike[str] | None
"""What a model is made of: a `Modelfile`, its text, or the Path of one."""

Progress: TypeAlias = bool | ProgressCallback | None
"""What shows the progress of a transfer: True for a bar of tqdm, or a function."""
