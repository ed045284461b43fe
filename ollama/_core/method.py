"""Owns the description of a client's method: its request, and the conversion of its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from ollama_client import models
from ollama_client._runtime.model import WireModel, to_wire

from ollama._core.requests import checked, model_name

T = TypeVar("T", bound=WireModel)


class Conversion:
    """How an argument is converted to what is sent: a line of the table of conversions.

    Args:
        convert: Called with the value, the argument's name, and whether text may be the path of an
            image.
        is_checked: Whether the result is also checked against the field's type.
        takes_none: Whether None is converted, too; otherwise it is left out.
        is_wire: Whether the result consists of JSON values, and needs no further conversion.
    """

    def __init__(
        self,
        convert: Callable[[Any, str, bool | None], Any],
        *,
        is_checked: bool = False,
        takes_none: bool = False,
        is_wire: bool = False,
    ) -> None:
        self.convert = convert
        self.is_checked = is_checked
        self.takes_none = takes_none
        self.is_wire = is_wire


class _Argument(NamedTuple):
    """How one argument is processed."""

    wire: str
    convert: Callable[[Any, str, bool | None], Any] | None
    check: Callable[[Any], Any] | None
    is_wire: bool


_MODEL_NAME = Conversion(lambda value, name, _: model_name(value, name), takes_none=True)


class Method(Generic[T]):
    """One line of the table of methods.

    Args:
        name: Name of the method.
        verb: The HTTP method.
        url: Path on the server, or a full URL.
        answer: Name of the class of the answer.
        request: Name of the class of the body; None for a request without one.
        accepts: The conversions of arguments, by their names.
        wires: The keys of converted arguments in the body, if they differ from their names.
        flag: The key of the body that makes the answer a stream.
        service: Name of the service that answers, if it needs a token.
    """

    def __init__(
        self,
        name: str,
        verb: str,
        url: str,
        *,
        answer: str,
        request: str | None = None,
        accepts: Mapping[str, str] | None = None,
        wires: Mapping[str, str] | None = None,
        flag: str | None = None,
        service: str | None = None,
    ) -> None:
        self.name, self.verb, self.url = name, verb, url
        self.answer, self.request = answer, request
        self.accepts, self.wires = accepts or {}, wires or {}
        self.flag, self.service = flag, service
        self._arguments: dict[str, _Argument] = {}
        self._takes_none: frozenset[str] | None = None

    def body(
        self,
        given: Mapping[str, Any],
        conversions: Mapping[str, Conversion],
        allow_paths: bool | None,
    ) -> dict[str, Any]:
        """Return the body of a request: arguments are converted and checked, None is left out.

        The class of the request is only loaded if an argument is checked against it.
        """
        takes_none = self._takes_none
        if takes_none is None:
            found = {name: self._conversion(name, conversions) for name in ("model", *self.accepts)}
            takes_none = frozenset(name for name, it in found.items() if it and it.takes_none)
            self._takes_none = takes_none
        arguments = self._arguments
        out: dict[str, Any] = {}
        for name, argument in given.items():
            if argument is None and name not in takes_none:
                continue
            try:
                wire, convert, check, is_wire = arguments[name]
            except KeyError:
                read = arguments[name] = self._read(name, conversions)
                wire, convert, check, is_wire = read
            value = argument if convert is None else convert(argument, name, allow_paths)
            if check is not None:
                value = checked(name, value, check)
            out[wire] = value if is_wire else to_wire(value)
        return out

    def _conversion(self, name: str, conversions: Mapping[str, Conversion]) -> Conversion | None:
        return _MODEL_NAME if name == "model" else conversions.get(self.accepts.get(name, ""))

    def _read(self, name: str, conversions: Mapping[str, Conversion]) -> _Argument:
        found = self._conversion(name, conversions)
        if found is not None and not found.is_checked:
            return _Argument(self.wires.get(name, name), found.convert, None, found.is_wire)
        from ollama_client._runtime.convert import converters_of  # late, like the class

        cls: type[WireModel] = getattr(models, str(self.request))
        wire, check = cls.model_fields[name].wire, converters_of(cls)[name]
        if found is None:
            return _Argument(wire, None, check, False)
        return _Argument(wire, found.convert, check, found.is_wire)
