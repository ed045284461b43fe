"""Owns where the rendered package keeps its models and operations, without importing it."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import WireModel
    from .operation import Operation

_modules: list[str] = []
_tables: list[str] = []


def models_are_in(module: str) -> None:
    """Set the module with the models as attributes. It is imported on first use."""
    _modules[:] = [module]


def model(name: str) -> type[WireModel]:
    """Return the model with a name.

    Raises:
        LookupError: No module of models was set, or it has no model with this name.
    """
    for module in _modules:
        found = getattr(import_module(module), name, None)
        if found is not None:
            cls: type[WireModel] = found
            return cls
    raise LookupError(f"no model {name!r} in {_modules[0] if _modules else 'no module at all'}")


def knows(cls: type[Any]) -> bool:
    """Return whether a class is one of the rendered models, not a user's class."""
    try:
        return model(cls.__name__) is cls
    except LookupError:
        return False


def operations_are_in(module: str) -> None:
    """Set the module with the table of operations. It is read on first use."""
    _tables[:] = [module]


def operation_at(method: str, path: str) -> Operation[Any] | None:
    """Return the operation for a request, by its method and URL path."""
    for module in map(import_module, _tables):
        for verb, template in module.OPERATIONS:
            pattern = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template))
            if verb == method and re.search(f"{pattern}$", path):
                found: Operation[Any] | None = module.operation(verb, template)
                return found
    return None
