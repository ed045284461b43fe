"""What the templates see: models, operations and errors as plain values, all decisions made."""

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
    """Whether None is sent where a caller gives it."""
    deprecated: bool
    alias: str | None
    """The wire name, where it can be a second name of the attribute."""
    accepted: str
    """The type of what the constructor takes."""

    @property
    def left_out(self) -> str | None:
        """What the constructor's parameter is where it is left out; None where it must not be."""
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
    """What the class can do beside carrying its fields, by the name of a base."""
    qualname: str | None
    nested: tuple[tuple[str, str], ...]
    """Official names of other classes inside this one: (alias, class)."""
    imports: tuple[tuple[str, str], ...]
    """Classes that the module needs: (module, class)."""
    late_imports: tuple[tuple[str, str], ...]
    """The same for classes that need this one, too: imported after it is made."""

    @property
    def takes_more(self) -> bool:
        """Whether the constructor takes more than values of the fields' own types."""
        return any(it.alias or it.accepted != it.annotation for it in self.fields)

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
    """One component that is not a class: a name for a union or a scalar."""

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
