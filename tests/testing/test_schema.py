"""Tests that values built from schemas match them, and use the words of the prompt."""

import re

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ollama.testing._patterns import text_matching
from ollama.testing._schema import instance_of

NODE = {
    "type": "object",
    "properties": {"next": {"$ref": "#/$defs/Node"}, "n": {"type": "integer"}},
}
SCHEMAS = [
    {},
    {"type": "string", "minLength": 12},
    {"type": "string", "maxLength": 2},
    {"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "email"},
    {"type": "integer", "minimum": 10, "maximum": 12},
    {"type": "integer", "exclusiveMinimum": 10},
    {"type": "integer", "exclusiveMaximum": -3},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    {"type": "number", "minimum": 0.5, "exclusiveMaximum": 0.75},
    {"type": "integer", "multipleOf": 7, "minimum": 30},
    {"type": "integer", "multipleOf": 5, "maximum": 4},
    {"type": ["null", "integer"]},
    {"type": "null"},
    {"type": "boolean"},
    {"enum": [3, "x"]},
    {"const": {"a": [1]}},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"type": "integer"}, "maxItems": 0},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"type": "object", "required": ["a"]},
    {"properties": {"a": {"type": "integer"}}},
    {"anyOf": [{"type": "null"}, {"type": "integer"}]},
    {"oneOf": [{"type": "string"}, {"type": "integer"}], "description": "either"},
    {
        "allOf": [
            {"properties": {"a": {"type": "integer"}}, "required": ["a"]},
            {"properties": {"b": {"type": "string"}}, "required": ["b"]},
        ]
    },
    {"$ref": "#/$defs/Node", "$defs": {"Node": NODE}},
    {"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "integer"}}},
    {
        "type": "object",
        "properties": {"list": {"type": "array", "items": {"$ref": "#"}}},
        "required": ["list"],
    },
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
@pytest.mark.parametrize("prompt", ["", 'Ask "Ada Lovelace", 36.5 years, in 1852 -3 times.'])
def test_an_instance_fits_its_schema(schema: dict, prompt: str):
    made = instance_of(schema, prompt)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(made)


@given(
    st.integers(-50, 50),
    st.integers(0, 50),
    st.sampled_from(["integer", "number"]),
    st.sampled_from(["", "about 7", "-12.5 of 3"]),
)
def test_numbers_stay_within_their_bounds(low: int, width: int, kind: str, prompt: str):
    schema = {"type": kind, "minimum": low, "maximum": low + width}
    jsonschema.validate(instance_of(schema, prompt), schema)


def test_words_and_numbers_of_the_prompt_are_used_in_order():
    schema = {
        "type": "object",
        "properties": {
            "from": {"type": "string"},
            "to": {"type": "string"},
            "via": {"type": "string"},
            "adults": {"type": "integer"},
            "price": {"type": "number"},
            "rows": {"type": "integer"},
            "class": {"enum": ["first", "second"]},
        },
    }
    prompt = "Fly me from New York to Oslo, second class, for 2 adults below 99.5 please"
    assert instance_of(schema, prompt) == {
        "from": "New York",
        "to": "Oslo",
        "via": "via",
        "adults": 2,
        "price": 99.5,
        "rows": 1,
        "class": "second",
    }


def test_quoted_words_come_before_capitalised_ones():
    schema = {"type": "object", "properties": {"q": {"type": "string"}}}
    assert instance_of(schema, "Please ask Bob for 'deep sea'") == {"q": "deep sea"}
    assert instance_of(schema, "it isn't Bob's day") == {"q": "Bob"}


def test_zeros_in_front_are_no_trouble():
    assert instance_of({"type": "integer"}, "agent 007") == 7


@pytest.mark.parametrize(
    "pattern",
    [
        "^abc$",
        "a|b",
        "^(?:x|y)+$",
        "[^a-z]{2,}",
        "^[]x]$",
        "^\\w+@\\w+\\.com$",
        "^(?P<year>\\d{4})-(?P<day>\\d+)?$",
        "(?=a)a",
        "\\bword\\b",
        "^a{3}b*?c+$",
        "^\\S+\\s\\D\\W$",
        "^[\\d\\]]$",
        "^.{5}$",
        "(?<!x)y",
        "^\\t\\n$",
    ],
)
def test_a_text_matches_its_pattern(pattern: str):
    assert re.search(pattern, text_matching(pattern))


@pytest.mark.parametrize("pattern", ["(", "[", "a{2", "(?=b)a", "\\", "^(a)\\1\\1$(?!)"])
def test_a_pattern_that_is_wrong_or_too_clever_gives_some_text(pattern: str):
    assert text_matching(pattern)
