"""`python -m generator diff`: what it finds, what it marks as breaking, and what it ignores."""

from __future__ import annotations

import datetime
import io
import itertools
import json
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __main__ as command
from generator import description, document, render
from generator.diff import command as diff
from generator.diff.compare import Difference, compare
from generator.diff.report import WIDTH, entry, report
from generator.document import Document
from generator.problems import SpecError

from .support import BASE, GOLDEN, SPEC, changed
from .test_command import corrupted

FOREIGN = Path(__file__).parent / "foreign" / "ollama-3.0.yaml"


def differ(old: str | Document, new: str | Document, *, wire: bool = False) -> Difference:
    """Compare two descriptions, or their texts."""
    documents = [
        document.parse(given, name) if isinstance(given, str) else given
        for given, name in ((old, "old"), (new, "new"))
    ]
    return compare(*documents, wire=wire)


def ours() -> Document:
    return description.load(SPEC)


def found(old: str | Document, new: str | Document, *, wire: bool = False) -> list[str]:
    """Return the changes as `place: sign name: detail !reason`."""
    return [
        f"{c.place}: {c.sign} {c.name}" + (f": {c.detail}" if c.detail else "") + marks(c.reasons)
        for c in differ(old, new, wire=wire).changes
    ]


def marks(reasons: list[str]) -> str:
    return "".join(f" !{reason}" for reason in reasons)


# ---------------------------------------------------------------------- fields

PLACES = {
    "ThingRequest": "        size: { type: integer, format: int64, description: How big. }\n",
    "Thing": "        done: { type: boolean, description: Whether it is ready. }\n",
}


def with_field(schema: str | None, *, required: bool = False) -> str:
    """Return the base spec with a field `f` in a request and in an answer."""
    text = BASE
    for name, line in PLACES.items():
        if schema is not None:
            text = changed((line, f"{line}        f: {schema}\n"), text=text)
        if required:
            rule = (f"    {name}:\n      type: object\n", f"    {name}:\n      type: object\n")
            if name == "Thing":
                rule = ("required: [done]", "required: [done, f]")
            else:
                rule = (rule[0], f"{rule[1]}      required: [f]\n")
            text = changed(rule, text=text)
    return text


