# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Logprob, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    to_wire,
)
from .token_logprob import TokenLogprob

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Logprob(WireModel, omit_unset=("bytes",)):
    """The token that the model chose, with its probability and alternatives."""

    token: str
    """Text of the token."""
    logprob: float
    """Natural logarithm of the token's probability."""
    top_logprobs: list[TokenLogprob] | None = None
    """The most likely tokens at this position. `top_logprobs` sets their number."""
    bytes: list[int] | None = None
    """The token's UTF-8 bytes, for tokens that are only part of a character. Since Ollama 0.12.11.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            token: str,
            logprob: float,
            top_logprobs: Sequence[TokenLogprob | Mapping[str, Any]] | None = None,
            bytes: Sequence[int] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.token = get("token")
        self.logprob = get("logprob")
        self.top_logprobs = (
            [TokenLogprob.from_dict(item) for item in value]
            if (value := get("top_logprobs")) is not None
            else ABSENT
        )
        self.bytes = get("bytes")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "token": self.token,
                "logprob": self.logprob,
                "top_logprobs": to_wire(self.top_logprobs),
                "bytes": self.bytes,
            }
        )
