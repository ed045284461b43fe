"""Owns the interface of pydantic models, which the official client's models have.

The SDK itself does not use it. Programs use these names to dump, validate, copy and describe
models. Longer parts are in `schema` and `declarations`, which are imported on first use. pydantic
itself is never imported.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Collection, Mapping
from datetime import datetime
from types import EllipsisType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from . import codec
from .wire_object import Field, JsonObject, WireObject, is_mapping, own_dict, to_wire

if TYPE_CHECKING:
    from typing_extensions import Self

    from .convert import Converter


def _inside(selection: Any, key: Any) -> Any:
    """Return the part of `include` or `exclude` that applies inside a member, or None."""
    inner = selection.get(key, selection.get("__all__")) if is_mapping(selection) else None
    return None if inner is True or isinstance(inner, EllipsisType) else inner


def _selected(key: Any, include: Any, exclude: Any) -> bool:
    if include is not None and key not in include and "__all__" not in include:
        return False
    if exclude is None or (key not in exclude and "__all__" not in exclude):
        return True
    return _inside(exclude, key) is not None


def without_own(value: PydanticLook, base: type[PydanticLook], exclude: Any = None) -> Any:
    """Return `exclude` extended by the fields that the class of a value adds to a base class."""
    if type(value) is base:
        return exclude
    own = [name for name in value.model_fields if name not in base.model_fields]
    own += [name for name in value.model_computed_fields if name not in base.model_computed_fields]
    known: dict[Any, Any] = (
        dict(exclude) if is_mapping(exclude) else dict.fromkeys(exclude or (), True)
    )
    return {**known, **dict.fromkeys(own, True)} or None


def _rendered(cls: type[PydanticLook]) -> type[PydanticLook]:
    """Return the class itself, or for a user's class the rendered model that it extends."""
    bases: Any = cls.__mro__
    found: type[PydanticLook] = next(it for it in bases if not it._takes_attributes)
    return found


def _dumped(value: Any, options: dict[str, Any], include: Any = None, exclude: Any = None) -> Any:
    if isinstance(value, PydanticLook):
        if not options["of_user"]:
            exclude = without_own(value, _rendered(type(value)), exclude)
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


class OlderNames:
    """Names of pydantic 1 for the same methods. They work without deprecation warnings.

    They are in a separate class, because they hide `dict` and `copy` from annotations beside them.
    """

    __slots__ = ()

    def dict(self: Any, **options: Any) -> JsonObject:
        """Same as `model_dump`."""
        return self.model_dump(**options)

    def json(self: Any, **options: Any) -> str:
        """Same as `model_dump_json`."""
        return str(self.model_dump_json(**options))

    def copy(
        self: Any,
        *,
        include: Any = None,
        exclude: Any = None,
        update: Any = None,
        deep: bool = False,
    ) -> Any:
        """Same as `model_copy`, but fields that are not selected are reset."""
        return self.model_copy(update=update, deep=deep)._reduced(include, exclude)

    @classmethod
    def parse_obj(cls: Any, obj: Any) -> Any:
        """Same as `model_validate`."""
        return cls.model_validate(obj)

    @classmethod
    def validate(cls: Any, value: Any) -> Any:
        """Same as `model_validate`."""
        return cls.model_validate(value)

    @classmethod
    def parse_raw(cls: Any, b: str | bytes, **_: Any) -> Any:
        """Same as `model_validate_json`."""
        return cls.model_validate_json(b)

    @classmethod
    def construct(cls: Any, _fields_set: Any = None, **values: Any) -> Any:
        """Same as `model_construct`."""
        return cls.model_construct(_fields_set, **values)

    @classmethod
    def schema(cls: Any, by_alias: bool = True, **options: Any) -> JsonObject:
        """Same as `model_json_schema`."""
        return cls.model_json_schema(by_alias, **options)

    @classmethod
    def schema_json(cls: Any, *, indent: int | None = None, **options: Any) -> str:
        """Return `model_json_schema` as JSON text."""
        text = codec.dumps(cls.schema(**options)).decode()
        return text if indent is None else codec.indented(text, indent)


def _is_of_user(cls: type) -> bool:
    """Return whether a class is a user's, which may contain pydantic declarations."""
    return "from_dict" not in cls.__dict__ and not cls.__module__.startswith(f"{__package__}.")


class _Serializer:
    """The serializer that pydantic asks for when it has no type for a value.

    It exists only while pydantic is loaded, because it needs pydantic-core.
    """

    def __get__(self, instance: object, owner: type) -> Any:
        if "pydantic_core" not in sys.modules:
            raise AttributeError("__pydantic_serializer__")
        from .schema import serializer

        return serializer()


