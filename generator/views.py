"""What the templates see: models, operations and errors as plain values, all decisions made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, cast

import attrs

from . import naming, parser
from .document import FORM, STREAMS, Document, Operation, is_mapping
from .media_types import JSON, URLENCODED, is_json, is_text
from .normalizing import DELIMITERS
from .problems import Pointer, Problem, SpecError
from .releases import SINCE, UNTIL, history
from .types import VALUE, Context, PythonType, Tags, python_type


@attrs.frozen
class FieldView:
    """One field of a model."""

    name: str
    wire: str
    annotation: str
    default: str | None
    decode: str | None
    encodes: bool
    doc: str
    omit_unset: bool
    nullable: bool
    """Whether None is sent where a caller gives it."""
    deprecated: bool
    alias: str | None
    """The wire name, where it can be a second name of the attribute."""


@attrs.frozen
class ModelView:
    """One class."""

    class_name: str
    module: str
    doc: str
    fields: tuple[FieldView, ...]
    mixin: str | None
    """What the class can do beside carrying its fields, by the name of a base."""
    qualname: str | None
    nested: tuple[tuple[str, str], ...]
    """Official names of other classes inside this one: (alias, class)."""
    imports: tuple[tuple[str, str], ...]
    """Classes that the module needs: (module, class)."""
    late_imports: tuple[tuple[str, str], ...]
    """The same for classes that need this one, too: imported after it is made."""

    @property
    def base(self) -> str:
        """The base class as the class statement writes it."""
        return f"{self.mixin}[ParsedT]" if self.is_generic else self.mixin or "WireModel"

    @property
    def is_generic(self) -> bool:
        """Whether the class has a type parameter, for what an answer was parsed to."""
        return self.mixin in naming.GENERIC_MIXINS

    @property
    def outer_name(self) -> str:
        """The class that this one is officially inside of."""
        return (self.qualname or "").rpartition(".")[0]

    @property
    def short_name(self) -> str | None:
        """The official name inside the other class, where it is not the class's own."""
        name = (self.qualname or "").rpartition(".")[2]
        return name if name != self.class_name else None

    @property
    def keywords(self) -> dict[str, Any]:
        """The class keywords that tell how the fields take part."""
        found: dict[str, Any] = {
            "wire": {field.name: field.wire for field in self.fields if field.name != field.wire},
            "omit_unset": tuple(field.name for field in self.fields if field.omit_unset),
            "nullable": tuple(field.wire for field in self.fields if field.nullable),
            "deprecated": tuple(field.name for field in self.fields if field.deprecated),
        }
        return {key: value for key, value in found.items() if value}


@attrs.frozen
class AliasView:
    """One component that is no class: a name for a union or a scalar."""

    name: str
    annotation: str
    doc: str
    imports: tuple[tuple[str, str], ...]


@attrs.frozen
class ParameterView:
    """One parameter of a path, a query or a header."""

    name: str
    wire: str
    annotation: str
    required: bool
    doc: str
    delimiter: str | None
    """What stands between the items of a list; None where each item is sent by itself."""


@attrs.frozen
class OneOfView:
    """Several classes, told apart by a field that is a constant in each."""

    tag: str
    models: Mapping[str, str]


@attrs.frozen
class EachView:
    """A list or a mapping of what another decoder reads."""

    model: str | OneOfView | EachView


@attrs.frozen
class StreamView:
    """How an operation streams."""

    media_type: str
    flag: str | None
    lines: str
    error: str
    terminator: tuple[str, tuple[Any, ...]] | None
    sentinel: str | None
    model: str | OneOfView
    annotation: str


@attrs.frozen
class FormView:
    """What a form consists of."""

    files: tuple[str, ...]
    lists: tuple[str, ...]
    required: tuple[str, ...]


@attrs.frozen
class ErrorView:
    """One error class for a status."""

    status: int
    name: str
    doc: str


