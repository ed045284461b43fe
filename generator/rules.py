"""What a spec must be before it is rendered, so that nothing it says is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from . import examples, naming, schema_rules
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
from .problems import Pointer, SpecError
from .vocabulary import SECTIONS, Survey

#: What is rendered: JSON, text, bytes, forms, and streams of JSON.
JSON = "application/json"
BINARY = "application/octet-stream"

#: Arguments that every operation has: a parameter of that name would be a second one.
_ARGUMENTS = ("client", "body", "options")

#: Headers that the description of a parameter cannot set: they follow from elsewhere.
_HEADERS = ("accept", "authorization", "content-type")

#: The style in which a parameter is sent when the spec names none, and the only one rendered.
_STYLES = {"path": "simple", "query": "form", "header": "simple"}

_TEMPLATED = re.compile(r"\{([^{}]*)\}")


def check(document: Document, *, house_rules: bool = True) -> None:
    """Hold a spec to what can be rendered, and to the conventions of our own.

    Args:
        document: The spec.
        house_rules: Whether our conventions are asked for, too (`openapi/README.md`).

    Raises:
        SpecError: With every problem that was found. A spec whose very shape is wrong is not
            looked at further, since all else would follow from that.
    """
    survey = Survey(document)
    if survey.problems:
        raise SpecError(survey.problems)
    for rule in (
        *RULES,
        *schema_rules.RULES,
        *examples.RULES,
        *(house.RULES if house_rules else ()),
    ):
        rule(survey)
    if survey.problems:
        raise SpecError(survey.problems)


# ---------------------------------------------------------------------- document


def _version(survey: Survey) -> None:
    version = survey.document.data["openapi"]
    if not re.fullmatch(r"3\.1\.\d+", version):
        survey.note(("openapi",), f"OpenAPI {version!r} is not rendered: write 3.1.x")


def _references(survey: Survey) -> None:
    for place in survey.places:
        kind = place.kind.removesuffix(" reference")
        if "$ref" not in place.data or kind not in SECTIONS:
            continue
        reference, pointer = place.data["$ref"], (*place.pointer, "$ref")
        prefix = f"#/components/{SECTIONS[kind]}/"
        if not reference.startswith("#"):
            survey.note(
                pointer, f"{reference!r} is outside of this file, which is all that is read"
            )
        elif not reference.startswith(prefix) or "/" in reference.removeprefix(prefix):
            survey.note(pointer, f"{reference!r} is no component of {prefix}")
        elif not is_mapping(survey.document.at(reference)):
            survey.note(pointer, f"{reference!r} leads nowhere")
        elif "$ref" in survey.document.resolved(place.data):
            survey.note(pointer, f"{reference!r} leads back to itself")


def _servers(survey: Survey) -> None:
    if not survey.document.data.get("servers"):
        survey.note((), "`servers` is missing: the client needs an address to start with")
    for place in survey.of("server"):
        url, pointer = place.data["url"], (*place.pointer, "url")
        if "{" in url:
            survey.note(pointer, "server variables are not rendered: write the whole URL")
        elif not re.match(r"https?://[^/]", url):
            survey.note(pointer, f"{url!r} is no absolute http(s) URL")
    for place in survey.of("operation", "path item"):
        if len(place.data.get("servers", ())) > 1:
            survey.note((*place.pointer, "servers"), "only one server is rendered here")


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
            survey.note(place.pointer, "only bearer tokens are rendered: type http, scheme bearer")


# ---------------------------------------------------------------------- operations


def _operations(survey: Survey) -> None:
    operations = survey.document.operations()
    if not operations:
        survey.note(("paths",), "there are no operations")
    modules: dict[str, str] = {}
    for operation in operations:
        pointer = (*operation.pointer, "operationId")
        module = naming.without_keyword(naming.snake_case(operation.id))
        if not naming.is_identifier(module):
            survey.note(pointer, f"{operation.id!r} cannot name a module")
        elif module in modules:
            survey.note(pointer, f"{operation.id} and {modules[module]} share the module {module}")
        modules.setdefault(module, operation.id)


def _tags(survey: Survey) -> None:
    packages: dict[str, str] = {}
    for operation in survey.document.operations():
        pointer, tags = (*operation.pointer, "tags"), operation.data["tags"]
        if len(tags) != 1:
            survey.note(pointer, f"an operation has one tag, not {len(tags)}")
            continue
        package = naming.snake_case(tags[0])
        if not naming.is_identifier(package):
            survey.note(pointer, f"{tags[0]!r} cannot name a package")
        elif packages.setdefault(package, tags[0]) != tags[0]:
            survey.note(pointer, f"{tags[0]} and {packages[package]} share the package {package}")


def _paths(survey: Survey) -> None:
    for path in survey.document.data["paths"]:
        if not path.startswith("/"):
            survey.note(("paths", path), f"the path {path!r} does not begin with a slash")
    for operation in survey.document.operations():
        named = _TEMPLATED.findall(operation.path)
        known = [p["name"] for p, _ in _parameters_of(survey, operation) if p.get("in") == "path"]
        for name in sorted(set(named) ^ set(known)):
            lacking = "parameters lack" if name in named else "path lacks"
            survey.note(operation.pointer, f"the {lacking} {name!r}")


def _parameters_of(
    survey: Survey, operation: Operation
) -> Iterator[tuple[dict[str, Any], Pointer]]:
    places = (
        ((*operation.pointer, "parameters"), operation.data.get("parameters", ())),
        ((*operation.pointer[:-1], "parameters"), operation.shared_parameters),
    )
    for pointer, parameters in places:
        for index, parameter in enumerate(parameters):
            yield survey.document.resolved(parameter), (*pointer, str(index))


def _parameter_names(survey: Survey) -> None:
    for operation in survey.document.operations():
        taken: dict[str, str] = {}
        for parameter, pointer in _parameters_of(survey, operation):
            wire = str(parameter.get("name", ""))
            name = naming.without_keyword(naming.snake_case(wire))
            if not naming.is_identifier(name) or name in _ARGUMENTS:
                survey.note(pointer, f"the parameter {wire!r} cannot be an argument")
            elif name in taken:
                survey.note(pointer, f"the parameters {taken[name]!r} and {wire!r} become {name!r}")
            taken.setdefault(name, wire)


def _parameters(survey: Survey) -> None:
    for place in survey.of("parameter"):
        location, style = place.data["in"], place.data.get("style")
        if location not in _STYLES:
            survey.note((*place.pointer, "in"), f"a parameter in {location!r} is not rendered")
            continue
        if style is not None and style != _STYLES[location]:
            survey.note((*place.pointer, "style"), f"the style {style!r} is not rendered")
        if place.data.get("explode", location == "query") != (location == "query"):
            survey.note((*place.pointer, "explode"), "only the default of `explode` is rendered")
        if location == "path" and place.data.get("required") is not True:
            survey.note(place.pointer, "a parameter in the path is required: say so")
        if location == "header" and place.data["name"].lower() in _HEADERS:
            survey.note((*place.pointer, "name"), "this header is not set by a parameter")
        _parameter_schema(survey, location, place.data["schema"], (*place.pointer, "schema"))


def _parameter_schema(
    survey: Survey, location: str, schema: dict[str, Any], pointer: Pointer
) -> None:
    resolved = survey.document.resolved(schema)
    allowed = ["string", "integer", "number", *(["boolean"] if location == "query" else [])]
    kind = resolved.get("type")
    if location == "query" and kind == "array":
        resolved = survey.document.resolved(resolved.get("items"))
        kind = resolved.get("type")
    if kind not in allowed or resolved.get("format") in ("binary", "date-time"):
        survey.note(pointer, f"a parameter of this type is not rendered in the {location}")


def _bodies(survey: Survey) -> None:
    for place in survey.of("request body"):
        content = place.data["content"]
        if place.data.get("required") is not True:
            survey.note(place.pointer, "an optional body is not rendered: write `required: true`")
        if len(content) != 1:
            survey.note(place.pointer, "a request is rendered with one media type, no more or less")
        for name, media_type in content.items():
            pointer = (*place.pointer, "content", name)
            if name not in (JSON, BINARY, FORM):
                survey.note(pointer, f"a request of type {name} is not rendered")
            elif "schema" not in media_type:
                survey.note(pointer, "`schema` is missing")
            elif name == FORM and not is_object(survey.document.resolved(media_type["schema"])):
                survey.note((*pointer, "schema"), "a form is an object with properties")


# ---------------------------------------------------------------------- answers


def _answers(survey: Survey) -> None:
    for operation in survey.document.operations():
        pointer = (*operation.pointer, "responses")
        contents: list[Pointer] = []
        successes = 0
        for status, response in operation.data["responses"].items():
            if not re.fullmatch(r"[1-5]\d\d|[1-5]XX|default", status):
                survey.note((*pointer, status), f"{status!r} is no HTTP status")
            data, place = survey.target(response, (*pointer, status))
            if status.startswith("2"):
                successes += 1
                contents += [place] if data.get("content") else []
                _success(survey, operation, data, place)
            else:
                _failure(survey, data, place)
        if not successes:
            survey.note(pointer, "no successful answer is described")
        for place in contents[1:]:
            survey.note(place, "only the first success with content is rendered")


def _success(
    survey: Survey, operation: Operation, response: dict[str, Any], pointer: Pointer
) -> None:
    content: dict[str, Any] = response.get("content", {})
    if operation.method == "head" and content:
        survey.note(pointer, "the answer to HEAD has no content")
        return
    plain = [name for name in content if name not in STREAMS]
    texts = [name for name in plain if name != JSON]
    if len(texts) > 1 or len(content) - len(plain) > 1:
        survey.note(pointer, "an answer is rendered as JSON, one text and one stream, no more")
    for name, media_type in content.items():
        place = (*pointer, "content", name)
        if name not in (JSON, *STREAMS) and not re.fullmatch(r"text/[\w.+-]+", name):
            survey.note(place, f"an answer of type {name} is not rendered")
        elif "schema" not in media_type:
            survey.note(place, "`schema` is missing")
        elif name in STREAMS:
            _stream(survey, operation, media_type, place, bool(plain))


def _failure(survey: Survey, response: dict[str, Any], pointer: Pointer) -> None:
    for name in response.get("content", {}):
        if name != JSON and not name.startswith("text/"):
            survey.note((*pointer, "content", name), f"an error of type {name} is not rendered")


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
            "`x-stream` must name the `flag` that chooses between the answer and the stream",
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
    """See that each item of a stream whose items are of several kinds is an object."""
    for name in survey.document.union_members(union) or [union]:
        if not is_object(survey.document.schemas.get(name, {})):
            survey.note(pointer, f"the items of a stream are objects with properties, not {name}")


def _flag(survey: Survey, operation: Operation, flag: str, pointer: Pointer) -> None:
    content = survey.document.request_content(operation)
    body: dict[str, Any] = content.get(JSON) or content.get(FORM) or {}
    field = schema_rules.properties_of(survey.document, body.get("schema", {})).get(flag)
    if field is None:
        survey.note(pointer, f"the request has no field {flag!r}")
    elif survey.document.resolved(field).get("type") != "boolean":
        survey.note(pointer, f"the field {flag!r} of the request is no boolean")


def _terminator(survey: Survey, line: str, terminator: dict[str, Any], pointer: Pointer) -> None:
    forms = [key for key in ("value", "values", "data") if key in terminator]
    if len(forms) != 1:
        survey.note(pointer, "a terminator has one of `value`, `values` and `data`")
    elif forms == ["data"]:
        if "field" in terminator:
            survey.note((*pointer, "field"), "`field` has no effect beside `data`")
        if pointer[-3] != EVENTS:
            survey.note((*pointer, "data"), f"only the end of {EVENTS} can be told by its data")
    elif "field" not in terminator:
        survey.note(pointer, f"`field` is missing: it has the {forms[0]}")
    else:
        _last_item(survey, line, terminator, (*pointer, forms[0]))


def _last_item(survey: Survey, line: str, terminator: dict[str, Any], pointer: Pointer) -> None:
    """See that the items of a stream can have what marks the last one."""
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
            survey.note(place, f"{value!r} is no value of the field {name!r}")


def _error_line(
    survey: Survey, media_type: dict[str, Any], facts: dict[str, Any], pointer: Pointer
) -> None:
    """See that an error key, where one is named, is what tells the error's lines apart."""
    options = media_type["schema"].get("oneOf")
    if "error" not in facts or not is_list(options):
        return
    key = facts["error"]
    schemas = [survey.document.resolved(option) for option in options]
    if not any(key in schema.get("required", ()) for schema in schemas):
        survey.note((*pointer, "error"), f"no line requires the key {key!r}")


def _stray_streams(survey: Survey) -> None:
    """See that nothing but a successful answer is described as a stream."""
    for place in survey.of("answer media type"):
        is_stream = place.pointer[-1] in STREAMS
        if "x-stream" in place.data and not is_stream:
            survey.note((*place.pointer, "x-stream"), "`x-stream` has no effect here")


def _component_names(survey: Survey) -> None:
    if ALIASES in survey.document.schemas:
        survey.note(("components", "schemas", ALIASES), f"{ALIASES!r} is taken by the generator")


RULES: tuple[Callable[[Survey], None], ...] = (
    _version,
    _references,
    _servers,
    _security,
    _operations,
    _tags,
    _paths,
    _parameter_names,
    _parameters,
    _bodies,
    _answers,
    _stray_streams,
    _component_names,
)
