"""Reading documents: the values of YAML 1.2, their lines, and invalid documents."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from generator import description, document
from generator.problems import Problem, SpecError, as_json_pointer

from .support import BASE, SPEC


def load(text: str, folder: Path) -> document.Document:
    path = folder / "spec.yaml"
    path.write_bytes(textwrap.dedent(text).encode())
    return description.load(path, "spec.yaml")


def problems(text: str, folder: Path) -> list[str]:
    with pytest.raises(SpecError) as caught:
        load(text, folder)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("0.35", 0.35),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("0.35.0", "0.35.0"),
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20T14:03:26Z", "2026-11-20T14:03:26Z"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: Any, tmp_path: Path) -> None:
    got = load(f"key: {written}\n", tmp_path).data["key"]
    assert got == value
    assert type(got) is type(value)


def test_keys_are_text(tmp_path: Path) -> None:
    assert load("200: a\non: b\nnull: c\n", tmp_path).data == {"200": "a", "on": "b", "null": "c"}


def test_folded_text_is_joined(tmp_path: Path) -> None:
    assert load("key: >-\n  one\n  two\n", tmp_path).data == {"key": "one two"}


def test_each_value_knows_its_line(tmp_path: Path) -> None:
    spec = load("a:\n  b: 1\n  c:\n    - x\n    -\n      d: 2\ne: {f: 3}\n", tmp_path)
    lines = {
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", "0"): 4,
        ("a", "c", "1", "d"): 6,
        ("e", "f"): 7,
    }
    assert {pointer: spec.problem(pointer, "").line for pointer in lines} == lines
    assert all(spec.has(pointer) for pointer in lines)


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    spec = load("a:\n  b:\n    c: 1\n", tmp_path)
    assert spec.problem(("a", "b", "x", "y"), "").line == 2
    assert spec.problem(("x",), "").line == 1
    assert not spec.has(("a", "x"))


def test_an_alias_is_what_it_stands_for(tmp_path: Path) -> None:
    spec = load("a: &a\n  b: 1\nc: *a\n", tmp_path)
    assert spec.data == {"a": {"b": 1}, "c": {"b": 1}}
    assert spec.problem(("c",), "").line == 3
    assert spec.problem(("c", "b"), "").line == 2


def test_an_alias_cannot_be_inside_of_itself(tmp_path: Path) -> None:
    lines = problems("a: &a\n  b: *a\n", tmp_path)
    # The tree has no line for an alias, so the line is that of its target.
    assert lines == ["spec.yaml:1: #/a/b: an alias refers to itself"]


def test_every_repeated_key_is_named(tmp_path: Path) -> None:
    assert problems("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", tmp_path) == [
        "spec.yaml:4: #/b/c: this key occurs twice",
        "spec.yaml:5: #/a: this key occurs twice",
    ]


def test_two_spellings_of_one_key_are_one_key(tmp_path: Path) -> None:
    assert problems('200: 1\n"200": 2\n', tmp_path) == ["spec.yaml:2: #/200: this key occurs twice"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "expected a mapping at the top"),
        ("- a\n", 1, "expected a mapping at the top"),
        ("words\n", 1, "expected a mapping at the top"),
        ("a: 1\nb: [1\n", 3, "is not YAML"),
        ("a: 1\n b: 2\n", 2, "is not YAML"),
        ("a: *nowhere\n", 1, "is not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "is not YAML"),
        ("a: !!timestamp 2026-01-01\n", 1, "is not supported"),
        ("? [a]\n: 1\n", 1, "a key must be text"),
    ],
)
def test_no_document(text: str, line: int, message: str, tmp_path: Path) -> None:
    found = problems(text, tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"spec.yaml:{line}: #")
    assert message in found[0]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"missing\.yaml:1: #: cannot be read"):
        description.load(tmp_path / "missing.yaml")
    (tmp_path / "latin.yaml").write_bytes("ä: 1".encode("latin-1"))
    with pytest.raises(SpecError, match=r"latin\.yaml:1: #: cannot be read"):
        description.load(tmp_path / "latin.yaml")


def test_the_pointer_of_a_problem_is_escaped() -> None:
    assert as_json_pointer(("paths", "/a/{b}", "x~y")) == "#/paths/~1a~1{b}/x~0y"
    assert as_json_pointer(()) == "#"


def test_problems_are_sorted_and_told_once() -> None:
    late, early = Problem("f", 10, (), "z"), Problem("f", 9, ("b",), "a")
    assert SpecError([late, early, late]).problems == [early, late]


def test_references_are_followed(tmp_path: Path) -> None:
    spec = load(
        """\
        a: {$ref: "#/b~1c/d"}
        b/c: {d: {$ref: "#/e"}}
        e: {f: 1}
        loop: {$ref: "#/loop"}
        """,
        tmp_path,
    )
    assert spec.at("#/b~1c/d") == {"$ref": "#/e"}
    assert spec.at("#/b~1c/d/nothing/there") is None
    assert spec.resolved(spec.data["a"]) == {"f": 1}
    assert spec.resolved({"$ref": "#/nowhere"}) == {}
    assert spec.resolved(None) == {}
    assert spec.resolved(spec.data["loop"]) == spec.data["loop"]


def test_walk_yields_every_value_with_its_place() -> None:
    spec = description.load(SPEC)
    places = dict(spec.walk())
    assert places[("openapi",)] == spec.data["openapi"]
    assert all(spec.has(pointer) for pointer in places)


def test_the_parser_sees_no_streams_and_no_open_enums(tmp_path: Path) -> None:
    spec = load(BASE, tmp_path)
    given = spec.for_parser()
    success = given["paths"]["/things/{name}"]["post"]["responses"]["200"]
    assert list(success["content"]) == ["application/json"]
    state = given["components"]["schemas"]["Thing"]["properties"]["state"]
    assert state["oneOf"] == [{"type": "string", "enum": ["new", "old"]}, {"type": "string"}]
    # The document itself is untouched.
    content = spec.success(spec.operations()[0])
    assert list(content) == ["application/json", "application/x-ndjson"]
    assert spec.line_schema(content["application/x-ndjson"]) == "Thing"


def test_the_parser_sees_json_alone_where_an_answer_may_be_text(tmp_path: Path) -> None:
    text = """\
        paths:
          /a:
            get:
              operationId: a
              responses:
                "200":
                  content:
                    text/plain: {schema: {type: string}}
                    application/json: {schema: {type: object}}
                    text/event-stream: {schema: {type: object}}
                "201": {content: {text/plain: {schema: {type: string}}}}
    """
    spec = load(text, tmp_path)
    (operation,) = spec.operations()
    responses = spec.for_parser()["paths"]["/a"]["get"]["responses"]
    assert list(responses["200"]["content"]) == ["application/json"]
    assert responses["201"] == operation.data["responses"]["201"]


UNIONS = """\
    components:
      schemas:
        Text: { type: string }
        Leaf: { type: object, properties: { next: { $ref: "#/components/schemas/Leaf" } } }
        Tree: { anyOf: [{ $ref: "#/components/schemas/Leaf" }] }
        Mixed: { oneOf: [{ $ref: "#/components/schemas/Leaf" }, { type: string }] }
        Dangling: { oneOf: [{ $ref: "#/components/schemas/Nothing" }] }
        Lone: { type: array, items: { $ref: "#/components/schemas/Tree" } }
