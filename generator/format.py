"""Formats rendered Python with the pinned ruff. The user's settings are ignored."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .source import LINE_LENGTH

#: Remove unused imports, because templates import everything a module might need. Sort the others.
_FIXES = "F401,I001"


def format_tree(folder: Path, package: str = "ollama_client") -> None:
    """Format all Python files below a folder, in place.

    Args:
        folder: The folder.
        package: Name of the package, whose imports are sorted last.

    Raises:
        RuntimeError: A rendered file is not valid Python.
    """
    common = [
        "--isolated",
        "--no-cache",
        "--quiet",
        f"--line-length={LINE_LENGTH}",
        "--target-version=py310",
        str(folder),
    ]
    own = f"lint.isort.known-first-party=['{package}']"
    _ruff(["check", f"--select={_FIXES}", "--fix", "--config", own, *common])
    _ruff(["format", *common])


def _ruff(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"a rendered file is not valid Python:\n{done.stdout}{done.stderr}")
