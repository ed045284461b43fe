# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicError, an object of the API."""

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
from .anthropic_error_details import AnthropicErrorDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicError(WireModel):
    """Body of a failed call of the Anthropic routes. For a cloud model it has the shape of Ollama's
    own routes: a text as `error`, without `type` and `request_id`.
    """

    type: str | None = None
    """Kind of object, always `error`."""
    error: AnthropicErrorDetails | str = unset()
    """What went wrong."""
    request_id: str | None = None
    """Identifies the request; it is not kept."""
    signin_url: str | None = None
    """Page where the owner of this server signs in to ollama.com. Sent with 401 answers about cloud
    models.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: str | None = None,
            error: AnthropicErrorDetails | Mapping[str, Any] | str | None = None,
            request_id: str | None = None,
            signin_url: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.error = (
            (AnthropicErrorDetails.from_dict(value) if is_mapping(value) else value)
            if (value := get("error")) is not None
            else ABSENT
        )
        self.request_id = get("request_id")
        self.signin_url = get("signin_url")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "error": to_wire(self.error),
                "request_id": self.request_id,
                "signin_url": self.signin_url,
            }
        )
