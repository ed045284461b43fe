"""Owns what is said of values that do not fit a model: which, where and why, as pydantic lists it.

Where pydantic is loaded, constructors raise its own error: nothing else is what an `except
pydantic.ValidationError` catches, for that class is final. Its text holds ours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, cast

from . import codec

_SHOWN_CHARACTERS = 80

#: What pydantic calls a mismatch, by what was expected.
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
    """Values that do not fit.

    Attributes:
        title: The model or the argument that was to be made.
    """

    def __init__(self, message: str, details: Iterable[Detail] = (), title: str = "") -> None:
        super().__init__(message)
        self.title = title
        self._details = [*details]

    def errors(self, **_: Any) -> list[Detail]:
        """Return what is wrong, each with `type`, `loc` (names and indexes), `msg` and `input`."""
        return [dict(detail) for detail in self._details]

    def error_count(self) -> int:
        """Return how many values are wrong."""
        return len(self._details)

    def json(self, *, indent: int | None = None, **_: Any) -> str:
        """Return `errors()` as JSON text."""
        text = codec.dumps([{**it, "input": repr(it.get("input"))} for it in self.errors()])
        return text.decode() if indent is None else codec.indented(text.decode(), indent)

    def __reduce__(self) -> tuple[Any, ...]:
        details = [{**detail, "input": repr(detail.get("input"))} for detail in self._details]
        return type(self), (str(self), details, self.title)


def shown(value: object) -> str:
    """Return a value as errors show it: its type, and the beginning of what it is."""
    return f"{type(value).__name__} {cut(repr(value))}"


def cut(text: str) -> str:
    """Return a text as errors show it: its beginning, if it is long."""
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."


def mismatch(expected: str, value: object) -> ValidationError:
    """Return the error that says what was expected and what came instead."""
    return refusal(f"expected {expected}, got {shown(value)}", _kind(expected, value), value)


def _kind(expected: str, value: object) -> str:
    # What several words or any other text may be is a text to pydantic.
    kind = _KINDS.get(expected.rsplit("' or ", maxsplit=1)[-1], "value_error")
    if isinstance(value, str) and expected in ("bool", "int", "float"):
        return f"{expected}_parsing"
    return "int_from_float" if expected == "int" and isinstance(value, float) else kind


def refusal(message: str, kind: str, value: object, loc: tuple[Any, ...] = ()) -> ValidationError:
    """Return the error for one value, with what pydantic calls its kind."""
    return ValidationError(message, [{"type": kind, "loc": loc, "msg": message, "input": value}])


def _details_of(error: ValueError) -> list[Detail]:
    listed: Callable[[], list[Detail]] | None = getattr(error, "errors", None)
    if listed is not None:
        return listed()
    return [{"type": "value_error", "loc": (), "msg": str(error), "input": None}]


def text_of(error: ValueError) -> str:
    """Return what an error says, without the frame that pydantic's own text has around it."""
    return _lines(_details_of(error))


def _lines(details: Iterable[Detail]) -> str:
    return "\n".join(str(detail["msg"]) for detail in details)


def _of(details: list[Detail]) -> ValidationError:
    return ValidationError(_lines(details), details)


def within(error: ValueError, place: str, *loc: Any) -> ValidationError:
    """Return an error as that of a place which holds the value: a field, an item, a key.

    Args:
        error: What is wrong inside.
        place: How the text names the place.
        loc: The names and indexes that lead there.
    """
    details = [
        {**detail, "loc": (*loc, *detail["loc"]), "msg": _placed(place, detail["msg"])}
        for detail in _details_of(error)
    ]
    return _of(details)


def _placed(place: str, text: str) -> str:
    """Return a text about a part of a value as one about the whole: `input[0]: expected ...`."""
    return f"{place}{text}" if text.startswith("[") else f"{place}: {text}"


def together(errors: Iterable[ValueError]) -> ValidationError:
    """Return several errors as one."""
    return _of([detail for error in errors for detail in _details_of(error)])


def as_raised(error: ValueError, title: str) -> ValueError:
    """Return the error that a constructor raises: that of pydantic where it is loaded.

    Args:
        error: What is wrong.
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
