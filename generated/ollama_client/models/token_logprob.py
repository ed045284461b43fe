# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TokenLogprob, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.mixins import TokenLogprobMixin
from .._runtime.model import (
    JsonObject,
    model,
    new,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class TokenLogprob(TokenLogprobMixin, omit_unset=("bytes",)):
    """A token that the model could have chosen, with its probability."""

    token: str
    """Text of the token."""
    logprob: float
    """Natural logarithm of the token's probability."""
    bytes: list[int] | None = None
    """The token's UTF-8 bytes, for tokens that are only part of a character. Since Ollama 0.12.11.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            token: str,
            logprob: float,
            bytes: Sequence[int] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.token = get("token")
        self.logprob = get("logprob")
        self.bytes = get("bytes")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "token": self.token,
                "logprob": self.logprob,
                "bytes": self.bytes,
            }
        )