"""


def test_the_members_of_a_union_are_components(tmp_path: Path) -> None:
    spec = load(UNIONS, tmp_path)
    assert spec.union_members("Tree") == ["Leaf"]
    for name in ("Text", "Leaf", "Mixed", "Dangling", "Nothing"):
        assert spec.union_members(name) is None


def test_what_a_value_refers_to_is_reached(tmp_path: Path) -> None:
    spec = load(UNIONS, tmp_path)
    assert spec.reached({"a": [{"$ref": "#/components/schemas/Lone"}]}) == {"Lone", "Tree", "Leaf"}
    assert spec.reached([{"$ref": "#/components/schemas/Dangling"}]) == {"Dangling"}
    assert spec.reached({"type": "object"}) == set()


def test_operations_come_in_the_order_of_the_file() -> None:
    spec = description.load(SPEC)
    found = [(operation.path, operation.method) for operation in spec.operations()]
    written = [
        (path, method)
        for path, item in spec.data["paths"].items()
        for method in item
        if method in document.METHODS
    ]
    assert found == written
    assert len(found) > 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'{"a": "\ud83d\ude00b"}', "\U0001f600b"),
        (r'{"a": "\\ud83d\\ude00b"}', r"\ud83d\ude00b"),
        (r'{"a": "\\\ud83d\ude00b"}', "\\\U0001f600b"),
        ("a: '\\ud83d\\ude00'", r"\ud83d\ude00"),
    ],
)
def test_json_may_write_a_character_as_two_halves(text: str, expected: str) -> None:
    assert document.parse(text, "spec.json").data == {"a": expected}
