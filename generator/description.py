"""Reads a description: its files, and what the overlay beside them adds for Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from . import overlay
from .document import Document, parse
from .problems import Problem, SpecError

#: The name of an overlay; it belongs to the description beside it that its `extends` names.
OVERLAY = "python.overlay.yaml"

#: Returns the text of a file by its path from the folder of a description, None where none is.
#: Raises OSError or UnicodeDecodeError when the file cannot be read.
Reader = Callable[[str], "str | None"]


def load(path: Path, name: str | None = None, *, python: bool = True) -> Document:
    """Read a description from files.

    Args:
        path: Its root.
        name: How problems name the root; files beside it are named accordingly.
        python: Whether to add the overlay that is beside it, if there is one.

    Raises:
        SpecError: A file cannot be read or is no YAML mapping, or the overlay has problems.
    """

    def text_of(file: str) -> str | None:
        found = path.parent / file
        return found.read_text(encoding="utf-8") if found.is_file() else None

    return read(text_of, path.name, name or str(path), python=python)


def read(text_of: Reader, file: str, name: str, *, python: bool = True) -> Document:
    """Read a description from wherever its files are; otherwise as `load`."""
    beside = re.sub(r"[^/:]*\Z", "", name)

    def document(file: str, name: str) -> Document | None:
        try:
            text = text_of(file)
        except (OSError, UnicodeDecodeError) as error:
            raise SpecError([Problem(name, 1, (), f"cannot be read: {error}")]) from None
        return None if text is None else parse(text, name)

    root = document(file, name)
    if root is None:
        raise SpecError([Problem(name, 1, (), "cannot be read: there is no such file")])
    added = document(OVERLAY, f"{beside}{OVERLAY}") if python else None
    if added is None or added.data.get("extends") != file:
        return root
    return overlay.apply(root, added)
