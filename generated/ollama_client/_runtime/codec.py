# Copied from runtime/codec.py by `make generate`. Do not edit: edit the original.
"""Owns reading and writing JSON, with msgspec if it is installed, else the standard library.

The standard library also does what is small, because importing msgspec takes as long as reading a
hundred small answers.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from io import BytesIO
from itertools import chain
from typing import Any, cast


def wire_value(value: Any) -> Any:
    """Return the JSON value of an object that `json` cannot encode.

    Raises:
        TypeError: The object has no JSON value.
    """
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
    from uuid import UUID  # imported here because it is rarely needed

    if isinstance(value, UUID):
        return str(value)
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json")
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent as JSON")


def _finite(value: Any) -> Any:
    """Return a copy of a value with NaN and infinities replaced by None, which JSON can express."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in cast("list[Any]", value)]
    if value is None or isinstance(value, (str, int, float)):
        return value
    return _finite(wire_value(value))


_text = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=wire_value
).encode
_read_leniently = json.JSONDecoder(strict=False).decode


def dumps(value: Any) -> bytes:
    """Write compact UTF-8 JSON."""
    try:
        return _encoded(_text(value))
    except ValueError as error:
        if "JSON compliant" not in str(error):
            raise
        return _encoded(_text(_finite(value)))


def _encoded(text: str) -> bytes:
    """Encode JSON text as UTF-8. Lone surrogates, which models sometimes write, become escapes."""
    return text.encode(errors="backslashreplace")


def write_as_text(*kinds: type[str], plain: type[str]) -> None:
    """Register `str` subclasses that are written like `str`. `plain` never needs escaping."""
    _ALIKE.update(kinds)
    _PLAIN.add(plain)


def request_body(value: Any, name: str = "") -> bytes:
    """Write the JSON of a request.

    msgspec is ten times as fast, so it writes large values that both would write the same way. The
    standard library writes the others, and raises the errors for invalid values.

    Args:
        value: The body.
        name: The name of the value for errors, if it is not the whole body.

    Raises:
        InvalidRequestError: A number is NaN or infinite (JSON cannot express these, and null would
            be a different value), or a value contains itself or is nested too deeply.
        InvalidTypeError: A value has no JSON value (a `TypeError` and an `InvalidRequestError`).
    """
    if not _is_small(value) and _is_written_alike(value) and (write := _fast_writer()):
        try:
            return write(value)
        except (ValueError, OverflowError):  # a lone surrogate
            pass
    try:
        return _encoded(_text(value))
    except (TypeError, ValueError, RecursionError) as error:
        if problem := _problem(value, name):
            raise problem from (None if isinstance(error, RecursionError) else error)
        raise


@cache
def _fast_writer() -> Callable[[Any], bytes] | None:
    try:
        import msgspec  # imported here because small requests do not need it
    except ImportError:
        return None

    mark = msgspec.Raw(_MARK)

    def write(value: Any) -> bytes:
        apart: list[str] = []

        def as_text(text: Any) -> Any:
            if type(text) not in _PLAIN:
                return str.__str__(text)
            apart.append(text)
            return mark

        written = msgspec.json.Encoder(enc_hook=as_text).encode(value)
        return _with_texts(written, apart) if apart else written

    return write


#: A byte that JSON never contains.
_MARK = b"\0"


def _with_texts(written: bytes, texts: Iterable[str]) -> bytes:
    """Return JSON with texts at its marks. They need no escaping, and are not copied meanwhile.

    They are images, which are large. msgspec would copy them each time when its buffer grows.
    """
    first, *others = written.split(_MARK)
    whole = BytesIO()  # it grows in place, and its value is not copied
    whole.write(first)
    for text, after in zip(texts, others, strict=True):
        whole.write(b'"')
        whole.write(text.encode("ascii"))
        whole.write(b'"')
        whole.write(after)
    return whole.getvalue()


#: Types that both writers write the same way, if floats are within certain bounds.
_ALIKE: set[type] = {bool, dict, float, int, list, str, type(None)}
_HOLDERS = {dict, list}
_PLAIN: set[type] = set()
_LEAST_FLOAT, _MOST_FLOAT = 1e-4, 1e16

#: Limits of the check, because a list may contain itself.
_MOST_LEVELS, _MOST_VALUES = 32, 1_000_000

#: The largest small text, and the most members of a container in a small value.
_MOST_SMALL, _MOST_MEMBERS = 1 << 14, 64


#: Returns the values of a dictionary. For loops that run in C.
values_of: Callable[[dict[Any, Any]], Iterable[Any]] = cast("Any", dict).values


