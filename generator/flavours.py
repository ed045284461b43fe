"""The description in other versions of OpenAPI: which files there are, and how they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .document import Document
from .portable import portable
from .sequential import sequential


def bundled(document: Document) -> dict[str, Any]:
    """Return the description as it is."""
    return document.data


#: The files, and what each holds.
FLAVOURS: Mapping[str, Callable[[Document], dict[str, Any]]] = {
    "openapi-3.1.json": bundled,
    "openapi-3.0-portable.json": portable,
    "openapi-3.2.json": sequential,
}


def text(document: Document, flavour: str) -> str:
    """Return one of the files."""
    data = FLAVOURS[flavour](document)
    opening = {"openapi": data["openapi"], "x-generated-from": document.file}
    return json.dumps({**opening, **data}, indent=2, ensure_ascii=False) + "\n"


def write(document: Document, folder: Path) -> None:
    """Write all files into a folder, and remove those of flavours that are no more.

    The document must have passed the rules.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("openapi-*.json"):
        if old.name not in FLAVOURS:
            old.unlink()
    for name in FLAVOURS:
        path = folder / name
        path.write_text(text(document, name), encoding="utf-8", newline="\n")
