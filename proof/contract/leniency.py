"""A version of the spec that is as lenient as servers are.

The spec describes what clients should send. By the rules of its decoder, a Go server accepts more.
If a request only violates the spec in this way, it proves nothing if it is accepted.
"""

from __future__ import annotations

import copy
from typing import Any

from generator.document import Document, is_list, is_mapping

from .spec import properties_of

_NULL = {"type": "null"}

#: A component whose integers may have a fraction, which is truncated.
_CUTS_FRACTIONS = ("ModelOptions",)
#: Prefixes of objects inside requests that handlers check.
_CHECKED_INSIDE = ("SystemOne",)
#: Fields that the server decodes into any value, or does not read,
#: by component and field, with the remaining schema.
SEARCHED: dict[str, dict[str, dict[str, Any]]] = {
    "ChatCompletionRequest": {"stop": {}},
    "AnthropicMessagesRequest": {"system": {"type": ["string", "array", "null"]}},
    "AnthropicToolResultBlock": {"content": {}},
    "AnthropicWebSearchResultBlock": {"content": {}},
    # Stored unchanged. Only the first chat fails.
    "CreateRequest": {"parameters": {"type": ["object", "null"]}},
    "ShowRequest": {"options": {"type": ["object", "null"]}},
    # Only in answers, which may be sent back unchanged.
    "ResponsesFunctionCall": {"status": {}},
}
#: Unions that are one struct in the server. An object of an unknown type is decoded and skipped.
ONE_STRUCT = frozenset(("AnthropicInputBlock",))


def lenient(document: Document) -> Document:
    """Return the document with the schemas that a server's decoder uses.

    - null means "not sent" in fields, lists and maps;
    - fields for old programs are no longer read, so they may have any value, but `name` still
      means `model`;
    - integers among the options may have a fraction;
    - fields that handlers search for known values may have other values, too;
    - an object that is skipped may have any type;
    - in a form, every value is text;
    - a missing key of an object inside a request is read as empty.
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
    """Return the names of the components that are request bodies, of one or any media type."""
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
    """Return a schema with loosened parts. It does not accept null itself."""
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
