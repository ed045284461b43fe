# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""TranscribeRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._runtime.model import (
    JsonObject,
    WireModel,
    model,
    new,
)
from ..types import (
    FormFile,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class TranscribeRequest(WireModel):
    """A form."""

    file: FormFile
    """The recording."""
    model: str
    words: list[str] | None = None
    exact: bool | None = None
    limit: int | None = None
    cover: FormFile | None = None
    """A file that may be left out."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            file: FormFile,
            model: str,
            words: Sequence[str] | None = None,
            exact: bool | None = None,
            limit: int | None = None,
            cover: FormFile | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.file = get("file")
        self.model = get("model")
        self.words = get("words")
        self.exact = get("exact")
        self.limit = get("limit")
        self.cover = get("cover")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "file": self.file,
                "model": self.model,
                "words": self.words,
                "exact": self.exact,
                "limit": self.limit,
                "cover": self.cover,
            }
        )
