"""Owns StatusResponse: the outcome of calls that the server answers without a body."""

from __future__ import annotations

from abc import ABCMeta
from typing import TYPE_CHECKING, Any

from ollama_client._runtime.model import JsonObject, WireModel, model, new
from ollama_client.models import ProgressResponse

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class StatusResponse(WireModel, metaclass=ABCMeta):
    """Whether a call was carried out. A `ProgressResponse` counts as an instance."""

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


# In the official client progress is a subclass: programs ask `isinstance` for either by this class.
StatusResponse.register(ProgressResponse)
