"""Checks examples and defaults: each must match its schema, without misspelled keys or words.

An open object may have keys that are not in its schema. Such a key counts as misspelled if it is
similar to a field that the object lacks: equal except for case and punctuation, or with a
similarity of at least `NEAR` (difflib's ratio). The same applies to the words of an open enum, and
to the constant that identifies an object of a union. Examples of answers may have unknown objects.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sized
from datetime import date, datetime
from typing import Any

import attrs

from .document import Document, is_list, is_mapping
from .problems import Pointer
from .schema_rules import properties_of
from .vocabulary import Survey

#: Minimum similarity of a misspelled word to the correct one.
NEAR = 0.75

_SHOWN_CHARACTERS = 60

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")


@attrs.frozen
class _Fault:
    pointer: Pointer
    message: str
    is_spelling: bool = False
    """Whether the value is valid, but a key or word in it looks misspelled."""


def _examples(survey: Survey) -> None:
    """Report examples and defaults that do not match their schemas, at the wrong value."""
    for pointer, schema, value, is_answer in _samples(survey):
        found = _Checker(survey.document, is_answer).faults(schema, value, pointer)
        for fault in found:
            survey.note(fault.pointer, fault.message)


def _samples(survey: Survey) -> Iterator[tuple[Pointer, dict[str, Any], Any, bool]]:
    """Yield each example and default: place, schema, value, and whether it is of an answer."""
    for place in survey.schemas():
        listed: list[Any] = place.data.get("examples", [])
        shown: list[tuple[Pointer, Any]] = [
            (("examples", str(index)), value) for index, value in enumerate(listed)
        ]
        shown += [((key,), place.data[key]) for key in ("example", "default") if key in place.data]
        for keys, value in shown:
            yield (*place.pointer, *keys), place.data, value, False
    for place in survey.of("request media type", "answer media type", "parameter"):
        schema = place.data.get("schema")
        if schema is None:
            continue
        is_answer = place.kind == "answer media type"
        if "example" in place.data:
            yield (*place.pointer, "example"), schema, place.data["example"], is_answer
        for name, example in place.data.get("examples", {}).items():
            data, pointer = survey.target(example, (*place.pointer, "examples", name))
            if "value" in data:
                yield (*pointer, "value"), schema, data["value"], is_answer


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a word is probably a misspelling of, or None."""
    candidates = {other: _folded(other) for other in known}
    folded = _folded(word)
    for other, text in candidates.items():
        if text == folded:
            return other
    found = difflib.get_close_matches(word, candidates, 1, NEAR)
    return found[0] if found else None


def _folded(word: str) -> str:
    return re.sub(r"[\W_]", "", word).casefold()


