"""The API description as the tests see it: operations, their examples, and which JSON is equal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from ollama_client import errors, models

DOCUMENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "openapi" / "ollama.yaml").read_text(encoding="utf-8")
)
SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
JSON, LINES = "application/json", "application/x-ndjson"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def resolve(node: Any) -> Any:
    """Return what a node refers to, or the node."""
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


#: The components that are objects with named fields, each of which has a class.
OBJECTS = [name for name, schema in SCHEMAS.items() if schema.get("type") == "object"]


def python_fields(component: str) -> dict[str, str]:
    """Return the Python name of each field by its wire name."""
    properties = SCHEMAS[component]["properties"]
    names = {wire: str(field.get("x-python-name", wire)) for wire, field in properties.items()}
    return {wire: f"{name}_" if iskeyword(name) else name for wire, name in names.items()}


def reachable(schema: Any) -> set[str]:
    """Return the names of the components that a schema is made of."""
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
        """Whether it cannot be called without a token."""
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
        """Arguments of the function that make a valid call, by Python name."""
        out: dict[str, Any] = {snake(name): value for name, value in self.path_values.items()}
        if self.request_model is not None:
            out["body"] = self.request_model.from_dict(next(iter(self.requests.values())))
        elif self.binary:
            out["body"] = next(iter(self.requests.values())).encode()
        return out

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
    def request_schema(self) -> dict[str, Any]:
        """The schema of the JSON body, {} for an operation without one."""
        return self._body.get(JSON, {}).get("schema", {})

    @property
    def request_model(self) -> Any:
        """The class of the JSON body, None for an operation without one."""
        schema = self.request_schema
        return model_class(schema["$ref"].rpartition("/")[2]) if schema else None

    def response(self, status: int) -> dict[str, Any]:
        return resolve(self.definition["responses"][str(status)])

    def answers(self, media: str = JSON) -> dict[str, Any]:
        """The examples of the successful answer in a media type."""
        return examples_of(self.response(200).get("content", {}).get(media, {}))

    @property
    def answer_schema(self) -> dict[str, Any]:
        return self.response(200).get("content", {}).get(JSON, {}).get("schema", {})

    @property
    def answers_object(self) -> bool:
        return resolve(self.answer_schema).get("type") == "object"

    @property
    def answers_text(self) -> bool:
        return "text/plain" in self.response(200).get("content", {})

    @property
    def stream(self) -> dict[str, Any] | None:
        """What the description says about the stream, None where there is none."""
        return self.response(200).get("content", {}).get(LINES, {}).get("x-stream")

    def lines(self) -> list[dict[str, Any]]:
        """The example lines of a complete stream, the last one last."""
        assert self.stream
        terminator = self.stream["terminator"]
        lines = [it for it in self.answers(LINES).values() if self.stream["error"] not in it]
        lines.sort(key=lambda line: line.get(terminator["field"]) == terminator["value"])
        return lines

    def error_line(self) -> dict[str, Any]:
        """The example line that ends a stream with an error."""
        assert self.stream
        return next(it for it in self.answers(LINES).values() if self.stream["error"] in it)

    def failures(self) -> list[tuple[int, Any]]:
        """The declared errors: status and example body, None where the body is empty."""
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
        for method in METHODS
        if method in item
    ]


OPERATIONS = _operations()
STREAMING = [operation for operation in OPERATIONS if operation.stream]


def operation(id: str) -> Operation:
    """Return the operation of an operationId."""
    return next(it for it in OPERATIONS if it.id == id)


def _error_classes() -> dict[int, type[errors.ResponseError]]:
    """Return the class of each error status: that of the answers with a body there."""
    out: dict[int, type[errors.ResponseError]] = {}
    for item in OPERATIONS:
        for status, node in item.definition["responses"].items():
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if int(status) >= 400 and name and "content" in resolve(node):
                out[int(status)] = getattr(errors, f"{name.removesuffix('Error')}Error")
    return out


ERROR_CLASSES = _error_classes()


# ---------------------------------------------------------------------- equality of JSON

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)")


def instant(text: str) -> str:
    """Return an RFC 3339 time in UTC, cut to microseconds; any other text as it is."""
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
    """Return the member of a union that a value is of; {} for one nobody knows."""
    if "discriminator" in schema:
        tag = value.get(schema["discriminator"]["propertyName"]) if isinstance(value, dict) else 0
        target = schema["discriminator"]["mapping"].get(tag) if isinstance(tag, str) else None
        return resolve({"$ref": target}) if target else {}
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean"}
    wanted = kinds.get(type(value), "number")
    options = [resolve(it) for it in schema["oneOf"]]
    return next((it for it in options if it.get("type") == wanted), {})


def canonical(value: Any, schema: Any) -> Any:
    """Return JSON in a form that is equal for what means the same to the API.

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
        and schema.get("x-python-type") != "str"
    ):
        return instant(value)
    return value


def text_of(value: Any, schema: Any = None) -> str:
    """Return canonical JSON as text, in which 1, 1.0 and true are three things."""
    return json.dumps(canonical(value, schema or {}), sort_keys=True, ensure_ascii=True)


def with_unknown_keys(value: Any) -> Any:
    """Return a copy of JSON with a key that nobody knows in each of its objects."""
    if isinstance(value, list):
        return [with_unknown_keys(item) for item in value]
    if isinstance(value, dict):
        inner = {key: with_unknown_keys(item) for key, item in value.items()}
        return {**inner, "x_from_the_future": {"deep": [1, None, "é"]}}
    return value
