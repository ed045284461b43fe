"""Owns pydantic declarations in users' subclasses of models, other than fields.

These are the settings in `model_config`, validators, serializers, computed fields and private
attributes. They are recognized by their attributes, so pydantic is not imported. A declaration that
is not supported raises an error, with the reason, when the class is created.
"""

from __future__ import annotations

import copy
import inspect
import types
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, cast

from .convert import Converter, constrained, converters_of
from .refusals import as_raised, refusal, within
from .wire_object import Field, is_mapping, own_dict

if TYPE_CHECKING:
    from .pydantic_look import PydanticLook

_OF_MODELS, _OF_FIELDS = "ModelValidatorDecoratorInfo", "FieldValidatorDecoratorInfo"
_COMPUTED = "ComputedFieldInfo"
_WRITES_MODEL, _WRITES_FIELDS = "ModelSerializerDecoratorInfo", "FieldSerializerDecoratorInfo"

#: Supported settings. `orm_mode` is an older name.
_SETTINGS = (
    "extra",
    "frozen",
    "from_attributes",
    "json_schema_extra",
    "orm_mode",
    "title",
    "validate_assignment",
)

#: Settings that match what models always do, or that do not apply to them.
_AS_IT_IS = (
    "arbitrary_types_allowed",
    "defer_build",
    "hide_input_in_errors",
    "populate_by_name",
    "protected_namespaces",
    "underscore_attrs_are_private",
    "use_attribute_docstrings",
    "validate_by_alias",
    "validate_by_name",
)

#: Keywords that `pydantic.create_model` passes to the class statement.
_OF_CREATE_MODEL = ("__pydantic_reset_parent_namespace__", "_create_model_module")


def _refuse(cls: type, what: str, instead: str) -> NoReturn:
    raise TypeError(
        f"{cls.__qualname__}.{what}: models of this package do not support this; {instead}"
    )


# ---------------------------------------------------------------------- the class statement


def settings_of(cls: type[PydanticLook], keywords: dict[str, Any]) -> Mapping[str, Any]:
    """Return the settings of a class, including inherited ones.

    Args:
        cls: The class.
        keywords: The keywords of the class statement, as in `class X(Message, extra="allow")`.
            Settings are removed from it.

    Raises:
        TypeError: A setting is not supported.
    """
    older: Any = cls.__dict__.get("Config", object)
    written = cast("Mapping[str, Any]", vars(older))
    config = {name: value for name, value in written.items() if name[0] != "_"}
    config |= cls.__dict__.get("model_config", {})
    for name in _OF_CREATE_MODEL:
        keywords.pop(name, None)
    config |= {name: keywords.pop(name) for name in [*keywords] if name in _SETTINGS + _AS_IT_IS}
    for name, value in config.items():
        if name not in _SETTINGS + _AS_IT_IS and value:
            _refuse(cls, f"model_config[{name!r}]", "do it in a validator or a method")
    return {**cls.model_config, **config}


def declare(cls: type[PydanticLook]) -> None:
    """Process the declarations in the body of a class.

    Raises:
        TypeError: A declaration is not supported.
    """
    private: dict[str, Any] = {}
    noted: dict[str, dict[str, Any]] = {"validators": {}, "serializers": {}, "computed": {}}
    for name, value in list(cls.__dict__.items()):
        if type(value).__name__ == "ModelPrivateAttr":
            private[name] = value
            delattr(cls, name)
        info: Any = getattr(value, "decorator_info", None)
        if type(info).__name__ in (_OF_MODELS, _OF_FIELDS):
            _demand_plain_validator(cls, name, info)
            noted["validators"][name] = info
        elif type(info).__name__ in (_WRITES_MODEL, _WRITES_FIELDS):
            _demand_plain_serializer(cls, name, info)
            noted["serializers"][name] = info
        elif type(info).__name__ == _COMPUTED:
            noted["computed"][name] = info
    cls._private = {**cls._private, **private}  # pyright: ignore[reportPrivateUsage]
    cls._validators = {**cls._validators, **noted["validators"]}  # pyright: ignore[reportPrivateUsage]
    cls._serializers = {**cls._serializers, **noted["serializers"]}  # pyright: ignore[reportPrivateUsage]
    cls.model_computed_fields = {**cls.model_computed_fields, **noted["computed"]}


def _demand_plain_validator(cls: type, name: str, info: Any) -> None:
    if info.mode not in ("before", "after"):
        raise TypeError(f"{cls.__qualname__}.{name}: validators run before or after checks")
    takes_instance = type(info).__name__ == _OF_MODELS and info.mode == "after"
    if _parameters(cls, name) > (0 if takes_instance else 1):
        _refuse(cls, name, "write the validator without `info`")


def _demand_plain_serializer(cls: type, name: str, info: Any) -> None:
    takes_value = type(info).__name__ == _WRITES_FIELDS
    if (
        info.mode != "plain"
        or getattr(info, "when_used", "always") != "always"
        or _parameters(cls, name) > takes_value
    ):
        _refuse(cls, name, "write a plain serializer without `info` and `when_used`")


def _parameters(cls: type, name: str) -> int:
    """Return the number of parameters of a declared function, without `cls` or `self`."""
    declared: Any = cls.__dict__[name]
    function = getattr(declared, "wrapped", declared)
    plain = getattr(function, "__func__", function)
    return len(inspect.signature(plain).parameters) - (not isinstance(function, staticmethod))


