"""The spec as loose as servers read it: what they are known to accept beside what it says.

The spec tells clients what to send. A Go server accepts more, by the rules of its decoder; a
request that breaks the spec only there proves nothing when it is accepted.
"""

from __future__ import annotations

import copy
from typing import Any

from generator.document import Document, is_list, is_mapping

from .spec import properties_of

_NULL = {"type": "null"}

#: A component whose integers may be written with a fraction, which is cut.
_CUTS_FRACTIONS = ("ModelOptions",)
#: Objects inside of a request that a handler looks into: these begin so.
_CHECKED_INSIDE = ("SystemOne",)
#: Fields that the server decodes into anything and searches for what it knows, or does not read.
#: By component and field, with the schema that remains.
SEARCHED: dict[str, dict[str, dict[str, Any]]] = {
    "ChatCompletionRequest": {"stop": {}},
    "AnthropicMessagesRequest": {"system": {"type": ["string", "array", "null"]}},
    "AnthropicToolResultBlock": {"content": {}},
    "AnthropicWebSearchResultBlock": {"content": {}},
    # Kept as they are; only the first chat fails.
    "CreateRequest": {"parameters": {"type": ["object", "null"]}},
    "ShowRequest": {"options": {"type": ["object", "null"]}},
    # Only in answers, which may be sent back as they are.
    "ResponsesFunctionCall": {"status": {}},
}
#: Unions that are one struct to the server: an object of an unknown type is skipped, but decoded.
ONE_STRUCT = frozenset(("AnthropicInputBlock",))


def lenient(document: Document) -> Document:
    """Return the document with the schemas that a server's decoder goes by.

    - null stands for "not sent", in fields, lists and maps;
    - fields kept for old programs are read no more, so they may hold anything; but `name` still
      stands for `model`;
    - integers among the options may have a fraction;
    - what handlers search for what they know may hold other things, too;
    - an object of a type that they skip may have any type;
    - in a form every value is text;
    - a key that an object inside of a request lacks reads as empty.
    """
    data = copy.deepcopy(document.data)
    schemas: dict[str, dict[str, Any]] = data["components"]["schemas"]
    requests = _request_components(document)
    forms = _request_components(document, "multipart/form-data")
    for name, schema in schemas.items():
        loose = _loosened(schema, cuts=name in _CUTS_FRACTIONS)
        if name not in requests and not name.startswith(_CHECKED_INSIDE):
            loose.pop("required", None)
        elif "model" in loose.get("required", ()) and _is_deprecated(schema, "name"):
            rest = [key for key in loose.pop("required") if key != "model"]
            loose["anyOf"] = [{"required": [*rest, key]} for key in ("model", "name")]
        loose.get("properties", {}).update(SEARCHED.get(name, {}))
        if name in forms:
            fields = properties_of(schema)
            loose["properties"].update({key: {} for key in fields if not _is_file(fields[key])})
        schemas[name] = loose
    for name in ONE_STRUCT & schemas.keys():
        schemas[name] = _one_struct(document.data["components"]["schemas"][name], schemas)
    return Document(document.file, data, {}, document.sources)


def _request_components(document: Document, media_type: str = "") -> set[str]:
    """Return the names of the components that are request bodies, of one media type or any."""
    names: set[str] = set()
    for operation in document.operations():
        for kind, declared in document.request_content(operation).items():
            if media_type in ("", kind):
                names.add(str(declared.get("schema", {}).get("$ref", "")).rpartition("/")[2])
    return names


def _is_file(schema: dict[str, Any]) -> bool:
    return schema.get("format") == "binary"


def _is_deprecated(schema: dict[str, Any], name: str) -> bool:
    return bool(schema.get("properties", {}).get(name, {}).get("deprecated"))


def _one_struct(union: dict[str, Any], loose: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of an object with the fields of all members of a union."""
    properties: dict[str, Any] = {}
    for member in union["oneOf"]:
        properties |= loose[str(member["$ref"]).rpartition("/")[2]]["properties"]
    kind = union["discriminator"]["propertyName"]
    return {"type": "object", "properties": {**properties, kind: {"type": ["string", "null"]}}}


def _loosened(schema: dict[str, Any], *, cuts: bool = False) -> dict[str, Any]:
    """Return a schema whose parts are loosened; it takes no null itself."""
    out = dict(schema)
    properties = out.get("properties")
    if is_mapping(properties):
        out["properties"] = {name: _field(one, cuts=cuts) for name, one in properties.items()}
    for key in ("items", "additionalProperties"):
        if is_mapping(out.get(key)):
            out[key] = _field(out[key], cuts=cuts)
    members = out.get("oneOf")
    if is_list(members):
        # Loosened members may overlap.
        out["anyOf"] = [_loosened(one, cuts=cuts) for one in members]
        del out["oneOf"]
    return out


def _field(schema: dict[str, Any], *, cuts: bool) -> dict[str, Any]:
    if schema.get("deprecated"):
        return {}
    loose = _loosened(schema, cuts=cuts)
    if cuts and loose.get("type") == "integer":
        loose["type"] = "number"
    return {"anyOf": [loose, _NULL]}
