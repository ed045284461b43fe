"""The derived files: they are valid, up to date, and equivalent to the description."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30ReadValidator
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from generator import __main__ as command
from generator import description, document, flavours
from generator.document import METHODS, STREAMS, Document
from generator.reserved_names import RESERVED_NAMES

from .support import (
    BASE,
    GOLDEN,
    ROOT,
    SPEC,
    changed,
    contents,
    contents_of,
    operations_of,
    resolved,
    schemas_of,
)

pytestmark = pytest.mark.slow

DIST = ROOT / "openapi" / "dist"
BUNDLED, PORTABLE, NATIVE, SEQUENTIAL = flavours.FLAVOURS
VALIDATORS = {
    BUNDLED: OpenAPIV31SpecValidator,
    PORTABLE: OpenAPIV30SpecValidator,
    NATIVE: OpenAPIV30SpecValidator,
    SEQUENTIAL: OpenAPIV32SpecValidator,
}

#: Server-sent events of one kind, with an end mark, instead of the base spec's lines.
EVENTS = changed(
    ("application/x-ndjson", "text/event-stream"),
    (
        """\
              schema:
                oneOf:
                  - $ref: "#/components/schemas/Thing"
                  - $ref: "#/components/schemas/ErrorBody"
""",
        """\
              schema: { $ref: "#/components/schemas/Thing" }
""",
    ),
    ("terminator: { field: done, value: true }", 'terminator: { data: "[DONE]" }'),
)

#: The same with several kinds of named events.
NAMED_EVENTS = changed(
    ("lines: delta", "lines: events"),
    ('terminator: { data: "[DONE]" }', "terminator: { field: type, value: end }"),
    (
        'examples: { one: { summary: One, value: { done: true } } }\n        "404"',
        'examples: { one: { summary: One, value: { type: end, done: true } } }\n        "404"',
    ),
    text=EVENTS,
)


def source() -> Document:
    return description.load(SPEC, "openapi/ollama.yaml", python=False)


def kept(flavour: str) -> Any:
    return json.loads((DIST / flavour).read_text(encoding="utf-8"))


def of_text(text: str, flavour: str, folder: Path) -> Any:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return json.loads(flavours.text(description.load(path, "spec.yaml"), flavour))


def with_schemas(schemas: str) -> str:
    """Return the base spec whose thing has a field for each of some components of YAML."""
    added = yaml.safe_load(schemas)
    fields = "".join(
        f'        field{name}: {{ $ref: "#/components/schemas/{name}", description: One. }}\n'
        for name in added
    )
    properties = "        done: { type: boolean, description: Whether it is ready. }\n"
    return changed((properties, properties + fields)) + "".join(
        f"    {name}: {json.dumps(schema)}\n" for name, schema in added.items()
    )


def problems(spec: Any, schema: Any, value: Any, validator: Any) -> list[str]:
    """Return the problems of a value with a schema from anywhere in a spec."""
    rooted = {"allOf": [schema], "components": spec["components"]}
    found = validator(rooted).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def answers(spec: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield operation, status and answer, references followed."""
    for place, operation in operations_of(spec):
        for status, answer in operation["responses"].items():
            yield place, status, resolved(spec, answer)


