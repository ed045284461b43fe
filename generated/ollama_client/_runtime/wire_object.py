# Copied from runtime/wire_object.py by `make generate`. Do not edit: edit the original.
"""Owns the core of every model: its fields, `from_dict` and `to_dict`, extra keys, and equality."""

from __future__ import annotations

import copy
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeGuard, cast

from .types import from_datetime, to_base64

if TYPE_CHECKING:
    from typing_extensions import Self

    from .convert import Converter

#: Annotations of fields that contain a time.
_TIMES = ("datetime", "datetime | None")

#: Annotations of class attributes that are not fields.
_NO_FIELDS = ("ClassVar", "typing.ClassVar")


def _class_statement() -> Any:
    """Return the frame that runs a class statement. Called from `__init_subclass__`."""
    frame = cast("Any", inspect.currentframe()).f_back
    while frame.f_code.co_name == "__init_subclass__":
        frame = frame.f_back
    return frame


def _scope_of(cls: type, frame: Any, fields: list[Field]) -> Mapping[str, Any]:
    if not fields:
        return {}
    from .scopes import of_class

    return of_class(cls, frame, [field.declared for field in fields])


class Field:
    """A field of a model: its Python name, its wire name, and how it is sent."""

    __slots__ = (
        "always",
        "declared",
        "default_factory",
        "deprecated",
        "info",
        "name",
        "of_user",
        "omit_unset",
        "preset",
        "required",
        "scope",
        "wire",
    )

    def __init__(self, name: str, wire: str, required: bool, omit_unset: bool, preset: Any) -> None:
        self.name = name
        self.wire = wire
        self.required = required
        self.omit_unset = omit_unset
        self.preset = preset
        self.default_factory: Callable[[], Any] | None = None
        self.info: Any = None
        self.of_user = False
        self.deprecated = False
        self.always = False
        self.declared: Any = Any
        self.scope: Mapping[str, Any] = {}

    @classmethod
    def of_class(cls, owner: type, name: str, wire: str, omit_unset: bool) -> Field:
        """Return the field for an annotation in a class, with its default if there is one."""
        default: Any = owner.__dict__.get(name)
        always = default is _ALWAYS
        if always:
            default = None
            setattr(owner, name, None)
        required, factory, info = name not in owner.__dict__, None, None
        if hasattr(default, "default_factory") and hasattr(default, "is_required"):
            # The result of `pydantic.Field(...)`. It is recognized without importing pydantic.
            info = default
            required, factory = info.is_required(), info.default_factory
            wire = info.alias or wire
            default = None if required or factory else default.default
        field = cls(name, wire, required, omit_unset, default)
        field.default_factory = factory
        field.always = always
        field.info = info
        return field

    @property
    def is_late(self) -> bool:
        """Whether the field is a time of a rendered model, which is decoded on first access."""
        return self.declared in _TIMES and not self.of_user

    @property
    def annotation(self) -> Any:
        """The type of the field, evaluated."""
        from .convert import annotation_of

        return annotation_of(self)

    @property
    def alias(self) -> str | None:
        """The wire name if it differs from the Python name, else None."""
        return None if self.wire == self.name else self.wire

    @property
    def dump_name(self) -> str:
        """The name in dumps: the Python name, without an underscore added to avoid a keyword."""
        return self.wire if self.name == f"{self.wire}_" else self.name

    def is_required(self) -> bool:
        """Return whether the constructor requires the field."""
        return self.required

    @property
    def default(self) -> Any:
        """The default. For a required field, pydantic's marker for "no default".

        If pydantic is not loaded, the marker is `...`, which pydantic also accepts.
        """
        if not self.required:
            return self.preset
        return getattr(sys.modules.get("pydantic_core"), "PydanticUndefined", ...)

    def get_default(self, *, call_default_factory: bool = False, **_: Any) -> Any:
        """Return a copy of the default, or the result of its factory if requested."""
        if self.default_factory is not None:
            return self.default_factory() if call_default_factory else None
        return copy.copy(self.default)

    def new_default(self) -> Any:
        """Return the default for a new instance. Mutable defaults are not shared."""
        return self.default_factory() if self.default_factory else copy.copy(self.preset)

    def __getattr__(self, name: str) -> Any:
        # Other attributes of pydantic's fields, from `pydantic.Field(...)` or with their defaults.
        if name in _TOLD_OF_FIELDS:
            return getattr(self.info, name, copy.copy(_TOLD_OF_FIELDS[name]))
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"Field({self.name!r}, wire={self.wire!r}, required={self.required})"


#: Other attributes of pydantic's fields, and their defaults.
_TOLD_OF_FIELDS: dict[str, Any] = {
    "alias_priority": None,
    "description": None,
    "discriminator": None,
    "examples": None,
    "exclude": None,
    "frozen": None,
    "init": None,
    "json_schema_extra": None,
    "metadata": [],
    "repr": True,
    "serialization_alias": None,
    "title": None,
    "validation_alias": None,
}


