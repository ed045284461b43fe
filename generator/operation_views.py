"""Creates the views of operations and errors, and of the whole package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, cast

import attrs

from . import naming, parser
from .document import FORM, STREAMS, Document, Operation
from .media_types import JSON, URLENCODED, is_json, is_text
from .model_views import ModelViewer
from .normalizing import DELIMITERS
from .problems import Pointer, SpecError
from .releases import SINCE, history
from .shipped import RuntimeModule
from .types import PythonType
from .views import (
    EachView,
    ErrorView,
    FormView,
    OneOfView,
    OperationView,
    PackageView,
    ParameterView,
    StreamView,
    TagView,
)


def package_view(document: Document, parsed: parser.Parsed) -> PackageView:
    """Return the view of a whole document.

    Raises:
        SpecError: Something cannot be rendered, such as two things with the same name.
    """
    return _PackageViewer(document, parsed).package()


class _PackageViewer(ModelViewer):
    """Creates the views of operations and errors, and of the whole package."""

    def package(self) -> PackageView:
        models = [self._model(key) for key in self.class_names]
        ordered = tuple(sorted(self._with_late_imports(models), key=lambda view: view.class_name))
        aliases = tuple(self._alias(name) for name in sorted(self.parsed.aliases))
        errors = self._errors()
        tags = self._tags(errors)
        info = self.document.data["info"]
        if self.problems:
            raise SpecError(self.problems)
        return PackageView(
            title=str(info["title"]),
            version=str(info["version"]),
            doc=str(info.get("description", info["title"])),
            default_server=self.document.base_url.rstrip("/"),
            models=ordered,
            aliases=aliases,
            tags=tags,
            errors=errors,
            notes=tuple(self.notes),
        )

    # -------------------------------------------------------------- errors

    def _errors(self) -> tuple[ErrorView, ...]:
        views: dict[int, ErrorView] = {}
        for operation in self.document.operations():
            for status, response in operation.data.get("responses", {}).items():
                code = int(status) if str(status).isdigit() else 0
                if code < 400 or (code in views) or operation.method == "head":
                    continue
                taken = {view.name for view in views.values()} | _FIXED_ERRORS
                name = next(it for it in error_names(code, response) if it not in taken)
                views[code] = ErrorView(code, name, self._description(response, name))
        return tuple(views[code] for code in sorted(views))

    def _description(self, response: Any, otherwise: str) -> str:
        return str(self.document.resolved(response).get("description", otherwise))

    # -------------------------------------------------------------- operations

    def _tags(self, errors: tuple[ErrorView, ...]) -> tuple[TagView, ...]:
        described = {
            str(tag["name"]): str(tag.get("description", tag["name"]))
            for tag in self.document.data.get("tags", ())
        }
        groups: dict[str, list[OperationView]] = {}
        modules: dict[str, str] = {}
        for operation in self.document.operations():
            view = self._operation(operation, errors)
            if view.module in modules:
                self._note(
                    operation.pointer, f"{view.id} and {modules[view.module]} share a module"
                )
            modules[view.module] = view.id
            groups.setdefault(view.tag, []).append(view)
        return tuple(
            TagView(tag, naming.snake_case(tag), described.get(tag, tag), tuple(views))
            for tag, views in sorted(groups.items())
        )

    def _operation(self, operation: Operation, errors: tuple[ErrorView, ...]) -> OperationView:
        data, endpoint = operation.data, self.parsed.endpoints[operation.method, operation.path]
        returns, answer, always = self._answer(operation, endpoint)
        stream = self._stream(operation)
        body, body_type = self._body(operation, endpoint)
        request_body = self.document.resolved(data.get("requestBody"))
        or_text = self._or_text(operation)
        responses = {str(status): it for status, it in data.get("responses", {}).items()}
        security = data.get("security", self.document.data.get("security", []))
        servers = data.get("servers") or self.document.data["paths"][operation.path].get("servers")
        tags = data.get("tags") or ["default"]
        used = answer.models | body_type.models | frozenset({stream.annotation} if stream else ())
        return OperationView(
            id=operation.id,
            module=naming.without_keyword(naming.snake_case(operation.id)),
            tag=str(tags[0]),
            method=operation.method.upper(),
            path=operation.path,
            summary=str(data.get("summary", operation.id)).rstrip("."),
            doc=str(data.get("description", "")),
            history=history(data),
            since=data.get(SINCE),
            deprecated=bool(data.get("deprecated")),
            server=str(servers[0]["url"]).rstrip("/") if servers else None,
            secured=bool(security) and all(security),
            returns=returns,
            or_text=or_text is not None,
            model=_decoder(answer) if returns in ("model", "json") else None,
            annotation=(or_text or "{}").format(answer.annotation),
            body=body,
            body_media_type=self._body_media_type(operation),
            body_optional=body is not None and request_body.get("required") is not True,
            form=self._form(body_type) if body == "form" else None,
            body_annotation=body_type.annotation if body else None,
            body_doc=str(request_body.get("description", "The body of the request.")),
            **self._parameters(operation, endpoint),
            stream=stream,
            always_streams=always,
            errors=tuple(
                attrs.evolve(error, doc=self._description(responses[str(error.status)], error.doc))
                for error in errors
                if str(error.status) in responses
            ),
            models=tuple(sorted(used)),
        )

    def _answer(
        self, operation: Operation, endpoint: parser.Endpoint
    ) -> tuple[str, PythonType, bool]:
        """Return the kind of answer, its type, and whether the operation always streams."""
        if operation.method == "head":
            return "existence", PythonType("bool"), False
        content = self.document.success(operation)
        plain = [name for name in content if name not in STREAMS]
        if not content:
            return "nothing", PythonType("None"), False
        if plain and JSON not in plain:
            is_str = is_text(plain[0])
            return ("text" if is_str else "binary"), PythonType("str" if is_str else "bytes"), False
        successes = [
            r for r in endpoint.responses.patterns if r.status_code.pattern.startswith("2")
        ]
        prop = successes[0].prop
        if isinstance(prop, parser.AnyProperty) and not self._has_example_value(content):
            return "nothing", PythonType("None"), False
        line = None if plain else self.document.line_schema(next(iter(content.values())))
        if line in self.parsed.aliases:
            return "json", PythonType(line), True
        python = self._typed(prop, operation.pointer, open_enums=True)
        if python.models and _decoder(python) is None:
            self._remark(operation.pointer, "the answer is returned as JSON: its objects are dicts")
            python = PythonType("Any")
        return "model" if python.annotation in python.models else "json", python, not plain

    def _or_text(self, operation: Operation) -> str | None:
        """Return a format string for the annotation of an answer that is JSON or text, or None."""
        plain = [name for name in self.document.success(operation) if name not in STREAMS]
        if operation.method == "head" or len(plain) < 2:
            return None
        return "{} | str" if plain[0] == JSON else "str | {}"

    def _has_example_value(self, content: Mapping[str, Any]) -> bool:
        """Return whether an answer without a type can be anything but `null`."""
        for media_type in content.values():
            examples = cast("dict[str, Any]", media_type.get("examples", {}))
            if any(self.document.resolved(e).get("value") is not None for e in examples.values()):
                return True
            if not examples:
                return True
        return False

    def _stream(self, operation: Operation) -> StreamView | None:
        for name, media_type in self.document.success(operation).items():
            if name not in STREAMS:
                continue
            place = (*operation.pointer, "responses")
            line = self.document.line_schema(media_type)
            model = self._line_model(line, place) if line else None
            if line is None or model is None:
                self._note(place, f"the items of {name} must be objects of one component")
                return None
            facts = cast("dict[str, Any]", media_type.get("x-stream", {}))
            end = facts.get("terminator", {})
            values = tuple(end["values"] if "values" in end else [end.get("value")])
            return StreamView(
                media_type=name,
                flag=facts.get("flag"),
                lines=str(facts.get("lines", "delta")),
                error=str(facts.get("error", "error")),
                terminator=(str(end["field"]), values) if "field" in end else None,
                sentinel=end.get("data"),
                model=model,
                annotation=model if isinstance(model, str) else line,
            )
        return None

    def _line_model(self, line: str, place: Pointer) -> str | OneOfView | None:
        """Return the class of a stream's items, or a view of several classes."""
        if line in self.parsed.aliases:
            python = self._typed(self.parsed.aliases[line], place, open_enums=True)
            return OneOfView(*python.tags) if python.tags else None
        keys = [k for k, m in self.parsed.models.items() if parser.component_name(m) == line]
        return self.class_names[keys[0]] if keys else None

    def _body(
        self, operation: Operation, endpoint: parser.Endpoint
    ) -> tuple[str | None, PythonType]:
        """Return how the body of a request is sent, and its type."""
        content = self.document.request_content(operation)
        if not content:
            return None, PythonType("None")
        pointer = (*operation.pointer, "requestBody")
        media_type = next(iter(content))
        if not is_json(media_type) and media_type not in (FORM, URLENCODED):
            return "binary", PythonType("BinaryContent")
        python = self._typed(endpoint.bodies[0].prop, pointer, open_enums=False)
        if media_type in (FORM, URLENCODED):
            return ("form" if media_type == FORM else "urlencoded"), python
        return ("json" if python.kind == "object" or python.tags else "value"), python

    def _body_media_type(self, operation: Operation) -> str | None:
        """Return the media type of the body, unless it is the usual one for its kind."""
        chosen = next(iter(self.document.request_content(operation)), None)
        usual = (None, JSON, "application/octet-stream", FORM, URLENCODED)
        return None if chosen in usual else chosen

    def _form(self, body: PythonType) -> FormView:
        """Return the view of a form that is described by a class."""
        key = next(key for key, name in self.class_names.items() if name == body.annotation)
        members = self._properties(self.parsed.models[key])
        lists = tuple(parser.wire_name(it) for it in members if _is_list_of_files(it))
        files = (parser.wire_name(it) for it in members if isinstance(it, parser.FileProperty))
        return FormView(
            files=(*files, *lists),
            lists=lists,
            required=tuple(parser.wire_name(it) for it in members if it.required),
        )

    def _parameters(
        self, operation: Operation, endpoint: parser.Endpoint
    ) -> dict[str, tuple[ParameterView, ...]]:
        """Return the parameters by the names of the view's attributes, one for each place."""
        raw = [
            self.document.resolved(parameter)
            for parameter in (*operation.shared_parameters, *operation.data.get("parameters", ()))
        ]
        written = {(str(it.get("name")), str(it.get("in"))): it for it in raw}
        places = {
            "path": endpoint.path_parameters,
            "query": endpoint.query_parameters,
            "header": endpoint.header_parameters,
        }
        found = [(parser.wire_name(it), place, it) for place, of in places.items() for it in of]
        names = naming.parameter_names((wire, place) for wire, place, _ in found)
        views: dict[str, list[ParameterView]] = {f"{place}_parameters": [] for place in places}
        for name, (wire, place, prop) in zip(names, found, strict=True):
            python = self._typed(prop, (*operation.pointer, "parameters"), open_enums=False)
            data = written.get((wire, place), {})
            views[f"{place}_parameters"].append(
                ParameterView(
                    name=name,
                    wire=wire,
                    annotation=self._list_in(data) or python.annotation.removesuffix(" | None"),
                    required=prop.required,
                    doc=f"{data.get('description', '')} {history(data)}".strip(),
                    delimiter=_delimiter(data) if place == "query" else None,
                )
            )
        return {attribute: tuple(group) for attribute, group in views.items()}

    def _list_in(self, parameter: Mapping[str, Any]) -> str | None:
        """Return the type of a list in a path or header, which the parser does not support."""
        schema = self.document.resolved(parameter.get("schema"))
        if parameter.get("in") == "query" or schema.get("type") != "array":
            return None
        kind = self.document.resolved(schema["items"]).get("type")
        return f"list[{_ITEMS.get(kind, 'Any')}]" if isinstance(kind, str) else "list[Any]"


