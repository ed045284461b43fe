"""Which changes break users of the Python client: one table from a changed fact to the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from .shapes import LIMITS, quoted

Direction = Literal["request", "answer", "error"]

#: Returns why a change of a fact breaks users, or None. Arguments: direction, old, new.
Rule = Callable[[Direction, Any, Any], "str | None"]


def never(_direction: Direction, _old: Any, _new: Any) -> None:
    """Return None. The rule for changes that break nobody."""


def _always(reason: str) -> Rule:
    return lambda _direction, _old, _new: reason


def _format(_direction: Direction, old: Any, new: Any) -> str | None:
    if new == "date-time":
        return "the value is a datetime, no longer a str"
    return "the value is no longer a datetime" if old == "date-time" else None


def _unit(direction: Direction, old: Any, new: Any) -> str | None:
    if old is not None and new is not None:
        return "the same number means something else"
    lost = old == "bytes" and direction == "answer"
    return "the value is no longer a ByteSize" if lost else None


def _python_type(direction: Direction, old: Any, new: Any) -> str | None:
    # All types that can be chosen, except `str`, accept more values than the type they replace.
    if direction == "request" and old is None and new != "str":
        return None
    return "the Python type is different"


def _limit(larger_allows_more: bool) -> Rule:
    def rule(direction: Direction, old: Any, new: Any) -> str | None:
        if direction != "request" or new is None:
            return None
        comparable = isinstance(old, (int, float)) and isinstance(new, (int, float))
        if comparable and (new > old if larger_allows_more else new < old):
            return None
        return "the server refuses values that it accepted before"

    return rule


def _pattern(direction: Direction, _old: Any, new: Any) -> str | None:
    refused = direction == "request" and new is not None
    return "the server may refuse values that it accepted before" if refused else None


#: Facts about values on the wire: the key, its label, and the rule for changes.
WIRE_FACTS: dict[str, tuple[str, Rule]] = {
    "format": ("format", _format),
    "default": ("default", never),
    "deprecated": ("deprecated", never),
    "pattern": ("pattern", _pattern),
    **{key: (key, _limit(larger)) for key, larger in LIMITS.items()},
}

#: The same for facts that only our description has. Names and required arguments are elsewhere.
PYTHON_FACTS: dict[str, tuple[str, Rule]] = {
    "x-unit": ("unit", _unit),
    "x-python-annotation": ("x-python-annotation", _python_type),
    "x-python-default": ("x-python-default", _always("another value is sent by default")),
}

#: The detail and the reason if dumps now include an unset field, or no longer include it.
DUMPS = {
    True: ("included in dumps if unset", "dumps gain the key with None"),
    False: ("no longer included in dumps if unset", "dumps lose the key if it is unset"),
}

#: Facts about streams. The client adapts to all of them, except the kind of lines.
STREAM_FACTS: dict[str, Rule] = {
    "flag": never,
    "lines": _always("code that joins the lines, or does not, gets a different result"),
    "error": never,
    "terminator": never,
}


def field_added(direction: Direction, required: bool) -> str | None:
    """Return why a new field breaks users, or None."""
    return "callers must pass it" if direction == "request" and required else None


def field_removed(direction: Direction) -> str:
    """Return why a removed field breaks users."""
    if direction == "request":
        return "the argument is removed: type checkers refuse it, and the server ignores it at best"
    return "the attribute is removed"


def requirement(direction: Direction, required: bool) -> str | None:
    """Return why a field that became required or optional breaks users, or None."""
    if direction == "request":
        return "callers must pass it" if required else None
    return None if required else "the attribute may be None"


def null(direction: Direction, null: bool) -> str | None:
    """Return why a value that became nullable, or is no longer nullable, breaks users, or None."""
    if direction == "request":
        return None if null else "None is refused"
    return "the value may be None" if null else None


def types(direction: Direction, gone: set[str], come: set[str], *, now_any: bool) -> str | None:
    """Return why changed JSON types break users, or None: fewer to send, or more to read."""
    if direction == "request":
        lost = set[str]() if now_any else gone - ({"integer"} if "number" in come else set())
        return f"{_listed(lost)} can no longer be sent" if lost else None
    more = come - ({"integer"} if "number" in gone else set())
    return f"the value may be {_listed(more)}, which users do not expect" if more else None


def values(
    direction: Direction, old: list[Any] | None, new: list[Any] | None, *, constant: bool
) -> str | None:
    """Return why a changed list of allowed values breaks users, or None."""
    if direction != "request":  # Other values are accepted in answers, except for constants.
        return "the constant is annotated as the only value" if constant else None
    if new is None:
        return None
    if old is None:
        return "other values are refused"
    lost = [value for value in old if value not in new]
    return f"{', '.join(map(quoted, lost))} can no longer be sent" if lost else None


def _listed(words: set[str]) -> str:
    return " or ".join(sorted(words))
