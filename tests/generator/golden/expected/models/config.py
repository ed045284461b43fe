# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Config, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_mapping,
    model,
    new,
    tagged,
    to_wire,
    unset,
)
from ..types import (
    to_object,
)
from .circle import Circle
from .config_inline import ConfigInline
from .merged_thing import MergedThing
from .message import Message
from .node import Node
from .square import Square

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class Config(
    WireModel,
    wire={"class_": "class", "defs": "$defs", "debug": "_debug", "a_b_c": "a-b c"},
    omit_unset=("debug",),
    nullable=("nullable",),
    deprecated=("old",),
):
    """Every kind of field.

    A second paragraph with a "quoted" word and a backslash: \\d.
    """

    class_: str = unset()
    """A keyword. Wire name: `class`."""
    defs: Any = None
    """Any JSON value. Wire name: `$defs`."""
    debug: bool | None = None
    """Wire name: `_debug`."""
    mode: Literal["fast", "slow"] | str | None = None
    """Closed."""
    level: Literal[3, 1, 2] | int | None = None
    think: bool | Literal["low", "high"] | str | None = None
    """Its own words."""
    keep: float | str | None = None
    names: str | list[str] | None = None
    either: str | Message | None = None
    two: str | int | None = None
    nullable: str | None = None
    table: dict[str, Message] | None = None
    shape: Square | Circle | dict[str, Any] | None = None
    inline: ConfigInline | None = None
    """An object without a name."""
    loose: dict[str, Any] | None = None
    open: dict[str, Any] | None = None
    matrix: list[list[int]] | None = None
    merged: MergedThing | None = None
    """Two objects in one."""
    graph: Node | None = None
    when: datetime | None = None
    sent: str | None = None
    day: str | None = None
    key: str | None = None
    blob: str | None = None
    old: str | None = None
    """Deprecated. Not read any more."""
    preset: int | None = 7
    a_b_c: str | None = None
    """A name that Python cannot spell. Wire name: `a-b c`."""
    bounded: int | None = None
    anchored: str | None = None
    aliased: str | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            class_: str | None = None,
            defs: Any = None,
            debug: bool | None = None,
            mode: Literal["fast", "slow"] | str | None = None,
            level: Literal[3, 1, 2] | int | None = None,
            think: bool | Literal["low", "high"] | str | None = None,
            keep: float | str | None = None,
            names: str | Sequence[str] | None = None,
            either: str | Message | Mapping[str, Any] | None = None,
            two: str | int | None = None,
            nullable: str | None = None,
            table: Mapping[str, Message | Mapping[str, Any]] | None = None,
            shape: Square | Mapping[str, Any] | Circle | Mapping[str, Any] | None = None,
            inline: ConfigInline | Mapping[str, Any] | None = None,
            loose: Mapping[str, Any] | None = None,
            open: Mapping[str, Any] | None = None,
            matrix: Sequence[Sequence[int]] | None = None,
            merged: MergedThing | Mapping[str, Any] | None = None,
            graph: Node | Mapping[str, Any] | None = None,
            when: datetime | str | None = None,
            sent: str | None = None,
            day: str | None = None,
            key: str | None = None,
            blob: str | None = None,
            old: str | None = None,
            preset: int | None = 7,
            a_b_c: str | None = None,
            bounded: int | None = None,
            anchored: str | None = None,
            aliased: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.class_ = get("class")
        self.defs = get("$defs")
        self.debug = get("_debug")
        self.mode = get("mode")
        self.level = get("level")
        self.think = get("think")
        self.keep = get("keep")
        self.names = get("names")
        self.either = (
            (Message.from_dict(value) if is_mapping(value) else value)
            if (value := get("either")) is not None
            else ABSENT
        )
        self.two = get("two")
        self.nullable = get("nullable")
        self.table = (
            {key: Message.from_dict(item) for key, item in value.items()}
            if (value := get("table")) is not None
            else ABSENT
        )
        self.shape = (
            tagged(value, "kind", {"square": Square, "circle": Circle})
            if (value := get("shape")) is not None
            else ABSENT
        )
        self.inline = (
            ConfigInline.from_dict(value) if (value := get("inline")) is not None else ABSENT
        )
        self.loose = to_object(value) if (value := get("loose")) is not None else ABSENT
        self.open = to_object(value) if (value := get("open")) is not None else ABSENT
        self.matrix = get("matrix")
        self.merged = (
            MergedThing.from_dict(value) if (value := get("merged")) is not None else ABSENT
        )
        self.graph = Node.from_dict(value) if (value := get("graph")) is not None else ABSENT
        self.sent = get("sent")
        self.day = get("day")
        self.key = get("key")
        self.blob = get("blob")
        self.old = get("old")
        self.preset = get("preset")
        self.a_b_c = get("a-b c")
        self.bounded = get("bounded")
        self.anchored = get("anchored")
        self.aliased = get("aliased")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "class": self.class_,
                "$defs": self.defs,
                "_debug": self.debug,
                "mode": self.mode,
                "level": self.level,
                "think": self.think,
                "keep": self.keep,
                "names": self.names,
                "either": to_wire(self.either),
                "two": self.two,
                "nullable": self.nullable,
                "table": to_wire(self.table),
                "shape": to_wire(self.shape),
                "inline": to_wire(self.inline),
                "loose": to_wire(self.loose),
                "open": to_wire(self.open),
                "matrix": self.matrix,
                "merged": to_wire(self.merged),
                "graph": to_wire(self.graph),
                "when": to_wire(self.when),
                "sent": self.sent,
                "day": self.day,
                "key": self.key,
                "blob": self.blob,
                "old": self.old,
                "preset": self.preset,
                "a-b c": self.a_b_c,
                "bounded": self.bounded,
                "anchored": self.anchored,
                "aliased": self.aliased,
            }
        )
