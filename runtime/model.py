"""Owns the base class of rendered models, and the names that their code uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .pydantic_look import PydanticLook
from .types import to_datetime
from .wire_object import JsonObject, is_list, is_mapping, is_tuple, new, to_wire, unset

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        """Stand in for `typing.dataclass_transform`, which Python 3.10 lacks."""
        return lambda cls: cls


__all__ = [
    "ABSENT",
    "JsonObject",
    "WireModel",
    "is_list",
    "is_mapping",
    "is_tuple",
    "model",
    "new",
    "tagged",
    "to_wire",
    "unset",
]

ModelT = TypeVar("ModelT", bound="type[WireModel]")

#: The value of a field that was missing in a decoded object. Typed as Any for type checkers.
ABSENT: Any = None


@dataclass_transform(kw_only_default=True, eq_default=False)
class WireModel(PydanticLook):
    """Base class of all models: a JSON object with typed fields.

    A field that was not sent by the server, or not passed by the caller, is None. Unknown keys are
    kept: they are in `model_extra`, and `to_dict()` includes them.

    Fields can be accessed as attributes or with `[...]`. Item access follows the official client:
    `"x" in m` is true and `m["x"]` works if a field was given or has a value, `m.get("x")` is None
    for a declared field without a value, and iteration yields (name, value) pairs.
    """

    __slots__ = ()


def tagged(value: Any, tag: str, classes: Mapping[str, type[WireModel]]) -> Any:
    """Decode an object with the class for its tag. Other values are returned unchanged."""
    name = value.get(tag) if is_mapping(value) else None
    cls = classes.get(name) if isinstance(name, str) else None
    return value if cls is None else cls.from_dict(value)


#: The value of a time that was deleted, because one without a value would be decoded again.
_DELETED = object()


class _LateTime:
    """A field with a time. It is decoded on first access: that is slow, and few programs need it.

    `from_dict` does not set it.
    """

    __slots__ = ("_slot", "_wire")

    def __init__(self, slot: Any, wire: str) -> None:
        self._slot = slot
        self._wire = wire

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        try:
            value = self._slot.__get__(instance, owner)
        except AttributeError:
            value = to_datetime(instance._given.get(self._wire))
            self._slot.__set__(instance, value)
        if value is _DELETED:
            raise AttributeError(self._slot.__name__, name=self._slot.__name__, obj=instance)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        self._slot.__set__(instance, value)

    def __delete__(self, instance: Any) -> None:
        self.__get__(instance, object)  # raises the error if it was deleted before
        self._slot.__set__(instance, _DELETED)


class _AttrsFields:
    """`__attrs_attrs__` of a model, where attrs and msgspec look for the fields of a class.

    It is created on first use, because few programs need it, and importing attrs takes a tenth of
    the time of a program with one call.
    """

    def __init__(self, cls: type[WireModel]) -> None:
        self._name, self._fields = cls.__name__, cls.model_fields
        self._made: Any = None

    def __get__(self, instance: object, owner: object) -> tuple[Any, ...]:
        if self._made is None:
            import attrs

            own = {
                name: attrs.field(
                    default=attrs.NOTHING if field.required else field.preset,
                    kw_only=True,
                    type=field.declared,
                )
                for name, field in self._fields.items()
            }
            self._made = attrs.fields(attrs.make_class(self._name, own, init=False, eq=False))
        made: tuple[Any, ...] = self._made
        return made


def model(cls: ModelT) -> ModelT:
    """Make the class of an API object a slotted class. `WireModel` constructs it.

    Slots and defaults with the same names exclude each other, so the class is created again.
    """
    taken = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
    rest = {name: it for name, it in cls.__dict__.items() if name not in cls.model_fields}
    made: Any = cast("Any", type(cls))(
        cls.__qualname__.rpartition(".")[2],
        cls.__bases__,
        {
            **rest,
            "__qualname__": cls.__qualname__,
            "__slots__": tuple(name for name in cls.model_fields if name not in taken),
            "__attrs_attrs__": _AttrsFields(cls),
        },
    )
    for name, field in made.model_fields.items():
        if field.is_late:
            setattr(made, name, _LateTime(getattr(made, name), field.wire))
    return cast("ModelT", made)
