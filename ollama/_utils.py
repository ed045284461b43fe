"""The official home of function conversion: a Python function as a `Tool`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _clash, _types
from ._docstrings import parse_docstring as _parse_docstring
from ._tools import tool_definition

if TYPE_CHECKING:
    from ._types import Tool

_clash.demand_own_files()

__all__ = ["_parse_docstring", "convert_function_to_tool"]


def convert_function_to_tool(func: Callable[..., Any]) -> Tool:
    """Return the tool that describes a function to the model, by annotations and docstring.

    Raises:
        TypeError: A parameter's type cannot be described; names function, parameter and type.
    """
    return _types.Tool.model_validate(tool_definition(func))
