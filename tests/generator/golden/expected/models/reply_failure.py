# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ReplyFailure, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
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
from .reply_failure_details import ReplyFailureDetails

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ReplyFailure(WireModel):
    """The API's `ReplyFailure`."""

    error: ReplyFailureDetails = unset()

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            error: ReplyFailureDetails | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.error = (
            ReplyFailureDetails.from_dict(value) if (value := get("error")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "error": to_wire(self.error),
            }
        )
