# Copied from runtime/refusals.py by `make generate`. Do not edit: edit the original.
"""Owns the errors for values that do not fit a model: which value, where, and why.

If pydantic is loaded, constructors raise its `ValidationError` with our message. That class is
final, so our own class cannot extend it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, cast

from . import codec

_SHOWN_CHARACTERS = 80

#: pydantic's error types, by the expected type.
_KINDS = {
    "str": "string_type",
    "bool": "bool_type",
    "int": "int_type",
    "float": "float_type",
    "a list": "list_type",
    "a mapping": "dict_type",
}

Detail = dict[str, Any]


class ValidationError(ValueError):
    """Values do not fit a model.

    Attributes:
        title: The name of the model or argument.
    """

    def __init__(self, message: str, details: Iterable[Detail] = (), title: str = "") -> None:
        super().__init__(message)
        self.title = title
        self._details = [*details]

    def errors(self, **_: Any) -> list[Detail]:
        """Return the problems, each with `type`, `loc` (names and indexes), `msg` and `input`."""
        return [dict(detail) for detail in self._details]

    def error_count(self) -> int:
        """Return the number of invalid values."""
        return len(self._details)

    def json(self, *, indent: int | None = None, **_: Any) -> str:
        """Return `errors()` as JSON text."""
        text = codec.dumps([{**it, "input": repr(it.get("input"))} for it in self.errors()])
        return text.decode() if indent is None else codec.indented(text.decode(), indent)

    def __reduce__(self) -> tuple[Any, ...]:
        details = [{**detail, "input": repr(detail.get("input"))} for detail in self._details]
        return type(self), (str(self), details, self.title)


def shown(value: object) -> str:
    """Return a value for an error message: its type, and the beginning of its repr."""
    return f"{type(value).__name__} {cut(repr(value))}"


def cut(text: str) -> str:
    """Return a text for an error message. A long text is cut."""
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."


def mismatch(expected: str, value: object) -> ValidationError:
    """Return the error for an unexpected value."""
    return refusal(f"expected {expected}, got {shown(value)}", _kind(expected, value), value)


def _kind(expected: str, value: object) -> str:
    # For pydantic, a value that may be one of several strings is a string.
    kind = _KINDS.get(expected.rsplit("' or ", maxsplit=1)[-1], "value_error")
    if isinstance(value, str) and expected in ("bool", "int", "float"):
        return f"{expected}_parsing"
    return "int_from_float" if expected == "int" and isinstance(value, float) else kind


def refusal(message: str, kind: str, value: object, loc: tuple[Any, ...] = ()) -> ValidationError:
    """Return the error for a single value, with pydantic's error type."""
    return ValidationError(message, [{"type": kind, "loc": loc, "msg": message, "input": value}])


def _details_of(error: ValueError) -> list[Detail]:
    listed: Callable[[], list[Detail]] | None = getattr(error, "errors", None)
    if listed is not None:
        return listed()
    return [{"type": "value_error", "loc": (), "msg": str(error), "input": None}]


def text_of(error: ValueError) -> str:
    """Return the messages of an error, without the text that pydantic adds around them."""
    return _lines(_details_of(error))


def _lines(details: Iterable[Detail]) -> str:
    return "\n".join(str(detail["msg"]) for detail in details)


def _of(details: list[Detail]) -> ValidationError:
    return ValidationError(_lines(details), details)


def within(error: ValueError, place: str, *loc: Any) -> ValidationError:
    """Return an error prefixed with the place that contains the value: a field, item or key.

    Args:
        error: The error about the inner value.
        place: The name of the place in the message.
        loc: The names and indexes of the place.
    """
    details = [
        {**detail, "loc": (*loc, *detail["loc"]), "msg": _placed(place, detail["msg"])}
        for detail in _details_of(error)
    ]
    return _of(details)


def _placed(place: str, text: str) -> str:
    """Return a message prefixed with its place, as in `input[0]: expected ...`."""
    return f"{place}{text}" if text.startswith("[") else f"{place}: {text}"


def together(errors: Iterable[ValueError]) -> ValidationError:
    """Combine several errors into one."""
    return _of([detail for error in errors for detail in _details_of(error)])


def as_raised(error: ValueError, title: str) -> ValueError:
    """Return the error that a constructor raises: pydantic's, if pydantic is loaded.

    Args:
        error: The error to convert.
        title: The name of the model.
    """
    details = _details_of(error)
    core = cast("Any", sys.modules.get("pydantic_core"))
    if not hasattr(core, "ValidationError"):
        return ValidationError(text_of(error), details, title)
    lines = [
        {
            "type": core.PydanticCustomError(detail["type"], detail["msg"]),
            "loc": detail["loc"],
            "input": detail["input"],
        }
        for detail in details
    ]
    return cast("ValueError", core.ValidationError.from_exception_data(title, lines))
