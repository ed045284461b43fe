"""Builds a JSON value that fits a JSON Schema, for ``format`` and for the arguments of tools.

Values are deterministic. If the schema leaves a choice, they use words and numbers of the prompt,
so that a question about Toronto calls the weather tool with Toronto.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any

from ollama.testing._patterns import text_matching
from ollama.testing._wire import as_array, as_object

#: Below this depth, only required properties are built, so that recursive schemas end.
_FULL_DEPTH = 4
_MAX_DEPTH = 32
#: Maximum number of values in an instance, and of characters in a text.
_MOST_VALUES = 5_000
_MOST_CHARACTERS = 1_000_000
_FORMATS = {
    "date-time": "2025-01-01T12:00:00Z",
    "date": "2025-01-01",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_QUOTED = re.compile(r"\"([^\"\n]+)\"|(?<!\w)'([^'\n]+)'(?!\w)")
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z]\w*(?:\s+[A-Z]\w*)*")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?!\w)")


class Hints:
    """Texts and numbers found in a prompt. Each is used once, in order."""

    def __init__(self, prompt: str = "") -> None:
        self._prompt = prompt.lower()
        quoted = [first or second for first, second in _QUOTED.findall(prompt)]
        self._texts = quoted or _CAPITALISED.findall(prompt)
        self._numbers = [json.loads(number) for number in _NUMBER.findall(_plain(prompt))]

    def mentions(self, value: Any) -> bool:
        """Return whether the prompt contains ``value``, ignoring case."""
        return isinstance(value, str) and bool(value) and value.lower() in self._prompt

    def text(self, default: str) -> str:
        """Return the next text of the prompt, or ``default`` if none is left."""
        return self._texts.pop(0) if self._texts else default

    def number(self) -> float | None:
        """Return the next number of the prompt, or None if none is left."""
        return self._numbers.pop(0) if self._numbers else None


class SchemaError(ValueError):
    """No value can be built from a schema: it is invalid, or requires too much."""


def instance_of(schema: Any, prompt: str = "") -> Any:
    """Return a value that fits ``schema``.

    Args:
        schema: The JSON Schema.
        prompt: Text whose words and numbers the value may use.

    Raises:
        SchemaError: The schema is invalid, or requires too much.
    """
    try:
        return _Maker(as_object(schema) or {}, Hints(prompt)).make(schema, "value", 0)
    except (ArithmeticError, LookupError, TypeError, ValueError, re.error) as error:
        # Schemas are not checked first, so a keyword of the wrong type fails where it is used.
        raise SchemaError(f"cannot make a value of this JSON schema: {error}") from error


def _plain(prompt: str) -> str:
    # Leading zeros are not allowed in JSON numbers.
    return re.sub(r"\b0+(?=\d)", "", prompt)


class _Maker:
    """Builds instances of one schema document."""

    def __init__(self, root: dict[str, Any], hints: Hints) -> None:
        self._root = root
        self._hints = hints
        self._made = 0

    def make(self, schema: Any, name: str, depth: int) -> Any:
        """Return an instance of ``schema``.

        Args:
            schema: A schema in the document.
            name: Name of the property that has this schema.
            depth: Depth of the value in the whole instance.

        Raises:
            SchemaError: The instance has too many values, or too long a text.
        """
        self._made += 1
        if self._made > _MOST_VALUES:
            raise SchemaError("it requires too many values")
        node = self._resolved(as_object(schema) or {})
        if "const" in node:
            return node["const"]
        choices = as_array(node.get("enum"))
        if choices:
            return self._choose(choices)
        if depth > _MAX_DEPTH:
            return None
        for key in ("oneOf", "anyOf"):
            options = as_array(node.get(key))
            if options:
                rest = {k: v for k, v in node.items() if k != key}
                return self.make(_merged([rest, self._option(options)]), name, depth + 1)
        return self._make_typed(node, name, depth)

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return the schema with its ``$ref`` and ``allOf`` merged in."""
        for _ in range(_MAX_DEPTH):
            if "$ref" in node:
                rest = {key: value for key, value in node.items() if key != "$ref"}
                node = _merged([self._target(str(node["$ref"])), rest])
            elif "allOf" in node:
                rest = {key: value for key, value in node.items() if key != "allOf"}
                parts = [as_object(part) or {} for part in as_array(node["allOf"]) or []]
                node = _merged([*(self._resolved(part) for part in parts), rest])
            else:
                break
        return node

    def _target(self, reference: str) -> dict[str, Any]:
        value: Any = self._root
        for step in reference.partition("#")[2].strip("/").split("/"):
            if step:
                key = step.replace("~1", "/").replace("~0", "~")
                value = (as_object(value) or {}).get(key)
        return as_object(value) or {}

    def _option(self, options: list[Any]) -> dict[str, Any]:
        nodes = [as_object(option) or {} for option in options]
        # Prefer a value to null, which usually only makes a field optional.
        return next((node for node in nodes if node.get("type") != "null"), nodes[0])

    def _choose(self, choices: list[Any]) -> Any:
        return next((choice for choice in choices if self._hints.mentions(choice)), choices[0])

    def _make_typed(self, node: dict[str, Any], name: str, depth: int) -> Any:
        kind = _type_of(node)
        if kind == "object":
            return self._make_object(node, depth)
        if kind == "array":
            return self._make_array(node, name, depth)
        if kind in ("integer", "number"):
            return self._make_number(node, whole=kind == "integer")
        if kind == "boolean":
            return True
        return None if kind == "null" else self._make_text(node, name)

    def _make_object(self, node: dict[str, Any], depth: int) -> dict[str, Any]:
        properties = as_object(node.get("properties")) or {}
        required = as_array(node.get("required")) or []
        names = list(properties) if depth < _FULL_DEPTH else []
        names += [name for name in required if name not in names]
        made = {name: self.make(properties.get(name), name, depth + 1) for name in names}
        number = 1
        while len(made) < int(node.get("minProperties") or 0):
            extra = as_object(node.get("additionalProperties")) or {}
            made.setdefault(f"key{number}", self.make(extra, f"key{number}", depth + 1))
            number += 1
        return made

    def _make_array(self, node: dict[str, Any], name: str, depth: int) -> list[Any]:
        prefix = as_array(node.get("prefixItems")) or []
        made = [self.make(item, name, depth + 1) for item in prefix]
        least = int(node.get("minItems") or 0)
        most = node.get("maxItems")
        wanted = max(least, 1 if depth < _FULL_DEPTH and not prefix else 0)
        wanted = wanted if most is None else min(wanted, int(most))
        items = node.get("items", {})
        while len(made) < wanted and items is not False:
            made.append(self.make(items, name, depth + 1))
        return _distinct(made) if node.get("uniqueItems") else made

    def _make_number(self, node: dict[str, Any], *, whole: bool) -> float:
        low, high = _bounds(node, whole=whole)
        hint = self._hints.number()
        value = 1.0 if hint is None else hint
        if hint is not None and whole and value != int(value):
            value = float(int(value))
        value = min(max(value, low), high)
        step = node.get("multipleOf")
        if step:
            value = math.ceil(max(low, min(value, high)) / step) * step
            value = value if value <= high else math.floor(high / step) * step
        return int(value) if value == int(value) and (whole or abs(value) < 2**53) else value

    def _make_text(self, node: dict[str, Any], name: str) -> str:
        form = node.get("format")
        if isinstance(form, str) and form in _FORMATS:
            return _FORMATS[form]
        pattern = node.get("pattern")
        if isinstance(pattern, str):
            return text_matching(pattern)
        text = self._hints.text(name)
        least, most = int(node.get("minLength") or 0), node.get("maxLength")
        if least > _MOST_CHARACTERS:
            raise SchemaError("it requires a text that is too long")
        text = text if len(text) >= least else text + "x" * (least - len(text))
        return text if most is None else text[: int(most)]