@attrs.frozen
class OperationView:
    """One endpoint module."""

    id: str
    module: str
    tag: str
    method: str
    path: str
    summary: str
    doc: str
    history: str
    """Which releases have it, as a sentence; empty where that is not known."""
    since: str | None
    deprecated: bool
    server: str | None
    secured: bool
    returns: str
    or_text: bool
    model: str | OneOfView | EachView | None
    annotation: str
    body: str | None
    body_media_type: str | None
    """What the body is sent as, where that does not follow from what it is."""
    body_optional: bool
    form: FormView | None
    body_annotation: str | None
    body_doc: str
    path_parameters: tuple[ParameterView, ...]
    query_parameters: tuple[ParameterView, ...]
    header_parameters: tuple[ParameterView, ...]
    stream: StreamView | None
    always_streams: bool
    errors: tuple[ErrorView, ...]
    models: tuple[str, ...]

    @property
    def parameters(self) -> tuple[ParameterView, ...]:
        return self.path_parameters + self.query_parameters + self.header_parameters


@attrs.frozen
class TagView:
    """One group of operations."""

    name: str
    module: str
    doc: str
    operations: tuple[OperationView, ...]


@attrs.frozen
class PackageView:
    """Everything that is rendered."""

    title: str
    version: str
    doc: str
    default_server: str
    models: tuple[ModelView, ...]
    aliases: tuple[AliasView, ...]
    tags: tuple[TagView, ...]
    errors: tuple[ErrorView, ...]
    notes: tuple[Problem, ...]
    """What is left out or read otherwise than the document has it."""
    missed: Mapping[str, list[Problem]] = attrs.field(factory=dict[str, list[Problem]])
    """Where the document misses our conventions, by house rule."""

    @property
    def operations(self) -> tuple[OperationView, ...]:
        return tuple(operation for tag in self.tags for operation in tag.operations)


def package_view(document: Document, parsed: parser.Parsed) -> PackageView:
    """Return the view of a whole document.

    Raises:
        SpecError: Two things would have one name.
    """
    return _Viewer(document, parsed).package()


