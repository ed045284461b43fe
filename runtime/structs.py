"""Owns fast checking of large answers: msgspec compares them with the fields of their model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from . import codec, registry, shapes
from .wire_object import WireObject

__all__ = ["read_large"]

#: Smaller answers are checked in less time than it takes to build a checker.
_LEAST_BYTES = 1 << 14

_NONE = type(None)


class _UnsupportedError(Exception):
    """A model cannot be checked this way."""


def read_large(decode: Callable[[Any], Any], content: bytes) -> Any:
    """Return the answer if it is large and exactly as described, else None.

    Such an answer has no unknown keys, so its nesting is limited.

    Args:
        decode: Converts a JSON object to the answer, usually a model's `from_dict`.
        content: The JSON text.
    """
    if len(content) < _LEAST_BYTES:
        return None
    cls = getattr(decode, "__self__", None)
    check = _checker(cls) if isinstance(cls, type) and issubclass(cls, WireObject) else None
    if check is None:
        return None
    try:
        data = codec.strict_reader()(content)
        check(data)
        return decode(data)
    except shapes.BROKEN:  # the normal path repairs it, or reports the error
        return None


def _checker(cls: type[WireObject]) -> Callable[[Any], Any] | None:
    """Return the function that raises an error for a wrong answer, or None if there is none."""
    known = cls.__dict__.get("_checker", "")
    if known == "":
        known = cast("Any", cls)._checker = _new_checker(cls)
    return cast("Callable[[Any], Any] | None", known)


def _new_checker(cls: type[WireObject]) -> Callable[[Any], Any] | None:
    try:
        import msgspec  # imported here to keep importing the client fast

        struct = _struct(cls, ())
    except (ImportError, _UnsupportedError):
        return None
    return lambda data: msgspec.convert(data, struct)


def _struct(cls: type[WireObject], around: tuple[type, ...]) -> Any:
    """Return a msgspec struct for the JSON objects of a model.

    Raises:
        _UnsupportedError: A field may contain any value, which may be nested too deeply; or the
            model contains itself, has stand-ins for missing fields, or is a user's class.
    """
    from msgspec import defstruct

    around = (*around, cls)
    wires, known = cls._names_by_wire, shapes.shapes_of(cls)  # pyright: ignore[reportPrivateUsage]
    if not registry.knows(around[0]) or known.keys() != wires.keys() or cls._stand_ins:  # pyright: ignore[reportPrivateUsage]
        raise _UnsupportedError
    fields = [(f"field_{number}", wire) for number, wire in enumerate(wires)]
    declared = [(name, *_declared(known[wire], around)) for name, wire in fields]
    return defstruct(
        cls.__name__, declared, rename=dict(fields), forbid_unknown_fields=True, kw_only=True
    )


def _declared(shape: Any, around: tuple[type, ...]) -> tuple[Any, ...]:
    """Return the type of a struct's field, and its default unless it is required."""
    found = _type(shape, around)
    is_required = list in shape.kinds and _NONE not in shape.kinds  # it would become []
    return (found,) if is_required else (found | None, None)


def _type(shape: Any, around: tuple[type, ...]) -> Any:
    found: Any = None
    for kind in shape.kinds:
        one: Any = kind
        if kind is dict:
            if shape.model is None or shape.model in around:
                raise _UnsupportedError
            one = _struct(shape.model, around)
        elif kind is list:
            if shape.item is None:
                raise _UnsupportedError
            one = list[_type(shape.item, around)]  # type: ignore[misc]
        found = one if found is None else found | one
    return found
