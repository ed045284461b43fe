"""The rules: one change of a spec that keeps them all, and the problem it makes, with its place."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from generator import document, house_rules, naming, render, rules, schema_rules, vocabulary
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
JSON_ANSWER = """\
            application/json:
              schema: { $ref: "#/components/schemas/Thing" }
              examples: { one: { summary: One, value: { done: true } } }
"""


@attrs.frozen
class Case:
    """A change of the base spec and the one problem that it makes."""

    name: str
    changes: tuple[tuple[str, str], ...]
    pointer: Pointer
    message: str
    line: str = ""
    """Text of the line that the problem is on; empty where the change's own new text is."""

    def __str__(self) -> str:
        return self.name


def case(
    name: str, old: str, new: str, pointer: Pointer, message: str, line: str = "", *more: str
) -> Case:
    pairs = ((old, new), *zip(more[::2], more[1::2], strict=True))
    return Case(name, pairs, pointer, message, line)


def added(name: str, schema: str, key: str, message: str) -> Case:
    """Return the case of one more property, whose problem is at one of its keys or at itself."""
    line = f"extra: {{ {schema} }}"
    pointer = (*THING, "extra", *([key] if key else []))
    return case(name, DONE, f"{DONE}\n        {line}", pointer, message, line)


STRUCTURE = [
    case("version", "3.1.0", "3.2.0", ("openapi",), "'3.2.0' is not rendered"),
    case("no title", "  title: Tiny\n", "", ("info",), "`title` is missing", "info:"),
    case("unknown key", "tags:", "webhooks: {}\ntags:", ("webhooks",), "is refused", "webhooks"),
    case("shape", 'version: "1"', "version: 1", ("info", "version"), "expected text"),
    case(
        "a list for an object",
        "info:\n",
        "info: []\nx-info:\n",
        ("info",),
        "expected an object",
        "info: []",
    ),
    case("no servers", "servers:", "x-servers:", (), "`servers` is missing", "openapi:"),
    case("relative server", "http://127.0.0.1:9", "/api", ("servers", "0", "url"), "is no abs"),
    case("slash", "/things/{name}:", "things/{name}:", ("paths", "things/{name}"), "slash"),
    case(
        "operationId",
        "operationId: makeThing",
        "operationId: 2things",
        (*POST, "operationId"),
        "cannot name a module",
    ),
    case("no tag", "tags: [things]", "tags: []", (*POST, "tags"), "one tag, not 0"),
    case("two tags", "tags: [things]", "tags: [things, b]", (*POST, "tags"), "one tag, not 2"),
    case(
        "path parameter",
        "/{name}:",
        "/{id}:",
        ("paths", "/things/{id}", "post"),
        "lack 'id'",
        "    post:",
    ),
    case(
        "not required",
        "required: true\n          description: Its name.",
        "description: Its name.",
        (*POST, "parameters", "0"),
        "is required: say so",
        "- name: name",
    ),
    case(
        "cookie",
        "in: path\n          required: true",
        "in: cookie",
        (*POST, "parameters", "0", "in"),
        "'cookie' is not rendered",
        "in: cookie",
    ),
    case(
        "boolean in the path",
        "schema: { type: string }\n          examples: { one: { summary: One, value: a } }",
        "schema: { type: boolean }\n          examples: { one: { summary: One, value: true } }",
        (*POST, "parameters", "0", "schema"),
        "not rendered in the path",
        "schema: { type: boolean }",
    ),
    case(
        "x-stream shape", TERMINATOR, "terminator: done", (*STREAM, "x-stream", "terminator"), "an"
    ),
    case(
        "stream flag",
        "flag: stream",
        "flag: size",
        (*STREAM, "x-stream", "flag"),
        "'size' of the request is no boolean",
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
        "'gone' is no value of the field 'state'",
    ),
    case(
        "misspelt key",
        "flag: stream",
        "flags: stream\n                flag: stream",
        (*STREAM, "x-stream", "flags"),
        "not rendered in a stream",
        "flags: stream",
    ),
    added("itself", "$ref: '#/components/schemas/None', description: x", "$ref", "leads nowhere"),
    added(
        "python key", "type: string, description: x, x-python-nam: y", "x-python-nam", "is it `x-"
    ),
    added("ollama key", "type: string, description: x, x-ollama-y: y", "x-ollama-y", "not known"),
    added("stray key", "type: string, description: x, x-stream: {}", "x-stream", "no effect"),
    added(
        "field name",
        "type: string, description: x, x-python-name: a-b",
        "x-python-name",
        "cannot name a field",
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
    case(
        "integers",
        SIZE,
        "size: { type: integer, description: How big. }",
        (*REQUEST, "size"),
        "needs the format int64",
    ),
    case("int32", "format: int64", "format: int32", (*REQUEST, "size"), "needs the format int64"),
    added("numbers", "type: number, description: x", "", "needs the format double or float"),
    case("units", "How big.", "In bytes.", (*REQUEST, "size"), "speaks of bytes: add `x-unit`"),
    added(
        "durations",
        "type: number, format: double, description: Takes 5 seconds.",
        "",
        "speaks of seconds",
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
    added("anyOf", "anyOf: [{ type: string }], description: x", "anyOf", "not among our keywords"),
    added("inline union", "oneOf: [{ type: string }], description: x", "oneOf", "of its own"),
    added("type list", "type: [string, boolean], description: x", "type", "component with `oneOf`"),
    added("bare object", "type: object, description: x", "", "say what the object holds"),
    added(
        "inline object",
        "type: object, properties: { a: { type: string, description: x } }, description: x",
        "properties",
        "a component of its own",
    ),
    added("enum", "type: string, enum: [a], description: x", "enum", "use `x-extensible-enum`"),
    added("title", "type: string, title: a, description: x", "title", "not among our keywords"),
    case(
        "null in a request",
        "kind: { type: string, enum: [soft, hard],",
        'kind: { type: [string, "null"],',
        (*REQUEST, "kind", "type"),
        "is never null",
    ),
    case(
        "component name",
        "    ThingRequest:\n",
        "    Options:\n",
        (*SCHEMAS, "Options"),
        "taken in some target language",
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
    case("full stop", "Make a thing", "Make a thing.", (*POST, "summary"), "no full stop"),
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
        "is the name of a HEAD operation",
    ),
    case(
        "cloud",
        "      tags: [things]",
        "      tags: [cloud]",
        POST,
        "go together",
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
        "              examples: { one: { summary: One, value: {} } }\n"
        '        "404": {',
        (*POST, "responses", "500"),
        "an error is a component",
    ),
    case(
        "error schema",
        '        "404": {',
        '        "400": { $ref: "#/components/responses/Bad" }\n        "404": {',
        ("components", "responses", "NotFound"),
        "of one schema, #/components/schemas/Thing",
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
        '                  - $ref: "#/components/schemas/ApiError"\n',
        "",
        (*STREAM, "schema"),
        "`oneOf` the schema of the whole answer and that of errors",
        "              schema:\n                oneOf",
        "                error: error\n",
        "                error: nothing\n",
    ),
    case(
        "x-stream",
        f"                {TERMINATOR}\n",
        "",
        STREAM,
        "lacks terminator",
        "application/x-ndjson:",
    ),
    case("fern", "$request.stream", "$request.other", POST, "`x-fern-streaming`", "    post:"),
    case(
        "default", "default: true, ", "", POST, "the default of the request's 'stream'", "    post:"
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
        'application/json:\n            schema: { $ref: "#/components/schemas/ThingRequest" }',
        "application/octet-stream:\n            schema: { description: Bytes. }",
        (*POST, "requestBody", "content", "application/octet-stream"),
        "type string, format binary",
        "application/octet-stream:",
    ),
]


def test_the_base_keeps_every_rule(tmp_path: Path) -> None:
    assert problems_of(BASE, tmp_path) == []


def test_our_own_spec_keeps_every_rule() -> None:
    rules.check(document.load(SPEC))


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
    leaves = {"text", "flag", "integer", "number", "any"}
    for kind, keys in vocabulary.KINDS.items():
        for key, shape in keys.items():
            for option in shape.rstrip("!").split("|"):
                name = option.strip("[{}]")
                assert name in leaves | vocabulary.KINDS.keys(), (kind, key, shape)


def test_every_extension_is_explained_to_readers() -> None:
    readme = (SPEC.parent / "README.md").read_text(encoding="utf-8")
    assert [key for key in vocabulary.EXTENSIONS if f"`{key}`" not in readme] == []


def test_every_rule_is_called() -> None:
    for module in (rules, schema_rules, house_rules):
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
    # `datetime` is no class name, and cannot be one of a component.
    assert wanted <= schema_rules.RESERVED_CLASSES
