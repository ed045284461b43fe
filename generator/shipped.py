"""What the modules of the runtime offer, read from their source: the generator imports none."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

RUNTIME = Path(__file__).resolve().parent.parent / "runtime"


@dataclass(frozen=True)
class RuntimeModule:
    """What a module of the runtime offers to those who import the package."""

    doc: str
    names: list[str]
    classes: list[str]

    @classmethod
    def read(cls, name: str) -> RuntimeModule:
        """Return what the `__all__` of a module names."""
        tree = ast.parse((RUNTIME / f"{name}.py").read_text(encoding="utf-8"))
        names: list[str] = next(
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        )
        defined = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        return cls(ast.get_docstring(tree) or "", names, [it for it in defined if it in names])
