"""Owns the schemas of types as tools have them: the keys that the server keeps, no references."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import inspect
import ipaddress
import json
import pathlib
import re
import types
import typing
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

import attrs
from ollama_client._model import is_list

from ollama._annotations import (
    InexpressibleError,
    class_hints,
    form,
    generic_arguments,
    substituted,
)
from ollama._callables import (
    Parameter,
    class_documentation,
    has_fields,
    shown_parameters,
    typed_dict_members,
)
from ollama._docstrings import Docstring

Schema: TypeAlias = dict[str, Any]
"""JSON Schema of one value, held to the keys that the server keeps and without references.

The server drops every other key of a property, so `default`, `format`, `$ref` and the like would
only pretend to reach the model. What they say is kept as sentences under `_NOTES` while a schema is
put together, and joined to the description in the end. An empty schema says that any value will do.
"""

_NOTES = "$notes"

#: What the formats of JSON Schema ask for; others are named as they are.
_FORMATS = {
    "base64": "Bytes in Base64.",
    "binary": "",
    "date": "An ISO 8601 date.",
    "date-time": "An ISO 8601 date and time.",
    "duration": "An ISO 8601 duration.",
    "path": "A path.",
    "time": "An ISO 8601 time.",
    "uuid": "A UUID.",
}

#: What the keywords of JSON Schema say that the server drops.
_SENTENCES = {
    "minimum": "Minimum: {}.",
    "exclusiveMinimum": "Greater than {}.",
    "maximum": "Maximum: {}.",
    "exclusiveMaximum": "Less than {}.",
    "multipleOf": "Multiple of {}.",
    "minLength": "Minimum length: {}.",
    "maxLength": "Maximum length: {}.",
    "minItems": "Minimum length: {}.",
    "maxItems": "Maximum length: {}.",
    "pattern": "Pattern: `{}`.",
}

#: The same constraints as notes of `Annotated` have them: attributes on which annotated_types,
#: msgspec and pydantic agree.
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


def _noted(schema: Schema, *notes: str) -> Schema:
    """*schema* with more sentences, which in the end follow its description."""
    said = tuple(note for note in notes if note)
    return {**schema, _NOTES: (*schema.get(_NOTES, ()), *said)} if said else schema


def _text(format: str) -> Schema:
    return _noted({"type": "string"}, _format_note(format))


def _format_note(format: str) -> str:
    return _FORMATS.get(format, f"Format: {format}.")


_SCALARS: tuple[tuple[type, Schema], ...] = (
    (bool, {"type": "boolean"}),  # before int, which it is a kind of
    (int, {"type": "integer"}),
    (float, {"type": "number"}),
    (decimal.Decimal, {"type": ["number", "string"]}),
    (str, {"type": "string"}),
    (bytes, _text("base64")),
    (bytearray, _text("base64")),
    (datetime.datetime, _text("date-time")),  # before date, which it is a kind of
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
# Everything that can be looped over counts as these, open files too: they mean an array only when
# they are named themselves.
_LOOPS = (
    collections.abc.Iterable,
    collections.abc.Iterator,
    collections.abc.Generator,
    collections.abc.Collection,
    collections.abc.Reversible,
)
_NULL: Schema = {"type": "null"}


# --- what a definition is made of ---


def type_schema(tp: Any) -> Schema:
    """Return the schema of a type, unfinished.

    Raises:
        InexpressibleError: There is none.
    """
    return _schema(tp, ())


def listed_values(tp: Any) -> list[Any] | None:
    """Return the values of a type as JSON carries them; None if there is no list of them."""
    try:
        values: list[Any] | None = type_schema(tp).get("enum")
    except InexpressibleError:  # of what is under another name only, nothing is described
        return None
    return values


def with_default(schema: Schema, default: Any) -> Schema:
    """Return a schema that tells what its value is when it is left out, where JSON can write that.

    None is not told: a value that may be null may be left out.
    """
    if default is None or default is attrs.NOTHING:
        return schema
    try:
        text = json.dumps(default, default=_plain, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        return schema
    return _noted(schema, f"Default: {text}.")


def _plain(value: Any) -> Any:
    """What is nearest to *value* in JSON."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, pathlib.PurePath, uuid.UUID)):
        return str(value)
    if isinstance(value, collections.abc.Set):
        return list(cast("Iterable[Any]", value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if hasattr(value, "__attrs_attrs__"):
        return attrs.asdict(value)
    raise TypeError(f"{type(value).__name__} is not written")


def finished_property(schema: Schema, description: str = "") -> Schema:
    """Return a parameter as the official client writes it: always a description, types joined to
    one text.

    None is not among the types: a parameter that accepts it is one that may be left out.
    """
    bare = finished(_without_null(schema), description)
    result: Schema = {
        "type": ", ".join(_types(bare)) or "string",
        "description": bare.get("description", ""),
    }
    keys = ("items", "enum", "properties", "required", "anyOf")
    return {**result, **{key: bare[key] for key in keys if key in bare}}


def finished(schema: Schema, description: str = "") -> Schema:
    """Return a schema with its notes in its description, which *description* replaces."""
    text = " ".join(_sentences(schema, description or schema.get("description", "")))
    result = {key: value for key, value in schema.items() if key != _NOTES}
    if text:
        result["description"] = text
    if "items" in schema:
        result["items"] = finished(schema["items"])
    if "anyOf" in schema:
        result["anyOf"] = [finished(member) for member in schema["anyOf"]]
    if "properties" in schema:
        result["properties"] = {n: finished(s) for n, s in schema["properties"].items()}
    return result


def _sentences(schema: Schema, description: str) -> Iterator[str]:
    notes = schema.get(_NOTES, ())
    if re.search(r"\bdefault", description, re.IGNORECASE):  # it says so itself
        notes = [note for note in notes if not note.startswith("Default: ")]
    if description:
        yield f"{description}." if notes and description[-1] not in ".!?:;" else description
    yield from notes


def accepts_null(schema: Schema) -> bool:
    """Tell whether null is among the types of a schema."""
    return "null" in _types(schema)


# --- types: from a type to a schema ---


def _schema(tp: Any, trail: tuple[Any, ...]) -> Schema:  # noqa: PLR0911 (one per kind of type)
    """The schema of *tp*; *trail* holds the classes being described, to end recursive types."""
    if tp in (Any, object) or isinstance(tp, typing.TypeVar):
        return _type_variable_schema(tp, trail)
    if tp is None or tp is type(None):
        return dict(_NULL)
    if hasattr(tp, "__supertype__"):  # NewType
        return _schema(tp.__supertype__, trail)
    if isinstance(tp, dataclasses.InitVar):
        return _schema(cast("Any", tp).type, trail)
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    if hasattr(origin or tp, "__value__"):  # type X = ...
        return _alias_schema(tp, origin, args, trail)
    if origin is None:
        return _class_schema(tp, (), trail)
    if origin is typing.Annotated:
        return _annotated_schema(args[0], tp.__metadata__, trail)
    if origin in (typing.Union, types.UnionType):
        return _union([_schema(arg, trail) for arg in args])
    if origin is typing.Literal:
        return _values_schema(tp, args)
    if form(origin) in ("Required", "NotRequired", "ReadOnly", "Final"):
        return _schema(args[0], trail)
    return _class_schema(origin, args, trail)


def _type_variable_schema(tp: Any, trail: tuple[Any, ...]) -> Schema:
    if getattr(tp, "__constraints__", ()):
        return _union([_schema(choice, trail) for choice in tp.__constraints__])
    bound = getattr(tp, "__bound__", None)
    return {} if bound is None else _schema(bound, trail)


def _alias_schema(tp: Any, origin: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """The schema of what a `type` statement names; an alias that holds itself ends as any value."""
    alias = origin or tp
    if alias in trail:
        return _noted({}, f"Any {alias.__name__}, as described before.")
    return _schema(alias.__value__[args] if args else alias.__value__, (*trail, alias))


def _annotated_schema(tp: Any, metadata: Iterable[Any], trail: tuple[Any, ...]) -> Schema:
    schema = _schema(tp, trail)
    notes = list(metadata)
    for note in notes:
        schema = _noted(schema, *_keyword_sentences(dict(_constraints(note))))
    for note in notes:
        candidates = (
            note,
            getattr(note, "documentation", None),
            getattr(note, "description", None),
        )
        if text := next((c for c in candidates if isinstance(c, str) and c.strip()), ""):
            return {**schema, "description": inspect.cleandoc(text)}
    return schema


def _constraints(note: Any) -> Iterator[tuple[str, Any]]:
    """Yield the keywords of JSON Schema, with values, that a note of `Annotated` stands for."""
    if isinstance(note, (str, type)):
        return
    for attribute, keyword in _CONSTRAINTS.items():
        value = getattr(note, attribute, None)
        if value is not None and not (attribute == "min_length" and value == 0):
            yield keyword, getattr(value, "pattern", value)
    if examples := getattr(note, "examples", None):
        yield "examples", examples
    # A pydantic `Field` keeps its constraints in a list of such notes.
    inner: Any = getattr(note, "metadata", None)
    for part in inner if is_list(inner) else ():
        yield from _constraints(part)


def _keyword_sentences(keywords: Mapping[str, Any]) -> Iterator[str]:
    """Yield what keywords say that the server drops."""
    for keyword, sentence in _SENTENCES.items():
        if keyword in keywords:
            yield sentence.format(keywords[keyword])
    if keywords.get("uniqueItems"):
        yield "No item twice."
    if isinstance(keywords.get("format"), str):
        yield _format_note(keywords["format"])
    if examples := keywords.get("examples"):
        yield f"Examples: {', '.join(_json_text(example) for example in examples)}."


def _json_text(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def _class_schema(tp: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """The schema of a class, or of a generic class with its arguments."""
    if not isinstance(tp, type):
        raise InexpressibleError(tp, "it is no type that JSON can carry")
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
        return _mapping_schema([_schema(arg, trail) for arg in args])
    if issubclass(cls, tuple):
        return _tuple_schema(cls, args, trail)
    if cls in _LOOPS or issubclass(cls, (collections.abc.Sequence, collections.abc.Set)):
        schema = _array_schema([_schema(args[0], trail)] if args else [])
        unique = issubclass(cls, collections.abc.Set)
        return _noted(schema, "No item twice.") if unique else schema
    whole = types.GenericAlias(cls, args) if args else cls
    raise InexpressibleError(whole, "it is no type that JSON can carry")


def _mapping_schema(arguments: Sequence[Schema]) -> Schema:
    """The schema of an object whose members have any name; only a sentence can say more."""
    schema: Schema = {"type": "object"}
    if len(arguments) != 2:
        return schema
    keys, values = arguments
    if "enum" in keys:
        schema = _noted(schema, f"Each key: {_brief(keys)}.")
    return _noted(schema, f"Each value: {_brief(values)}.") if values else schema


def _tuple_schema(cls: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    if hasattr(cls, "_fields"):  # a NamedTuple
        variables = dict(zip(getattr(cls, "__parameters__", ()), args, strict=False))
        hints = {name: substituted(hint, variables) for name, hint in class_hints(cls).items()}
        return _fixed_array_schema([_schema(hint, trail) for hint in hints.values()], tuple(hints))
    if len(args) == 2 and args[1] is Ellipsis:
        return _array_schema([_schema(args[0], trail)])
    return _fixed_array_schema([_schema(arg, trail) for arg in args if arg != ()])


def _fixed_array_schema(members: Sequence[Schema], names: Sequence[str] = ()) -> Schema:
    """The schema of an array whose items are known one by one; only a sentence can say so."""
    briefs = [_brief(member) for member in members]
    if names:
        briefs = [f"{name} ({brief})" for name, brief in zip(names, briefs, strict=True)]
    schema = _array_schema(members)
    return (
        _noted(schema, f"Exactly {len(briefs)} items: {', '.join(briefs)}.") if briefs else schema
    )


def _array_schema(members: Sequence[Schema]) -> Schema:
    items = _union(members)
    return {"type": "array", "items": items} if items else {"type": "array"}


def _brief(schema: Schema) -> str:
    """*schema* in a few words where that says all of it, else as JSON."""
    if not schema:
        return "anything"
    done = finished(schema)
    if done.keys() == {"type"}:
        return " or ".join(_types(done))
    if done.keys() == {"type", "enum"}:
        return f"one of {', '.join(_json_text(value) for value in done['enum'])}"
    return _json_text(done)


def _values_schema(tp: Any, choices: Iterable[Any]) -> Schema:
    """The schema of an Enum or a Literal: the values, which are what JSON carries."""
    values: list[Any] = []
    for choice in choices:
        value = choice.value if isinstance(choice, enum.Enum) else choice
        if not isinstance(value, (str, int, float, type(None))):
            raise InexpressibleError(tp, f"JSON has no form for its value {value!r}")
        if not any(value is v or (value == v and type(value) is type(v)) for v in values):
            values.append(value)
    if not values:
        raise InexpressibleError(tp, "it has no values")
    return {"type": _one_or_list(_json_types(values)), "enum": values}


def _json_types(values: Iterable[Any]) -> list[str]:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
    return _unique(next((n for k, n in kinds if isinstance(v, k)), "null") for v in values)


# --- objects ---


def _is_typed_dict(cls: Any) -> bool:
    """Whether *cls* is a TypedDict, of the backport as well, which `typing` may not know."""
    return dict in cls.__mro__ and hasattr(cls, "__required_keys__")


def _object_schema(cls: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """The schema of an object with named members. A type inside itself ends as an object without
    members, since nothing can be referred to."""
    whole = cls[args] if args else cls
    if whole in trail:
        return _cut(cls.__name__)
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


def _cut(name: str) -> Schema:
    """What stands for a type inside itself."""
    return _noted({"type": "object"}, f"Has the members of the {name} that it is part of.")


def _member_schema(member: Parameter, docs: Docstring, trail: tuple[Any, ...]) -> Schema:
    schema = with_default(_schema(member.hint, trail), member.default)
    text = docs.parameters.get(member.name)
    return {**schema, "description": text} if text else schema


# --- schemas that others wrote ---


def model_schema(cls: Any) -> Schema:
    """Return the schema that a pydantic model, or a class that behaves like one, gives of itself.

    Raises:
        InexpressibleError: It fails to.
    """
    try:
        schema = cast("dict[str, Any]", cls.model_json_schema())
    except Exception as error:  # the model's own rules decide what it raises
        raise InexpressibleError(cls, f"its model_json_schema() failed ({error})") from error
    return inlined(schema)


def inlined(schema: Mapping[str, Any]) -> Schema:
    """Return any JSON Schema without references, held to the keys that survive; unfinished."""
    defs = {**schema.get("definitions", {}), **schema.get("$defs", {})}
    return _inlined(dict(schema), defs, ())


def _inlined(schema: Any, defs: Mapping[str, Any], trail: tuple[str, ...]) -> Schema:
    """*schema* with references replaced by what they refer to, held to the keys that survive."""
    if not isinstance(schema, dict):  # True and False are schemas too
        return {}
    given = cast("dict[str, Any]", schema)
    result = _inlined_base(given, defs, trail)
    for key in ("type", "description", "enum", "required"):
        if key in given:
            result[key] = given[key]
    if "const" in given:
        result["enum"] = [given["const"]]
    if "enum" in result and "type" not in result:
        result["type"] = _one_or_list(_json_types(result["enum"]))
    result.update(_inlined_members(given, defs, trail))
    result = _noted(result, *_keyword_sentences(given))
    return with_default(result, given.get("default"))


def _inlined_members(
    given: dict[str, Any], defs: Mapping[str, Any], trail: tuple[str, ...]
) -> Schema:
    """What *given* says about the items and members inside it."""
    result: Schema = {}
    if isinstance(given.get("additionalProperties"), dict) and "properties" not in given:
        values = _inlined(given["additionalProperties"], defs, trail)
        result = _mapping_schema([{}, values])
    if "items" in given and (items := _inlined(given["items"], defs, trail)):
        result["items"] = items
    elif "prefixItems" in given:
        result = _fixed_array_schema([_inlined(i, defs, trail) for i in given["prefixItems"]])
    if "properties" in given:
        properties = cast("dict[str, Any]", given["properties"])
        result["properties"] = {n: _inlined(s, defs, trail) for n, s in properties.items()}
    return result


def _inlined_base(given: dict[str, Any], defs: Mapping[str, Any], trail: tuple[str, ...]) -> Schema:
    """What *given* takes over from the schemas that it refers to or combines."""
    result: Schema = {}
    if isinstance(reference := given.get("$ref"), str):
        name = reference.rpartition("/")[2]
        if name in trail or reference == "#":
            return _cut(name if name in trail else "object")
        result.update(_inlined(defs.get(name), defs, (*trail, name)))
    for part in given.get("allOf", ()):
        result.update(_inlined(part, defs, trail))
    for choices in (given.get("anyOf"), given.get("oneOf")):
        if choices:
            result.update(_union([_inlined(choice, defs, trail) for choice in choices]))
    return result


# --- unions, and the shape of a top-level property ---


def _union(members: Sequence[Schema]) -> Schema:
    """One schema for all *members*, the simplest that loses nothing: a list of types where they say
    no more than that, one list of values where all are enumerations, alternatives otherwise."""
    unique = _unique(members)
    others = [member for member in unique if member != _NULL]
    null = ["null"] if len(others) < len(unique) else []
    if not others:
        return dict(_NULL) if null else {}
    if len(others) == 1 and (not null or "type" in others[0]):
        return _with_types(others[0], [*_types(others[0]), *null])
    if all(member.keys() == {"type"} for member in others):
        return {"type": _one_or_list([*_all_types(others), *null])}
    if all(member.keys() == {"type", "enum"} for member in others):
        values = _unique(value for member in others for value in member["enum"])
        merged = {"type": _one_or_list(_all_types(others)), "enum": values}
        return _with_types(merged, [*_types(merged), *null])
    return {"anyOf": unique}


def _with_types(schema: Schema, names: list[str]) -> Schema:
    """*schema* with the types *names*, which may add or take away null, in its values as well."""
    result = dict(schema)
    if "type" in schema:
        result["type"] = _one_or_list(_unique(names))
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        result["enum"] = [*values, None] if "null" in names else values
    return result


def _types(schema: Schema) -> list[str]:
    """The JSON types that *schema* allows, in order; none when it does not say."""
    if "anyOf" in schema:
        return _all_types(schema["anyOf"])
    given: str | list[str] = schema.get("type", [])
    return [given] if isinstance(given, str) else list(given)


def _all_types(schemas: Iterable[Schema]) -> list[str]:
    return _unique(name for schema in schemas for name in _types(schema))


def _without_null(schema: Schema) -> Schema:
    names = [name for name in _types(schema) if name != "null"]
    if not names and "anyOf" not in schema:
        return schema
    if "anyOf" not in schema:
        return _with_types(schema, names)
    kept = _union([_without_null(member) for member in schema["anyOf"] if member != _NULL])
    return {**kept, **{key: value for key, value in schema.items() if key != "anyOf"}}


def _one_or_list(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names


def _unique(items: Iterable[Any]) -> list[Any]:
    """*items* in order without repetition; True and 1 are different."""
    kept: list[Any] = []
    for item in items:
        if not any(item == other and type(item) is type(other) for other in kept):
            kept.append(item)
    return kept
