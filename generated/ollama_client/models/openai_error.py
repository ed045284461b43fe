# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiError, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_mapping,
    model,
    new,
    to_wire,
    unset,
)
from .openai_error_details import OpenaiErrorDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class OpenaiError(WireModel):
    """Body of a failed call of the OpenAI routes."""

    error: OpenaiErrorDetails | str = unset()
    """What went wrong: an object as OpenAI sends it, or only the text, as Ollama's own routes send
    it, if the model is a cloud model.
    """
    signin_url: str | None = None
    """Page where the owner of this server signs in to ollama.com. Sent with 401 answers about cloud
    models.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            error: OpenaiErrorDetails | Mapping[str, Any] | str | None = None,
            signin_url: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.error = (
            (OpenaiErrorDetails.from_dict(value) if is_mapping(value) else value)
            if (value := get("error")) is not None
            else ABSENT
        )
        self.signin_url = get("signin_url")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "error": to_wire(self.error),
                "signin_url": self.signin_url,
            }
        )
