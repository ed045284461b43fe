"""Owns checking that a decoded answer matches its model, and repairing small differences.

Models trust their input, so that decoding is fast. The check runs for whole answers, for the first
piece of a stream, for pieces with a different number of keys than before, and if decoding fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, TypeVar, cast

from . import codec, registry
from .refusals import cut
from .wire_object import WireObject

__all__ = ["BROKEN", "ShapeError", "decoded", "shapes_of", "sound", "vectors_of"]

T = TypeVar("T")

#: Exceptions that decoding an object of the wrong shape may raise.
BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

_NONE = type(None)

_WORDS = {bool: "true or false", dict: "an object", float: "a number", int: "a whole number",
          list: "a list", str: "a text"}  # fmt: skip

#: JSON types for the names used in annotations of models.
_NAMED: dict[str, frozenset[type]] = {
    "Base64": frozenset({str}),
    "ByteSize": frozenset({int}),
    "None": frozenset({_NONE}),
    "bool": frozenset({bool}),
    "datetime": frozenset({str}),
    "dict": frozenset({dict}),
    "float": frozenset({float, int}),
    "int": frozenset({int}),
    "list": frozenset({list}),
    "str": frozenset({str}),
}


class ShapeError(ValueError):
    """A value does not match the API. The message names the place."""


class _Shape(NamedTuple):
    """The values that are valid for a field."""

    kinds: frozenset[type]
    """Valid types. Empty if any value is valid."""
    item: Any = None
    """The shape of list items."""
    model: type[WireObject] | None = None
    """The class of an object."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing inside of a value needs checking."""
        return self.item is None and self.model is None


_ANYTHING = _Shape(frozenset())

#: Maximum number of known looks (keys and types) per class, and of keys in a look.
_MOST_LOOKS = 64


def decoded(decode: Callable[[Any], T], data: Any) -> T:
    """Check the shape of an answer or of a piece of one, and decode it.

    Raises:
        ShapeError: It does not match the API.
    """
    cls = getattr(decode, "__self__", None)
    try:
        if isinstance(cls, type) and issubclass(cls, WireObject):
            data = sound(cls, _completed(cls, data))
        return decode(data)
    except ShapeError:
        raise
    except BROKEN as error:
        raise ShapeError(f"unexpected shape: {_shown(data)} ({error})") from error


def _completed(cls: type[WireObject], data: Any) -> Any:
    """Return an object with its optional fields filled in. Reject objects of another API."""
    if not isinstance(data, dict):
        raise ShapeError(f"expected an object, got {_shown(data)}")
    given = cast("dict[str, Any]", data)
    if given and not given.keys() & cls._names_by_wire.keys():  # pyright: ignore[reportPrivateUsage]
        keys = ", ".join(sorted(given))
        raise ShapeError(f"expected a {cls.__name__}, got an object with {cut(keys)}")
    stand_ins = cls._stand_ins  # pyright: ignore[reportPrivateUsage]
    absent = {name: it for name, it in stand_ins.items() if given.get(name) is None}
    if not absent:
        return given
    if "done" not in given:
        raise ShapeError(f"{next(iter(absent))}: missing")
    return {**given, **absent}


def sound(cls: type[WireObject], data: Any, place: str = "") -> Any:
    """Check an object, and return it with small differences from its model repaired.

    A list that is null or missing becomes empty, a count may be a string, and an empty string
    becomes an empty object if any keys are valid. The same object is returned if there is nothing
    to repair.

    Raises:
        ShapeError: A value has the wrong type.
    """
    if not isinstance(data, dict):
        raise ShapeError(f"{place or 'the answer'}: expected an object, got {_shown(data)}")
    given = cast("dict[str, Any]", data)
    if _are_known(cls, [given]):
        return given
    mended: dict[str, Any] = {}
    inside: dict[str, _Shape] = {}
    for wire, shape in shapes_of(cls).items():
        value = given.get(wire)
        if value.__class__ in shape.kinds:
            if shape.is_plain or value is None:
                continue
            inside[wire] = shape
        better = _mended(shape, value, f"{place}.{wire}" if place else wire)
        if better is not value:
            mended[wire] = better
    if mended:
        return {**given, **mended}
    looks = _looks(cls)
    if len(looks) < _MOST_LOOKS and len(given) < _MOST_LOOKS:
        looks[(*given, *map(type, given.values()))] = inside
    return given


def _are_known(cls: type[WireObject], objects: list[dict[str, Any]]) -> bool:
    """Return whether objects have the same keys and types as objects that passed the check.

    This is usual for the items of a list, and for consecutive answers. If False, they must be
    checked.
    """
    looks = _looks(cls)
    inside: dict[str, _Shape] = {}
    for look in _different_looks(objects):
        known = looks.get(look)
        if known is None:
            return False
        inside.update(known)
    return not inside or all(
        _fit(shape, [one[wire] for one in objects if wire in one]) for wire, shape in inside.items()
    )


