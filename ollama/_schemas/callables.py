"""Owns reading a Python callable: its name, its docstring, and the parameters a model fills in."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, cast

from ollama_client._runtime.scopes import scope_of

from ollama._core.signatures import LEFT_OUT
from ollama._schemas.annotations import (
    InexpressibleError,
    class_hints,
    generic_arguments,
    initializer,
    member_type,
    resolved,
    substituted,
    wrapper_names,
)
from ollama._schemas.docstrings import Docstring, read_docstring


class Parameter(NamedTuple):
    """One named value that a model may fill in."""

    name: str
    hint: Any
    """The type; `Any` where there is no annotation."""
    required: bool
    default: Any
    """What it is when left out; `inspect.Parameter.empty` if that is unknown."""


def callable_name(func: Any) -> str:
    """Return what a callable is called: its class's name for an instance."""
    name = getattr(func, "__name__", None)
    if isinstance(name, str):
        return name
    return callable_name(func.func) if isinstance(func, functools.partial) else type(func).__name__


def is_coroutine_function(func: Any) -> bool:
    """Tell whether calling a callable gives a coroutine."""
    while isinstance(func, functools.partial):
        func = cast("Any", func).func
    if inspect.iscoroutinefunction(func):
        return True
    return not isinstance(func, type) and inspect.iscoroutinefunction(class_of(func).__call__)


# --- documentation ---


def documentation(func: Any, parameters: Collection[str]) -> Docstring:
    """Return what the docstrings of a callable say about it and about its parameters."""
    if not isinstance(func, type):
        return read_docstring(_function_doc(func), parameters)
    docs = class_documentation(func, parameters)
    init_docs = read_docstring(inspect.getdoc(initializer(func)), parameters)
    return docs._replace(parameters={**init_docs.parameters, **docs.parameters})


def class_documentation(cls: type, parameters: Collection[str]) -> Docstring:
    """Return what the docstring of a class says about it and its members; only one that was
    written for it: neither inherited nor generated from its fields."""
    doc = cls.__dict__.get("__doc__")
    written = isinstance(doc, str) and not doc.startswith(f"{cls.__name__}(")
    return read_docstring(doc if written else None, parameters)


def _function_doc(func: Any) -> str | None:
    """The docstring of *func*: of what it wraps for a partial, of its call for an instance."""
    if hasattr(func, "__name__"):
        return inspect.getdoc(func)
    if isinstance(func, functools.partial):
        return _function_doc(cast("Any", func).func)
    cls = class_of(func)
    # Not getdoc: for a call without a docstring it answers with that of `type`.
    return cls.__call__.__doc__ or inspect.getdoc(cls)


def class_of(obj: object) -> type[object]:
    """Return the class of an object, as checkers cannot tell from `type(obj)`."""
    return type(obj)


# --- parameters ---


def signature_of(func: Any) -> inspect.Signature:
    """Return the signature of a callable.

    Raises:
        TypeError: It has none that can be read.
    """
    try:
        return inspect.signature(func)
    except (ValueError, TypeError, NameError) as error:
        name = callable_name(func)
        raise TypeError(f"{name}() has no signature that can be read: {error}") from error


def shown_parameters(func: Any, arguments: Mapping[Any, Any] | None = None) -> list[Parameter]:
    """Return the parameters that a model may fill in, in order.

    `*numbers: float` is one parameter, a list. `self`, other variadic parameters, what a partial
    fixes, and names that begin with an underscore are not shown: the last mark what the caller of
    the tool injects by itself.

    Args:
        func: The callable.
        arguments: What the type variables of a generic class stand for.

    Raises:
        TypeError: There is no signature that can be read.
        InexpressibleError: An annotation cannot be resolved; it knows the parameter.
    """
    signature = signature_of(func)
    hidden = {_receiver(func, signature)}
    if isinstance(func, functools.partial):
        hidden.update(cast("Any", func).keywords)
    hint_of = _hints(func)
    shown: list[Parameter] = []
    for parameter in signature.parameters.values():
        is_private = parameter.name.startswith("_")
        is_private = is_private or parameter.default is LEFT_OUT
        if parameter.name in hidden or is_private or parameter.kind is parameter.VAR_KEYWORD:
            continue
        try:
            hint = substituted(hint_of(parameter), arguments or {})
        except InexpressibleError as error:
            error.parameter = error.parameter or parameter.name
            raise
        if parameter.kind is not parameter.VAR_POSITIONAL:
            default = parameter.default
            shown.append(Parameter(parameter.name, hint, default is parameter.empty, default))
        elif _unless_anonymous(hint) is not Any:
            # Without a type it stems from a wrapper, which passes on what it is given.
            items = types.GenericAlias(list, (hint,))
            shown.append(Parameter(parameter.name, items, False, parameter.empty))
    return shown


def keyword_type(func: Any) -> Any:
    """Return the type of the values that a callable takes under any name; None if it does not.

    `**settings: Unpack[...]` takes certain names only, which are not shown.
    """
    for parameter in signature_of(func).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            # Not resolved where it is text: often it can be only by type checkers.
            if "Unpack[" in str(parameter.annotation):
                return None
            return _unless_anonymous(_hints(func)(parameter))
    return None


def _unless_anonymous(hint: Any) -> Any:
    anonymous = hint is object or isinstance(hint, (typing.ParamSpecArgs, typing.ParamSpecKwargs))
    return Any if anonymous else hint


def typed_dict_members(cls: Any) -> list[Parameter]:
    """Return the members of a TypedDict, or of a generic one with its arguments."""
    cls, arguments = generic_arguments(cls)
    required: Collection[str] = getattr(cls, "__required_keys__", ())
    members: list[Parameter] = []
    for name, hint in class_hints(cls).items():
        marks = wrapper_names(hint)
        # Where annotations are text, the class itself could not see the marks on its members.
        needed = "NotRequired" not in marks and (name in required or "Required" in marks)
        tp = substituted(member_type(hint), arguments)
        members.append(Parameter(name, tp, needed, inspect.Parameter.empty))
    return members


def has_fields(cls: Any) -> bool:
    """Tell whether the constructor of a class was generated from declared fields."""
    return dataclasses.is_dataclass(cls) or hasattr(cls, "__attrs_attrs__")


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


def _hints(func: Any) -> Callable[[inspect.Parameter], Any]:
    """What tells the type of each parameter of *func*."""
    # The signature of a struct has types already, as msgspec found them: in the module alone.
    if isinstance(func, type) and (has_fields(func) or hasattr(func, "__struct_fields__")):
        return functools.partial(_member_hint, cast("Any", func))
    return functools.partial(_parameter_hint, scope_of(func))


def _parameter_hint(scope: Any, parameter: inspect.Parameter) -> Any:
    if parameter.annotation is parameter.empty:
        return Any
    return resolved(parameter.annotation, scope)


def _member_hint(cls: Any, parameter: inspect.Parameter) -> Any:
    """The type of the member that *parameter* of the constructor sets; the member knows in which
    module its annotation was written, which the constructor of a subclass does not."""
    hints = class_hints(cls)
    # attrs drops the leading underscore of a private member from the parameter's name.
    for name in (parameter.name, f"_{parameter.name}"):
        if name in hints:
            return hints[name]
    return _parameter_hint(scope_of(cls), parameter)
