"""The 22 rules for modeling the API, with one test for each.

A rule is a function from a description to the places that violate it. Each rule is also tested with
a small description that violates it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from generator import description, flavours
from generator.document import STREAMS

from .support import BASE, ROOT, SPEC, changed, contents_of, operations_of, resolved, schemas_of

DIST = ROOT / "openapi" / "dist"
SOURCE = "ollama.yaml"
BUNDLED, PORTABLE, _, SEQUENTIAL = flavours.FLAVOURS
SPECS: dict[str, Any] = {
    SOURCE: description.load(SPEC).data,
    **{name: json.loads((DIST / name).read_text(encoding="utf-8")) for name in flavours.FLAVOURS},
}

#: The files that have streams.
STREAMED = (SOURCE, BUNDLED, SEQUENTIAL)

JSON = "application/json"
TAGS = "generation embeddings models blobs server account cloud experimental openai anthropic"
RESERVED_NAMES = (
    "ApiError Configuration Error Final Options Model String List Type Response File Object"
)

Rule = Callable[[Any], list[str]]


def broken(*changes: tuple[str, str]) -> Any:
    """Return the base description with some pieces replaced."""
    return yaml.safe_load(changed(*changes))


def holds(rule: Rule, *names: str) -> None:
    """Check that a rule holds in some or all of the files, and in the base description."""
    for name in names or SPECS:
        assert rule(SPECS[name]) == [], name
    assert rule(yaml.safe_load(BASE)) == []


def kinds(schema: dict[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def is_reference_or_null(schema: dict[str, Any]) -> bool:
    """Return whether a schema is a component or null, which needs `oneOf` but is not a union."""
    component, null = (*schema["oneOf"], {}, {})[:2]
    return len(schema["oneOf"]) == 2 and "$ref" in component and null == {"type": "null"}


def fields_of(spec: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every field with its place and name."""
    for place, schema in schemas_of(spec):
        for name, field in schema.get("properties", {}).items():
            yield f"{place}.{name}", name, field


def within(spec: Any, starts: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all schemas of values inside values of some schemas."""
    seen: set[str] = set()
    waiting = [("", start) for start in starts]
    while waiting:
        origin, start = waiting.pop()
        holder = {"paths": {}, "components": {"schemas": {origin: start}}}
        for place, schema in schemas_of(holder):
            yield place, schema
            name = str(schema.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                waiting.append((name, spec["components"]["schemas"][name]))


def bodies(spec: Any, *, answers: bool) -> list[Any]:
    """Return the schemas of all answers, or of all requests."""
    return [
        holder[key]
        for place, holder in contents_of(spec)
        for key in ("schema", "itemSchema")
        if key in holder and ("content" not in holder) and _is_answer(place) is answers
    ]


def _is_answer(place: str) -> bool:
    return re.search(r" \d{3} \S+$", place) is not None


def answers_of(spec: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for place, operation in operations_of(spec):
        for status, answer in operation["responses"].items():
            yield place, status, resolved(spec, answer)


def stream_flags(spec: Any) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield the operations that stream, the media type, and the field that selects the stream."""
    for place, operation in operations_of(spec):
        answer = resolved(spec, operation["responses"].get("200", {}))
        for media_type in answer.get("content", {}).values():
            if "x-stream" in media_type:
                body = operation["requestBody"]["content"][JSON]["schema"]
                flag = media_type["x-stream"]["flag"]
                yield place, media_type, resolved(spec, body)["properties"].get(flag, {})


# ---------------------------------------------------------------------- 1 to 10: schemas


def test_rule_01_one_source_without_anchors_and_remote_references() -> None:
    def rule(spec: Any) -> list[str]:
        found = [place for place, schema in schemas_of(spec) if "$ref" in schema]
        local = [p for p, s in schemas_of(spec) if str(s.get("$ref", "")).startswith("#/")]
        return [place for place in found if place not in local]

    holds(rule)
    assert rule(broken(('items: { $ref: "#', 'items: { $ref: "other.yaml#'))) != []
    assert SPECS[SOURCE]["openapi"].startswith("3.1.")
    for text in description.load(SPEC).sources.values():
        tokens = [type(token) for token in yaml.scan(text)]
        assert yaml.AnchorToken not in tokens
        assert yaml.AliasToken not in tokens
    for name in flavours.FLAVOURS:
        assert SPECS[name]["x-generated-from"] == "openapi/ollama.yaml"


def test_rule_02_integers_are_int64_and_say_their_unit() -> None:
    unit = re.compile(r"\b(nanoseconds|seconds|bytes|tokens|pixels)\b")

    def rule(spec: Any) -> list[str]:
        return [
            place
            for place, schema in schemas_of(spec)
            if "integer" in kinds(schema)
            and (
                schema.get("format") != "int64"
                or ("x-unit" not in schema and unit.search(schema.get("description", "")))
            )
        ]

    holds(rule)
    assert rule(broken(("format: int64, ", ""))) == ["ThingRequest.size"]
    assert rule(broken(("int64", "int32"))) == ["ThingRequest.size"]
    assert rule(broken(("How big.", "How many bytes."))) == ["ThingRequest.size"]


def test_rule_03_numbers_are_double_and_embeddings_may_be_float() -> None:
    def rule(spec: Any) -> list[str]:
        return [
            place
            for place, schema in schemas_of(spec)
            if "number" in kinds(schema)
            and schema.get("format") != "double"
            and not (schema.get("format") == "float" and "mbedding" in place)
        ]

    holds(rule)
    assert rule(broken(("integer, format: int64", "number, format: float"))) == [
        "ThingRequest.size"
    ]


def test_rule_04_times_are_date_times_with_nine_digits_and_an_offset() -> None:
    exact = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d)")

    def rule(spec: Any) -> list[str]:
        found: list[str] = []
        for place, name, field in fields_of(spec):
            if field.get("format") == "date-time":
                examples = [*field.get("examples", ()), field.get("example", "")]
                texts = [exact.fullmatch(str(example)) for example in examples if example]
                is_told = re.search("precision|fraction digits", field.get("description", ""))
                if not texts or not all(texts) or not is_told:
                    found.append(place)
            elif name.endswith("_at") and "string" in kinds(field):
                found.append(place)
        return found

    holds(rule)
    assert "date-time" in [field.get("format") for _, _, field in fields_of(SPECS[SOURCE])]
    as_time = ("size: { type: integer, format: int64", "size: { type: string, format: date-time")
    assert rule(broken(as_time)) == ["ThingRequest.size"]
    assert rule(broken(("size: { type: integer, format: int64", "made_at: { type: string"))) == [
        "ThingRequest.made_at"
    ]


