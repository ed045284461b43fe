"""The description in other versions of OpenAPI: which files there are, and how they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .document import EVENTS, Document, Operation
from .portable import portable
from .rewriting import rewritten
from .sequential import sequential
from .vocabulary import SCHEMAS

#: What the components are called that a union's lists and free objects become. OpenAPI Generator
#: sorts the members by name; its TypeScript compiles when free objects come before a `...Keyword`.
_NAMES = {"array": "List", "object": "Dictionary"}


#: What is said about the file of native paths.
_LEFT_OUT = "This file has the native routes only."


def bundled(document: Document) -> dict[str, Any]:
    """Return the description as it is, in one file.

    A list or a free object in a union becomes a component: where it has no name, generators make
    up one (`ArrayVecString`), or code that does not compile.
    """
    data = rewritten("document", document.data, _for_others)
    _tell_fern(document, data)
    components = data["components"]
    schemas = dict(_with_named_members(components["schemas"]))
    return {**data, "components": {**components, "schemas": schemas}}


def _with_named_members(schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the components, each union followed by those of its members that had no name."""
    for union, schema in schemas.items():
        named: dict[str, Any] = {}
        members: list[Any] = []
        for member in schema.get("oneOf", ()):
            name = union + _NAMES.get(member.get("type"), "")
            if name in schemas or name in named:  # A scalar, or the name is taken.
                members.append(member)
            else:
                named[name] = member
                members.append({"$ref": f"#/components/schemas/{name}"})
        yield union, {**schema, "oneOf": members} if named else schema
        yield from named.items()


def _for_others(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """Spell a constant in both ways, as some tools know only that of 3.0, and enums by names.

    An empty word has no name in any language, and says what leaving the field out says.
    """
    if kind not in SCHEMAS:
        return data
    if "const" in data:
        return {**data, "enum": [data["const"]]}
    words = [word for word in data.get("enum", ()) if word != ""]
    return {**data, "enum": words} if words else data


def _tell_fern(document: Document, data: dict[str, Any]) -> None:
    """Say how operations stream in the words of Fern's generators, which do not know `x-stream`."""
    for operation in document.operations():
        if streaming := _fern_streaming(document, operation):
            path = data["paths"][operation.path]
            path[operation.method] = {**path[operation.method], "x-fern-streaming": streaming}


def _fern_streaming(document: Document, operation: Operation) -> dict[str, Any]:
    content = document.success(operation)
    name = next((name for name in content if "x-stream" in content[name]), None)
    if name is None:
        return {}
    stream, facts = content[name]["schema"], content[name]["x-stream"]
    told = {"format": "sse" if name == EVENTS else "json"}
    if "data" in facts.get("terminator", {}):
        told["terminator"] = facts["terminator"]["data"]
    if "flag" not in facts:
        return told
    return {
        **told,
        "stream-condition": f"$request.{facts['flag']}",
        "response": next(iter(content.values()))["schema"],
        "response-stream": stream.get("oneOf", [stream])[0],
    }


def _with_streams(document: Document) -> dict[str, Any]:
    return sequential(bundled(document))


def _native(document: Document) -> dict[str, Any]:
    """Return the portable form of the paths that the root itself describes, no file beside it."""
    data = document.data
    paths = {
        path: item
        for path, item in data["paths"].items()
        if document.origin(("paths", path))[0] == document.file
    }
    used = {
        tag
        for operation in document.operations()
        if operation.path in paths
        for tag in operation.data["tags"]
    }
    tags = [tag for tag in data.get("tags", ()) if tag["name"] in used]
    info = {**data["info"], "description": f"{data['info'].get('description', '')}\n\n{_LEFT_OUT}"}
    kept = {**data, "info": info, "paths": paths, "tags": tags}
    groups = [
        {**group, "tags": [name for name in group["tags"] if name in used]}
        for group in data.get("x-tagGroups", ())
    ]
    if groups:
        kept["x-tagGroups"] = [group for group in groups if group["tags"]]
    return portable(document.extended(kept))


#: The files, and what each holds.
FLAVOURS: Mapping[str, Callable[[Document], dict[str, Any]]] = {
    "openapi-3.1.json": bundled,
    "openapi-3.0-portable.json": portable,
    "openapi-3.0-portable-native.json": _native,
    "openapi-3.2.json": _with_streams,
}


def text(document: Document, flavour: str) -> str:
    """Return one of the files; `x-generated-from` in it names the description's own file."""
    data = FLAVOURS[flavour](document)
    opening = {"openapi": data["openapi"], "x-generated-from": document.file}
    return json.dumps({**opening, **data}, indent=2, ensure_ascii=False) + "\n"


def write(document: Document, folder: Path) -> None:
    """Write all files into a folder, and remove those of flavours that are no more.

    The document is one without the overlay, and must have passed the rules.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("openapi-*.json"):
        if old.name not in FLAVOURS:
            old.unlink()
    for name in FLAVOURS:
        path = folder / name
        path.write_text(text(document, name), encoding="utf-8", newline="\n")
