"""The rules: a change of a spec that satisfies them all, and the problem it causes."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from generator import (
    examples,
    findings,
    house_rules,
    naming,
    render,
    rules,
    schema_rules,
    vocabulary,
)
from generator.problems import Pointer, Problem, as_json_pointer

from .support import BASE, SPEC, changed, line_of, problems_of

POST: Pointer = ("paths", "/things/{name}", "post")
ANSWER: Pointer = (*POST, "responses", "200", "content", "application/json")
STREAM: Pointer = (*POST, "responses", "200", "content", "application/x-ndjson")
SCHEMAS: Pointer = ("components", "schemas")
THING: Pointer = (*SCHEMAS, "Thing", "properties")
REQUEST: Pointer = (*SCHEMAS, "ThingRequest", "properties")

SIZE = "size: { type: integer, format: int64, description: How big. }"
DONE = "done: { type: boolean, description: Whether it is ready. }"
TERMINATOR = "terminator: { field: done, value: true }"
OF_ANSWER = '                  - $ref: "#/components/schemas/Thing"\n'
OF_ERROR = '                  - $ref: "#/components/schemas/ErrorBody"\n'
JSON_ANSWER = """\
            application/json:
              schema: { $ref: "#/components/schemas/Thing" }
              examples: { one: { summary: One, value: { done: true } } }
