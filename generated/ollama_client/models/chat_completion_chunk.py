# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ChatCompletionChunk, an object of the API."""

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
from .chat_completion_chunk_choice import ChatCompletionChunkChoice
from .completion_usage import CompletionUsage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ChatCompletionChunk(WireModel):
    """A piece of the model's turn. The pieces of `content` and `reasoning`, joined, are the whole
    texts.
    """

    id: str = unset()
    """Identifies the answer; the same in all its chunks."""
    object: str = unset()
    """Kind of object, always `chat.completion.chunk`."""
    created: int = unset()
    """When the chunk was made, in seconds since 1970 (UTC)."""
    model: str = unset()
    """Name of the model, as the request gave it."""
    system_fingerprint: str = unset()
    """Always `fp_ollama`."""
    choices: list[ChatCompletionChunkChoice] = unset()
    """The piece, a list of one; empty in the chunk that carries the usage."""
    usage: CompletionUsage | None = None
    """Tokens read and written; only in the last chunk, where `include_usage` asked for it."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            object: str | None = None,
            created: int | None = None,
            model: str | None = None,
            system_fingerprint: str | None = None,
            choices: Sequence[ChatCompletionChunkChoice | Mapping[str, Any]] | None = None,
            usage: CompletionUsage | Mapping[str, Any] | None = None,
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
            [ChatCompletionChunkChoice.from_dict(item) for item in value]
            if (value := get("choices")) is not None
            else ABSENT
        )
        self.usage = (
            CompletionUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
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
            }
        )
