"""Owns reading annotations: evaluating strings, replacing type variables, removing wrappers.

Annotations that cannot be evaluated raise an `InexpressibleError`.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any, cast

from ollama_client._runtime.scopes import Scope, class_scope, words_of


class InexpressibleError(Exception):
    """A type that has no schema, or an annotation that cannot be evaluated."""

    def __init__(self, tp: object, reason: str) -> None:
        super().__init__(reason)
        self.tp = tp
        self.reason = reason
        self.parameter = ""
        """Name of the annotated parameter; empty if unknown."""


def display(tp: object) -> str:
    """Return a type in the form that it has in code."""
    return repr(tp) if isinstance(tp, str) else inspect.formatannotation(tp)


def plain_name(tp: Any) -> str:
    """Return a short form of a type for readers: without modules and `Annotated`."""
    origin, arguments = typing.get_origin(tp), typing.get_args(tp)
    if origin is typing.Annotated:
        return plain_name(arguments[0])
    if is_union(tp):
        return " | ".join(map(plain_name, arguments))
    if tp is type(None):
        return "None"
    if isinstance(tp, type) and not arguments:
        return tp.__name__
    if isinstance(origin, type) and not any(isinstance(a, list) for a in arguments):
        inner = ", ".join("..." if a is Ellipsis else plain_name(a) for a in arguments)
        return f"{origin.__name__}[{inner}]"
    return display(tp)


def is_union(tp: Any) -> bool:
    """Return whether a type is a union, written as `X | Y`, `Union` or `Optional`."""
    return typing.get_origin(tp) in (typing.Union, types.UnionType)


def form(origin: Any) -> str:
    """Return the name of a typing construct, from typing or typing_extensions."""
    return str(getattr(origin, "_name", None) or getattr(origin, "__name__", None) or "")


def resolved(annotation: Any, scope: Scope) -> Any:
    """Return an annotation with all strings in it evaluated."""
    carrier = type("Carrier", (), {"__annotations__": {"x": annotation}})
    try:
        hints = _hints(carrier, scope)
    except Exception as error:  # Evaluating a string can raise anything.
        raise InexpressibleError(annotation, f"it cannot be resolved ({error})") from error
    return _with_resolved_arguments(hints["x"], scope)


def _hints(carrier: type, scope: Scope) -> dict[str, Any]:
    """Return the annotations of a class with all strings evaluated."""
    for annotation in carrier.__annotations__.values():
        for name in sorted(scope.lost.intersection(words_of(annotation))):
            text = f"{name} is a variable of an enclosing function, and its value is not available"
            raise NameError(text)
    return typing.get_type_hints(carrier, scope.globals, scope.locals, include_extras=True)


def _with_resolved_arguments(hint: Any, scope: Scope) -> Any:
    """Return a type with strings as in `list["Name"]` evaluated, which Python 3.10 does not do."""
    if not isinstance(hint, types.GenericAlias):
        return hint
    arguments = tuple(
        resolved(argument, scope)
        if isinstance(argument, str)
        else _with_resolved_arguments(argument, scope)
        for argument in hint.__args__
    )
    return types.GenericAlias(cast("Any", hint.__origin__), arguments)


def class_hints(cls: type) -> dict[str, Any]:
    """Return the annotations of a class and its bases, by the names of the members."""
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        carrier = type(base.__name__, (), {"__annotations__": inspect.get_annotations(base)})
        try:
            hints |= _hints(carrier, class_scope(base))
        except Exception as error:  # Evaluating a string can raise anything.
            reason = f"its members cannot be resolved ({error})"
            raise InexpressibleError(cls, reason) from error
    return hints


# --- constructs ---


def unwrapped(hint: Any) -> tuple[list[str], Any]:
    """Return the names of wrappers such as `NotRequired`, and the type without them."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        names, inner = unwrapped(hint.__origin__)
        return names, (typing.Annotated[(inner, *hint.__metadata__)] if names else hint)
    if form(origin) in ("Required", "NotRequired", "ReadOnly"):
        names, inner = unwrapped(typing.get_args(hint)[0])
        return [form(origin), *names], inner
    return [], hint


def generic_arguments(tp: Any) -> tuple[Any, dict[Any, Any]]:
    """Return the class of a generic type, and the values of its type variables.

    For `Box[int]`, these are `Box` and `{T: int}`.
    """
    origin = typing.get_origin(tp)
    if origin is None:
        return tp, {}
    variables = getattr(origin, "__parameters__", ())
    return origin, dict(zip(variables, typing.get_args(tp), strict=False))


def substituted(hint: Any, arguments: Mapping[Any, Any]) -> Any:
    """Return a type with its type variables replaced."""
    if not arguments:
        return hint
    if isinstance(hint, typing.TypeVar):
        return arguments.get(hint, hint)
    variables = getattr(hint, "__parameters__", ())
    # The variables of a generic class without arguments are not ours.
    if not variables or (isinstance(hint, type) and typing.get_origin(hint) is None):
        return hint
    return cast("Any", hint)[tuple(arguments.get(v, v) for v in variables)]


def accepts_none(hint: Any) -> bool:
    """Return whether a type accepts None."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is None or hint in (Any, object, type(None)):
        return True
    if is_union(hint):
        return any(map(accepts_none, args))
    if origin is typing.Annotated:
        return accepts_none(args[0])
    if origin is typing.Literal:
        return None in args
    inner = getattr(hint, "__supertype__", None) or getattr(hint, "__value__", None)
    return inner is not None and accepts_none(inner)
