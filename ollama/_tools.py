"""Owns turning a Python callable into the definition of a tool as the wire carries it."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import functools
import inspect
import ipaddress
import pathlib
import re
import sys
import types
import typing
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

from ollama._docstrings import Docstring, read_docstring

Schema: TypeAlias = dict[str, Any]
"""JSON Schema of one value, held to the keys that the server keeps and without references.

The server drops every other key of a property, so `default`, `format`, `$ref` and the like would
only pretend to reach the model. An empty schema says that any value will do.
"""

_SCALARS: tuple[tuple[type, Schema], ...] = (
    (bool, {"type": "boolean"}),  # before int, which it is a kind of
    (int, {"type": "integer"}),
    (float, {"type": "number"}),
    (decimal.Decimal, {"type": ["number", "string"]}),
    (str, {"type": "string"}),
    (bytes, {"type": "string"}),
    (bytearray, {"type": "string"}),
    (datetime.date, {"type": "string"}),
    (datetime.time, {"type": "string"}),
    (datetime.timedelta, {"type": "string"}),
    (uuid.UUID, {"type": "string"}),
    (pathlib.PurePath, {"type": "string"}),
    (re.Pattern, {"type": "string"}),
    (ipaddress.IPv4Address, {"type": "string"}),
    (ipaddress.IPv6Address, {"type": "string"}),
    (ipaddress.IPv4Network, {"type": "string"}),
    (ipaddress.IPv6Network, {"type": "string"}),
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


class _InexpressibleError(Exception):
    """A type for which there is no schema; `args` are the type and the reason."""


class _Field(NamedTuple):
    """One named value that a model fills in: a parameter, or a member of an object."""

    name: str
    schema: Schema
    required: bool


def tool_definition(func: Callable[..., Any]) -> dict[str, Any]:
    """The wire's definition of *func* as a tool: its name, its description, and its parameters.

    Works on functions, coroutine functions, methods, classes, `functools.partial` objects and
    instances with `__call__`. Types come from the annotations, descriptions from the docstring and,
    where that is silent, from `Annotated[..., "text"]`. Enums and literals list their values;
    TypedDicts, dataclasses and pydantic models list their members.

    A parameter is required unless it has a default or accepts None. `self`, `*args`, `**kwargs`,
    arguments fixed by a partial and parameters whose name begins with an underscore are not shown
    to the model. A parameter without annotation, or annotated with `Any`, is a string.

    Raises:
        TypeError: *func* is not callable or has no readable signature, or a parameter's type cannot
            be described; the message names the function, the parameter and the type.
    """
    if not callable(func):
        raise TypeError(f"a tool must be callable, not {type(func).__name__}")
    name = _name(func)
    fields = _tool_fields(func, name)
    docs = _documentation(func, [field.name for field in fields])
    parameters: dict[str, Any] = {"type": "object"}
    if fields:
        parameters["required"] = [f.name for f in fields if f.required and not _nullable(f.schema)]
    parameters["properties"] = {
        f.name: _property(f.schema, docs.parameters.get(f.name, "")) for f in fields
    }
    function = {"name": name, "description": docs.description, "parameters": parameters}
    return {"type": "function", "function": function}


# --- the callable: name, documentation, parameters ---


def _name(func: Any) -> str:
    name = getattr(func, "__name__", None)
    if isinstance(name, str):
        return name
    return _name(func.func) if isinstance(func, functools.partial) else type(func).__name__


def _documentation(func: Any, parameters: Sequence[str]) -> Docstring:
    if not isinstance(func, type):
        return read_docstring(_function_doc(func), parameters)
    docs = read_docstring(_class_doc(func), parameters)
    init_docs = read_docstring(inspect.getdoc(_initializer(func)), parameters)
    return docs._replace(parameters={**init_docs.parameters, **docs.parameters})


def _initializer(cls: type) -> Any:
    return inspect.getattr_static(cls, "__init__")


def _function_doc(func: Any) -> str | None:
    """The docstring of *func*: of what it wraps for a partial, of its call for an instance."""
    if hasattr(func, "__name__"):
        return inspect.getdoc(func)
    if isinstance(func, functools.partial):
        return _function_doc(cast("Any", func).func)
    cls = _class_of(func)
    # Not getdoc: for a call without a docstring it answers with that of `type`.
    return cls.__call__.__doc__ or inspect.getdoc(cls)


def _class_of(obj: object) -> type[object]:
    return type(obj)


def _class_doc(cls: type) -> str | None:
    """The docstring written for *cls* itself: neither inherited nor generated from its fields."""
    doc = cls.__dict__.get("__doc__")
    if not isinstance(doc, str) or doc.startswith(f"{cls.__name__}("):
        return None
    return doc


def _tool_fields(func: Any, name: str) -> list[_Field]:
    if isinstance(func, type) and callable(getattr(func, "model_json_schema", None)):
        try:
            schema = _model_schema(func)
        except _InexpressibleError as error:
            raise TypeError(f"{name}() cannot be described to a model: {error.args[1]}") from None
        required = schema.get("required", ())
        return [_Field(n, s, n in required) for n, s in schema.get("properties", {}).items()]
    hint_of = _hints(func)
    fields: list[_Field] = []
    for parameter in _parameters(func, name):
        try:
            schema = _schema(hint_of(parameter), ())
        except _InexpressibleError as error:
            raise _type_error(name, parameter.name, *error.args) from None
        fields.append(_Field(parameter.name, schema, _is_required(parameter)))
    return fields


def _type_error(function: str, parameter: str, tp: object, reason: str) -> TypeError:
    return TypeError(
        f"{function}(): parameter {parameter!r} has type {_display(tp)}, "
        f"which cannot be described to a model: {reason}"
    )


def _parameters(func: Any, name: str) -> list[inspect.Parameter]:
    """The parameters that a model may fill in."""
    try:
        signature = inspect.signature(func)
    except (ValueError, TypeError, NameError) as error:
        raise TypeError(f"{name}() has no signature that can be read: {error}") from error
    hidden = {_receiver(func, signature)}
    if isinstance(func, functools.partial):
        hidden.update(cast("Any", func).keywords)
    return [p for p in signature.parameters.values() if p.name not in hidden and _is_shown(p)]


def _is_shown(parameter: inspect.Parameter) -> bool:
    variadic = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    # A leading underscore marks what the caller of the tool injects by itself.
    return not variadic and not parameter.name.startswith("_")


def _is_required(parameter: inspect.Parameter) -> bool:
    return parameter.default is parameter.empty


def _receiver(func: Any, signature: inspect.Signature) -> str | None:
    """The name of the `self` that a method taken from its class still asks for, if it does."""
    if not isinstance(func, types.FunctionType):
        return None
    owner = func.__qualname__.rpartition(".")[0]
    first = next(iter(signature.parameters.values()), None)
    if not owner or owner.endswith("<locals>") or first is None:
        return None
    bare = first.annotation is first.empty and first.name in ("self", "cls")
    return first.name if bare else None


# --- annotations: from source text to types ---


class _Scope(NamedTuple):
    """The names that an annotation written as text may use."""

    globals: dict[str, Any]
    locals: dict[str, Any]


def _scope(func: Any) -> _Scope:
    home = _home(func)
    module = sys.modules.get(getattr(home, "__module__", None) or "")
    namespace = getattr(home, "__globals__", None) or (vars(module) if module else {})
    names = {t.__name__: t for t in getattr(home, "__type_params__", ())}
    code, cells = getattr(home, "__code__", None), getattr(home, "__closure__", None)
    for name, cell in zip(code.co_freevars if code else (), cells or (), strict=False):
        try:
            names[name] = cell.cell_contents
        except ValueError:  # a variable of the enclosing function that is not set yet
            continue
    return _Scope(namespace, names)


def _home(func: Any) -> Any:
    """The Python function in whose module the annotations of *func* were written."""
    while True:
        if isinstance(func, functools.partial):
            func = cast("Any", func).func
        elif isinstance(func, types.MethodType):
            func = func.__func__
        elif hasattr(func, "__wrapped__"):
            func = func.__wrapped__
        elif isinstance(func, types.FunctionType):
            return func
        elif isinstance(func, type):
            init = _initializer(func)
            return init if isinstance(init, types.FunctionType) else func
        elif isinstance(type(func).__call__, types.FunctionType):
            func = type(func).__call__
        else:
            return func


def _hints(func: Any) -> Callable[[inspect.Parameter], Any]:
    """What tells the type of each parameter of *func*."""
    if isinstance(func, type) and _has_fields(func):
        return functools.partial(_member_hint, cast("Any", func))
    return functools.partial(_parameter_hint, _scope(func))


def _parameter_hint(scope: _Scope, parameter: inspect.Parameter) -> Any:
    return (
        Any if parameter.annotation is parameter.empty else _resolved(parameter.annotation, scope)
    )


def _member_hint(cls: Any, parameter: inspect.Parameter) -> Any:
    """The type of the member that *parameter* of the constructor sets; the member knows in which
    module its annotation was written, which the constructor of a subclass does not."""
    hints = _class_hints(cls)
    # attrs drops the leading underscore of a private member from the parameter's name.
    for name in (parameter.name, f"_{parameter.name}"):
        if name in hints:
            return hints[name]
    return _parameter_hint(_scope(cls), parameter)


def _resolved(annotation: Any, scope: _Scope) -> Any:
    """*annotation* with all text in it evaluated, whether it is text itself or holds some."""

    def carrier() -> None: ...

    carrier.__annotations__ = {"x": annotation}
    try:
        hints = typing.get_type_hints(carrier, scope.globals, scope.locals, include_extras=True)
    except Exception as error:  # evaluating text can raise anything
        raise _InexpressibleError(annotation, f"it cannot be resolved ({error})") from error
    return _with_resolved_arguments(hints["x"], scope)


def _with_resolved_arguments(hint: Any, scope: _Scope) -> Any:
    """*hint* with the text inside `list["Name"]` evaluated, which Python 3.10 leaves alone."""
    if not isinstance(hint, types.GenericAlias):
        return hint
    arguments = tuple(
        _resolved(argument, scope)
        if isinstance(argument, str)
        else _with_resolved_arguments(argument, scope)
        for argument in hint.__args__
    )
    return types.GenericAlias(cast("Any", hint.__origin__), arguments)


def _class_hints(cls: type) -> dict[str, Any]:
    # A class made inside a function is not in its module, yet often names itself.
    try:
        return typing.get_type_hints(cls, None, {cls.__name__: cls}, include_extras=True)
    except Exception as error:  # evaluating text can raise anything
        raise _InexpressibleError(cls, f"its members cannot be resolved ({error})") from error


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
    if _form(origin) in ("Required", "NotRequired", "ReadOnly", "Final"):
        return _schema(args[0], trail)
    return _class_schema(origin, args, trail)


def _form(origin: Any) -> str:
    """The name of a typing construct, whether it comes from typing or from its backport."""
    return str(getattr(origin, "_name", None) or "")


def _type_variable_schema(tp: Any, trail: tuple[Any, ...]) -> Schema:
    if getattr(tp, "__constraints__", ()):
        return _union([_schema(choice, trail) for choice in tp.__constraints__])
    bound = getattr(tp, "__bound__", None)
    return {} if bound is None else _schema(bound, trail)


def _alias_schema(tp: Any, origin: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """The schema of what a `type` statement names; an alias that holds itself ends as any value."""
    alias = origin or tp
    if alias in trail:
        return {}
    return _schema(alias.__value__[args] if args else alias.__value__, (*trail, alias))


def _annotated_schema(tp: Any, metadata: Iterable[Any], trail: tuple[Any, ...]) -> Schema:
    schema = _schema(tp, trail)
    for note in metadata:
        candidates = (
            note,
            getattr(note, "documentation", None),
            getattr(note, "description", None),
        )
        if text := next((c for c in candidates if isinstance(c, str) and c.strip()), ""):
            return {**schema, "description": inspect.cleandoc(text)}
    return schema


def _class_schema(tp: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    """The schema of a class, or of a generic class with its arguments."""
    if not isinstance(tp, type):
        raise _InexpressibleError(tp, "it is no type that JSON can carry")
    cls = cast("type[Any]", tp)
    if issubclass(cls, enum.Enum):
        return _values_schema(cls, tuple(cls))
    if callable(getattr(cls, "model_json_schema", None)):
        return _model_schema(cls)
    if typing.is_typeddict(cls) or _is_typed_dict(cls):
        return _object_schema(cls, _typed_dict_fields, trail)
    if _has_fields(cls):
        return _object_schema(cls, _constructor_fields, trail)
    return _plain_schema(cls, args, trail)


def _plain_schema(cls: Any, args: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    for kind, schema in _SCALARS:
        if issubclass(cls, kind):
            return dict(schema)
    if issubclass(cls, collections.abc.Mapping):
        for arg in args:  # what the members of a JSON object are cannot be said, but must be valid
            _schema(arg, trail)
        return {"type": "object"}
    if issubclass(cls, tuple):
        return _array_schema(_tuple_members(cls, args), trail)
    if cls in _LOOPS or issubclass(cls, (collections.abc.Sequence, collections.abc.Set)):
        return _array_schema(args[:1], trail)
    whole = types.GenericAlias(cls, args) if args else cls
    raise _InexpressibleError(whole, "it is no type that JSON can carry")


def _tuple_members(cls: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    if hasattr(cls, "_fields"):  # a NamedTuple
        return tuple(_class_hints(cls).values())
    return tuple(arg for arg in args if arg not in (..., ()))


def _array_schema(members: tuple[Any, ...], trail: tuple[Any, ...]) -> Schema:
    items = _union([_schema(member, trail) for member in members])
    return {"type": "array", "items": items} if items else {"type": "array"}


def _values_schema(tp: Any, choices: Iterable[Any]) -> Schema:
    """The schema of an Enum or a Literal: the values, which are what JSON carries."""
    values: list[Any] = []
    for choice in choices:
        value = choice.value if isinstance(choice, enum.Enum) else choice
        if not isinstance(value, (str, int, float, type(None))):
            raise _InexpressibleError(tp, f"JSON has no form for its value {value!r}")
        if not any(value is v or (value == v and type(value) is type(v)) for v in values):
            values.append(value)
    if not values:
        raise _InexpressibleError(tp, "it has no values")
    return {"type": _one_or_list(_json_types(values)), "enum": values}


def _json_types(values: Iterable[Any]) -> list[str]:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
    return _unique(next((n for k, n in kinds if isinstance(v, k)), "null") for v in values)


# --- objects ---


def _is_typed_dict(cls: Any) -> bool:
    """Whether *cls* is a TypedDict of the backport, which `typing` may not know."""
    return dict in cls.__mro__ and hasattr(cls, "__required_keys__")


def _has_fields(cls: Any) -> bool:
    """Whether the constructor of *cls* was generated from declared fields."""
    return dataclasses.is_dataclass(cls) or hasattr(cls, "__attrs_attrs__")


def _object_schema(
    cls: type,
    fields_of: Callable[[type, tuple[Any, ...]], list[_Field]],
    trail: tuple[Any, ...],
) -> Schema:
    """The schema of an object with named members. A type inside itself ends as a bare object,
    since nothing can be referred to."""
    if cls in trail:
        return {"type": "object"}
    fields = fields_of(cls, (*trail, cls))
    docs = read_docstring(_class_doc(cls), [field.name for field in fields])
    schema: Schema = {"type": "object"}
    if docs.description:
        schema["description"] = docs.description
    schema["properties"] = {f.name: _described(f, docs) for f in fields}
    if required := [f.name for f in fields if f.required]:
        schema["required"] = required
    return schema


def _described(field: _Field, docs: Docstring) -> Schema:
    text = docs.parameters.get(field.name)
    return {**field.schema, "description": text} if text else field.schema


def _typed_dict_fields(cls: type, trail: tuple[Any, ...]) -> list[_Field]:
    required: Iterable[str] = getattr(cls, "__required_keys__", ())
    fields: list[_Field] = []
    for name, hint in _class_hints(cls).items():
        marks = _marks(hint)
        # Where annotations are text, the class itself could not see the marks on its members.
        needed = "NotRequired" not in marks and (name in required or "Required" in marks)
        fields.append(_Field(name, _schema(hint, trail), needed))
    return fields


def _marks(hint: Any) -> list[str]:
    """The names of the constructs around the type of a TypedDict's member."""
    names: list[str] = []
    while typing.get_origin(hint) is not None and not isinstance(hint, type):
        origin = typing.get_origin(hint)
        if origin is typing.Annotated:
            hint = hint.__origin__
        elif _form(origin) in ("Required", "NotRequired", "ReadOnly"):
            names.append(_form(origin))
            hint = typing.get_args(hint)[0]
        else:
            break
    return names


