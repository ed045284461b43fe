"""Where the models and operations of the rendered package are: nothing here imports it."""

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
    """Note the module that has the models as attributes; it is imported when one is needed."""
    _modules[:] = [module]


def model(name: str) -> type[WireModel]:
    """Return a model by its name.

    Raises:
        LookupError: No module of models was named, or it has no model of this name.
    """
    for module in _modules:
        found = getattr(import_module(module), name, None)
        if found is not None:
            cls: type[WireModel] = found
            return cls
    raise LookupError(f"no model {name!r} in {_modules[0] if _modules else 'no module at all'}")


def knows(cls: type[Any]) -> bool:
    """Return whether a class is one of the models, not a program's own."""
    try:
        return model(cls.__name__) is cls
    except LookupError:
        return False


def operations_are_in(module: str) -> None:
    """Note the module that has the table of operations; it is read when one is looked for."""
    _tables[:] = [module]


def operation_at(method: str, path: str) -> Operation[Any] | None:
    """Return the operation of a request, by its method and the path of its URL."""
    for module in map(import_module, _tables):
        for verb, template in module.OPERATIONS:
            pattern = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template))
            if verb == method and re.search(f"{pattern}$", path):
                found: Operation[Any] | None = module.operation(verb, template)
                return found
    return None
