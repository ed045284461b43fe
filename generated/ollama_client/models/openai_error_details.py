# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""OpenaiErrorDetails, an object of the API."""

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
class OpenaiErrorDetails(WireModel):
    """What went wrong, as OpenAI reports it."""

    message: str = unset()
    """What went wrong, in words meant for people. Do not switch on it."""
    type: Literal["invalid_request_error", "not_found_error", "api_error"] | str = unset()
    """Kind of error. 400 is `invalid_request_error`, 404 `not_found_error`, every other status
    `api_error`.
    """
    param: str | None = unset()
    """The field at fault; always null here."""
    code: str | None = unset()
    """Code of the error; always null here."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            message: str | None = None,
            type: Literal["invalid_request_error", "not_found_error", "api_error"]
            | str
            | None = None,
            param: str | None = None,
            code: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.message = get("message")
        self.type = get("type")
        self.param = get("param")
        self.code = get("code")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "message": self.message,
                "type": self.type,
                "param": self.param,
                "code": self.code,
            }
        )