"""


@attrs.frozen
class Case:
    """A change of the base spec, and the problem that it causes."""

    name: str
    changes: tuple[tuple[str, str], ...]
    pointer: Pointer
    message: str
    line: str = ""
    """Text of the line of the problem; empty for the line of the change."""

    def __str__(self) -> str:
        return self.name


def case(
    name: str, old: str, new: str, pointer: Pointer, message: str, line: str = "", *more: str
) -> Case:
    pairs = ((old, new), *zip(more[::2], more[1::2], strict=True))
    return Case(name, pairs, pointer, message, line)


def added(name: str, schema: str, key: str, message: str) -> Case:
    """Return the case of an additional property with a problem at one of its keys or at itself."""
    line = f"extra: {{ {schema} }}"
    pointer = (*THING, "extra", *([key] if key else []))
    return case(name, DONE, f"{DONE}\n        {line}", pointer, message, line)


STRUCTURE = [
    added(
        "release of two numbers",
        "type: string, x-ollama-since: 0.34, description: New.",
        "x-ollama-since",
        "expected a release such as 0.34.0",
    ),
    case("version", "3.1.0", "4.0.0", ("openapi",), "'4.0.0' is not supported"),
    case("no title", "  title: Tiny\n", "", ("info",), "`title` is missing", "info:"),
    case("misspelt key", "tags:", "tagss: []\ntags:", ("tagss",), "is it `tags`?", "tagss"),
    case("shape", 'version: "1"', "version: []", ("info", "version"), "expected text"),
    case(
        "a list for an object",
        "info:\n",
        "info: []\nx-info:\n",
        ("info",),
        "expected an object",
        "info: []",
    ),
    case(
        "relative server", "http://127.0.0.1:9", "ftp://a", ("servers", "0", "url"), "is not an abs"
    ),
    case("slash", "/things/{name}:", "things/{name}:", ("paths", "things/{name}"), "slash"),
    case(
        "x-stream shape", TERMINATOR, "terminator: done", (*STREAM, "x-stream", "terminator"), "an"
    ),
    case(
        "stream flag",
        "flag: stream",
        "flag: size",
        (*STREAM, "x-stream", "flag"),
        "'size' of the request is not a boolean",
        "flag: size",
    ),
    case(
        "stream lines",
        "lines: delta",
        "lines: pieces",
        (*STREAM, "x-stream", "lines"),
        "delta or snapshot",
    ),
    case(
        "terminator",
        TERMINATOR,
        "terminator: { field: over, value: true }",
        (*STREAM, "x-stream", "terminator", "field"),
        "have no field 'over'",
    ),
    case(
        "terminator's value",
        TERMINATOR,
        "terminator: { field: state, value: gone }",
        (*STREAM, "x-stream", "terminator", "value"),
        "'gone' is not a value of the field 'state'",
    ),
    case(
        "misspelt key",
        "flag: stream",
        "flags: stream\n                flag: stream",
        (*STREAM, "x-stream", "flags"),
        "not supported in a stream",
        "flags: stream",
    ),
    added("itself", "$ref: '#/components/schemas/None', description: x", "$ref", "does not exist"),
    added(
        "python key", "type: string, description: x, x-python-nam: y", "x-python-nam", "is it `x-"
    ),
    added("ollama key", "type: string, description: x, x-ollama-y: y", "x-ollama-y", "not known"),
    added("stray key", "type: string, description: x, x-stream: {}", "x-stream", "no effect"),
    added(
        "field name",
        "type: string, description: x, x-python-name: a-b",
        "x-python-name",
        "cannot be a field name",
    ),
    added("type", "type: str, description: x", "type", "no type 'str'"),
    added(
        "default",
        "type: array, x-python-default: [], items: {description: a}, description: x",
        "x-python-default",
        "expected a scalar",
    ),
]

HOUSE = [
    added(
        "gone before it came",
        "type: string, deprecated: true, x-ollama-since: 0.34.0, x-ollama-until: 0.33.0, "
        "description: Old.",
        "x-ollama-until",
        "this is not later than",
    ),
    added(
        "gone, but not deprecated",
        "type: string, x-ollama-until: 0.33.0, description: Old.",
        "x-ollama-until",
        "add `deprecated: true`",
    ),
    case(
        "integers",
        SIZE,
        "size: { type: integer, description: How big. }",
        (*REQUEST, "size"),
        "needs the format int64",
    ),
    case("int32", "format: int64", "format: int32", (*REQUEST, "size"), "needs the format int64"),
    added("numbers", "type: number, description: x", "", "needs the format double or float"),
    case("units", "How big.", "In bytes.", (*REQUEST, "size"), "mentions bytes: add `x-unit`"),
    added(
        "durations",
        "type: number, format: double, description: Takes 5 seconds.",
        "",
        "mentions seconds",
    ),
    case(
        "durations' unit",
        "size: { type: integer, format: int64,",
        "eval_duration: { type: integer, format: int64,",
        (*REQUEST, "eval_duration"),
        "`x-unit: nanoseconds`",
    ),
    case(
        "times",
        "state: { type: string, x-extensible-enum: [new, old], description: How it is. }",
        "made_at: { type: string, description: When. }",
        (*THING, "made_at"),
        "needs the format date-time",
    ),
    case(
        "times as numbers",
        "state: { type: string, x-extensible-enum: [new, old], description: How it is. }",
        "made_at: { type: integer, format: int64, description: When. }",
        (*THING, "made_at"),
        "a number needs `x-unit: seconds`",
    ),
    case(
        "times without an example",
        "state: { type: string, x-extensible-enum: [new, old], description: How it is. }",
        "made_at: { type: string, format: date-time, description: When. }",
        (*THING, "made_at"),
        "a time needs an example",
    ),
    added("float", "type: number, format: float, description: x", "format", "of vectors are float"),
    added("anything", "type: array, items: {}, description: x", "items", "allows any value"),
    added("constant", "type: string, const: a, description: x", "const", "describe it instead"),
    added(
        "default",
        "type: string, default: a, description: x",
        "default",
        "only requests have defaults",
    ),
    added(
        "deprecated",
        "type: string, deprecated: true, description: Old.",
        "deprecated",
        "must name the replacement",
    ),
    added("anyOf", "anyOf: [{ type: string }], description: x", "anyOf", "not among our keywords"),
    added(
        "inline union", "oneOf: [{ type: string }], description: x", "oneOf", "must be a component"
    ),
    added("type list", "type: [string, boolean], description: x", "type", "component with `oneOf`"),
    added("bare object", "type: object, description: x", "", "needs `additionalProperties`"),
    added(
        "inline object",
        "type: object, properties: { a: { type: string, description: x } }, description: x",
        "properties",
        "must be a component",
    ),
    added("enum", "type: string, enum: [a], description: x", "enum", "use `x-extensible-enum`"),
    added("title", "type: string, title: a, description: x", "title", "not among our keywords"),
    case(
        "null in a request",
        "kind: { type: string, enum: [soft, hard],",
        'kind: { type: [string, "null"],',
        (*REQUEST, "kind", "type"),
        "must not be null",
    ),
    case(
        "reference or null in a request",
        "kind: { type: string, enum: [soft, hard],",
        'kind: { oneOf: [{ $ref: "#/components/schemas/Thing" }, { type: "null" }],',
        (*REQUEST, "kind", "oneOf"),
        "must not be null",
    ),
    case(
        "component names alike",
        "    ErrorBody:\n",
        "    ThIng: { type: string, description: x }\n    ErrorBody:\n",
        (*SCHEMAS, "ThIng"),
        "'ThIng' and 'Thing' are the same file name",
    ),
    case(
        "component name",
        "    ThingRequest:\n",
        "    Options:\n",
        (*SCHEMAS, "Options"),
        "already used: the base class of",
        "    Options:",
        "schemas/ThingRequest",
        "schemas/Options",
    ),
    case(
        "digits",
        "    ThingRequest:\n",
        "    Thing2:\n",
        (*SCHEMAS, "Thing2"),
        "not in PascalCase",
        "    Thing2:",
        "schemas/ThingRequest",
        "schemas/Thing2",
    ),
    case(
        "operation", "description: Makes it.", "x-a: b", POST, "`description` is missing", "post:"
    ),
    case(
        "property",
        "done: { type: boolean, description: Whether it is ready. }",
        "done: { type: boolean }",
        (*THING, "done"),
        "`description` is missing",
    ),
    case(
        "parameter",
        "description: Its name.",
        "x-a: b",
        (*POST, "parameters", "0"),
        "`description` is missing",
        "- name: name",
    ),
    case(
        "tag",
        "    description: All things.\n",
        "",
        ("tags", "0"),
        "`description` is missing",
        "  - name: things",
    ),
    case(
        "component",
        "      description: A thing.\n",
        "",
        (*SCHEMAS, "Thing"),
        "`description` is missing",
        "    Thing:",
    ),
    case(
        "empty description",
        "description: A thing.",
        "description: ' '",
        (*SCHEMAS, "Thing"),
        "`description` is missing",
        "    Thing:",
    ),
    case("long summary", "Make a thing", "Make a thing " * 5, (*POST, "summary"), "at most 60"),
    case("full stop", "Make a thing", "Make a thing.", (*POST, "summary"), "no period"),
    case("no summary", "summary: Make a thing", "x-a: b", POST, "`summary` is missing", "post:"),
    case(
        "operationId's case",
        "operationId: makeThing",
        "operationId: make_thing",
        (*POST, "operationId"),
        "camelCase",
    ),
    case(
        "one word",
        "operationId: makeThing",
        "operationId: make",
        (*POST, "operationId"),
        "a verb and a noun",
    ),
    case(
        "head",
        "operationId: makeThing",
        "operationId: headThing",
        (*POST, "operationId"),
        "have ids that begin with `head`",
    ),
    case(
        "cloud",
        "      tags: [things]",
        "      tags: [cloud]",
        POST,
        "must be used together",
        "post:",
        "- name: things",
        "- name: cloud",
    ),
    case(
        "no errors",
        '        "404": { $ref: "#/components/responses/NotFound" }\n',
        "",
        (*POST, "responses"),
        "the errors of this operation are not described",
        "      responses:",
    ),
    case(
        "ranges",
        '"404": { $ref',
        "4XX: { $ref",
        (*POST, "responses", "4XX"),
        "list each status",
        "4XX:",
    ),
    case(
        "other error",
        '"404": {',
        '"500":\n          description: Broken.\n          content:\n'
        "            application/json:\n"
        '              schema: { $ref: "#/components/schemas/Thing" }\n'
        "              examples: { one: { summary: One, value: { done: true } } }\n"
        '        "404": {',
        (*POST, "responses", "500"),
        "an error must be a reference to a component",
    ),
    case(
        "error schema",
        '        "404": {',
        '        "400": { $ref: "#/components/responses/Bad" }\n        "404": {',
        ("components", "responses", "NotFound"),
        "JSON with the schema #/components/schemas/Thing",
        "    NotFound:",
        "  responses:\n    NotFound:",
        "  responses:\n    Bad:\n      description: Bad.\n      content:\n"
        "        application/json:\n"
        '          schema: { $ref: "#/components/schemas/Thing" }\n'
        "          examples: { one: { summary: One, value: { done: true } } }\n"
        "    NotFound:",
    ),
    case(
        "NDJSON alone",
        JSON_ANSWER,
        "",
        (*POST, "responses", "200", "content"),
        "after application/json",
        "          content:\n            application/x-ndjson",
    ),
    case(
        "line schema",
        f"{OF_ANSWER}{OF_ERROR}",
        f"{OF_ERROR}{OF_ANSWER}",
        (*STREAM, "schema"),
        "`oneOf` the schema of the complete answer and that of errors",
        "              schema:\n                oneOf",
    ),
    case(
        "x-stream",
        f"                {TERMINATOR}\n",
        "",
        STREAM,
        "lacks terminator",
        "application/x-ndjson:",
    ),
    case(
        "default", "default: true, ", "", POST, "the default of the request's 'stream'", "    post:"
    ),
    case(
        "what the flag does",
        "A stream (application/x-ndjson).",
        "A stream.",
        POST,
        "the description of the request's 'stream' must mention application/x-ndjson",
        "    post:",
    ),
    case(
        "both answers",
        "lines: { summary: Lines, value: {} }",
        "lines: { summary: Lines, value: { stream: false } }",
        POST,
        "the examples of a request must show both values",
        "    post:",
    ),
    case(
        "examples of an answer",
        JSON_ANSWER.splitlines()[2] + "\n",
        "",
        ANSWER,
        "`examples` is missing",
        JSON_ANSWER.splitlines()[0],
    ),
    case(
        "examples of a request",
        "            examples:\n"
        "              one: { summary: One, value: { stream: false } }\n"
        "              lines: { summary: Lines, value: {} }\n",
        "",
        (*POST, "requestBody", "content", "application/json"),
        "`examples` is missing",
        "          application/json:\n            schema",
    ),
    case(
        "examples of a form",
        "application/json:\n"
        '            schema: { $ref: "#/components/schemas/ThingRequest" }\n'
        "            examples:\n"
        "              one: { summary: One, value: { stream: false } }\n"
        "              lines: { summary: Lines, value: {} }\n",
        'multipart/form-data:\n            schema: { $ref: "#/components/schemas/ThingRequest" }\n',
        (*POST, "requestBody", "content", "multipart/form-data"),
        "`examples` is missing",
    ),
    case(
        "summary of an example",
        "{ one: { summary: One, value: a } }",
        "{ one: { value: a } }",
        (*POST, "parameters", "0", "examples", "one"),
        "`summary` is missing",
    ),
    case(
        "unused tag",
        "tags:\n",
        "tags:\n  - { name: a, description: b }\n",
        ("tags", "0"),
        "no op",
        "- { name: a,",
    ),
    case("unknown tag", "tags: [things]", "tags: [other]", (*POST, "tags"), "not described"),
    case("anchor", "description: A thing.", "description: &a A thing.", (), "YAML anchors"),
    case(
        "alias",
        "description: A thing.",
        "description: *a",
        (),
        "YAML anchors",
        "",
        "title: Tiny",
        "title: &a Tiny",
    ),
    case("long line", "A thing.", "A thing. " * 12, (), "more than 100 columns"),
    case(
        "upload",
        "paths:\n",
        "paths:\n  /files:\n    put:\n      operationId: putFile\n      tags: [things]\n"
        "      summary: Put a file\n      description: Puts it.\n      requestBody:\n"
        "        required: true\n        description: The file.\n        content:\n"
        "          application/octet-stream:\n            schema: { type: string }\n"
        '      responses:\n        "201": { description: Done. }\n'
        '        "404": { $ref: "#/components/responses/NotFound" }\n',
        ("paths", "/files", "put", "requestBody", "content", "application/octet-stream"),
        "type string and format binary",
        "application/octet-stream:",
    ),
]


#: Changes the stream of the base spec into one of events, which are pieces of the answer.
TO_PIECES = (
    (
        """\
            application/x-ndjson:
              schema:
                oneOf:
                  - $ref: "#/components/schemas/Thing"
                  - $ref: "#/components/schemas/ErrorBody"
