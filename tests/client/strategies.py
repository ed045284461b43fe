"""Hypothesis strategies for the JSON that a schema of the description allows."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.client import spec

#: Keys and values of free-form JSON. They are small, because there are many objects.
texts = st.text(max_size=6)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
#: Names that no schema uses.
unknown_keys = texts.map(lambda text: f"not_described_{text}")


@st.composite
def times(draw: Any) -> str:
    """Return an RFC 3339 time with up to nine fraction digits, in any offset."""
    moment = draw(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)))
    digits = draw(st.text("0123456789", max_size=9))
    offset = draw(st.sampled_from(["Z", "+00:00", "+02:00", "-11:30"]))
    fraction = f".{digits}" if digits else ""
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}{fraction}{offset}"


def _scalar(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    kind = schema.get("type")
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date-time":
        return times()
    if kind == "null":
        return st.none()
    if kind == "string":
        known = schema.get("x-extensible-enum")
        return st.sampled_from(known) | texts if known else texts
    if kind == "integer":
        return st.integers(schema.get("minimum", -(2**63)), schema.get("maximum", 2**63 - 1))
    if kind == "number":
        return st.floats(allow_nan=False, allow_infinity=False)
    assert kind == "boolean", schema
    return st.booleans()


def instances(schema: dict[str, Any], *, depth: int = 2) -> st.SearchStrategy[Any]:
    """Return the strategy for a schema. Below a depth, optional parts are left out."""
    schema = spec.resolve(schema)
    if "oneOf" in schema:
        return st.one_of(*(instances(member, depth=depth) for member in schema["oneOf"]))
    kind = schema.get("type")
    if isinstance(kind, list):
        (only,) = set(kind) - {"null"}
        return st.none() | instances({**schema, "type": only}, depth=depth)
    if kind == "array":
        size = 2 if depth > 0 else 0
        return st.lists(instances(schema["items"], depth=depth - 1), max_size=size)
    if kind == "object":
        return _objects(schema, depth)
    return _scalar(schema) if kind or "const" in schema else anything


def _objects(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    fields = schema.get("properties")
    if fields is None:
        rest = schema.get("additionalProperties")
        inner = instances(rest, depth=depth - 1) if isinstance(rest, dict) else anything
        return st.dictionaries(texts, inner, max_size=2 if depth > 0 else 0)
    # What Python's constructors demand or fill in is always there, so that decoding and validating
    # agree.
    filled = {name for name, field in fields.items() if "x-python-default" in field}
    needed = {*schema.get("required", ()), *schema.get("x-python-required", ()), *filled}
    members = {
        name: instances(field, depth=depth - 1)
        for name, field in fields.items()
        if name in needed or depth > 0
    }
    known = st.fixed_dictionaries(
        {name: it for name, it in members.items() if name in needed},
        optional={name: it for name, it in members.items() if name not in needed},
    )
    extra = st.dictionaries(unknown_keys, anything, max_size=1)
    return st.tuples(known, extra).map(lambda pair: {**pair[0], **pair[1]})


@cache
def component(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return the strategy for a component, including unknown keys."""
    return instances(spec.SCHEMAS[name])
