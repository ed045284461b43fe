"""Tests that no server refuses the schemas sent as `format`, and that no value is lost."""

from __future__ import annotations

import decimal
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import jsonschema
import pydantic
import pytest

from ollama import Client, OutputValidationError, Tool, tool
from ollama._output.wire import response_format
from ollama._schemas.grammar import compilable
from ollama._tools.wire import wire_tools
from ollama._utils import convert_function_to_tool
from ollama.testing import OllamaServer

from .test_values import VALUES

EVERY = {"type": ["object", "array", "string", "number", "boolean", "null"]}


class Plate(pydantic.BaseModel):
    code: Annotated[str, pydantic.Field(pattern=r"^[A-Z]{2}\d+$")]
    extra: Any = None
    pair: tuple[int, str] = (1, "a")


def parts(schema: Any) -> Iterator[Any]:
    """Yield all schemas inside a schema."""
    yield schema
    for key in ("properties", "$defs"):
        for one in schema.get(key, {}).values():
            yield from parts(one)
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for one in schema.get(key, []):
            yield from parts(one)
    for key in ("items", "additionalProperties"):
        if key in schema and (key == "items" or not isinstance(schema[key], bool)):
            yield from parts(schema[key])


@pytest.mark.parametrize("name", VALUES)
def test_the_schema_of_a_type_takes_its_values_and_compiles(name: str) -> None:
    tp, value, _ = VALUES[name]
    schema = response_format(tp)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, schema)
    for part in parts(schema):
        assert isinstance(part, dict)
        assert part.get("items") is not False
        assert {"type", "$ref", "anyOf", "oneOf", "enum", "const", "allOf"} & part.keys(), part
        assert not ("items" in part and "prefixItems" in part)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"type": "string"}, {"type": "string"}),
        ({}, EVERY),
        ({"title": "Extra"}, {"title": "Extra", **EVERY}),
        (
            {"type": "array", "prefixItems": [{"type": "integer"}], "items": False},
            {"type": "array", "prefixItems": [{"type": "integer"}]},
        ),
        (
            {"type": "array", "prefixItems": [{"const": 1}], "items": {"const": 2}},
            {"type": "array", "items": {"anyOf": [{"const": 1}, {"const": 2}]}},
        ),
        ({"type": "array", "items": True}, {"type": "array"}),
        ({"type": "array", "prefixItems": [True]}, {"type": "array", "prefixItems": [EVERY]}),
        (
            {"type": "object", "properties": {"a": True, "b": False}},
            {"type": "object", "properties": {"a": EVERY}},
        ),
        (
            {"type": "object", "additionalProperties": False},
            {"type": "object", "additionalProperties": False},
        ),
        ({"anyOf": [{"type": "null"}, False]}, {"anyOf": [{"type": "null"}]}),
        ({"$ref": "#/$defs/A", "$defs": {"A": True}}, {"$ref": "#/$defs/A", "$defs": {"A": EVERY}}),
        ({"$ref": "https://example.com/a.json"}, EVERY),
        ({"items": {"$ref": "other.json#/a", "type": "null"}}, {"items": {"type": "null"}}),
        ({"$ref": "#"}, EVERY),
        ({"type": "string", "maxLength": 10_000}, {"type": "string"}),
        ({"type": "string", "maxLength": 2000}, {"type": "string", "maxLength": 2000}),
        ({"enum": [True, {"items": False}]}, {"enum": [True, {"items": False}]}),
        (
            {"type": "object", "properties": {"pattern": {"type": "string"}}},
            {"type": "object", "properties": {"pattern": {"type": "string"}}},
        ),
    ],
    ids=json.dumps,
)
def test_what_is_sent(given: Any, sent: Any) -> None:
    before = json.dumps(given)
    assert compilable(given) == sent
    assert json.dumps(given) == before


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z]{2}[0-9]+$",
        "^(a|bc)*$",
        r"^[0-9]{1,3}(\.[0-9]{1,3}){3}$",
        "^v?[^a-c]{2,}.$",
        r"^((a|b)c)?\($",
    ],
)
def test_patterns_that_are_kept(pattern: str) -> None:
    assert compilable({"type": "string", "pattern": pattern})["pattern"] == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "^", "^$", "abc", "^abc", "abc$", r"^a\$", r"^[A-Z]{2}\d+$", r"^\w+$", r"^a{2}\s$"),
        *("^(?:a|b)$", "^(?=a)b$", "^a{3000}$", "^(a$", "^a)$", "^[a$", "^*a$", "^a|$", r"^[\d]$"),
        *('^"$', "^é$", r"^\bx$", "^a+?$", "^a{,3}$"),
    ],
)
def test_patterns_that_are_left_out(pattern: str) -> None:
    assert compilable({"type": "string", "pattern": pattern}) == {"type": "string"}


def test_what_is_left_out_is_still_checked() -> None:
    with OllamaServer() as server, Client(server.url) as client:
        server.reply('{"code": "AB", "pair": [1, "a"]}')
        server.reply('{"code": "AB1", "pair": [1, "a", 2]}')
        server.reply('{"code": "AB1", "pair": [2, "b"]}')
        answer = client.parse("llama3.2", "Which?", format=Plate)
        assert answer.parsed == Plate(code="AB1", pair=(2, "b"))
        assert len(answer.attempts) == 3
        sent = server.requests[0].json["format"]
        assert "pattern" not in sent["properties"]["code"]
        assert sent["properties"]["extra"]["type"] == EVERY["type"]
        server.reply('[1, "a", 2]')
        with pytest.raises(OutputValidationError):
            client.parse("llama3.2", "Which?", format=tuple[int, str], max_reasks=0)


def test_a_schema_that_is_given_goes_out_as_it_is() -> None:
    given = {"type": "array", "prefixItems": [{"type": "integer"}], "items": False}
    assert response_format(given) == given
    assert response_format(Literal["a"]) == {"enum": ["a"]}


@pytest.mark.parametrize("parameters", [None, {}, {"properties": {}}], ids=str)
def test_a_tool_always_has_an_object_as_its_parameters(parameters: Any) -> None:
    function = {"name": "now", "description": "Tell the time."}
    given = {**function, "parameters": parameters} if parameters is not None else function
    sent = {**function, "parameters": {"type": "object", "properties": {}}}
    for one in ({"function": given}, Tool(function=given)):
        assert wire_tools([one]) == [{"type": "function", "function": sent}]
    assert given == (function if parameters is None else {**function, "parameters": parameters})


def test_several_types_of_a_parameter_are_a_list() -> None:
    def price(amount: decimal.Decimal, unit: int | str, items: list[int] | str) -> None:
        """Set a price."""

    (sent,) = wire_tools([price])
    properties = sent["function"]["parameters"]["properties"]
    assert properties["amount"]["type"] == ["number", "string"]
    assert properties["unit"]["type"] == ["integer", "string"]
    assert properties["items"]["anyOf"] == [
        {"type": "array", "items": {"type": "integer"}},
        {"type": "string"},
    ]
    assert wire_tools([convert_function_to_tool(price)]) == [sent]
    assert wire_tools([tool(price)]) == [sent]
