"""Owns the arguments of a tool call: JSON values are converted for the callable."""

from __future__ import annotations

import datetime
import functools
import inspect
import json
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from ollama_client._runtime.model import is_mapping

from ollama._schemas.annotations import InexpressibleError, accepts_none, is_union, plain_name
from ollama._schemas.callables import (
    Parameter,
    callable_name,
    keyword_type,
    shown_parameters,
    signature_of,
)
from ollama._schemas.types import type_schema
from ollama._schemas.values import ConversionError, convert, demand_convertible
from ollama._tools.definition import is_model, type_error

#: Functions that read shorter forms than msgspec does, such as "10:30".
_FROM_ISO: dict[Any, Callable[[str], datetime.datetime | datetime.time]] = {
    datetime.datetime: datetime.datetime.fromisoformat,
    datetime.time: datetime.time.fromisoformat,
}


class ToolArgumentsError(ValueError):
    """The model's arguments do not match the tool. The message can be sent to the model."""

    def __init__(self, tool: str, problems: Mapping[str, str]) -> None:
        super().__init__(tool, dict(problems))
        self.tool = tool
        """Name of the tool."""
        self.problems = dict(problems)
        """The problem with each argument, by name."""

    def __str__(self) -> str:
        return f"{self.tool}(): {'; '.join(self.problems.values())}"


class ToolParameters(NamedTuple):
    """The parameters of a callable, and which of them a model provides."""

    tool: str
    """Name of the tool, for errors."""
    signature: inspect.Signature
    shown: dict[str, Parameter]
    """The parameters that the model provides, by name."""
    others: Any
    """The type of values with other names; None if other names are not allowed."""
    fixed: frozenset[str] = frozenset()
    """Names that only the program sets: hidden parameters, and arguments of
    `functools.partial`."""
    model: Any = None
    """A pydantic model, which checks the arguments itself."""

    @classmethod
    def of(cls, tool: str, func: Any) -> ToolParameters:
        """Read the parameters of a tool's callable."""
        if is_model(func):
            # Its schema may use names that are not valid in Python.
            return cls(tool, inspect.signature(_any_keyword), {}, Any, model=func)
        try:
            shown = {parameter.name: parameter for parameter in shown_parameters(func)}
            signature, fixed = signature_of(func), {*signature_of(func).parameters, *_given(func)}
            return cls(tool, signature, shown, keyword_type(func), frozenset(fixed - shown.keys()))
        except InexpressibleError as error:
            raise type_error(callable_name(func), error) from None

    def bind(self, arguments: Mapping[str, Any]) -> inspect.BoundArguments:
        """Check and convert the arguments of a tool call; see `FunctionTool.bind`."""
        if not is_mapping(arguments):
            kind = type(arguments).__name__
            raise TypeError(f"arguments: expected a mapping, got {kind} {arguments!r}")
        if self.model is not None:
            return self._bind_model(dict(arguments))
        problems: dict[str, str] = {}
        values = dict(self._values(arguments, problems))
        if problems:
            raise ToolArgumentsError(self.tool, problems)
        return self._bound(values)

    def demand_bindable(self) -> None:
        """Check that `bind` can work; see `FunctionTool.demand_bindable`."""
        if self.model is not None:
            return
        for name, parameter in self.shown.items():
            if parameter.hint in (Any, object):
                continue
            try:
                demand_convertible(parameter.hint)
            except TypeError as error:
                raise TypeError(f"{self.tool}(): parameter {name!r}: {error}") from error
        for name, given in self.signature.parameters.items():
            variadic = given.kind in (given.VAR_POSITIONAL, given.VAR_KEYWORD)
            if name not in self.shown and given.default is given.empty and not variadic:
                raise self._hidden(name)

    def _values(
        self, arguments: Mapping[str, Any], problems: dict[str, str]
    ) -> Iterator[tuple[str, Any]]:
        """Yield the name and value of each argument. Errors are added to *problems*."""
        for name, parameter in self.shown.items():
            optional = accepts_none(parameter.hint)
            if name in arguments:
                value = arguments[name]
                if value is not None or parameter.required or optional:
                    yield name, _value(name, value, parameter.hint, problems)
            elif parameter.required:
                # In the definition, parameters that accept None are not required.
                if optional and parameter.hint is not Any:
                    yield name, None
                else:
                    problems[name] = f"argument {name!r} is missing"
        for name in [name for name in arguments if name not in self.shown]:
            if self.others is None or name in self.fixed:
                problems[name] = f"there is no parameter {name!r}"
            else:
                yield name, _value(name, arguments[name], self.others, problems)

    def _bind_model(self, arguments: dict[str, Any]) -> inspect.BoundArguments:
        try:
            convert(arguments, self.model, strict=False)
        except ConversionError as error:
            raise ToolArgumentsError(self.tool, {"arguments": str(error)}) from error
        return inspect.BoundArguments(self.signature, cast("Any", {"arguments": arguments}))

    def _bound(self, values: Mapping[str, Any]) -> inspect.BoundArguments:
        placed: dict[str, Any] = {}
        for name, parameter in self.signature.parameters.items():
            if parameter.kind is parameter.VAR_POSITIONAL:
                if name in values:
                    placed[name] = tuple(values[name])
            elif parameter.kind is parameter.VAR_KEYWORD:
                placed[name] = {n: v for n, v in values.items() if n not in self.shown}
            elif name in values:
                placed[name] = values[name]
            elif parameter.default is parameter.empty:
                raise self._hidden(name)
        _fill_gaps(self.signature, placed)
        return inspect.BoundArguments(self.signature, cast("Any", placed))

    def _hidden(self, name: str) -> TypeError:
        return TypeError(
            f"{self.tool}(): parameter {name!r} is not shown to the model and has no default; "
            f"set its value with functools.partial"
        )


