"""Owns removing keywords from JSON Schemas that servers cannot compile.

A server compiles the schema of a `format` into a grammar that restricts the model. Some keywords
make it refuse the whole call, or forbid values that the schema allows. They are removed or replaced
before sending. They are still checked when the answer is parsed into its type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ollama_client._runtime.model import is_list, is_mapping

_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_SINGLE = (
    *("items", "additionalItems", "unevaluatedItems", "contains", "propertyNames"),
    *("additionalProperties", "unevaluatedProperties", "not", "if", "then", "else"),
)

#: Keywords that restrict the type of a value. Without any of these, a schema allows all types.
_DECISIVE = frozenset(
    {"type", "$ref", "const", "enum", "properties", "additionalProperties", "items", *_LISTS}
)
_EVERY_TYPE = ["object", "array", "string", "number", "boolean", "null"]

#: Servers refuse larger counts.
_MOST_REPEATS = 2000
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems")


def compilable(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON Schema that servers can compile.

    - Schemas that allow everything, such as `true`, list all types.
    - `items: false` and similar booleans are removed.
    - References to other documents are removed.
    - Patterns that grammars cannot express are removed.
    - If an array has `prefixItems` and `items`, all of its items may match any of them.
    - Counts that are too large are removed.
    """
    result = {key: _reduced(key, value) for key, value in schema.items()}
    for key in [key for key in result if not _is_kept(key, result[key])]:
        del result[key]
    if "prefixItems" in result and "items" in result:
        result["items"] = {"anyOf": [*result.pop("prefixItems"), result["items"]]}
    if result.keys().isdisjoint(_DECISIVE):
        result["type"] = list(_EVERY_TYPE)
    return result


def _reduced(key: str, value: Any) -> Any:
    if key in _MAPS and is_mapping(value):
        return {name: _schema(one) for name, one in value.items() if one is not False}
    if key in _LISTS and is_list(value):
        return [_schema(one) for one in value if one is not False]
    return _schema(value) if key in _SINGLE and is_mapping(value) else value


def _schema(value: Any) -> dict[str, Any]:
    return compilable(value if is_mapping(value) else {})


def _is_kept(key: str, value: Any) -> bool:
    if key in _SINGLE and isinstance(value, bool):
        return key == "additionalProperties"
    if key == "$ref":
        return isinstance(value, str) and value.startswith("#/")
    if key == "pattern":
        return isinstance(value, str) and is_expressible(value)
    return not (key in _COUNTS and isinstance(value, int) and value > _MOST_REPEATS)


# --- patterns ---

_PLAIN = r"[A-Za-z0-9 _:/,@#%&=;'~!<>-]"
_ATOM = rf"(?:{_PLAIN}|\\[.^$|()\[\]{{}}*+?]|\.|\[\^?{_PLAIN}+\])"
_TERM = rf"(?:{_ATOM}(?:[*+?]|\{{(\d{{1,4}})(?:,\d{{0,4}})?\}})?)"
_CHOICES = rf"{_TERM}+(?:\|{_TERM}+)*"
_GROUP = re.compile(rf"(?<!\\)\((?!\?){_CHOICES}\)")
_WHOLE = re.compile(_CHOICES)
_COUNT = re.compile(r"\d+")
_BRACES = re.compile(r"(?<!\\)\{[\d,]+\}")


def is_expressible(pattern: str) -> bool:
    """Return whether every server can compile a regular expression.

    It must be anchored at both ends, and may only consist of plain characters, escaped punctuation,
    sets without escapes, groups, alternatives and counts. Servers do not support classes such as
    `\\d`, nor groups that begin with `(?`.
    """
    if len(pattern) < 3 or pattern[0] != "^" or pattern[-1] != "$" or pattern[-2] == "\\":
        return False
    counts = "".join(_BRACES.findall(pattern))
    if any(int(count) > _MOST_REPEATS for count in _COUNT.findall(counts)):
        return False
    rest, left = pattern[1:-1], ""
    while left != rest:  # Replace each group by a character, from the inside out.
        left, rest = rest, _GROUP.sub("x", rest)
    return _WHOLE.fullmatch(rest) is not None
