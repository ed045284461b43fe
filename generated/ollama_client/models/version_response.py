# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""VersionResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._model import WireModel, model, reader, unset

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class VersionResponse(WireModel):
    """The server's version."""

    version: str = unset()
    """Version of the server; `0.0.0` for builds made by developers."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        self = object.__new__(cls)
        self._given = data
        get = reader(data)
        self.version = get("version")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "version": self.version,
            }
        )
