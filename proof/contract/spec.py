"""The spec for the contract tests: operations, their declarations, and validators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generator.description import load
from generator.document import STREAMS, Document, Operation, is_mapping
from generator.problems import Pointer, as_json_pointer

SPEC = Path(__file__).parents[2] / "openapi" / "ollama.yaml"

#: The name of the whole document for validators.
_URI = "urn:spec"


class _Validator(Protocol):
    """The used part of a validator, because pyright cannot follow the types of the stubs."""

    def iter_errors(self, instance: Any, /) -> Iterable[ValidationError]: ...


class Spec:
    """The document, and validators for the schemas of answers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations = {operation.id: operation for operation in document.operations()}
        resource: Resource[Any] = Resource.from_contents(document.data, DRAFT202012)
        empty: Registry[Any] = Registry()
        self._registry = empty.with_resource(_URI, resource)
        self._validators: dict[Pointer, _Validator] = {}

    @classmethod
    def load(cls, path: Path = SPEC) -> Spec:
        """Read the spec. Raises SpecError if it cannot be read."""
        return cls(load(path))

    def parameters(self, operation: Operation) -> list[dict[str, Any]]:
        """Return the parameters of an operation, including those of its path."""
        own = operation.data.get("parameters", ())
        return [self.document.resolved(one) for one in (*operation.shared_parameters, *own)]

    def request_content(self, operation: Operation) -> tuple[str, dict[str, Any]] | None:
        """Return the media type of an operation's request body, and its object."""
        content = self.document.request_content(operation)
        return next(iter(content.items()), None)

    def request_schema(self, operation: Operation) -> dict[str, Any]:
        """Return the schema of an operation's request body, or an empty one."""
        content = self.request_content(operation)
        return {} if content is None else self.document.resolved(content[1].get("schema"))

    def statuses(self, operation: Operation) -> list[int]:
        """Return the statuses that an operation declares, in the order of the file."""
        return [int(status) for status in operation.data["responses"]]

    def content(self, operation: Operation, status: int) -> dict[str, dict[str, Any]]:
        """Return the media types declared for one status; empty if it has no body."""
        return self.document.media_types(operation, str(status))

    def errors(
        self, operation: Operation, status: int, media_type: str, value: Any
    ) -> Iterator[ValidationError]:
        """Yield the problems of an answer's value, or of one item of its stream."""
        pointer = self._response_pointer(operation, status)
        yield from self._validator((*pointer, "content", media_type, "schema")).iter_errors(value)

    def accepts(self, operation: Operation, media_type: str, value: Any) -> bool:
        """Return whether a request body matches the operation's schema."""
        body = (*operation.pointer, "requestBody", "content", media_type, "schema")
        return next(iter(self._validator(body).iter_errors(value)), None) is None

    def _response_pointer(self, operation: Operation, status: int) -> Pointer:
        pointer = (*operation.pointer, "responses", str(status))
        response = self.document.data["paths"][operation.path][operation.method]["responses"]
        reference = response[str(status)].get("$ref")
        if reference is not None:
            pointer = tuple(str(reference).removeprefix("#/").split("/"))
        return pointer

    def _validator(self, pointer: Pointer) -> _Validator:
        if pointer not in self._validators:
            validator = Draft202012Validator(
                {"$ref": f"{_URI}{as_json_pointer(pointer)}"},
                registry=self._registry,
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )
            self._validators[pointer] = cast("_Validator", validator)
        return self._validators[pointer]


def named_examples(spec: Spec, holder: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the named examples of a media type or a parameter."""
    examples: dict[str, Any] = holder.get("examples", {})
    return {name: spec.document.resolved(one)["value"] for name, one in examples.items()}


def is_stream(media_type: str) -> bool:
    """Return whether a body of this media type arrives item by item."""
    return media_type in STREAMS


def properties_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of an object schema; empty for any other."""
    properties = schema.get("properties")
    return properties if is_mapping(properties) else {}
