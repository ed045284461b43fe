"""Lays out rendered Python with the pinned ruff, whatever the caller's settings are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .source import LINE_LENGTH

#: Unused names go (templates import what a module might need), imports are sorted.
_FIXES = "F401,I001"


def format_tree(folder: Path, package: str = "ollama_client") -> None:
    """Format every Python file below a folder of a package, in place.

    Raises:
        RuntimeError: A rendered file is not a Python.
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
        raise RuntimeError(f"a rendered file is not a Python:\n{done.stdout}{done.stderr}")
