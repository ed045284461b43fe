"""Owns what a method of a client is: where its request goes, and what its arguments become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from ollama_client import models
from ollama_client._runtime.convert import converters_of
from ollama_client._runtime.model import WireModel, to_wire

from ollama._core.requests import checked, model_name

T = TypeVar("T", bound=WireModel)


class Conversion:
    """How what a caller gives becomes what is sent."""

    __slots__ = ("convert", "is_checked", "takes_none")

    def __init__(
        self,
        convert: Callable[[Any, str, bool | None], Any],
        *,
        is_checked: bool = False,
        takes_none: bool = False,
    ) -> None:
        """Hold a line of the table of conversions.

        Args:
            convert: Is given the value, the argument's name, and whether text may name a file as
                an image.
            is_checked: Whether the result is still to be checked by the field's type.
            takes_none: Whether None becomes a value, too; else it is left out.
        """
        self.convert = convert
        self.is_checked = is_checked
        self.takes_none = takes_none


class _Argument(NamedTuple):
    """What is done with one argument."""

    wire: str
    convert: Callable[[Any, str, bool | None], Any] | None
    check: Callable[[Any], Any] | None
    takes_none: bool


_MODEL_NAME = Conversion(lambda value, name, _: model_name(value, name), takes_none=True)


class Method(Generic[T]):
    """One line of the table of methods."""

    __slots__ = (
        "_arguments",
        "accepts",
        "answer",
        "flag",
        "name",
        "request",
        "service",
        "url",
        "verb",
    )

    def __init__(
        self,
        name: str,
        verb: str,
        url: str,
        *,
        answer: str,
        request: str | None = None,
        accepts: Mapping[str, str] | None = None,
        flag: str | None = None,
        service: str | None = None,
    ) -> None:
        """Hold the line.

        Args:
            name: Name of the method.
            verb: The HTTP method.
            url: Path on the server, or a whole URL.
            answer: Name of the class of the answer.
            request: Name of the class of the body; None for a request without one.
            accepts: The conversions of arguments, by their names.
            flag: The key of the body that makes the answer a stream.
            service: What answers, where that needs a token.
        """
        self.name = name
        self.verb = verb
        self.url = url
        self.answer = answer
        self.request = request
        self.accepts = accepts or {}
        self.flag = flag
        self.service = service
        self._arguments: dict[str, _Argument] | None = None

    def body(
        self,
        given: Mapping[str, Any],
        conversions: Mapping[str, Conversion],
        allow_paths: bool | None,
    ) -> dict[str, Any]:
        """Return the body of a request: arguments converted and checked, None left out.

        Raises:
            InvalidRequestError: An argument has the wrong type, or the model's name is empty.
        """
        arguments = self._arguments
        if arguments is None:
            arguments = self._arguments = self._read(given, conversions)
        out: dict[str, Any] = {}
        for name, argument in given.items():
            wire, convert, check, takes_none = arguments[name]
            if argument is None and not takes_none:
                continue
            value = argument if convert is None else convert(argument, name, allow_paths)
            out[wire] = to_wire(value if check is None else checked(name, value, check))
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
            convert, takes_none = (found.convert, found.takes_none) if found else (None, False)
            out[name] = _Argument(fields[name].wire, convert, check, takes_none)
        return out
