"""The rules that a spec must satisfy to be rendered, so that nothing is silently dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import examples, schema_rules
from . import house_rules as house
from .document import (
    ALIASES,
    EVENTS,
    FORM,
    STREAMS,
    Document,
    Operation,
    is_list,
    is_mapping,
    is_object,
)
from .media_types import JSON, URLENCODED
from .normalizing import DELIMITERS
from .problems import Pointer, Problem, SpecError
from .vocabulary import SECTIONS, Survey

#: The supported styles of parameters, by place. The first one is the default.
_STYLES = {"path": ("simple",), "query": tuple(DELIMITERS), "header": ("simple",)}


def check(document: Document, *, with_examples: bool = True) -> None:
    """Check that a description can be rendered.

    Args:
        document: The description, in its normalized form.
        with_examples: Whether to check examples against their schemas.

    Raises:
        SpecError: The description has problems. If the structure of the spec is wrong, it has only
            these problems, because others would be consequences.
    """
    survey = Survey(document)
    if survey.problems:
        raise SpecError(survey.problems)
    for rule in (*RULES, *schema_rules.RULES, *(examples.RULES if with_examples else ())):
        rule(survey)
    if survey.problems:
        raise SpecError(survey.problems)


def missed(document: Document) -> dict[str, list[Problem]]:
    """Return the places where a description violates our conventions, by house rule."""
    survey = Survey(document)
    found: dict[str, list[Problem]] = {}
    for rule in house.RULES:
        survey.problems = []
        rule(survey)
        if survey.problems:
            found[rule.__name__.strip("_").replace("_", " ")] = survey.problems
    return found


# ---------------------------------------------------------------------- document


def _references(survey: Survey) -> None:
    for place in survey.places:
        kind = place.kind.removesuffix(" reference")
        if "$ref" not in place.data or kind not in SECTIONS:
            continue
        reference, pointer = place.data["$ref"], (*place.pointer, "$ref")
        prefix = f"#/components/{SECTIONS[kind]}/"
        if not reference.startswith("#"):
            survey.note(pointer, f"{reference!r} is not in this file, and other files are not read")
        elif not reference.startswith(prefix) or "/" in reference.removeprefix(prefix):
            survey.note(pointer, f"{reference!r} is not a component of {prefix}")
        elif not is_mapping(survey.document.at(reference)):
            survey.note(pointer, f"{reference!r} does not exist")
        elif "$ref" in survey.document.resolved(place.data):
            survey.note(pointer, f"{reference!r} is a circular reference")


def _servers(survey: Survey) -> None:
    for place in survey.of("server"):
        url, pointer = place.data["url"], (*place.pointer, "url")
        if "{" in url:
            survey.note(pointer, "a server variable needs a `default`")
        elif not re.match(r"https?://[^/]", url):
            survey.note(pointer, f"{url!r} is not an absolute http(s) URL")


def _security(survey: Survey) -> None:
    schemes: dict[str, Any] = survey.document.data.get("components", {}).get("securitySchemes", {})
    for place in survey.of("document", "operation"):
        for index, requirement in enumerate(place.data.get("security", ())):
            for name in requirement:
                if name not in schemes:
                    pointer = (*place.pointer, "security", str(index), name)
                    survey.note(pointer, f"there is no security scheme {name!r}")
    for place in survey.of("security scheme"):
        if (place.data["type"], place.data.get("scheme", "").lower()) != ("http", "bearer"):
            message = "only bearer tokens are supported: type http, scheme bearer"
            survey.note(place.pointer, message)


# ---------------------------------------------------------------------- operations


def _operations(survey: Survey) -> None:
    if not survey.document.operations():
        survey.note(("paths",), "there are no operations")
    for path in survey.document.data["paths"]:
        if not path.startswith("/"):
            survey.note(("paths", path), f"the path {path!r} does not begin with a slash")


def _parameters(survey: Survey) -> None:
    for place in survey.of("parameter"):
        location, style = place.data["in"], place.data.get("style")
        if location not in _STYLES:
            survey.note((*place.pointer, "in"), f"a parameter in {location!r} is not supported")
        elif style is not None and style not in _STYLES[location]:
            survey.note((*place.pointer, "style"), f"the style {style!r} is not supported")
        elif not _is_textual(survey.document, place.data["schema"]):
            message = f"a parameter of this type is not supported in the {location}"
            survey.note((*place.pointer, "schema"), message)


def _is_textual(document: Document, schema: Any, *, in_list: bool = False) -> bool:
    """Return whether the values of a schema are strings, numbers or booleans, or lists of these."""
    resolved = document.resolved(schema)
    options = [*resolved.get("oneOf", ()), *resolved.get("anyOf", ())]
    if options:
        return all(_is_textual(document, option, in_list=in_list) for option in options)
    kinds = resolved.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "array" in kinds and (in_list or not _is_textual(document, resolved["items"], in_list=True)):
        return False
    known = {"string", "integer", "number", "boolean", "null", "array"}
    return bool(kinds) and known.issuperset(kinds) and resolved.get("format") != "binary"


def _bodies(survey: Survey) -> None:
    for place in survey.of("request body"):
        content = place.data["content"]
        if not content:
            survey.note(place.pointer, "`content` has no media type")
        for name, media_type in content.items():
            schema = survey.document.resolved(media_type["schema"])
            if name in (FORM, URLENCODED) and not is_object(schema):
                pointer = (*place.pointer, "content", name, "schema")
                survey.note(pointer, "a form must be an object with properties")


# ---------------------------------------------------------------------- answers


def _answers(survey: Survey) -> None:
    for operation in survey.document.operations():
        pointer = (*operation.pointer, "responses")
        for status, response in operation.data["responses"].items():
            if not re.fullmatch(r"[1-5]\d\d|[1-5]XX|default", status):
                survey.note((*pointer, status), f"{status!r} is not an HTTP status")
            data, place = survey.target(response, (*pointer, status))
            if status.startswith("2"):
                _success(survey, operation, data, place)
            else:
                _failure(survey, data, place)


def _success(
    survey: Survey, operation: Operation, response: dict[str, Any], pointer: Pointer
) -> None:
    content: dict[str, Any] = response.get("content", {})
    plain = [name for name in content if name not in STREAMS]
    for name, media_type in content.items():
        place = (*pointer, "content", name)
        if "schema" not in media_type:
            survey.note(place, "`schema` is missing")
        elif name in STREAMS:
            _stream(survey, operation, media_type, place, bool(plain))


def _failure(survey: Survey, response: dict[str, Any], pointer: Pointer) -> None:
    for name in response.get("content", {}):
        if name in STREAMS:
            survey.note((*pointer, "content", name), f"an error of type {name} is not supported")


def _stream(
    survey: Survey,
    operation: Operation,
    media_type: dict[str, Any],
    pointer: Pointer,
    has_plain: bool,
) -> None:
    document, facts = survey.document, media_type.get("x-stream", {})
    line = document.line_schema(media_type)
    if line is None:
        survey.note(
            (*pointer, "schema"),
            "a line must be one component, or `oneOf` of it and the error that `x-stream` names",
        )
    elif not is_object(document.schemas.get(line, {})):
        _event_kinds(survey, line, (*pointer, "schema"))
    place = (*pointer, "x-stream")
    if has_plain and "flag" not in facts:
        survey.note(
            place if facts else pointer,
            "`x-stream` needs the `flag` that selects the answer or the stream",
        )
    kinds = ["delta", "snapshot", *(["events"] if pointer[-1] == EVENTS else [])]
    if facts.get("lines", "delta") not in kinds:
        survey.note((*place, "lines"), f"expected {' or '.join(kinds)}")
    if "flag" in facts:
        _flag(survey, operation, facts["flag"], (*place, "flag"))
    if "terminator" in facts and line is not None:
        _terminator(survey, line, facts["terminator"], (*place, "terminator"))
    _error_line(survey, media_type, facts, place)


def _event_kinds(survey: Survey, union: str, pointer: Pointer) -> None:
    """Check that all kinds of items of a stream are objects."""
    for name in survey.document.union_members(union) or [union]:
        if not is_object(survey.document.schemas.get(name, {})):
            message = f"the items of a stream must be objects with properties, not {name}"
            survey.note(pointer, message)


def _flag(survey: Survey, operation: Operation, flag: str, pointer: Pointer) -> None:
    content = survey.document.request_content(operation)
    body: dict[str, Any] = content.get(JSON) or content.get(FORM) or {}
    field = schema_rules.properties_of(survey.document, body.get("schema", {})).get(flag)
    if field is None:
        survey.note(pointer, f"the request has no field {flag!r}")
    elif survey.document.resolved(field).get("type") != "boolean":
        survey.note(pointer, f"the field {flag!r} of the request is not a boolean")


def _terminator(survey: Survey, line: str, terminator: dict[str, Any], pointer: Pointer) -> None:
    forms = [key for key in ("value", "values", "data") if key in terminator]
    if len(forms) != 1:
        survey.note(pointer, "a terminator needs exactly one of `value`, `values` and `data`")
    elif forms == ["data"]:
        if "field" in terminator:
            survey.note((*pointer, "field"), "`field` has no effect beside `data`")
        if pointer[-3] != EVENTS:
            survey.note((*pointer, "data"), f"only {EVENTS} can have a terminator with `data`")
    elif "field" not in terminator:
        survey.note(pointer, f"`field` is missing: the name of the field with the {forms[0]}")
    else:
        _last_item(survey, line, terminator, (*pointer, forms[0]))


def _last_item(survey: Survey, line: str, terminator: dict[str, Any], pointer: Pointer) -> None:
    """Check that the items of a stream have the field and the value that mark the last one."""
    document, name = survey.document, terminator["field"]
    parts = document.union_members(line) or [line]
    properties = [
        schema_rules.properties_of(document, document.schemas.get(it, {})) for it in parts
    ]
    fields = [document.resolved(known[name]) for known in properties if name in known]
    if not fields:
        kind = "events" if pointer[-4] == EVENTS else "lines"
        survey.note((*pointer[:-1], "field"), f"the {kind}, {line}, have no field {name!r}")
        return
    several = pointer[-1] == "values"
    values = terminator["values"] if several else [terminator["value"]]
    if not values:
        survey.note(pointer, "the list is empty")
    for index, value in enumerate(values):
        if not any(schema_rules.admits(field, value) for field in fields):
            place = (*pointer, str(index)) if several else pointer
            survey.note(place, f"{value!r} is not a value of the field {name!r}")


def _error_line(
    survey: Survey, media_type: dict[str, Any], facts: dict[str, Any], pointer: Pointer
) -> None:
    """Check that the error key, if there is one, is required by one kind of line."""
    options = media_type["schema"].get("oneOf")
    if "error" not in facts or not is_list(options):
        return
    key = facts["error"]
    schemas = [survey.document.resolved(option) for option in options]
    if not any(key in schema.get("required", ()) for schema in schemas):
        survey.note((*pointer, "error"), f"no line requires the key {key!r}")


def _stray_streams(survey: Survey) -> None:
    """Check that `x-stream` is only used for streams."""
    for place in survey.of("answer media type"):
        is_stream = place.pointer[-1] in STREAMS
        if "x-stream" in place.data and not is_stream:
            survey.note((*place.pointer, "x-stream"), "`x-stream` has no effect here")


def _component_names(survey: Survey) -> None:
    if ALIASES in survey.document.schemas:
        survey.note(("components", "schemas", ALIASES), f"{ALIASES!r} is used by the generator")


RULES: tuple[Callable[[Survey], None], ...] = (
    _references,
    _servers,
    _security,
    _operations,
    _parameters,
    _bodies,
    _answers,
    _stray_streams,
    _component_names,
)
