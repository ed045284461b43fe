# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletion, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
    unset,
)
from .chat_completion_choice import ChatCompletionChoice
from .completion_usage import CompletionUsage
from .debug_info import DebugInfo

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletion(WireModel, wire={"debug_info": "_debug_info"}):
    """The model's turn."""

    id: str = unset()
    """Identifies the answer; it is not kept."""
    object: str = unset()
    """Kind of object, always `chat.completion`."""
    created: int = unset()
    """When the answer was made, in seconds since 1970 (UTC)."""
    model: str = unset()
    """Name of the model, as the request gave it."""
    system_fingerprint: str = unset()
    """Always `fp_ollama`."""
    choices: list[ChatCompletionChoice] = unset()
    """The answer; always a list of one."""
    usage: CompletionUsage = unset()
    """Tokens read and written."""
    debug_info: DebugInfo | None = None
    """The rendered prompt, where `_debug_render_only` asked for it. Wire name: `_debug_info`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            object: str | None = None,
            created: int | None = None,
            model: str | None = None,
            system_fingerprint: str | None = None,
            choices: Sequence[ChatCompletionChoice | Mapping[str, Any]] | None = None,
            usage: CompletionUsage | Mapping[str, Any] | None = None,
            debug_info: DebugInfo | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.object = get("object")
        self.created = get("created")
        self.model = get("model")
        self.system_fingerprint = get("system_fingerprint")
        self.choices = (
            [ChatCompletionChoice.from_dict(item) for item in value]
            if (value := get("choices")) is not None
            else ABSENT
        )
        self.usage = (
            CompletionUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
        )
        self.debug_info = (
            DebugInfo.from_dict(value) if (value := get("_debug_info")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "object": self.object,
                "created": self.created,
                "model": self.model,
                "system_fingerprint": self.system_fingerprint,
                "choices": to_wire(self.choices),
                "usage": to_wire(self.usage),
                "_debug_info": to_wire(self.debug_info),
            }
        )
