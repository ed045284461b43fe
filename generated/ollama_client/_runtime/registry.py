# Copied from runtime/registry.py by `make generate`. Do not edit: edit the original.
"""Where the models of the rendered package are: it says so, for nothing here imports it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import WireModel

_modules: list[str] = []


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
