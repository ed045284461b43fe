"""Sends all examples of the spec: a request for each named body and parameter value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import attrs

from generator.document import Operation, is_mapping

from .exchange import Request, send
from .models import economical
from .multipart import encode_form
from .runner import Runner
from .spec import named_examples

#: These come first, because the examples of others use their results on the server.
_FIRST = ("uploadBlob",)
#: These come last, because they remove what others need.
_LAST = ("deleteModel", "signOutUser", "deleteUserKey")


@attrs.frozen
class Example:
    """A body and parameter values from an example of the spec, with its name."""

    name: str
    parameters: dict[str, Any]
    #: None means no body. Any other value is encoded according to the media type.
    body: Any = None
    media_type: str = ""


def in_order(operations: list[Operation]) -> list[Operation]:
    """Return operations in an order in which each finds what it needs on the server."""

    def place(operation: Operation) -> int:
        return (operation.id not in _FIRST) + 2 * (operation.id in _LAST)

    return sorted(operations, key=place)


def provide(runner: Runner, operations: list[Operation]) -> None:
    """Create what examples need on the server, unless an operation of this run creates it."""
    for name in _FIRST:
        operation = runner.spec.operations[name]
        if operation not in operations:
            for example in examples_of(runner, operation):
                send(runner.target.http, prepared(runner, operation, example)[0])


def run_examples(runner: Runner, operation: Operation) -> None:
    """Send the examples of one operation."""
    for example in examples_of(runner, operation):
        request, able = prepared(runner, operation, example)
        runner.target.sign_in(True)
        successes = {status for status in runner.spec.statuses(operation) if status < 300}
        case = f"example {example.name}" if example.name else "the only request"
        runner.run(operation, case, "examples", request, successes if able else ())


def examples_of(runner: Runner, operation: Operation) -> Iterator[Example]:
    """Yield the spec's examples for an operation, or a minimal request if there are none."""
    spec = runner.spec
    values = {
        str(parameter["name"]): named_examples(spec, parameter)
        for parameter in spec.parameters(operation)
    }
    first = {name: next(iter(shown.values())) for name, shown in values.items() if shown}
    content = spec.request_content(operation)
    media_type, declared = content or ("", {})
    bodies = named_examples(spec, declared)
    for name, body in bodies.items():
        yield Example(name, first, body, media_type)
    body = next(iter(bodies.values()), None)
    # Each additional value of a parameter is sent with the first body.
    for parameter, shown in values.items():
        for name, value in list(shown.items())[bool(bodies) :]:
            yield Example(name, {**first, parameter: value}, body, media_type)
    if not bodies and not any(values.values()):
        yield Example("", {})


def prepared(runner: Runner, operation: Operation, example: Example) -> tuple[Request, bool]:
    """Return the request of an example with models of this run, and whether they support it."""
    body, able = example.body, True
    if is_mapping(body):
        body, able = runner.target.models.renamed(operation.id, body)
        if runner.target.embedded is None:
            body = economical(operation.id, body)
    parameters = dict(example.parameters)
    if "model" in parameters:
        parameters["model"], able = runner.target.models.given()
    return encoded(runner, operation, parameters, body, example.media_type), able


def encoded(
    runner: Runner,
    operation: Operation,
    parameters: dict[str, Any],
    body: Any = None,
    media_type: str = "",
) -> Request:
    """Return the request with a body, encoded according to its media type."""
    headers = runner.target.headers(operation)
    data = b""
    if media_type == "application/json":
        data = json.dumps(body, ensure_ascii=False).encode()
    elif media_type == "multipart/form-data":
        data, media_type = encode_form(runner.spec.request_schema(operation), body)
    elif media_type:
        data = str(body).encode()
    if media_type:
        headers["Content-Type"] = media_type
    url = runner.target.base_url(operation) + path_of(operation, parameters)
    return Request(operation.method.upper(), url, headers, data)


def path_of(operation: Operation, parameters: dict[str, Any]) -> str:
    """Return the path of an operation with its parameters filled in."""
    path = operation.path
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=":"))
    return path