def _constructor_fields(cls: type, trail: tuple[Any, ...]) -> list[_Field]:
    hint_of = _hints(cls)
    return [
        _Field(parameter.name, _schema(hint_of(parameter), trail), _is_required(parameter))
        for parameter in _parameters(cls, cls.__name__)
    ]


# --- schemas that others wrote ---


def _model_schema(cls: Any) -> Schema:
    """The schema that a pydantic model, or a class that behaves like one, gives of itself."""
    try:
        schema = cast("dict[str, Any]", cls.model_json_schema())
    except Exception as error:  # the model's own rules decide what it raises
        raise _InexpressibleError(cls, f"its model_json_schema() failed ({error})") from error
    return _inlined(schema, schema.get("$defs", {}), ())


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
    members = [given["items"]] if "items" in given else given.get("prefixItems", [])
    if items := _union([_inlined(member, defs, trail) for member in members]):
        result["items"] = items
    if "properties" in given:
        properties = cast("dict[str, Any]", given["properties"])
        result["properties"] = {n: _inlined(s, defs, trail) for n, s in properties.items()}
    return result


def _inlined_base(given: dict[str, Any], defs: Mapping[str, Any], trail: tuple[str, ...]) -> Schema:
    """What *given* takes over from the schemas that it refers to or combines."""
    result: Schema = {}
    if isinstance(reference := given.get("$ref"), str):
        name = reference.rpartition("/")[2]
        if name in trail:
            return {"type": "object"}
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


