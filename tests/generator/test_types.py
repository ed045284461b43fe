"""The table from schemas to Python: the annotation, the decode expression, and refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator import render, source
from generator.views import FieldView, PackageView

#: schema, annotation in a request, annotation in an answer (None: the same), decode expression
CASES: dict[str, tuple[str, str, str | None, str | None]] = {
    "text": ("{type: string}", "str", None, None),
    "flag": ("{type: boolean}", "bool", None, None),
    "integer": ("{type: integer, format: int64}", "int", None, None),
    "number": ("{type: number, format: double}", "float", None, None),
    "nothing": ('{type: "null"}', "None", None, None),
    "anything": ("{description: Any.}", "Any", None, None),
    "uri": ("{type: string, format: uri}", "str", None, None),
    "base64": ("{type: string, format: byte}", "str", None, None),
    "uuid": ("{type: string, format: uuid}", "str", None, None),
    "date": ("{type: string, format: date}", "str", None, None),
    "time": ("{type: string, format: date-time}", "datetime", None, "to_datetime({value})"),
    "kept_time": ("{type: string, format: date-time, x-python-annotation: str}", "str", None, None),
    "size": (
        "{type: integer, x-unit: bytes}",
        "int",
        "ByteSize",
        "(ByteSize({value}) if {value}.__class__ is int else to_size({value}))",
    ),
    "took": ("{type: integer, x-unit: nanoseconds}", "int", None, None),
    "constant": ("{type: string, const: a}", 'Literal["a"]', None, None),
    "closed": (
        "{type: string, enum: [b, a]}",
        'Literal["b", "a"]',
        'Literal["b", "a"] | str',
        None,
    ),
    "numbered": ("{type: integer, enum: [3, 1]}", "Literal[3, 1]", "Literal[3, 1] | int", None),
    "open": (
        "{type: string, x-extensible-enum: [b, a]}",
        'Literal["b", "a"] | str',
        None,
        None,
    ),
    "quoted": (
        "{type: string, enum: ['a\"b', 'c\\d', '']}",
        r'Literal["a\"b", "c\\d", ""]',
        r'Literal["a\"b", "c\\d", ""] | str',
        None,
    ),
    "nullable": ('{type: [string, "null"]}', "str | None", None, None),
    "nullable_time": (
        '{type: [string, "null"], format: date-time}',
        "datetime | None",
        None,
        "to_datetime({value})",
    ),
    "either": ("{oneOf: [{type: number}, {type: string}]}", "float | str", None, None),
    "any_of": ("{anyOf: [{type: boolean}, {type: string}]}", "bool | str", None, None),
    "words": ("{type: array, items: {type: string}}", "list[str]", None, None),
    "times": (
        "{type: array, items: {type: string, format: date-time}}",
        "list[datetime]",
        None,
        "[to_datetime(item) for item in {value}]",
    ),
    "matrix": (
        "{type: array, items: {type: array, items: {type: number}}}",
        "list[list[float]]",
        None,
        "[to_floats(item) for item in {value}]",
    ),
    "bare_object": ("{type: object}", "dict[str, Any]", None, "to_object({value})"),
    "free_object": (
        "{type: object, additionalProperties: true}",
        "dict[str, Any]",
        None,
        "to_object({value})",
    ),
    "map": (
        "{type: object, additionalProperties: {type: integer}}",
        "dict[str, int]",
        None,
        "to_object({value})",
    ),
    "one": ('{$ref: "#/components/schemas/Leaf"}', "Leaf", None, "Leaf.from_dict({value})"),
    "leaves": (
        '{type: array, items: {$ref: "#/components/schemas/Leaf"}}',
        "list[Leaf]",
        None,
        "[Leaf.from_dict(item) for item in {value}]",
    ),
    "nullable_leaves": (
        '{type: [array, "null"], items: {$ref: "#/components/schemas/Leaf"}}',
        "list[Leaf] | None",
        None,
        "[Leaf.from_dict(item) for item in {value}]",
    ),
    "leaf_map": (
        '{type: object, additionalProperties: {$ref: "#/components/schemas/Leaf"}}',
        "dict[str, Leaf]",
        None,
        "{key: Leaf.from_dict(item) for key, item in {value}.items()}",
    ),
    "leaf_or_text": (
        '{oneOf: [{type: string}, {$ref: "#/components/schemas/Leaf"}]}',
        "str | Leaf",
        None,
        "(Leaf.from_dict({value}) if is_mapping({value}) else {value})",
    ),
    "leaves_or_leaf": (
        '{oneOf: [{type: array, items: {$ref: "#/components/schemas/Leaf"}},'
        ' {$ref: "#/components/schemas/Leaf"}]}',
        "list[Leaf] | Leaf",
        None,
        "(Leaf.from_dict({value}) if is_mapping({value}) else"
        " [Leaf.from_dict(item) for item in {value}] if is_list({value}) else {value})",
    ),
    "tagged": (
        '{oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]}',
        "Cat | Dog",
        "Cat | Dog | dict[str, Any]",
        'tagged({value}, "kind", {"cat": Cat, "dog": Dog})',
    ),
    "tagged_or_null": (
        '{oneOf: [{$ref: "#/components/schemas/Cat"}, {type: "null"},'
        ' {$ref: "#/components/schemas/Dog"}]}',
        "Cat | Dog | None",
        "Cat | Dog | dict[str, Any] | None",
        'tagged({value}, "kind", {"cat": Cat, "dog": Dog})',
    ),
    "tagged_or_free": (
        '{oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"},'
        " {type: object}]}",
        "Cat | Dog | dict[str, Any]",
        None,
        'tagged({value}, "kind", {"cat": Cat, "dog": Dog})',
    ),
    "text_or_tagged_list": (
        '{oneOf: [{type: string}, {type: array, items: {$ref: "#/components/schemas/Pet"}}]}',
        "str | list[Cat | Dog]",
        "str | list[Cat | Dog | dict[str, Any]]",
        '([tagged(item, "kind", {"cat": Cat, "dog": Dog}) for item in {value}]'
        " if is_list({value}) else {value})",
    ),
    "lists_of_unions": (
        "{oneOf: [{type: array, items: {oneOf: [{type: string}, {type: boolean}]}},"
        " {type: array, items: {oneOf: [{type: integer}, {type: boolean}]}}]}",
        "list[str | bool] | list[int | bool]",
        None,
        None,
    ),
    "open_or_null": (
        '{type: [string, "null"], x-extensible-enum: [stop, length]}',
        'Literal["stop", "length"] | str | None',
        None,
        None,
    ),
    "bars": (
        '{oneOf: [{type: string, enum: ["a | b", "]"]}, {type: integer}]}',
        'Literal["a | b", "]"] | int',
        'Literal["a | b", "]"] | str | int',
        None,
    ),
    "deep": (
        "{type: object, additionalProperties: {type: array, items: {type: object}}}",
        "dict[str, list[dict[str, Any]]]",
        None,
        "{key: [to_object(item) for item in item] for key, item in {value}.items()}",
    ),
}

COMPONENTS = """
Leaf: {type: object, properties: {name: {type: string}}}
Cat: {type: object, required: [kind], properties: {kind: {type: string, const: cat}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string, const: dog}}}
Pet: {oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]}
"""


def spec_with(schemas: dict[str, object], answer: str = "Answer") -> str:
    def content(name: str) -> dict[str, object]:
        schema = {"$ref": f"#/components/schemas/{name}"}
        return {"application/json": {"schema": schema}}

    operation = {
        "operationId": "ask",
        "tags": ["all"],
        "requestBody": {"required": True, "content": content("Request")},
        "responses": {"200": {"description": "It.", "content": content(answer)}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Types", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:9"}],
        "paths": {"/": {"post": operation}},
        "components": {"schemas": {**schemas, **yaml.safe_load(COMPONENTS)}},
    }
    return yaml.safe_dump(document, sort_keys=False)


def view_of(text: str, folder: Path) -> PackageView:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return render.view_of(path, "spec.yaml")


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> PackageView:
    properties = {name: yaml.safe_load(case[0]) for name, case in CASES.items()}
    model = {"type": "object", "required": ["text"], "properties": properties}
    return view_of(spec_with({"Request": model, "Answer": model}), tmp_path_factory.mktemp("types"))


def field(view: PackageView, model: str, name: str) -> FieldView:
    models = {model.class_name: model for model in view.models}
    return {field.name: field for field in models[model].fields}[name]


def unoptional(annotation: str, schema: str) -> str:
    """Return an annotation without the None of an optional field."""
    is_nullable = "null" in schema
    return annotation if is_nullable else annotation.removesuffix(" | None")


@pytest.mark.parametrize("name", CASES)
def test_a_field_of_a_request(name: str, view: PackageView) -> None:
    schema, annotation, _, decode = CASES[name]
    got = field(view, "Request", name)
    assert unoptional(got.annotation, schema) == annotation
    if name != "size":
        assert got.decode == (decode and decode.replace("{value}", "value"))


@pytest.mark.parametrize("name", CASES)
def test_a_field_of_an_answer(name: str, view: PackageView) -> None:
    schema, closed, opened, decode = CASES[name]
    got = field(view, "Answer", name)
    assert unoptional(got.annotation, schema) == (opened or closed)
    assert got.decode == (decode and decode.replace("{value}", "value"))


def test_what_is_required_must_be_given_in_requests_alone(view: PackageView) -> None:
    assert field(view, "Request", "text").default is None
    assert field(view, "Answer", "text").default == "unset()"
    assert field(view, "Request", "flag").default == "None"


def test_only_what_is_decoded_is_encoded(view: PackageView) -> None:
    assert field(view, "Request", "one").encodes
    assert field(view, "Request", "time").encodes
    assert not field(view, "Request", "text").encodes
    assert not field(view, "Answer", "size").encodes


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            '{oneOf: [{$ref: "#/components/schemas/Leaf"}, {$ref: "#/components/schemas/Cat"}]}',
            "Leaf, Cat cannot be distinguished",
        ),
        (
            '{oneOf: [{$ref: "#/components/schemas/Leaf"}, {type: object}]}',
            "Leaf cannot be distinguished from the rest",
        ),
        (
            "{oneOf: [{type: string, format: date-time}, {type: string}]}",
            "datetime cannot be distinguished from the rest",
        ),
        (
            "{oneOf: [{type: object, additionalProperties:"
            ' {$ref: "#/components/schemas/Leaf"}}, {type: string}]}',
            "dict[str, Leaf] cannot be distinguished from the rest",
        ),
        (
            '{oneOf: [{type: array, items: {$ref: "#/components/schemas/Leaf"}},'
            ' {type: array, items: {$ref: "#/components/schemas/Cat"}}]}',
            "several lists of objects",
        ),
        ("{type: string, format: binary}", "is treated as text"),
    ],
)
def test_what_cannot_be_told_apart_stays_json(schema: str, message: str, tmp_path: Path) -> None:
    model = {"type": "object", "properties": {"field": yaml.safe_load(schema)}}
    view = view_of(spec_with({"Request": model}, answer="Leaf"), tmp_path)
    (note,) = [note for note in view.notes if note.pointer[-1] == "field"]
    assert note.pointer[:3] == ("components", "schemas", "Request")
    assert message in note.message
    assert field(view, "Request", "field").decode in (None, "value")


def test_a_wrapped_line_that_begins_with_a_number_is_no_list() -> None:
    for words in range(12, 24):
        text = f"{'word ' * words}Ollama 0.12.6 and 500. Then {'more words, ' * 9}and the end."
        lines = str(source.docstring(text, 1)).splitlines()
        assert max(map(len, lines)) <= source.LINE_LENGTH, text
