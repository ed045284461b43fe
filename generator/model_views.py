"""Creates the views of models: classes, their fields, and aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from . import naming, parser
from .document import Document
from .problems import Pointer
from .releases import SINCE, UNTIL, history
from .types import CHOSEN_DECODES, VALUE, PythonType, accepted
from .viewer import Viewer, members
from .views import AliasView, FieldView, ModelView


class ModelViewer(Viewer):
    """Creates the views of models."""

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
        """Return a model's properties in the order of the file, which the parser changes."""
        properties = members(model)
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
                str(chosen_type),
                CHOSEN_DECODES.get(str(chosen_type)),
                named & frozenset(self.class_names.values()),
            )
        elif answer and extension("x-unit") == "bytes" and python.annotation == "int":
            fast = f"ByteSize({VALUE}) if {VALUE}.__class__ is int else to_size({VALUE})"
            python = PythonType("ByteSize", f"({fast})")
        name = self._field_name(extension("x-python-name"), wire, pointer, taken)
        demands = self._demands(model, key, wire, prop)
        if answer and all(demands) and python.annotation.startswith("list["):
            # Null in an answer is read as an empty list, and constructors require a list.
            python = attrs.evolve(python, annotation=python.annotation.removesuffix(" | None"))
        annotation, default = _defaulted(python.annotation, *demands)
        chosen = extension("x-python-default")
        if isinstance(prop, parser.ConstProperty) and prop.required:
            chosen = prop.value.raw_value  # No other value is possible.
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
            accepted=accepted(annotation, python.models),
        )
        return view, python.models

    def _field_name(
        self, chosen: Any, wire: str, pointer: Pointer, taken: Mapping[str, str]
    ) -> str:
        name = str(chosen or naming.fitting_field_name(wire, taken))
        if chosen and (name in naming.RESERVED_FIELDS or name in taken):
            self._note(pointer, f"{name!r} cannot be a field name: it is already used")
        elif not chosen and name != naming.field_name(wire):
            self._remark(pointer, f"{wire!r} cannot be a field name: it is renamed to {name}")
        return name

    def _demands(
        self, model: parser.ModelProperty, key: str, wire: str, prop: parser.Property
    ) -> tuple[bool, bool]:
        """Return whether a field is always present, and whether callers must pass it."""
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
        """Move imports that would be circular to the end of their modules."""
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
        """Check that no nested class needs the outer one, because each would have to come first."""
        for _, inner in view.nested:
            if view.class_name in _reach(inner, needs):
                key = next(key for key, name in self.class_names.items() if name == inner)
                self._note(
                    (*self.places[key], "x-python-nested"),
                    f"{inner} is nested in {view.class_name} and cannot refer to it",
                )

    def _alias(self, name: str) -> AliasView:
        prop = self.parsed.aliases[name]
        pointer = ("components", "schemas", name)
        if not naming.is_class_name(name):
            self._note(pointer, f"{name!r} cannot be a Python name")
        if name in self.class_names.values():
            self._note(pointer, f"{name!r} is also the name of a class")
        python = self._typed(prop, pointer, open_enums=name in self.answer_components)
        doc = str(self.document.schemas[name].get("description", ""))
        imports = tuple((naming.snake_case(other), other) for other in sorted(python.models))
        return AliasView(name, python.annotation, doc, imports)


def _may_be_none(annotation: str) -> bool:
    return annotation.endswith("| None")


class _Extensions:
    """The `x-` keys of a property, or of the component that it refers to."""

    def __init__(self, document: Document, model: parser.ModelProperty, wire: str) -> None:
        self._raw = _property_schema(document, model.data, wire)
        self._document = document

    def __call__(self, key: str) -> Any:
        if key in self._raw or key == "x-python-name":
            return self._raw.get(key)
        return self._document.resolved(self._raw).get(key)


def _property_schema(document: Document, schema: Any, wire: str) -> dict[str, Any]:
    """Return the `x-` keys, the reference and similar keys of a property, as in the file."""
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


def _reach(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, ())
    return seen


def _is_json(annotation: str) -> bool:
    """Return whether decoded values of a type are still valid JSON values."""
    return annotation.removesuffix(" | None") in ("ByteSize", "list[float]", "list[list[float]]")