def declare_fields(cls: type[PydanticLook], added: list[Field]) -> None:
    """Check the fields that a class adds, and guard assignments if the class requests it.

    Raises:
        TypeError: A field has an alias for only one direction.
    """
    for field in added:
        for alias in (field.validation_alias, field.serialization_alias):
            if alias not in (None, field.wire):
                _refuse(cls, field.name, "give it one `alias` for both directions")
    config = cls.model_config
    if config.get("frozen") or config.get("validate_assignment") or any(it.frozen for it in added):
        cls.__setattr__ = _set_guarded  # type: ignore[method-assign, assignment]
    if config.get("frozen"):
        cls.__hash__ = _hash_of_fields  # type: ignore[method-assign, assignment]


def begin(instance: PydanticLook) -> None:
    """Set the private attributes of a class to their defaults."""
    for name, attribute in type(instance)._private.items():  # pyright: ignore[reportPrivateUsage]
        factory = attribute.default_factory
        default = factory() if factory is not None else copy.deepcopy(attribute.default)
        if type(default).__name__ != "PydanticUndefinedType":
            object.__setattr__(instance, name, default)


# ---------------------------------------------------------------------- attributes


def _set_guarded(self: PydanticLook, name: str, value: Any) -> None:
    """Set an attribute. Fields are validated or frozen as the class is configured."""
    cls, field = type(self), self.model_fields.get(name)
    if field is not None and _has_been_set(self, name):
        if cls.model_config.get("frozen") or field.frozen:
            text = f"{cls.__qualname__}.{name}: the field is frozen"
            raise as_raised(refusal(text, "frozen_instance", value, (name,)), cls.__name__)
        if cls.model_config.get("validate_assignment"):
            try:
                value = converters_of(cls)[name](value)
            except ValueError as error:
                inner = within(error, f"{cls.__qualname__}.{name}", name)
                raise as_raised(inner, cls.__name__) from None
    object.__setattr__(self, name, value)


def _has_been_set(instance: PydanticLook, name: str) -> bool:
    declared = inspect.getattr_static(type(instance), name, None)
    is_slot = isinstance(declared, types.MemberDescriptorType)
    return name in own_dict(instance) or (is_slot and hasattr(instance, name))


def _hash_of_fields(self: PydanticLook) -> int:
    return hash((type(self), *(getattr(self, name) for name in self.model_fields)))


# ---------------------------------------------------------------------- validators


def _names(cls: type[PydanticLook], kind: str, mode: str, field: str = "") -> list[str]:
    return [
        name
        for name, info in cls._validators.items()  # pyright: ignore[reportPrivateUsage]
        if type(info).__name__ == kind
        and info.mode == mode
        and (not field or field in info.fields or "*" in info.fields)
    ]


def _run(validator: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return validator(*arguments)
    except AssertionError as error:
        raise ValueError(str(error)) from error


def before(cls: type[PydanticLook], arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the arguments of a constructor after the "before" validators ran.

    Raises:
        ValueError: A validator rejects them, or does not return a mapping.
    """
    for name in _names(cls, _OF_MODELS, "before"):
        arguments = _run(getattr(cls, name), dict(arguments))
        if not is_mapping(arguments):
            raise ValueError(f"{cls.__qualname__}.{name}: expected to return a mapping")
    return arguments


def after(instance: PydanticLook) -> None:
    """Run the "after" validators of a model on a finished instance.

    Raises:
        ValueError: A validator rejects it.
    """
    for name in _names(type(instance), _OF_MODELS, "after"):
        _run(getattr(instance, name))


def around(cls: type[PydanticLook], field: Field, convert: Converter) -> Converter:
    """Return the converter of a field, wrapped in the field's constraints and validators."""
    if field.metadata:
        convert = constrained(field.annotation, field.metadata, field.scope)
    first = [getattr(cls, name) for name in _names(cls, _OF_FIELDS, "before", field.name)]
    last = [getattr(cls, name) for name in _names(cls, _OF_FIELDS, "after", field.name)]
    if not first and not last:
        return convert

    def converted(value: Any) -> Any:
        for step in (*first, convert, *last):
            value = _run(step, value)
        return value

    return converted


# ---------------------------------------------------------------------- dumps


def written(instance: PydanticLook, name: str, value: Any) -> Any:
    """Return the value of a field after the serializers of its class."""
    for serializer, info in type(instance)._serializers.items():  # pyright: ignore[reportPrivateUsage]
        if type(info).__name__ == _WRITES_FIELDS and (name in info.fields or "*" in info.fields):
            return getattr(instance, serializer)(value)
    return value


def written_whole(instance: PydanticLook) -> tuple[Any, ...]:
    """Return the result of the model serializer as a 1-tuple, or () if there is no serializer."""
    return tuple(
        getattr(instance, name)()
        for name, info in type(instance)._serializers.items()  # pyright: ignore[reportPrivateUsage]
        if type(info).__name__ == _WRITES_MODEL
    )


def computed(instance: PydanticLook) -> Iterator[tuple[str, str, Any]]:
    """Yield the name, alias and value of each computed field."""
    for name, info in instance.model_computed_fields.items():
        alias = cast("str | None", getattr(info, "alias", None))
        yield name, alias or name, getattr(instance, name)
