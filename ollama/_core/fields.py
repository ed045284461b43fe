"""Owns checking the fields of objects that callers pass as mappings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ollama_client._runtime.model import WireModel, is_list, is_mapping
from ollama_client._runtime.shapes import shapes_of
from ollama_client.errors import InvalidRequestError

from ollama._core.requests import unexpected

#: Python types for the types of JSON, in the order of error messages.
_TYPES: dict[type, tuple[type, ...]] = {
    str: (str,),
    bool: (bool,),
    int: (int,),
    float: (int, float),
    list: (list, tuple),
    dict: (Mapping,),
}
_JSON = tuple({python for types in _TYPES.values() for python in types})


def demand_fields(cls: type[WireModel], fields: Mapping[str, Any], where: str) -> None:
    """Check the fields that a model has, and those of objects inside. Other keys may be anything.

    Args:
        cls: The model that describes the object.
        fields: The object.
        where: Its place in the arguments, for errors.

    Raises:
        InvalidRequestError: A field has the wrong type. The message names its place.
    """
    for wire, shape in shapes_of(cls).items():
        if (value := fields.get(wire)) is not None:
            _demand(shape, value, f"{where}.{wire}")


def _demand(shape: Any, value: Any, where: str) -> None:
    accepted = {python for kind in shape.kinds for python in _TYPES.get(kind, ())}
    is_stray_bool = isinstance(value, bool) and bool not in accepted
    if is_stray_bool or (isinstance(value, _JSON) and not isinstance(value, tuple(accepted))):
        expected = " or ".join(kind.__name__ for kind in _TYPES if kind in shape.kinds)
        raise InvalidRequestError(unexpected(where, expected, value))
    if shape.model is not None and is_mapping(value):
        demand_fields(shape.model, value, where)
    elif shape.item is not None and is_list(value):
        for index, item in enumerate(value):
            _demand(shape.item, item, f"{where}[{index}]")
