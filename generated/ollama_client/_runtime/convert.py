# Copied from runtime/convert.py by `make generate`. Do not edit: edit the original.
"""Owns checking and converting constructor arguments by the annotations of a model."""

from __future__ import annotations

import re
import sys
import types
import typing
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
)
from datetime import datetime
from enum import Enum
from io import TextIOBase
from os import PathLike
from typing import Any, Literal, TypeGuard, Union, cast, get_args, get_origin

from . import spelling
from . import types as wire_types
from .refusals import mismatch, refusal, together, within
from .wire_object import Field, WireObject, is_mapping, is_tuple, to_wire

Converter = Callable[[Any], Any]

_YES = ("true", "yes", "on", "1", "t", "y")
_NO = ("false", "no", "off", "0", "f", "n")


# ---------------------------------------------------------------------- scalars


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        value = value.value
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
    word = value.lower() if isinstance(value, str) else None
    if word in _YES or word in _NO:
        return word in _YES
    raise mismatch("bool", value)


def _integer(value: Any) -> int:
    if isinstance(value, int):
        return int(value) if isinstance(value, bool) else value
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
    time = wire_types.to_datetime(value)
    if isinstance(time, datetime):
        return time
    raise mismatch("datetime or RFC 3339 text", value)


def _base64(value: Any) -> wire_types.Base64:
    if is_mapping(value) and [*value] == ["value"]:  # an image, as dumped by official models
        return _base64(value["value"])
    if isinstance(value, (str, bytes)) or hasattr(value, "model_dump"):
        return cast("wire_types.Base64", value)
    from .images import Image, ImageTypeError  # only needed for files

    try:
        return Image(value=cast("Any", value))
    except ImageTypeError:
        raise mismatch("base64 text, bytes, a file or an image", value) from None


def _form_file(value: Any) -> wire_types.FormFile:
    content = value
    if is_tuple(value):  # (file name, content[, media type])
        content = value[1] if len(value) in (2, 3) else None
    is_text = isinstance(content, (str, TextIOBase))
    is_binary = isinstance(content, (bytes, bytearray, PathLike)) or hasattr(content, "read")
    if is_text or not is_binary:
        raise mismatch("bytes, a path, a binary file, or a tuple of a name and one of these", value)
    return cast("wire_types.FormFile", value)


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
    wire_types.FormFile: _form_file,
    wire_types.ByteSize: wire_types.ByteSize.parse,
}

#: Types that need no conversion. Unions try a member that matches exactly first.
_EXACT: dict[Any, tuple[type, ...]] = {float: (float, int), wire_types.ByteSize: (int,)}


# ---------------------------------------------------------------------- composites


def _is_sequence(value: Any) -> TypeGuard[Iterable[Any]]:
    text = isinstance(value, (str, bytes, bytearray))
    return isinstance(value, Sequence) and not text


def _list_of(item: Converter) -> Converter:
    def convert(value: Any) -> list[Any]:
        if not _is_sequence(value):
            raise mismatch("a list", value)
        if item is _text and {*map(type, value)} == {str}:  # usual, and this loop runs in C
            return [*value]
        return _each(((index, f"[{index}]", member) for index, member in enumerate(value)), item)

    return convert


def _dict_of(item: Converter) -> Converter:
    def convert(value: Any) -> dict[str, Any]:
        mapping = wire_types.to_object(value)
        if not is_mapping(mapping):
            raise mismatch("a mapping", value)
        members = _each(((key, f"[{key!r}]", it) for key, it in mapping.items()), item)
        return dict(zip(mapping, members, strict=True))

    return convert


def _each(members: Iterable[tuple[Any, str, Any]], item: Converter) -> list[Any]:
    """Convert members, given as key, name for messages, and value. All errors are collected."""
    out: list[Any] = []
    errors: list[ValueError] = []
    for key, place, member in members:
        try:
            out.append(item(member))
        except ValueError as error:
            errors.append(within(error, place, key))
    if errors:
        raise together(errors)
    return out


def _model_of(cls: type[WireObject]) -> Converter:
    def convert(value: Any) -> WireObject:
        if isinstance(value, cls) or is_mapping(value):
            return cls._made_of(value)  # pyright: ignore[reportPrivateUsage]
        raise mismatch(f"{cls.__qualname__} or a mapping", value)

    return convert


def _literal_of(choices: tuple[Any, ...]) -> Converter:
    def convert(value: Any) -> Any:
        if value in choices:
            return value
        raise mismatch(f"one of {', '.join(map(repr, choices))}", value)

    return convert


def _is(value: object, kind: Any) -> bool:
    try:
        return isinstance(value, kind)
    except TypeError:  # a typing construct that does not support isinstance
        return False


def _fits(annotation: Any, value: Any) -> bool:
    """Return whether a value matches a union member without conversion."""
    origin = get_origin(annotation)
    if origin is Literal:
        return value in get_args(annotation)
    if origin is list:
        return _is(value, (list, tuple))
    if origin is dict:
        return _is(value, Mapping)
    if _is(value, bool) and annotation is not bool:
        return False
    return _is(value, _EXACT.get(annotation, origin or annotation))