class TextDicts(list[dict[str, str]]):
    """Dictionaries of text, which are not looked at before they are written."""


_ALIKE.add(TextDicts)


def _is_small(value: Any) -> bool:
    """Return whether the JSON of a value is short. The check costs less than writing it."""
    size, left = 0, list[Any]([value])
    while left and size < _MOST_SMALL:
        one = left.pop()
        kind = one.__class__
        if kind is list and {*map(type, one)} == {str}:
            size += sum(map(len, one)) + 4 * len(one)
        elif kind is dict or kind is list or kind is TextDicts:
            if len(one) > _MOST_MEMBERS:
                return False
            size += 16 * len(one)
            left += one.values() if kind is dict else one
        elif isinstance(one, str):
            size += len(one)
    return size < _MOST_SMALL


def _is_written_alike(value: Any) -> bool:
    """Return whether msgspec writes a value exactly as the standard library does.

    Subclasses may be written differently, keys may not be strings, and the two write exponents
    differently. The loops over values run in C.
    """
    level: list[Any] = [value]
    for _ in range(_MOST_LEVELS):
        kinds = {*map(type, level)}
        if not kinds <= _ALIKE or (float in kinds and not _are_plain_floats(level)):
            return False
        if kinds.isdisjoint(_HOLDERS):
            return True
        dicts = level if kinds == {dict} else [one for one in level if one.__class__ is dict]
        lists = [one for one in level if one.__class__ is list] if list in kinds else []
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


def _problem(value: Any, place: str) -> Exception | None:
    """Return the error for the first value that cannot be sent as JSON, with its place, or None."""
    from .errors import InvalidRequestError  # errors imports this module

    try:
        return _problem_within(value, place, frozenset())
    except RecursionError:
        return InvalidRequestError(f"{place or 'body'}: {too_deep(value)}")


def too_deep(value: object) -> str:
    """Return the message about a value that contains itself, or is nested too deeply."""
    kind = type(value).__name__
    return f"expected a JSON value, got {kind} that contains itself or is nested too deeply"


def _problem_within(value: Any, place: str, around: frozenset[int]) -> Exception | None:
    from .errors import InvalidRequestError, InvalidTypeError

    where = place or "body"
    members: Iterable[tuple[str, Any]] = ()
    if value is None or isinstance(value, (str, int)):
        return None
    if isinstance(value, float):
        if math.isfinite(value):
            return None
        return InvalidRequestError(f"{where}: expected a finite number, got {value!r}")
    if id(value) in around:
        return InvalidRequestError(f"{where}: {too_deep(value)}")
    around |= {id(value)}
    if isinstance(value, dict):
        given = cast("Mapping[Any, Any]", value)
        for key in given:
            if key is not None and not isinstance(key, (str, int, float)):
                kind = type(key).__name__
                return InvalidTypeError(f"{where}: expected keys that are str, got {kind}")
        members = ((f"{place}.{key}" if place else str(key), given[key]) for key in given)
    elif isinstance(value, (list, tuple)):
        listed = enumerate(cast("list[Any]", value))
        members = ((f"{place}[{index}]", item) for index, item in listed)
    else:
        try:
            known = wire_value(value)
        except TypeError:
            kind = f"class {value.__name__}" if isinstance(value, type) else type(value).__name__
            return InvalidTypeError(f"{where}: expected a JSON value, got {kind}")
        return _problem_within(known, place, around)
    found = (_problem_within(item, inner, around) for inner, item in members)
    return next((it for it in found if it), None)


@cache
def strict_reader() -> Callable[[bytes | str], Any]:
    """Return the fastest available function that reads standard JSON."""
    try:
        import msgspec  # imported here to keep importing the client fast
    except ImportError:  # no wheel for this interpreter
        return json.loads
    return msgspec.json.Decoder().decode


def loads(data: bytes | str) -> Any:
    """Read JSON. Like the standard library, accept NaN, infinities, lone surrogates, and control
    characters in strings.

    Raises:
        ValueError: The text is not JSON, or is nested too deeply.
    """
    if len(data) > _MOST_SMALL or "msgspec" in sys.modules:
        try:
            return strict_reader()(data)
        except (ValueError, RecursionError):
            pass
    if not isinstance(data, str):
        data = data.decode(json.detect_encoding(data), "surrogatepass")
    try:
        return _read_leniently(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def is_cut(text: bytes) -> bool:
    """Return whether invalid JSON could be the beginning of a valid document."""
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
    """Return JSON text with indentation."""
    return json.dumps(json.loads(text), indent=indent, ensure_ascii=False)
