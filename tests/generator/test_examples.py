"""Tests of checking examples and defaults of the description, with the places of problems.

jsonschema checks the same values: what it refuses, our own check refuses, too. Our check also finds
misspelled keys and words.
"""

from __future__ import annotations

import copy
import functools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generator import description, document, examples
from generator.problems import Pointer, Problem, as_json_pointer
from generator.vocabulary import Survey

from .support import BASE, GOLDEN, SPEC, changed, line_of, problems_of

OUR_SPEC = description.load(SPEC)
SAMPLES = list(examples._samples(Survey(OUR_SPEC)))


@functools.cache
def registry_of(spec: document.Document) -> Registry[Any]:
    resource = Resource(contents=spec.data, specification=DRAFT202012)
    return Registry().with_resource("urn:spec", resource)


def errors(spec: document.Document, schema: dict[str, Any], value: Any) -> list[str]:
    """Return the problems that jsonschema reports."""
    validator = Draft202012Validator(
        absolute(schema),
        registry=registry_of(spec),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def absolute(value: Any) -> Any:
    """Return a schema whose references can be resolved from anywhere."""
    if isinstance(value, list):
        return [absolute(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"urn:spec{item}" if key == "$ref" and isinstance(item, str) else absolute(item)
        for key, item in value.items()
    }


def ours(spec: document.Document, schema: dict[str, Any], value: Any) -> list[Any]:
    """Return the problems that our own check reports for a value in a request."""
    return examples._Checker(spec, is_answer=False).faults(schema, value, ())


# ---------------------------------------------------------------------- our description


def test_the_description_is_valid_openapi() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(OUR_SPEC.data).iter_errors()] == []


def test_every_example_and_default_of_our_description_is_right() -> None:
    assert len(SAMPLES) > 500
    survey = Survey(OUR_SPEC)
    for rule in examples.RULES:
        rule(survey)
    assert list(map(str, survey.problems)) == []
    for pointer, schema, value, _ in SAMPLES:
        assert errors(OUR_SPEC, schema, value) == [], as_json_pointer(pointer)


def test_the_examples_of_the_golden_description() -> None:
    golden = description.load(GOLDEN / "spec.yaml")
    samples = list(examples._samples(Survey(golden)))
    # Objects of kinds that a newer server has are only refused by jsonschema.
    wrong = {as_json_pointer(pointer) for pointer, s, v, _ in samples if errors(golden, s, v)}
    answers = "responses/200/content"
    assert wrong == {
        f"#/paths/~1reply/post/{answers}/application~1json/examples/whole/value",
        f"#/paths/~1talk/post/{answers}/text~1event-stream/examples/newer/value",
    }
    survey = Survey(golden)
    for rule in examples.RULES:
        rule(survey)
    assert survey.problems == []


# ---------------------------------------------------------------------- against jsonschema


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield all containers inside a value, with each of their keys."""
    if isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def mutated(value: Any, chance: random.Random) -> Any:
    """Return a value with one part deleted, or replaced by something of another type."""
    value = copy.deepcopy(value)
    found = list(places(value))
    if not found:
        return chance.choice([None, True, 3, -1.5, "text", [], {}])
    holder, key = chance.choice(found)
    if isinstance(holder, dict) and chance.random() < 0.3:
        del holder[key]
    else:
        holder[key] = chance.choice([None, True, 3, -1.5, "text", [], {}, [None], {"a": 1}])
    return value


@pytest.mark.parametrize("seed", range(4))
def test_what_jsonschema_refuses_is_refused(seed: int) -> None:
    chance = random.Random(seed)
    refused = 0
    for pointer, schema, value, _ in chance.sample(SAMPLES, 150):
        wrong = mutated(value, chance)
        expected = errors(OUR_SPEC, schema, wrong)
        # Overlapping members of `oneOf` are not a fault of an example: a client uses the first one.
        expected = [text for text in expected if "valid under each of" not in text]
        found = [fault for fault in ours(OUR_SPEC, schema, wrong) if not fault.is_spelling]
        assert bool(found) == bool(expected), (as_json_pointer(pointer), wrong, found, expected)
        refused += bool(found)
    assert refused > 30


# ---------------------------------------------------------------------- each problem at its place

SIZE = "size: { type: integer, format: int64, description: How big. }"
REQUEST: Pointer = ("components", "schemas", "ThingRequest", "properties")
BODY: Pointer = (
    *("paths", "/things/{name}", "post", "requestBody"),
    *("content", "application/json"),
)
ANSWERS: Pointer = ("paths", "/things/{name}", "post", "responses", "200", "content")
LINES = "examples: { one: { summary: One, value: { done: true } } }\n        "
WORDS = "state: { type: string, x-extensible-enum: [new, old], description: How it is. }"


@attrs.frozen
class Case:
    """A change of the base description, and the problem that it causes."""

    old: str
    new: str
    pointer: Pointer
    message: str

    def __str__(self) -> str:
        return self.message


def in_size(schema: str, *pointer: str, message: str) -> Case:
    return Case(
        SIZE, f"size: {{ {schema}, description: a }}", (*REQUEST, "size", *pointer), message
    )


def in_request(value: str, *pointer: str, message: str) -> Case:
    place = (*BODY, "examples", "one", "value", *pointer)
    return Case("value: { stream: false }", f"value: {value}", place, message)


def in_answer(value: str, *pointer: str, message: str) -> Case:
    place = (*ANSWERS, "application/json", "examples", "one", "value", *pointer)
    return Case("value: { done: true }", f"value: {value}", place, message)


CASES = [
    in_size("type: integer, examples: [abc]", "examples", "0", message='"abc" is not of the type'),
    in_size("type: integer, example: 1.5", "example", message="1.5 is not of the type integer"),
    in_size("type: integer, default: true", "default", message="true is not of the type integer"),
    in_size("type: integer, minimum: 3, example: 2", "example", message="2 breaks `minimum: 3`"),
    in_size("type: string, maxLength: 1, example: ab", "example", message='"ab" breaks `maxLength'),
    in_size("type: string, pattern: '^a', example: b", "example", message='"b" breaks `pattern'),
    in_size("type: string, enum: [a, b], default: c", "default", message='"c" is not one of "a", '),
    in_size(
        "type: string, format: date-time, examples: [yesterday]",
        *("examples", "0"),
        message='"yesterday" is not of the format date-time',
    ),
    in_size(
        "type: string, format: date, examples: ['2026-02-30']",
        *("examples", "0"),
        message='"2026-02-30" is not of the format date',
    ),
    in_size(
        "type: array, items: { type: integer }, example: [1, [2], x]",
        *("example", "2"),
        message='"x" is not of the type integer',
    ),
    in_size(
        "type: object, additionalProperties: { type: integer }, example: { a: b }",
        *("example", "a"),
        message='"b" is not of the type integer',
    ),
    in_size(
        "type: object, properties: { a: {type: string, description: b} }, "
        "additionalProperties: false, example: { other: b }",
        *("example", "other"),
        message="`other` is not known, and no keys may be added",
    ),
    in_size(
        "oneOf: [{ type: string }, { type: array, items: { type: string } }], example: [a, 3]",
        *("example", "1"),
        message="3 is not of the type string",
    ),
    in_size("$ref: '#/components/schemas/ErrorBody', default: {}", "default", message="`error` is"),
    in_request("[]", message="[] is not of the type object"),
    in_request("{ stream: 1 }", "stream", message="1 is not of the type boolean"),
    in_request("{ steam: false }", "steam", message="`steam` is not known: is it `stream`?"),
    in_request("{ Kind: soft }", "Kind", message="`Kind` is not known: is it `kind`?"),
    in_answer("{ unheard: of }", message="`done` is missing"),
    in_answer("{ done: true, state: ol }", "state", message='"ol" is not known: is it "old"?'),
    in_answer(
        "{ done: true, parts: [{ done: true, stat: old }] }",
        *("parts", "0", "stat"),
        message="`stat` is not known: is it `state`?",
    ),
    Case(
        "schema: { type: string }\n          examples: { one: { summary: One, value: a } }",
        "schema: { type: integer }\n          example: a",
        ("paths", "/things/{name}", "post", "parameters", "0", "example"),
        '"a" is not of the type integer',
    ),
    Case(
        f"terminator: {{ field: done, value: true }}\n              {LINES.strip()}",
        "terminator: { field: done, value: true }\n"
        "              examples: { one: { summary: One, value: { done: true, sate: a } } }",
        (*ANSWERS, "application/x-ndjson", "examples", "one", "value", "sate"),
        "`sate` is not known: is it `state`?",
    ),
    Case(
        "value: { error: gone }",
        "value: { error: [gone] }",
        (
            *("components", "responses", "NotFound", "content", "application/json"),
            *("examples", "one", "value", "error"),
        ),
        '["gone"] is not of the type string',
    ),
]


def found_in(text: str, folder: Path) -> list[Problem]:
    return problems_of(text, folder, house_rules=False)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_wrong_example_is_told_at_the_wrong_value(case: Case, tmp_path: Path) -> None:
    text = changed((case.old, case.new))
    # A change may cause more than one, such as two wrong items.
    found = [it for it in found_in(text, tmp_path) if it.pointer == case.pointer]
    assert [it for it in found if case.message in it.message], found_in(text, tmp_path)
    *_, last = case.new.splitlines()
    assert found[0].line == line_of(text, last.strip())


def test_a_shared_example_is_told_where_it_stands(tmp_path: Path) -> None:
    text = changed(
        (
            "one: { summary: One, value: { stream: false } }",
            "one: { $ref: '#/components/examples/A' }",
        ),
        (
            "components:\n",
            "components:\n  examples:\n    A: { summary: A, value: { size: big } }\n",
        ),
    )
    (problem,) = found_in(text, tmp_path)
    assert problem.pointer == ("components", "examples", "A", "value", "size")
    assert problem.line == line_of(text, "A: { summary: A")


@pytest.mark.parametrize(
    "value",
    [
        "{ done: true, unheard: of }",  # an open object
        "{ done: true, state: renewed-by-a-newer-server }",  # a value of a newer server
        "{ done: true, stated: a, state: old }",  # similar to a field of the object
        "{ done: true, parts: [] }",
    ],
)
def test_what_open_objects_and_open_lists_may_hold(value: str, tmp_path: Path) -> None:
    text = changed(("value: { done: true }", f"value: {value}"))
    assert found_in(text, tmp_path) == []


UNION = (
    BASE
    + """\
    Event:
      oneOf:
        - $ref: "#/components/schemas/Begun"
        - $ref: "#/components/schemas/Ended"
    Begun:
      type: object
      required: [type]
      properties: { type: { const: begun }, by: { type: string } }
    Ended:
      type: object
      required: [type]
      properties: { type: { const: ended }, at: { type: integer } }
"""
)


@pytest.mark.parametrize(
    ("value", "place", "message", "answer"),
    [
        ({"type": "begun", "by": "me"}, (), "", True),
        ({"type": "newer", "anything": 1}, (), "", True),
        ({"type": "newer"}, ("type",), '"newer" is not known: expected begun, ended', False),
        ({"type": "begin"}, ("type",), '"begin" is not known: is it "begun"?', True),
        ({"type": "ended", "at": "x"}, ("at",), '"x" is not of the type integer', True),
        ({"at": 1}, (), "`type` is missing", True),
        ("text", (), '"text" is not of the type object', True),
    ],
)
def test_an_object_of_a_union_is_held_to_its_kind(
    value: Any, place: Pointer, message: str, answer: bool
) -> None:
    spec = document.parse(UNION, "spec.yaml")
    schema = {"$ref": "#/components/schemas/Event"}
    found = examples._Checker(spec, is_answer=answer).faults(schema, value, ())
    assert [(fault.pointer, fault.message) for fault in found] == (
        [(place, message)] if message else []
    )


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("nmae", ["name", "size"], "name"),
        ("keepAlive", ["keep_alive"], "keep_alive"),
        ("top_k", ["top_p"], "top_p"),
        ("id", ["is", "at"], None),
        ("unknown", ["known_as"], None),
        ("seed", ["speed"], "speed"),
        ("x", [], None),
    ],
)
def test_what_a_word_is_taken_for(word: str, known: list[str], expected: str | None) -> None:
    assert examples.nearest(word, known) == expected


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
