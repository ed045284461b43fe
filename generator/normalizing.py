"""Any description in the one form that is rendered; what is left out or read otherwise is noted.

OpenAPI 3.0 and 3.2 become 3.1, names are made where there are none, and constructs that a client
can do without go. A description that keeps our house rules comes out as it went in, without a note.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from . import naming
from .document import FORM, METHODS, STREAMS, Document, is_list, is_mapping, is_object
from .media_types import JSON, URLENCODED, bare, is_json, is_text, kind_of, preference
from .problems import Pointer, Problem, SpecError
from .schema_rules import RESERVED_CLASSES, properties_of
from .vocabulary import KINDS, SCHEMAS, SECTIONS, Survey, fits

_REF = "#/components/schemas/"

#: Keys that mean nothing to a client, left out without a word.
_SILENT = frozenset(
    "summary description jsonSchemaDialect $schema $id $self xml parent kind name externalValue "
    "contentEncoding contentMediaType contentSchema dataValue serializedValue".split()
)

#: Keys that are left out, and what that means.
_LEFT_OUT = {
    "callbacks": "a client cannot receive calls",
    "webhooks": "a client cannot receive calls",
    "links": "a client follows no links of itself",
    "headers": "an answer is returned without its headers",
    "encoding": "the parts of a form are sent as httpx encodes them",
    "readOnly": "one class serves requests and answers",
    "writeOnly": "one class serves requests and answers",
    "allowReserved": "parameters are always percent-encoded",
    "allowEmptyValue": "a parameter without a value is not sent",
    "variables": "a server variable is written as its default",
    "enum": "only the default of a server variable is used",
    "query": "the method QUERY is not rendered",
    "additionalOperations": "only the methods of OpenAPI 3.1 are rendered",
    **dict.fromkeys(
        (
            *("not", "if", "then", "else", "dependentSchemas", "dependentRequired"),
            *("contains", "minContains", "maxContains", "propertyNames"),
            *("unevaluatedProperties", "unevaluatedItems", "contentEncoding"),
        ),
        "values are not checked for it",
    ),
    "patternProperties": "further keys may hold anything",
    "prefixItems": "the items may be anything",
}

#: Keys that carry meaning which cannot be left out.
_KEPT = ("$defs", "definitions", "$dynamicRef", "$recursiveRef", "$anchor", "$dynamicAnchor")

#: From which likeness on a key that nobody knows is one of ours, misspelt.
_NEAR = 0.8

_HEADERS = ("accept", "authorization", "content-type")

_TEMPLATED = re.compile(r"\{([^{}]*)\}")

#: How a list in a parameter is written, by place and style.
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}

_SCALARS = ("string", "integer", "number", "boolean")


def normalized(document: Document) -> tuple[Document, list[Problem]]:
    """Return a document in the form that is rendered, and a note for each thing that was changed.

    Raises:
        SpecError: It is of a version of OpenAPI that is not read.
    """
    version = document.data.get("openapi")
    if "swagger" in document.data and version is None:
        message = "Swagger 2.0 is not read: convert it to OpenAPI 3 first"
        raise SpecError([document.problem(("swagger",), message)])
    if isinstance(version, str) and not re.fullmatch(r"3\.[012]\.\d+(-\w+)?", version):
        message = f"OpenAPI {version!r} is not rendered: write 3.0, 3.1 or 3.2"
        raise SpecError([document.problem(("openapi",), message)])
    shapes = Survey(document, only_shapes=True)
    if shapes.problems:
        raise SpecError(shapes.problems)
    normalizer = _Normalizer(document)
    data = normalizer.document_data()
    return document.replaced(data, normalizer.origins), normalizer.notes


class _Normalizer:
    """Rewrites one document, object by object, and notes what it changes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[Problem] = []
        self.origins: dict[Pointer, Pointer] = {}
        self.hoisted: dict[str, Any] = {}
        self.operations: set[str] = set()
        self.given = {
            naming.snake_case(str(operation.data.get("operationId", "")))
            for operation in document.operations()
        }
        self.tags: dict[str, str] = {}
        self.is_old = str(document.data.get("openapi")).startswith("3.0")
        self.names = self._class_names()
        self.schemes = self._security_schemes()
        self._open: list[str] = []

    def note(self, pointer: Pointer, message: str) -> None:
        self.notes.append(self.document.problem(pointer, message))

    # -------------------------------------------------------------- the walk

    def document_data(self) -> dict[str, Any]:
        data: dict[str, Any] = self._object("document", self.document.data, ())
        if self.hoisted:
            data.setdefault("components", {}).setdefault("schemas", {}).update(self.hoisted)
        return data

    def _object(self, kind: str, data: Any, pointer: Pointer) -> Any:
        if not is_mapping(data):
            return data
        if "$ref" in data and kind in SECTIONS and kind not in SCHEMAS:
            return {key: value for key, value in data.items() if key in KINDS["reference"]}
        before = _BEFORE.get("schema" if kind in SCHEMAS else kind)
        data = before(self, dict(data), pointer) if before else data
        out = {
            key: self._value(KINDS[kind][key].rstrip("!"), value, (*pointer, key))
            for key, value in data.items()
            if key in KINDS[kind]
        }
        for key in data.keys() - KINDS[kind].keys():
            if self._must_stay(kind, key):
                out[key] = data[key]
            elif key not in _SILENT:
                reason = _LEFT_OUT.get(key, "it is not known")
                self.note((*pointer, key), f"`{key}` is left out: {reason}")
        return out

    def _must_stay(self, kind: str, key: str) -> bool:
        """Tell whether a key that is not rendered is for the rules to judge."""
        if key.startswith("x-") or key in _KEPT:
            return True
        if key in _LEFT_OUT or key in _SILENT:
            return False
        return bool(difflib.get_close_matches(key, KINDS[kind], 1, _NEAR))

    def _value(self, shape: str, value: Any, pointer: Pointer) -> Any:
        for option in shape.split("|"):
            if not fits(option, value):
                continue
            if option.startswith("["):
                return [
                    self._value(option[1:-1], item, (*pointer, str(index)))
                    for index, item in enumerate(value)
                ]
            if option.startswith("{"):
                return {
                    key: self._value(option[1:-1], item, (*pointer, key))
                    for key, item in value.items()
                    if not key.startswith("x-") or option != "{path item}"
                }
            return self._object(option, value, pointer) if option in KINDS else value
        return value

    # -------------------------------------------------------------- the document

    def _document(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        if not str(data.get("openapi", "3.1.")).startswith("3.1."):
            data["openapi"] = "3.1.0"
        if not data.get("servers"):
            self.note(pointer, "`servers` is missing: callers give their `base_url`")
            data["servers"] = [{"url": "http://localhost"}]
        info = data.get("info")
        if is_mapping(info) and isinstance(info.get("version"), (int, float)):
            data["info"] = {**info, "version": str(info["version"])}
        if "security" in data:
            data["security"] = self._requirements(data["security"])
        data.setdefault("paths", {})
        return data

    def _server(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        url = str(data.get("url", ""))
        variables: Any = data.get("variables") or {}
        for name in _TEMPLATED.findall(url) if is_mapping(variables) else ():
            chosen: Any = variables.get(name)
            default = str(chosen.get("default", "")) if is_mapping(chosen) else ""
            if default:
                url = url.replace(f"{{{name}}}", default)
        if not re.match(r"https?://", url) and url.startswith("/") and "{" not in url:
            self.note((*pointer, "url"), "the server has no host: callers give their `base_url`")
            url = f"http://localhost{url}"
        return {**data, "url": url}

    def _first_server(self, data: dict[str, Any], pointer: Pointer) -> None:
        servers: Any = data.get("servers")
        if is_list(servers) and len(servers) > 1:
            self.note((*pointer, "servers"), "only the first of several servers is used here")
            data["servers"] = servers[:1]

    def _path_item(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        if "$ref" in data:
            found = self.document.at(str(data["$ref"]))
            data = {**found, **{k: v for k, v in data.items() if k != "$ref"}} if found else data
        self._first_server(data, pointer)
        if is_list(data.get("parameters")):
            data["parameters"] = self._sent(data["parameters"], (*pointer, "parameters"))
        for method in METHODS:
            if is_mapping(data.get(method)):
                data[method] = self._with_path_parameters(data, method, pointer)
        return data

    def _components(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        for key in ("headers", "links", "callbacks", "pathItems", "mediaTypes"):
            data.pop(key, None)
        schemas: Any = data.get("schemas")
        if is_mapping(schemas):
            for old, new in self.names.items():
                if old != new:
                    self.origins[(*pointer, "schemas", new)] = (*pointer, "schemas", old)
            data["schemas"] = {self.names.get(name, name): it for name, it in schemas.items()}
        if is_mapping(data.get("securitySchemes")):
            data["securitySchemes"] = self.schemes
        parameters: Any = data.get("parameters")
        if is_mapping(parameters):
            data["parameters"] = {
                name: it
                for name, it in parameters.items()
                if not is_mapping(it) or self._obstacle(it) is None
            }
        return data

    # -------------------------------------------------------------- security

    def _security_schemes(self) -> dict[str, Any]:
        """Return the schemes that are bearer tokens on the wire."""
        found: dict[str, Any] = {}
        pointer = ("components", "securitySchemes")
        schemes: Any = self.document.at("#/components/securitySchemes") or {}
        for name, scheme in schemes.items() if is_mapping(schemes) else ():
            data = self.document.resolved(scheme)
            kind, word = data.get("type"), str(data.get("scheme", "")).lower()
            if (kind, word) == ("http", "bearer") or not isinstance(kind, str):
                found[name] = scheme
            elif kind in ("oauth2", "openIdConnect"):
                self.note((*pointer, name), f"{kind}: callers get the token and give it as `token`")
                found[name] = {"type": "http", "scheme": "bearer"}
                found[name].update({k: data[k] for k in ("description",) if k in data})
            else:
                what = f"{data['in']} {data.get('name')!r}" if "in" in data else word or kind
                message = f"the credentials ({what}) are left out: callers add them to `headers`"
                self.note((*pointer, name), message)
        return found

    def _requirements(self, security: Any) -> Any:
        """Return the alternatives of a security requirement, but for what callers send."""
        schemes: Any = self.document.at("#/components/securitySchemes") or {}
        if not is_list(security):
            return security
        return [
            {n: v for n, v in it.items() if n in self.schemes or n not in schemes}
            if is_mapping(it)
            else it
            for it in security
        ]

    # -------------------------------------------------------------- operations

    def _operation(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        self._first_server(data, pointer)
        if "security" in data:
            data["security"] = self._requirements(data["security"])
        if is_list(data.get("parameters")):
            data["parameters"] = self._sent(data["parameters"], (*pointer, "parameters"))
        self._name(data, pointer)
        self._tag(data, pointer)
        data["responses"] = self._responses(data, pointer)
        if is_mapping(data.get("requestBody")) and not self.document.resolved(
            data["requestBody"]
        ).get("content", True):
            del data["requestBody"]
        return data

    def _name(self, data: dict[str, Any], pointer: Pointer) -> None:
        given = data.get("operationId")
        if given is not None and not isinstance(given, str):
            return
        name = given or ""
        if not naming.is_identifier(naming.without_keyword(naming.snake_case(name))):
            path = _TEMPLATED.sub(r"by \1", pointer[-2])
            name = _camel(f"{pointer[-1]} {path}")
            name = _distinct(name, self.operations | self.given, naming.snake_case)
        name = _distinct(name, self.operations, naming.snake_case)
        if name != given:
            reason = "is missing" if given is None else f"{given!r} cannot be used"
            self.note(pointer, f"`operationId` {reason}: it is called {name}")
            data["operationId"] = name

    def _tag(self, data: dict[str, Any], pointer: Pointer) -> None:
        tags: Any = data.get("tags")
        if tags is not None and not (is_list(tags) and all(isinstance(it, str) for it in tags)):
            return
        if not tags:
            self.note(pointer, "`tags` is missing: the operation stands in `default`")
            data["tags"] = ["default"]
        elif len(tags) > 1:
            self.note((*pointer, "tags"), "only the first of several tags is used")
            data["tags"] = tags[:1]
        name = str(data["tags"][0])
        if not naming.is_identifier(naming.snake_case(name)):
            package = f"tag_{naming.snake_case(name)}".rstrip("_")
            self.note((*pointer, "tags"), f"the tag cannot name a package: it is called {package}")
            data["tags"] = [package]
        name = str(data["tags"][0])
        first = self.tags.setdefault(naming.snake_case(name), name)
        if first != name:
            self.note((*pointer, "tags"), f"the tag {name!r} is taken for {first!r}")
            data["tags"] = [first]

    # -------------------------------------------------------------- parameters

    def _sent(self, parameters: list[Any], pointer: Pointer) -> list[Any]:
        """Return the parameters that are rendered; optional ones that cannot be are left out."""
        kept: list[Any] = []
        for index, parameter in enumerate(parameters):
            data = self.document.resolved(parameter)
            obstacle = self._obstacle(data)
            if obstacle is None:
                kept.append(parameter)
            else:
                message = f"the parameter is left out: {obstacle}"
                self.note((*pointer, str(index)), message)
        return kept

    def _obstacle(self, data: dict[str, Any]) -> str | None:
        """Return why a parameter is left out, or None where it is rendered."""
        place, name = data.get("in"), str(data.get("name"))
        if place == "cookie":
            return "send the cookie in the `headers` of a call"
        if place == "querystring":
            return "a whole query string is not rendered"
        if place == "header" and name.lower() in _HEADERS:
            return "this header follows from elsewhere"
        is_needed = data.get("required") is True
        if "content" in data and "schema" not in data and not is_needed:
            return "`content` in a parameter is not rendered"
        schema = self.document.resolved(data.get("schema"))
        if place == "query" and _is_object_schema(schema) and not is_needed:
            return "an object in a parameter is not rendered"
        return None

    def _parameter(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        place = data.get("in")
        content: Any = data.pop("content", None)
        if is_mapping(content) and "schema" not in data:
            data["schema"] = {"type": "string"}
            self.note((*pointer, "content"), "the caller writes the text of this parameter")
        elif "schema" not in data:
            data["schema"] = {"type": "string"}
        if place == "path":
            data["required"] = True
        for key in ("allowReserved", "allowEmptyValue", "deprecated"):
            data.pop(key, None)
        if place in ("path", "header"):
            self._simple(data)
        if is_mapping(data["schema"]) and place in ("path", "query", "header"):
            data["schema"] = self._parameter_schema(data["schema"], pointer)
        return data

    def _simple(self, data: dict[str, Any]) -> None:
        if data.get("style", "simple") != "simple":
            return  # for the rules to refuse
        data.pop("explode", None)

    def _parameter_schema(self, schema: Any, pointer: Pointer) -> Any:
        """Return the schema of a parameter; text where its own cannot be written as text."""
        resolved = self.document.resolved(schema)
        parts = [resolved, *resolved.get("oneOf", ()), *resolved.get("anyOf", ())]
        kinds: set[str] = set()
        for part in map(self.document.resolved, parts):
            kinds |= set(_types(part))
        if kinds and kinds <= {*_SCALARS, "array", "null"}:
            return schema
        if resolved.get("allOf") or resolved.get("enum") or _is_object_schema(resolved):
            return schema
        self.note((*pointer, "schema"), "a parameter without a type is taken as text")
        return {"type": "string"}

    def _with_path_parameters(
        self, item: dict[str, Any], method: str, pointer: Pointer
    ) -> dict[str, Any]:
        """Return an operation with exactly the parameters that its path names."""
        operation = dict(item[method])
        own: Any = operation.get("parameters", [])
        shared: Any = item.get("parameters", [])
        if not is_list(own) or not is_list(shared):
            return operation
        named = set(_TEMPLATED.findall(pointer[-1]))
        known: set[str] = set()
        kept: list[Any] = []
        for index, parameter in enumerate(own):
            data = self.document.resolved(parameter)
            if data.get("in") == "path" and data.get("name") not in named:
                place = (*pointer, method, "parameters", str(index))
                self.note(place, f"the parameter is left out: the path lacks {data.get('name')!r}")
                continue
            kept.append(parameter)
            known |= {str(data.get("name"))} if data.get("in") == "path" else set()
        known |= {
            str(data.get("name"))
            for data in map(self.document.resolved, shared)
            if data.get("in") == "path"
        }
        for name in sorted(named - known):
            self.note((*pointer, method), f"the path's {name!r} is not described: taken as text")
            kept.append(
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            )
        if kept or "parameters" in operation:
            operation["parameters"] = kept
        return operation

    # -------------------------------------------------------------- bodies

    def _request_body(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        content: Any = data.get("content")
        if not is_mapping(content) or not content:
            return data
        place = (*pointer, "content")
        chosen = min(content, key=preference)
        others = [name for name in content if name != chosen]
        if others:
            self.note(place, f"one media type is sent, {chosen}: not {', '.join(others)}")
        media_type: Any = content[chosen]
        if is_mapping(media_type) and "schema" not in media_type:
            is_plain = is_json(chosen) or chosen in (FORM, URLENCODED)
            schema: dict[str, Any] = {} if is_plain else {"type": "string", "format": "binary"}
            media_type = {**media_type, "schema": schema}
        return {**data, "content": {chosen: media_type}}

    def _responses(self, data: dict[str, Any], pointer: Pointer) -> Any:
        """Return the answers: one success, and one that has content at most."""
        responses: Any = data.get("responses")
        if responses is None:
            responses = {}
        if not is_mapping(responses):
            return responses
        place = (*pointer, "responses")
        responses = {name: it for name, it in responses.items() if not name.startswith("x-")}
        if not any(status.startswith("2") for status in responses):
            default = self.document.resolved(responses.get("default"))
            is_answer = bool(default.get("content"))
            what = "`default` is taken for it" if is_answer else "it is taken to have no content"
            self.note(place, f"no successful answer is described: {what}")
            success = responses.pop("default") if is_answer else {"description": "Success."}
            responses = {"200": success, **responses}
        self._one_success(data, responses, pointer)
        return responses

    def _one_success(
        self, data: dict[str, Any], responses: dict[str, Any], pointer: Pointer
    ) -> None:
        seen = False
        for status, response in list(responses.items()):
            found = self.document.resolved(response)
            content: Any = found.get("content")
            if not status.startswith("2") or not is_mapping(content) or not content:
                continue
            place = (*pointer, "responses", status, "content")
            if pointer[-1] == "head" or seen:
                message = "HEAD" if pointer[-1] == "head" else "a second success"
                self.note(place, f"the content of {message} is left out")
                responses[status] = {**found, "content": {}}
                continue
            seen = True
            kept = self._success(data, self._answers(content, place), (*pointer, status))
            if kept != content:
                responses[status] = {**found, "content": kept}

    def _response(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        data.setdefault("description", "")
        content: Any = data.get("content")
        if is_mapping(content):
            is_error = pointer[-1][:1] in "45d" or pointer[:2] == ("components", "responses")
            kept = self._answers(content, (*pointer, "content"))
            if is_error and pointer[:2] != ("components", "responses"):
                kept = {name: it for name, it in kept.items() if name == JSON or is_text(name)}
            data["content"] = kept
        return data

    def _answers(self, content: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        """Return the media types of an answer that are read: JSON, one other and one stream."""
        kept: dict[str, Any] = {}
        for name in sorted(content, key=preference) if len(content) > 1 else content:
            media_type: Any = content[name]
            known = JSON if is_json(name) else bare(name) if bare(name) in STREAMS else name
            kind = kind_of(known)
            if known in kept or kind in map(kind_of, kept) or (kind == "binary" and kept):
                self.note((*pointer, name), f"answers of type {name} are left out")
                continue
            if JSON in kept and kind == "text" and not name.startswith("text/"):
                self.note((*pointer, name), f"answers of type {name} are left out")
                continue
            if is_mapping(media_type) and "itemSchema" in media_type:
                rest = {key: value for key, value in media_type.items() if key != "itemSchema"}
                media_type = {**rest, "schema": self._item(media_type["itemSchema"])}
            if is_mapping(media_type) and "schema" not in media_type:
                schemas: dict[str, Any] = {"json": {}, "text": {"type": "string"}}
                schema = schemas.get(kind, {"type": "string", "format": "binary"})
                media_type = {**media_type, "schema": schema} if kind != "stream" else media_type
            kept[known] = media_type
        # JSON and streams of it keep the order of the file, which says what comes first.
        order = [JSON if is_json(name) else name for name in content]
        return dict(
            sorted(kept.items(), key=lambda it: order.index(it[0]) if it[0] in order else 0)
        )

    def _item(self, schema: Any) -> Any:
        """Return what an item of a stream holds; of an event of 3.2, the JSON of its data."""
        resolved = self.document.resolved(schema)
        options: list[Any] = resolved.get("oneOf") or [resolved]
        data = [properties_of(self.document, option).get("data", {}) for option in options]
        held = [it["contentSchema"] for it in data if is_mapping(it.get("contentSchema"))]
        return held[0] if len(held) == 1 else schema

    def _success(
        self, data: dict[str, Any], content: dict[str, Any], pointer: Pointer
    ) -> dict[str, Any]:
        """Return the content of a success whose stream, if any, is one that can be read."""
        for name in [name for name in content if name in STREAMS]:
            media_type: Any = content[name]
            place = (*pointer[:-1], "responses", pointer[-1], "content", name)
            if not is_mapping(media_type):
                continue
            others = [other for other in content if other != name]
            line = self._line(data, media_type, pointer)
            if line is None:
                if others:
                    self.note(place, "the stream is left out: its items are no objects")
                    content = {other: content[other] for other in others}
                else:
                    self.note(place, "the stream is read as one text: its items are no objects")
                    content = {"text/plain": {"schema": {"type": "string"}}}
                continue
            facts: Any = line.get("x-stream", {})
            if others and is_mapping(facts) and "flag" not in facts and not facts:
                if not self._has_flag(data):
                    self.note(place, "the stream is left out: nothing in the request asks for it")
                    content = {other: content[other] for other in others}
                    continue
                self.note(place, "`x-stream` is missing: the flag is taken to be `stream`")
                line = {**line, "x-stream": {"flag": "stream"}}
            content = {**content, name: line}
        return content

    def _has_flag(self, data: dict[str, Any]) -> bool:
        body = self.document.resolved(data.get("requestBody"))
        content: dict[str, Any] = body.get("content", {})
        schema = content.get(JSON, {}).get("schema", {})
        field = self.document.resolved(properties_of(self.document, schema).get("stream"))
        return field.get("type") == "boolean"

    def _line(
        self, data: dict[str, Any], media_type: dict[str, Any], pointer: Pointer
    ) -> dict[str, Any] | None:
        """Return a stream's media type whose items are a component; None where they are none."""
        schema = media_type.get("schema")
        if not is_mapping(schema):
            return None
        if "x-stream" in media_type and "oneOf" in schema:
            return media_type  # one of the two is an error, which the rules look for
        target = self.document.resolved(schema)
        options: list[Any] = target.get("oneOf") or target.get("anyOf") or [target]
        if not all(properties_of(self.document, option) for option in options):
            return None
        if "$ref" in schema:
            return media_type
        own = _camel(f"{data.get('operationId', '')} item")
        name = _distinct(own[:1].upper() + own[1:], {*self.names.values(), *self.hoisted}, str)
        self.note(pointer[:-1], f"the items of the stream are called {name}")
        place = (*pointer[:-1], "responses", pointer[-1])
        self.hoisted[name] = self._object("component schema", schema, place)
        return {**media_type, "schema": {"$ref": f"{_REF}{name}"}}

    # -------------------------------------------------------------- names of components

    def _class_names(self) -> dict[str, str]:
        """Return the name of each schema component: its own, where a class can have it."""
        schemas: Any = self.document.at(_REF.rstrip("/")) or {}
        names: dict[str, str] = {}
        taken: set[str] = {"aliases"}
        for name in (
            sorted(schemas, key=naming.is_class_name, reverse=True) if is_mapping(schemas) else ()
        ):
            wanted = name if naming.is_class_name(name) else _pascal(name)
            if wanted in RESERVED_CLASSES or naming.snake_case(wanted) in naming.KEYWORDS:
                wanted = f"{wanted}Model"
            chosen = _distinct(wanted, taken, naming.snake_case)
            if chosen != name:
                pointer = ("components", "schemas", name)
                self.note(pointer, f"{name!r} cannot name a class: it is called {chosen}")
            names[name] = chosen
        return names

    def _reference(self, reference: str) -> str:
        name = unquote(reference.removeprefix(_REF)).replace("~1", "/").replace("~0", "~")
        if reference.startswith(_REF) and name in self.names:
            return f"{_REF}{self.names[name]}"
        return reference

    # -------------------------------------------------------------- schemas

    def _schema(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        """Return a schema before its parts are looked at."""
        if "$ref" in data:
            return self._referring(data, pointer)
        if is_list(data.get("allOf")):
            data = self._all_of(data)
            if "$ref" in data:
                return self._referring(data, pointer)
        self._unions(data, pointer)
        self._type(data)
        self._bounds(data)
        self._enum(data, pointer)
        self._null(data)
        self._object_keys(data, pointer)
        return data

    def _referring(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        reference = str(data["$ref"])
        inner = reference.removeprefix(_REF)
        if reference.startswith("#/") and ("/" in inner or not reference.startswith(_REF)):
            found = self.document.at(unquote(reference))
            if is_mapping(found) and reference not in self._open:
                self._open.append(reference)
                try:  # a part of another schema: written out where it is used
                    return self._schema(copy.deepcopy(dict(found)), pointer)
                finally:
                    self._open.pop()
        is_nullable = data.pop("nullable", False) is True
        kept = {key: data[key] for key in data if key in _NOTES or key.startswith("x-")}
        for key in data.keys() - kept.keys() - {"$ref"}:
            self.note((*pointer, key), f"`{key}` is left out: it stands beside `$ref`")
        kept.pop("x-extensible-enum", None)
        target: dict[str, Any] = {"$ref": self._reference(reference)}
        if is_nullable:
            return {**kept, "oneOf": [target, {"type": "null"}]}
        return {**kept, **target}

    def _all_of(self, data: dict[str, Any]) -> dict[str, Any]:
        parts: list[Any] = data["allOf"]
        others = {key: value for key, value in data.items() if key != "allOf"}
        if len(parts) == 1 and is_mapping(parts[0]) and not others.keys() & (_SHAPE - {"type"}):
            rest = {key: value for key, value in others.items() if key != "type"}
            return {**parts[0], **rest}
        resolved = [self.document.resolved(part) for part in parts]
        are_objects = all(properties_of(self.document, part) for part in resolved)
        if are_objects and not any({"oneOf", "anyOf"} & part.keys() for part in resolved):
            return data
        # Something that is no object with fields is among the parts: they become one schema.
        merged: dict[str, Any] = {}
        for part in [*(self._merged(part) for part in parts), others]:
            required = [*merged.get("required", ()), *part.get("required", ())]
            properties = {**merged.get("properties", {}), **part.get("properties", {})}
            merged.update(part)
            merged.update({"required": required} if required else {})
            merged.update({"properties": properties} if properties else {})
        return merged

    def _merged(self, part: Any) -> dict[str, Any]:
        """Return one part of an `allOf` with what it refers to written out."""
        reference = str(part.get("$ref", "")) if is_mapping(part) else ""
        resolved = dict(self.document.resolved(part))
        if reference in self._open or not is_list(resolved.get("allOf")):
            return resolved
        self._open.append(reference)
        try:
            merged = self._all_of(resolved)
        finally:
            self._open.pop()
        if "allOf" in merged:
            merged["properties"] = properties_of(self.document, merged)
            del merged["allOf"]
        return merged

    def _unions(self, data: dict[str, Any], pointer: Pointer) -> None:
        for key in ("oneOf", "anyOf"):
            options: Any = data.get(key)
            if not is_list(options):
                continue
            shape = data.keys() & _SHAPE - {key, "discriminator"}
            if not options or "properties" in data or "allOf" in data:
                self.note((*pointer, key), f"`{key}` is left out: what stands beside it is used")
                del data[key]
            elif shape:
                for other in shape - {"nullable"}:
                    if other != "type":
                        self.note((*pointer, other), f"`{other}` beside `{key}` is left out")
                    del data[other]
        if "discriminator" in data and not {"oneOf", "anyOf"} & data.keys():
            message = "`discriminator` is left out: it tells the objects of a union apart"
            self.note((*pointer, "discriminator"), message)
            del data["discriminator"]
        mapping: Any = data.get("discriminator", {})
        if is_mapping(mapping) and is_mapping(mapping.get("mapping")):
            places = {
                word: self._reference(target if "/" in str(target) else f"{_REF}{target}")
                for word, target in mapping["mapping"].items()
            }
            data["discriminator"] = {**mapping, "mapping": places}

    def _type(self, data: dict[str, Any]) -> None:
        if {"oneOf", "anyOf", "allOf"} & data.keys():
            return
        if "type" not in data:
            if {"properties", "additionalProperties"} & data.keys() or (
                "required" in data and "enum" not in data
            ):
                data["type"] = "object"
            elif "items" in data or "prefixItems" in data:
                data["type"] = "array"
        kinds = _types(data)
        if "array" in kinds and "items" not in data:
            data["items"] = {}
        if isinstance(data.get("items"), bool):
            data["items"] = {}

    def _bounds(self, data: dict[str, Any]) -> None:
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(data.get(key), bool) and data.pop(key) and bound in data:
                data[key] = data.pop(bound)

    def _enum(self, data: dict[str, Any], pointer: Pointer) -> None:
        if "const" in data and is_list(data.get("enum")) and data["const"] in data["enum"]:
            del data["enum"]  # written for tools that do not know `const`
        for key in ("enum", "x-extensible-enum"):
            values: Any = data.get(key)
            if not is_list(values) or not values:
                continue
            named = [value for value in values if value is not None]
            if len(named) < len(values):
                data["nullable" if self.is_old else "_null"] = True
            distinct = list({repr(value): value for value in named}.values())
            kinds = [kind for kind in _types(data) if kind != "null"]
            if kinds == ["string"] and all(isinstance(it, (int, float)) for it in distinct):
                distinct = [str(it).lower() if isinstance(it, bool) else str(it) for it in distinct]
            types: set[type[Any]] = {type(value) for value in distinct}
            if types not in ({str}, {int}):
                self.note((*pointer, key), f"`{key}` is left out: its values are not alike")
                del data[key]
            elif distinct != values:
                data[key] = distinct

    def _null(self, data: dict[str, Any]) -> None:
        """Write null as 3.1 does: as one of the types."""
        found = [data.pop(key, False) for key in ("nullable", "_null")]
        if True in found:
            for key in ("oneOf", "anyOf"):
                if is_list(data.get(key)):
                    data[key] = [*data[key], {"type": "null"}]
                    return
            kinds = _types(data)
            if kinds and "null" not in kinds:
                data["type"] = [*kinds, "null"]
        if "null" in _types(data) and is_list(data.get("enum")):
            data["enum"] = [*data["enum"], None]  # so that the parser sees it

    def _object_keys(self, data: dict[str, Any], pointer: Pointer) -> None:
        kinds = _types(data)
        for key, kind in (("properties", "object"), ("items", "array")):
            if key in data and kind not in kinds and "allOf" not in data and kinds:
                self.note((*pointer, key), f"`{key}` is left out: the type is not {kind}")
                del data[key]
        if "additionalProperties" in data and ("object" not in kinds or "allOf" in data):
            del data["additionalProperties"]
        if data.get("properties") == {} and "allOf" not in data:
            del data["properties"]
        further: Any = data.get("additionalProperties")
        if is_mapping(further) and is_mapping(data.get("properties")) and data["properties"]:
            if further:
                message = "the schema of further keys is left out: they are kept as they come"
                self.note((*pointer, "additionalProperties"), message)
            data["additionalProperties"] = True
        if "patternProperties" in data and "properties" not in data:
            data["additionalProperties"] = True
        if is_list(kinds) and pointer[:2] == ("components", "schemas") and len(pointer) == 3:
            self._component_null(data, kinds, pointer)
        required: Any = data.get("required")
        if isinstance(required, bool):  # of OpenAPI's older relatives
            self.note((*pointer, "required"), "`required` is left out: it names properties")
            del data["required"]
        elif is_list(required) and pointer[-2:-1] != ("allOf",):
            known = properties_of(self.document, data)
            unknown = [name for name in required if name not in known]
            if unknown:
                message = (
                    f"`required` names no property of this schema: {', '.join(map(str, unknown))}"
                )
                self.note((*pointer, "required"), message)
                data["required"] = [name for name in required if name in known]

    def _component_null(self, data: dict[str, Any], kinds: list[str], pointer: Pointer) -> None:
        """Take null out of a component that is an object: its fields are None either way."""
        if "properties" in data and "null" in kinds:
            self.note(pointer, "that the whole object may be null is left out")
            data["type"] = "object"


# ---------------------------------------------------------------------- helpers

#: What may stand beside a reference.
_NOTES = {"title", "description", "default", "deprecated", "example", "examples", "summary"}

#: Keys that say what a value is.
_SHAPE = frozenset(
    "type format properties required items additionalProperties oneOf anyOf allOf enum const "
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern "
    "minItems maxItems uniqueItems minProperties maxProperties x-extensible-enum".split()
)


def _types(schema: dict[str, Any]) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds) if is_list(kinds) else []


def _is_object_schema(schema: dict[str, Any]) -> bool:
    return "object" in _types(schema) or is_object(schema)


def _camel(text: str) -> str:
    words: list[str] = re.findall(r"[A-Za-z0-9]+", text)
    first, *others = words or ["operation"]
    return first[:1].lower() + first[1:] + "".join(it[:1].upper() + it[1:] for it in others)


def _pascal(text: str) -> str:
    name = "".join(it[:1].upper() + it[1:] for it in re.findall(r"[A-Za-z0-9]+", text))
    return name if name[:1].isalpha() else f"Model{name}"


def _distinct(name: str, taken: set[str], folded: Callable[[str], str]) -> str:
    """Return a name that is not taken yet, and take it."""
    chosen, number = name, 1
    while folded(chosen) in taken:
        number += 1
        chosen = f"{name}{number}"
    taken.add(folded(chosen))
    return chosen


_Handler = Callable[[_Normalizer, dict[str, Any], Pointer], dict[str, Any]]

# pyright: reportPrivateUsage=false
_BEFORE: dict[str, _Handler] = {
    "document": _Normalizer._document,
    "server": _Normalizer._server,
    "path item": _Normalizer._path_item,
    "components": _Normalizer._components,
    "operation": _Normalizer._operation,
    "parameter": _Normalizer._parameter,
    "request body": _Normalizer._request_body,
    "response": _Normalizer._response,
    "schema": _Normalizer._schema,
}