def _nullable(schema: Schema) -> bool:
    return "null" in _types(schema)


def _without_null(schema: Schema) -> Schema:
    names = [name for name in _types(schema) if name != "null"]
    if not names and "anyOf" not in schema:
        return schema
    if "anyOf" not in schema:
        return _with_types(schema, names)
    kept = _union([_without_null(member) for member in schema["anyOf"] if member != _NULL])
    return {**kept, **{key: value for key, value in schema.items() if key != "anyOf"}}


def _property(schema: Schema, description: str) -> dict[str, Any]:
    """A parameter as the official client writes it: always a description, types joined to one text.

    None is not among the types: a parameter that accepts it is one that may be left out.
    """
    bare = _without_null(schema)
    result: dict[str, Any] = {
        "type": ", ".join(_types(bare)) or "string",
        "description": description or bare.get("description", ""),
    }
    keys = ("items", "enum", "properties", "required", "anyOf")
    return {**result, **{key: bare[key] for key in keys if key in bare}}


def _one_or_list(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names


def _unique(items: Iterable[Any]) -> list[Any]:
    """*items* in order without repetition; True and 1 are different."""
    kept: list[Any] = []
    for item in items:
        if not any(item == other and type(item) is type(other) for other in kept):
            kept.append(item)
    return kept


def _display(tp: object) -> str:
    return repr(tp) if isinstance(tp, str) else inspect.formatannotation(tp)
