"""The conventions of our own description (`openapi/README.md`) that a program can check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from .description import OVERLAY
from .document import EVENTS, FORM, STREAMS, Document, is_object
from .overlay import OURS
from .problems import Line, Pointer, Problem
from .releases import SINCE, UNTIL, in_release
from .reserved_names import RESERVED_NAMES
from .schema_rules import properties_of
from .vocabulary import Place, Survey

LONGEST_SUMMARY = 60
LONGEST_LINE = 100

#: The keywords that all targets treat in the same way.
_KEYWORDS = frozenset(
    "type format description properties required items additionalProperties oneOf discriminator "
    "enum const default examples deprecated minimum maximum pattern $ref".split()
)

_NUMBERS = {"integer": ("int64",), "number": ("double", "float")}

#: Units in descriptions of numbers.
_UNITS = {
    "integer": re.compile(r"\b(nanoseconds|seconds|bytes|tokens)\b"),
    "number": re.compile(r"\b(nanoseconds|seconds|bytes)\b"),
}

#: Tags of routes that imitate another API, including its errors. All others are native.
_FAMILIES = frozenset(("openai", "anthropic"))

_STREAM_KEYS = ("flag", "lines", "error", "terminator")
_JSON = "application/json"
_NDJSON = "application/x-ndjson"
_REF = "#/components/schemas/"


# ---------------------------------------------------------------------- text of the file


def _files(survey: Survey) -> None:
    for file, source in survey.document.sources.items():
        for token in yaml.scan(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
                line = token.start_mark.line + 1
                _note_line(survey, (file, line), "not every tool supports YAML anchors")
        for number, line in enumerate(source.splitlines(), 1):
            if len(line) > LONGEST_LINE and len(line.split()) > 1 and not _is_one_word(line):
                message = f"the line has more than {LONGEST_LINE} columns"
                _note_line(survey, (file, number), message)


def _is_one_word(line: str) -> bool:
    """Return whether a line is a list item or a value that is a single long word."""
    words = re.sub(r"^\s*(?:- )*(?:[\w$.-]+:)?\s*\[?", "", line).split()
    return len(words) <= 1


def _note_line(survey: Survey, line: Line, message: str) -> None:
    survey.problems.append(Problem(*line, (), message))


def _python_keys(survey: Survey) -> None:
    """Check that keys for Python are in the overlay, and not in the description itself."""
    document = survey.document
    for place in survey.places:
        for key in place.data:
            pointer = (*place.pointer, key)
            if key.startswith(OURS) and not document.origin(pointer)[0].endswith(OVERLAY):
                survey.note(pointer, f"a key for Python belongs in {OVERLAY}")


# ---------------------------------------------------------------------- schemas


def _keywords(survey: Survey) -> None:
    for place in survey.schemas():
        for key in place.data:
            if key not in _KEYWORDS and not key.startswith("x-"):
                survey.note((*place.pointer, key), f"`{key}` is not among our keywords")


def _numbers(survey: Survey) -> None:
    for place in survey.schemas():
        for kind, formats in _NUMBERS.items():
            if kind in _types(place.data) and place.data.get("format") not in formats:
                survey.note(place.pointer, f"this {kind} needs the format {' or '.join(formats)}")
        if place.data.get("format") == "float" and place.pointer[-1] != "items":
            survey.note((*place.pointer, "format"), "only the components of vectors are float")


def _types(schema: dict[str, Any]) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _units(survey: Survey) -> None:
    for place in survey.schemas():
        text = str(place.data.get("description", ""))
        for kind in _types(place.data):
            unit = _UNITS[kind].search(text) if kind in _UNITS else None
            if unit and "x-unit" not in place.data:
                survey.note(place.pointer, f"the description mentions {unit[1]}: add `x-unit`")
        if place.pointer[-1].endswith("_duration") and place.data.get("x-unit") != "nanoseconds":
            survey.note(place.pointer, "a duration needs `x-unit: nanoseconds`")


def _times(survey: Survey) -> None:
    for place in survey.of("property schema"):
        is_number = "integer" in _types(place.data)
        if not re.search(r"_at$", place.pointer[-1]):
            continue
        if is_number and place.data.get("x-unit") != "seconds":
            survey.note(place.pointer, "a time that is a number needs `x-unit: seconds`")
        elif not is_number and place.data.get("format") != "date-time":
            survey.note(place.pointer, "a time needs the format date-time")
        elif not is_number and not place.data.get("examples"):
            survey.note(place.pointer, "a time needs an example: `examples` is missing")


def _unions(survey: Survey) -> None:
    for place in survey.schemas():
        kinds = [kind for kind in _types(place.data) if kind != "null"]
        if len(kinds) > 1:
            survey.note((*place.pointer, "type"), "a union must be a component with `oneOf`")
        if "oneOf" not in place.data:
            continue
        if place.kind == "component schema":
            _members(survey, place)
        elif place.pointer[-2] not in STREAMS and not _is_nullable_reference(place.data):
            survey.note((*place.pointer, "oneOf"), "a union must be a component")


def _is_nullable_reference(schema: dict[str, Any]) -> bool:
    """Return whether a schema is a component or null, which `type` cannot express."""
    options: list[dict[str, Any]] = schema["oneOf"]
    return len(options) == 2 and "$ref" in options[0] and options[1] == {"type": "null"}


def _members(survey: Survey, place: Place) -> None:
    """Check that the enums of a union are components, and that its objects have a discriminator."""
    for index, option in enumerate(place.data["oneOf"]):
        if "enum" in option:
            pointer = (*place.pointer, "oneOf", str(index))
            survey.note(pointer, "an enum in a union must be a component")
    schemas = {name: survey.document.schemas[name] for name in _references(*place.data["oneOf"])}
    objects = {name: schema for name, schema in schemas.items() if is_object(schema)}
    discriminator = place.data.get("discriminator", {})
    tag = discriminator.get("propertyName")
    words = {
        schema["properties"].get(tag, {}).get("const"): f"{_REF}{name}"
        for name, schema in objects.items()
        if tag in schema.get("required", ())
    }
    if len(objects) > 1 and (None in words or discriminator.get("mapping") != words):
        message = "`discriminator` must map a required `const` of each object to the object"
        survey.note((*place.pointer, "oneOf"), message)


def _references(*schemas: dict[str, Any]) -> list[str]:
    return [str(schema["$ref"]).removeprefix(_REF) for schema in schemas if "$ref" in schema]


def _objects(survey: Survey) -> None:
    for place in survey.schemas():
        if "properties" in place.data and place.kind != "component schema":
            pointer = (*place.pointer, "properties")
            survey.note(pointer, "an object with properties must be a component")
        bare = not {"properties", "additionalProperties"} & place.data.keys()
        if "object" in _types(place.data) and bare:
            survey.note(place.pointer, "an object without properties needs `additionalProperties`")


def _inside(survey: Survey, names: set[str]) -> Iterator[Place]:
    for place in survey.schemas():
        if place.pointer[:2] == ("components", "schemas") and place.pointer[2] in names:
            yield place


def _in_answers(document: Document) -> set[str]:
    answers = [
        document.resolved(response).get("content")
        for operation in document.operations()
        for response in operation.data["responses"].values()
    ]
    return document.reached(answers)


def _in_requests(document: Document) -> set[str]:
    requests = [document.request_content(operation) for operation in document.operations()]
    return document.reached(requests)


def _answer_enums(survey: Survey) -> None:
    for place in _inside(survey, _in_answers(survey.document)):
        if "enum" in place.data:
            survey.note(
                (*place.pointer, "enum"),
                "an answer has this, and a newer server may add values: use `x-extensible-enum`",
            )


def _request_nulls(survey: Survey) -> None:
    for place in _inside(survey, _in_requests(survey.document)):
        key = "type" if "null" in _types(place.data) else "oneOf"
        may_be_null = key == "type" or {"type": "null"} in place.data.get("oneOf", ())
        if place.kind == "property schema" and may_be_null:
            survey.note((*place.pointer, key), "a request has this, so it must not be null")


def _answer_values(survey: Survey) -> None:
    """Check that answers have no constants, except those that identify the objects of a union."""
    document = survey.document
    answers = _in_answers(document)
    places = list(_inside(survey, answers))
    # A component that only a union refers to is one of its members, identified by a constant.
    alone = {n for place in places if place.pointer[-2] != "oneOf" for n in _references(place.data)}
    for place in places:
        if "const" in place.data and place.pointer[2] in alone:
            message = "an answer has this, and a newer server may change it: describe it instead"
            survey.note((*place.pointer, "const"), message)
    for place in _inside(survey, answers - _in_requests(document)):
        if "default" in place.data:
            message = "only requests have defaults: the value that is used if the field is missing"
            survey.note((*place.pointer, "default"), message)


def _anything(survey: Survey) -> None:
    """Check that schemas without a type have a description, because they allow any value."""
    for place in survey.schemas():
        if not {"type", "$ref", "oneOf", "description"} & place.data.keys():
            survey.note(place.pointer, "without a type, this allows any value: describe it")


def _deprecations(survey: Survey) -> None:
    for place in survey.of("property schema", "operation"):
        text = str(place.data.get("description", ""))
        is_told = UNTIL in place.data or re.search(r"`[^`]+`|\d", text)
        if place.data.get("deprecated") and not is_told:
            message = "the description must name the replacement, or the release that dropped it"
            survey.note((*place.pointer, "deprecated"), message)


def _releases(survey: Survey) -> None:
    for place in survey.of("property schema", "operation", "parameter"):
        since = place.data.get(SINCE)
        if since is not None and not in_release(place.data, since):
            survey.note((*place.pointer, UNTIL), f"this is not later than `{SINCE}`")
        elif UNTIL in place.data and not place.data.get("deprecated"):
            survey.note((*place.pointer, UNTIL), "newer releases lack this: add `deprecated: true`")


def _component_names(survey: Survey) -> None:
    folded: dict[str, str] = {}
    for name in survey.document.schemas:
        pointer = ("components", "schemas", name)
        first = folded.setdefault(name.casefold(), name)
        if name in RESERVED_NAMES:
            survey.note(pointer, f"{name!r} is already used: {RESERVED_NAMES[name]}")
        elif not re.fullmatch(r"[A-Z][A-Za-z]*", name):
            survey.note(pointer, f"{name!r} is not in PascalCase without digits")
        elif first != name:
            survey.note(pointer, f"{name!r} and {first!r} are the same file name on some systems")


# ---------------------------------------------------------------------- prose and examples


def _descriptions(survey: Survey) -> None:
    kinds = ("component schema", "property schema", "operation", "parameter", "response", "tag")
    for place in survey.of(*kinds, "request body", "info", "server", "security scheme"):
        if not place.data.get("description", "").strip():
            survey.note(place.pointer, "`description` is missing")


def _summaries(survey: Survey) -> None:
    for place in survey.of("operation"):
        summary = place.data.get("summary", "")
        if not summary:
            survey.note(place.pointer, "`summary` is missing")
        elif len(summary) > LONGEST_SUMMARY or summary.endswith("."):
            limit = f"at most {LONGEST_SUMMARY} characters, and no period at the end"
            survey.note((*place.pointer, "summary"), f"a summary must have {limit}")


def _examples(survey: Survey) -> None:
    for place in survey.of("request media type", "answer media type", "parameter"):
        is_text = place.pointer[-1] not in (_JSON, FORM, *STREAMS)
        is_media_type = place.kind != "parameter"
        if is_media_type and is_text and not place.pointer[-1].startswith("text/"):
            continue
        if not place.data.get("examples"):
            survey.note(place.pointer, "`examples` is missing")
    for place in survey.of("example"):
        for key in ("summary", "value"):
            if key not in place.data:
                survey.note(place.pointer, f"`{key}` is missing")


# ---------------------------------------------------------------------- operations


def _operation_ids(survey: Survey) -> None:
    for operation in survey.document.operations():
        pointer = (*operation.pointer, "operationId")
        if not re.fullmatch(r"[a-z]+(?:[A-Z][a-z0-9]*)+", operation.id):
            survey.note(pointer, f"{operation.id!r} is not a verb and a noun in camelCase")
        if (operation.method == "head") != operation.id.startswith("head"):
            survey.note(pointer, "HEAD operations, and only these, have ids that begin with `head`")


def _tags(survey: Survey) -> None:
    described = {tag["name"] for tag in survey.document.data.get("tags", ())}
    used = {tag for operation in survey.document.operations() for tag in operation.data["tags"]}
    for operation in survey.document.operations():
        for tag in operation.data["tags"]:
            if tag not in described:
                survey.note((*operation.pointer, "tags"), f"the tag {tag!r} is not described")
    for index, tag in enumerate(survey.document.data.get("tags", ())):
        if tag["name"] not in used:
            survey.note(("tags", str(index)), f"no operation has the tag {tag['name']!r}")


def _cloud(survey: Survey) -> None:
    """Check that operations of another server are marked in all places where tools look."""
    for operation in survey.document.operations():
        marks = ("cloud" in operation.data["tags"], "servers" in operation.data)
        if any(marks) and not (all(marks) and "security" in operation.data):
            message = "the tag cloud, `servers` and `security` must be used together"
            survey.note(operation.pointer, message)


def _statuses(survey: Survey) -> None:
    for operation in survey.document.operations():
        pointer = (*operation.pointer, "responses")
        statuses = list(operation.data["responses"])
        for status in statuses:
            if not status.isdigit():
                survey.note((*pointer, status), "list each status instead")
            is_own = "content" in operation.data["responses"][status]
            if status[0] in "45" and is_own:
                survey.note((*pointer, status), "an error must be a reference to a component")
        if not any(status[0] in "45" for status in statuses):
            survey.note(pointer, "the errors of this operation are not described")


def _errors(survey: Survey) -> None:
    """Check that the errors of a family have one schema, which no other family uses."""
    chosen: dict[str, str] = {}
    for operation in survey.document.operations():
        family = next((tag for tag in operation.data["tags"] if tag in _FAMILIES), "native")
        for status, response in operation.data["responses"].items():
            data, place = survey.target(response, (*operation.pointer, "responses", status))
            if status[0] not in "45" or not data.get("content"):
                continue
            content: dict[str, Any] = data["content"]
            references = [str(m.get("schema", {}).get("$ref")) for m in content.values()]
            schema = chosen.setdefault(family, references[0])
            others = {known for name, known in chosen.items() if name != family}
            if list(content) != [_JSON] or references != [schema]:
                survey.note(place, f"all errors must be JSON with the schema {schema}")
            elif schema in others:
                survey.note(place, f"{schema} is the error of another family of routes")


# ---------------------------------------------------------------------- media types


def _streams(survey: Survey) -> None:
    for operation in survey.document.operations():
        content = survey.document.success(operation)
        names = list(content)
        streams = [name for name in names if name in STREAMS]
        if not streams:
            continue
        pointer = (*operation.pointer, "responses", "200", "content")
        if names not in ([_JSON, _NDJSON], [_JSON, EVENTS]):
            message = f"a stream must be {_NDJSON} or {EVENTS}, after application/json"
            survey.note(pointer, message)
            continue
        place = (*pointer, streams[0])
        facts = content[streams[0]].get("x-stream", {})
        lacking = [key for key in _STREAM_KEYS if key not in facts]
        if lacking:
            survey.note(place, f"`x-stream` lacks {', '.join(lacking)}")
        elif streams == [EVENTS]:
            _event_schema(survey, content, place)
        else:
            _line_schema(survey, content, place)


def _line_schema(survey: Survey, content: dict[str, Any], pointer: Pointer) -> None:
    whole, line = (media_type.get("schema", {}) for media_type in content.values())
    options: list[dict[str, Any]] = line.get("oneOf", [])
    if len(options) != 2 or options[0] != whole or "$ref" not in options[1]:
        message = "a line must be `oneOf` the schema of the complete answer and that of errors"
        survey.note((*pointer, "schema"), message)


def _event_schema(survey: Survey, content: dict[str, Any], pointer: Pointer) -> None:
    """Check that a stream consists of pieces and an end mark, or of several kinds of events."""
    schema = content[EVENTS].get("schema", {})
    if "$ref" not in schema:
        survey.note((*pointer, "schema"), "the schema of an event must be a component")
        return
    facts = content[EVENTS]["x-stream"]
    has_kinds = "oneOf" in survey.document.resolved(schema)
    if (facts["lines"] == "events") != has_kinds:
        message = "`events` must be a union of several kinds, everything else a single object"
        survey.note((*pointer, "x-stream", "lines"), message)
    elif ("data" in facts["terminator"]) == has_kinds:
        message = "pieces must end with an event of fixed `data`, events with one of their kinds"
        survey.note((*pointer, "x-stream", "terminator"), message)


def _flag_defaults(survey: Survey) -> None:
    """Check the default, description and examples of the flag for streams.

    By default, lines are streamed and events are not.
    """
    for operation in survey.document.operations():
        for name, media_type in survey.document.success(operation).items():
            flag = media_type.get("x-stream", {}).get("flag")
            body = survey.document.request_content(operation).get(_JSON, {})
            field = properties_of(survey.document, body.get("schema", {})).get(flag)
            default = name != EVENTS
            if field is None:
                continue
            if field.get("default") is not default:
                word = str(default).lower()
                message = f"the default of the request's {flag!r} must be {word}"
                survey.note(operation.pointer, message)
            if name not in field.get("description", ""):
                message = f"the description of the request's {flag!r} must mention {name}"
                survey.note(operation.pointer, message)
            examples = body.get("examples", {}).values()
            chosen = {example.get("value", {}).get(flag, default) for example in examples}
            if chosen != {True, False}:
                message = f"the examples of a request must show both values of {flag!r}"
                survey.note(operation.pointer, message)


def _uploads(survey: Survey) -> None:
    for place in survey.of("request media type"):
        schema = place.data.get("schema", {})
        is_binary = (schema.get("type"), schema.get("format")) == ("string", "binary")
        if place.pointer[-1] == "application/octet-stream" and not is_binary:
            survey.note(place.pointer, "an upload must have the type string and format binary")


RULES: tuple[Callable[[Survey], None], ...] = (
    _files,
    _python_keys,
    _keywords,
    _numbers,
    _units,
    _times,
    _unions,
    _objects,
    _answer_enums,
    _answer_values,
    _request_nulls,
    _anything,
    _deprecations,
    _releases,
    _component_names,
    _descriptions,
    _summaries,
    _examples,
    _operation_ids,
    _tags,
    _cloud,
    _statuses,
    _errors,
    _streams,
    _flag_defaults,
    _uploads,
)
