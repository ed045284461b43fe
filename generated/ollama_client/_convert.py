# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Checks and converts what a caller gives to a model, led by the model's own annotations."""

from __future__ import annotations

import copy
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeGuard, Union, cast, get_args, get_origin

from . import types as wire_types
from ._model import Field, WireModel, declared_annotation, is_mapping, to_wire

Converter = Callable[[Any], Any]

_SHOWN_CHARACTERS = 80


def _shown(value: object) -> str:
    text = repr(value)
    if len(text) > _SHOWN_CHARACTERS:
        text = f"{text[:_SHOWN_CHARACTERS]}..."
    return f"{type(value).__name__} {text}"


def mismatch(expected: str, value: object) -> ValueError:
    """Return the error that says what was expected and what came instead."""
    return ValueError(f"expected {expected}, got {_shown(value)}")


# ---------------------------------------------------------------------- scalars


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            pass
    raise mismatch("str", value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise mismatch("bool", value)


def _integer(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+\s*", value):
        return int(value)
    raise mismatch("int", value)


def _number(value: Any) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise mismatch("float", value)


def _time(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        time = wire_types.to_datetime(value)
        if isinstance(time, datetime):
            return time
    raise mismatch("datetime or RFC 3339 text", value)


def _base64(value: Any) -> wire_types.Base64:
    if isinstance(value, (str, bytes)) or hasattr(value, "model_dump"):
        return cast("wire_types.Base64", value)
    raise mismatch("base64 text, bytes or an image", value)


def _nothing(value: Any) -> None:
    if value is not None:
        raise mismatch("None", value)


def _anything(value: Any) -> Any:
    return value


_SCALARS: dict[Any, Converter] = {
    Any: _anything,
    object: _anything,
    str: _text,
    bool: _boolean,
    int: _integer,
    float: _number,
    datetime: _time,
    None: _nothing,
    type(None): _nothing,
    wire_types.Base64: _base64,
    wire_types.ByteSize: wire_types.ByteSize.parse,
}

#: What each scalar accepts without conversion, so that a union picks the fitting member first.
_EXACT: dict[Any, tuple[type, ...]] = {float: (float, int), wire_types.ByteSize: (int,)}


# ---------------------------------------------------------------------- composites


def _is_sequence(value: Any) -> TypeGuard[Iterable[Any]]:
    text = isinstance(value, (str, bytes, bytearray))
    return isinstance(value, (Sequence, set, frozenset)) and not text


def _list_of(item: Converter) -> Converter:
    def convert(value: Any) -> list[Any]:
        if not _is_sequence(value):
            raise mismatch("a list", value)
        out: list[Any] = []
        for index, member in enumerate(value):
            try:
                out.append(item(member))
            except ValueError as error:
                raise ValueError(f"item {index}: {error}") from None
        return out

    return convert


def _dict_of(item: Converter) -> Converter:
    def convert(value: Any) -> dict[str, Any]:
        mapping = wire_types.to_object(value)
        if not is_mapping(mapping):
            raise mismatch("a mapping", value)
        out: dict[str, Any] = {}
        for key, member in mapping.items():
            try:
                out[key] = item(member)
            except ValueError as error:
                raise ValueError(f"key {key!r}: {error}") from None
        return out

    return convert


def _model_of(cls: type[WireModel]) -> Converter:
    def convert(value: Any) -> WireModel:
        if isinstance(value, cls) or is_mapping(value):
            return cls.model_validate(value)
        raise mismatch(f"{cls.__qualname__} or a mapping", value)

    return convert


def _literal_of(choices: tuple[Any, ...]) -> Converter:
    def convert(value: Any) -> Any:
        if value in choices:
            return value
        raise mismatch(f"one of {', '.join(map(repr, choices))}", value)

    return convert


def _is(value: object, kind: Any) -> bool:
    return isinstance(value, kind)


def _fits(annotation: Any, value: Any) -> bool:
    """Tell whether a value is of a union's member as it stands."""
    origin = get_origin(annotation)
    if origin is Literal:
        return value in get_args(annotation)
    if origin is list:
        return _is(value, (list, tuple))
    if origin is dict:
        return _is(value, Mapping)
    if _is(value, bool) and annotation is not bool:
        return False
    return _is(value, _EXACT.get(annotation, annotation))


def _union_of(members: tuple[Any, ...], namespace: Mapping[str, Any]) -> Converter:
    options = [(member, converter_for(member, namespace)) for member in members]
    named = " or ".join(_name(member) for member in members if member is not type(None))

    def convert(value: Any) -> Any:
        if value is None and type(None) in members:
            return None
        refusals: list[ValueError] = []
        ranked = sorted(options, key=lambda option: not _fits(option[0], value))
        for _, option in ranked:
            try:
                return option(value)
            except ValueError as error:
                refusals.append(error)
        if len(options) == 1 + (type(None) in members):
            raise refusals[0]
        raise mismatch(named, value)

    return convert


def _name(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return " or ".join(map(repr, get_args(annotation)))
    return getattr(annotation, "__qualname__", None) or str(annotation)


def converter_for(annotation: Any, namespace: Mapping[str, Any]) -> Converter:
    """Return the function that checks and converts a value to an evaluated annotation."""
    if isinstance(annotation, (str, typing.ForwardRef)):
        return converter_for(_evaluated(annotation, namespace), namespace)
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _union_of(arguments, namespace)
    if origin is Literal:
        return _literal_of(arguments)
    if origin is typing.Annotated:
        return converter_for(arguments[0], namespace)
    if origin is dict or annotation is dict:
        return _dict_of(converter_for(arguments[1] if arguments else Any, namespace))
    if origin is list or annotation is list:
        return _list_of(converter_for(arguments[0] if arguments else Any, namespace))
    if isinstance(annotation, type) and issubclass(annotation, WireModel):
        return _model_of(annotation)
    return _foreign(annotation)


def _foreign(annotation: Any) -> Converter:
    """Check what a user's own field declares: an instance where it names a class."""

    def convert(value: Any) -> Any:
        if isinstance(annotation, type) and not isinstance(value, annotation):
            raise mismatch(annotation.__qualname__, value)
        return value

    return convert


# ---------------------------------------------------------------------- annotations


class _Names(dict[str, Any]):
    """Names that an annotation may use: its module's, then typing's, then every model's."""

    def __missing__(self, name: str) -> Any:
        from . import models

        for source in (typing, wire_types, models):
            if hasattr(source, name):
                return getattr(source, name)
        raise KeyError(name)


def _evaluated(annotation: Any, namespace: Mapping[str, Any]) -> Any:
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    return eval(annotation, {}, namespace) if isinstance(annotation, str) else annotation


def _declaring_module(cls: type, name: str) -> str:
    return next(base.__module__ for base in cls.__mro__ if name in inspect.get_annotations(base))


def converters_of(cls: type[WireModel]) -> dict[str, Converter]:
    """Return the converters of a model's fields, made once for each class."""
    converters = cls.__dict__.get("_converters")
    if converters is None:
        converters = {}
        for name in cls.model_fields:
            module = sys.modules.get(_declaring_module(cls, name))
            namespace = _Names(vars(module) if module else {})
            converters[name] = converter_for(
                _evaluated(declared_annotation(cls, name), namespace), namespace
            )
        cls._converters = converters  # pyright: ignore[reportPrivateUsage]
    return cast("dict[str, Converter]", converters)


# ---------------------------------------------------------------------- constructors


def fill(instance: WireModel, arguments: Mapping[str, Any]) -> None:
    """Set the fields of a new instance from the arguments of its constructor.

    Keywords are Python names or wire names. Others are kept as extra keys of the object.

    Raises:
        ValueError: A required field is missing, or a value has the wrong type.
    """
    cls = type(instance)
    converters, fields = converters_of(cls), cls.model_fields
    given: dict[str, Any] = {}
    state: dict[str, Any] = {}
    for key, value in arguments.items():
        field = cls._field(key)  # pyright: ignore[reportPrivateUsage]
        if field is None:
            given[key] = value
            continue
        try:
            state[field.name] = (
                None if value is None and not field.required else converters[field.name](value)
            )
        except ValueError as error:
            raise ValueError(f"{cls.__qualname__}.{field.name}: {error}") from None
        given[field.wire] = state[field.name]
    for name, field in fields.items():
        if name not in state and field.required:
            raise ValueError(f"{cls.__qualname__}.{name}: this field is required")
        setattr(instance, name, state[name] if name in state else _default(field))
    instance._remember(given)  # pyright: ignore[reportPrivateUsage]


def _default(field: Field) -> Any:
    # A mutable default of a user's subclass must not be shared between instances.
    return copy.copy(field.default)


def adopt(cls: type[WireModel], added: list[Field]) -> None:
    """Make the annotated fields of a user's subclass take part on the wire."""
    if not added:
        return
    parent = cast("type[WireModel]", super(cls, cls))

    def from_dict(cls: type[WireModel], data: Mapping[str, Any], /) -> WireModel:
        self: WireModel = parent.from_dict.__func__(cls, data)  # type: ignore[attr-defined]
        converters = converters_of(cls)
        for field in added:
            value = data.get(field.wire)
            setattr(
                self,
                field.name,
                _default(field) if value is None else converters[field.name](value),
            )
        return self

    def to_dict(self: WireModel) -> dict[str, Any]:
        out = parent.to_dict(self)
        for field in added:
            value = getattr(self, field.name)
            if value is not None:
                out[field.wire] = to_wire(value)
        return out

    cls.from_dict = classmethod(from_dict)  # type: ignore[assignment]
    cls.to_dict = to_dict  # type: ignore[method-assign]