def _given(func: Any) -> Iterator[str]:
    """Yield the keyword arguments of `functools.partial` objects, also of nested ones."""
    while isinstance(func, functools.partial):
        yield from func.keywords
        func = func.func


def _any_keyword(**arguments: Any) -> None:
    """Provides the signature of a callable that takes all arguments by name."""


# --- values ---


def _value(name: str, value: Any, tp: Any, problems: dict[str, str]) -> Any:
    try:
        return _converted(value, tp)
    except ConversionError as error:
        given = f"{type(value).__name__} {value!r}"
        problems[name] = f"argument {name!r} must be {_expected(tp)}, not {given}: {error}"
        return None


def _expected(tp: Any) -> str:
    """Return the expected type or values for a message to the model, in its schema's words."""
    try:
        values = type_schema(tp).get("enum")
    except InexpressibleError:
        values = None
    if values is None:
        return plain_name(tp)
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    return f"one of {', '.join(written)}" if len(written) > 1 else written[0]


def _converted(value: Any, tp: Any) -> Any:
    if tp in (Any, object):
        return value
    try:
        return convert(value, tp, strict=False)
    except ConversionError:
        if not isinstance(value, str):
            raise
        for read in (_from_iso, _from_json):
            try:
                return read(value, tp)
            except ValueError:
                continue
        raise


def _from_json(text: str, tp: Any) -> Any:
    """Read a list or an object that the model sent as JSON text."""
    if not text.lstrip().startswith(("[", "{")):
        raise ValueError("neither a list nor an object")
    return convert(json.loads(text), tp, strict=False)


def _from_iso(text: str, tp: Any) -> Any:
    """Read a time without seconds, or a datetime without a time."""
    read = _FROM_ISO.get(_only_type(tp))
    if read is None:
        raise ValueError("not a time or datetime")
    text = text.strip()
    # Python 3.10 does not accept "Z".
    time = read(f"{text[:-1]}+00:00" if text.endswith(("Z", "z")) else text)
    return convert(time.isoformat(), tp, strict=False)


def _only_type(tp: Any) -> Any:
    """Return a type without None and annotations."""
    if typing.get_origin(tp) is typing.Annotated:
        return _only_type(typing.get_args(tp)[0])
    members = [member for member in typing.get_args(tp) if member is not type(None)]
    return _only_type(members[0]) if is_union(tp) and len(members) == 1 else tp


def _fill_gaps(signature: inspect.Signature, placed: dict[str, Any]) -> None:
    """Fill in defaults before arguments that can only be passed by position."""
    positional = [
        p for p in signature.parameters.values() if p.kind not in (p.KEYWORD_ONLY, p.VAR_KEYWORD)
    ]
    by_place = [p.kind in (p.POSITIONAL_ONLY, p.VAR_POSITIONAL) for p in positional]
    last = max((i for i, p in enumerate(positional) if by_place[i] and p.name in placed), default=0)
    for parameter in positional[:last]:
        placed.setdefault(parameter.name, parameter.default)
