"""The names and types of a document, and the models that requests and answers use."""

from __future__ import annotations

from typing import Any, cast

from . import naming, parser
from .document import FORM, STREAMS, Document, is_mapping
from .problems import Pointer, Problem
from .types import Context, PythonType, Tags, python_type


class Viewer:
    """The base of the classes that create views: names, types, and reachable models."""

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
            if not members(model):
                continue  # A free object is a dict.
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
        """Return the tags of each union with a discriminator, by its classes.

        Without a mapping, the values are the names of the components.
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
        """Return the classes that answers can contain, by the parser's class name."""
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
        """Return the classes that requests can contain, by the parser's class name."""
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
        """Add the classes that a property can contain."""
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
                for member in (*members(model), model.additional_properties):
                    if member is not None:
                        self._collect(member, found)


def _constants(model: parser.ModelProperty) -> dict[str, Any]:
    return {
        parser.wire_name(prop): prop.value.raw_value
        for prop in members(model)
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


def members(model: parser.ModelProperty) -> list[parser.Property]:
    """Return the properties of a model, required ones first."""
    return [*(model.required_properties or ()), *(model.optional_properties or ())]