""",
        """\
            text/event-stream:
              schema: { $ref: "#/components/schemas/Thing" }
""",
    ),
    (TERMINATOR, "terminator: { data: end }"),
    (
        "default: true, description: A stream (application/x-ndjson).",
        "default: false, description: A stream (text/event-stream).",
    ),
    (
        "lines: { summary: Lines, value: {} }",
        "events: { summary: Events, value: { stream: true } }",
    ),
)

#: Changes those into events of two kinds.
TO_KINDS = (
    *TO_PIECES,
    (
        'text/event-stream:\n              schema: { $ref: "#/components/schemas/Thing" }',
        'text/event-stream:\n              schema: { $ref: "#/components/schemas/Event" }',
    ),
    ("lines: delta", "lines: events"),
    (
        "terminator: { data: end }\n              examples: { one: { summary: One, value: { done: ",
        "terminator: { field: type, value: ended }\n"
        "              examples: { one: { summary: One, value: { type: ended, done: ",
    ),
    (
        "    Thing:\n",
        """\
    Event:
      description: An event.
      oneOf:
        - $ref: "#/components/schemas/Begun"
        - $ref: "#/components/schemas/Ended"
      discriminator:
        propertyName: type
        mapping:
          begun: "#/components/schemas/Begun"
          ended: "#/components/schemas/Ended"
    Begun:
      type: object
      description: It begins.
      required: [type]
      properties:
        type: { type: string, const: begun, description: Kind. }
    Ended:
      type: object
      description: It ends.
      required: [type]
      properties:
        type: { type: string, const: ended, description: Kind. }
    Thing:
""",
    ),
)

EVENTS: Pointer = (*POST, "responses", "200", "content", "text/event-stream")


def of_events(
    base: tuple[tuple[str, str], ...],
    name: str,
    old: str,
    new: str,
    pointer: Pointer,
    message: str,
    line: str = "",
) -> Case:
    """Return the case of a change to a spec with a stream of events."""
    return Case(name, (*base, (old, new)), pointer, message, line or new)


EVENT_STREAMS = [
    of_events(
        TO_PIECES,
        "default",
        "default: false",
        "default: true",
        POST,
        "the default of the request's 'stream' must be false",
        "    post:",
    ),
    of_events(
        TO_PIECES,
        "inline event",
        'text/event-stream:\n              schema: { $ref: "#/components/schemas/Thing" }',
        "text/event-stream:\n"
        '              schema: { oneOf: [{ $ref: "#/components/schemas/Thing" }, '
        '{ $ref: "#/components/schemas/ErrorBody" }] }',
        (*EVENTS, "schema"),
        "the schema of an event must be a component",
        "schema: { oneOf:",
    ),
    of_events(
        TO_PIECES,
        "pieces of several kinds",
        "lines: delta",
        "lines: events",
        (*EVENTS, "x-stream", "lines"),
        "`events` must be a union of several kinds",
    ),
    of_events(
        TO_PIECES,
        "pieces without a mark",
        "terminator: { data: end }",
        "terminator: { field: done, value: true }",
        (*EVENTS, "x-stream", "terminator"),
        "pieces must end with an event of fixed `data`",
    ),
    of_events(
        TO_KINDS,
        "events with a mark",
        "terminator: { field: type, value: ended }",
        "terminator: { data: end }",
        (*EVENTS, "x-stream", "terminator"),
        "events with one of their kinds",
    ),
    of_events(
        TO_KINDS,
        "no discriminator",
        "      discriminator:\n        propertyName: type\n",
        "      x-discriminator:\n        propertyName: type\n",
        (*SCHEMAS, "Event", "oneOf"),
        "`discriminator` must map a required `const`",
        '      oneOf:\n        - $ref: "#/components/schemas/Begun"',
    ),
    of_events(
        TO_KINDS,
        "other word",
        "          ended:",
        "          stopped:",
        (*SCHEMAS, "Event", "discriminator", "mapping"),
        "the mapping differs from the constants",
        "        mapping:\n",
    ),
    of_events(
        TO_KINDS,
        "words in a union",
        '        - $ref: "#/components/schemas/Begun"\n',
        '        - { type: string, enum: [a] }\n        - $ref: "#/components/schemas/Begun"\n',
        (*SCHEMAS, "Event", "oneOf", "0"),
        "an enum in a union must be a component",
        "- { type: string, enum: [a] }",
    ),
]


@pytest.mark.parametrize("changes", [TO_PIECES, TO_KINDS], ids=["pieces", "kinds"])
def test_event_streams_keep_every_rule(
    changes: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    assert problems_of(changed(*changes), tmp_path) == []


@pytest.mark.parametrize("case", EVENT_STREAMS, ids=str)
def test_a_house_rule_of_event_streams(case: Case, tmp_path: Path) -> None:
    expect(case, tmp_path, house=True)


#: An operation of the OpenAI family. Its error is chosen by each test.
FOLLOWER = """\
paths:
  /others:
    get:
      operationId: listOthers
      tags: [openai]
      summary: List the others
      description: Lists them.
      responses:
        "200":
          description: The others.
        "500": { $ref: "#/components/responses/%s" }
