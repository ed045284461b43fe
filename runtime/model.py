"""The base of every model: what a wire object can do, whatever its fields are."""

from __future__ import annotations

import copy
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import EllipsisType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeGuard, TypeVar, cast

import attrs

from . import codec
from .types import from_datetime, to_base64

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        """Stand in for the typing construct, which Python 3.10 lacks: it only informs checkers."""
        return lambda cls: cls


ModelT = TypeVar("ModelT", bound="type[WireModel]")


#: Annotations of class attributes that are no fields.
_NO_FIELDS = ("ClassVar", "typing.ClassVar")


def _class_statement() -> Any:
    """Return the frame in which a class statement runs, seen from `__init_subclass__`."""
    frame: Any = sys._getframe(2)
    while frame.f_code.co_name == "__init_subclass__":
        frame = frame.f_back
    return frame


def _scope_of(cls: type, frame: Any, fields: list[Field]) -> Mapping[str, Any]:
    from .scopes import of_class

    return of_class(cls, frame, [field.declared for field in fields]) if fields else {}


class Field:
    """One field of a model: its Python name, its name on the wire, and how it takes part."""

    __slots__ = (
        "always",
        "declared",
        "default",
        "default_factory",
        "deprecated",
        "name",
        "omit_unset",
        "required",
        "scope",
        "wire",
    )

    def __init__(
        self, name: str, wire: str, required: bool, omit_unset: bool, default: Any
    ) -> None:
        self.name = name
        self.wire = wire
        self.required = required
        self.omit_unset = omit_unset
        self.default = default
        self.default_factory: Callable[[], Any] | None = None
        self.deprecated = False
        self.always = False
        self.declared: Any = Any
        self.scope: Mapping[str, Any] = {}

    @classmethod
    def of_class(cls, owner: type, name: str, wire: str, omit_unset: bool) -> Field:
        """Return the field that a class declares by an annotation, and perhaps a default."""
        default: Any = owner.__dict__.get(name)
        always = default is _ALWAYS
        if always:
            default = None
            setattr(owner, name, None)
        required, factory = name not in owner.__dict__, None
        if hasattr(default, "default_factory") and hasattr(default, "is_required"):
            # What `pydantic.Field(...)` returns, known by its shape: pydantic is not imported here.
            required, factory = default.is_required(), default.default_factory
            wire = default.alias or wire
            default = None if required or factory else default.default
        field = cls(name, wire, required, omit_unset, default)
        field.default_factory = factory
        field.always = always
        return field

    @property
    def annotation(self) -> Any:
        """The type of the field, evaluated."""
        from .convert import annotation_of

        return annotation_of(self)

    @property
    def alias(self) -> str | None:
        """The name on the wire, where it is not the Python name."""
        return None if self.wire == self.name else self.wire

    @property
    def dump_name(self) -> str:
        """The name in dumps: the Python name, but for an underscore that Python alone needs."""
        return self.wire if self.name == f"{self.wire}_" else self.name

    def is_required(self) -> bool:
        """Tell whether a constructor demands the field."""
        return self.required

    def new_default(self) -> Any:
        """Return the default of a new instance: a mutable one is not shared between instances."""
        return self.default_factory() if self.default_factory else copy.copy(self.default)

    def __repr__(self) -> str:
        return f"Field({self.name!r}, wire={self.wire!r}, required={self.required})"


class _Signature:
    """Shows a model's constructor as `inspect.signature` and `help` expect it."""

    def __get__(self, instance: object, owner: type[WireModel]) -> inspect.Signature:
        parameters = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if field.required else field.default,
                annotation=field.declared,
            )
            for field in owner.model_fields.values()
        ]
        return inspect.Signature(
            [*parameters, inspect.Parameter("extra", inspect.Parameter.VAR_KEYWORD)]
        )


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether a value is a mapping, of whatever kind."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether a value is a JSON array."""
    return isinstance(value, list)


def is_tuple(value: Any) -> TypeGuard[tuple[Any, ...]]:
    """Tell whether a value is a tuple, of whatever length."""
    return isinstance(value, tuple)