def test_rule_05_unions_are_named_one_of_components() -> None:
    def rule(spec: Any) -> list[str]:
        roots = {f"{name}" for name in spec["components"]["schemas"]}
        lines = {place for place, _ in contents_of(spec) if place.endswith(STREAMS)}
        found: list[str] = []
        for place, schema in schemas_of(spec):
            others = [kind for kind in kinds(schema) if kind != "null"]
            is_inline = "oneOf" in schema and place not in roots | lines
            is_inline = is_inline and not is_reference_or_null(schema)
            is_loose = any(
                "$ref" not in option and {"enum", "properties"} & option.keys()
                for option in schema.get("oneOf", ())
            )
            if "anyOf" in schema or len(others) > 1 or is_inline or is_loose:
                found.append(place)
        return found

    holds(rule)
    for union in ("type: [string, boolean]", "oneOf: [{ type: string }]", "anyOf: []"):
        assert rule(broken(("type: string, enum: [soft, hard]", union))) == ["ThingRequest.kind"]


def test_rule_06_anything_is_a_description_without_type() -> None:
    typed = {"type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const"}

    def rule(spec: Any) -> list[str]:
        found: list[str] = []
        for place, schema in schemas_of(spec):
            is_free = not typed & schema.keys()
            if is_free and not schema.get("description"):
                found.append(place)
            if len({kind for option in schema.get("oneOf", ()) for kind in kinds(option)}) > 3:
                found.append(place)
        return found

    holds(rule)
    free = [p for p, s in schemas_of(SPECS[SOURCE]) if not typed & s.keys()]
    assert free
    assert rule(
        broken(("kind: { type: string, enum: [soft, hard], description: Which kind. }", "kind: {}"))
    ) == ["ThingRequest.kind"]


def test_rule_07_an_object_says_what_it_holds() -> None:
    def rule(spec: Any) -> list[str]:
        return [
            place
            for place, schema in schemas_of(spec)
            if "object" in kinds(schema)
            and not {"properties", "additionalProperties", "allOf"} & {*schema}
        ]

    holds(rule)
    assert rule(broken(("size: { type: integer, format: int64", "size: { type: object"))) == [
        "ThingRequest.size"
    ]