class _Signature:
    """The signature of a model's constructor, for `inspect.signature` and `help`."""

    def __get__(self, instance: object, owner: type[WireObject]) -> inspect.Signature:
        parameters = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if field.required else field.preset,
                annotation=field.declared,
            )
            for field in owner.model_fields.values()
        ]
        return inspect.Signature(
            [*parameters, inspect.Parameter("extra", inspect.Parameter.VAR_KEYWORD)]
        )


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a value is a mapping of any type."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a value is a list, as JSON arrays are decoded."""
    return isinstance(value, list)


def is_tuple(value: Any) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a value is a tuple of any length."""
    return isinstance(value, tuple)


def to_wire(value: Any) -> Any:
    """Return the JSON value of a field. Models, times and bytes are converted to JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, WireObject):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        items = cast("list[Any]", value)
        is_text = {*map(type, items)} == {str}
        return [*items] if is_text else [to_wire(item) for item in items]
    if isinstance(value, dict):
        return {key: to_wire(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, bytes) or (hasattr(value, "model_dump") and not isinstance(value, type)):
        return to_base64(value)
    return value


#: A decoded JSON object (`Mapping[str, Any]`). Its values are trusted to match the API description,
#: so type checkers should not check them.
JsonObject: TypeAlias = Any

#: Creates an instance without calling its constructor.
new = object.__new__

#: The placeholder that `unset()` returns, until the class is created.
_ALWAYS = object()


def unset() -> Any:
    """Mark a field that all answers contain but callers may leave out. It is then None."""
    return _ALWAYS


class WireObject:
    """Base of all models: fields, construction, `from_dict` and `to_dict`, extra keys, equality."""

    __slots__ = ("__dict__", "__weakref__", "_given")

    #: The received JSON object, or the constructor's arguments by wire name.
    _given: Mapping[str, Any]

    #: The fields by Python name, in the order of the API description.
    model_fields: ClassVar[dict[str, Field]] = {}
    _names_by_wire: ClassVar[dict[str, str]] = {}
    #: Wire names of fields that are sent as null if they were passed as None.
    _nullable: ClassVar[tuple[str, ...]] = ()
    #: How the constructor treats unknown keywords: "allow", "ignore" or "forbid".
    _unknown_keywords: ClassVar[str] = "allow"
    _converters: ClassVar[dict[str, Any] | None] = None
    #: Values for fields that answers may lack, by wire name.
    _stand_ins: ClassVar[Mapping[str, Any]] = {}
    #: Whether instances may have attributes that are not fields, as in users' classes.
    _takes_attributes: ClassVar[bool] = False

    if not TYPE_CHECKING:
        __signature__ = _Signature()

        def __init__(self, /, **given: Any) -> None:
            from .convert import fill

            fill(self, given)

    def __init_subclass__(
        cls,
        *,
        wire: Mapping[str, str] | None = None,
        required: tuple[str, ...] | None = None,
        omit_unset: tuple[str, ...] = (),
        nullable: tuple[str, ...] = (),
        deprecated: tuple[str, ...] = (),
        **keywords: Any,
    ) -> None:
        if keywords:
            raise TypeError(f"{cls.__qualname__}: unexpected class keyword {min(keywords)!r}")
        super().__init_subclass__()
        cls._nullable = nullable or cls._nullable
        if "model_fields" in cls.__dict__:
            return  # created again, to add slots
        own: list[Field] = []
        for name, annotation in inspect.get_annotations(cls).items():
            text = str(annotation)
            if name[0] == "_" or name == "model_config" or text.startswith(_NO_FIELDS):
                continue
            known = cls.model_fields.get(name)
            as_wire = (wire or {}).get(name, known.wire if known else name)
            field = Field.of_class(cls, name, as_wire, name in omit_unset)
            field.declared = annotation
            field.deprecated = name in deprecated
            if required is not None:
                field.required = name in required
            own.append(field)
        frame, rendered = _class_statement(), "from_dict" in cls.__dict__
        scope = frame.f_globals if rendered else _scope_of(cls, frame, own)
        for field in own:
            field.scope = scope
        cls.model_fields = {**cls.model_fields, **{field.name: field for field in own}}
        cls._names_by_wire = {field.wire: name for name, field in cls.model_fields.items()}
        cls._converters = None
        if not rendered:
            for field in own:
                field.of_user = True
            cls._adopt(own)

    @classmethod
    def _adopt(cls, added: list[Field]) -> None:
        """Include the declarations of a user's subclass."""
        if added:
            from .convert import adopt

            adopt(cls, added)

    def _begin(self) -> None:
        """Initialize what a new instance has besides its fields."""

    @classmethod
    def _made_of(cls, value: Any) -> Self:
        """Return an instance unchanged, or a new one for a mapping with Python or wire names."""
        if isinstance(value, cls):
            return value
        if is_mapping(value):
            return cls(**{str(key): item for key, item in value.items()})
        from .refusals import refusal

        found = type(value).__name__
        raise refusal(f"{cls.__qualname__}: expected a mapping, got {found}", "dict_type", value)

    @classmethod
    def _converter_of(cls, field: Field) -> Converter:
        """Return the function that checks and converts constructor arguments for a field."""
        from .convert import converter_for

        return converter_for(field.declared, field.scope)

    # ------------------------------------------------------------------ to and from the wire

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        """Return a model for a decoded JSON object. Its types are trusted.

        Missing fields are None, and unknown keys are kept.
        """
        self = new(cls)
        self._given = data
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object to send.

        Extra keys are kept. Fields that are None are omitted, unless they are nullable and were
        passed.

        Raises:
            ValueError: An attribute was set that is not a field.
        """
        return self._sendable({})

    def _sendable(self, fields: dict[str, Any]) -> dict[str, Any]:
        out = {name: value for name, value in fields.items() if value is not None}
        for name in self._nullable:
            if name in self._given and fields.get(name) is None:
                out[name] = None
        known = self._names_by_wire
        for key, value in self._given.items():
            if key not in known:
                out[key] = to_wire(value)
        if not self._takes_attributes:
            self._demand_no_strays()
        return out

    def _demand_no_strays(self) -> None:
        """Raise an error if an attribute was set that is not a field, which is probably a typo.

        This is checked when sending, because checks on assignment would slow down decoding. Private
        attributes are allowed.
        """
        for name in self._noted():
            if name[0] != "_" and name not in self._given:
                raise ValueError(f'"{type(self).__qualname__}" object has no field "{name}"')

    @property
    def model_extra(self) -> dict[str, Any] | None:
        """Keys of the JSON object that are not fields; None if there are none."""
        known = self._names_by_wire
        return {key: value for key, value in self._given.items() if key not in known} or None

    # ------------------------------------------------------------------ items

    @classmethod
    def _field(cls, name: object) -> Field | None:
        fields = cls.model_fields
        text = cast("str", name)
        return fields.get(text) or fields.get(cls._names_by_wire.get(text, ""))

    def _has(self, name: str) -> bool:
        return getattr(self, name) is not None or self.model_fields[name].wire in self._given

    def __contains__(self, name: object) -> bool:
        field = self._field(name)
        return self._has(field.name) if field else name in self._given

    def __getitem__(self, name: str) -> Any:
        field = self._field(name)
        if field is None:
            return self._given[name]
        if not self._has(field.name):
            raise KeyError(name)
        return getattr(self, field.name)

    def __setitem__(self, name: str, value: Any) -> None:
        field = self._field(name)
        if field is None:
            raise ValueError(f'"{type(self).__qualname__}" object has no field "{name}"')
        setattr(self, field.name, value)
        # Write to a copy, because the received object may be shared.
        self._remember({**self._given, field.wire: value})

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a field, which may be None, or of an extra key; else `default`."""
        field = self._field(name)
        return getattr(self, field.name) if field else self._given.get(name, default)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for name, field in self.model_fields.items():
            if not field.omit_unset or self._has(name):
                yield name, getattr(self, name)
        yield from (self.model_extra or {}).items()

    # ------------------------------------------------------------------ value semantics

    def _remember(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def _state(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields}

    def _noted(self) -> dict[str, Any]:
        """Return the attributes that are not fields, which programs have set on the object."""
        known = self.model_fields
        return {name: value for name, value in own_dict(self).items() if name not in known}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WireObject) or type(other) is not type(self):
            return NotImplemented
        return self._state() == other._state() and self.model_extra == other.model_extra

    if not TYPE_CHECKING:
        __hash__ = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._repr_parts())})"

    def __str__(self) -> str:
        return " ".join(self._repr_parts())

    def _repr_parts(self) -> list[str]:
        return [f"{name}={value!r}" for name, value in self]

    def __copy__(self) -> Self:
        return self._restored(dict(self._given), {**self._noted(), **self._state()})

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        held = {**self._noted(), **self._state()}
        return self._restored(*copy.deepcopy((dict(self._given), held), memo))

    def __reduce__(self) -> tuple[Any, ...]:
        held = {**self._noted(), **self._state()}
        return _unpickled, (type(self), dict(self._given), held)

    @classmethod
    def _restored(cls, given: dict[str, Any], state: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        self._remember(given)
        for name, value in state.items():
            setattr(self, name, value)
        return self


#: Returns the `__dict__` of an instance, with the attributes that are not slots.
own_dict: Callable[[WireObject], dict[str, Any]] = (
    cast("Any", WireObject).__dict__["__dict__"].__get__
)


def _unpickled(cls: type[WireObject], given: dict[str, Any], state: dict[str, Any]) -> WireObject:
    return cls._restored(given, state)  # pyright: ignore[reportPrivateUsage]
