# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""PushRequest, an object of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class PushRequest(
    WireModel,
    omit_unset=("username", "password", "name"),
    deprecated=("username", "password", "name"),
):
    """The model to upload."""

    model: str
    """Name of the model, `namespace/name[:tag]`."""
    insecure: bool | None = None
    """Allow model registries that use plain http."""
    stream: bool | None = None
    """Unless this is false, the server answers with a stream of JSON lines (application/x-ndjson),
    one for each step, instead of one JSON object at the end.
    """
    username: str | None = None
    """Deprecated. Ignored by the server. Use `ollama signin` on its machine instead."""
    password: str | None = None
    """Deprecated. Ignored by the server. Use `ollama signin` on its machine instead."""
    name: str | None = None
    """Deprecated. Older name of `model`, used only if that is empty. Use `model` instead."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.insecure = get("insecure")
        self.stream = get("stream")
        self.username = get("username")
        self.password = get("password")
        self.name = get("name")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "insecure": self.insecure,
                "stream": self.stream,
                "username": self.username,
                "password": self.password,
                "name": self.name,
            }
        )