def of_field(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the changes of `f` in the request and in the answer."""
    lines = found(old, new)
    assert all(line.startswith(("ThingRequest: ", "Thing: ")) for line in lines), lines
    return (
        [line.removeprefix("ThingRequest: ") for line in lines if line.startswith("ThingRequest")],
        [line.removeprefix("Thing: ") for line in lines if line.startswith("Thing: ")],
    )


NONE = "the attribute may be None"
GONE = "the argument is removed: type checkers refuse it, and the server ignores it at best"

#: The schema before and after, the change, and why it breaks requests and answers.
FIELDS = {
    "type": (
        "{type: string}",
        "{type: boolean}",
        "type: string -> boolean",
        "string can no longer be sent",
        "the value may be boolean, which users do not expect",
    ),
    "a type more": (
        "{type: string}",
        "{oneOf: [{type: string}, {type: boolean}]}",
        "type: string -> string | boolean",
        None,
        "the value may be boolean, which users do not expect",
    ),
    "a type less": (
        "{oneOf: [{type: string}, {type: boolean}]}",
        "{type: string}",
        "type: string | boolean -> string",
        "boolean can no longer be sent",
        None,
    ),
    "anything": (
        "{type: string}",
        "{}",
        "type: string -> any",
        None,
        "the value may be any, which users do not expect",
    ),
    "integer to number": (
        "{type: integer}",
        "{type: number}",
        "type: integer -> number",
        None,
        "the value may be number, which users do not expect",
    ),
    "number to integer": (
        "{type: number}",
        "{type: integer}",
        "type: number -> integer",
        "number can no longer be sent",
        None,
    ),
    "items": (
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: boolean}}",
        "[] type: string -> boolean",
        "string can no longer be sent",
        "the value may be boolean, which users do not expect",
    ),
    "values of free keys": (
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, additionalProperties: {type: [string, boolean]}}",
        "{} type: string -> string | boolean",
        None,
        "the value may be boolean, which users do not expect",
    ),
    "free keys": (
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: false}",
        "other keys are refused",
        "other keys are refused",
        None,
    ),
    "null": (
        "{type: string}",
        '{type: [string, "null"]}',
        "may now be null",
        None,
        "the value may be None",
    ),
    "no null": (
        '{type: [string, "null"]}',
        "{type: string}",
        "can no longer be null",
        "None is refused",
        None,
    ),
    "a value more": (
        "{type: string, enum: [a]}",
        "{type: string, enum: [a, b]}",
        'values: +"b"',
        None,
        None,
    ),
    "a value less": (
        "{type: string, enum: [a, b]}",
        "{type: string, enum: [a]}",
        'values: -"b"',
        '"b" can no longer be sent',
        None,
    ),
    "closed": (
        "{type: string, x-extensible-enum: [a]}",
        "{type: string, enum: [a]}",
        "values: others are refused",
        "other values are refused",
        None,
    ),
    "opened": (
        "{type: string, enum: [a]}",
        "{type: string, x-extensible-enum: [a]}",
        "values: others are possible",
        None,
        None,
    ),
    "constant": (
        "{type: string, const: a}",
        "{type: string, const: b}",
        'values: +"b", -"a"',
        '"a" can no longer be sent',
        "the constant is annotated as the only value",
    ),
    "integer format": (
        "{type: integer, format: int32}",
        "{type: integer, format: int64}",
        "format: int32 -> int64",
        None,
        None,
    ),
    "time": (
        "{type: string}",
        "{type: string, format: date-time}",
        "format: none -> date-time",
        "the value is a datetime, no longer a str",
        "the value is a datetime, no longer a str",
    ),
    "default": (
        "{type: boolean, default: false}",
        "{type: boolean, default: true}",
        "default: false -> true",
        None,
        None,
    ),
    "a default of the same number": (
        "{type: integer, default: 1}",
        "{type: integer, default: true}",
        "default: 1 -> true",
        None,
        None,
    ),
    "deprecated": (
        "{type: string}",
        "{type: string, deprecated: true}",
        "deprecated: false -> true",
        None,
        None,
    ),
    "upper limit down": (
        "{type: integer, maximum: 9}",
        "{type: integer, maximum: 8}",
        "maximum: 9 -> 8",
        "the server refuses values that it accepted before",
        None,
    ),
    "upper limit up": (
        "{type: integer, maximum: 8}",
        "{type: integer, maximum: 9}",
        "maximum: 8 -> 9",
        None,
        None,
    ),
    "lower limit down": (
        "{type: integer, minimum: 2}",
        "{type: integer, minimum: 1}",
        "minimum: 2 -> 1",
        None,
        None,
    ),
    "lower limit": (
        "{type: integer}",
        "{type: integer, minimum: 1}",
        "minimum: none -> 1",
        "the server refuses values that it accepted before",
        None,
    ),
    "pattern": (
        "{type: string}",
        "{type: string, pattern: ^a}",
        "pattern: none -> ^a",
        "the server may refuse values that it accepted before",
        None,
    ),
    "unit": (
        "{type: integer, x-unit: seconds}",
        "{type: integer, x-unit: nanoseconds}",
        "unit: seconds -> nanoseconds",
        "the same number means something else",
        "the same number means something else",
    ),
    "bytes": (
        "{type: integer, x-unit: bytes}",
        "{type: integer}",
        "unit: bytes -> none",
        None,
        "the value is no longer a ByteSize",
    ),
    "Python name": (
        "{type: string}",
        "{type: string, x-python-name: g}",
        "Python name: f -> g",
        "the attribute is renamed",
        "the attribute is renamed",
    ),
    "Python type": (
        "{type: string, format: date-time}",
        "{type: string, format: date-time, x-python-annotation: str}",
        "x-python-annotation: none -> str",
        "the Python type is different",
        "the Python type is different",
    ),
    "Python type that takes more": (
        "{type: array, items: {type: string}}",
        '{type: array, items: {type: string}, x-python-annotation: "list[Base64]"}',
        "x-python-annotation: none -> list[Base64]",
        None,
        "the Python type is different",
    ),
}


@pytest.mark.parametrize(("old", "new", "detail", "sent", "read"), FIELDS.values(), ids=FIELDS)
def test_a_field_changes(old: str, new: str, detail: str, sent: str, read: str) -> None:
    step, name = (detail[:2], detail[3:]) if detail[:2] in ("[]", "{}") else ("", detail)
    expected = f"~ f{step}: {name}"
    assert of_field(with_field(old), with_field(new)) == (
        [expected + marks([sent] if sent else [])],
        [expected + marks([read] if read else [])],
    )


#: The beginnings of reasons that mean that an answer's annotation allows something new.
READERS = ("the value ", "the Python type ", NONE)


#: A description may say this, but the client has no such field.
NOT_RENDERED = {"free keys", "a default of the same number"}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FIELDS.keys() - NOT_RENDERED))
def test_the_mark_agrees_with_the_rendered_client(name: str, tmp_path: Path) -> None:
    """An answer is marked as breaking if and only if its annotation allows more."""
    old, new, _, _, read = FIELDS[name]
    annotations = [annotation_of(schema, tmp_path) for schema in (old, new)]
    assert bool(read and read.startswith(READERS)) == bool(more(*annotations)), annotations


def annotation_of(schema: str, folder: Path) -> str:
    path = folder / "spec.yaml"
    path.write_text(with_field(schema, required=True), encoding="utf-8")
    view = render.view_of(path, "spec.yaml", with_examples=False)
    thing = next(model for model in view.models if model.class_name == "Thing")
    return next(field.annotation for field in thing.fields if field.wire == "f")


def more(old: str, new: str) -> set[str]:
    """Return the members of a union annotation that the older one lacks. A float includes int."""
    before, after = (set(text.split(" | ")) for text in (old, new))
    allowed = before | ({"int"} if "float" in before else set())
    return {part for part in after - allowed if not part.startswith("Literal")}


def test_a_field_is_added_and_removed() -> None:
    without, has = with_field(None), with_field("{type: string}")
    must = with_field("{type: string}", required=True)
    assert of_field(without, has) == (["+ f: string, optional"], ["+ f: string, optional"])
    assert of_field(without, must) == (
        ["+ f: string, required !callers must pass it"],
        ["+ f: string, required"],
    )
    assert of_field(has, without) == ([f"- f !{GONE}"], ["- f !the attribute is removed"])


def test_a_field_becomes_required_and_optional() -> None:
    may, must = with_field("{type: string}"), with_field("{type: string}", required=True)
    assert of_field(may, must) == (
        ["~ f: now required !callers must pass it"],
        ["~ f: now required"],
    )
    assert of_field(must, may) == (
        ["~ f: no longer required"],
        [f"~ f: no longer required !{NONE}"],
    )


def dumping(text: str, *wires: str, component: str = "Thing") -> str:
    """Return a description in which dumps of a component always have these fields."""
    opening = f"    {component}:\n"
    key = f"      x-python-dumps-unset: [{', '.join(wires)}]\n"
    return changed((opening, opening + key), text=text)


def test_a_new_field_that_shows_in_dumps_says_so() -> None:
    old = dumping(BASE, "done", "state", "parts")
    new = dumping(with_field("{type: string}"), "done", "state", "parts")
    grown = dumping(with_field("{type: string}"), "done", "state", "parts", "f")
    assert found(old, new) == [
        "ThingRequest: + f: string, optional, included in dumps if unset",
        "Thing: + f: string, optional",
    ]
    assert found(old, grown)[1] == "Thing: + f: string, optional, included in dumps if unset"
    assert found(BASE, with_field("{type: string}"))[1] == "Thing: + f: string, optional"


def test_what_dumps_hold_changes() -> None:
    every = dumping(BASE, "done", "state", "parts")
    fewer = dumping(BASE, "done", "parts")
    assert found(BASE, every) == found(every, BASE) == []
    assert found(every, fewer) == [
        "Thing: ~ state: no longer included in dumps if unset !dumps lose the key if it is unset"
    ]
    assert found(fewer, BASE) == [
        "Thing: ~ state: included in dumps if unset !dumps gain the key with None"
    ]


def test_an_older_commit_says_of_each_field_what_dumps_hold() -> None:
    piece = "state: { type: string"
    older = changed((piece, "state: { x-python-omit-unset: true, type: string"))
    assert found(older, dumping(BASE, "done", "parts")) == []
    assert found(older, dumping(BASE, "done", "state", "parts")) == [
        "Thing: ~ state: included in dumps if unset !dumps gain the key with None"
    ]


# ---------------------------------------------------------------------- one meaning, two spellings

SPELLINGS = {
    "null": (
        '{type: [string, "null"]}',
        "{type: string, nullable: true}",
        '{oneOf: [{type: string}, {type: "null"}]}',
        '{anyOf: [{type: "null"}, {type: string}]}',
    ),
    "null in an enum": (
        '{type: [string, "null"], enum: [a, b, null]}',
        "{type: string, nullable: true, enum: [a, b]}",
        '{oneOf: [{type: string, enum: [b, a]}, {type: "null"}]}',
    ),
    "union": (
        "{oneOf: [{type: string}, {type: integer}]}",
        "{anyOf: [{type: integer}, {type: string}]}",
        "{type: [string, integer]}",
        "{oneOf: [{anyOf: [{type: string}]}, {type: integer}]}",
    ),
    "enum": (
        "{type: string, enum: [a, b]}",
        "{enum: [a, b]}",
        "{oneOf: [{const: a}, {const: b}]}",
        "{oneOf: [{type: string, enum: [a]}, {type: string, const: b}]}",
    ),
    "open enum": (
        "{type: string, x-extensible-enum: [a, b]}",
        "{anyOf: [{type: string, enum: [a, b]}, {type: string}]}",
    ),
    "object": (
        "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}",
        "{allOf: [{type: object, required: [a], properties: {a: {type: string}}},"
        " {required: [b], properties: {b: {type: string}}}]}",
    ),
    "component": (
        '{$ref: "#/components/schemas/ErrorBody"}',
        '{allOf: [{$ref: "#/components/schemas/ErrorBody"}]}',
        "{type: object, required: [error],"
        " properties: {error: {type: string, description: What went wrong.}}}",
    ),
}


@pytest.mark.parametrize("spellings", SPELLINGS.values(), ids=SPELLINGS)
def test_spellings_of_one_meaning_do_not_differ(spellings: tuple[str, ...]) -> None:
    for old, new in itertools.permutations(spellings, 2):
        assert found(with_field(old), with_field(new), wire=True) == [], (old, new)


def test_members_of_a_union_are_matched_by_their_constants() -> None:
    def union(*members: str) -> str:
        return "{oneOf: [" + ", ".join(members) + "]}"

    def member(tag: str, kind: str = "string") -> str:
        return f"{{type: object, properties: {{t: {{const: {tag}}}, v: {{type: {kind}}}}}}}"

    old, new = union(member("a"), member("b")), union(member("b", "boolean"), member("a"))
    request, _ = of_field(with_field(old), with_field(new))
    assert request == ["~ f.v: type: string -> boolean !string can no longer be sent"]
    request, answer = of_field(with_field(union(member("a"))), with_field(old))
    assert request == ['~ f: type: object (t: "a") -> object (t: "a") | object (t: "b")']
    assert answer == [
        '~ f: type: object (t: "a") -> object (t: "a") | object (t: "b")'
        " !the value may be object, which users do not expect"
    ]


# ---------------------------------------------------------------------- operations

ANSWERS = '        "404": { $ref: "#/components/responses/NotFound" }\n'
OTHER = """\
  /other:
    get:
      operationId: getOther
      summary: Get another
      responses:
        "200": { description: Here. }
components:
"""
QUERY = "      parameters:\n        - { name: q, in: query, schema: { type: string } }\n"
PARAMETERS = "      parameters:\n"
BODY = "      requestBody:\n        required: true\n"
PLACE = "POST /things/{name} (makeThing)"

#: The edit, and what is found.
OPERATIONS: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "added": ([("components:\n", OTHER)], ["operations: + GET /other (getOther)"]),
    "renamed": (
        [("makeThing", "buildThing")],
        [
            "POST /things/{name} (buildThing): ~ operationId: makeThing -> buildThing"
            " !the module is now called build_thing"
        ],
    ),
    "moved": (
        [("  /things/{name}:", "  /parts/{name}:")],
        [
            "POST /parts/{name} (makeThing): ~ route: POST /things/{name} -> POST /parts/{name}",
        ],
    ),
    "another tag": (
        [("tags: [things]", "tags: [otherThings]")],
        [f"{PLACE}: ~ tag: things -> otherThings !the module is now in api.other_things"],
    ),
    "deprecated": (
        [("      summary:", "      deprecated: true\n      summary:")],
        [f"{PLACE}: ~ deprecated: now deprecated"],
    ),
    "path parameter": (
        [("/things/{name}", "/things/{id}"), ("- name: name", "- name: id")],
        [
            "POST /things/{id} (makeThing): ~ path parameter id: was called name"
            " !the argument is renamed"
        ],
    ),
    "optional parameter": (
        [(PARAMETERS, QUERY)],
        [f"{PLACE}: + query parameter q: optional"],
    ),
    "required parameter": (
        [(PARAMETERS, QUERY.replace("q,", "q, required: true,"))],
        [f"{PLACE}: + query parameter q: required !callers must pass it"],
    ),
    "parameter type": (
        [("schema: { type: string }", "schema: { type: integer }")],
        [f"{PLACE}: ~ path parameter name: type: string -> integer !string can no longer be sent"],
    ),
    "optional body": (
        [(BODY, BODY.replace("true", "false"))],
        [f"{PLACE}: ~ request body: no longer required"],
    ),
    "media types": (
        [
            (
                "        content:\n          application/json:",
                "        content:\n          text/plain:",
            )
        ],
        [
            f"{PLACE}: + request: text/plain",
            f"{PLACE}: - request: application/json !such bodies are refused",
        ],
    ),
    "no stream": (
        [("            application/x-ndjson:", "            application/other:")],
        [
            f"{PLACE}: + answer 200: application/other",
            f"{PLACE}: - answer 200: application/x-ndjson !it is no longer sent",
        ],
    ),
    "stream of snapshots": (
        [("lines: delta", "lines: snapshot")],
        [
            f"{PLACE}: ~ answer 200 (application/x-ndjson): x-stream lines: delta -> snapshot"
            " !code that joins the lines, or does not, gets a different result"
        ],
    ),
    "stream as OpenAPI 3.2 writes it": (
        [
            (
                "application/x-ndjson:\n              schema:",
                "application/x-ndjson:\n              itemSchema:",
            )
        ],
        [],
    ),
    "success": (
        [('        "200":', '        "201":')],
        [f"{PLACE}: ~ status: 200 -> 201"],
    ),
    "error": (
        [(ANSWERS, ANSWERS + ANSWERS.replace("404", "410"))],
        ["error answers: + 410", "types: + NotFoundError: raised for status 410"],
    ),
    "no error": (
        [(ANSWERS, "")],
        ["error answers: - 404", "types: - NotFoundError !the error class is removed"],
    ),
    "error class": (
        [("responses/NotFound", "responses/Missing"), ("    NotFound:", "    Missing:")],
        ["types: ~ NotFoundError: now called MissingError !the error class is renamed"],
    ),
    "server": (
        [("http://127.0.0.1:9", "http://127.0.0.1:8")],
        [
            "general: ~ servers: http://127.0.0.1:9 -> http://127.0.0.1:8"
            " !calls go to another host by default"
        ],
    ),
    "credentials": (
        [
            ("      summary:", "      security: [{ key: [] }]\n      summary:"),
            (
                "components:\n",
                "components:\n  securitySchemes:\n    key: { type: http, scheme: bearer }\n",
            ),
        ],
        [
            f"{PLACE}: ~ security: no credentials -> http bearer"
            " !a call without credentials is refused"
        ],
    ),
    "class": (
        [("schemas/ThingRequest", "schemas/Order"), ("    ThingRequest:", "    Order:")],
        ["types: ~ ThingRequest: now called Order !the class is renamed"],
    ),
    "class added": (
        [("    ErrorBody:", "    Spare: { type: string }\n    ErrorBody:")],
        ["types: + Spare"],
    ),
    "Python class name": (
        [("    ThingRequest:\n", "    ThingRequest:\n      x-python-name: Order\n")],
        ["types: ~ ThingRequest: x-python-name: none -> Order !the class is renamed"],
    ),
    "constructor": (
        [("    Thing:\n", "    Thing:\n      x-python-required: [state]\n")],
        ["Thing: ~ itself: x-python-required: none -> state !the constructor requires state"],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), OPERATIONS.values(), ids=OPERATIONS)
def test_an_operation_changes(edits: list[tuple[str, str]], expected: list[str]) -> None:
    assert found(BASE, changed(*edits)) == expected


def test_an_operation_is_removed() -> None:
    more = changed(("components:\n", OTHER))
    assert found(more, BASE) == ["operations: - GET /other (getOther) !its functions are removed"]


def test_names_are_no_part_of_the_wire() -> None:
    names = ("renamed", "another tag", "error class", "class", "Python class name", "constructor")
    for name in names:
        assert found(BASE, changed(*OPERATIONS[name][0]), wire=True) == []


def test_descriptions_are_counted() -> None:
    difference = differ(BASE, changed(("How big.", "Size."), ("Makes it.", "Builds it.")))
    assert (difference.changes, difference.reworded) == ((), 2)
    lines = report(difference)
    assert lines[0] == "Tiny 1 -> Tiny 1: 2 descriptions reworded"
    assert lines[-1] == "- 2 descriptions reworded."


# ---------------------------------------------------------------------- whole files


@pytest.mark.slow
def test_our_description_does_not_differ_from_itself() -> None:
    for wire in (True, False):
        difference = differ(ours(), ours(), wire=wire)
        assert (difference.changes, difference.reworded) == ((), 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SPEC.parent.glob("dist/*.json")) if "portable" not in path.name],
    ids=lambda path: path.name,
)
def test_derived_files_say_the_same(path: Path) -> None:
    """Except for the empty string in an enum, which means the same as leaving out the field."""
    assert found(ours(), path.read_text(encoding="utf-8"), wire=True) == [
        'AnswerFormatKeyword: ~ itself: values: -"" !"" can no longer be sent'
    ]


@pytest.mark.slow
def test_a_component_is_reported_once_with_what_uses_it() -> None:
    data: dict[str, Any] = ours().data
    data["components"]["schemas"]["Message"]["properties"]["mood"] = {"type": "string"}
    lines = report(differ(ours(), json.dumps(data)))
    assert sum("mood: string" in line for line in lines) == 1
    place = next(line for line in lines if line.startswith("Message ("))
    assert place == (
        "Message (requests of generateChat, createModel; answers of generateChat, showModel)"
    )


def test_a_file_of_another_project() -> None:
    """It is compared by what is sent, in spite of its different style."""
    text = FOREIGN.read_text(encoding="utf-8")
    lines = report(differ(text, ours(), wire=True))
    for line in (
        "  - POST /api/rename",
        "  + POST /api/generate",
        "  ~ path parameter digest: pattern: none -> ^sha256[:-][0-9a-fA-F]{64}$",
        "ChatRequest (requests of POST /api/chat)",
        "  ~ messages: no longer required",
        "  ~ stream: default: false -> true",
        "  ~ keep_alive: type: string -> number (double) | string",
        "  - seed",
        '  ~ role: values: +"system", +"tool", others are possible',
        '  ~ done_reason: values: +"load", +"unload", others are possible',
        "  ~ message: can no longer be null",
        "  ~ models: can no longer be null",
        "  ~ size: type: number -> integer (int64)",
    ):
        assert line in lines
    # Equal facts are not reported: names, copied requests, the error line of the stream.
    for word in ("source", "destination", "~ done:", "x-ndjson", "Msg", "generateChat", "x-python"):
        assert not [line for line in lines if word in line], word
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.slow
def test_the_other_direction_mirrors_it() -> None:
    foreign = FOREIGN.read_text(encoding="utf-8")
    there = differ(foreign, ours(), wire=True)
    back = differ(ours(), foreign, wire=True)
    sides = {"+": "-", "-": "+", "~": "~"}

    def fields(difference: Difference, signs: dict[str, str]) -> set[tuple[str, str]]:
        subjects = ("operation", "field", "media type")
        chosen = [c for c in difference.changes if c.subject in subjects and c.sign != "~"]
        return {(signs[c.sign], c.name) for c in chosen}

    assert fields(there, {s: s for s in sides}) == fields(back, sides) != set()


def test_only_what_the_other_has() -> None:
    """For a file that covers a part of our API, only what ours lacks is reported."""
    fields = (
        "        size: { type: integer, minimum: 0 }\n        sort: { enum: [a], type: string }\n"
    )
    ours = changed((PLACES["ThingRequest"], fields))
    theirs = changed(
        (
            PLACES["ThingRequest"],
            "        size: { type: [integer, string, 'null'] }\n"
            "        sort: { enum: [a, b], type: string, default: a }\n"
            "        more: { type: boolean }\n",
        ),
        (PLACES["Thing"], ""),
        ("required: [done]", "required: []"),
    )
    assert report(differ(ours, theirs, wire=True), additions=True) == [
        "Tiny 1 has what Tiny 1 lacks: 5",
        "",
        "ThingRequest (requests of POST /things/{name})",
        "  ~ size: may now be null",
        "  ~ size: type: integer -> integer | string | null",
        "  ~ sort: default: none -> a",
        '  ~ sort: values: +"b"',
        "  + more: boolean, optional",
    ]
    assert report(differ(ours, ours), additions=True) == ["Tiny 1 has what Tiny 1 lacks: nothing"]
    anything = changed((PLACES["ThingRequest"], "        size: {}\n        sort: {}\n"))
    assert not differ(anything, ours, wire=True).additions


def test_the_entry_is_ready_to_paste() -> None:
    edits = (
        ("components:\n", OTHER),
        ("makeThing", "buildThing"),
        (
            PLACES["Thing"],
            PLACES["Thing"] + "        age: { type: integer, description: Its age; in days. }\n",
        ),
        (PLACES["ThingRequest"], ""),
        ('version: "1"', 'version: "2"'),
        ("title: Tiny", "title: Tiny API"),
    )
    lines = entry(differ(BASE, changed(*edits)), datetime.date(2026, 11, 30))
    assert "\n".join(lines) == textwrap.dedent("""\
        ## 2026-11-30: Tiny 2

        - New route `GET /other`: Get another.
        - **Breaks**: `POST /things/{name}`, operationId: makeThing -> buildThing.
        - **Breaks**: `ThingRequest` no longer has `size`.
        - `Thing` has `age`: Its age.""")


# ---------------------------------------------------------------------- the command


def run(*arguments: str | Path) -> int:
    return command.main(["diff", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.json"
    old.write_text(BASE, encoding="utf-8")
    data = yaml.safe_load(changed((PLACES["Thing"], f"{PLACES['Thing']}        f: {{}}\n")))
    new.write_text(json.dumps(data), encoding="utf-8")
    return old, new


def test_exit_codes(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = files
    assert run(old, old) == 0
    assert capsys.readouterr().out == "Tiny 1 -> Tiny 1: no difference\n"
    assert run(old, new) == 1
    assert "  + f: any, optional\n" in capsys.readouterr().out
    assert run(old, new, "--breaking") == 0
    printed = capsys.readouterr().out
    assert "f: any" not in printed
    assert "nothing breaks users of the Python client" in printed
    assert run(new, old, "--breaking") == 1
    printed = capsys.readouterr().out
    assert "  - f\n      breaks: the attribute is removed\n" in printed
    assert "proposed" not in printed
    assert run(old, new, "--additions") == 1
    assert capsys.readouterr().out.endswith("  + f: any, optional\n")
    assert run(new, old, "--additions") == 0
    with pytest.raises(SystemExit, match="2"):
        run(old, new, "--additions", "--breaking")
    assert "not allowed with argument" in capsys.readouterr().err


@pytest.mark.slow
def test_the_new_file_is_ours_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(SPEC) == 0
    assert capsys.readouterr().out.endswith("no difference\n")


def test_standard_input(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(BASE))
    assert run("-", files[0]) == 0
    assert run("-", "-") == 2
    assert "only one of OLD and NEW can be standard input" in capsys.readouterr().err


def test_a_revision(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    folder = files[0].parent
    monkeypatch.chdir(folder)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "first"]):
        subprocess.run([git, *arguments], check=True, cwd=folder)
    assert run("HEAD:old.yaml", "old.yaml") == 0
    assert run("HEAD:old.yaml", "HEAD:new.json") == 1
    capsys.readouterr()
    assert run("HEAD:none.yaml", "old.yaml") == 2
    assert capsys.readouterr().err.startswith("HEAD:none.yaml:1: #: git cannot show it: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('swagger: "2.0"', "expected OpenAPI 3.0, 3.1 or 3.2, got swagger 2.0"),
        ("a: [", "is not YAML"),
        ("- a", "expected a mapping at the top"),
        (
            changed(("responses/NotFound", "responses/None")),
            "#/paths/~1things~1{name}/post/responses/404/$ref: '#/components/responses/None'"
            " does not exist in this file",
        ),
        (
            changed(("#/components/responses/NotFound", "other.yaml#/NotFound")),
            "there is no file 'other.yaml'",
        ),
    ],
)
def test_a_file_that_cannot_be_compared(
    text: str, message: str, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text(text, encoding="utf-8")
    assert run(files[0], files[1]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{files[1]}:" in printed.err
    assert message in printed.err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.yaml") == 2
    assert "none.yaml:1: #: cannot be read" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("start", [0, 20])
def test_a_corrupted_file_is_refused_or_compared(start: int, tmp_path: Path) -> None:
    good, bad = GOLDEN / "spec.yaml", tmp_path / "bad.yaml"
    compared = 0
    for seed in range(start, start + 20):
        bad.write_text(corrupted(good, seed), encoding="utf-8")
        try:
            documents = diff.read(str(good)), diff.read(str(bad))
        except SpecError:
            continue
        compared += 1
        for old, new in (documents, documents[::-1]):
            assert report(compare(old, new))
    assert compared
