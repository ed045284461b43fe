# Copied from runtime/schema.py by `make generate`. Do not edit: edit the original.
"""Owns the JSON Schemas of models, and using models as fields of pydantic models."""

from __future__ import annotations

import inspect
import re
import sys
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from functools import cache, partial
from typing import Any, Literal, Union, cast, get_args, get_origin
from uuid import UUID

from . import types as wire_types
from .convert import COLLECTIONS, LISTS, MAPPINGS, evaluated, members_of
from .pydantic_look import PydanticLook, without_own
from .wire_object import Field

Schema = dict[str, Any]

#: Returns the schema to use for another class, usually a reference.
Refer = Callable[[type], Schema]

_NULL: Schema = {"type": "null"}

_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bytes: {"type": "string", "format": "binary"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
    None: _NULL,
    type(None): _NULL,
    wire_types.ByteSize: {"type": "integer", "minimum": 0},
    wire_types.Base64: {"type": "string", "contentEncoding": "base64"},
    wire_types.FormFile: {"type": "string", "format": "binary"},
}


# ---------------------------------------------------------------------- types


def _type_schema(annotation: Any, refer: Refer, names: Mapping[str, Any]) -> Schema:
    annotation = evaluated(annotation, names)
    if annotation in _SCALARS:
        return dict(_SCALARS[annotation])
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _any_of(_type_schema(member, refer, names) for member in members_of(arguments))
    if origin is Literal:
        return _enum(arguments)
    if origin is typing.Annotated:
        return _type_schema(arguments[0], refer, names)
    kind: Any = origin or annotation
    if kind in MAPPINGS:
        values = _type_schema(arguments[1], refer, names) if arguments else {}
        return {"type": "object", "additionalProperties": values or True}
    if kind in LISTS or kind in COLLECTIONS:
        alike = arguments and (kind is not tuple or arguments[-1] is Ellipsis)
        return {"type": "array", "items": _type_schema(arguments[0], refer, names) if alike else {}}
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return _enum(tuple(member.value for member in kind))
    return refer(kind) if _describes_itself(kind) else {}


def _any_of(options: Iterator[Schema]) -> Schema:
    distinct: list[Schema] = []
    for option in options:
        distinct += [] if option in distinct else [option]
    return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}


def _enum(values: tuple[Any, ...]) -> Schema:
    schema: Schema = {"const": values[0]} if len(values) == 1 else {"enum": list(values)}
    for kind in (str, bool, int):
        if all(type(value) is kind for value in values):
            schema.update(_SCALARS[kind])
    return schema


def _describes_itself(kind: Any) -> bool:
    return isinstance(kind, type) and hasattr(kind, "model_json_schema")


# ---------------------------------------------------------------------- models


def _object_schema(cls: type[PydanticLook], refer: Refer, by_alias: bool = True) -> Schema:
    """Return the schema of a model. Other models in it are references."""
    fields = {it.wire if by_alias else it.name: it for it in cls.model_fields.values()}
    schema: Schema = {
        "title": cls.model_config.get("title") or cls.__name__,
        "type": "object",
        "properties": {name: _field_schema(name, field, refer) for name, field in fields.items()},
    }
    required = [name for name, field in fields.items() if field.required]
    if required:
        schema["required"] = required
    if cls.__doc__:
        schema["description"] = inspect.cleandoc(cls.__doc__)
    return _with_more(schema, cls.model_config.get("json_schema_extra"))


def _with_more(schema: Schema, more: Any) -> Schema:
    """Add the extra schema of a declaration: keys, or a function that changes the schema."""
    if callable(more):
        more(schema)
    else:
        schema.update(more or {})
    return schema


def _field_schema(name: str, field: Field, refer: Refer) -> Schema:
    schema = _type_schema(field.declared, refer, field.scope)
    if not field.required:
        options: list[Schema] = schema.get("anyOf", [schema])
        if field.preset is None and field.default_factory is None:
            if schema and _NULL not in options:
                schema = _any_of(iter([*options, _NULL]))
            schema["default"] = None
        default = field.preset.value if isinstance(field.preset, Enum) else field.preset
        if isinstance(default, (str, bool, int, float)):
            schema["default"] = default
    if "$ref" not in schema:
        schema["title"] = field.title or name.strip("_$").replace("_", " ").title()
    if field.description:
        schema["description"] = field.description
    return _with_more(schema, field.json_schema_extra) if field.info else schema