class _Viewer:
    def __init__(self, document: Document, parsed: parser.Parsed) -> None:
        self.document = document
        self.parsed = parsed
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.places = self._model_places()
        self.class_names = self._class_names()
        self.forms = self._forms()
        self.answers = self._reachable_from_answers()
        self.requests = self._reachable_from_requests()
        self.answer_components = document.reached(
            [operation.data.get("responses") for operation in document.operations()]
        )
        self.tags = {
            self.class_names[key]: _constants(model)
            for key, model in parsed.models.items()
            if key in self.class_names
        }
        self.orders = _enum_orders(document)
        self.discriminators = self._discriminators()

    # -------------------------------------------------------------- names

    def _model_places(self) -> dict[str, Pointer]:
        """Return the place of each class's schema, by the parser's class name."""
        places: dict[str, Pointer] = {}
        for key, model in self.parsed.models.items():
            places[key] = ("components", "schemas", parser.component_name(model))
        return places

    def _class_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        taken: dict[str, str] = {}
        for key, model in self.parsed.models.items():
            if not _members(model):
                continue  # a free object is a dict
            component = parser.component_name(model)
            chosen = parser.extension(model.data, "x-python-name")
            own = component if component in self.document.schemas else key
            name = str(chosen or own)
            if not naming.is_class_name(name):
                self._note(self.places[key], f"{name!r} cannot be a Python class name")
            module = naming.snake_case(name)
            if module in taken:
                self._note(
                    self.places[key], f"{name} and {taken[module]} share the module {module}"
                )
            taken[module] = name
            names[key] = name
        return names

    def _note(self, pointer: Pointer, message: str) -> None:
        self.problems.append(self.document.problem(pointer, message))

    def _remark(self, pointer: Pointer, message: str) -> None:
        self.notes.append(self.document.problem(pointer, message))

    def _typed(
        self,
        prop: parser.Property,
        pointer: Pointer,
        *,
        open_enums: bool,
        in_form: bool = False,
    ) -> PythonType:
        context = Context(
            self.class_names,
            self.parsed.models,
            self.orders,
            self.tags,
            open_enums,
            in_form,
            self.discriminators,
        )
        python = python_type(prop, context)
        for message in dict.fromkeys(context.notes):
            self._remark(pointer, message)
        return python

    def _discriminators(self) -> dict[frozenset[str], Tags]:
        """Return the classes of each union that has a discriminator, by the words that name them.

        Without a mapping the words are the names of the components.
        """
        classes = {
            parser.component_name(self.parsed.models[key]): name
            for key, name in self.class_names.items()
        }
        found: dict[frozenset[str], Tags] = {}
        for _, schema in self.document.walk():
            facts: Any = schema.get("discriminator") if is_mapping(schema) else None
            if not is_mapping(facts):
                continue
            options: list[Any] = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
            names = [str(option.get("$ref", "")).rpartition("/")[2] for option in options]
            members = {classes[name] for name in names if name in classes}
            words: dict[str, str] = {
                str(word): classes[name]
                for word, target in (facts.get("mapping") or {n: n for n in names}).items()
                if (name := str(target).rpartition("/")[2]) in classes
            }
            if members and members <= set(words.values()):
                found[frozenset(members)] = (str(facts["propertyName"]), words)
        return found

    # -------------------------------------------------------------- reach

    def _reachable_from_answers(self) -> set[str]:
        """Return the classes that a server's answer can hold, by the parser's class name."""
        found: set[str] = set()
        for operation in self.document.operations():
            endpoint = self.parsed.endpoints[operation.method, operation.path]
            for response in endpoint.responses.patterns:
                self._collect(response.prop, found)
            for name, media_type in self.document.success(operation).items():
                line = self.document.line_schema(media_type) if name in STREAMS else None
                if line in self.parsed.aliases:
                    self._collect(self.parsed.aliases[line], found)
                for model in self.parsed.models.values():
                    if line and parser.component_name(model) == line:
                        self._collect(model, found)
        return found

    def _reachable_from_requests(self) -> set[str]:
        """Return the classes that a request can hold, by the parser's class name."""
        found: set[str] = set()
        for endpoint in self.parsed.endpoints.values():
            for body in endpoint.bodies:
                self._collect(body.prop, found)
        return found

    def _forms(self) -> set[str]:
        """Return the classes that are sent as a form, by the parser's class name."""
        found: set[str] = set()
        for operation in self.document.operations():
            if FORM in self.document.request_content(operation):
                body = self.parsed.endpoints[operation.method, operation.path].bodies[0].prop
                if isinstance(body, parser.ModelProperty):
                    found.add(str(body.class_info.name))
        return found

    def _collect(self, prop: parser.Property, found: set[str]) -> None:
        """Add the classes that a property can hold."""
        if isinstance(prop, parser.ListProperty):
            self._collect(cast("parser.Property", prop.inner_property), found)
        elif isinstance(prop, parser.UnionProperty):
            for inner in prop.inner_properties:
                self._collect(cast("parser.Property", inner), found)
        elif isinstance(prop, parser.ModelProperty):
            key = str(prop.class_info.name)
            if key not in found:
                found.add(key)
                model = self.parsed.models[key]
                for member in (*_members(model), model.additional_properties):
                    if member is not None:
                        self._collect(member, found)

    # -------------------------------------------------------------- models

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

    def _model(self, key: str) -> ModelView:
        model, place = self.parsed.models[key], self.places[key]
        fields: list[FieldView] = []
        taken: dict[str, str] = {}
        references: set[str] = set()
        for prop in self._properties(model):
            view, used = self._field(
                model, key, prop, (*place, "properties", parser.wire_name(prop)), taken
            )
            taken[view.name] = view.wire
            fields.append(view)
            references |= used
        fields = [
            attrs.evolve(view, alias=None) if view.alias in taken else view for view in fields
        ]
        name = self.class_names[key]
        nested = self._nested_in(model)
        references |= {inner for _, inner in nested}
        return ModelView(
            class_name=name,
            module=naming.snake_case(name),
            doc=_prose(model.description) or f"The API's `{parser.component_name(model)}`.",
            fields=tuple(fields),
            mixin=parser.extension(model.data, "x-python-mixin"),
            qualname=parser.extension(model.data, "x-python-nested"),
            nested=nested,
            imports=tuple(
                (naming.snake_case(other), other) for other in sorted(references - {name})
            ),
            late_imports=(),
        )

    def _properties(self, model: parser.ModelProperty) -> list[parser.Property]:
        """Return a model's properties in the order of the file; the parser sorts required first."""
        properties = _members(model)
        order = {name: index for index, name in enumerate(self._wire_order(model.data))}
        return sorted(properties, key=lambda prop: order.get(parser.wire_name(prop), len(order)))

    def _wire_order(self, schema: Any) -> list[str]:
        names: list[str] = []
        for part in getattr(schema, "allOf", None) or ():
            reference = parser.text(getattr(part, "ref", None))
            if reference:
                names += list(self.document.resolved({"$ref": reference}).get("properties", {}))
            else:
                names += self._wire_order(part)
        names += [parser.text(name) for name in (getattr(schema, "properties", None) or ())]
        return names

    def _field(
        self,
        model: parser.ModelProperty,
        key: str,
        prop: parser.Property,
        pointer: Pointer,
        taken: Mapping[str, str],
    ) -> tuple[FieldView, frozenset[str]]:
        wire = parser.wire_name(prop)
        extension = _Extensions(self.document, model, wire)
        dumped = parser.extension(model.data, "x-python-dumps-unset")
        answer = key in self.answers
        python = self._typed(prop, pointer, open_enums=answer, in_form=key in self.forms)
        if (chosen_type := extension("x-python-annotation")) is not None:
            named = frozenset(re.findall(r"\w+", str(chosen_type)))
            python = PythonType(
                str(chosen_type), models=named & frozenset(self.class_names.values())
            )
        elif answer and extension("x-unit") == "bytes" and python.annotation == "int":
            fast = f"ByteSize({VALUE}) if {VALUE}.__class__ is int else to_size({VALUE})"
            python = PythonType("ByteSize", f"({fast})")
        name = self._field_name(extension("x-python-name"), wire, pointer, taken)
        annotation, default = _defaulted(python.annotation, *self._demands(model, key, wire, prop))
        chosen = extension("x-python-default")
        if isinstance(prop, parser.ConstProperty) and prop.required:
            chosen = prop.value.raw_value  # nothing else can be given
        if chosen is not None:
            default = repr(chosen)
        is_free = naming.is_identifier(wire) and wire not in naming.RESERVED_FIELDS
        alias = wire if wire != name and is_free and wire[0] != "_" else None
        view = FieldView(
            name=name,
            wire=wire,
            annotation=annotation,
            default=default,
            decode=python.decoded("value") if python.decode else None,
            encodes="Base64" in python.annotation
            or (bool(chosen_type) and bool(python.models))
            or (bool(python.decode) and not _is_json(python.annotation)),
            doc=_field_doc(
                extension("description") or prop.description,
                history({key: extension(key) for key in (SINCE, UNTIL)}),
                wire,
                name,
                bool(extension("deprecated")),
            ),
            omit_unset=dumped is not None and wire not in dumped,
            nullable=key in self.requests and _may_be_none(python.annotation),
            deprecated=bool(extension("deprecated")),
            alias=alias,
        )
        return view, python.models

    def _field_name(
        self, chosen: Any, wire: str, pointer: Pointer, taken: Mapping[str, str]
    ) -> str:
        name = str(chosen or naming.fitting_field_name(wire, taken))
        if chosen and (name in naming.RESERVED_FIELDS or name in taken):
            self._note(pointer, f"{name!r} cannot name a field: something else has that name")
        elif not chosen and name != naming.field_name(wire):
            self._remark(pointer, f"{wire!r} cannot name a field: it is called {name}")
        return name

    def _demands(
        self, model: parser.ModelProperty, key: str, wire: str, prop: parser.Property
    ) -> tuple[bool, bool]:
        """Return whether a field is always there, and whether a caller must give it."""
        demanded = parser.extension(model.data, "x-python-required")
        if demanded is None:
            demanded = () if key in self.answers or not prop.required else (wire,)
        return prop.required, wire in demanded

    def _nested_in(self, model: parser.ModelProperty) -> tuple[tuple[str, str], ...]:
        own = parser.extension(model.data, "x-python-nested")
        path = str(
            own or parser.extension(model.data, "x-python-name") or parser.component_name(model)
        )
        found: list[tuple[str, str]] = []
        for key, other in self.parsed.models.items():
            nested = parser.extension(other.data, "x-python-nested")
            if nested and str(nested).rpartition(".")[0] == path and key in self.class_names:
                found.append((str(nested).rpartition(".")[2], self.class_names[key]))
        return tuple(sorted(found))

    def _with_late_imports(self, models: Iterable[ModelView]) -> list[ModelView]:
        """Move an import that would close a circle to the end of its module."""
        models = list(models)
        needs = {view.class_name: {name for _, name in view.imports} for view in models}
        views: list[ModelView] = []
        for view in models:
            self._expect_no_circle(view, needs)
            late = tuple(i for i in view.imports if view.class_name in _reach(i[1], needs))
            early = tuple(i for i in view.imports if i not in late)
            views.append(attrs.evolve(view, imports=early, late_imports=late))
        return views

    def _expect_no_circle(self, view: ModelView, needs: Mapping[str, set[str]]) -> None:
        """See that no class inside this one needs it: each would have to be made first."""
        for _, inner in view.nested:
            if view.class_name in _reach(inner, needs):
                key = next(key for key, name in self.class_names.items() if name == inner)
                self._note(
                    (*self.places[key], "x-python-nested"),
                    f"{inner} is inside of {view.class_name} and cannot refer to it",
                )

    def _alias(self, name: str) -> AliasView:
        prop = self.parsed.aliases[name]
        pointer = ("components", "schemas", name)
        if not naming.is_class_name(name):
            self._note(pointer, f"{name!r} cannot be a Python name")
        if name in self.class_names.values():
            self._note(pointer, f"{name!r} is the name of a class, too")
        python = self._typed(prop, pointer, open_enums=name in self.answer_components)
        doc = str(self.document.schemas[name].get("description", ""))
        imports = tuple((naming.snake_case(other), other) for other in sorted(python.models))
        return AliasView(name, python.annotation, doc, imports)

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
        """Return what the operation returns, its type, and whether it can only stream."""
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
            self._remark(operation.pointer, "the answer is left as JSON: its objects stay dicts")
            python = PythonType("Any")
        return "model" if python.annotation in python.models else "json", python, not plain

    def _or_text(self, operation: Operation) -> str | None:
        """Return how an answer that is JSON or text is annotated; None for any other."""
        plain = [name for name in self.document.success(operation) if name not in STREAMS]
        if operation.method == "head" or len(plain) < 2:
            return None
        return "{} | str" if plain[0] == JSON else "str | {}"

    def _has_example_value(self, content: Mapping[str, Any]) -> bool:
        """Tell whether an answer without a type is ever more than the literal `null`."""
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
        """Return the class of a stream's items, or the classes that they are one of."""
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
        """Return what the body is sent as, where that does not follow from how it is sent."""
        chosen = next(iter(self.document.request_content(operation)), None)
        usual = (None, JSON, "application/octet-stream", FORM, URLENCODED)
        return None if chosen in usual else chosen

    def _form(self, body: PythonType) -> FormView:
        """Return what the form consists of that a class describes."""
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
        """Return the parameters of each place, by the view's attribute for it."""
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
        """Return the type of a list in a path or a header, which the parser does not take."""
        schema = self.document.resolved(parameter.get("schema"))
        if parameter.get("in") == "query" or schema.get("type") != "array":
            return None
        kind = self.document.resolved(schema["items"]).get("type")
        return f"list[{_ITEMS.get(kind, 'Any')}]" if isinstance(kind, str) else "list[Any]"


