"""The API description for the tests: operations, their examples, and comparing JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import ModuleType
from typing import Any

from ollama_client import errors, models

from generator.description import load

DOCUMENT = load(Path(__file__).parents[2] / "openapi" / "ollama.yaml").data
SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
JSON, LINES, EVENTS = "application/json", "application/x-ndjson", "text/event-stream"
FORM = "multipart/form-data"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def resolve(node: Any) -> Any:
    """Return the target of a node's reference, or the node."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def snake(name: str) -> str:
    """Return the Python name of a camel-case name."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def examples_of(node: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a node's examples by name."""
    return {name: resolve(it)["value"] for name, it in node.get("examples", {}).items()}


# ---------------------------------------------------------------------- components


def class_name(component: str) -> str:
    """Return the name of the Python class of a component."""
    return str(SCHEMAS[component].get("x-python-name", component))


def model_class(component: str) -> Any:
    """Return the Python class of a component."""
    return getattr(models, class_name(component))


def _carries_files(schema: dict[str, Any]) -> bool:
    return any(resolve(it).get("format") == "binary" for it in schema["properties"].values())


#: The components that are objects with named fields. Each has a class. Forms are excluded, because
#: they are not JSON.
OBJECTS = [
    name
    for name, schema in SCHEMAS.items()
    if "properties" in schema and not _carries_files(schema)
]
#: The classes of forms.
FORMS = [name for name, it in SCHEMAS.items() if "properties" in it and _carries_files(it)]


def python_fields(component: str) -> dict[str, str]:
    """Return the Python name of each field by its wire name."""
    properties = SCHEMAS[component]["properties"]
    names = {wire: str(field.get("x-python-name", wire)) for wire, field in properties.items()}
    return {wire: f"{name}_" if iskeyword(name) else name for wire, name in names.items()}


def reachable(schema: Any) -> set[str]:
    """Return the names of the components that a schema uses."""
    found: set[str] = set()
    todo = [schema]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/components/schemas/")
            if name in SCHEMAS and name not in found:
                found.add(name)
                todo.append(SCHEMAS[name])
            todo += node.values()
    return found


