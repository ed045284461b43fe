"""Owns converting types, such as annotations of parameters, to schemas for a model."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import inspect
import ipaddress
import pathlib
import re
import types
import typing
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, cast

from ollama_client._runtime.model import is_list

from ollama._schemas import parts
from ollama._schemas.annotations import (
    InexpressibleError,
    class_hints,
    form,
    generic_arguments,
    substituted,
)
from ollama._schemas.callables import (
    Parameter,
    class_documentation,
    has_fields,
    shown_parameters,
    typed_dict_members,
)
from ollama._schemas.docstrings import Docstring
from ollama._schemas.foreign import model_schema
from ollama._schemas.parts import NULL, Schema

#: Constraints in `Annotated`: attributes that annotated_types, msgspec and pydantic share, and the
#: keywords of JSON Schema that mean the same.
_CONSTRAINTS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
}


def _text(format: str) -> Schema:
    return parts.noted({"type": "string"}, parts.format_note(format))


_SCALARS: tuple[tuple[type, Schema], ...] = (
    (bool, {"type": "boolean"}),  # Before int, because it is a subclass.
    (int, {"type": "integer"}),
    (float, {"type": "number"}),
    (decimal.Decimal, {"type": ["number", "string"]}),
    (str, {"type": "string"}),
    (bytes, _text("base64")),
    (bytearray, _text("base64")),
    (datetime.datetime, _text("date-time")),  # Before date, because it is a subclass.
    (datetime.date, _text("date")),
    (datetime.time, _text("time")),
    (datetime.timedelta, _text("duration")),
    (uuid.UUID, _text("uuid")),
    (pathlib.PurePath, _text("path")),
    (re.Pattern, _text("regex")),
    (ipaddress.IPv4Address, _text("ipv4")),
    (ipaddress.IPv6Address, _text("ipv6")),
    (ipaddress.IPv4Network, _text("ipv4network")),
    (ipaddress.IPv6Network, _text("ipv6network")),
)
# Anything iterable is a subclass of these, even an open file. So only these types themselves are
# arrays, and not all of their subclasses.
_LOOPS = (
    collections.abc.Iterable,
    collections.abc.Iterator,
    collections.abc.Generator,
    collections.abc.Collection,
    collections.abc.Reversible,
)


def type_schema(tp: Any, trail: tuple[Any, ...] = ()) -> Schema:  # noqa: PLR0911 (one per kind)
    """Return the schema of a type, or raise an `InexpressibleError`.

    It is unfinished; see `parts.finished`. The trail has the classes around it, to end recursion.
    """
    if tp in (Any, object) or isinstance(tp, typing.TypeVar):
        return _type_variable_schema(tp, trail)
    if tp is None or tp is type(None):
        return dict(NULL)
    if hasattr(tp, "__supertype__"):  # NewType
        return type_schema(tp.__supertype__, trail)
    if isinstance(tp, dataclasses.InitVar):
        return type_schema(cast("Any", tp).type, trail)
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    if hasattr(origin or tp, "__value__"):  # type X = ...
        return _alias_schema(tp, origin, args, trail)
    if origin is None:
        return _class_schema(tp, (), trail)
    if origin is typing.Annotated:
        return _annotated_schema(args[0], tp.__metadata__, trail)
    if origin in (typing.Union, types.UnionType):
        return parts.union([type_schema(arg, trail) for arg in args])
    if origin is typing.Literal:
        return _values_schema(tp, args)
    if form(origin) in ("Required", "NotRequired", "ReadOnly", "Final"):
        return type_schema(args[0], trail)
    return _class_schema(origin, args, trail)


def _type_variable_schema(tp: Any, trail: tuple[Any, ...]) -> Schema:
    if getattr(tp, "__constraints__", ()):
        return parts.union([type_schema(choice, trail) for choice in tp.__constraints__])
    bound = getattr(tp, "__bound__", None)
    return {} if bound is None else type_schema(bound, trail)


def _alias_schema(tp: Any, origin: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """Return the schema of a `type` alias. An alias inside itself allows any value."""
    alias = origin or tp
    if alias in trail:
        return parts.noted({}, f"Any {alias.__name__}, as described before.")
    return type_schema(alias.__value__[args] if args else alias.__value__, (*trail, alias))


def _annotated_schema(tp: Any, metadata: Iterable[Any], trail: tuple[Any, ...]) -> Schema:
    schema = type_schema(tp, trail)
    notes = list(metadata)
    for note in notes:
        schema = parts.noted(schema, *parts.keyword_sentences(dict(_constraints(note))))
    for note in notes:
        candidates = (note, *(getattr(note, it, None) for it in ("documentation", "description")))
        if text := next((c for c in candidates if isinstance(c, str) and c.strip()), ""):
            return {**schema, "description": inspect.cleandoc(text)}
    return schema


def _constraints(note: Any) -> Iterator[tuple[str, Any]]:
    """Yield the keywords of JSON Schema, with values, for an annotation of `Annotated`."""
    if isinstance(note, (str, type)):
        return
    for attribute, keyword in _CONSTRAINTS.items():
        value = getattr(note, attribute, None)
        if value is not None and not (attribute == "min_length" and value == 0):
            yield keyword, getattr(value, "pattern", value)
    if examples := getattr(note, "examples", None):
        yield "examples", examples
    # A pydantic `Field` keeps its constraints in a list.
    inner: Any = getattr(note, "metadata", None)
    for part in inner if is_list(inner) else ():
        yield from _constraints(part)


def _class_schema(tp: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """Return the schema of a class, which may be generic."""
    if not isinstance(tp, type):
        raise InexpressibleError(tp, "JSON has no such type")
    cls = cast("type[Any]", tp)
    if issubclass(cls, enum.Enum):
        return _values_schema(cls, tuple(cls))
    if callable(getattr(cls, "model_json_schema", None)):
        return model_schema(cls)
    if _is_typed_dict(cls) or has_fields(cls):
        return _object_schema(cls, args, trail)
    return _plain_schema(cls, args, trail)


def _plain_schema(cls: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    for kind, schema in _SCALARS:
        if issubclass(cls, kind):
            return dict(schema)
    if issubclass(cls, collections.abc.Mapping):
        return parts.mapping_schema([type_schema(arg, trail) for arg in args])
    if issubclass(cls, tuple):
        return _tuple_schema(cls, args, trail)
    if cls in _LOOPS or issubclass(cls, (collections.abc.Sequence, collections.abc.Set)):
        schema = parts.array_schema([type_schema(args[0], trail)] if args else [])
        is_set = issubclass(cls, collections.abc.Set)
        return parts.noted(schema, "No item twice.") if is_set else schema
    whole = types.GenericAlias(cls, args) if args else cls
    raise InexpressibleError(whole, "JSON has no such type")


def _tuple_schema(cls: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    if hasattr(cls, "_fields"):  # a NamedTuple
        variables = dict(zip(getattr(cls, "__parameters__", ()), args, strict=False))
        hints = {name: substituted(hint, variables) for name, hint in class_hints(cls).items()}
        return parts.fixed_array_schema(
            [type_schema(hint, trail) for hint in hints.values()], tuple(hints)
        )
    if len(args) == 2 and args[1] is Ellipsis:
        return parts.array_schema([type_schema(args[0], trail)])
    return parts.fixed_array_schema([type_schema(arg, trail) for arg in args if arg != ()])


def _values_schema(tp: Any, choices: Iterable[Any]) -> Schema:
    """Return the schema of an Enum or a Literal, which lists the values."""
    values = parts.unique(
        choice.value if isinstance(choice, enum.Enum) else choice for choice in choices
    )
    if not values:
        raise InexpressibleError(tp, "it has no values")
    for value in values:
        if not isinstance(value, (str, int, float, type(None))):
            raise InexpressibleError(tp, f"JSON has no form for its value {value!r}")
    return {"type": parts.one_or_list(parts.json_types(values)), "enum": values}


# --- objects ---


def _is_typed_dict(cls: Any) -> bool:
    """Return whether a class is a TypedDict, from typing or typing_extensions."""
    return dict in cls.__mro__ and hasattr(cls, "__required_keys__")


def _object_schema(cls: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """Return the schema of an object with named members.

    A type inside itself becomes an object without members, because there are no references.
    """
    whole = cls[args] if args else cls
    if whole in trail:
        return parts.cut_short(cls.__name__)
    members = (
        typed_dict_members(whole)
        if _is_typed_dict(cls)
        else shown_parameters(cls, generic_arguments(whole)[1])
    )
    docs = class_documentation(cls, [member.name for member in members])
    schema: Schema = {"type": "object"}
    if docs.description:
        schema["description"] = docs.description
    inner = (*trail, whole)
    schema["properties"] = {m.name: _member_schema(m, docs, inner) for m in members}
    if required := [m.name for m in members if m.required]:
        schema["required"] = required
    return schema


def _member_schema(member: Parameter, docs: Docstring, trail: tuple[Any, ...]) -> Schema:
    schema = parts.with_default(type_schema(member.hint, trail), member.default)
    text = docs.parameters.get(member.name)
    return {**schema, "description": text} if text else schema