# ---------------------------------------------------------------------- files


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_what_is_kept_is_what_would_be_written(flavour: str) -> None:
    assert (DIST / flavour).read_text(encoding="utf-8") == flavours.text(source(), flavour)


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_a_file_is_plain_json_with_a_note_of_its_source(flavour: str) -> None:
    raw = (DIST / flavour).read_bytes()
    assert raw.endswith(b"}\n")
    assert b"\r" not in raw
    assert list(json.loads(raw))[:2] == ["openapi", "x-generated-from"]
    assert json.loads(raw)["x-generated-from"] == "openapi/ollama.yaml"
    assert raw.startswith(b'{\n  "openapi"')


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_a_file_is_a_valid_description_of_its_version(flavour: str) -> None:
    data = kept(flavour)
    assert [error.message for error in VALIDATORS[flavour](data).iter_errors()] == []
    assert flavour.startswith(f"openapi-{data['openapi'][:3]}")


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_every_operation_is_there(flavour: str) -> None:
    def names(spec: Any) -> list[tuple[str, str, str]]:
        return [
            (path, method, operation["operationId"])
            for path, item in spec["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        ]

    loaded = source()
    expected = names(loaded.data)
    if flavour == NATIVE:
        expected = [it for it in expected if not it[0].startswith("/v1/")]
        assert len(expected) == 28
    assert names(kept(flavour)) == expected


def test_the_native_file_is_the_portable_one_without_the_routes_of_others() -> None:
    whole, native = kept(PORTABLE), kept(NATIVE)
    for path, item in native["paths"].items():
        assert item == whole["paths"][path]
    for section, held in native["components"].items():
        for name, component in held.items():
            assert component == whole["components"][section][name]
    names = [*native["components"]["schemas"], *native["components"]["responses"]]
    foreign = ("Openai", "Anthropic", "ChatCompletion", "Responses")
    assert not [name for name in names if name.startswith(foreign)]
    assert [tag for tag in whole["tags"] if tag not in native["tags"]] == whole["tags"][-2:]
    assert len(json.dumps(native)) < 0.55 * len(json.dumps(whole))


@pytest.mark.slow
@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_making_a_file_leaves_the_description_alone(flavour: str) -> None:
    loaded = source()
    before = copy.deepcopy(loaded.data)
    flavours.text(loaded, flavour)
    assert loaded.data == before


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_what_looks_like_a_schema_in_an_example_stays(flavour: str, tmp_path: Path) -> None:
    value = {"const": 1, "oneOf": [], "type": ["a", "null"], "$ref": "#/x", "x-python-name": "b"}
    text = changed(
        ("value: { stream: false }", f"value: {json.dumps({'stream': False, 'any': value})}")
    )
    operation = of_text(text, flavour, tmp_path)["paths"]["/things/{name}"]["post"]
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    assert examples["one"]["value"]["any"] == value


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_a_description_of_every_construct_stays_valid(flavour: str) -> None:
    """The golden spec has more than ours: bodies in components, and streams without a flag."""
    loaded = description.load(GOLDEN / "spec.yaml", "spec.yaml")
    before = copy.deepcopy(loaded.data)
    data = json.loads(flavours.text(loaded, flavour))
    assert [error.message for error in VALIDATORS[flavour](data).iter_errors()] == []
    assert loaded.data == before


# ---------------------------------------------------------------------- the command


def test_the_command_writes_the_files_and_checks_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "spec.yaml").write_text(BASE, encoding="utf-8")
    out, dist = tmp_path / "out", tmp_path / "dist"
    arguments = ["--spec", tmp_path / "spec.yaml", "--out", out, "--dist", dist]
    texts = [str(argument) for argument in arguments]
    dist.mkdir()
    (dist / "openapi-2.0.json").write_text("{}", encoding="utf-8")
    assert command.main(texts) == 0
    assert sorted(contents(dist)) == sorted(flavours.FLAVOURS)
    assert command.main(["--check", *texts]) == 0

    capsys.readouterr()
    (dist / PORTABLE).write_text("{}", encoding="utf-8")
    (dist / SEQUENTIAL).unlink()
    before = contents(dist)
    assert command.main(["--check", *texts]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{PORTABLE}: differs",
        f"{SEQUENTIAL}: missing",
        "2 file(s) are stale: run `make generate`",
    ]
    assert contents(dist) == before


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--spec", "--out"])
def test_rendering_elsewhere_leaves_our_files_alone(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spec.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.setattr(command, "SPEC", tmp_path / "spec.yaml")
    monkeypatch.setattr(command, "OUT", tmp_path / "out")
    monkeypatch.setattr(command, "DIST", tmp_path / "dist")
    monkeypatch.setattr(command, "_write_facade", lambda *_: None)  # it has no methods
    (tmp_path / "other.yaml").write_text(BASE, encoding="utf-8")
    other = {"--spec": tmp_path / "other.yaml", "--out": tmp_path / "elsewhere"}[option]
    assert command.main([option, str(other)]) == 0
    assert not (tmp_path / "dist").exists()
    assert command.main([]) == 0
    assert (tmp_path / "dist").exists()


# ---------------------------------------------------------------------- 3.1


def test_the_bundle_is_the_description_without_our_keys() -> None:
    def stripped(value: Any) -> Any:
        if isinstance(value, list):
            return [stripped(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {k: stripped(v) for k, v in value.items() if not k.startswith("x-python-")}

    expected = stripped(source().data)
    found = kept(BUNDLED)
    assert found.pop("x-generated-from")
    for item in found["paths"].values():
        for method in METHODS & item.keys():
            item[method].pop("x-fern-streaming", None)
    expected["components"]["schemas"]["AnswerFormatKeyword"]["enum"].remove("")
    constants = [schema for _, schema in schemas_of(found) if "const" in schema]
    assert constants
    for constant in constants:
        assert constant.pop("enum") == [constant["const"]]
    schemas = found["components"]["schemas"]
    for name in schemas.keys() - expected["components"]["schemas"].keys():
        union = schemas[name.removesuffix("List").removesuffix("Dictionary")]
        place = union["oneOf"].index({"$ref": f"#/components/schemas/{name}"})
        union["oneOf"][place] = schemas.pop(name)
    assert found == expected
    assert list(schemas) == list(expected["components"]["schemas"])


@pytest.mark.parametrize("flavour", [BUNDLED, SEQUENTIAL])
def test_lists_and_free_objects_of_unions_are_components(flavour: str) -> None:
    unions = {n: s for n, s in kept(flavour)["components"]["schemas"].items() if "oneOf" in s}
    assert len(unions) >= 20
    for name, union in unions.items():
        for member in union["oneOf"]:
            assert member.get("type") not in {"array", "object"}, name


def test_named_members_follow_their_union(tmp_path: Path) -> None:
    words = {"type": "array", "items": {"type": "string"}}
    numbers = {"type": "array", "items": {"type": "number", "format": "double"}}
    free = {"type": "object", "additionalProperties": True}
    text = with_schemas(
        f"""\
Taken: {json.dumps({"oneOf": [{"type": "string"}, words]})}
TakenList: {json.dumps({"oneOf": [{"type": "boolean"}, free]})}
Both: {json.dumps({"oneOf": [words, numbers]})}
"""
    )
    schemas = of_text(text, BUNDLED, tmp_path)["components"]["schemas"]
    order = ["Taken", "TakenList", "TakenListDictionary", "Both", "BothList"]
    assert [name for name in schemas if name.startswith(("Taken", "Both"))] == order
    assert schemas["Taken"]["oneOf"] == [{"type": "string"}, words]
    assert schemas["TakenListDictionary"] == free
    assert schemas["Both"]["oneOf"] == [{"$ref": "#/components/schemas/BothList"}, numbers]
    assert schemas["BothList"] == words


@pytest.mark.parametrize("flavour", [BUNDLED, SEQUENTIAL])
def test_fern_is_told_of_every_stream_what_x_stream_says(flavour: str) -> None:
    operations = {
        operation["operationId"]: operation for _, operation in operations_of(kept(flavour))
    }
    told = {
        name: it["x-fern-streaming"] for name, it in operations.items() if "x-fern-streaming" in it
    }
    described = list(streaming(source()))
    assert sorted(told) == sorted(operation.data["operationId"] for operation, _ in described)
    assert told["generateChat"] == {
        "format": "json",
        "stream-condition": "$request.stream",
        "response": {"$ref": "#/components/schemas/ChatResponse"},
        "response-stream": {"$ref": "#/components/schemas/ChatResponse"},
    }
    assert told["createChatCompletion"] == {
        "format": "sse",
        "terminator": "[DONE]",
        "stream-condition": "$request.stream",
        "response": {"$ref": "#/components/schemas/ChatCompletion"},
        "response-stream": {"$ref": "#/components/schemas/ChatCompletionChunk"},
    }


def test_fern_is_told_of_a_stream_without_a_choice(tmp_path: Path) -> None:
    text = changed(("                flag: stream\n", ""))
    operation = of_text(text, BUNDLED, tmp_path)["paths"]["/things/{name}"]["post"]
    assert operation["x-fern-streaming"] == {"format": "json"}


@pytest.mark.parametrize("flavour", [BUNDLED, PORTABLE, SEQUENTIAL])
def test_no_word_of_an_enum_is_empty(flavour: str) -> None:
    """Most languages cannot name an empty string. Leaving out the field means the same."""
    enums = [schema["enum"] for _, schema in schemas_of(kept(flavour)) if "enum" in schema]
    assert enums
    assert not [words for words in enums if "" in words]


def test_an_enum_of_nothing_but_the_empty_word_stays(tmp_path: Path) -> None:
    text = with_schemas("Blank: {type: string, description: It., enum: ['']}")
    assert of_text(text, BUNDLED, tmp_path)["components"]["schemas"]["Blank"]["enum"] == [""]


# ---------------------------------------------------------------------- 3.0


def test_portable_has_no_word_of_later_versions() -> None:
    data = kept(PORTABLE)
    assert "summary" not in data["info"]
    assert "identifier" not in data["info"]["license"]
    for place, schema in schemas_of(data):
        later = {"const", "oneOf", "anyOf", "discriminator", "examples"}
        assert not later & schema.keys(), place
        assert isinstance(schema.get("type", ""), str), place
        assert "$ref" not in schema or len(schema) == 1, place


def test_portable_has_no_stream_and_no_key_of_ours() -> None:
    text = (DIST / PORTABLE).read_text(encoding="utf-8")
    for word in (*STREAMS, "x-stream", "x-fern-", "x-python-"):
        assert f'"{word}' not in text
    for place, status, answer in answers(kept(PORTABLE)):
        assert len(answer.get("content", {})) < 2, (place, status)


def streaming(spec: Document) -> Iterator[tuple[document.Operation, str]]:
    for operation in spec.operations():
        for media_type in spec.success(operation).values():
            if flag := media_type.get("x-stream", {}).get("flag"):
                yield operation, flag


def test_portable_requests_say_that_they_want_no_stream() -> None:
    data = kept(PORTABLE)
    operations = list(streaming(source()))
    assert len(operations) >= 5
    for operation, flag in operations:
        body = data["paths"][operation.path][operation.method]["requestBody"]
        media_type = body["content"]["application/json"]
        name = media_type["schema"]["$ref"].rpartition("/")[2]
        schema = data["components"]["schemas"][name]
        assert flag in schema["required"], name
        assert schema["properties"][flag]["default"] is False
        assert "docs/other-languages.md" in schema["properties"][flag]["description"]
        assert media_type["examples"], name
        assert {one["value"][flag] for one in media_type["examples"].values()} == {False}


def test_portable_answers_are_open() -> None:
    data = kept(PORTABLE)
    schemas = data["components"]["schemas"]
    waiting = [
        media_type["schema"]
        for *_, answer in answers(data)
        for media_type in answer.get("content", {}).values()
    ]
    seen: set[str] = set()
    while waiting:
        one = {"paths": {}, "components": {"schemas": {"": waiting.pop()}}}
        for _, schema in schemas_of(one):
            name = str(schema.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                waiting.append(schemas[name])
    answered = [name for name in seen if "properties" in schemas[name]]
    assert len(answered) > 20
    assert [n for n in answered if schemas[n].get("additionalProperties") is False] == []
    assert [n for n in answered if "additionalProperties" not in schemas[n]] == []
    assert [n for n in answered if '"enum"' in json.dumps(schemas[n])] == []
    assert "additionalProperties" not in schemas["ShowRequest"]


def samples() -> Iterator[tuple[str, Any, Any]]:
    """Yield every example of an answer in the description, with the portable file's schema."""
    portable = {(place, status): answer for place, status, answer in answers(kept(PORTABLE))}
    for place, status, answer in answers(source().data):
        whole = answer.get("content", {}).get("application/json", {})
        mirrored = portable.get((place, status), {}).get("content", {})
        for name, example in whole.get("examples", {}).items():
            schema = mirrored["application/json"]["schema"]
            yield f"{place} {status} {name}", schema, example["value"]


#: Objects with free keys whose values have a type, which a newer server keeps.
TYPED_MAPS = ("answers", "legend", "mappings", "probabilities")


def newer(value: Any, key: str = "") -> Any:
    """Return an answer as a newer server could send it, with an additional key in each object."""
    if isinstance(value, list):
        return [newer(item) for item in value]
    if not isinstance(value, dict):
        return value
    more = {} if key in TYPED_MAPS else {"x_newer": {"a": [1]}}
    return {**{name: newer(item, name) for name, item in value.items()}, **more}


@pytest.mark.parametrize("change", [copy.deepcopy, newer])
def test_portable_takes_every_answer(change: Callable[[Any], Any]) -> None:
    data = kept(PORTABLE)
    found = {
        place: problems(data, schema, change(value), OAS30ReadValidator)
        for place, schema, value in samples()
    }
    assert len(found) > 100
    assert {place: said for place, said in found.items() if said} == {}


def test_portable_leaves_nothing_unused_but_the_items_of_streams() -> None:
    data = kept(PORTABLE)
    text = json.dumps(data)
    names = [n for n in data["components"]["schemas"] if f'schemas/{n}"' not in text]
    described = source()
    lines = [
        option.get("$ref", "").rpartition("/")[2]
        for operation in described.operations()
        for name, media_type in described.success(operation).items()
        if name in STREAMS
        for option in media_type["schema"].get("oneOf", [media_type["schema"]])
    ]
    assert set(names) <= set(lines)


def test_portable_operations_have_one_type_of_error() -> None:
    data = kept(PORTABLE)
    found: dict[str, set[str]] = {}
    for place, status, answer in answers(data):
        if status[0] in "45":
            content = answer.get("content", {})
            kinds = json.dumps([media_type["schema"] for media_type in content.values()])
            found.setdefault(place, set()).add(kinds)
    assert [place for place, kinds in found.items() if len(kinds) > 1] == []


def test_portable_objects_that_a_field_has_or_null_can_be_null(tmp_path: Path) -> None:
    schema = """Holder: {description: It., type: object, properties: {thing: {description: It.,
        oneOf: [{$ref: "#/components/schemas/Thing"}, {type: "null"}]}}}"""
    schemas = of_text(with_schemas(schema), PORTABLE, tmp_path)["components"]["schemas"]
    assert schemas["Thing"]["nullable"] is True
    assert "nullable" not in schemas["Holder"]


def portable_schema(schemas: str, name: str, folder: Path) -> Any:
    return of_text(with_schemas(schemas), PORTABLE, folder)["components"]["schemas"][name]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ('{type: [string, "null"]}', {"type": "string", "nullable": True}),
        (
            "{type: object, properties: {thing: {description: It., oneOf: "
            '[{$ref: "#/components/schemas/Thing"}, {type: "null"}]}}}',
            {
                "type": "object",
                "properties": {
                    "thing": {
                        "description": "It.",
                        "type": "object",
                        "allOf": [{"$ref": "#/components/schemas/Thing"}],
                        "nullable": True,
                    }
                },
                "additionalProperties": True,
            },
        ),
        ("{type: string, const: a}", {"type": "string", "enum": ["a"]}),
        (
            "{type: number, exclusiveMinimum: 0}",
            {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        ),
        (
            "{type: number, exclusiveMaximum: 1}",
            {"type": "number", "maximum": 1, "exclusiveMaximum": True},
        ),
        ("{type: string, examples: [a, b]}", {"type": "string", "example": "a"}),
        ("{type: string, examples: []}", {"type": "string"}),
        (
            "{type: object, properties: {a: {type: string}}, additionalProperties: true}",
            {
                "type": "object",
                "properties": {"a": {"type": "string"}},
                "additionalProperties": {"description": "Any JSON value."},
            },
        ),
        (
            "{type: object, description: Words., properties: {'true': {type: string, "
            "description: Yes.}, 'false': {type: string, description: No.}}}",
            {
                "type": "object",
                "description": "Words. `true`: Yes. `false`: No.",
                "additionalProperties": {"type": "string", "description": "Value of one key."},
            },
        ),
    ],
)
def test_portable_spells_a_schema_as_3_0_does(
    schema: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    assert portable_schema(f"Probe: {schema}", "Probe", tmp_path) == expected


@pytest.mark.parametrize("flavour", [PORTABLE, NATIVE])
def test_portable_has_no_component_that_is_any_value(flavour: str) -> None:
    """Go's ogen uses raw bytes for it, and encodes an absent field as the name of the next one."""
    schemas = kept(flavour)["components"]["schemas"]
    assert [name for name, schema in schemas.items() if "type" not in schema] == []
    assert schemas["ChatRequest"]["properties"]["think"].keys() == {"description"}
    assert "`5m`" in schemas["ChatRequest"]["properties"]["keep_alive"]["description"]
    assert schemas["ChatRequest"]["properties"]["keep_alive"]["example"] == "5m"


def test_portable_puts_any_value_where_it_is_referred_to(tmp_path: Path) -> None:
    added = """\
Free:
  description: A text or a list.
  oneOf: [{type: string}, {type: array, items: {}}]
  examples: [a]
Probe:
  type: object
  description: It.
  properties:
    own: {$ref: "#/components/schemas/Free", description: Mine.}
    bare: {$ref: "#/components/schemas/Free"}
    some: {type: array, description: Many., items: {$ref: "#/components/schemas/Free"}}
    none: {description: None., oneOf: [{$ref: "#/components/schemas/Free"}, {type: "null"}]}
    any: {$ref: "#/components/schemas/AnyOf"}
AnyOf: {description: Any., anyOf: [{type: boolean}, {type: ["null", string]}]}
"""
    schemas = of_text(with_schemas(added), PORTABLE, tmp_path)["components"]["schemas"]
    said = "A text or a list. A JSON string or array."
    assert not schemas.keys() & {"Free", "AnyOf"}
    assert schemas["Probe"]["properties"] == {
        "own": {"description": f"Mine. {said}", "example": "a"},
        "bare": {"description": said, "example": "a"},
        "some": {
            "type": "array",
            "description": "Many.",
            "items": {"description": said, "example": "a"},
        },
        "none": {"description": "None."},
        "any": {"description": "Any. A JSON boolean or null or string."},
    }


@pytest.mark.parametrize("flavour", flavours.FLAVOURS)
def test_no_component_has_the_name_of_a_class_of_some_runtime(flavour: str) -> None:
    assert not kept(flavour)["components"]["schemas"].keys() & RESERVED_NAMES.keys()


def test_portable_wraps_a_reference_that_has_neighbours(tmp_path: Path) -> None:
    thing = portable_schema("Probe: {type: string, description: A probe.}", "Thing", tmp_path)
    assert thing["properties"]["fieldProbe"] == {
        "allOf": [{"$ref": "#/components/schemas/Probe"}],
        "description": "One.",
    }
    assert thing["properties"]["parts"]["items"] == {"$ref": "#/components/schemas/Thing"}


UNION = """\
Part:
  description: A part.
  oneOf: [{$ref: "#/components/schemas/TextPart"}, {$ref: "#/components/schemas/OtherPart"}]
  discriminator: {propertyName: type}
OtherPart:
  oneOf: [{$ref: "#/components/schemas/ImagePart"}, {$ref: "#/components/schemas/CallPart"}]
TextPart:
  type: object
  required: [type, id, text]
  properties:
    type: {type: string, const: text, description: The kind.}
    id: {type: string, description: Its name.}
    text: {type: string, description: The text.}
ImagePart:
  type: object
  required: [type, id]
  properties:
    type: {type: string, const: image, description: The kind.}
    id: {type: string, description: Its name.}
    size: {type: integer, format: int64, description: How wide.}
    data: {type: string, description: A picture.}
CallPart:
  type: object
  required: [type, id]
  properties:
    type: {type: string, const: call, description: The kind.}
    id: {type: string, description: Its name.}
    size: {type: integer, format: int64, description: How long.}
    data: {type: array, items: {type: string}, description: Some words.}
"""


def test_portable_makes_one_object_of_a_union_of_objects(tmp_path: Path) -> None:
    assert portable_schema(UNION, "Part", tmp_path) == {
        "type": "object",
        "description": "A part.",
        "required": ["type", "id"],
        "properties": {
            "type": {
                "type": "string",
                "description": "The kind. It tells which of the other fields there are.",
                "x-extensible-enum": ["text", "image", "call"],
                "example": "text",
            },
            "id": {"type": "string", "description": "Its name."},
            "text": {"type": "string", "description": "The text. Only with `text`."},
            "size": {
                "type": "integer",
                "format": "int64",
                "description": "With `image`: How wide. With `call`: How long.",
            },
            "data": {"description": "With `image`: A picture. With `call`: Some words."},
        },
        "additionalProperties": True,
    }


# ---------------------------------------------------------------------- 3.2


def streams(spec: Any) -> Iterator[tuple[str, Any]]:
    for place, media_type in contents_of(spec):
        if place.endswith(STREAMS):
            yield place, media_type


def test_sequential_describes_the_items_of_every_stream() -> None:
    found = list(streams(kept(SEQUENTIAL)))
    assert [place for place, _ in found] == [place for place, _ in streams(source().data)]
    assert len(found) >= 5
    for place, media_type in found:
        assert "itemSchema" in media_type, place
        assert "schema" not in media_type, place


def test_sequential_changes_nothing_but_streams() -> None:
    bundled, data = kept(BUNDLED), kept(SEQUENTIAL)
    added = data["components"]["schemas"].keys() - bundled["components"]["schemas"].keys()
    for name in added:
        assert name.endswith("Event"), name
        del data["components"]["schemas"][name]
    for spec in (bundled, data):
        del spec["openapi"]
        for _, media_type in streams(spec):
            media_type.clear()
    assert data == bundled


def test_sequential_examples_are_valid_items_as_they_are_sent() -> None:
    data = kept(SEQUENTIAL)
    checked = 0
    for place, media_type in streams(data):
        for name, example in media_type["examples"].items():
            [item] = example["dataValue"]
            found = problems(data, media_type["itemSchema"], item, Draft202012Validator)
            assert found == [], f"{place} {name}"
            if place.endswith("x-ndjson"):
                assert example["serializedValue"].endswith("\n")
                assert json.loads(example["serializedValue"]) == item
            checked += 1
    assert checked >= 20


def test_sequential_events_carry_json_and_a_word_at_the_end(tmp_path: Path) -> None:
    data = of_text(EVENTS, SEQUENTIAL, tmp_path)
    assert [e.message for e in OpenAPIV32SpecValidator(data).iter_errors()] == []
    [(_, media_type)] = streams(data)
    schema = media_type["itemSchema"]
    assert schema == {
        "oneOf": [
            {"$ref": "#/components/schemas/ThingServerSentEvent"},
            {"$ref": "#/components/schemas/EndOfStreamEvent"},
        ]
    }
    assert media_type["examples"]["one"] == {
        "summary": "One",
        "dataValue": [{"data": '{"done":true}'}],
        "serializedValue": 'data: {"done":true}\n\n',
    }
    for text, is_valid in [('{"done":true}', True), ("[DONE]", True), ("[done]", False)]:
        found = problems(data, schema, {"data": text}, Draft202012Validator)
        assert (found == []) is is_valid, text
    event = data["components"]["schemas"]["ThingServerSentEvent"]["properties"]["data"]
    assert event["contentMediaType"] == "application/json"
    assert event["contentSchema"] == {"$ref": "#/components/schemas/Thing"}


def test_sequential_events_of_many_kinds_have_names(tmp_path: Path) -> None:
    data = of_text(NAMED_EVENTS, SEQUENTIAL, tmp_path)
    [(_, media_type)] = streams(data)
    assert media_type["itemSchema"] == {"$ref": "#/components/schemas/ThingServerSentEvent"}
    assert "EndOfStreamEvent" not in data["components"]["schemas"]
    assert data["components"]["schemas"]["ThingServerSentEvent"]["required"] == ["event", "data"]
    assert media_type["examples"]["one"]["serializedValue"] == (
        'event: end\ndata: {"type":"end","done":true}\n\n'
    )


def test_portable_leaves_out_events_and_keeps_their_type(tmp_path: Path) -> None:
    text = (
        changed(
            (
                '{ $ref: "#/components/schemas/Thing" }\n              x-stream',
                '{ $ref: "#/components/schemas/Chunk" }\n              x-stream',
            ),
            text=EVENTS,
        )
        + "    Chunk: {type: object, properties: {part: {type: string}}}\n"
    )
    data = of_text(text, PORTABLE, tmp_path)
    [(_, _, whole), *_] = answers(data)
    assert list(whole["content"]) == ["application/json"]
    assert data["components"]["schemas"]["Chunk"]["additionalProperties"] is True