# ---------------------------------------------------------------------- helpers


#: The items of a list in a path or a header.
_ITEMS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def _may_be_none(annotation: str) -> bool:
    return annotation.endswith("| None")


def _decoder(python: PythonType) -> str | OneOfView | EachView | None:
    """Return what reads an answer's objects; None where there are none, or nothing can."""
    if python.annotation in python.models:
        return python.annotation
    if python.tags:
        return OneOfView(*python.tags)
    inner = _decoder(python.item) if python.item else None
    return EachView(inner) if inner else None


def _delimiter(parameter: Mapping[str, Any]) -> str | None:
    """Return what stands between the items of a list in the query, if it is sent as one text."""
    style = str(parameter.get("style", "form"))
    return None if parameter.get("explode", style == "form") else DELIMITERS[style]


def _is_list_of_files(prop: parser.Property) -> bool:
    inner = prop.inner_property if isinstance(prop, parser.ListProperty) else None
    return isinstance(inner, parser.FileProperty)


class _Extensions:
    """The `x-` keys of a property: its own, or those of the component it refers to."""

    def __init__(self, document: Document, model: parser.ModelProperty, wire: str) -> None:
        self._raw = _property_schema(document, model.data, wire)
        self._document = document

    def __call__(self, key: str) -> Any:
        if key in self._raw or key == "x-python-name":
            return self._raw.get(key)
        return self._document.resolved(self._raw).get(key)