#: Unions that have a name and their own converter.
_NAMED_UNIONS = (wire_types.Base64, wire_types.FormFile)


def members_of(union: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the members of a union. The members of a named union count as one."""
    for named in _NAMED_UNIONS:
        parts = get_args(named)
        if set(parts) <= set(union):
            union = (named, *(member for member in union if member not in parts))
    return union


def _tag_of(models: list[type[WireObject]]) -> tuple[str, dict[Any, type[WireObject]]] | None:
    """Return the field that distinguishes several models, and the model for each value of it.

    The field is given by its wire name. None if no field distinguishes them.
    """
    if len(models) < 2:
        return None
    constants = [_constants(cls) for cls in models]
    for tag in constants[0]:
        classes = {
            known[tag]: cls for known, cls in zip(constants, models, strict=True) if tag in known
        }
        if len(classes) == len(models):
            return tag, classes
    return None


def _constants(cls: type[WireObject]) -> dict[str, Any]:
    """Return the fields of a model with only one possible value, by wire name."""
    found: dict[str, Any] = {}
    for field in cls.model_fields.values():
        declared = annotation_of(field)
        choices = [part for part in get_args(declared) if part is not type(None)]
        if get_origin(declared) in (Union, types.UnionType) and len(choices) == 1:
            declared = choices[0]
        if get_origin(declared) is Literal and len(get_args(declared)) == 1:
            found[field.wire] = get_args(declared)[0]
    return found


def _is_model(annotation: Any) -> TypeGuard[type[WireObject]]:
    return isinstance(annotation, type) and issubclass(annotation, WireObject)


def _objects_of(members: Iterable[Any]) -> Converter | None:
    """Return the converter for a mapping that is one of several models, or None for fewer than two.

    The model is identified by a field that is a constant in each of them. Errors then refer to that
    model. A mapping that matches none of them is returned unchanged.
    """
    models = [member for member in members if _is_model(member)]
    found: list[tuple[str, dict[Any, type[WireObject]]] | None] = []

    def convert(value: Any) -> Any:
        if not found:  # deferred, because the models may still be loading
            found.append(_tag_of(models))
        tag, classes = found[0] or ("", {})
        name = value.get(tag)
        cls = classes.get(name) if isinstance(name, str) else None
        return value if cls is None else cls._made_of(value)  # pyright: ignore[reportPrivateUsage]

    return convert if len(models) > 1 else None


def _union_of(members: tuple[Any, ...], namespace: Mapping[str, Any]) -> Converter:
    members = members_of(members)
    options = [(member, converter_for(member, namespace)) for member in members]
    of_object = _objects_of(members)
    named = " or ".join(_name(member) for member in members if member is not type(None))

    def convert(value: Any) -> Any:
        if value is None and type(None) in members:
            return None
        if of_object is not None and is_mapping(value):
            made = of_object(value)
            if made is not value:
                return made
        refusals: list[ValueError] = []
        ranked = sorted(options, key=lambda option: not _fits(option[0], value))
        for _, option in ranked:
            try:
                return option(value)
            except ValueError as error:
                refusals.append(error)
        # If only one member has the right outer type, its error is the helpful one.
        fitting = sum(_fits(member, value) for member, _ in options)
        if fitting == 1 or len(options) == 1 + (type(None) in members):
            raise refusals[0]
        raise mismatch(named, value)

    return convert


def _name(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return " or ".join(map(repr, get_args(annotation)))
    return getattr(annotation, "__qualname__", None) or str(annotation)


def converter_for(annotation: Any, namespace: Mapping[str, Any]) -> Converter:
    """Return the function that checks and converts values for an evaluated annotation."""
    if isinstance(annotation, (str, typing.ForwardRef)):
        return converter_for(evaluated(annotation, namespace), namespace)
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _union_of(arguments, namespace)
    if origin is Literal:
        return _literal_of(arguments)
    if origin is typing.Annotated:
        return constrained(arguments[0], arguments[1:], namespace)
    kind = origin or annotation
    if kind in MAPPINGS:
        return _dict_of(converter_for(arguments[1] if arguments else Any, namespace))
    if kind in LISTS:
        return _list_of(converter_for(arguments[0] if arguments else Any, namespace))
    if kind in COLLECTIONS:
        alike = arguments and (kind is not tuple or arguments[-1] is Ellipsis)
        return _collected(kind, converter_for(arguments[0] if alike else Any, namespace))
    if _is_model(annotation):
        return _model_of(annotation)
    return _foreign(kind) if isinstance(kind, type) else _anything


def constrained(
    annotation: Any, metadata: Iterable[Any], namespace: Mapping[str, Any]
) -> Converter:
    """Return the converter for a user's annotation with constraints, which pydantic checks.

    Raises:
        TypeError: There are constraints, but pydantic is not loaded.
    """
    told = [it for it in metadata if not isinstance(it, str)]
    pydantic: Any = sys.modules.get("pydantic")
    if told and pydantic is not None:
        whole = cast("Any", typing.Annotated)[(evaluated(annotation, namespace), *told)]
        return cast("Converter", pydantic.TypeAdapter(whole).validate_python)
    if any(type(it).__module__.startswith("annotated_types") for it in told):
        raise TypeError(f"the constraints of {annotation!r} need pydantic, which is not imported")
    return converter_for(annotation, namespace)


MAPPINGS = (dict, Mapping, MutableMapping)
LISTS = (list, Sequence, MutableSequence, Iterable, Collection)
COLLECTIONS: tuple[Any, ...] = (tuple, set, frozenset)


def _collected(kind: Converter, item: Converter) -> Converter:
    listed, unordered = _list_of(item), (set, frozenset)
    return lambda value: kind(listed([*value] if isinstance(value, unordered) else value))


def _foreign(cls: type) -> Converter:
    """Return the converter for a class that this package does not know, from a user's own field."""
    validate: Converter | None = getattr(cls, "model_validate", None)  # such as a pydantic model
    from uuid import UUID  # rarely needed

    from_json: Converter | None = cls if issubclass(cls, (Enum, UUID)) else None

    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        if validate:
            return validate(value)
        if from_json:
            try:
                return from_json(value)
            except (AttributeError, TypeError, ValueError):
                pass
        raise mismatch(cls.__qualname__, value)

    return convert


# ---------------------------------------------------------------------- annotations


def evaluated(annotation: Any, namespace: Mapping[str, Any]) -> Any:
    """Return the type for an annotation, or a part of one, resolved where it was written.

    Raises:
        NameError: The annotation is a string with a name that cannot be resolved.
    """
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, {}, namespace)
    except NameError as error:
        message = f"the annotation {annotation!r} cannot be resolved: {error}"
        raise NameError(message, name=error.name) from None


