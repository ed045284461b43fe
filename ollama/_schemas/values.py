"""Owns converting JSON values to values of Python types, and types to JSON Schemas.

msgspec, which the client depends on, handles plain types, dataclasses, attrs classes, TypedDicts
and enums. pydantic, if it is installed, handles its own models, `TypeAdapter`, constraints that
only it knows, and types that msgspec refuses. Which library is used depends on the type and on what
is installed, but never on what has been imported. A type that none supports raises a TypeError.
"""

from __future__ import annotations

import enum
import ipaddress
import json
import pathlib
import re
import typing
from collections.abc import Callable, Iterator
from typing import Any

import attrs
from ollama_client._runtime import codec
from ollama_client._runtime.scopes import misread_annotation

from ollama._schemas.annotations import is_union
from ollama._schemas.msgspec_types import for_msgspec, packages_of

_DEFINITIONS = "#/$defs/"

#: Modules that define types which are not classes, such as unions.
_TYPING = frozenset({"types", "typing", "typing_extensions"})


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"invalid regular expression: {error}") from error


#: Types whose values are strings in JSON, and what to call with such a string.
_FROM_TEXT: dict[type, Callable[[str], Any]] = {
    ipaddress.IPv4Address: ipaddress.IPv4Address,
    ipaddress.IPv4Network: ipaddress.IPv4Network,
    ipaddress.IPv6Address: ipaddress.IPv6Address,
    ipaddress.IPv6Network: ipaddress.IPv6Network,
    pathlib.Path: pathlib.Path,
    pathlib.PurePath: pathlib.PurePath,
    pathlib.PurePosixPath: pathlib.PurePosixPath,
    re.Pattern: _pattern,
}


class ConversionError(ValueError):
    """A value that does not match a type. The message says what was expected, and where."""


@attrs.frozen
class _Engine:
    """Converts values to one type, and describes the type."""

    convert: Callable[[Any, bool], Any]
    """Converts a value. The second argument is whether to be strict. Raises ValueError."""
    schema: Callable[[], dict[str, Any]]
    """Returns the JSON Schema of the type."""


def convert(value: Any, tp: Any, *, strict: bool = True) -> Any:
    """Return a decoded JSON value as a value of a type, or raise a `ConversionError`.

    Models often write numbers as strings, so arguments of tools are not read strictly: `"3"` is an
    int. pydantic models and adapters ignore `strict`, because they have their own setting.
    """
    engine = _engine(tp)
    try:
        return engine.convert(value, strict)
    except ValueError as error:
        raise ConversionError(_explained(error)) from error


def json_schema(tp: Any) -> dict[str, Any]:
    """Return the JSON Schema of a type, for `format`."""
    try:
        return _with_root(_engine(tp).schema())
    except RuntimeError as error:  # Raised by pydantic for types that JSON cannot express.
        raise _unreadable(tp, error) from None


def demand_convertible(tp: Any) -> None:
    """Check that `convert` supports a type."""
    _engine(tp)


def is_type(value: object) -> bool:
    """Return whether a value is a class or another type, such as `list[int]` or `int | None`."""
    return isinstance(value, type) or type(value).__module__ in _TYPING


def shown(tp: object) -> str:
    """Return the name of a type, for messages."""
    return tp.__qualname__ if isinstance(tp, type) and not typing.get_args(tp) else str(tp)


def _explained(error: ValueError) -> str:
    """Return a message that a model can use. pydantic's own has links and values, too."""
    errors = getattr(error, "errors", None)
    if not callable(errors):
        return str(error)
    found: Any = errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{one['msg']} - at `{_path(one['loc'])}`" for one in found)


def _path(steps: tuple[int | str, ...]) -> str:
    """Return a path in a JSON value, in the format of msgspec."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _with_root(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose root is not a reference, because not every reader follows one."""
    definitions: dict[str, Any] = schema.get("$defs", {})
    name = str(schema.get("$ref", "")).removeprefix(_DEFINITIONS)
    if name not in definitions:
        return schema
    root, kept = definitions[name], dict(definitions)
    if json.dumps(_DEFINITIONS + name) not in json.dumps(definitions, default=str):
        del kept[name]  # Nothing refers to it, so it is not recursive.
    return {**root, "$defs": kept} if kept else dict(root)


# ---------------------------------------------------------------------- which library


def _engine(tp: Any) -> _Engine:
    if isinstance(tp, type):
        if hasattr(tp, "model_validate") and hasattr(tp, "model_json_schema"):
            return _model(tp)
    elif hasattr(tp, "validate_python") and hasattr(tp, "json_schema"):
        return _validated(tp.validate_json, tp.json_schema)
    native = for_msgspec(tp)
    parts = list(_parts(native, set()))  # All of them, because each is checked and may raise.
    if not any(map(_is_of_pydantic, parts)) and (plain := _msgspec(native) or _choices(tp)):
        return plain
    try:
        from pydantic import TypeAdapter
    except ImportError:
        if plain := _msgspec(native) or _msgspec(tp):
            return plain  # Without the constraints that only pydantic checks.
        has_msgspec = codec.strict_reader() is not json.loads
        missing = " with the installed packages; pydantic may support it"
        missing = missing if has_msgspec else ": install msgspec or pydantic"
        raise TypeError(f"{shown(tp)} cannot be read from JSON{missing}") from None
    try:
        adapter: Any = TypeAdapter(tp)
        return _validated(adapter.validate_json, adapter.json_schema)
    except Exception as error:  # pydantic's errors have no public base class.
        raise _unreadable(tp, error) from None


