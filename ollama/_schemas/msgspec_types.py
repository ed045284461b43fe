"""Owns converting types for msgspec: constraints of annotated_types, and iterables."""

from __future__ import annotations

import collections.abc
import types
import typing
from typing import Annotated, Any, Union, cast

from ollama._schemas.annotations import is_union

#: Attributes with the same names in both libraries. annotated_types has the lengths since 0.7.
_LIMITS = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length")

#: Types that a list also satisfies.
_LOOPS = (collections.abc.Iterable, collections.abc.Reversible)


def for_msgspec(tp: Any) -> Any:
    """Return a type in the form that msgspec supports.

    `Annotated[int, annotated_types.Ge(1)]` becomes `Annotated[int, msgspec.Meta(ge=1)]`, because
    msgspec ignores other constraints. `Iterable[int]` becomes `list[int]`. Classes and other
    annotations are unchanged.
    """
    if tp in _LOOPS:
        return list
    origin, arguments = typing.get_origin(tp), typing.get_args(tp)
    if origin is Annotated:
        return _noted(for_msgspec(arguments[0]), tuple(map(_read, tp.__metadata__)))
    if origin is None or origin is typing.Literal:
        return tp
    read = tuple(map(for_msgspec, arguments))
    if origin in _LOOPS:
        return types.GenericAlias(list, read)
    if all(new is old for new, old in zip(read, arguments, strict=True)):
        return tp
    return _union(read) if is_union(tp) else origin[read]


def packages_of(part: object) -> set[str]:
    """Return the packages that define a class or the class of an object, and its bases."""
    home: type[object] = part if isinstance(part, type) else type(part)
    return {base.__module__.partition(".")[0] for base in home.__mro__}


def _noted(tp: Any, notes: tuple[Any, ...]) -> Any:
    """Return a type with annotations. For `X | None`, msgspec expects them on X."""
    if is_union(tp):
        others = [member for member in typing.get_args(tp) if member is not type(None)]
        if len(others) == 1:
            return _union((_noted(others[0], notes), None))
    return Annotated[(tp, *notes)]


def _union(members: tuple[Any, ...]) -> Any:
    return cast("Any", Union)[members]


def _read(note: Any) -> Any:
    """Return the msgspec form of an annotation, or the annotation itself if there is none."""
    if "annotated_types" not in packages_of(note):
        return note
    limits = {name: getattr(note, name) for name in _LIMITS if hasattr(note, name)}
    try:
        import msgspec

        return msgspec.Meta(**limits) if limits else note
    except (ImportError, TypeError, ValueError):  # The limit is not a number, but a date, say.
        return note
