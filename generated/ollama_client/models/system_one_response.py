# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    tagged,
    to_wire,
    unset,
)
from .system_one_choice_answer import SystemOneChoiceAnswer
from .system_one_noul_answer import SystemOneNoulAnswer
from .system_one_score_answer import SystemOneScoreAnswer
from .system_one_usage import SystemOneUsage

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneResponse(WireModel):
    """Answers to the questions, under the same names."""

    model: str = unset()
    """Name of the model, as the request gave it."""
    answers: dict[
        str, SystemOneChoiceAnswer | SystemOneNoulAnswer | SystemOneScoreAnswer | dict[str, Any]
    ] = unset()
    """Answers by the names of the questions."""
    usage: SystemOneUsage = unset()
    """Tokens read and written."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str | None = None,
            answers: Mapping[
                str,
                SystemOneChoiceAnswer
                | Mapping[str, Any]
                | (SystemOneNoulAnswer | Mapping[str, Any])
                | (SystemOneScoreAnswer | Mapping[str, Any])
                | Mapping[str, Any],
            ]
            | None = None,
            usage: SystemOneUsage | Mapping[str, Any] | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.answers = (
            {
                key: tagged(
                    item,
                    "type",
                    {
                        "choice": SystemOneChoiceAnswer,
                        "noul": SystemOneNoulAnswer,
                        "score": SystemOneScoreAnswer,
                    },
                )
                for key, item in value.items()
            }
            if (value := get("answers")) is not None
            else ABSENT
        )
        self.usage = (
            SystemOneUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "answers": to_wire(self.answers),
                "usage": to_wire(self.usage),
            }
        )
