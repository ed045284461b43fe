# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesError, an object of the API."""

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
class ResponsesError(WireModel):
    """Why a response failed."""

    code: Literal["server_error"] | str = unset()
    """Code of the error. Expect new values."""
    message: str = unset()
    """What went wrong, in words meant for people."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            code: Literal["server_error"] | str | None = None,
            message: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.code = get("code")
        self.message = get("message")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "code": self.code,
                "message": self.message,
            }
        )
