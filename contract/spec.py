"""The spec as the contract tests read it: operations, what they declare, and validators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generator.document import STREAMS, Document, Operation, is_mapping, load
from generator.problems import Pointer, as_json_pointer

SPEC = Path(__file__).parents[1] / "openapi" / "ollama.yaml"

#: The name under which validators know the whole document.
_URI = "urn:spec"


class Spec:
    """The document and a validator for each schema that an answer can have."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations = {operation.id: operation for operation in document.operations()}
        resource = Resource(contents=document.data, specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._validators: dict[Pointer, Draft202012Validator] = {}

    @classmethod
    def load(cls, path: Path = SPEC) -> Spec:
        """Read the spec; raises SpecError when it is unreadable."""
        return cls(load(path))

    def parameters(self, operation: Operation) -> list[dict[str, Any]]:
        """Return the parameters of an operation, those of its path included."""
        own = operation.data.get("parameters", ())
        return [self.document.resolved(one) for one in (*operation.shared_parameters, *own)]

    def request_content(self, operation: Operation) -> tuple[str, dict[str, Any]] | None:
        """Return the media type of an operation's request body and what is said about it."""
        content = self.document.request_content(operation)
        return next(iter(content.items()), None)

    def request_schema(self, operation: Operation) -> dict[str, Any]:
        """Return the schema of an operation's request body; an empty one when it has none."""
        content = self.request_content(operation)
        return {} if content is None else self.document.resolved(content[1].get("schema"))

    def statuses(self, operation: Operation) -> list[int]:
        """Return the statuses that an operation declares, in the order of the file."""
        return [int(status) for status in operation.data["responses"]]

    def content(self, operation: Operation, status: int) -> dict[str, dict[str, Any]]:
        """Return the media types declared for one status; none when its body is empty."""
        return self.document.media_types(operation, str(status))

    def errors(
        self, operation: Operation, status: int, media_type: str, value: Any
    ) -> Iterator[ValidationError]:
        """Yield what is wrong with an answer's value, or with one item of its stream."""
        return self._validator(operation, status, media_type).iter_errors(value)

    def _validator(
        self, operation: Operation, status: int, media_type: str
    ) -> Draft202012Validator:
        pointer = (*operation.pointer, "responses", str(status))
        response = self.document.data["paths"][operation.path][operation.method]["responses"]
        reference = response[str(status)].get("$ref")
        if reference is not None:
            pointer = tuple(str(reference).removeprefix("#/").split("/"))
        pointer = (*pointer, "content", media_type, "schema")
        if pointer not in self._validators:
            self._validators[pointer] = Draft202012Validator(
                {"$ref": f"{_URI}{as_json_pointer(pointer)}"},
                registry=self._registry,
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )
        return self._validators[pointer]


def named_examples(spec: Spec, holder: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the named examples of a media type or a parameter."""
    examples: dict[str, Any] = holder.get("examples", {})
    return {name: spec.document.resolved(one)["value"] for name, one in examples.items()}


def is_stream(media_type: str) -> bool:
    """Tell whether a body of this media type arrives item by item."""
    return media_type in STREAMS


def properties_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of an object schema; none of any other."""
    properties = schema.get("properties")
    return properties if is_mapping(properties) else {}
