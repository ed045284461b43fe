"""The views for the templates of the facade's methods: signatures, documentation, and requests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from . import naming, source
from .document import Document, Operation
from .problems import Pointer, Problem, SpecError
from .releases import history
from .schema_rules import properties_of
from .shipped import RuntimeModule
from .views import ErrorView, FieldView, ModelView, OperationView, PackageView

#: The key in the overlay that describes an operation's method.
KEY = "x-python-method"

#: Python's own marker: the parameters after it are keywords.
MARKER = "*"

#: The name of the module of models in annotations.
_MODELS = "_models"

#: The name of the module of the facade's own types in annotations.
_TYPES = "_types"

_STREAM_DOCS = {
    "delta": "Return the pieces of the answer as they arrive: a `ResponseStream`. The request is "
    "sent when you ask for the first piece.",
    "snapshot": "Return the steps as they happen: a `ResponseStream`. The request is sent when you "
    "ask for the first step.",
}


@attrs.frozen
class ArgumentView:
    """One parameter of a method: a field of its request."""

    name: str
    wire: str
    annotation: str
    default: str | None
    doc: str
    accepts: str | None
    """The name of the conversion, which is that of the type that callers may pass."""
    is_keyword: bool
    is_flag: bool
    """Whether it turns the answer into a stream."""
    is_local: bool = False
    """Whether it is only used by the client, and not a field of the request."""

    @property
    def signature(self) -> source.Source:
        """The source of the parameter in a signature."""
        default = "" if self.default is None else f" = {self.default}"
        annotation = source.annotation(self.annotation)
        return source.Source(f"{source.printed(self.name)}: {annotation}{default}")


@attrs.frozen
class MethodView:
    """One method of the facade's clients."""

    name: str
    summary: str
    doc: str
    arguments: tuple[ArgumentView, ...]
    apart: tuple[str, ...]
    """Keywords that methods built on this one define as their own parameters."""
    request: str | None
    answer: str
    returns: str
    returns_doc: str
    stream: str | None
    """The annotation of the items of a stream."""
    verb: str
    url: str
    service: str | None
    """Name of the service that answers, if it needs a token."""
    errors: tuple[ErrorView, ...]

    @property
    def constant(self) -> str:
        """The name of its constant in the table of methods."""
        return self.name.upper()

    @property
    def class_name(self) -> str:
        """The prefix of the names of its typed dicts."""
        return "".join(part.title() for part in self.name.split("_"))

    @property
    def positional(self) -> tuple[ArgumentView, ...]:
        return tuple(it for it in self.arguments if not it.is_keyword)

    @property
    def keywords(self) -> tuple[ArgumentView, ...]:
        return tuple(it for it in self.arguments if it.is_keyword)

    @property
    def settings(self) -> tuple[ArgumentView, ...]:
        """The keywords that methods built on this one pass on."""
        return tuple(it for it in self.keywords if not it.is_flag and it.wire not in self.apart)

    @property
    def others(self) -> tuple[ArgumentView, ...]:
        """The keywords that methods built on this one define themselves."""
        return tuple(it for it in self.keywords if not it.is_flag and it.wire in self.apart)

    @property
    def given(self) -> tuple[ArgumentView, ...]:
        """The arguments that are fields of the request."""
        return tuple(it for it in self.arguments if not it.is_flag and not it.is_local)

    @property
    def local(self) -> tuple[ArgumentView, ...]:
        """The arguments that are not part of the request."""
        return tuple(it for it in self.arguments if it.is_local)

    @property
    def accepts(self) -> dict[str, str]:
        """The conversions, by the names of the parameters."""
        return {it.name: it.accepts for it in self.given if it.accepts}

    @property
    def wires(self) -> dict[str, str]:
        """The keys of converted parameters in the body, if they differ from their names."""
        return {it.name: it.wire for it in self.given if it.accepts and it.wire != it.name}

    @property
    def flag(self) -> str | None:
        """The field of the request that makes the answer a stream."""
        return next((it.wire for it in self.arguments if it.is_flag), None)

    @property
    def settings_doc(self) -> str:
        """The list of the call settings that it accepts."""
        common = "extra_headers, timeout, deadline, max_retries"
        return f"extra_body, {common}" if self.request else common