#: The types of items of a list in a path or a header.
_ITEMS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def _decoder(python: PythonType) -> str | OneOfView | EachView | None:
    """Return the decoder for an answer's objects; None if there are none or it is not possible."""
    if python.annotation in python.models:
        return python.annotation
    if python.tags:
        return OneOfView(*python.tags)
    inner = _decoder(python.item) if python.item else None
    return EachView(inner) if inner else None


def _delimiter(parameter: Mapping[str, Any]) -> str | None:
    """Return the separator of a list in the query, or None if each item is sent separately."""
    style = str(parameter.get("style", "form"))
    return None if parameter.get("explode", style == "form") else DELIMITERS[style]


def _is_list_of_files(prop: parser.Property) -> bool:
    inner = prop.inner_property if isinstance(prop, parser.ListProperty) else None
    return isinstance(inner, parser.FileProperty)


def error_names(code: int, response: Mapping[str, Any]) -> Iterator[str]:
    """Yield possible names for the error class of a status, in order of preference.

    They are made from the component's name, the phrase of the status, and its number.
    """
    reference = str(response.get("$ref", "")).rpartition("/")[2]
    words = [reference] if reference else []
    if code in _PHRASES:
        words.append("".join(word.capitalize() for word in _PHRASES[code].split()))
    for word in (*words, f"Status{code}"):
        name = "".join(character for character in word if character.isalnum())
        if naming.is_identifier(name):
            yield name if name.endswith("Error") else f"{name}Error"


_PHRASES = {status.value: status.phrase for status in HTTPStatus}


#: Errors that every client has.
_FIXED_ERRORS = frozenset(RuntimeModule.read("errors").classes)