class _Checker:
    """Checks values against the schemas of one document."""

    def __init__(self, document: Document, is_answer: bool) -> None:
        self.document = document
        self.is_answer = is_answer

    def faults(self, schema: Any, value: Any, pointer: Pointer) -> list[_Fault]:
        """Return the faults of a value, each with its place inside the value."""
        schema = self.document.resolved(schema)
        return [
            *self._own(schema, value, pointer),
            *(self._keys(schema, value, pointer) if is_mapping(value) else ()),
        ]

    def _own(self, schema: dict[str, Any], value: Any, pointer: Pointer) -> Iterator[_Fault]:
        """Yield the faults of a value, except its unknown keys."""
        kinds = _kinds(schema)
        if kinds and not any(_is_of(kind, value) for kind in kinds):
            yield _Fault(pointer, f"{_shown(value)} is not of the type {' or '.join(kinds)}")
            return
        yield from self._listed(schema, value, pointer)
        for key, test in _LIMITS.items():
            if key in schema and not test(value, schema[key]):
                yield _Fault(pointer, f"{_shown(value)} breaks `{key}: {schema[key]}`")
        if isinstance(value, str) and not _FORMATS.get(str(schema.get("format")), _any)(value):
            yield _Fault(pointer, f"{_shown(value)} is not of the format {schema['format']}")
        for part in schema.get("allOf", ()):
            yield from self._own(self.document.resolved(part), value, pointer)
        for key in ("oneOf", "anyOf"):
            if schema.get(key):
                yield from self._union(schema[key], value, pointer)
        yield from self._parts(schema, value, pointer)

    def _parts(self, schema: dict[str, Any], value: Any, pointer: Pointer) -> Iterator[_Fault]:
        """Yield the faults of a value's items and known fields."""
        if is_list(value):
            for index, item in enumerate(value):
                yield from self.faults(schema.get("items", {}), item, (*pointer, str(index)))
        if is_mapping(value):
            for key, field in schema.get("properties", {}).items():
                if key in value:
                    yield from self.faults(field, value[key], (*pointer, key))
            for key in schema.get("required", ()):
                if key not in value:
                    yield _Fault(pointer, f"`{key}` is missing")

    def _listed(self, schema: dict[str, Any], value: Any, pointer: Pointer) -> Iterator[_Fault]:
        allowed = [schema["const"]] if "const" in schema else schema.get("enum")
        if is_list(allowed) and not any(_equal(value, item) for item in allowed):
            words = ", ".join(_shown(item) for item in allowed)
            yield _Fault(pointer, f"{_shown(value)} is not one of {words}")
        words = schema.get("x-extensible-enum", ())
        if isinstance(value, str) and value not in words and (near := nearest(value, words)):
            yield _Fault(pointer, f"{_shown(value)} is not known: is it {_shown(near)}?", True)

    def _keys(
        self, schema: dict[str, Any], value: dict[str, Any], pointer: Pointer
    ) -> Iterator[_Fault]:
        """Yield the faults of keys that are not properties."""
        known = properties_of(self.document, schema)
        if not known and "additionalProperties" not in schema:
            return
        further = schema.get("additionalProperties", True)
        for key, item in value.items():
            if key in known:
                continue
            near = nearest(key, [name for name in known if name not in value])
            if near is not None:
                message = f"`{key}` is not known: is it `{near}`?"
                yield _Fault((*pointer, key), message, further is not False)
            elif further is False:
                yield _Fault((*pointer, key), f"`{key}` is not known, and no keys may be added")
            else:
                yield from self.faults(further, item, (*pointer, key))

    # -------------------------------------------------------------- unions

    def _union(self, options: list[Any], value: Any, pointer: Pointer) -> list[_Fault]:
        """Return the faults of a value as the member of a union that it is most similar to."""
        if is_mapping(value) and (tag := self._tag(options)):
            name, words = tag
            word = value.get(name)
            if isinstance(word, str) and word not in words:
                near = nearest(word, words)
                if near is None and self.is_answer:
                    return []
                hint = f"is it {_shown(near)}?" if near else f"expected {', '.join(words)}"
                return [_Fault((*pointer, name), f"{_shown(word)} is not known: {hint}")]
            options = [words[word]] if isinstance(word, str) else options
        tried = [self.faults(option, value, pointer) for option in options]

        def distance(index: int) -> tuple[int, int, int]:
            faults, depth = tried[index], len(pointer)
            at_top = sum(not it.is_spelling and len(it.pointer) == depth for it in faults)
            hard = sum(not it.is_spelling for it in faults)
            known = properties_of(self.document, options[index])
            fields = len(known.keys() & value.keys()) if is_mapping(value) else 0
            return (at_top, hard, -fields)

        return tried[min(range(len(options)), key=distance)]

    def _tag(self, options: list[Any]) -> tuple[str, dict[str, Any]] | None:
        """Return the field whose constant identifies the objects of a union, and its values."""
        objects = [(it, known) for it in options if (known := properties_of(self.document, it))]
        for name in objects[0][1] if len(objects) > 1 else ():
            fields = [self.document.resolved(known.get(name)) for _, known in objects]
            words = [field.get("const") for field in fields]
            texts = [word for word in words if isinstance(word, str)]
            if len(set(texts)) == len(objects):
                return name, dict(zip(texts, (option for option, _ in objects), strict=True))
        return None


# ---------------------------------------------------------------------- values


def _kinds(schema: dict[str, Any]) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _is_of(kind: str, value: Any) -> bool:
    if kind in ("integer", "number"):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and (kind == "number" or float(value).is_integer())
    tests = {"string": str, "boolean": bool, "null": type(None), "array": list, "object": dict}
    return isinstance(value, tests.get(kind, object))


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."


def _number(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, limit: not _is_of("number", value) or test(value, limit)


def _sized(kind: type[Sized], test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, limit: not isinstance(value, kind) or test(len(value), limit)


def _matches(value: Any, pattern: str) -> bool:
    try:
        return not isinstance(value, str) or re.search(pattern, value) is not None
    except re.error:  # A pattern with the syntax of another language.
        return True


#: Limits of values. Each test returns whether a value is within the limit.
_LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": _number(lambda value, limit: value >= limit),
    "maximum": _number(lambda value, limit: value <= limit),
    "exclusiveMinimum": _number(lambda value, limit: value > limit),
    "exclusiveMaximum": _number(lambda value, limit: value < limit),
    "minLength": _sized(str, lambda size, limit: size >= limit),
    "maxLength": _sized(str, lambda size, limit: size <= limit),
    "minItems": _sized(list, lambda size, limit: size >= limit),
    "maxItems": _sized(list, lambda size, limit: size <= limit),
    "minProperties": _sized(dict, lambda size, limit: size >= limit),
    "maxProperties": _sized(dict, lambda size, limit: size <= limit),
    "pattern": _matches,
}


def _any(_: str) -> bool:
    return True


def _is_time(value: str) -> bool:
    if not _TIME.fullmatch(value):
        return False
    return _is_read_by(datetime.fromisoformat, value[:19])


def _is_read_by(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


#: The formats that are checked. Other formats are only hints, which clients ignore.
_FORMATS: dict[str, Callable[[str], bool]] = {
    "date-time": _is_time,
    "date": lambda value: len(value) == 10 and _is_read_by(date.fromisoformat, value),
}


RULES: tuple[Callable[[Survey], None], ...] = (_examples,)
