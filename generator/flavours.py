"""The description in other versions of OpenAPI: the list of files, and writing them."""

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

#: Suffixes for components that replace lists and free objects in unions. OpenAPI Generator sorts
#: the members by name, and its TypeScript only compiles if free objects come before `...Keyword`.
_NAMES = {"array": "List", "object": "Dictionary"}


#: Added to the description in the file with native paths.
_LEFT_OUT = "This file has the native routes only."


def bundled(document: Document) -> dict[str, Any]:
    """Return the description in one file.

    Lists and free objects in unions become components. Without names, generators make up strange
    ones (`ArrayVecString`), or generate code that does not compile.
    """
    data = rewritten("document", document.data, _for_others)
    _tell_fern(document, data)
    components = data["components"]
    schemas = dict(_with_named_members(components["schemas"]))
    return {**data, "components": {**components, "schemas": schemas}}


def _with_named_members(schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the components. Each union is followed by new components for its unnamed members."""
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
    """Add an enum to constants, because some tools only know that of 3.0.

    Empty strings are removed from enums, because no language can name them. They mean the same as
    leaving out the field.
    """
    if kind not in SCHEMAS:
        return data
    if "const" in data:
        return {**data, "enum": [data["const"]]}
    words = [word for word in data.get("enum", ()) if word != ""]
    return {**data, "enum": words} if words else data


def _tell_fern(document: Document, data: dict[str, Any]) -> None:
    """Add Fern's own keys for streams, because its generators do not know `x-stream`."""
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
    """Return the portable form of the paths in the root file, without those of other files."""
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


#: The files, and the function that creates the content of each.
FLAVOURS: Mapping[str, Callable[[Document], dict[str, Any]]] = {
    "openapi-3.1.json": bundled,
    "openapi-3.0-portable.json": portable,
    "openapi-3.0-portable-native.json": _native,
    "openapi-3.2.json": _with_streams,
}


def text(document: Document, flavour: str) -> str:
    """Return the text of one of the files. Its `x-generated-from` names the original file."""
    data = FLAVOURS[flavour](document)
    opening = {"openapi": data["openapi"], "x-generated-from": document.file}
    return json.dumps({**opening, **data}, indent=2, ensure_ascii=False) + "\n"


def write(document: Document, folder: Path) -> None:
    """Write all files into a folder, and remove files that no longer exist.

    Args:
        document: The description without the overlay. It must have passed the rules.
        folder: The folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("openapi-*.json"):
        if old.name not in FLAVOURS:
            old.unlink()
    for name in FLAVOURS:
        path = folder / name
        path.write_text(text(document, name), encoding="utf-8", newline="\n")
