"""Normalizes any description to the one form that can be rendered, with a note for each change.

OpenAPI 3.0 and 3.2 become 3.1, missing names are added, and constructs that a client does not need
are removed. A description that follows our house rules is unchanged and has no notes.
"""

from __future__ import annotations

import re
from typing import Any

from . import naming
from .document import METHODS, Document, is_list, is_mapping, is_object
from .normal_bodies import BodyNormalizer, camel
from .normal_walk import Handler, distinct, types_of
from .problems import Pointer, Problem, SpecError
from .vocabulary import Survey

_HEADERS = ("accept", "authorization", "content-type")

_TEMPLATED = re.compile(r"\{([^{}]*)\}")

#: The separator of lists in query parameters, by style.
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}

_SCALARS = ("string", "integer", "number", "boolean")


def normalized(document: Document) -> tuple[Document, list[Problem]]:
    """Return a document in the form that is rendered, and a note for each change.

    Args:
        document: The description.

    Raises:
        SpecError: The version of OpenAPI is not supported, or a value has the wrong type.
    """
    version = document.data.get("openapi")
    if "swagger" in document.data and version is None:
        message = "Swagger 2.0 is not supported: convert it to OpenAPI 3 first"
        raise SpecError([document.problem(("swagger",), message)])
    if isinstance(version, str) and not re.fullmatch(r"3\.[012]\.\d+(-\w+)?", version):
        message = f"OpenAPI {version!r} is not supported: expected 3.0, 3.1 or 3.2"
        raise SpecError([document.problem(("openapi",), message)])
    shapes = Survey(document, only_shapes=True)
    if shapes.problems:
        raise SpecError(shapes.problems)
    normalizer = _Normalizer(document)
    data = normalizer.document_data()
    return document.replaced(data, normalizer.origins), normalizer.notes


class _Normalizer(BodyNormalizer):
    """Rewrites the document itself, its operations and their parameters."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.schemes = self._security_schemes()
        self._handlers: dict[str, Handler] = {
            "document": self._document,
            "server": self._server,
            "path item": self._path_item,
            "components": self._components,
            "operation": self._operation,
            "parameter": self._parameter,
            "request body": self._request_body,
            "response": self._response,
            "schema": self._schema,
        }

    def before(self, kind: str) -> Handler | None:
        return self._handlers.get(kind)

    # -------------------------------------------------------------- the document

    def _document(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        if not str(data.get("openapi", "3.1.")).startswith("3.1."):
            data["openapi"] = "3.1.0"
        if not data.get("servers"):
            self.note(pointer, "`servers` is missing: callers must pass `base_url`")
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
            self.note((*pointer, "url"), "the server has no host: callers must pass `base_url`")
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
        """Return the schemes that send a bearer token."""
        found: dict[str, Any] = {}
        pointer = ("components", "securitySchemes")
        schemes: Any = self.document.at("#/components/securitySchemes") or {}
        for name, scheme in schemes.items() if is_mapping(schemes) else ():
            data = self.document.resolved(scheme)
            kind, word = data.get("type"), str(data.get("scheme", "")).lower()
            if (kind, word) == ("http", "bearer") or not isinstance(kind, str):
                found[name] = scheme
            elif kind in ("oauth2", "openIdConnect"):
                self.note((*pointer, name), f"{kind}: callers must get a token and pass `token`")
                found[name] = {"type": "http", "scheme": "bearer"}
                found[name].update({k: data[k] for k in ("description",) if k in data})
            else:
                what = f"{data['in']} {data.get('name')!r}" if "in" in data else word or kind
                message = f"the credentials ({what}) are left out: callers can use `headers`"
                self.note((*pointer, name), message)
        return found

    def _requirements(self, security: Any) -> Any:
        """Return a security requirement without the schemes that are left out."""
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
            name = camel(f"{pointer[-1]} {path}")
            name = distinct(name, self.operations | self.given, naming.snake_case)
        name = distinct(name, self.operations, naming.snake_case)
        if name != given:
            reason = "is missing" if given is None else f"{given!r} cannot be used"
            self.note(pointer, f"`operationId` {reason}: it is set to {name}")
            data["operationId"] = name

    def _tag(self, data: dict[str, Any], pointer: Pointer) -> None:
        tags: Any = data.get("tags")
        if tags is not None and not (is_list(tags) and all(isinstance(it, str) for it in tags)):
            return
        if not tags:
            self.note(pointer, "`tags` is missing: the operation gets the tag `default`")
            data["tags"] = ["default"]
        elif len(tags) > 1:
            self.note((*pointer, "tags"), "only the first of several tags is used")
            data["tags"] = tags[:1]
        name = str(data["tags"][0])
        if not naming.is_identifier(naming.snake_case(name)):
            package = f"tag_{naming.snake_case(name)}".rstrip("_")
            message = f"the tag cannot be a package name: it is renamed to {package}"
            self.note((*pointer, "tags"), message)
            data["tags"] = [package]
        name = str(data["tags"][0])
        first = self.tags.setdefault(naming.snake_case(name), name)
        if first != name:
            self.note((*pointer, "tags"), f"the tag {name!r} is treated as {first!r}")
            data["tags"] = [first]

    # -------------------------------------------------------------- parameters

    def _sent(self, parameters: list[Any], pointer: Pointer) -> list[Any]:
        """Return the parameters that are rendered. Those that cannot be sent are left out."""
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
        """Return why a parameter is left out, or None if it is rendered."""
        place, name = data.get("in"), str(data.get("name"))
        if place == "cookie":
            return "send the cookie in the `headers` of a call"
        if place == "querystring":
            return "a complete query string is not supported"
        if place == "header" and name.lower() in _HEADERS:
            return "this header is set automatically"
        is_needed = data.get("required") is True
        if "content" in data and "schema" not in data and not is_needed:
            return "`content` in a parameter is not supported"
        schema = self.document.resolved(data.get("schema"))
        if place == "query" and _is_object_schema(schema) and not is_needed:
            return "an object in a parameter is not supported"
        return None

    def _parameter(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        place = data.get("in")
        content: Any = data.pop("content", None)
        if is_mapping(content) and "schema" not in data:
            data["schema"] = {"type": "string"}
            self.note((*pointer, "content"), "callers must pass the text of this parameter")
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
            return  # The rules refuse it.
        data.pop("explode", None)

    def _parameter_schema(self, schema: Any, pointer: Pointer) -> Any:
        """Return the schema of a parameter, or that of a string if it has no simple type."""
        resolved = self.document.resolved(schema)
        parts = [resolved, *resolved.get("oneOf", ()), *resolved.get("anyOf", ())]
        kinds: set[str] = set()
        for part in map(self.document.resolved, parts):
            kinds |= set(types_of(part))
        if kinds and kinds <= {*_SCALARS, "array", "null"}:
            return schema
        if resolved.get("allOf") or resolved.get("enum") or _is_object_schema(resolved):
            return schema
        self.note((*pointer, "schema"), "a parameter without a type is treated as text")
        return {"type": "string"}

    def _with_path_parameters(
        self, item: dict[str, Any], method: str, pointer: Pointer
    ) -> dict[str, Any]:
        """Return an operation with exactly the path parameters that its path contains."""
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
            message = f"the path parameter {name!r} is not described: it is treated as text"
            self.note((*pointer, method), message)
            kept.append(
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            )
        if kept or "parameters" in operation:
            operation["parameters"] = kept
        return operation


def _is_object_schema(schema: dict[str, Any]) -> bool:
    return "object" in types_of(schema) or is_object(schema)
