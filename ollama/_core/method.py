"""Owns the description of a client's method: its request, and the conversion of its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import attrs
from ollama_client import models
from ollama_client._runtime.convert import converters_of
from ollama_client._runtime.model import WireModel, to_wire

from ollama._core.requests import checked, model_name

T = TypeVar("T", bound=WireModel)


@attrs.frozen
class Conversion:
    """How an argument is converted to what is sent: a line of the table of conversions."""

    convert: Callable[[Any, str, bool | None], Any]
    """Called with the value, the argument's name, and whether text may be the path of an image."""
    is_checked: bool = attrs.field(default=False, kw_only=True)
    """Whether the result is also checked against the field's type."""
    takes_none: bool = attrs.field(default=False, kw_only=True)
    """Whether None is converted, too; otherwise it is left out."""
    is_wire: bool = attrs.field(default=False, kw_only=True)
    """Whether the result consists of JSON values, and needs no further conversion."""


class _Argument(NamedTuple):
    """How one argument is processed."""

    wire: str
    convert: Callable[[Any, str, bool | None], Any] | None
    check: Callable[[Any], Any] | None
    takes_none: bool
    is_wire: bool


_MODEL_NAME = Conversion(lambda value, name, _: model_name(value, name), takes_none=True)


@attrs.define(eq=False)
class Method(Generic[T]):
    """One line of the table of methods."""

    name: str
    """Name of the method."""
    verb: str
    """The HTTP method."""
    url: str
    """Path on the server, or a full URL."""
    answer: str = attrs.field(kw_only=True)
    """Name of the class of the answer."""
    request: str | None = attrs.field(default=None, kw_only=True)
    """Name of the class of the body; None for a request without one."""
    accepts: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    """The conversions of arguments, by their names."""
    flag: str | None = attrs.field(default=None, kw_only=True)
    """The key of the body that makes the answer a stream."""
    service: str | None = attrs.field(default=None, kw_only=True)
    """Name of the service that answers, if it needs a token."""
    _arguments: dict[str, _Argument] | None = attrs.field(default=None, init=False)

    def body(
        self,
        given: Mapping[str, Any],
        conversions: Mapping[str, Conversion],
        allow_paths: bool | None,
    ) -> dict[str, Any]:
        """Return the body of a request: arguments are converted and checked, None is left out.

        Raises:
            InvalidRequestError: An argument has the wrong type, or the model's name is empty.
        """
        arguments = self._arguments
        if arguments is None:
            arguments = self._arguments = self._read(given, conversions)
        out: dict[str, Any] = {}
        for name, argument in given.items():
            try:
                wire, convert, check, takes_none, is_wire = arguments[name]
            except KeyError:  # a field without an argument
                arguments.update(self._read(given, conversions))
                wire, convert, check, takes_none, is_wire = arguments[name]
            if argument is None and not takes_none:
                continue
            value = argument if convert is None else convert(argument, name, allow_paths)
            if check is not None:
                value = checked(name, value, check)
            out[wire] = value if is_wire else to_wire(value)
        return out

    def _read(
        self, given: Mapping[str, Any], conversions: Mapping[str, Conversion]
    ) -> dict[str, _Argument]:
        cls: type[WireModel] = getattr(models, str(self.request))
        converters, fields = converters_of(cls), cls.model_fields
        out: dict[str, _Argument] = {}
        for name in given:
            found = conversions.get(self.accepts.get(name, ""))
            if name == "model":
                found = _MODEL_NAME
            check = converters[name] if found is None or found.is_checked else None
            wire = fields[name].wire
            out[name] = (
                _Argument(wire, found.convert, check, found.takes_none, found.is_wire)
                if found
                else _Argument(wire, None, check, False, False)
            )
        return out
