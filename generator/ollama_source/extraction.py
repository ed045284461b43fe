"""Extracts the facts of a release from its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..document import is_list, is_mapping
from .checkout import Checkout
from .facts import Facts
from .routes import RouteReader
from .structs import Structs

#: The packages with structs that are sent.
PACKAGES = ("api", "openai", "anthropic")


def extract(path: Path, tag: str | None = None) -> Facts:
    """Return the facts of a release.

    Args:
        path: A checkout of Ollama, or a git directory.
        tag: The release to read from git. Default: the current files.

    Raises:
        SpecError: The path is neither, or there is no such tag.
    """
    checkout = Checkout(path, tag)
    structs = Structs(checkout)
    for folder in PACKAGES:
        structs.collect(checkout.package(folder))
    wire = set(structs.structs)
    routes = RouteReader(structs).read()
    used = _reached(
        structs, wire, [[route.request, *route.answers] for route in routes.found.values()]
    )
    return Facts(
        checkout.release,
        dict(sorted(routes.found.items(), key=lambda item: item[0].split(" ")[::-1])),
        {name: one for name, one in sorted(structs.structs.items()) if name in used},
        {name: one for name, one in sorted(structs.types.items()) if name in used},
        tuple(sorted(set(routes.unread))),
    )


def _reached(structs: Structs, names: set[str], more: Any) -> set[str]:
    """Return some names, and all names that they and other schemas refer to.

    Args:
        structs: The structs and types.
        names: The names to start with.
        more: Other schemas to start with.
    """
    found: set[str] = set()
    waiting = [*names, *_references(more)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in structs.structs:
                fields = structs.structs[name].fields.values()
                waiting += _references([field.schema for field in fields])
            waiting += _references(structs.types.get(name))
    return found


def _references(value: Any) -> Iterator[str]:
    if is_list(value):
        for item in value:
            yield from _references(item)
    elif is_mapping(value):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        yield from _references(list(value.values()))