def annotation_of(field: Field) -> Any:
    """Return the evaluated annotation of a field."""
    return evaluated(field.declared, field.scope)


def converters_of(cls: type[WireObject]) -> dict[str, Converter]:
    """Return the converters of a model's fields. They are built once for each class."""
    converters = cls.__dict__.get("_converters")
    if converters is None:
        converters = {
            name: cls._converter_of(field)  # pyright: ignore[reportPrivateUsage]
            for name, field in cls.model_fields.items()
        }
        cls._converters = converters  # pyright: ignore[reportPrivateUsage]
    return cast("dict[str, Converter]", converters)


# ---------------------------------------------------------------------- constructors


def fill(instance: WireObject, arguments: Mapping[str, Any]) -> None:
    """Set the fields of a new instance from its constructor's arguments.

    Keywords are Python names or wire names. Unknown keywords are kept as extra keys, unless a
    user's subclass configures something else.

    Raises:
        ValueError: A required field is missing, a value has the wrong type, or a keyword is unknown
            and the class forbids unknown keywords.
    """
    cls = type(instance)
    converters, fields = converters_of(cls), cls.model_fields
    given: dict[str, Any] = {}
    state: dict[str, Any] = {}
    errors: list[ValueError] = []
    unknown = cls._unknown_keywords  # pyright: ignore[reportPrivateUsage]
    for key, value in arguments.items():
        field = cls._field(key)  # pyright: ignore[reportPrivateUsage]
        if field is None:
            if unknown == "forbid":
                message = f"{cls.__qualname__}.{key}: there is no such field"
                errors.append(refusal(message, "extra_forbidden", value, (key,)))
            if unknown != "ignore":
                spelling.check(f"field of {cls.__qualname__}", (key,), fields)
                given[key] = value
            continue
        try:
            state[field.name] = (
                None if value is None and not field.required else converters[field.name](value)
            )
        except ValueError as error:
            errors.append(within(error, f"{cls.__qualname__}.{field.name}", field.name))
            state[field.name] = None
        given[field.wire] = state[field.name]
    for name, field in fields.items():
        if name not in state and field.required:
            message = f"{cls.__qualname__}.{name}: this field is required"
            errors.append(refusal(message, "missing", arguments, (name,)))
    if errors:
        raise together(errors)
    for name, field in fields.items():
        setattr(instance, name, state[name] if name in state else field.new_default())
    instance._remember(given)  # pyright: ignore[reportPrivateUsage]


def adopt(cls: type[WireObject], added: list[Field]) -> None:
    """Include the annotated fields of a user's subclass in `from_dict` and `to_dict`."""
    parent = cast("type[WireObject]", super(cls, cls))

    def from_dict(cls: type[WireObject], data: Mapping[str, Any], /) -> WireObject:
        self: WireObject = parent.from_dict.__func__(cls, data)  # type: ignore[attr-defined]
        converters = converters_of(cls)
        for field in added:
            value = data.get(field.wire)
            setattr(
                self,
                field.name,
                field.new_default() if value is None else converters[field.name](value),
            )
        self._begin()  # pyright: ignore[reportPrivateUsage]
        return self

    def to_dict(self: WireObject) -> dict[str, Any]:
        out = parent.to_dict(self)
        for field in added:
            value = getattr(self, field.name)
            if value is not None and not field.exclude:
                out[field.wire] = to_wire(value)
        return out

    cls.from_dict = classmethod(from_dict)  # type: ignore[assignment]
    cls.to_dict = to_dict  # type: ignore[method-assign]
