"""Reads the public names of runtime modules from their source, without importing them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

RUNTIME = Path(__file__).resolve().parent.parent / "runtime"


@dataclass(frozen=True)
class RuntimeModule:
    """The docstring and public names of a runtime module."""

    doc: str
    names: list[str]
    classes: list[str]

    @classmethod
    def read(cls, name: str) -> RuntimeModule:
        """Read a module. Its public names are those in `__all__`."""
        tree = ast.parse((RUNTIME / f"{name}.py").read_text(encoding="utf-8"))
        names: list[str] = next(
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        )
        defined = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        return cls(ast.get_docstring(tree) or "", names, [it for it in defined if it in names])
