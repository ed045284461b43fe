"""Owns StatusResponse: the outcome of calls that the server answers without a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ollama_client._model import JsonObject, WireModel, model, new

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class StatusResponse(WireModel):
    """Whether a call was carried out."""

    status: str | None = None
    """`success`, or `error` for a success of the server other than 200."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        """Build the model from a decoded JSON object."""
        self = new(cls)
        self._given = data
        self.status = data.get("status")
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return self._sendable({"status": self.status})