# ---------------------------------------------------------------------- operations


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of the description, with its examples."""

    method: str
    path: str
    definition: dict[str, Any]
    parameters: tuple[dict[str, Any], ...]

    @property
    def id(self) -> str:
        return str(self.definition["operationId"])

    @property
    def module(self) -> ModuleType:
        return import_module(f"ollama_client.api.{self.definition['tags'][0]}.{snake(self.id)}")

    @property
    def server(self) -> str | None:
        servers = self.definition.get("servers")
        return servers[0]["url"] if servers else None

    @property
    def secured(self) -> bool:
        """Whether it needs a token."""
        security = self.definition.get("security", DOCUMENT["security"])
        return bool(security) and all(security)

    @property
    def is_head(self) -> bool:
        return self.method == "HEAD"

    @property
    def path_values(self) -> dict[str, str]:
        """The first example of each path parameter."""
        return {it["name"]: next(iter(examples_of(it).values())) for it in self.parameters}

    @property
    def arguments(self) -> dict[str, Any]:
        """Arguments for a valid call of the function, by Python name."""
        out: dict[str, Any] = {snake(name): value for name, value in self.path_values.items()}
        if self.request_model is not None:
            out["body"] = self.body(next(iter(self.requests.values())))
        elif self.binary:
            out["body"] = next(iter(self.requests.values())).encode()
        return out

    def body(self, example: dict[str, Any], build: str = "from_dict") -> Any:
        """Return the model of a body. Files of a form are bytes."""
        files = {name: str(it).encode() for name, it in example.items() if name in self.files}
        return getattr(self.request_model, build)({**example, **files})

    @property
    def url(self) -> str:
        """The URL of that call, without the server."""
        return self.path.format(**self.path_values)

    @property
    def _body(self) -> dict[str, Any]:
        return resolve(self.definition.get("requestBody", {})).get("content", {})

    @property
    def binary(self) -> bool:
        return "application/octet-stream" in self._body

    @property
    def requests(self) -> dict[str, Any]:
        """The examples of the request body."""
        return {
            name: it for media in self._body.values() for name, it in examples_of(media).items()
        }

    @property
    def form(self) -> bool:
        return FORM in self._body

    @property
    def files(self) -> list[str]:
        """The fields of a form that are files."""
        fields = resolve(self.request_schema).get("properties", {}) if self.form else {}
        return [name for name, it in fields.items() if resolve(it).get("format") == "binary"]

    @property
    def request_schema(self) -> dict[str, Any]:
        """The schema of the JSON body or the form; {} for an operation without one."""
        media = self._body.get(JSON) or self._body.get(FORM) or {}
        return media.get("schema", {})

    @property
    def request_model(self) -> Any:
        """The class of the JSON body or the form; None for an operation without one."""
        schema = self.request_schema
        return model_class(schema["$ref"].rpartition("/")[2]) if schema else None

    def response(self, status: int) -> dict[str, Any]:
        return resolve(self.definition["responses"][str(status)])

    def answers(self, media: str | None = JSON) -> dict[str, Any]:
        """The examples of the successful answer in a media type."""
        return examples_of(self.response(200).get("content", {}).get(media, {}))

    @property
    def answer_schema(self) -> dict[str, Any]:
        return self.response(200).get("content", {}).get(JSON, {}).get("schema", {})

    @property
    def answers_object(self) -> bool:
        return resolve(self.answer_schema).get("type") == "object"

    @property
    def may_answer_text(self) -> bool:
        return "text/plain" in self.response(200).get("content", {})

    @property
    def answers_text(self) -> bool:
        """Whether it only answers with text."""
        return self.may_answer_text and not self.answer_schema

    @property
    def stream_type(self) -> str | None:
        """The media type of the stream; None if there is none."""
        content = self.response(200).get("content", {})
        return next((it for it in (LINES, EVENTS) if it in content), None)

    @property
    def stream(self) -> dict[str, Any] | None:
        """The media type's object in the description; None if there is no stream."""
        return self._streamed.get("x-stream")

    @property
    def _streamed(self) -> dict[str, Any]:
        return self.response(200).get("content", {}).get(self.stream_type, {})

    @property
    def item_schema(self) -> dict[str, Any]:
        """The schema of one item of the stream, without errors."""
        schema = self._streamed["schema"]
        return schema["oneOf"][0] if "oneOf" in schema else schema

    def item_models(self) -> set[type]:
        """The types of items of the stream. An unknown kind of object is a dict."""
        schema = resolve(self.item_schema)
        if "oneOf" not in schema:
            return {model_class(self.item_schema["$ref"].rpartition("/")[2])}
        return {model_class(it["$ref"].rpartition("/")[2]) for it in schema["oneOf"]}

    def items(self) -> list[dict[str, Any]]:
        """The example items of a complete stream, including the last one."""
        assert self.stream
        end = self.stream["terminator"]
        marks = end.get("values", [end.get("value")])
        items = [it for it in self.answers(self.stream_type).values() if not it.get("error")]
        if "data" in end:
            return items
        last = [item for item in items if item.get(end["field"]) in marks]
        return [*(item for item in items if item not in last), *last[:1]]

    def begun(self) -> list[dict[str, Any]]:
        """The example items of a stream that breaks off."""
        assert self.stream
        return self.items() if "data" in self.stream["terminator"] else self.items()[:-1]

    def error_item(self) -> dict[str, Any]:
        """An item that ends a stream with an error: an example if servers send it."""
        assert self.stream
        key = self.stream["error"]
        examples = [it for it in self.answers(self.stream_type).values() if it.get(key)]
        return examples[0] if examples else {key: {"message": "out of memory", "type": "api_error"}}

    def framed(self, items: Iterable[dict[str, Any]], *, ended: bool = False) -> bytes:
        """Return the bytes of a stream, with the end mark if it is complete."""
        texts = [json.dumps(item) for item in items]
        if self.stream_type == LINES:
            return "".join(f"{text}\n" for text in texts).encode()
        assert self.stream
        if ended:
            texts += [it for it in [self.stream["terminator"].get("data")] if it]
        return "".join(f"data: {text}\n\n" for text in texts).encode()

    def failures(self) -> list[tuple[int, Any]]:
        """The declared errors: status and example body; None if the body is empty."""
        out: list[tuple[int, Any]] = []
        for status in (int(it) for it in self.definition["responses"] if int(it) >= 400):
            content = self.response(status).get("content", {})
            bodies = [] if self.is_head else list(examples_of(content.get(JSON, {})).values())
            out += [(status, body) for body in bodies or [None]]
        return out

    def __str__(self) -> str:
        return self.id


