"""Owns tools that can be called: a callable with its definition, and a model's arguments for it."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload

import attrs
from ollama_client._runtime.images import ImageInput
from ollama_client._runtime.model import WireModel

from ollama._schemas.callables import callable_name, is_coroutine_function
from ollama._tools.arguments import (
    ToolArgumentsError,
    ToolParameters,
    bind_arguments,
    demand_bindable,
)
from ollama._tools.definition import DefinedTool, tool_definition

__all__ = ["FunctionTool", "ToolArgumentsError", "ToolError", "ToolResult", "tool"]

P = ParamSpec("P")
R = TypeVar("R")


class ToolError(Exception):
    """Raised by a tool to tell the model something; the model is shown the text as it is."""


@attrs.frozen
class ToolResult:
    """What a tool returns that has more for the model than text."""

    content: Any
    """The text; any other value is written as JSON."""
    images: Sequence[ImageInput] = ()
    """Images: the bytes of a PNG file, a path, an `ollama.Image`. Text is Base64, never a path."""


class FunctionTool(DefinedTool, Generic[P, R]):
    """A callable that a model may ask for: called as before, with the definition that is sent.

    Made by `ollama.tool` and `FunctionTool.of`. The definition is made when it is first asked for,
    so that annotations may name what is defined further down.
    """

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str | None = None,
        description: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """Wrap a callable; the arguments are those of `ollama.tool`."""
        functools.update_wrapper(self, function, updated=())
        self._function = function
        self._name = name
        self._description = description
        self._overrides = None if parameters is None else dict(parameters)
        self._check_overrides()

    @classmethod
    def of(cls, tool: Any) -> FunctionTool[..., Any]:
        """Return a callable as a tool; what is a tool already is returned as it is.

        Raises:
            TypeError: The value cannot be called. Definitions without a callable are none.
        """
        if isinstance(tool, FunctionTool):
            return cast("FunctionTool[..., Any]", tool)
        if not callable(tool) or isinstance(tool, WireModel):
            raise TypeError(f"tool: expected a callable, got {type(tool).__name__} {tool!r}")
        return FunctionTool(cast("Callable[..., Any]", tool))

    # --- what is sent ---

    @property
    def definition(self) -> dict[str, Any]:
        """The definition as it is sent; a new object each time.

        Raises:
            TypeError: A parameter's type cannot be described; names function, parameter and type.
        """
        return copy.deepcopy(self._definition)

    @property
    def name(self) -> str:
        """What the model calls the tool."""
        return self._name or callable_name(self._function)

    @property
    def description(self) -> str:
        """What the model is told about the tool; '' when there is nothing to tell."""
        return str(self._definition["function"]["description"])

    @property
    def parameters(self) -> dict[str, Any]:
        """The JSON Schema of the arguments; a new object each time."""
        parameters: dict[str, Any] = self.definition["function"]["parameters"]
        return parameters

    @functools.cached_property
    def _definition(self) -> dict[str, Any]:
        definition = tool_definition(self._function)
        function = definition["function"]
        function["name"] = self.name
        if self._description is not None:
            function["description"] = self._description
        if self._overrides is not None:
            function["parameters"] = _overridden(function["parameters"], self._overrides)
        return definition

    def _check_overrides(self) -> None:
        """Refuse overrides of parameters that the callable does not have.

        Raises:
            TypeError: Names the parameter.
        """
        if self._overrides is None:
            return
        schema = _is_schema(self._overrides)
        named = self._overrides.get("properties", {}) if schema else self._overrides
        signature = inspect.signature(getattr(self._function, "__func__", self._function))
        parameters = signature.parameters.values()
        if any(p.kind is p.VAR_KEYWORD for p in parameters):
            return
        for name in named:
            if name not in signature.parameters:
                raise TypeError(f"{self.name}(): parameters: there is no parameter {name!r}")

    # --- calling ---

    @property
    def is_async(self) -> bool:
        """Whether calling it gives something to be awaited."""
        return is_coroutine_function(self._function)

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the callable."""
        return self._function(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> FunctionTool[..., R]:
        """Return the tool of a method, without its `self`."""
        bind: Any = getattr(self._function, "__get__", None)
        bound = self._function if bind is None else bind(instance, owner)
        if bound is self._function:
            return cast("FunctionTool[..., R]", self)
        return FunctionTool(
            bound, name=self._name, description=self._description, parameters=self._overrides
        )

    def bind(self, arguments: Mapping[str, Any]) -> inspect.BoundArguments:
        """Return the arguments of a tool call as those of the callable, checked and converted.

        Conversion is lenient, as models are: `"3"` is an int, text in ISO form a datetime, an
        object becomes the dataclass that the parameter asks for. Null for a parameter that has a
        default and does not take None counts as left out. Parameters that the model is not shown
        cannot be set.

        Args:
            arguments: By name, as `tool_call.function.arguments` has them.

        Returns:
            What to call the tool with: `tool(*bound.args, **bound.kwargs)`. Defaults are left to
            the callable.

        Raises:
            ToolArgumentsError: An argument is missing, unknown or of the wrong type. The text
                names all that are wrong, and is fit to be shown to the model.
            TypeError: `arguments` is no mapping, or a parameter that the model is not shown has no
                value.
        """
        return bind_arguments(self.name, self._parameters, arguments)

    def demand_bindable(self) -> None:
        """Raise what `bind` would raise whatever the arguments.

        Raises:
            TypeError: A parameter has a type whose values cannot be read from JSON by what is
                installed, or is not shown to the model and has no default.
        """
        demand_bindable(self.name, self._parameters)

    @functools.cached_property
    def _parameters(self) -> ToolParameters:
        return ToolParameters.of(self._function)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"


@overload
def tool(function: Callable[P, R], /) -> FunctionTool[P, R]: ...
@overload
def tool(
    *,
    name: str | None = None,
    description: str | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Callable[[Callable[P, R]], FunctionTool[P, R]]: ...
def tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Any:
    """Make a callable a tool: called as before, and usable in `tools=`.

    Used as `@ollama.tool`, or with overrides of what is read from the callable:

    Args:
        function: The callable.
        name: What the model calls it, instead of the callable's name.
        description: What it does, instead of the docstring's text.
        parameters: By the name of a parameter, its description as text or its schema as a mapping;
            or one JSON Schema, with `"type": "object"`, in place of all of them.

    Raises:
        TypeError: The value cannot be called, or has no parameter that is named.
    """
    make = functools.partial(
        FunctionTool[..., Any], name=name, description=description, parameters=parameters
    )
    if function is None:
        return make
    if not callable(function) and not hasattr(function, "__get__"):
        raise TypeError(f"tool: expected a callable, got {type(function).__name__} {function!r}")
    return make(function)


def _is_schema(parameters: Mapping[str, Any]) -> bool:
    """Whether overrides are one schema for all parameters: `type` cannot be described like this."""
    return parameters.get("type") == "object"


def _overridden(parameters: dict[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    if _is_schema(overrides):
        return dict(overrides)
    properties = dict(parameters["properties"])
    for name, override in overrides.items():
        if isinstance(override, str):
            properties[name] = {**properties.get(name, {}), "description": override}
        else:
            properties[name] = dict(override)
    return {**parameters, "properties": properties}
