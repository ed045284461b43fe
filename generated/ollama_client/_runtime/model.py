# Copied from runtime/model.py by `make generate`. Do not edit: edit the original.
"""What rendered models are made of: their base, and the names that their code uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from .pydantic_look import PydanticLook
from .wire_object import JsonObject, is_list, is_mapping, is_tuple, new, to_wire, unset

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        """Stand in for the typing construct, which Python 3.10 lacks: it only informs checkers."""
        return lambda cls: cls


__all__ = [
    "ABSENT",
    "JsonObject",
    "WireModel",
    "is_list",
    "is_mapping",
    "is_tuple",
    "model",
    "new",
    "tagged",
    "to_wire",
    "unset",
]

ModelT = TypeVar("ModelT", bound="type[WireModel]")

#: What a decoded field holds that the object did not have; typed so that checkers let it pass.
ABSENT: Any = None


@dataclass_transform(kw_only_default=True, eq_default=False)
class WireModel(PydanticLook):
    """Base of every model: an object of the wire with typed fields.

    A field that the server left out, or that the caller did not give, is None. Keys that this
    version does not know are kept: `model_extra` shows them, `to_dict()` sends them back.

    Fields are read and set as attributes or with `[...]`. Items follow the rules of the official
    client: `"x" in m` and `m["x"]` know a field once it was given or has a value, `m.get("x")` is
    None for a declared field without a value, iteration gives (name, value) pairs.
    """

    __slots__ = ()


def tagged(value: Any, tag: str, classes: Mapping[str, type[WireModel]]) -> Any:
    """Decode an object by the class that its tag names; any other value stays as it is."""
    name = value.get(tag) if is_mapping(value) else None
    cls = classes.get(name) if isinstance(name, str) else None
    return value if cls is None else cls.from_dict(value)


def model(cls: ModelT) -> ModelT:
    """Make the class of an API object a slotted attrs class; `WireModel` constructs it."""
    own = {
        name: attrs.field(
            default=attrs.NOTHING if field.required else field.preset,
            kw_only=True,
        )
        for name, field in cls.model_fields.items()
    }
    made = attrs.define(
        cls, these=own, slots=True, init=False, repr=False, eq=False, getstate_setstate=False
    )
    made.__name__ = made.__qualname__.rpartition(".")[2]
    return made
