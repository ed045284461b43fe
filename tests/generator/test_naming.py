"""Python names for wire names, which are the same on every interpreter."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ollama_client._runtime.model import WireModel

from generator import naming


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("listModels", "list_models"),
        ("list", "list"),
        ("HTTPThing", "http_thing"),
        ("getHTTP", "get_http"),
        ("SystemOneChoiceAnswer", "system_one_choice_answer"),
        ("X-Request-Id", "x_request_id"),
        ("v1Thing2Go", "v1_thing2_go"),
        ("plain things", "plain_things"),
        ("_odd_", "odd"),
        ("", ""),
    ],
)
def test_snake_case(name: str, expected: str) -> None:
    assert naming.snake_case(name) == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("model", "model"),
        ("from", "from_"),
        ("None", "None_"),
        ("$defs", "defs"),
        ("_debug_info", "debug_info"),
        ("$class", "class_"),
        ("a-b c", "a_b_c"),
        ("general.basename", "general_basename"),
        ("camelCase", "camelCase"),
        ("license", "license"),
        ("type", "type"),
    ],
)
def test_field_name_keeps_the_wire_name_where_python_can_spell_it(wire: str, expected: str) -> None:
    assert naming.field_name(wire) == expected


def test_builtins_are_ordinary_names() -> None:
    for name in ("format", "input", "license", "list", "id", "type", "exit"):
        assert naming.field_name(name) == name
        assert naming.is_identifier(name)


def test_the_keywords_are_those_of_this_interpreter() -> None:
    # The list in the generator protects from renames by a newer Python. It must not differ.
    assert set(keyword.kwlist) == naming.KEYWORDS


def test_every_public_name_of_a_model_is_reserved() -> None:
    public = {name for name in dir(WireModel) if not name.startswith("_")}
    assert public <= naming.RESERVED_FIELDS


@pytest.mark.parametrize("name", ["", "1st", "a-b", "class", "ä", "a b"])
def test_no_identifier(name: str) -> None:
    assert not naming.is_identifier(name)


@pytest.mark.parametrize("name", ["thing", "Thing_One", "None", "1Thing", "Thing-One", ""])
def test_no_class_name(name: str) -> None:
    assert not naming.is_class_name(name)


@given(st.text(st.characters(codec="ascii"), max_size=30))
def test_snake_case_is_stable(name: str) -> None:
    once = naming.snake_case(name)
    assert naming.snake_case(once) == once


@given(st.text(max_size=30))
def test_a_field_name_is_an_identifier_or_refused_as_one(wire: str) -> None:
    name = naming.field_name(wire)
    assert naming.is_identifier(name) == (name.isidentifier() and name.isascii())
    assert not keyword.iskeyword(name)
