"""The one JSON seam: msgspec reads where it is installed, the standard library the rest."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from itertools import chain
from operator import methodcaller
from typing import Any, cast


def wire_value(value: Any) -> Any:
    """Return the JSON value of an object that JSON itself does not know, or raise TypeError."""
    if isinstance(value, type):
        raise TypeError(f"the class {value.__name__} cannot be sent as JSON")
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    if isinstance(value, (set, frozenset)):
        return list(cast("set[Any]", value))
    if isinstance(value, Enum):
        return value.value
    from uuid import UUID  # late: hardly any value gets here

    if isinstance(value, UUID):
        return str(value)
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json")
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent as JSON")


def _finite(value: Any) -> Any:
    """Copy a value with NaN and infinities as null: JSON has no words for them."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in cast("list[Any]", value)]
    if value is None or isinstance(value, (str, int, float)):
        return value
    return _finite(wire_value(value))


def _text(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=wire_value
    )


def dumps(value: Any) -> bytes:
    """Write compact UTF-8 JSON."""
    try:
        return _encoded(_text(value))
    except ValueError as error:
        if "JSON compliant" not in str(error):
            raise
        return _encoded(_text(_finite(value)))


def _encoded(text: str) -> bytes:
    """Return JSON as UTF-8; half of a surrogate pair, which models write, as its escape."""
    return text.encode(errors="backslashreplace")


def write_as_text(*kinds: type[str], plain: type[str]) -> None:
    """Note kinds of text, which JSON writes as any text; one of them is ASCII without escapes."""
    _ALIKE.update(kinds)
    _PLAIN.add(plain)


def request_body(value: Any) -> bytes:
    """Write the JSON of a request.

    What both write alike is written by msgspec, in a tenth of the time; the rest, and whatever
    is wrong, is the standard library's.

    Raises:
        InvalidRequestError: A number is NaN or infinite. JSON has no words for these, and
            null would be another value.
    """
    write = _fast_writer()
    if write is not None and _is_written_alike(value):
        try:
            return write(value)
        except (ValueError, OverflowError):  # half of a surrogate pair
            pass
    try:
        return _encoded(_text(value))
    except ValueError as error:
        if "JSON compliant" not in str(error):
            raise
    from .errors import InvalidRequestError  # which needs this module

    raise InvalidRequestError(_not_finite(value, "") or "a number is not finite")


@cache
def _fast_writer() -> Callable[[Any], bytes] | None:
    try:
        import msgspec  # which the answer needs anyway
    except ImportError:
        return None

    def as_text(value: Any) -> Any:
        # Encoded here, it has nothing to escape, and need not be looked at: images are large.
        return (
            msgspec.Raw(b"".join((b'"', value.encode(), b'"')))
            if type(value) in _PLAIN
            else str.__str__(value)
        )

    return msgspec.json.Encoder(enc_hook=as_text).encode


#: Types that both writers write alike, without calling a method of the value; floats within bounds.
_ALIKE: set[type] = {bool, dict, float, int, list, str, type(None)}
_PLAIN: set[type] = set()
_LEAST_FLOAT, _MOST_FLOAT = 1e-4, 1e16

#: How much is checked: a list that contains itself has no end.
_MOST_LEVELS, _MOST_VALUES = 32, 1_000_000


#: The values of a dictionary, for loops that run in C.
values_of: Callable[[dict[Any, Any]], Iterable[Any]] = methodcaller("values")


def _is_written_alike(value: Any) -> bool:
    """Return whether msgspec writes a value as the standard library does.

    Subclasses may be written in another way, keys may be something else than text, and numbers with
    an exponent are written in two ways. The loops over values run in C.
    """
    level: list[Any] = [value]
    for _ in range(_MOST_LEVELS):
        kinds = {*map(type, level)}
        if not kinds <= _ALIKE or (float in kinds and not _are_plain_floats(level)):
            return False
        dicts: list[dict[Any, Any]] = [one for one in level if one.__class__ is dict]
        lists: list[list[Any]] = [one for one in level if one.__class__ is list]
        if not dicts and not lists:
            return True
        if sum(map(len, dicts)) + sum(map(len, lists)) > _MOST_VALUES:
            return False
        if not {*map(type, chain.from_iterable(dicts))} <= {str}:
            return False
        level = [*chain.from_iterable(map(values_of, dicts)), *chain.from_iterable(lists)]
    return False


def _are_plain_floats(level: list[Any]) -> bool:
    return all(
        _LEAST_FLOAT <= abs(one) < _MOST_FLOAT or one == 0
        for one in level
        if one.__class__ is float
    )


def _not_finite(value: Any, place: str) -> str | None:
    """Return what to say of the first number in a value that is not finite."""
    members: Iterable[tuple[str, Any]] = ()
    if isinstance(value, float) and not math.isfinite(value):
        return f"{place}: expected a finite number, got {value!r}"
    if isinstance(value, dict):
        given = cast("dict[str, Any]", value)
        members = ((f"{place}.{key}" if place else str(key), given[key]) for key in given)
    elif isinstance(value, (list, tuple)):
        listed = enumerate(cast("list[Any]", value))
        members = ((f"{place}[{index}]", item) for index, item in listed)
    elif value is not None and not isinstance(value, (str, int, float)):
        return _not_finite(wire_value(value), place)
    return next((said for where, item in members if (said := _not_finite(item, where))), None)


@cache
def strict_reader() -> Callable[[bytes | str], Any]:
    """Return the fastest function that reads JSON as its standard defines it."""
    try:
        import msgspec  # only now: whoever imports the client may never read anything
    except ImportError:  # there is no wheel for this interpreter
        return json.loads
    return msgspec.json.Decoder().decode


def loads(data: bytes | str) -> Any:
    """Read JSON, and what the standard library takes besides: NaN, infinities, lone surrogates, and
    control characters in texts.

    Raises:
        ValueError: The text is no JSON, or nested deeper than Python can follow.
    """
    try:
        return strict_reader()(data)
    except (ValueError, RecursionError):
        try:
            return json.loads(data, strict=False)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None


def is_cut(text: bytes) -> bool:
    """Return whether a text that is no JSON may be the beginning of some."""
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return not error.msg.startswith("Extra data")
    except UnicodeDecodeError as error:
        return error.end == len(error.object)
    except (ValueError, RecursionError):
        pass
    return False


def indented(text: str, indent: int) -> str:
    """Return JSON text laid out over lines."""
    return json.dumps(json.loads(text), indent=indent, ensure_ascii=False)
