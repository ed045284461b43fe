# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""AnthropicErrorDetails, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
    unset,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class AnthropicErrorDetails(WireModel):
    """What went wrong, as Anthropic reports it."""

    type: (
        Literal[
            "invalid_request_error",
            "authentication_error",
            "permission_error",
            "not_found_error",
            "rate_limit_error",
            "overloaded_error",
            "api_error",
        ]
        | str
    ) = unset()
    """Kind of error: 400 is `invalid_request_error`, 401 `authentication_error`, 403
    `permission_error`, 404 `not_found_error`, 429 `rate_limit_error`, 503 `overloaded_error`, every
    other status `api_error`.
    """
    message: str = unset()
    """What went wrong, in words meant for people. Do not switch on it."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            type: Literal[
                "invalid_request_error",
                "authentication_error",
                "permission_error",
                "not_found_error",
                "rate_limit_error",
                "overloaded_error",
                "api_error",
            ]
            | str
            | None = None,
            message: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.type = get("type")
        self.message = get("message")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "type": self.type,
                "message": self.message,
            }
        )
