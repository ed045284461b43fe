"""An extension of Griffe: the lazily loaded names of `ollama`, which its source does not show."""

from __future__ import annotations

from typing import Any

import griffe

import ollama
from ollama._methods import public


class PublicNames(griffe.Extension):
    """Makes each public name of `ollama` an alias of the object that it loads."""

    def on_module_members(self, *, mod: griffe.Module, **_: Any) -> None:
        """Drop `__all__`: it is computed, which Griffe cannot follow."""
        if mod.path == "ollama":
            mod.exports = None

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Add the aliases when the package has been read."""
        if pkg.path != "ollama":
            return
        for name, module in public.MODULES.items():
            pkg.set_member(name, griffe.Alias(name, _home(name, module)))


def _home(name: str, module: str) -> str:
    """Return the path of the object in the source."""
    found = getattr(ollama, name)
    if isinstance(found, type) or callable(found):
        path = f"{found.__module__}.{found.__qualname__}"
        return path if "typing" not in path else _union(name, module)
    return _union(name, module)


def _union(name: str, module: str) -> str:
    """Return the path of a union: the module that defines it is not part of its value."""
    if module == "._types":
        return f"ollama_client.models.aliases.{name}"
    return f"ollama{module}.{name}" if module.startswith(".") else f"{module}.{name}"
