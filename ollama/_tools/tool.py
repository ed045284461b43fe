"""Owns tools that can be called: callables with a definition."""

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
from ollama._tools.arguments import ToolArgumentsError, ToolParameters
from ollama._tools.definition import DefinedTool, tool_definition

__all__ = ["FunctionTool", "ToolArgumentsError", "ToolError", "ToolResult", "tool"]

P = ParamSpec("P")
R = TypeVar("R")


class ToolError(Exception):
    """Raised by a tool to report an error to the model. The text is sent to the model unchanged."""


@attrs.frozen
class ToolResult:
    """A return value for tools that return images."""

    content: Any
    """The text. Any other value is converted to JSON."""
    images: Sequence[ImageInput] = ()
    """Images: bytes of a file, a `Path`, or an `ollama.Image`. A str is Base64, never a path."""


class FunctionTool(DefinedTool, Generic[P, R]):
    """A callable with the tool definition that is sent to the model.

    It is called like the original callable. `ollama.tool` and `FunctionTool.of` create these. The
    definition is created on first use, so annotations may refer to names that are defined later.
    """

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str | None = None,
        description: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """Wrap a callable.

        Args:
            function: The callable.
            name: See `ollama.tool`.
            description: See `ollama.tool`.
            parameters: See `ollama.tool`.

        Raises:
            TypeError: The callable has no parameter with a given name.
        """
        functools.update_wrapper(self, function, updated=())
        self._function = function
        self._name = name
        self._description = description
        self._overrides = None if parameters is None else dict(parameters)
        self._check_overrides()

    @classmethod
    def of(cls, tool: Any) -> FunctionTool[..., Any]:
        """Return a callable as a tool. An existing tool is returned unchanged.

        Args:
            tool: The callable.

        Raises:
            TypeError: The value is not callable, such as a definition without a function.
        """
        if isinstance(tool, FunctionTool):
            return cast("FunctionTool[..., Any]", tool)
        if not callable(tool) or isinstance(tool, WireModel):
            raise TypeError(f"tool: expected a callable, got {type(tool).__name__} {tool!r}")
        return FunctionTool(cast("Callable[..., Any]", tool))

    # --- what is sent ---

    @property
    def definition(self) -> dict[str, Any]:
        """The definition as it is sent. A new object each time.

        Raises:
            TypeError: A parameter's type cannot be described. The message names the function, the
                parameter and the type.
        """
        return copy.deepcopy(self._definition)

    @property
    def name(self) -> str:
        """The name that the model uses for the tool."""
        return self._name or callable_name(self._function)

    @property
    def description(self) -> str:
        """The description that is sent to the model; '' if there is none."""
        return str(self._definition["function"]["description"])

    @property
    def parameters(self) -> dict[str, Any]:
        """The JSON Schema of the arguments. A new object each time."""
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
        """Refuse overrides of parameters that the callable does not have."""
        if self._overrides is None:
            return
        is_schema = self._overrides.get("type") == "object"
        named = self._overrides.get("properties", {}) if is_schema else self._overrides
        function = getattr(self._function, "__func__", self._function)
        parameters = inspect.signature(function).parameters
        if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            return
        for name in named:
            if name not in parameters:
                raise TypeError(f"{self.name}(): parameters: there is no parameter {name!r}")

    # --- calling ---

    @property
    def is_async(self) -> bool:
        """Whether the callable is a coroutine function."""
        return is_coroutine_function(self._function)

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the callable."""
        return self._function(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> FunctionTool[..., R]:
        """Return the tool for a bound method, without `self`."""
        bind: Any = getattr(self._function, "__get__", None)
        bound = self._function if bind is None else bind(instance, owner)
        if bound is self._function:
            return cast("FunctionTool[..., R]", self)
        return FunctionTool(
            bound, name=self._name, description=self._description, parameters=self._overrides
        )

    def bind(self, arguments: Mapping[str, Any]) -> inspect.BoundArguments:
        """Check and convert the arguments of a tool call, and return them for the callable.

        Conversion is lenient, since models are not exact: `"3"` becomes an int, ISO text a
        datetime, and an object the parameter's dataclass. Null counts as missing if the parameter
        has a default and does not accept None. Parameters that are hidden from the model cannot be
        set.

        Args:
            arguments: The arguments by name, as in `tool_call.function.arguments`.

        Returns:
            The arguments for `tool(*bound.args, **bound.kwargs)`, without defaults.

        Raises:
            ToolArgumentsError: An argument is missing, unknown or has the wrong type. The message
                lists all problems, and can be sent to the model.
            TypeError: `arguments` is not a mapping, or a hidden parameter has no value.
        """
        return self._parameters.bind(arguments)

    def demand_bindable(self) -> None:
        """Check that `bind` can work with this callable.

        Raises:
            TypeError: No installed library can read a parameter's type from JSON, or a hidden
                parameter has no default.
        """
        self._parameters.demand_bindable()

    @functools.cached_property
    def _parameters(self) -> ToolParameters:
        return ToolParameters.of(self.name, self._function)

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
    """Turn a callable into a tool for `tools=`. It can be called as before.

    Use it as `@ollama.tool`, or with arguments that override the callable's name, description or
    parameters.

    Args:
        function: The callable.
        name: Name of the tool. Default: the callable's name.
        description: Description of the tool. Default: the text of the docstring.
        parameters: A mapping from the names of parameters to a description (text) or a schema (a
            mapping); or one JSON Schema with `"type": "object"` for all parameters.

    Returns:
        The tool, or a decorator if there is no `function`.

    Raises:
        TypeError: The value is not callable, or it has no parameter with a given name.
    """
    make = functools.partial(
        FunctionTool[..., Any], name=name, description=description, parameters=parameters
    )
    if function is None:
        return make
    if not callable(function) and not hasattr(function, "__get__"):
        raise TypeError(f"tool: expected a callable, got {type(function).__name__} {function!r}")
    return make(function)


def _overridden(parameters: dict[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    if overrides.get("type") == "object":  # one schema for all parameters
        return dict(overrides)
    properties = dict(parameters["properties"])
    for name, override in overrides.items():
        if isinstance(override, str):
            properties[name] = {**properties.get(name, {}), "description": override}
        else:
            properties[name] = dict(override)
    return {**parameters, "properties": properties}
