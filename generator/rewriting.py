"""Walks over a document by its vocabulary: only what the spec says is touched, never its values.

An example or a default is data, however much it looks like a schema. The table of kinds tells the
two apart, so each conversion is a function from one object of a kind to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .document import is_list, is_mapping
from .vocabulary import KINDS, SCHEMAS, SECTIONS

Change = Callable[[str, dict[str, Any]], dict[str, Any]]

#: What stands in each section of the components.
_KIND_OF_SECTION = {shape: kind for kind, shape in SECTIONS.items()} | {
    "schemas": "component schema"
}


def rewritten(kind: str, data: dict[str, Any], change: Change) -> dict[str, Any]:
    """Return a copy of an object in which each object of a known kind was replaced, inner first.

    Args:
        kind: What the object is; a key of `KINDS`.
        data: The object, which stays as it is.
        change: Takes the kind and the copy of an object, and returns what replaces it.
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
    """Return where an object and all that stands in it refer to, as they write it."""
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
    """Return every component that some objects refer to, directly or not, as references."""
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
    """Return the section and the name of the component that a reference leads to."""
    section, _, name = reference.removeprefix("#/components/").partition("/")
    return section, name
