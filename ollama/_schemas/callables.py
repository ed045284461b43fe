"""Owns reading callables: their names, docstrings, and the parameters that a model provides."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, cast

from ollama_client._runtime.scopes import Scope, scope_of

from ollama._core.signatures import LEFT_OUT
from ollama._schemas.annotations import (
    InexpressibleError,
    class_hints,
    generic_arguments,
    resolved,
    substituted,
    unwrapped,
)
from ollama._schemas.docstrings import Docstring, read_docstring


class Parameter(NamedTuple):
    """A named value that a model can provide."""

    name: str
    hint: Any
    """The type; `Any` if there is no annotation."""
    required: bool
    default: Any
    """The default value; `inspect.Parameter.empty` if there is none, or if it is unknown."""


def callable_name(func: Any) -> str:
    """Return the name of a callable. For an instance, this is the name of its class."""
    name = getattr(func, "__name__", None)
    if isinstance(name, str):
        return name
    return callable_name(func.func) if isinstance(func, functools.partial) else type(func).__name__


def is_coroutine_function(func: Any) -> bool:
    """Return whether a callable returns a coroutine."""
    while isinstance(func, functools.partial):
        func = cast("Any", func).func
    if inspect.iscoroutinefunction(func):
        return True
    cls = cast("Any", type(func))
    return not isinstance(func, type) and inspect.iscoroutinefunction(cls.__call__)


# --- documentation ---


def documentation(func: Any, parameters: Collection[str]) -> Docstring:
    """Return the description of a callable and of its parameters, from its docstrings."""
    if not isinstance(func, type):
        return read_docstring(_function_doc(func), parameters)
    docs = class_documentation(func, parameters)
    init_docs = read_docstring(inspect.getdoc(inspect.getattr_static(func, "__init__")), parameters)
    return docs._replace(parameters={**init_docs.parameters, **docs.parameters})


def class_documentation(cls: type, parameters: Collection[str]) -> Docstring:
    """Return the description of a class and of its members, from its docstring.

    An inherited docstring is ignored, and so is one that was generated from the fields.
    """
    doc = cls.__dict__.get("__doc__")
    written = isinstance(doc, str) and not doc.startswith(f"{cls.__name__}(")
    return read_docstring(doc if written else None, parameters)


def _function_doc(func: Any) -> str | None:
    """Return the docstring of a function, a partial's function, or an instance's `__call__`."""
    if hasattr(func, "__name__"):
        return inspect.getdoc(func)
    if isinstance(func, functools.partial):
        return _function_doc(cast("Any", func).func)
    cls = cast("Any", type(func))
    # Not getdoc, because it returns the docstring of `type` for a `__call__` without one.
    return cls.__call__.__doc__ or inspect.getdoc(cls)


# --- parameters ---


def signature_of(func: Any) -> inspect.Signature:
    """Return the signature of a callable."""
    try:
        return inspect.signature(func)
    except (ValueError, TypeError, NameError) as error:
        name = callable_name(func)
        raise TypeError(f"the signature of {name}() cannot be read: {error}") from error


def shown_parameters(func: Any, arguments: Mapping[Any, Any] | None = None) -> list[Parameter]:
    """Return the parameters that a model can provide, in order.

    `*numbers: float` becomes one parameter, a list. These are not included: `self`, other variadic
    parameters, keywords that a partial sets, and names that begin with an underscore, which the
    caller of a tool provides. `arguments` has the type variables of a generic class.
    """
    signature = signature_of(func)
    hidden = {_receiver(func, signature)}
    if isinstance(func, functools.partial):
        hidden.update(cast("Any", func).keywords)
    scope = scope_of(func)
    shown: list[Parameter] = []
    for parameter in signature.parameters.values():
        is_private = parameter.name.startswith("_") or parameter.default is LEFT_OUT
        if parameter.name in hidden or is_private or parameter.kind is parameter.VAR_KEYWORD:
            continue
        try:
            hint = substituted(_hint(func, scope, parameter), arguments or {})
        except InexpressibleError as error:
            error.parameter = error.parameter or parameter.name
            raise
        if parameter.kind is not parameter.VAR_POSITIONAL:
            default = parameter.default
            shown.append(Parameter(parameter.name, hint, default is parameter.empty, default))
        elif _unless_anonymous(hint) is not Any:
            # Without a type, it is usually a wrapper's `*args`, which is passed on.
            items = types.GenericAlias(list, (hint,))
            shown.append(Parameter(parameter.name, items, False, parameter.empty))
    return shown


def keyword_type(func: Any) -> Any:
    """Return the type of additional keyword arguments; None if a callable accepts none.

    `**settings: Unpack[...]` only accepts certain names, so it does not count.
    """
    for parameter in signature_of(func).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            # A string is not evaluated here, because often only type checkers can do it.
            if "Unpack[" in str(parameter.annotation):
                return None
            return _unless_anonymous(_hint(func, scope_of(func), parameter))
    return None


def _unless_anonymous(hint: Any) -> Any:
    anonymous = hint is object or isinstance(hint, (typing.ParamSpecArgs, typing.ParamSpecKwargs))
    return Any if anonymous else hint


def typed_dict_members(cls: Any) -> list[Parameter]:
    """Return the members of a TypedDict, which may be generic."""
    cls, arguments = generic_arguments(cls)
    required: Collection[str] = getattr(cls, "__required_keys__", ())
    members: list[Parameter] = []
    for name, hint in class_hints(cls).items():
        marks, inner = unwrapped(hint)
        # If annotations are strings, the class does not know which members are NotRequired.
        needed = "NotRequired" not in marks and (name in required or "Required" in marks)
        tp = substituted(inner, arguments)
        members.append(Parameter(name, tp, needed, inspect.Parameter.empty))
    return members


def has_fields(cls: Any) -> bool:
    """Return whether the constructor of a class was generated from its fields."""
    return dataclasses.is_dataclass(cls) or hasattr(cls, "__attrs_attrs__")


def _receiver(func: Any, signature: inspect.Signature) -> str | None:
    """Return the name of an unbound method's first parameter, such as `self`, or None."""
    if not isinstance(func, types.FunctionType):
        return None
    owner = func.__qualname__.rpartition(".")[0]
    first = next(iter(signature.parameters.values()), None)
    if not owner or owner.endswith("<locals>") or first is None:
        return None
    bare = first.annotation is first.empty and first.name in ("self", "cls")
    return first.name if bare else None


def _hint(func: Any, scope: Scope, parameter: inspect.Parameter) -> Any:
    """Return the type of a parameter.

    The annotation of a member is evaluated in the module of its own class. The constructor of a
    subclass may be in another module, and that of a Struct has types that msgspec looked up in the
    module only.
    """
    if isinstance(func, type) and (has_fields(func) or hasattr(func, "__struct_fields__")):
        hints = class_hints(func)
        # attrs drops the leading underscore of a private member from the parameter's name.
        for name in (parameter.name, f"_{parameter.name}"):
            if name in hints:
                return hints[name]
    return Any if parameter.annotation is parameter.empty else resolved(parameter.annotation, scope)
