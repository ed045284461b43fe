"""Reads a description: its files, and what the overlay beside them adds for Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from . import overlay
from .bundle import bundle
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
        SpecError: A file cannot be read or is not YAML mapping, or the overlay has problems.
    """

    def text_of(file: str) -> str | None:
        found = path.parent / file
        return found.read_text(encoding="utf-8") if found.is_file() else None

    return read(text_of, path.name, name or str(path), python=python)


def read(text_of: Reader, file: str, name: str, *, python: bool = True) -> Document:
    """Read a description from wherever its files are; otherwise as `load`."""
    folder = re.sub(r"[^/:]*\Z", "", name)

    def opened(path: str) -> Document | None:
        shown = name if path == file else f"{folder}{path}"
        try:
            text = text_of(path)
        except (OSError, UnicodeDecodeError) as error:
            raise SpecError([Problem(shown, 1, (), f"cannot be read: {error}")]) from None
        return None if text is None else parse(text, shown)

    root = opened(file)
    if root is None:
        raise SpecError([Problem(name, 1, (), "cannot be read: there is no such file")])
    whole = bundle(root, file, opened)
    added = opened(OVERLAY) if python else None
    if added is None or added.data.get("extends") != file:
        return whole
    return overlay.apply(whole, added)
