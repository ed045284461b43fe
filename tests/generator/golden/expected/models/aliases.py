# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Names for the parts of the API that are no objects: unions, open enums, scalars."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .circle import Circle
from .square import Square

__all__ = [
    "Details",
    "Keep",
    "Level",
    "Mode",
    "Names",
    "Shape",
    "Think",
    "ThinkLevel",
]

Details: TypeAlias = dict[str, dict[str, list[float]]]
"""A map that is a component."""

Keep: TypeAlias = float | str

Level: TypeAlias = Literal[3, 1, 2] | int

Mode: TypeAlias = Literal["fast", "slow"] | str
"""Closed."""

Names: TypeAlias = str | list[str]

Shape: TypeAlias = Square | Circle

Think: TypeAlias = bool | Literal["low", "high"] | str
"""A flag or an open list of words."""

ThinkLevel: TypeAlias = Literal["low", "high"] | str
