# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""CompletionChunk, an object of the API."""

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
from .completion_choice import CompletionChoice
from .completion_usage import CompletionUsage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class CompletionChunk(WireModel):
    """A piece of the continued text. The pieces, joined, are the whole text."""

    id: str = unset()
    """Identifies the answer; the same in all its chunks."""
    object: str = unset()
    """Kind of object, always `text_completion`."""
    created: int = unset()
    """When the chunk was made, in seconds since 1970 (UTC)."""
    choices: list[CompletionChoice] = unset()
    """The piece, a list of one; empty in the chunk that carries the usage."""
    model: str = unset()
    """Name of the model, as the request gave it."""
    system_fingerprint: str = unset()
    """Always `fp_ollama`."""
    usage: CompletionUsage | None = None
    """Tokens read and written, where `include_usage` asked for it: in the last chunk, zeros in
    those before.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            object: str | None = None,
            created: int | None = None,
            choices: Sequence[CompletionChoice | Mapping[str, Any]] | None = None,
            model: str | None = None,
            system_fingerprint: str | None = None,
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
        self.choices = (
            [CompletionChoice.from_dict(item) for item in value]
            if (value := get("choices")) is not None
            else ABSENT
        )
        self.model = get("model")
        self.system_fingerprint = get("system_fingerprint")
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
                "choices": to_wire(self.choices),
                "model": self.model,
                "system_fingerprint": self.system_fingerprint,
                "usage": to_wire(self.usage),
            }
        )
