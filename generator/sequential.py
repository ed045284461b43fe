"""The description in OpenAPI 3.2, which can describe streams by the schema of an item.

A line of JSON is an item. In 3.2, a server-sent event is an object with the fields of the event,
whose `data` is a string of JSON. Each kind of event becomes a component.
"""

from __future__ import annotations

import json
from typing import Any

from .document import STREAMS
from .rewriting import parts, rewritten

VERSION = "3.2.0"

_EVENTS = "text/event-stream"
_SCHEMA_REF = "#/components/schemas/"

#: The component for an event with plain text that ends the stream.
_END = "EndOfStreamEvent"


def sequential(description: dict[str, Any]) -> dict[str, Any]:
    """Return a description with streams as in 3.2."""
    added: dict[str, Any] = {}

    def converted(kind: str, data: dict[str, Any]) -> dict[str, Any]:
        if kind != "response" or "content" not in data:
            return data
        content = {
            name: _stream(name, value, added) if name in STREAMS else value
            for name, value in data["content"].items()
        }
        return {**data, "content": content}

    data = rewritten("document", description, converted)
    data["openapi"] = VERSION
    if added:
        data["components"]["schemas"].update(added)
    return data


def _stream(name: str, media_type: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """Return the media type of a stream, with the schema and examples of its items."""
    is_events = name == _EVENTS
    example = _event_example if is_events else _line_example
    changed: dict[str, Any] = {}
    for key, value in media_type.items():
        if key == "schema":
            changed["itemSchema"] = _event_schema(media_type, added) if is_events else value
        elif key == "examples":
            changed[key] = {name: example(one, media_type) for name, one in value.items()}
        else:
            changed[key] = value
    return changed


# ---------------------------------------------------------------------- JSON lines


def _line_example(example: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a stream with one line, as data and in its serialized form."""
    line = json.dumps(example["value"], ensure_ascii=False, separators=(",", ":"))
    return _both_forms(example, example["value"], f"{line}\n")


def _both_forms(example: dict[str, Any], item: Any, serialized: str) -> dict[str, Any]:
    others = {key: value for key, value in example.items() if key != "value"}
    return {**others, "dataValue": [item], "serializedValue": serialized}


# ---------------------------------------------------------------------- server-sent events


def _event_schema(media_type: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one event, and add the components that it refers to."""
    payload = media_type["schema"]
    name = f"{parts(payload['$ref'])[1]}ServerSentEvent"
    added[name] = _event(payload, named=_is_named(media_type))
    own = {"$ref": _SCHEMA_REF + name}
    end = media_type.get("x-stream", {}).get("terminator", {}).get("data")
    if end is None:
        return own
    added[_END] = _end_event(end)
    return {"oneOf": [own, {"$ref": _SCHEMA_REF + _END}]}


def _is_named(media_type: dict[str, Any]) -> bool:
    """Return whether each event also has its type in the field `event`."""
    return bool(media_type.get("x-stream", {}).get("lines") == "events")


def _event(payload: dict[str, Any], *, named: bool) -> dict[str, Any]:
    event = {"type": "string", "description": "Type of the event; the same word as in the data."}
    data = {
        "type": "string",
        "pattern": r"^\{",
        "description": "A JSON object as text.",
        "contentMediaType": "application/json",
        "contentSchema": payload,
    }
    fields: dict[str, Any] = {"event": event, "data": data} if named else {"data": data}
    return {
        "type": "object",
        "description": f"A server-sent event that carries a {parts(payload['$ref'])[1]}.",
        "required": list(fields),
        "properties": fields,
    }


def _end_event(data: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "The server-sent event that ends a complete stream.",
        "required": ["data"],
        "properties": {
            "data": {"type": "string", "const": data, "description": "This text; it is not JSON."}
        },
    }


def _event_example(example: dict[str, Any], media_type: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a stream with one event, as data and in its serialized form."""
    data = json.dumps(example["value"], ensure_ascii=False, separators=(",", ":"))
    fields = {"data": data}
    if _is_named(media_type):
        fields = {"event": example["value"]["type"], **fields}
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return _both_forms(example, fields, f"{text}\n")