def _property_schema(document: Document, schema: Any, wire: str) -> dict[str, Any]:
    """Return the `x-` keys, the reference and the like of a property as the file writes them."""
    properties: dict[Any, Any] = getattr(schema, "properties", None) or {}
    for name, value in properties.items():
        if parser.text(name) == wire:
            return parser.raw_keys(value)
    parts: list[Any] = getattr(schema, "allOf", None) or []
    for part in parts:
        reference = parser.text(getattr(part, "ref", None))
        inherited: dict[str, dict[str, Any]] = document.resolved({"$ref": reference}).get(
            "properties", {}
        )
        found = inherited.get(wire) if reference else _property_schema(document, part, wire)
        if found:
            return found
    return {}


def _defaulted(annotation: str, always: bool, demanded: bool) -> tuple[str, str | None]:
    """Return the annotation and default of a field."""
    if demanded:
        return annotation, None
    if always:
        return annotation, "unset()"
    if annotation == "Any" or annotation.endswith("None"):
        return annotation, "None"
    return f"{annotation} | None", "None"


def _field_doc(description: Any, history: str, wire: str, name: str, deprecated: bool) -> str:
    doc = f"{_prose(description)} {history}".strip()
    if deprecated and "deprecated" not in doc.lower():
        doc = f"Deprecated. {doc}"
    if wire != name:
        doc = f"{doc} Wire name: `{wire}`."
    return doc.strip()


