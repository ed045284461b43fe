"""Runs the pydantic validators that a user's subclass of a model declares, in its constructor.

They are known by their shape: pydantic itself is not imported. Model validators and field
validators run "before" and "after" the checks of this package; a validator takes no `info`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .wire_object import is_mapping

if TYPE_CHECKING:
    from .convert import Converter
    from .pydantic_look import PydanticLook

_OF_MODELS, _OF_FIELDS = "ModelValidatorDecoratorInfo", "FieldValidatorDecoratorInfo"


def declared(cls: type) -> dict[str, Any]:
    """Return what pydantic's decorators noted about the validators of a class, by name.

    Raises:
        TypeError: A validator has a mode that this package does not run.
    """
    found: dict[str, Any] = {}
    for name, value in cls.__dict__.items():
        info: Any = getattr(value, "decorator_info", None)
        if type(info).__name__ not in (_OF_MODELS, _OF_FIELDS):
            continue
        if info.mode not in ("before", "after"):
            raise TypeError(f"{cls.__qualname__}.{name}: validators run before or after checks")
        found[name] = info
    return found


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
    """Return the arguments of a constructor as the validators before the checks leave them.

    Raises:
        ValueError: A validator refuses them, or does not return a mapping.
    """
    for name in _names(cls, _OF_MODELS, "before"):
        arguments = _run(getattr(cls, name), dict(arguments))
        if not is_mapping(arguments):
            raise ValueError(f"{cls.__qualname__}.{name}: expected to return a mapping")
    return arguments


def after(instance: PydanticLook) -> None:
    """Run the validators that look at a finished instance.

    Raises:
        ValueError: A validator refuses it.
    """
    for name in _names(type(instance), _OF_MODELS, "after"):
        _run(getattr(instance, name))


def around(cls: type[PydanticLook], field: str, convert: Converter) -> Converter:
    """Return the converter of a field with the validators of the field before and after it."""
    first = [getattr(cls, name) for name in _names(cls, _OF_FIELDS, "before", field)]
    last = [getattr(cls, name) for name in _names(cls, _OF_FIELDS, "after", field)]

    def converted(value: Any) -> Any:
        for step in (*first, convert, *last):
            value = _run(step, value)
        return value

    return converted
