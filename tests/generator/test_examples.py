"""Every example and default of the description is valid against its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generator import description, document
from generator.problems import Pointer, as_json_pointer
from generator.vocabulary import Survey

from .support import GOLDEN, SPEC

Sample = tuple[Pointer, dict[str, Any], Any]

OUR_SPEC = description.load(SPEC)


def pointed(samples: Iterator[Sample]) -> list[Any]:
    return [pytest.param(*sample, id=as_json_pointer(sample[0])) for sample in samples]


def written_examples(spec: document.Document) -> Iterator[Sample]:
    """Yield the named examples of media types and parameters, with the schema each must match."""
    kinds = ("request media type", "answer media type", "parameter")
    for place in Survey(spec).of(*kinds):
        for name, example in place.data.get("examples", {}).items():
            value = spec.resolved(example)["value"]
            yield (*place.pointer, "examples", name), place.data["schema"], value


def schema_values(spec: document.Document) -> Iterator[Sample]:
    """Yield the examples and defaults that stand inside of schemas."""
    for place in Survey(spec).schemas():
        for index, value in enumerate(place.data.get("examples", ())):
            yield (*place.pointer, "examples", str(index)), place.data, value
        if "default" in place.data:
            yield (*place.pointer, "default"), place.data, place.data["default"]


def errors(spec: document.Document, schema: dict[str, Any], value: Any) -> list[str]:
    resource = Resource(contents=spec.data, specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:spec", resource)
    validator = Draft202012Validator(
        absolute(schema), registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def absolute(value: Any) -> Any:
    """Return a schema whose references lead into the document from anywhere."""
    if isinstance(value, list):
        return [absolute(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"urn:spec{item}" if key == "$ref" and isinstance(item, str) else absolute(item)
        for key, item in value.items()
    }


def test_the_description_is_valid_openapi() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(OUR_SPEC.data).iter_errors()] == []


def test_the_examples_can_fail() -> None:
    schema = {"$ref": "#/components/schemas/CopyRequest"}
    assert errors(OUR_SPEC, schema, {"source": "a", "destination": "b"}) == []
    assert errors(OUR_SPEC, schema, {"source": "a"}) == ["$: 'destination' is a required property"]
    nested = {"type": "object", "properties": {"a": schema}}
    assert len(errors(OUR_SPEC, nested, {"a": {"source": 1}})) == 2
    times = {"type": "string", "format": "date-time"}
    assert errors(OUR_SPEC, times, "2026-11-20T14:03:26.315022957Z") == []
    assert len(errors(OUR_SPEC, times, "yesterday")) == 1


@pytest.mark.parametrize(
    ("pointer", "schema", "value"), pointed(written_examples(OUR_SPEC)), ids=None
)
def test_an_example(pointer: Pointer, schema: dict[str, Any], value: Any) -> None:
    assert errors(OUR_SPEC, schema, value) == []


@pytest.mark.parametrize(("pointer", "schema", "value"), pointed(schema_values(OUR_SPEC)), ids=None)
def test_a_value_in_a_schema(pointer: Pointer, schema: dict[str, Any], value: Any) -> None:
    assert errors(OUR_SPEC, schema, value) == []


def test_the_golden_examples() -> None:
    golden = description.load(GOLDEN / "spec.yaml")
    samples = [*written_examples(golden), *schema_values(golden)]
    # Words and kinds of objects of a newer server, and nulls that servers send, are there on
    # purpose.
    wrong = {as_json_pointer(pointer) for pointer, s, v in samples if errors(golden, s, v)}
    assert len(samples) > 15
    answers = "responses/200/content"
    assert wrong == {
        f"#/paths/~1config/post/{answers}/application~1json/examples/open",
        f"#/paths/~1reply/post/{answers}/application~1json/examples/whole",
        f"#/paths/~1talk/post/{answers}/text~1event-stream/examples/newer",
    }


@pytest.mark.parametrize("operation", OUR_SPEC.operations(), ids=lambda operation: operation.id)
def test_the_examples_of_a_stream_show_its_last_line(operation: document.Operation) -> None:
    for name, media_type in OUR_SPEC.success(operation).items():
        facts = media_type.get("x-stream")
        if facts is not None:
            values = [example["value"] for example in media_type["examples"].values()]
            end = facts["terminator"]
            if "field" in end:
                marks = end.get("values", [end.get("value")])
                assert any(value.get(end["field"]) in marks for value in values)
            assert name == document.EVENTS or any(facts["error"] in value for value in values)