def _parts(cls: type[PydanticLook]) -> list[type[PydanticLook]]:
    """Return all models that a model contains. It includes itself only if it is recursive."""
    found: dict[type[PydanticLook], None] = {}

    def visit(kind: type) -> Schema:
        if issubclass(kind, PydanticLook) and kind not in found:
            found[kind] = None
            _object_schema(kind, visit)
        return {}

    _object_schema(cls, visit)
    return list(found)


def json_schema(cls: type[PydanticLook], *, by_alias: bool, ref_template: str) -> Schema:
    """Return the JSON Schema of a model, with the models that it contains under `$defs`."""
    parts = _parts(cls)
    classes = list(dict.fromkeys([cls, *parts]))
    names = _names(classes)
    definitions: dict[str, Schema] = {}

    def refer(kind: type) -> Schema:
        if kind in names:
            return {"$ref": ref_template.format(model=names[kind])}
        described = dict(cast("Any", kind).model_json_schema(ref_template=ref_template))
        definitions.update(described.pop("$defs", {}))
        definitions[kind.__name__] = described
        return {"$ref": ref_template.format(model=kind.__name__)}

    for each in classes:
        definitions[names[each]] = _object_schema(each, refer, by_alias)
    if cls in parts:
        return {"$defs": definitions, **refer(cls)}
    root = definitions.pop(names[cls])
    return {"$defs": definitions, **root} if definitions else root


def _names(classes: list[type[PydanticLook]]) -> Mapping[type, str]:
    """Return short names, or qualified names for classes whose short names are not unique."""
    shared = Counter(it.__name__ for it in classes)
    return {
        it: it.__name__
        if shared[it.__name__] == 1
        else re.sub(r"\W+", "__", f"{it.__module__}.{it.__qualname__}")
        for it in classes
    }


# ---------------------------------------------------------------------- pydantic

# pydantic accepts core schemas as plain dictionaries, so it need not be imported or installed.
# The JSON Schema of a type comes either from a method of the type, which cannot return references,
# or from functions in the metadata of the core schema, which can.


def core_schema(cls: type[PydanticLook]) -> Schema:
    """Return the core schema that pydantic uses to validate and dump a field of this class."""
    return {
        "type": "function-plain",
        "function": {"type": "no-info", "function": cls.model_validate},
        "serialization": {
            "type": "function-plain",
            "function": partial(_dumped, cls),
            "info_arg": True,
        },
        "metadata": {"pydantic_js_annotation_functions": [_describer(cls)]},
    }


@cache
def serializer() -> Any:
    """Return a serializer for models in values that pydantic has no type for. Needs pydantic."""
    write = partial(_dumped, PydanticLook)
    core: Any = sys.modules["pydantic_core"]
    how = {"type": "function-plain", "function": write, "info_arg": True}
    return core.SchemaSerializer({"type": "any", "serialization": how})


def _dumped(cls: type[PydanticLook], value: Any, info: Any) -> Any:
    """Dump the value of a field. Like in pydantic, fields that a subclass adds are left out."""
    if not isinstance(value, PydanticLook):  # assigned without a check
        return value
    exclude = info.exclude
    if isinstance(value, cls) and cls.model_fields and not info.serialize_as_any:
        exclude = without_own(value, cls, exclude)
    return value.model_dump(
        mode=info.mode,
        include=info.include,
        exclude=exclude,
        by_alias=bool(info.by_alias),
        exclude_unset=info.exclude_unset,
        exclude_defaults=info.exclude_defaults,
        exclude_none=info.exclude_none,
    )


def _describer(cls: type[PydanticLook]) -> Callable[[Schema, Callable[[Schema], Schema]], Schema]:
    """Return the function that gives pydantic a reference to a class and its definitions."""

    def describe(_: Schema, handler: Callable[[Schema], Schema]) -> Schema:
        classes = dict.fromkeys([cls, *_parts(cls)])
        definitions = [_definition(it) for it in classes]
        return handler(
            {"type": "definitions", "schema": _reference(cls), "definitions": definitions}
        )

    return describe


def _key(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"


def _reference(cls: type) -> Schema:
    return {"type": "definition-ref", "schema_ref": _key(cls)}


def _definition(cls: type[PydanticLook]) -> Schema:
    def describe(_: Schema, handler: Callable[[Schema], Schema]) -> Schema:
        def refer(kind: type) -> Schema:
            if issubclass(kind, PydanticLook):
                return handler(_reference(kind))
            return handler(cast("Any", kind).__pydantic_core_schema__)

        return _object_schema(cls, refer)

    return {"type": "any", "ref": _key(cls), "metadata": {"pydantic_js_functions": [describe]}}