def _operations() -> list[Operation]:
    return [
        Operation(
            method.upper(),
            path,
            item[method],
            tuple(
                resolve(it)
                for it in (*item.get("parameters", []), *item[method].get("parameters", []))
            ),
        )
        for path, item in DOCUMENT["paths"].items()
        for method in item
        if method in METHODS
    ]


OPERATIONS = _operations()
STREAMING = [operation for operation in OPERATIONS if operation.stream]


def operation(id: str) -> Operation:
    """Return the operation of an operationId."""
    return next(it for it in OPERATIONS if it.id == id)


def _error_classes() -> dict[int, type[errors.ResponseError]]:
    """Return the class of each error status, from its answers with a body."""
    out: dict[int, type[errors.ResponseError]] = {}
    for item in OPERATIONS:
        for status, node in item.definition["responses"].items():
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if int(status) >= 400 and name and not item.is_head:
                found = getattr(errors, f"{name.removesuffix('Error')}Error", None)
                out.setdefault(int(status), found)
    return out


ERROR_CLASSES = _error_classes()


# ---------------------------------------------------------------------- equality of JSON

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)")


def instant(text: str) -> str:
    """Return an RFC 3339 time in UTC, cut to microseconds. Other text is unchanged."""
    match = _TIME.fullmatch(text)
    if not match:
        return text
    day, time, fraction, offset = match.groups()
    offset = "+00:00" if offset in "Zz" else offset
    micros = (fraction or "")[:6].ljust(6, "0")
    try:
        moment = datetime.fromisoformat(f"{day}T{time}.{micros}{offset}")
        return moment.astimezone(timezone.utc).isoformat()
    except (ValueError, OverflowError):
        return text


def _member(value: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the member of a union for a value; {} if it is unknown."""
    if "discriminator" in schema:
        tag = value.get(schema["discriminator"]["propertyName"]) if isinstance(value, dict) else 0
        target = schema["discriminator"]["mapping"].get(tag) if isinstance(tag, str) else None
        return resolve({"$ref": target}) if target else {}
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean"}
    wanted = kinds.get(type(value), "number")
    options = [it for it in map(resolve, schema["oneOf"]) if it.get("type") == wanted]
    fitting = [it for it in options if not isinstance(value, dict) or _has_constants(value, it)]
    return next(iter(fitting), {})


def _has_constants(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    constants = {
        name: it["const"] for name, it in schema.get("properties", {}).items() if "const" in it
    }
    return all(value.get(name) == constant for name, constant in constants.items())


def canonical(value: Any, schema: Any) -> Any:
    """Return JSON in a form that is equal if it means the same to the API.

    Times are instants, and a field that is null is not there. Of maps and free-form values the
    order counts, of the fields of an object it does not.
    """
    node = resolve(schema)
    if "oneOf" in node:
        node = _member(value, node)
    if isinstance(value, list):
        return [canonical(item, node.get("items", {})) for item in value]
    if isinstance(value, dict):
        fields = node.get("properties")
        if fields is None:
            rest = node.get("additionalProperties")
            rest = rest if isinstance(rest, dict) else {}
            return ["map", *([key, canonical(item, rest)] for key, item in value.items())]
        return {
            key: canonical(item, fields.get(key, {}))
            for key, item in value.items()
            if item is not None or key not in fields
        }
    if (
        isinstance(value, str)
        and node.get("format") == "date-time"
        and schema.get("x-python-annotation") != "str"
    ):
        return instant(value)
    return value


def text_of(value: Any, schema: Any = None) -> str:
    """Return canonical JSON as text, in which 1, 1.0 and true are different."""
    return json.dumps(canonical(value, schema or {}), sort_keys=True, ensure_ascii=True)


def with_unknown_keys(value: Any) -> Any:
    """Return a copy of JSON with an unknown key in each of its objects."""
    if isinstance(value, list):
        return [with_unknown_keys(item) for item in value]
    if isinstance(value, dict):
        inner = {key: with_unknown_keys(item) for key, item in value.items()}
        return {**inner, "x_from_the_future": {"deep": [1, None, "é"]}}
    return value