def test_rule_08_enums_of_answers_are_open() -> None:
    def rule(spec: Any) -> list[str]:
        return [
            place
            for place, schema in within(spec, bodies(spec, answers=True))
            if "enum" in schema and schema["enum"] != [schema.get("const")]
        ]

    holds(rule)
    assert rule(broken(("x-extensible-enum: [new, old]", "enum: [new, old]"))) == ["Thing.state"]
    for name, spec in SPECS.items():
        open_enums = [s for _, s in schemas_of(spec) if "x-extensible-enum" in s]
        assert len(open_enums) >= 5, name
        assert [s for s in open_enums if "enum" in s or "string" not in kinds(s)] == [], name
        assert [s for s in open_enums if not {"examples", "example"} & s.keys()] == [], name


def test_rule_09_only_answers_can_be_null() -> None:
    def rule(spec: Any) -> list[str]:
        nullable = {
            place
            for place, schema in within(spec, bodies(spec, answers=False))
            if "null" in kinds(schema) or schema.get("nullable")
        }
        maps = {place for place in nullable if place.endswith("[additionalProperties]")}
        return sorted(nullable - maps)

    holds(rule)
    assert rule(broken(("size: { type: integer", 'size: { type: [integer, "null"]'))) == [
        "ThingRequest.size"
    ]
    families = SPECS[SOURCE]["components"]["schemas"]["ModelDetails"]["properties"]["families"]
    assert families["type"] == ["array", "null"]
    mirrored = SPECS[PORTABLE]["components"]["schemas"]["ModelDetails"]["properties"]["families"]
    assert (mirrored["type"], mirrored["nullable"]) == ("array", True)


def test_rule_10_required_fields_are_described_and_defaults_are_of_requests() -> None:
    def rule(spec: Any) -> list[str]:
        requests = {place for place, _ in within(spec, bodies(spec, answers=False))}
        parameters = {place for place, holder in contents_of(spec) if "in" in holder}
        found: list[str] = []
        for place, schema in schemas_of(spec):
            if set(schema.get("required", ())) - schema.get("properties", {}).keys():
                found.append(place)
            if "default" in schema and place not in requests | parameters:
                found.append(place)
        return found

    holds(rule)
    assert rule(broken(("required: [done]", "required: [done, gone]"))) == ["Thing"]
    assert rule(broken(("x-extensible-enum: [new, old]", "default: new"))) == ["Thing.state"]
    for name, file in SPECS.items():
        for schema in ("KeepAlive", "ModelOptions"):
            component = file["components"]["schemas"].get(schema, {})  # Any value, in portable.
            inside = {"paths": {}, "components": {"schemas": {schema: component}}}
            assert [p for p, s in schemas_of(inside) if "default" in s] == [], name


# ---------------------------------------------------------------------- 11 to 14: bodies


def test_rule_11_json_first_and_the_stream_second() -> None:
    def rule(spec: Any) -> list[str]:
        found: list[str] = []
        for place, status, answer in answers_of(spec):
            media_types = list(answer.get("content", {}))
            if any(name in STREAMS for name in media_types) and (
                len(media_types) != 2 or media_types[0] != JSON or media_types[1] == JSON
            ):
                found.append(f"{place} {status}")
        return found

    holds(rule)
    whole = 'schema: { $ref: "#/components/schemas/Thing" }'
    for media_type in ("text/plain", "application/jsonl"):
        change = (f"{JSON}:\n              {whole}", f"{media_type}:\n              {whole}")
        assert rule(broken(change)) == ["post /things/{name} 200"]
    for name in STREAMED:
        content = dict(contents_of(SPECS[name]))
        lines = [place for place in content if place.endswith("x-ndjson")]
        assert len(lines) >= 5, name
        for place in lines:
            media_type = content[place]
            options = media_type.get("itemSchema", media_type.get("schema"))["oneOf"]
            whole = content[place.replace("x-ndjson", "json")]["schema"]
            assert options == [whole, {"$ref": "#/components/schemas/ErrorBody"}], (name, place)
    assert not any(place.endswith(STREAMS) for place, _ in contents_of(SPECS[PORTABLE]))