@attrs.frozen
class DictView:
    """A typed dict that callers may pass instead of a model."""

    name: str
    model: str
    fields: tuple[tuple[str, str], ...]


@attrs.frozen
class MethodsView:
    """Everything that is rendered for the facade."""

    methods: tuple[MethodView, ...]
    dicts: tuple[DictView, ...]
    aliases: tuple[tuple[str, str], ...]
    """Names for enums, with their types."""
    types: tuple[str, ...]
    """The models and other types that methods accept and return."""
    star: tuple[str, ...]
    """The names that a star import imports."""
    official: tuple[str, ...]
    """The models in `ollama._types`: those of the star import, bodies, answers and others."""
    errors: tuple[str, ...]
    """The classes of all errors."""


def methods_view(document: Document, package: PackageView) -> MethodsView:
    """Return the view of the methods that an overlay defines.

    Args:
        document: The description, with the overlay.
        package: The view of the rendered package.

    Raises:
        SpecError: A method does not fit its operation.
    """
    viewer = _Viewer(document, package)
    view = viewer.view()
    if viewer.problems:
        raise SpecError(viewer.problems)
    return view


class _Viewer:
    def __init__(self, document: Document, package: PackageView) -> None:
        self.document = document
        self.package = package
        self.problems: list[Problem] = []
        self.models = {model.class_name: model for model in package.models}
        self.classes = frozenset(self.models)
        self.components = {self._class_of(name): name for name in document.schemas}
        self.operations = {operation.id: operation for operation in document.operations()}
        self.names = {
            operation.id: str(operation.data[KEY]["name"])
            for operation in document.operations()
            if KEY in operation.data
        }

    def _class_of(self, component: str) -> str:
        return str(self.document.schemas[component].get("x-python-name", component))

    def _note(self, pointer: Pointer, message: str) -> None:
        self.problems.append(self.document.problem(pointer, message))

    def view(self) -> MethodsView:
        order = list(self.operations)
        views = sorted(
            (view for view in self.package.operations if view.id in self.names),
            key=lambda view: order.index(view.id),
        )
        methods = tuple(self._method(self.operations[view.id], view) for view in views)
        self._expect_unique()
        return MethodsView(
            methods=methods,
            dicts=tuple(self._dicts()),
            aliases=tuple(
                (str(self.document.schemas[alias.name]["x-python-alias"]), alias.annotation)
                for alias in self.package.aliases
                if "x-python-alias" in self.document.schemas[alias.name]
            ),
            types=tuple(self._types(methods)),
            star=tuple(self.document.data.get("x-python-star-import", ())),
            official=tuple(sorted(self._official(methods))),
            errors=(
                *RuntimeModule.read("errors").classes,
                *(error.name for error in self.package.errors),
            ),
        )

    def _official(self, methods: Iterable[MethodView]) -> set[str]:
        keys = ("x-python-star-import", "x-python-types")
        named = {name for key in keys for name in self.document.data.get(key, ())}
        ends = {name for it in methods for name in (it.request, it.answer) if name}
        models = self.classes | {alias.name for alias in self.package.aliases}
        return (named | ends) & models

    def _expect_unique(self) -> None:
        taken: dict[str, str] = {}
        for id, name in self.names.items():
            place = (*self.operations[id].pointer, KEY, "name")
            if name in taken:
                self._note(place, f"{taken[name]} also has the method {name!r}")
            if not naming.is_identifier(name) or name.startswith("_"):
                self._note(place, f"{name!r} cannot be a method name")
            taken[name] = id

    # -------------------------------------------------------------- one method

    def _method(self, operation: Operation, view: OperationView) -> MethodView:
        said: Mapping[str, Any] = operation.data[KEY]
        place = (*operation.pointer, KEY)
        self._expect_renderable(view, said, place)
        model = self.models.get(view.body_annotation or "")
        answer = str(said.get("returns") or view.model or "None")
        stream = view.stream
        returns = f"{_TYPES if 'returns' in said else _MODELS}.{answer}"
        return MethodView(
            name=str(said["name"]),
            summary=str(said.get("summary", view.summary)).rstrip("."),
            doc=self._in_python(f"{said.get('doc', view.doc)} {view.history}".strip()),
            arguments=tuple(self._arguments(operation, view, model)) if model else (),
            apart=tuple(said.get("apart", ())),
            request=model.class_name if model else None,
            answer=answer,
            returns=returns,
            returns_doc="" if "returns" in said else self._answer_doc(operation),
            stream=f"{_MODELS}.{stream.annotation}" if stream else None,
            verb=view.method,
            url=f"{view.server or ''}{view.path}",
            service=str(said.get("service", said["name"])) if view.secured else None,
            errors=view.errors,
        )

    def _expect_renderable(
        self, view: OperationView, said: Mapping[str, Any], place: Pointer
    ) -> None:
        if view.parameters:
            self._note(place, "an operation with parameters cannot be a method")
        if view.body not in (None, "json"):
            self._note(place, f"an operation with a {view.body} body cannot be a method")
        if view.body and view.body_annotation not in self.classes:
            self._note(place, "the request must be a component that is an object")
        if view.returns != "model" and "returns" not in said:
            self._note(place, "the answer must be a component that is an object, or have `returns`")
        if view.always_streams or (view.stream and not view.stream.flag):
            self._note(place, "an operation that always streams cannot be a method")

    def _answer_doc(self, operation: Operation) -> str:
        for status, response in operation.data["responses"].items():
            if str(status).startswith("2"):
                doc = str(self.document.resolved(response).get("description", ""))
                return re.split(r"(?<=\.) (?=With `stream)", doc)[0]
        return ""

    def _arguments(
        self, operation: Operation, view: OperationView, model: ModelView
    ) -> Iterator[ArgumentView]:
        said: Mapping[str, Any] = operation.data[KEY]
        place = (*operation.pointer, KEY)
        fields = {field.wire: field for field in model.fields}
        schemas = properties_of(
            self.document, self.document.schemas[self.components[model.class_name]]
        )
        for key in ("order", "apart", "defaults", "hidden"):
            for index, wire in enumerate(said.get(key, ())):
                step = str(index) if key in ("order", "apart") else wire
                if wire not in fields and (key, wire) != ("order", MARKER):
                    self._note((*place, key, step), f"{model.class_name} has no field {wire!r}")
        flag = view.stream.flag if view.stream else None
        for wire, is_keyword in _ordered(fields, schemas, model, said):
            if wire in fields:
                yield self._argument(
                    fields[wire],
                    schemas.get(wire, {}),
                    said,
                    is_keyword=is_keyword,
                    stream=view.stream.lines if view.stream and wire == flag else None,
                )
        for name, local in said.get("local", {}).items():
            if name in fields or not naming.is_identifier(name):
                self._note((*place, "local", name), f"{name!r} cannot be an additional argument")
            yield ArgumentView(
                name=name,
                wire=name,
                annotation=f"_given.{local['accepts']}",
                default="None",
                doc=self._in_python(" ".join(str(local["doc"]).split())),
                accepts=None,
                is_keyword=True,
                is_flag=False,
                is_local=True,
            )

    def _argument(
        self,
        field: FieldView,
        schema: Mapping[str, Any],
        said: Mapping[str, Any],
        *,
        is_keyword: bool,
        stream: str | None,
    ) -> ArgumentView:
        accepts = self._said(schema, "x-python-accepts")
        defaults: Mapping[str, Any] = said.get("defaults", {})
        annotation = _given(field.annotation, self.classes)
        default = None if field.default is None else "None"
        if field.wire in defaults:
            default = source.literal(defaults[field.wire])
            annotation = annotation if defaults[field.wire] is None else _without_none(annotation)
        if stream:
            annotation, default = "bool", "False"
        return ArgumentView(
            name="stream" if stream else field.name,
            wire=field.wire,
            annotation=f"_given.{accepts}" if accepts else annotation,
            default=default,
            doc=_STREAM_DOCS.get(stream, _STREAM_DOCS["delta"])
            if stream
            else self._field_doc(schema),
            accepts=str(accepts) if accepts else None,
            is_keyword=is_keyword,
            is_flag=stream is not None,
        )

    def _said(self, schema: Mapping[str, Any], key: str) -> Any:
        """Return a key of a property, or of the component that it refers to."""
        return schema.get(key, self.document.resolved(dict(schema)).get(key))

    def _field_doc(self, schema: Mapping[str, Any]) -> str:
        doc = self._said(schema, "x-python-doc") or self._said(schema, "description")
        return self._in_python(" ".join(f"{doc or ''} {history(schema)}".split()))

    def _in_python(self, text: str) -> str:
        """Return a text about the API with the ids of operations replaced by method names."""
        return re.sub(
            r"`(\w+)`", lambda found: f"`{self.names.get(found[1], found[1])}`", text.strip()
        )

    # -------------------------------------------------------------- types

    def _dicts(self) -> Iterator[DictView]:
        """Yield the typed dicts. Each comes after those that it refers to."""
        asked = {
            self._class_of(name): str(schema["x-python-dict"])
            for name, schema in self.document.schemas.items()
            if "x-python-dict" in schema
        }
        waiting = dict(asked)
        while waiting:
            for model in list(waiting):
                needs = {
                    other
                    for field in self.models[model].fields
                    for other in re.findall(r"\w+", field.annotation)
                    if other in waiting and other != model
                }
                if not needs or len(waiting) == 1:
                    yield self._dict(waiting.pop(model), model, asked)
                    break
            else:
                model = next(iter(waiting))
                yield self._dict(waiting.pop(model), model, asked)

    def _dict(self, name: str, model: str, asked: Mapping[str, str]) -> DictView:
        schemas = properties_of(self.document, self.document.schemas[self.components[model]])
        fields: list[tuple[str, str]] = []
        for field in self.models[model].fields:
            schema = schemas.get(field.wire, {})
            if self._said(schema, "deprecated") or not naming.is_identifier(field.wire):
                continue
            accepts = self._said(schema, "x-python-accepts")
            annotation = _in_dict(field.annotation, self.classes, asked)
            fields.append((field.wire, str(accepts or annotation)))
        return DictView(name, model, tuple(fields))

    def _types(self, methods: Iterable[MethodView]) -> Iterator[str]:
        """Yield the names of the types that methods accept and return, and of those inside."""
        waiting = [name for it in methods for name in (it.request, it.answer) if name]
        components = {name: self.components[name] for name in waiting if name in self.components}
        found = self.document.reached(
            [{"$ref": f"#/components/schemas/{name}"} for name in components.values()]
        )
        aliases = {alias.name for alias in self.package.aliases}
        for component in sorted(found):
            name = self._class_of(component)
            if name in aliases or (name in self.models and not self.models[name].qualname):
                yield name