def _type_of(node: dict[str, Any]) -> str:
    kind = node.get("type")
    kinds = as_array(kind)
    if kinds is not None:
        kind = next((one for one in kinds if one != "null"), "null")
    if isinstance(kind, str):
        return kind
    if "properties" in node or "required" in node or "minProperties" in node:
        return "object"
    if "items" in node or "prefixItems" in node or "minItems" in node:
        return "array"
    if any(key in node for key in ("minimum", "maximum", "multipleOf", "exclusiveMinimum")):
        return "number"
    return "string"


def _merged(nodes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return one schema with the keywords of all ``nodes``."""
    merged: dict[str, Any] = {}
    for node in nodes:
        for key, value in node.items():
            merged[key] = _combined(key, merged.get(key), value)
    return merged


def _combined(key: str, known: Any, value: Any) -> Any:
    if key == "properties":
        return {**(as_object(known) or {}), **(as_object(value) or {})}
    if key == "required":
        return list(dict.fromkeys([*(as_array(known) or []), *(as_array(value) or [])]))
    return value


def _bounds(node: dict[str, Any], *, whole: bool) -> tuple[float, float]:
    low, high = node.get("minimum", -math.inf), node.get("maximum", math.inf)
    above, below = node.get("exclusiveMinimum"), node.get("exclusiveMaximum")
    if above is not None and not isinstance(above, bool):
        low = max(
            low, math.floor(above) + 1 if whole else _between(above, min(high, below or high))
        )
    if below is not None and not isinstance(below, bool):
        high = min(high, math.ceil(below) - 1 if whole else _between(below, low))
    return low, high


def _between(edge: float, other: float) -> float:
    """Return a number strictly past ``edge`` in the direction of ``other``."""
    if math.isinf(other):
        return edge + math.copysign(1.0, other)
    return (edge + other) / 2


def _distinct(values: list[Any]) -> list[Any]:
    """Return ``values`` with repeated texts and numbers changed, so that each occurs once."""
    seen: list[Any] = []
    for position, value in enumerate(values):
        # Usually all values are equal. Then the one at position 3 becomes number 4.
        number = 2 if position < 2 or value != values[0] else position + 1
        changed = value
        while changed in seen and isinstance(value, (str, int, float)):
            changed = f"{value}{number}" if isinstance(value, str) else value + number - 1
            number += 1
        seen.append(changed)
    return seen
