"""The rules for schemas, so that no keyword is ignored when they are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from . import naming
from .document import Document, is_list, is_mapping, is_object
from .problems import Pointer
from .types import PYTHON_TYPES
from .vocabulary import Place, Survey

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

#: Keys that do not restrict values.
_ANNOTATIONS = {
    "$comment",
    "title",
    "description",
    "default",
    "deprecated",
    "example",
    "examples",
    "externalDocs",
}

#: Names that rendered modules use. A class with such a name would hide them.
RESERVED_CLASSES = frozenset(
    "ABSENT Any AsyncClosingIterator AsyncConnection Base64 BinaryContent ByteSize CallOptions "
    "Client ClosingIterator Each Form FormFile Literal Mapping OneOf Operation Self Sequence "
    "Stream SyncConnection TypeAlias Unpack WireModel".split()
)


def properties_of(
    document: Document, schema: Any, *, inside: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the properties of a schema, including those of its references and `allOf`.

    Args:
        document: The description.
        schema: The schema.
        inside: The references that are being resolved, so that circular ones end.
    """
    reference = str(schema.get("$ref", "")) if is_mapping(schema) else ""
    if reference and reference in inside:
        return {}
    resolved = document.resolved(schema)
    found: dict[str, Any] = {}
    for part in resolved.get("allOf", ()):
        found.update(properties_of(document, part, inside=(*inside, reference)))
    found.update(resolved.get("properties", {}))
    return found


def admits(schema: dict[str, Any], value: Any) -> bool:
    """Return whether a scalar matches the type and the listed values of a schema."""
    if "const" in schema:
        return bool(schema["const"] == value)
    listed = schema.get("enum") or schema.get("x-extensible-enum")
    if listed:
        return value in listed
    return schema.get("type") in (None, *_types_of(value))