def _unreadable(tp: Any, error: Exception) -> TypeError:
    # Only the first line of pydantic's message. The others give advice about pydantic.
    return TypeError(f"{shown(tp)} cannot be read from JSON: {str(error).partition(chr(10))[0]}")


def _model(cls: Any) -> _Engine:
    """Return the engine for a pydantic model, or a class with the same methods, such as ours."""
    if hasattr(cls, "model_validate_json"):
        return _validated(cls.model_validate_json, cls.model_json_schema)
    return _Engine(lambda value, _strict: cls.model_validate(value), cls.model_json_schema)


def _validated(validate: Callable[[bytes], Any], schema: Callable[[], dict[str, Any]]) -> _Engine:
    # pydantic gets JSON, because a strict model accepts a date as a string only in JSON. Models and
    # adapters have their own setting for strictness.
    return _Engine(lambda value, _strict: validate(codec.dumps(value)), schema)


def _msgspec(tp: Any) -> _Engine | None:
    try:
        import msgspec

        schema = msgspec.json.schema(tp, schema_hook=_text_schema)
    # NameError: only pydantic may find a name. RecursionError: recursive `type` aliases.
    except (ImportError, TypeError, NameError, RecursionError):
        return None

    def convert_with_msgspec(value: Any, strict: bool) -> Any:
        return msgspec.convert(value, tp, strict=strict, str_keys=True, dec_hook=_from_text)

    return _Engine(convert_with_msgspec, lambda: schema)


def _is_of_pydantic(part: Any) -> bool:
    """Return whether only pydantic supports a part of a type, such as its models."""
    known = packages_of(part).isdisjoint({"pydantic", "annotated_types"})
    return not known or hasattr(part, "__pydantic_fields__")


def _parts(tp: Any, seen: set[int]) -> Iterator[Any]:
    """Yield a type, its parts, and the annotations of `Annotated` in it."""
    if id(tp) in seen:
        return
    seen.add(id(tp))
    yield tp
    for part in (*typing.get_args(tp), *getattr(tp, "__metadata__", ())):
        yield from _parts(part, seen)
    if isinstance(tp, type) and tp.__module__ != "builtins":
        _demand_readable(tp)
        try:
            hints = typing.get_type_hints(tp, include_extras=True)
        except Exception:  # A string cannot be evaluated. The library will report it.
            return
        for hint in hints.values():
            yield from _parts(hint, seen)


def _demand_readable(cls: type) -> None:
    """Check that no annotation of a class would be evaluated to something else.

    A library looks up names in the module. If a name is a variable of the enclosing function, this
    finds the wrong object. Models are not checked, because they evaluate their own annotations.
    """
    if hasattr(cls, "model_validate"):
        return
    for text in filter(None, map(misread_annotation, cls.__mro__)):
        raise TypeError(
            f"{shown(cls)} cannot be read from JSON: its annotation {text!r} uses a variable of "
            "the enclosing function, but the module has another object with that name. Define the "
            "class outside of the function, or as a pydantic model"
        )


# ---------------------------------------------------------------------- enumerated values


def _choices(tp: Any) -> _Engine | None:
    """Return an engine for enumerated values that msgspec does not support.

    An example is `Literal[0.5, "auto"]`. For other types, return None.
    """
    values = list(_enumerated(tp))
    written = [value.value if isinstance(value, enum.Enum) else value for value in values]
    if not values or not all(isinstance(w, (str, int, float, type(None))) for w in written):
        return None

    def choose(given: Any, strict: bool) -> Any:
        for value, text in zip(values, written, strict=True):
            if given == text and isinstance(given, bool) is isinstance(text, bool):
                return value
        texts = [json.dumps(text) for text in written]
        if not strict and given in texts:
            return values[texts.index(given)]
        raise ValueError(f"Expected one of {', '.join(texts)}")

    return _Engine(choose, lambda: {"enum": written})


def _enumerated(tp: Any) -> Iterator[Any]:
    """Yield the values of an Enum, a Literal, or a union of these; nothing for other types."""
    if isinstance(tp, type) and issubclass(tp, enum.Enum):
        yield from tp
    elif typing.get_origin(tp) is typing.Literal:
        yield from typing.get_args(tp)
    elif is_union(tp):
        members = [[None] if m is type(None) else list(_enumerated(m)) for m in typing.get_args(tp)]
        if all(members):
            for member in members:
                yield from member


# ---------------------------------------------------------------------- types written as text


def _maker(tp: Any) -> Callable[[str], Any] | None:
    origin = typing.get_origin(tp) or tp
    return _FROM_TEXT.get(origin) if isinstance(origin, type) else None


def _from_text(tp: Any, value: Any) -> Any:
    make = _maker(tp)
    if make is None:
        raise NotImplementedError(f"{shown(tp)} cannot be made from JSON")
    if not isinstance(value, str):
        raise ValueError(f"Expected `str`, got `{type(value).__name__}`")
    return make(value)


def _text_schema(tp: Any) -> dict[str, Any]:
    if _maker(tp) is None:
        raise NotImplementedError(f"{shown(tp)} has no schema")
    return {"type": "string"}