def _prose(value: Any) -> str:
    return parser.text(value).strip()


def _constants(model: parser.ModelProperty) -> dict[str, Any]:
    return {
        parser.wire_name(prop): prop.value.raw_value
        for prop in _members(model)
        if isinstance(prop, parser.ConstProperty)
    }


def _enum_orders(document: Document) -> dict[frozenset[Any], tuple[Any, ...]]:
    orders: dict[frozenset[Any], tuple[Any, ...]] = {}
    for _, value in document.walk():
        if is_mapping(value):
            for key in ("enum", "x-extensible-enum"):
                listed: list[Any] = value[key] if isinstance(value.get(key), list) else []
                if listed:
                    values = tuple(item for item in listed if item is not None)
                    orders.setdefault(frozenset(values), values)
    return orders


def _members(model: parser.ModelProperty) -> list[parser.Property]:
    return [*(model.required_properties or ()), *(model.optional_properties or ())]


def _reach(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, ())
    return seen


def error_names(code: int, response: Mapping[str, Any]) -> Iterator[str]:
    """Yield names for the error class of a status: the response component's, HTTP's, its number."""
    reference = str(response.get("$ref", "")).rpartition("/")[2]
    words = [reference] if reference else []
    if code in _PHRASES:
        words.append("".join(word.capitalize() for word in _PHRASES[code].split()))
    for word in (*words, f"Status{code}"):
        name = "".join(character for character in word if character.isalnum())
        if naming.is_identifier(name):
            yield name if name.endswith("Error") else f"{name}Error"


_PHRASES = {status.value: status.phrase for status in HTTPStatus}

#: Errors that every client has, whatever the document says.
_FIXED_ERRORS = frozenset(
    "RequestError ResponseError ResponseParseError IncompleteStreamError ConnectError".split()
)


def _is_json(annotation: str) -> bool:
    """Return whether values of a type are what JSON has, however they were decoded."""
    return annotation.removesuffix(" | None") in ("ByteSize", "list[float]", "list[list[float]]")