def _types_of(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("boolean",)
    if isinstance(value, int):
        return ("integer", "number")
    return ("number",) if isinstance(value, float) else ("string",)


# ---------------------------------------------------------------------- keywords


def _keywords(survey: Survey) -> None:
    for place in survey.schemas():
        if "$ref" in place.data:
            _only_notes(survey, place, "$ref")
        unions = [key for key in ("oneOf", "anyOf") if key in place.data]
        for union in unions:
            _only_notes(survey, place, union)
            if not place.data[union]:
                survey.note((*place.pointer, union), "the union has no members")
        if "allOf" in place.data:
            _merge(survey, place)


def _only_notes(survey: Survey, place: Place, keyword: str) -> None:
    """Check that there are no other keywords beside one that makes the parser ignore them."""
    allowed = _ANNOTATIONS | {keyword, *(["discriminator"] if keyword != "$ref" else [])}
    for key in place.data:
        if key not in allowed and (not key.startswith("x-") or key == "x-extensible-enum"):
            survey.note((*place.pointer, key), f"`{key}` beside `{keyword}` is ignored")


def _merge(survey: Survey, place: Place) -> None:
    allowed = _ANNOTATIONS | {"allOf", "type", "properties", "required"}
    for key in place.data:
        if key not in allowed and not key.startswith("x-"):
            survey.note((*place.pointer, key), f"`{key}` beside `allOf` is ignored")
    for index, part in enumerate(place.data["allOf"]):
        if not properties_of(survey.document, part):
            pointer = (*place.pointer, "allOf", str(index))
            survey.note(pointer, "only objects with properties are merged")


def _types(survey: Survey) -> None:
    for place in survey.schemas():
        kinds = place.data.get("type", [])
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            if kind not in _TYPES:
                survey.note((*place.pointer, "type"), f"there is no type {kind!r}")
        if kinds == [] and "type" in place.data:
            survey.note((*place.pointer, "type"), "the list has no types")
        if kinds == "array" and "items" not in place.data:
            survey.note(place.pointer, "`items` is missing")
        _foreign_keywords(survey, place, kinds)


def _foreign_keywords(survey: Survey, place: Place, kinds: Any) -> None:
    """Check that keywords of objects and arrays are only used with these types."""
    for key, kind in (("properties", "object"), ("items", "array")):
        if key in place.data and kind not in kinds and "allOf" not in place.data:
            survey.note((*place.pointer, key), f"`{key}` needs the type {kind}")
    if "additionalProperties" in place.data and "object" not in kinds:
        pointer = (*place.pointer, "additionalProperties")
        survey.note(pointer, "`additionalProperties` needs the type object")
    if "properties" in place.data and is_mapping(place.data.get("additionalProperties")):
        pointer = (*place.pointer, "additionalProperties")
        survey.note(pointer, "a schema of additional keys beside `properties` is ignored: use true")


def _required(survey: Survey) -> None:
    for place in survey.schemas():
        known = properties_of(survey.document, place.data)
        for index, name in enumerate(place.data.get("required", ())):
            if name not in known and not _is_part(place.pointer):
                survey.note((*place.pointer, "required", str(index)), f"no property {name!r}")


def _is_part(pointer: Pointer) -> bool:
    """Return whether a schema is part of an `allOf`. Another part may have its properties."""
    return len(pointer) > 1 and pointer[-2] == "allOf"


def _enums(survey: Survey) -> None:
    for place in survey.schemas():
        keys = [key for key in ("enum", "const", "x-extensible-enum") if key in place.data]
        if len(keys) > 1:
            survey.note((*place.pointer, keys[1]), f"`{keys[1]}` beside `{keys[0]}` is ignored")
        for key in keys:
            values = place.data[key] if key != "const" else [place.data[key]]
            _listed(survey, (*place.pointer, key), place.data.get("type"), values)


def _listed(survey: Survey, pointer: Pointer, kind: Any, values: list[Any]) -> None:
    values = [value for value in values if value is not None or pointer[-1] != "enum"]
    if not values:
        survey.note(pointer, "the list is empty")
    if len({repr(value) for value in values}) != len(values):
        survey.note(pointer, "a value occurs twice")
    names = {type(value).__name__ for value in values}
    if pointer[-1] == "const":
        if not names <= {"str", "int", "bool"}:
            survey.note(pointer, "a constant must be text, an integer or a boolean")
    elif not (names <= {"str"} or names <= {"int"}):
        survey.note(pointer, "the values must all be text, or all integers")
    if isinstance(kind, str) and any(kind not in _types_of(value) for value in values):
        survey.note(pointer, f"a value here is not of the type {kind}")


def _discriminators(survey: Survey) -> None:
    for place in survey.schemas():
        if "discriminator" not in place.data:
            continue
        pointer = (*place.pointer, "discriminator")
        if "oneOf" not in place.data and "anyOf" not in place.data:
            survey.note(pointer, "a discriminator needs a union")
            continue
        # Objects without a constant are identified by the mapping, or by the components' names.
        name, constants = place.data["discriminator"]["propertyName"], dict[str, str]()
        options = [*place.data.get("oneOf", ()), *place.data.get("anyOf", ())]
        for option in options:
            field = properties_of(survey.document, option).get(name, {})
            value = survey.document.resolved(field).get("const")
            constants.update({} if value is None else {str(value): str(option.get("$ref"))})
        mapping = place.data["discriminator"].get("mapping", constants)
        if len(constants) == len(options) and mapping != constants:
            survey.note((*pointer, "mapping"), "the mapping differs from the constants")


# ---------------------------------------------------------------------- our own keys


def _python_names(survey: Survey) -> None:
    for place in survey.of("property schema", "component schema"):
        name = place.data.get("x-python-name")
        pointer = (*place.pointer, "x-python-name")
        if name is None:
            continue
        if place.kind == "property schema":
            if not naming.is_identifier(name):
                survey.note(pointer, f"{name!r} cannot be a field name")
        elif not is_object(place.data):
            survey.note(pointer, "only an object with properties can have a class name")
        elif not naming.is_class_name(name):
            survey.note(pointer, f"{name!r} cannot be a class name")


def _class_names(survey: Survey) -> None:
    for place in survey.of("component schema"):
        name = str(place.data.get("x-python-name", place.pointer[-1]))
        if name in RESERVED_CLASSES:
            survey.note(place.pointer, f"{name!r} is a name that rendered modules use")
        module = naming.snake_case(name)
        if module == "aliases" or module in naming.KEYWORDS:
            survey.note(
                place.pointer, f"{name!r} needs a module named {module!r}, which is not possible"
            )


def _nested(survey: Survey) -> None:
    owners = set(_owners(survey))
    for place in survey.of("component schema"):
        path = place.data.get("x-python-nested")
        pointer = (*place.pointer, "x-python-nested")
        if path is None:
            continue
        outer, _, inner = path.rpartition(".")
        if not is_object(place.data):
            survey.note(pointer, "only an object with properties can be nested in a class")
        elif not outer or not naming.is_class_name(inner):
            survey.note(pointer, f"{path!r} is not a dotted name of a nested class")
        elif outer not in owners:
            survey.note(pointer, f"there is no class {outer!r}")


def _mixins(survey: Survey) -> None:
    for place in survey.of("component schema"):
        mixin = place.data.get("x-python-mixin")
        pointer = (*place.pointer, "x-python-mixin")
        if mixin is None:
            continue
        if mixin not in naming.MIXINS or not is_object(place.data):
            known = ", ".join(sorted(naming.MIXINS))
            survey.note(pointer, f"expected one of {known}, on an object with properties")
            continue
        for name in properties_of(survey.document, place.data):
            if naming.field_name(name) in naming.MIXINS[mixin]:
                survey.note(pointer, f"both {mixin} and this object have {name!r}")


def _owners(survey: Survey) -> Iterator[str]:
    """Yield the names of classes that can contain nested classes."""
    for place in survey.of("component schema"):
        if is_object(place.data):
            own = place.data.get("x-python-nested") or place.data.get("x-python-name")
            yield str(own or place.pointer[-1])


def _named_fields(survey: Survey) -> None:
    for place in survey.of("component schema"):
        known = properties_of(survey.document, place.data)
        for key in ("x-python-required", "x-python-dumps-unset"):
            for index, name in enumerate(place.data.get(key, ())):
                if name not in known:
                    survey.note((*place.pointer, key, str(index)), f"no property {name!r}")


def _field_keys(survey: Survey) -> None:
    for place in survey.of("property schema", "component schema"):
        if place.data.get("x-python-annotation", "str") not in PYTHON_TYPES:
            known = " and ".join(f"`{name}`" for name in PYTHON_TYPES)
            survey.note((*place.pointer, "x-python-annotation"), f"only {known} are supported")
        default = place.data.get("x-python-default")
        if not isinstance(default, (str, int, float, bool, type(None))):
            survey.note((*place.pointer, "x-python-default"), "expected a scalar")


def _open_enums(survey: Survey) -> None:
    for place in survey.schemas():
        kinds = place.data.get("type")
        named = [kind for kind in kinds if kind != "null"] if is_list(kinds) else [kinds]
        if "x-extensible-enum" in place.data and named not in (["string"], ["integer"]):
            pointer = (*place.pointer, "x-extensible-enum")
            survey.note(pointer, "an open enum needs the type string or integer")


RULES: tuple[Callable[[Survey], None], ...] = (
    _keywords,
    _types,
    _required,
    _enums,
    _discriminators,
    _python_names,
    _class_names,
    _nested,
    _mixins,
    _named_fields,
    _field_keys,
    _open_enums,
)