def test_rule_12_the_field_that_streams_tells_its_default() -> None:
    def rule(spec: Any) -> list[str]:
        found: list[str] = []
        for place, media_type, field in stream_flags(spec):
            is_told = re.search(r"stream", field.get("description", "").partition(". ")[0])
            if (
                not is_told
                or not isinstance(field.get("default"), bool)
                or not media_type.get("examples")
            ):
                found.append(place)
        return found

    holds(rule, *STREAMED)
    assert rule(broken(("default: true, ", ""))) == ["post /things/{name}"]
    for name in STREAMED:
        found = {place: field["default"] for place, _, field in stream_flags(SPECS[name])}
        assert {p for p, default in found.items() if default} == {
            p for p in found if p.startswith("post /api/")
        }, name


def test_rule_13_errors_are_explicit_and_of_one_schema() -> None:
    def rule(spec: Any) -> list[str]:
        found: list[str] = []
        for place, operation in operations_of(spec):
            errors = [status for status in operation["responses"] if status[0] in "45"]
            if not errors or not all(map(str.isdigit, operation["responses"])):
                found.append(place)
            answers = [resolved(spec, operation["responses"][status]) for status in errors]
            schemas = {
                json.dumps(media_type["schema"])
                for answer in answers
                for media_type in answer.get("content", {}).values()
            }
            if len(schemas) > 1 or any(name.endswith('/Error"}') for name in schemas):
                found.append(place)
            if place.startswith("head ") and schemas:
                found.append(place)
        return found

    holds(rule)
    assert rule(broken(('"404"', "4XX"))) == ["post /things/{name}"]
    error = '"404": { $ref: "#/components/responses/NotFound" }\n'
    assert rule(broken((error, ""))) == ["post /things/{name}"]
    heads = [a for p, _, a in answers_of(SPECS[SOURCE]) if p.startswith("head ")]
    assert heads
    assert [answer for answer in heads if "content" in answer] == []


def test_rule_14_uploads_are_binary_and_empty_answers_have_no_content() -> None:
    def rule(spec: Any) -> list[str]:
        found = [
            place
            for place, holder in contents_of(spec)
            if place.endswith("application/octet-stream")
            and (holder["schema"].get("type"), holder["schema"].get("format"))
            != ("string", "binary")
        ]
        return found + [
            f"{place} {status}"
            for place, status, answer in answers_of(spec)
            if answer.get("content") == {}
        ]

    holds(rule)
    uploads = [p for p, _ in contents_of(SPECS[SOURCE]) if p.endswith("application/octet-stream")]
    assert uploads == ["post /api/blobs/{digest} request application/octet-stream"]
    content = "        content:\n          "
    body = (f"{content}application/json", f"{content}application/octet-stream")
    assert rule(broken(body)) == ["post /things/{name} request application/octet-stream"]


# ---------------------------------------------------------------------- 15 to 20: names


def test_rule_15_operation_ids_are_a_verb_and_a_noun() -> None:
    def rule(spec: Any) -> list[str]:
        names = [(place, operation["operationId"]) for place, operation in operations_of(spec)]
        known = [name for _, name in names]
        return [
            place
            for place, name in names
            if not re.fullmatch(r"[a-z]+(?:[A-Z][a-z0-9]*)+", name)
            or known.count(name) > 1
            or name.startswith("head") is not place.startswith("head ")
        ]

    holds(rule)
    for name in ("list", "make_thing", "headThing", "MakeThing"):
        assert rule(broken(("makeThing", name))) == ["post /things/{name}"]


def test_rule_16_one_described_tag_for_each_operation() -> None:
    def rule(spec: Any) -> list[str]:
        described = {tag["name"] for tag in spec["tags"] if tag.get("description")}
        return [
            place
            for place, operation in operations_of(spec)
            if len(operation["tags"]) != 1 or not described.issuperset(operation["tags"])
        ]

    holds(rule)
    assert rule(broken(("tags: [things]", "tags: [things, others]"))) == ["post /things/{name}"]
    assert rule(broken(("    description: All things.\n", ""))) == ["post /things/{name}"]
    for name, spec in SPECS.items():
        assert {tag["name"] for tag in spec["tags"]} <= set(TAGS.split()), name


