"""Reads a description: its files, and the overlay beside them with the keys for Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from . import overlay
from .bundle import bundle
from .document import Document, parse
from .problems import Problem, SpecError

#: The name of an overlay. Its `extends` names the description beside it that it belongs to.
OVERLAY = "python.overlay.yaml"

#: Returns the text of a file by its path from the description's folder, or None if it does not
#: exist. Raises OSError or UnicodeDecodeError if it cannot be read.
Reader = Callable[[str], "str | None"]


def load(path: Path, name: str | None = None, *, python: bool = True) -> Document:
    """Read a description from files.

    Args:
        path: The root file.
        name: The name of the root file in problems. Files beside it are named accordingly.
        python: Whether to apply the overlay beside it, if there is one.

    Raises:
        SpecError: A file cannot be read or is not a YAML mapping, or the overlay has problems.
    """

    def text_of(file: str) -> str | None:
        found = path.parent / file
        return found.read_text(encoding="utf-8") if found.is_file() else None

    return read(text_of, path.name, name or str(path), python=python)


def read(text_of: Reader, file: str, name: str, *, python: bool = True) -> Document:
    """Read a description with a function that returns its files.

    Args:
        text_of: Returns the text of a file.
        file: The path of the root file.
        name: The name of the root file in problems.
        python: Whether to apply the overlay beside it, if there is one.

    Raises:
        SpecError: See `load`.
    """
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
