# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""SystemOneRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    tagged,
    to_wire,
)
from .system_one_choice_question import SystemOneChoiceQuestion
from .system_one_noul_question import SystemOneNoulQuestion
from .system_one_score_question import SystemOneScoreQuestion

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class SystemOneRequest(WireModel):
    """A state and fixed questions about it. The body must not exceed 64 KiB (65,536 bytes)."""

    model: str
    """Name of a System One model."""
    state: str | dict[str, Any] | list[Any]
    """What the questions are about; must not be empty."""
    questions: dict[str, SystemOneChoiceQuestion | SystemOneNoulQuestion | SystemOneScoreQuestion]
    """Questions by names of the caller's choice; the order is kept."""
    keep_alive: float | str | None = None
    """How long the model stays in memory after the call, in seconds or as a duration string. Server
    default 5 minutes, or `OLLAMA_KEEP_ALIVE`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            state: str | Mapping[str, Any] | Sequence[Any],
            questions: Mapping[
                str,
                SystemOneChoiceQuestion
                | Mapping[str, Any]
                | (SystemOneNoulQuestion | Mapping[str, Any])
                | (SystemOneScoreQuestion | Mapping[str, Any]),
            ],
            keep_alive: float | str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.state = get("state")
        self.questions = (
            {
                key: tagged(
                    item,
                    "type",
                    {
                        "choice": SystemOneChoiceQuestion,
                        "noul": SystemOneNoulQuestion,
                        "score": SystemOneScoreQuestion,
                    },
                )
                for key, item in value.items()
            }
            if (value := get("questions")) is not None
            else ABSENT
        )
        self.keep_alive = get("keep_alive")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "state": self.state,
                "questions": to_wire(self.questions),
                "keep_alive": self.keep_alive,
            }
        )
