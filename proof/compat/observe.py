"""Runs all programs with the installed `ollama`, and writes their results.

`python -m compat.observe FILE`, in a copy of this folder and in the environment of either client.
FILE gets a JSON object with the value of each program, or with the class of its error.
"""
# ruff: noqa: S102, S307

from __future__ import annotations

import ast
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from .programs import PREAMBLE, programs

#: Classes that callers catch. An error is described by all classes that match it.
_KINDS: tuple[type[BaseException], ...] = (KeyError, AttributeError, ValueError, TypeError)


def outcome(text: str) -> str:
    """Return the result of a program as text, which is equal for equal values."""
    *before, last = ast.parse(text).body
    names: dict[str, Any] = {"__name__": "program"}
    try:
        exec(PREAMBLE, names)
        exec(compile(ast.Module(before, []), "program", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "program", "exec"), names)
            return "None"
        return repr(eval(compile(ast.Expression(last.value), "program", "eval"), names))
    except Exception as error:
        kinds = " ".join(kind.__name__ for kind in _KINDS if isinstance(error, kind))
        return f"raises {kinds or type(error).__name__}"


def main(file: str) -> None:
    """Write the results of all programs."""
    warnings.simplefilter("ignore")
    found = {name: outcome(text) for name, text in programs().items()}
    Path(file).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
