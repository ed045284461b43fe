"""The views for the templates: models, operations and errors as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from . import naming
from .problems import Problem


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
    """Whether an explicit None is sent."""
    deprecated: bool
    alias: str | None
    """The wire name, if it can be a second name of the attribute."""
    accepted: str
    """The type that the constructor accepts."""

    @property
    def is_late(self) -> bool:
        """Whether the value is a time, which is only decoded on access."""
        return self.decode == "to_datetime(value)"

    @property
    def left_out(self) -> str | None:
        """The default of the constructor's parameter; None if it is required."""
        return "None" if self.default == "unset()" else self.default

    @property
    def parameter(self) -> str:
        """The type of the constructor's parameter."""
        is_open = self.left_out != "None" or self.accepted == "Any" or "None" in self.accepted
        return self.accepted if is_open else f"{self.accepted} | None"


@attrs.frozen
class ModelView:
    """One class."""

    class_name: str
    module: str
    doc: str
    fields: tuple[FieldView, ...]
    mixin: str | None
    """Name of the base class with additional features, if any."""
    qualname: str | None
    nested: tuple[tuple[str, str], ...]
    """Official names of classes that are nested in this one: (alias, class)."""
    imports: tuple[tuple[str, str], ...]
    """Classes that the module needs: (module, class)."""
    late_imports: tuple[tuple[str, str], ...]
    """The same for classes that also need this one. They are imported after it is defined."""

    @property
    def takes_more(self) -> bool:
        """Whether the constructor accepts other types or names than those of the fields."""
        return any(it.alias or it.accepted != it.annotation for it in self.fields)

    @property
    def base(self) -> str:
        """The base class in the class statement."""
        return f"{self.mixin}[ParsedT]" if self.is_generic else self.mixin or "WireModel"

    @property
    def is_generic(self) -> bool:
        """Whether the class has a type parameter for the parsed answer."""
        return self.mixin in naming.GENERIC_MIXINS

    @property
    def outer_name(self) -> str:
        """Name of the class that this one is officially nested in."""
        return (self.qualname or "").rpartition(".")[0]

    @property
    def short_name(self) -> str | None:
        """The official name inside the outer class; None if it is the same."""
        name = (self.qualname or "").rpartition(".")[2]
        return name if name != self.class_name else None

    @property
    def keywords(self) -> dict[str, Any]:
        """The keyword arguments of the class statement, which describe the fields."""
        found: dict[str, Any] = {
            "wire": {field.name: field.wire for field in self.fields if field.name != field.wire},
            "omit_unset": tuple(field.name for field in self.fields if field.omit_unset),
            "nullable": tuple(field.wire for field in self.fields if field.nullable),
            "deprecated": tuple(field.name for field in self.fields if field.deprecated),
        }
        return {key: value for key, value in found.items() if value}


@attrs.frozen
class AliasView:
    """One component that is not a class, but a name for a union or a scalar."""

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
    """The separator of a list's items; None if each item is sent separately."""


@attrs.frozen
class OneOfView:
    """Several classes, identified by a field that is a constant in each."""

    tag: str
    models: Mapping[str, str]


@attrs.frozen
class EachView:
    """A list or a mapping of objects."""

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
    """The fields of a form."""

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
    """A sentence about the releases that have it; empty if unknown."""
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
    """The media type of the body, unless it is the usual one for its kind."""
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
    """Notes about everything that is left out or changed."""
    missed: Mapping[str, list[Problem]] = attrs.field(factory=dict[str, list[Problem]])
    """The places where the document violates our conventions, by house rule."""

    @property
    def operations(self) -> tuple[OperationView, ...]:
        return tuple(operation for tag in self.tags for operation in tag.operations)