def to_wire(value: Any) -> Any:
    """Return the JSON value of a field: models, times and bytes become JSON, the rest stays."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, WireModel):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [to_wire(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: to_wire(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, bytes) or hasattr(value, "model_dump"):
        return to_base64(value)
    return value


def _inside(selection: Any, key: Any) -> Any:
    """Return what `include` or `exclude` says about the inside of a member; None for nothing."""
    inner = selection.get(key, selection.get("__all__")) if is_mapping(selection) else None
    return None if inner is True or isinstance(inner, EllipsisType) else inner


def _selected(key: Any, include: Any, exclude: Any) -> bool:
    if include is not None and key not in include and "__all__" not in include:
        return False
    if exclude is None or (key not in exclude and "__all__" not in exclude):
        return True
    return _inside(exclude, key) is not None


def _dumped(value: Any, options: dict[str, Any], include: Any = None, exclude: Any = None) -> Any:
    if isinstance(value, WireModel):
        return value.model_dump(include=include, exclude=exclude, **options)
    if isinstance(value, (list, tuple)):
        return [
            _dumped(item, options, _inside(include, index), _inside(exclude, index))
            for index, item in enumerate(cast("list[Any]", value))
            if _selected(index, include, exclude)
        ]
    if is_mapping(value):
        return {
            key: _dumped(item, options, _inside(include, key), _inside(exclude, key))
            for key, item in value.items()
            if _selected(key, include, exclude)
        }
    if hasattr(value, "model_dump"):
        return _dumped(value.model_dump(), options)
    if options["mode"] != "json" or value is None or isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, int):
        return int(value)
    return to_wire(value) if isinstance(value, (bytes, datetime)) else codec.wire_value(value)


#: A decoded JSON object. Its values are trusted to be what the API description says, so checkers
#: are not asked; the type stands for `Mapping[str, Any]`.
JsonObject: TypeAlias = Any

#: Makes an instance without its constructor.
new = object.__new__

#: What a decoded field holds that the object did not have; typed so that checkers let it pass.
ABSENT: Any = None


def tagged(value: Any, tag: str, classes: Mapping[str, type[WireModel]]) -> Any:
    """Decode an object by the class that its tag names; any other value stays as it is."""
    name = value.get(tag) if is_mapping(value) else None
    cls = classes.get(name) if isinstance(name, str) else None
    return value if cls is None else cls.from_dict(value)


#: What `unset()` puts in the place of a default until the class is made.
_ALWAYS = object()


def unset() -> Any:
    """Mark a field that every answer carries but a caller may leave out: it is None then."""
    return _ALWAYS


class _OlderNames:
    """What pydantic called its methods before its second version: they still work, silently.

    A class of its own, because these names hide `dict` and `copy` from annotations beside them.
    """

    __slots__ = ()

    def dict(self: Any, **options: Any) -> JsonObject:
        """Do what `model_dump` does."""
        return self.model_dump(**options)

    def json(self: Any, **options: Any) -> str:
        """Do what `model_dump_json` does."""
        return str(self.model_dump_json(**options))

    def copy(
        self: Any,
        *,
        include: Any = None,
        exclude: Any = None,
        update: Any = None,
        deep: bool = False,
    ) -> Any:
        """Do what `model_copy` does; of the fields only those selected keep their value."""
        return self.model_copy(update=update, deep=deep)._reduced(include, exclude)

    @classmethod
    def parse_obj(cls: Any, obj: Any) -> Any:
        """Do what `model_validate` does."""
        return cls.model_validate(obj)

    @classmethod
    def validate(cls: Any, value: Any) -> Any:
        """Do what `model_validate` does."""
        return cls.model_validate(value)

    @classmethod
    def parse_raw(cls: Any, b: str | bytes, **_: Any) -> Any:
        """Do what `model_validate_json` does."""
        return cls.model_validate_json(b)

    @classmethod
    def construct(cls: Any, _fields_set: Any = None, **values: Any) -> Any:
        """Do what `model_construct` does."""
        return cls.model_construct(_fields_set, **values)

    @classmethod
    def schema(cls: Any, by_alias: bool = True, **options: Any) -> JsonObject:
        """Do what `model_json_schema` does."""
        return cls.model_json_schema(by_alias, **options)

    @classmethod
    def schema_json(cls: Any, *, indent: int | None = None, **options: Any) -> str:
        """Return the JSON text of `model_json_schema`."""
        text = codec.dumps(cls.schema(**options)).decode()
        return text if indent is None else codec.indented(text, indent)


@dataclass_transform(kw_only_default=True, eq_default=False)
class WireModel(_OlderNames):
    """Base of every model: an object of the wire with typed fields.

    A field that the server left out, or that the caller did not give, is None. Keys that this
    version does not know are kept: `model_extra` shows them, `to_dict()` sends them back.

    Fields are read and set as attributes or with `[...]`. Items follow the rules of the official
    client: `"x" in m` and `m["x"]` know a field once it was given or has a value, `m.get("x")` is
    None for a declared field without a value, iteration gives (name, value) pairs.
    """

    __slots__ = ("_given",)

    #: What was given: the wire object as received, or the constructor's arguments by wire name.
    _given: Mapping[str, Any]

    #: The fields, by Python name, in the order of the API description.
    model_fields: ClassVar[dict[str, Field]] = {}
    #: Settings of a user's subclass. One has a meaning here: what becomes of unknown keywords,
    #: `extra`, is "allow" (they are kept), "ignore" or "forbid".
    model_config: ClassVar[Mapping[str, Any]] = {}
    model_computed_fields: ClassVar[Mapping[str, Any]] = {}
    _names_by_wire: ClassVar[dict[str, str]] = {}
    #: Wire names of the fields that are sent as null where None was given for them.
    _nullable: ClassVar[tuple[str, ...]] = ()
    _converters: ClassVar[dict[str, Any] | None] = None
    _validators: ClassVar[Mapping[str, Any]] = {}

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
        super().__init_subclass__(**keywords)
        cls._nullable = nullable or cls._nullable
        if "model_fields" in cls.__dict__:
            return  # attrs makes the class anew to give it slots; the table is there already
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
        older: Any = cls.__dict__.get("Config", object)
        own_config: Mapping[str, Any] = {**vars(older), **cls.__dict__.get("model_config", {})}
        if "extra" in own_config:
            cls.model_config = {**cls.model_config, "extra": own_config["extra"]}
        cls.model_fields = {**cls.model_fields, **{field.name: field for field in own}}
        cls._names_by_wire = {field.wire: name for name, field in cls.model_fields.items()}
        cls._converters = None
        if not rendered:
            from .convert import adopt
            from .validators import declared

            cls._validators = {**cls._validators, **declared(cls)}
            adopt(cls, own)

    # ------------------------------------------------------------------ to and from the wire

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        """Build the model from a decoded JSON object, trusting its types.

        Nothing is checked and nothing is lost: absent fields are None, unknown keys are kept.
        """
        self = new(cls)
        self._given = data
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object to send: fields that are None are left out, extra keys kept."""
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
        return out

    @property
    def model_extra(self) -> dict[str, Any] | None:
        """Keys of the wire object that this version does not know; None when there are none."""
        known = self._names_by_wire
        return {key: value for key, value in self._given.items() if key not in known} or None

    @property
    def model_fields_set(self) -> set[str]:
        """Python names of the fields that were given, None included, or set since."""
        return {name for name in self.model_fields if self._is_set(name)}

    # ------------------------------------------------------------------ dumping and validating

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: Any = None,
        exclude: Any = None,
        by_alias: bool = False,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        **_: Any,
    ) -> dict[str, Any]:
        """Return the fields as a plain dict, models inside converted too.

        Args:
            mode: "python" keeps datetimes and sizes, "json" gives JSON values only.
            include: Names of the fields to keep; None keeps all. A mapping says by name, or by
                index of a list, which parts of a field's value to keep; `"__all__"` stands for any.
            exclude: What to leave out, in the same form.
            by_alias: Use the wire names instead of the Python names.
            exclude_unset: Leave out fields that were not given.
            exclude_defaults: Leave out fields that have their default.
            exclude_none: Leave out fields that are None.
        """
        inner = {
            "mode": mode,
            "by_alias": by_alias,
            "exclude_unset": exclude_unset,
            "exclude_defaults": exclude_defaults,
            "exclude_none": exclude_none,
        }
        out: dict[str, Any] = {}
        for name, field in self.model_fields.items():
            value = getattr(self, name)
            if (
                not _selected(name, include, exclude)
                or (value is None and exclude_none)
                or (exclude_unset and not self._is_set(name))
                or (field.omit_unset and not self._has(name))
                or (exclude_defaults and value == field.default)
            ):
                continue
            key = field.wire if by_alias else field.dump_name
            out[key] = _dumped(value, inner, _inside(include, name), _inside(exclude, name))
        for key, value in (self.model_extra or {}).items():
            if _selected(key, include, exclude):
                out[key] = _dumped(value, inner, _inside(include, key), _inside(exclude, key))
        return out

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """Return `model_dump(mode="json")` as compact JSON text, indented where asked."""
        options["mode"] = "json"
        text = codec.dumps(self.model_dump(**options)).decode()
        return text if indent is None else codec.indented(text, indent)

    @classmethod
    def model_validate(cls, obj: Any, **_: Any) -> Self:
        """Build the model from an instance or a mapping with Python or wire names, checking types.

        Raises:
            ValueError: A field is missing or has the wrong type; names class, field and value.
        """
        if isinstance(obj, cls):
            return obj
        if is_mapping(obj):
            return cls(**{str(key): value for key, value in obj.items()})
        raise ValueError(f"{cls.__qualname__}: expected a mapping, got {type(obj).__name__}")

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
        """Build the model from JSON text, checking types.

        Raises:
            ValueError: The text is not JSON, or a field is missing or has the wrong type.
        """
        text = json_data if isinstance(json_data, str) else bytes(json_data)
        return cls.model_validate(codec.loads(text))

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, /, **values: Any) -> Self:
        """Build the model from keywords without checking anything."""
        fields = cls.model_fields
        given = {cls._names_by_wire.get(key, key): value for key, value in values.items()}
        state = {name: given.get(name, field.default) for name, field in fields.items()}
        return cls._restored(
            {fields[key].wire if key in fields else key: value for key, value in given.items()},
            state,
        )

    @classmethod
    def model_json_schema(
        cls, by_alias: bool = True, ref_template: str = "#/$defs/{model}", **_: Any
    ) -> dict[str, Any]:
        """Return the JSON Schema of the model, as `format` of a request takes it.

        Args:
            by_alias: Use the wire names instead of the Python names.
            ref_template: How the schema refers to the schemas of other models.
        """
        from .schema import json_schema

        return json_schema(cls, by_alias=by_alias, ref_template=ref_template)

    @classmethod
    def model_rebuild(cls, **_: Any) -> None:
        """Do nothing: annotations are evaluated when they are first needed."""

    def model_post_init(self, context: Any, /) -> None:
        """Do nothing; a subclass may override this to look at an instance just constructed."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> dict[str, Any]:
        # This makes models field types of a user's pydantic models.
        from .schema import core_schema

        return core_schema(cls)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, with the fields of `update` replaced unchecked; `deep` copies values."""
        clone = copy.deepcopy(self) if deep else copy.copy(self)
        for name, value in (update or {}).items():
            field = self._field(name)
            clone._remember({**clone._given, field.wire if field else name: value})
            if field:
                setattr(clone, field.name, value)
        return clone

    def _reduced(self, include: Any, exclude: Any) -> Self:
        dropped = [name for name in self.model_fields if not _selected(name, include, exclude)]
        wires = {self.model_fields[name].wire for name in dropped}
        self._remember({key: value for key, value in self._given.items() if key not in wires})
        for name in dropped:
            setattr(self, name, None)
        return self

    # ------------------------------------------------------------------ items

    @classmethod
    def _field(cls, name: object) -> Field | None:
        fields = cls.model_fields
        text = cast("str", name)
        return fields.get(text) or fields.get(cls._names_by_wire.get(text, ""))

    def _has(self, name: str) -> bool:
        return getattr(self, name) is not None or self.model_fields[name].wire in self._given

    def _is_set(self, name: str) -> bool:
        field, value = self.model_fields[name], getattr(self, name)
        return field.wire in self._given or (value is not None and value != field.default)

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
        # The object received may be shared with its source: write to a copy of our own.
        self._remember({**self._given, field.wire: value})
        setattr(self, field.name, value)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field's value, None for a declared field without one, `default` for others."""
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

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WireModel) or type(other) is not type(self):
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
        return self._restored(dict(self._given), self._state())

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self._restored(*copy.deepcopy((dict(self._given), self._state()), memo))

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (type(self), dict(self._given), self._state())

    @classmethod
    def _restored(cls, given: dict[str, Any], state: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        self._remember(given)
        for name, value in state.items():
            setattr(self, name, value)
        return self


def _unpickled(cls: type[WireModel], given: dict[str, Any], state: dict[str, Any]) -> WireModel:
    return cls._restored(given, state)  # pyright: ignore[reportPrivateUsage]


def model(cls: ModelT) -> ModelT:
    """Make the class of an API object a slotted attrs class; `WireModel` constructs it."""
    own = {
        name: attrs.field(
            default=attrs.NOTHING if field.required else field.default,
            kw_only=True,
        )
        for name, field in cls.model_fields.items()
    }
    made = attrs.define(cls, these=own, slots=True, init=False, repr=False, eq=False)
    made.__name__ = made.__qualname__.rpartition(".")[2]
    return made
