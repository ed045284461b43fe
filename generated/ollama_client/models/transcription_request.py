# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TranscriptionRequest, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)
from ..types import (
    FormFile,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class TranscriptionRequest(WireModel):
    """A recording to transcribe."""

    file: FormFile
    """The bytes of the recording; must not be empty."""
    model: str
    """Name of the model, `name[:tag]`."""
    language: str | None = None
    """Language of the recording, a hint for the model."""
    prompt: str | None = None
    """What the model should know about the recording."""
    response_format: Literal["json", "text"] | str | None = None
    """`text` asks for the bare text as `text/plain`; everything else is answered with JSON, without
    times.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            file: FormFile,
            model: str,
            language: str | None = None,
            prompt: str | None = None,
            response_format: Literal["json", "text"] | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.file = get("file")
        self.model = get("model")
        self.language = get("language")
        self.prompt = get("prompt")
        self.response_format = get("response_format")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "file": self.file,
                "model": self.model,
                "language": self.language,
                "prompt": self.prompt,
                "response_format": self.response_format,
            }
        )