def test_rule_17_cloud_operations_have_their_own_server_and_key() -> None:
    def rule(spec: Any) -> list[str]:
        return [
            place
            for place, operation in operations_of(spec)
            if len({"cloud" in operation["tags"], "servers" in operation}) > 1
            or ("servers" in operation and not operation.get("security"))
        ]

    holds(rule)
    assert rule(broken(("tags: [things]", "tags: [cloud]"))) == ["post /things/{name}"]
    for name, spec in SPECS.items():
        clouds = [p for p, o in operations_of(spec) if "cloud" in o["tags"]]
        assert len(clouds) >= 2, name


def test_rule_18_component_names_are_free_in_every_language() -> None:
    def rule(spec: Any) -> list[str]:
        return [
            name
            for name in spec["components"]["schemas"]
            if name in RESERVED_NAMES.split() or not re.fullmatch(r"[A-Z][A-Za-z]*", name)
        ]

    holds(rule)
    for name in ("Error", "Thing2", "thing"):
        assert rule(broken(("    ErrorBody:\n", f"    {name}:\n"))) == [name]


def test_rule_19_wire_names_are_kept() -> None:
    renaming = re.compile(r"x-(?:python-)?(?:go|rust|java|csharp|ts|kotlin|swift)?-?name$|x-ms-")

    def rule(spec: Any) -> list[str]:
        return [p for p, schema in schemas_of(spec) if any(map(renaming.match, schema))]

    holds(rule, *flavours.FLAVOURS)
    assert rule(broken(("size: { type", "size: { x-go-name: Size, type"))) == ["ThingRequest.size"]
    for name, spec in SPECS.items():
        names = {field for _, field, _ in fields_of(spec)}
        assert {"from", "_debug_info", "$defs"} <= names, name


def test_rule_20_objects_are_flat() -> None:
    def rule(spec: Any) -> list[str]:
        return [
            place
            for place, schema in schemas_of(spec)
            if "allOf" in schema
            and (
                len(schema["allOf"]) != 1
                or "$ref" not in schema["allOf"][0]
                or "properties" in schema
            )
        ]

    holds(rule)
    assert rule(broken(("size: { type: integer", "size: { allOf: [{}, {}], type: integer"))) == [
        "ThingRequest.size"
    ]
    for name in STREAMED:
        assert [place for place, schema in schemas_of(SPECS[name]) if "allOf" in schema] == [], name


# ---------------------------------------------------------------------- 21 and 22: prose


def test_rule_21_what_is_deprecated_names_its_replacement() -> None:
    word = re.compile(r"\b[Uu]se\b|no replacement|instead|leave it out|the server\b")

    def rule(spec: Any) -> list[str]:
        both = [*schemas_of(spec), *operations_of(spec)]
        return [
            place
            for place, value in both
            if value.get("deprecated") and not word.search(value.get("description", ""))
        ]

    holds(rule)
    assert rule(broken(("size: { type", "size: { deprecated: true, type"))) == ["ThingRequest.size"]
    for name, spec in SPECS.items():
        assert len([p for p, s in schemas_of(spec) if s.get("deprecated")]) >= 10, name


def test_rule_22_everything_is_described_and_every_body_has_an_example() -> None:
    def rule(spec: Any) -> list[str]:
        described: list[tuple[str, Any]] = [
            *operations_of(spec),
            *((f"{place} {status}", answer) for place, status, answer in answers_of(spec)),
            *((place, field) for place, _, field in fields_of(spec)),
            *spec["components"]["schemas"].items(),
            *((tag["name"], tag) for tag in spec["tags"]),
            *((place, holder) for place, holder in contents_of(spec) if "in" in holder),
        ]
        found = [place for place, value in described if not value.get("description")]
        for place, operation in operations_of(spec):
            if not 0 < len(operation.get("summary", "")) <= 60:
                found.append(place)
        for place, holder in contents_of(spec):
            is_binary = holder["schema" if "schema" in holder else "itemSchema"].get(
                "format"
            ) == "binary" or place.endswith("multipart/form-data")
            if not holder.get("examples") and not is_binary:
                found.append(place)
        return found

    holds(rule)
    assert rule(broken((", description: Which kind.", ""))) == ["ThingRequest.kind"]
    assert rule(broken(("summary: Make a thing", f"summary: {'a' * 61}"))) == [
        "post /things/{name}"
    ]
    examples = (
        "            examples:\n"
        "              one: { summary: One, value: { stream: false } }\n"
        "              lines: { summary: Lines, value: {} }\n"
    )
    assert rule(broken((examples, ""))) == ["post /things/{name} request application/json"]