def _different_looks(objects: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """Return the distinct looks of objects: their keys and types."""
    first, count = objects[0], len(objects)
    keys, kinds = [*first], [*map(type, first.values())]
    if count == 1 or (  # usually all look the same, which is checked in C
        [*chain.from_iterable(objects)] == keys * count
        and [*map(type, chain.from_iterable(map(codec.values_of, objects)))] == kinds * count
    ):
        return {(*keys, *kinds)}
    return {(*one, *map(type, one.values())) for one in objects}


def _fit(shape: _Shape, values: list[Any]) -> bool:
    """Return whether the contents of values with the right types are known to be valid."""
    item, model = shape.item, shape.model
    if model is not None:
        objects = [one for one in values if one.__class__ is dict]
        if objects and not _are_known(model, objects):
            return False
    if item is None:
        return True
    lists = [one for one in values if one.__class__ is list]
    kinds = item.kinds
    return all(
        kinds.issuperset(map(type, one)) and (item.is_plain or _fit(item, one)) for one in lists
    )


def _mended(shape: _Shape, value: Any, place: str) -> Any:
    kind = value.__class__
    if kind in shape.kinds:
        if kind is dict and shape.model is not None:
            return sound(shape.model, value, place)
        if kind is list and shape.item is not None:
            return _items(shape.item, value, place)
        return value
    if value is None:
        return [] if list in shape.kinds else None
    better = _converted(shape, value)
    if better is None and dict in shape.kinds and shape.model is None:
        return value  # tool arguments are written by the model, so the server is not to blame
    if better is None:
        raise ShapeError(f"{place}: expected {_words(shape)}, got {_shown(value)}")
    return better if better is value else _mended(shape, better, place)


def _items(shape: _Shape, items: list[Any], place: str) -> list[Any]:
    """Check the items of a list."""
    if shape.is_plain and shape.kinds.issuperset(map(type, items)):
        return items
    better = [_mended_item(shape, item, f"{place}[{number}]") for number, item in enumerate(items)]
    return better if any(a is not b for a, b in zip(better, items, strict=True)) else items


def _mended_item(shape: _Shape, item: Any, place: str) -> Any:
    if item is None and _NONE not in shape.kinds:
        raise ShapeError(f"{place}: expected {_words(shape)}, got null")
    return _mended(shape, item, place)


def _converted(shape: _Shape, value: Any) -> Any:
    """Return a value converted to the right type if its meaning is clear, else None."""
    kinds = shape.kinds
    if isinstance(value, str):
        if dict in kinds and not value.strip():
            return {}
        for kind in (int, float):
            if kind in kinds and len(value) < 20:
                try:
                    return kind(value)
                except ValueError:
                    continue
    if isinstance(value, float) and int in kinds and value.is_integer():
        return int(value)
    return None


def _words(shape: _Shape) -> str:
    kinds = shape.kinds - {int} if float in shape.kinds else shape.kinds
    return " or ".join(sorted(_WORDS[kind] for kind in kinds if kind in _WORDS))


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return cut(repr(value))


# ---------------------------------------------------------------------- what models say


def shapes_of(cls: type[WireObject]) -> Mapping[str, _Shape]:
    """Return the shapes of a model's fields by wire name. They are computed once."""
    known = cls.__dict__.get("_shapes_by_wire")
    if known is None:
        known = {
            field.wire: shape
            for field in cls.model_fields.values()
            if (shape := _shape(field.declared, field.scope)) is not _ANYTHING
        }
        cast("Any", cls)._shapes_by_wire = known
    return cast("Mapping[str, _Shape]", known)


def vectors_of(cls: type[WireObject]) -> str | None:
    """Return the wire name of the field with lists of lists of floats.

    None for users' classes, which may treat the numbers differently.
    """
    known = cls.__dict__.get("_vectors_field", "")
    if known == "":
        numbers, own = _NAMED["float"], registry.knows(cls)
        shapes = shapes_of(cls).items() if own else ()
        found = (
            wire
            for wire, shape in shapes
            if shape.item and shape.item.item and shape.item.item.kinds == numbers
        )
        known = cast("Any", cls)._vectors_field = next(found, None)
    return cast("str | None", known)


def _looks(cls: type[WireObject]) -> dict[tuple[Any, ...], dict[str, _Shape]]:
    """Return the looks that passed the check for a class, each with the fields to look into."""
    known: Any = cls.__dict__.get("_sound_looks")
    if known is None:
        known = cast("Any", cls)._sound_looks = {}
    return cast("dict[tuple[Any, ...], dict[str, _Shape]]", known)


def _shape(annotation: Any, scope: Mapping[str, Any]) -> _Shape:
    """Return the shape for an annotation in its string form."""
    if not isinstance(annotation, str):
        return _ANYTHING  # from a user's class, which checks its own values
    kinds: set[type] = set()
    item, models = None, list[type[WireObject]]()
    for part in _split(annotation, "|"):
        name, _, inside = part.partition("[")
        named = scope.get(name)
        if name == "Literal":
            kinds |= {str} if '"' in inside or "'" in inside else set()
        elif name in _NAMED:
            kinds |= _NAMED[name]
            item = _shape(inside[:-1], scope) if name == "list" and inside else item
        elif isinstance(named, type) and issubclass(named, WireObject):
            kinds.add(dict)
            models.append(named)
        else:
            return _ANYTHING
    model = models[0] if len(models) == 1 and "dict" not in annotation else None
    return _Shape(frozenset(kinds), None if item is _ANYTHING else item, model)


def _split(text: str, mark: str) -> Iterator[str]:
    """Split an annotation at a mark that is not inside brackets."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth += (character in "[(") - (character in "])")
        if character == mark and depth == 0:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()
