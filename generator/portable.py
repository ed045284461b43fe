"""The description in OpenAPI 3.0.3, without features that client generators do not handle well.

A generated client has one method for each operation and one type for its answer, so it cannot read
a stream. Streams are left out, and all requests turn them off. Distinctions that a generator cannot
express are only described. Each rule is here because without it, the clients of at least one
generator do not compile, lose values, or refuse valid values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .document import METHODS, STREAMS, Document, Operation, is_list
from .flattening import flatten
from .rewriting import parts, reached, references, rewritten
from .vocabulary import SCHEMAS

VERSION = "3.0.3"

_JSON = "application/json"

#: Names that are literals in most languages, and cannot be names of fields.
_LITERALS = frozenset(("false", "null", "true"))

#: The key for streams, which this file leaves out.
_DROPPED = "x-stream"

#: Keys of a schema that do not restrict its values.
_NOTES = frozenset(("deprecated", "description", "examples"))

_ABOUT = (
    "This file describes complete answers only, for client generators that cannot describe "
    "streams: send `stream: false` with every request that has the field. How to read a stream is "
    "in docs/other-languages.md."
)

_FLAG_TEXT = (
    "Send false: this file describes the complete answer only. If it is true{absent} the server "
    "answers with a stream; how to read one is in docs/other-languages.md."
)


def portable(document: Document) -> dict[str, Any]:
    """Return the portable form of a description."""
    data = rewritten("document", document.data, _without_streams)
    _ask_for_whole_answers(document, data)
    _leave_one_type_of_error(document, data)
    flatten(data.get("components", {}).get("schemas", {}))
    data = _with_any_values_in_place(data)
    _let_be_null(data)
    data = rewritten("document", data, _converted)
    data["openapi"] = VERSION
    data["info"]["description"] = f"{data['info'].get('description', '')}\n\n{_ABOUT}".strip()
    items = _stream_items(document)
    _open_answers(data, items)
    _remove_unused(data, items)
    return data


# ---------------------------------------------------------------------- streams


def _without_streams(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """Remove streams from a response. If it has JSON, keep only that."""
    if kind != "response" or "content" not in data:
        return data
    content = {name: value for name, value in data["content"].items() if name not in STREAMS}
    if _JSON in content:
        content = {_JSON: content[_JSON]}
    others = {key: value for key, value in data.items() if key != "content"}
    return {**others, "content": content} if content else others


def _stream_items(document: Document) -> list[tuple[str, dict[str, Any]]]:
    """Return the schemas of the items of streams, because users who read streams need them."""
    return [
        ("answer media type", {"schema": {"$ref": reference}})
        for operation in document.operations()
        for name, media_type in document.success(operation).items()
        if name in STREAMS
        for reference in sorted(references("answer media type", media_type))
    ]


def _ask_for_whole_answers(document: Document, data: dict[str, Any]) -> None:
    """Make the field that selects a stream required and false, in requests and their examples."""
    for operation, flag in _streaming(document):
        body = data["paths"][operation.path][operation.method]["requestBody"]
        if "$ref" in body:
            section, name = parts(body["$ref"])
            body = data["components"][section][name]
        media_type = body["content"][_JSON]
        name = parts(media_type["schema"]["$ref"])[1]
        _require_flag(document.schemas[name], data["components"]["schemas"][name], flag)
        examples = media_type.get("examples", {})
        if examples:
            named = {name: document.resolved(example) for name, example in examples.items()}
            media_type["examples"] = _whole_examples(named, flag)


def _streaming(document: Document) -> Iterator[tuple[Operation, str]]:
    """Yield the operations with a request field that selects a stream, and the field."""
    for operation in document.operations():
        for answer in document.success(operation).values():
            if flag := answer.get("x-stream", {}).get("flag"):
                yield operation, flag


def _require_flag(source: dict[str, Any], schema: dict[str, Any], flag: str) -> None:
    streams_by_default = source["properties"][flag].get("default") is not False
    absent = " or absent" if streams_by_default else ""
    schema["properties"][flag] = {
        "type": "boolean",
        "default": False,
        "description": _FLAG_TEXT.format(absent=absent),
    }
    required = [*schema.get("required", ()), flag]
    schema["required"] = list(dict.fromkeys(required))


def _whole_examples(examples: dict[str, Any], flag: str) -> dict[str, Any]:
    """Return the examples without those that request a stream. If all do, return all of them."""
    kept = {name: one for name, one in examples.items() if one["value"].get(flag) is not True}
    return {
        name: {**one, "value": {**one["value"], flag: False}}
        for name, one in (kept or examples).items()
    }


# ---------------------------------------------------------------------- errors


def _leave_one_type_of_error(document: Document, data: dict[str, Any]) -> None:
    """Remove errors without content if an operation has others with content."""
    for operation in document.operations():
        responses = data["paths"][operation.path][operation.method]["responses"]
        errors = [status for status in responses if status[0] in "45"]
        empty = [s for s in errors if "content" not in document.resolved(responses[s])]
        for status in empty if len(empty) < len(errors) else ():
            del responses[status]


# ---------------------------------------------------------------------- any value


def _with_any_values_in_place(data: dict[str, Any]) -> dict[str, Any]:
    """Replace references to components that allow any value by the components themselves.

    Some generators create an empty class for such a component, or one of raw bytes that is encoded
    wrongly (`"format":"keep_alive":`).
    """
    schemas = data.get("components", {}).get("schemas", {})
    anything = {name: schema for name, schema in schemas.items() if schema.keys() <= _NOTES}

    def in_place(kind: str, value: dict[str, Any]) -> dict[str, Any]:
        if kind not in SCHEMAS or "$ref" not in value:
            return value
        component = anything.get(parts(value["$ref"])[1])
        if component is None:
            return value
        own = {key: it for key, it in value.items() if key != "$ref"}
        texts = [one["description"] for one in (own, component) if one.get("description")]
        text = {"description": " ".join(texts)} if texts else {}
        return {**component, **own, **text}

    return rewritten("document", data, in_place)


# ---------------------------------------------------------------------- null


def _let_be_null(data: dict[str, Any]) -> None:
    """Make components nullable if a field may have null instead of them.

    In 3.0, a field with `nullable` beside a reference must still match the referenced component.
    """
    found: list[str] = []

    def noted(kind: str, value: dict[str, Any]) -> dict[str, Any]:
        if kind in SCHEMAS and (reference := _or_null(value)) is not None:
            found.append(reference)
        return value

    rewritten("document", data, noted)
    for reference in found:
        section, name = parts(reference)
        data["components"][section][name]["nullable"] = True


# ---------------------------------------------------------------------- keywords


def _converted(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """Convert one object to 3.0."""
    data = {key: value for key, value in data.items() if not key.startswith(_DROPPED)}
    if kind == "info":
        return _info(data)
    return _schema(data) if kind in SCHEMAS else data


def _info(data: dict[str, Any]) -> dict[str, Any]:
    """Remove keys that were added in 3.1. The license is identified by its URL."""
    data.pop("summary", None)
    licence = dict(data.get("license", {}))
    if identifier := licence.pop("identifier", None):
        licence["url"] = f"https://spdx.org/licenses/{identifier}.html"
        data["license"] = licence
    return data


def _schema(data: dict[str, Any]) -> dict[str, Any]:
    for conversion in (
        _nullable,
        _union,
        _map,
        _free_keys,
        _null,
        _const,
        _bounds,
        _example,
        _reference,
    ):
        data = conversion(data)
    return data


def _nullable(data: dict[str, Any]) -> dict[str, Any]:
    """Write an object that may be null as in 3.0, with a reference in `allOf`."""
    reference = _or_null(data)
    if reference is None:
        return data
    others = {key: value for key, value in data.items() if key != "oneOf"}
    return {"type": "object", "allOf": [{"$ref": reference}], "nullable": True, **others}


def _or_null(data: dict[str, Any]) -> str | None:
    """Return the reference in a schema that is a union of one component and null, or None."""
    options: list[dict[str, Any]] = data.get("oneOf", [])
    found = [str(option["$ref"]) for option in options if "$ref" in option]
    return found[0] if len(options) == 2 and found and {"type": "null"} in options else None


def _union(data: dict[str, Any]) -> dict[str, Any]:
    """Remove the options of a union, and keep its description."""
    if "oneOf" not in data and "anyOf" not in data:
        return data
    return {k: v for k, v in data.items() if k not in ("oneOf", "anyOf", "discriminator")}


def _map(data: dict[str, Any]) -> dict[str, Any]:
    """Convert an object with invalid names of fields to one with free keys."""
    fields: dict[str, dict[str, Any]] = data.get("properties", {})
    if not _LITERALS & fields.keys():
        return data
    kinds = {str(field.get("type")) for field in fields.values()}
    texts = [f"`{name}`: {field.get('description', '')}" for name, field in fields.items()]
    value = {"type": kinds.pop(), "description": "Value of one key."} if len(kinds) == 1 else True
    return {
        "type": "object",
        "description": " ".join([data.get("description", ""), *texts]).strip(),
        "additionalProperties": value,
    }


def _free_keys(data: dict[str, Any]) -> dict[str, Any]:
    """Allow any additional values by a schema, because progenitor drops them with `true`."""
    if "properties" in data and data.get("additionalProperties") is True:
        return {**data, "additionalProperties": {"description": "Any JSON value."}}
    return data


def _null(data: dict[str, Any]) -> dict[str, Any]:
    kinds = data.get("type")
    if not is_list(kinds):
        return data
    others = [kind for kind in kinds if kind != "null"]
    if len(others) > 1:
        return {key: value for key, value in data.items() if key != "type"}
    changed = {**data, "type": others[0]}
    return {**changed, "nullable": True} if "null" in kinds else changed


def _const(data: dict[str, Any]) -> dict[str, Any]:
    return {"enum" if k == "const" else k: [v] if k == "const" else v for k, v in data.items()}


def _bounds(data: dict[str, Any]) -> dict[str, Any]:
    """Write an exclusive bound as in 3.0, as a bound and a flag."""
    for bound in ("minimum", "maximum"):
        exclusive = f"exclusive{bound.capitalize()}"
        if exclusive in data:
            data = {**data, bound: data[exclusive], exclusive: True}
    return data


def _example(data: dict[str, Any]) -> dict[str, Any]:
    """Keep the first of several examples."""
    if "examples" not in data:
        return data
    examples = data.pop("examples")
    return {**data, "example": examples[0]} if examples else data


def _reference(data: dict[str, Any]) -> dict[str, Any]:
    """Wrap a reference with other keys beside it, because 3.0 ignores these keys."""
    if "$ref" not in data or len(data) == 1:
        return data
    others = {key: value for key, value in data.items() if key != "$ref"}
    return {"allOf": [{"$ref": data["$ref"]}], **others}


# ---------------------------------------------------------------------- components


def _open_answers(data: dict[str, Any], items: list[tuple[str, dict[str, Any]]]) -> None:
    """Allow additional fields in all objects of answers."""
    answers = items + [
        ("response", response)
        for item in data["paths"].values()
        for method in METHODS
        for response in item.get(method, {}).get("responses", {}).values()
    ]
    schemas = data.get("components", {}).get("schemas", {})
    for reference in reached(data, answers):
        section, name = parts(reference)
        if section == "schemas" and "properties" in schemas[name]:
            schemas[name].setdefault("additionalProperties", True)


def _remove_unused(data: dict[str, Any], items: list[tuple[str, dict[str, Any]]]) -> None:
    """Remove components that neither operations nor streams refer to."""
    starts = items + [("path item", item) for item in data["paths"].values()]
    used = reached(data, starts)
    components = data.get("components", {})
    for section in [name for name in components if name != "securitySchemes"]:
        prefix = f"#/components/{section}/"
        kept = {name: v for name, v in components[section].items() if prefix + name in used}
        components[section] = kept
        if not kept:
            del components[section]
