"""Owns StatusResponse: the outcome of calls that the server answers without a body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ollama_client._model import WireModel, model, reader

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class StatusResponse(WireModel):
    """Whether a call was carried out."""

    status: str | None = None
    """`success`, or `error` for a success of the server other than 200."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        """Build the model from a decoded JSON object."""
        self = object.__new__(cls)
        self._given = data
        self.status = reader(data)("status")
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return self._sendable({"status": self.status})