"""
OWN_ERROR = """\
components:
  responses:
    Failed:
      description: It failed.
      content:
        application/json:
          schema: { $ref: "#/components/schemas/OtherError" }
          examples: { one: { summary: One, value: { message: gone } } }
"""
OTHER_SCHEMA = """\
  schemas:
    OtherError:
      type: object
      description: Why it failed.
      properties:
        message: { type: string, description: What went wrong. }
"""
OTHER_TAG = ("tags:\n", "tags:\n  - { name: openai, description: Others. }\n")


def test_a_family_of_routes_has_an_error_of_its_own(tmp_path: Path) -> None:
    text = changed(
        OTHER_TAG,
        ("paths:\n", FOLLOWER % "Failed"),
        ("components:\n  responses:\n", OWN_ERROR),
        ("  schemas:\n", OTHER_SCHEMA),
    )
    assert problems_of(text, tmp_path) == []


def test_the_error_of_another_family_is_told(tmp_path: Path) -> None:
    text = changed(OTHER_TAG, ("paths:\n", FOLLOWER % "NotFound"))
    assert "ErrorBody is the error of another family of routes" in "\n".join(
        problem.message for problem in problems_of(text, tmp_path)
    )


def test_the_base_keeps_every_rule(tmp_path: Path) -> None:
    assert problems_of(BASE, tmp_path) == []


def test_our_own_spec_keeps_every_rule() -> None:
    assert findings.of(render.view_of(SPEC, "spec.yaml")) == []


def expect(case: Case, tmp_path: Path, *, house: bool) -> None:
    text = changed(*case.changes)
    found = problems_of(text, tmp_path, house_rules=house)
    matching = [
        problem
        for problem in found
        if problem.pointer == case.pointer and case.message in problem.message
    ]
    assert matching, "\n".join(map(str, found)) or "no problem was found"
    line = line_of(text, case.line or case.changes[0][1].splitlines()[0].strip())
    assert line in [problem.line for problem in matching]
    assert f"spec.yaml:{line}: {as_json_pointer(case.pointer)}: " in "\n".join(map(str, found))


@pytest.mark.parametrize("case", STRUCTURE, ids=str)
def test_what_cannot_be_rendered_is_refused(case: Case, tmp_path: Path) -> None:
    expect(case, tmp_path, house=False)


@pytest.mark.parametrize("case", HOUSE, ids=str)
def test_a_house_rule(case: Case, tmp_path: Path) -> None:
    expect(case, tmp_path, house=True)


@pytest.mark.parametrize("case", HOUSE, ids=str)
def test_house_rules_can_be_left_out(case: Case, tmp_path: Path) -> None:
    loose: list[Problem] = problems_of(changed(*case.changes), tmp_path, house_rules=False)
    assert [p for p in loose if p.pointer == case.pointer and case.message in p.message] == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = changed(
        ("format: int64, ", ""), ("description: Makes it.", "x-a: b"), ("Thing\n", "T\n")
    )
    found = problems_of(text.replace("makeT\n", "make\n"), tmp_path)
    assert {problem.pointer for problem in found} >= {(*REQUEST, "size"), POST}


def test_keys_of_other_tools_are_let_through(tmp_path: Path) -> None:
    text = changed(
        ("info:\n", "info:\n  x-logo: { url: a }\n"),
        ("summary: Make a thing", "summary: Make a thing\n      x-speakeasy-name: make"),
        ("done: { ", "done: { x-go-type: bool, "),
    )
    assert problems_of(text, tmp_path) == []


def test_every_kind_in_the_table_of_keys_exists() -> None:
    leaves = {"text", "flag", "integer", "number", "release", "any"}
    for kind, keys in vocabulary.KINDS.items():
        for key, shape in keys.items():
            for option in shape.rstrip("!").split("|"):
                name = option.strip("[{}]")
                assert name in leaves | vocabulary.KINDS.keys(), (kind, key, shape)


def test_every_extension_is_explained_to_readers() -> None:
    readme = (SPEC.parent / "README.md").read_text(encoding="utf-8")
    assert [key for key in vocabulary.EXTENSIONS if f"`{key}`" not in readme] == []


def test_every_rule_is_called() -> None:
    for module in (rules, schema_rules, examples, house_rules):
        named = {rule.__name__ for rule in module.RULES}
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        takers = {
            line.removeprefix("def ").partition("(")[0]
            for line in source.splitlines()
            if line.startswith("def _") and line.endswith("(survey: Survey) -> None:")
        }
        assert named == takers


@pytest.mark.parametrize("template", ["model.py", "endpoint_module.py", "models_aliases.py"])
def test_no_class_can_hide_what_a_template_imports(template: str) -> None:
    text = (render.TEMPLATES / f"{template}.jinja").read_text(encoding="utf-8")
    imported = {
        name.strip()
        for line in text.splitlines()
        if (match := re.match(r"\s*from \S+ import ([\w, ]+)$", line))
        for name in match[1].split(",")
    }
    assert imported
    wanted = {name for name in imported if naming.is_class_name(name)} - {"ChatRequest"}
    # `datetime` is not a class name, and cannot be one of a component.
    assert wanted <= schema_rules.RESERVED_CLASSES