class PydanticLook(OlderNames, WireObject):
    """A wire object with the interface of a pydantic model."""

    __slots__ = ()

    #: Settings of a user's subclass: `extra` ("allow" keeps unknown keywords, "ignore" drops them,
    #: "forbid" rejects them), `frozen`, `validate_assignment`, `from_attributes`, `title` and
    #: `json_schema_extra`. Other settings are rejected when the class is created.
    model_config: ClassVar[Mapping[str, Any]] = {}
    model_computed_fields: ClassVar[Mapping[str, Any]] = {}
    #: Validators that were declared with pydantic's decorators, by function name.
    _validators: ClassVar[Mapping[str, Any]] = {}
    _serializers: ClassVar[Mapping[str, Any]] = {}
    #: Results of `pydantic.PrivateAttr(...)`, by attribute name.
    _private: ClassVar[Mapping[str, Any]] = {}

    if not TYPE_CHECKING:
        __pydantic_serializer__ = _Serializer()

        def __init__(self, /, *values: Any, **given: Any) -> None:
            from .convert import fill
            from .refusals import as_raised

            cls = type(self)
            if values:
                raise TypeError(
                    f"{cls.__qualname__}() takes no positional arguments: name the fields"
                )
            try:
                if cls._validators:
                    from .declarations import after, before

                    fill(self, before(cls, given))
                    self._begin()
                    self.model_post_init(None)
                    after(self)
                else:
                    fill(self, given)
                    self._begin()
                    self.model_post_init(None)
            except ValueError as error:
                raise as_raised(error, cls.__name__) from None

        @property
        def __dict__(self) -> dict[str, Any]:
            """The fields and other attributes, as shown by `vars()`.

            Fields are stored in slots, so their values are copied to the dict on access.
            """
            held = own_dict(self)
            held.update(self)
            return held

    def __init_subclass__(cls, **keywords: Any) -> None:
        if _is_of_user(cls):
            cls._declare(keywords)
        super().__init_subclass__(**keywords)

    @classmethod
    def _declare(cls, keywords: dict[str, Any]) -> None:
        from .declarations import declare, settings_of

        cls._takes_attributes = True
        cls.model_config = settings_of(cls, keywords)
        cls._unknown_keywords = cls.model_config.get("extra") or cls._unknown_keywords
        declare(cls)

    @classmethod
    def _adopt(cls, added: list[Field]) -> None:
        if not _is_of_user(cls):
            return
        from .convert import adopt
        from .declarations import declare_fields

        declare_fields(cls, added)
        if added or cls._private:
            adopt(cls, added)

    def _begin(self) -> None:
        if self._private:
            from .declarations import begin

            begin(self)

    @classmethod
    def _converter_of(cls, field: Field) -> Converter:
        convert = super()._converter_of(field)
        if not cls._validators and not field.info:
            return convert
        from .declarations import around

        return around(cls, field, convert)

    def _is_set(self, name: str) -> bool:
        field, value = self.model_fields[name], getattr(self, name)
        return field.wire in self._given or (value is not None and value != field.preset)

    @property
    def model_fields_set(self) -> set[str]:
        """Python names of the fields that were passed (even as None) or set later."""
        return {name for name in self.model_fields if self._is_set(name)}

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
        """Return the fields as a dict. Nested models are converted, too.

        Args:
            mode: "python" keeps datetimes and sizes. "json" returns only JSON values.
            include: Names of the fields to keep. None keeps all. A mapping selects parts of values
                by field name or list index; `"__all__"` applies to every item.
            exclude: What to leave out, in the same format.
            by_alias: Whether to use wire names instead of Python names.
            exclude_unset: Whether to leave out fields that were not passed.
            exclude_defaults: Whether to leave out fields that equal their default.
            exclude_none: Whether to leave out fields that are None.
        """
        inner: dict[str, Any] = {
            "mode": mode,
            "by_alias": by_alias,
            "exclude_unset": exclude_unset,
            "exclude_defaults": exclude_defaults,
            "exclude_none": exclude_none,
        }
        if self._serializers:
            from .declarations import written_whole

            for whole in written_whole(self):
                return cast("dict[str, Any]", whole)
        out: dict[str, Any] = {}
        for name, field in self.model_fields.items():
            value = getattr(self, name)
            if (
                not _selected(name, include, exclude)
                or (value is None and exclude_none)
                or (exclude_unset and not self._is_set(name))
                or (field.omit_unset and not self._has(name))
                or (exclude_defaults and value == field.preset)
                or (field.info and field.exclude)
            ):
                continue
            if self._serializers:
                from .declarations import written

                value = written(self, name, value)
            key = field.wire if by_alias else field.dump_name
            inner["of_user"] = field.of_user
            out[key] = _dumped(value, inner, _inside(include, name), _inside(exclude, name))
        inner["of_user"] = True
        for key, value in (self.model_extra or {}).items():
            if _selected(key, include, exclude):
                out[key] = _dumped(value, inner, _inside(include, key), _inside(exclude, key))
        if self.model_computed_fields:
            from .declarations import computed

            for name, alias, value in computed(self):
                if _selected(name, include, exclude) and not (value is None and exclude_none):
                    out[alias if by_alias else name] = _dumped(value, inner)
        return out

    def __json__(self) -> dict[str, Any]:
        """Return `model_dump(mode="json")`. Several JSON libraries look for this method."""
        return self.model_dump(mode="json")

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """Return `model_dump(mode="json")` as JSON text, compact unless `indent` is set."""
        options["mode"] = "json"
        text = codec.dumps(self.model_dump(**options)).decode()
        return text if indent is None else codec.indented(text, indent)

    @classmethod
    def model_validate(cls, obj: Any, *, from_attributes: bool | None = None, **_: Any) -> Self:
        """Return a model for an instance, or for a mapping with Python or wire names.

        Types are checked.

        Args:
            obj: The instance or the mapping.
            from_attributes: Whether to accept any object with attributes named like the fields.
                None uses the setting in `model_config`.

        Raises:
            ValueError: A field is missing or has the wrong type. The message names the class, the
                field and the value. If pydantic is imported, this is a `pydantic.ValidationError`.
        """
        if from_attributes is None:
            from_attributes = cls.model_config.get(
                "from_attributes", cls.model_config.get("orm_mode")
            )
        if from_attributes and not isinstance(obj, cls) and not is_mapping(obj):
            obj = {name: getattr(obj, name) for name in cls.model_fields if hasattr(obj, name)}
        try:
            return cls._made_of(obj)
        except ValueError as error:
            from .refusals import as_raised

            raise as_raised(error, cls.__name__) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
        """Return a model for JSON text. Types are checked.

        Raises:
            ValueError: The text is not JSON, or a field is missing or has the wrong type.
        """
        text = json_data if isinstance(json_data, str) else bytes(json_data)
        try:
            data = codec.loads(text)
        except ValueError as error:
            if "pydantic_core" not in sys.modules:
                raise
            from .refusals import as_raised, refusal

            told = f"{cls.__qualname__}: expected JSON ({error})"
            raise as_raised(refusal(told, "json_invalid", json_data), cls.__name__) from error
        return cls.model_validate(data)

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, /, **values: Any) -> Self:
        """Return a model for the given fields, without checks."""
        fields = cls.model_fields
        given = {cls._names_by_wire.get(key, key): value for key, value in values.items()}
        state = {name: given.get(name, field.preset) for name, field in fields.items()}
        return cls._restored(
            {fields[key].wire if key in fields else key: value for key, value in given.items()},
            state,
        )

    @classmethod
    def model_json_schema(
        cls, by_alias: bool = True, ref_template: str = "#/$defs/{model}", **_: Any
    ) -> dict[str, Any]:
        """Return the JSON Schema of the model, for the `format` of a request.

        Args:
            by_alias: Whether to use wire names instead of Python names.
            ref_template: The format of references to the schemas of other models.
        """
        from .schema import json_schema

        return json_schema(cls, by_alias=by_alias, ref_template=ref_template)

    @classmethod
    def model_rebuild(cls, **_: Any) -> None:
        """Do nothing, because annotations are evaluated on first use."""

    def model_post_init(self, context: Any, /) -> None:
        """Called after construction. Subclasses may override it."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> dict[str, Any]:
        # Makes models usable as field types in users' pydantic models.
        from .schema import core_schema

        return core_schema(cls)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy. `update` replaces fields, without checks; `deep` copies values."""
        clone = copy.deepcopy(self) if deep else copy.copy(self)
        for name, value in (update or {}).items():
            field = self._field(name)
            clone._remember({**clone._given, field.wire if field else name: value})
            if field:
                object.__setattr__(clone, field.name, value)
        return clone

    def _reduced(self, include: Any, exclude: Any) -> Self:
        dropped = [name for name in self.model_fields if not _selected(name, include, exclude)]
        wires = {self.model_fields[name].wire for name in dropped}
        self._remember({key: value for key, value in self._given.items() if key not in wires})
        for name in dropped:
            object.__setattr__(self, name, None)
        return self

    def __setstate__(self, state: Any) -> None:
        """Restore the state of a pickle, including pickles of the official client's models."""
        values: Mapping[str, Any] = state["__dict__"]
        extra: Mapping[str, Any] = state.get("__pydantic_extra__") or {}
        given: Collection[str] = state.get("__pydantic_fields_set__") or ()
        fields = self.model_fields
        known = {name: values.get(name, field.preset) for name, field in fields.items()}
        noted = {name: value for name, value in values.items() if name not in fields}
        private: Mapping[str, Any] = state.get("__pydantic_private__") or {}
        self._remember({**extra, **{fields[it].wire: known[it] for it in fields if it in given}})
        for name, value in {**noted, **private, **known}.items():
            object.__setattr__(self, name, value)
