# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""EmbedResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.mixins import EmbedResponseMixin
from .._runtime.model import (
    ABSENT,
    JsonObject,
    model,
    new,
    unset,
)
from ..types import (
    to_floats,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class EmbedResponse(EmbedResponseMixin):
    """One vector of length 1 for each text."""

    model: str = unset()
    """Name of the model, as in the request."""
    total_duration: int | None = None
    """Time spent on the whole call, in nanoseconds."""
    load_duration: int | None = None
    """Time spent loading the model, in nanoseconds."""
    prompt_eval_count: int | None = None
    """Number of tokens in all texts."""
    embeddings: list[list[float]]
    """Vectors in the order of the texts. Empty if there was no input."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            total_duration: int | None = None,
            load_duration: int | None = None,
            prompt_eval_count: int | None = None,
            embeddings: Sequence[Sequence[float]],
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.total_duration = get("total_duration")
        self.load_duration = get("load_duration")
        self.prompt_eval_count = get("prompt_eval_count")
        self.embeddings = (
            [to_floats(item) for item in value]
            if (value := get("embeddings")) is not None
            else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "total_duration": self.total_duration,
                "load_duration": self.load_duration,
                "prompt_eval_count": self.prompt_eval_count,
                "embeddings": self.embeddings,
            }
        )