# ---------------------------------------------------------------------- helpers


def _ordered(
    fields: Mapping[str, FieldView],
    schemas: Mapping[str, Mapping[str, Any]],
    model: ModelView,
    said: Mapping[str, Any],
) -> Iterator[tuple[str, bool]]:
    """Yield the fields as parameters: first those in `order`, then the others as keywords."""
    required = [field.wire for field in model.fields if field.default is None]
    order: list[str] = list(said.get("order", required))
    is_keyword = False
    for wire in order:
        if wire == MARKER:
            is_keyword = True
        else:
            yield wire, is_keyword
    for wire in fields:
        is_left_out = wire in said.get("hidden", {}) or schemas.get(wire, {}).get("deprecated")
        if wire not in order and not is_left_out:
            yield wire, True


class _Given(ast.NodeTransformer):
    """Converts the types of a model's fields to the types that callers may pass."""

    def __init__(self, classes: frozenset[str], asked: Mapping[str, str]) -> None:
        self.classes = classes
        self.asked = asked

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.asked:
            return ast.Name(self.asked[node.id])
        if node.id in self.classes:
            return _parsed(f"{_MODELS}.{node.id} | Mapping[str, Any]")
        return ast.Name({"list": "Sequence", "dict": "Mapping"}.get(node.id, node.id))


def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _given(annotation: str, classes: frozenset[str]) -> str:
    """Return the annotation of what callers may pass for a field."""
    return ast.unparse(_Given(classes, {}).visit(_parsed(annotation)))


def _in_dict(annotation: str, classes: frozenset[str], asked: Mapping[str, str]) -> str:
    """Return the same for a key of a typed dict.

    A list of strings does not become a Sequence, because a single string is a Sequence, too.
    """
    if annotation == "list[str] | None":
        return "list[str] | tuple[str, ...] | None"
    return ast.unparse(_Given(classes, asked).visit(_parsed(annotation)))


def _without_none(annotation: str) -> str:
    return annotation.removesuffix(" | None")
