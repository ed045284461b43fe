"""Rewrites a document by its vocabulary: only objects of the spec, and never data such as examples.

An example or a default is data, even if it looks like a schema. The table of kinds distinguishes
them. Each conversion is a function from an object of some kind to its replacement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .document import is_list, is_mapping
from .vocabulary import KINDS, SCHEMAS, SECTIONS

Change = Callable[[str, dict[str, Any]], dict[str, Any]]

#: The kind of objects in each section of the components.
_KIND_OF_SECTION = {shape: kind for kind, shape in SECTIONS.items()} | {
    "schemas": "component schema"
}


def rewritten(kind: str, data: dict[str, Any], change: Change) -> dict[str, Any]:
    """Return a copy of an object with all objects of a known kind replaced, inner ones first.

    Args:
        kind: The kind of the object: a key of `KINDS`.
        data: The object. It is not changed.
        change: Called with the kind and a copy of each object. Returns its replacement.
    """
    if "$ref" in data and kind in SECTIONS and kind not in SCHEMAS:
        kind = "reference"
    shapes = KINDS[kind]
    copied = {
        key: _inside(shapes[key], value, change) if key in shapes else value
        for key, value in data.items()
    }
    return change(kind, copied)


def _inside(shape: str, value: Any, change: Change) -> Any:
    for option in shape.rstrip("!").split("|"):
        if option in KINDS and is_mapping(value):
            return rewritten(option, value, change)
        if option.startswith("[") and is_list(value):
            return [_inside(option[1:-1], item, change) for item in value]
        if option.startswith("{") and is_mapping(value):
            return {key: _inside(option[1:-1], item, change) for key, item in value.items()}
    return value


def references(kind: str, data: dict[str, Any]) -> set[str]:
    """Return all references in an object, as they are written."""
    found: set[str] = set()

    def noted(kind: str, data: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in data and kind in (*SCHEMAS, "reference"):
            found.add(data["$ref"])
        if kind == "discriminator":
            found.update(data.get("mapping", {}).values())
        return data

    rewritten(kind, data, noted)
    return found


def reached(document: dict[str, Any], starts: Iterable[tuple[str, dict[str, Any]]]) -> set[str]:
    """Return references to all components that some objects refer to, directly or indirectly."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        for reference in references(*waiting.pop()) - found:
            found.add(reference)
            section, name = parts(reference)
            target = document["components"][section][name]
            waiting.append((_KIND_OF_SECTION[section], target))
    return found


def parts(reference: str) -> tuple[str, str]:
    """Return the section and the name of the component that a reference refers to."""
    section, _, name = reference.removeprefix("#/components/").partition("/")
    return section, name
