"""Normalizes schemas."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import unquote

from .document import is_list, is_mapping
from .normal_walk import REF, Walk, types_of
from .problems import Pointer
from .schema_rules import properties_of

#: Keys that are allowed beside a reference.
_NOTES = {"title", "description", "default", "deprecated", "example", "examples", "summary"}

#: Keys that restrict values.
_SHAPE = frozenset(
    "type format properties required items additionalProperties oneOf anyOf allOf enum const "
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern "
    "minItems maxItems uniqueItems minProperties maxProperties x-extensible-enum".split()
)


class SchemaNormalizer(Walk):
    """Rewrites schemas."""

    def _schema(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        """Return a rewritten schema. Its parts are rewritten later."""
        if "$ref" in data:
            return self._referring(data, pointer)
        if is_list(data.get("allOf")):
            data = self._all_of(data)
            if "$ref" in data:
                return self._referring(data, pointer)
        self._unions(data, pointer)
        self._type(data)
        self._bounds(data)
        self._enum(data, pointer)
        self._null(data)
        self._object_keys(data, pointer)
        return data

    def _referring(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        reference = str(data["$ref"])
        inner = reference.removeprefix(REF)
        if reference.startswith("#/") and ("/" in inner or not reference.startswith(REF)):
            found = self.document.at(unquote(reference))
            if is_mapping(found) and reference not in self._open:
                self._open.append(reference)
                try:  # A part of another schema is copied to where it is used.
                    return self._schema(copy.deepcopy(dict(found)), pointer)
                finally:
                    self._open.pop()
        is_nullable = data.pop("nullable", False) is True
        kept = {key: data[key] for key in data if key in _NOTES or key.startswith("x-")}
        for key in data.keys() - kept.keys() - {"$ref"}:
            self.note((*pointer, key), f"`{key}` is left out: it is beside `$ref`")
        kept.pop("x-extensible-enum", None)
        target: dict[str, Any] = {"$ref": self._reference(reference)}
        if is_nullable:
            return {**kept, "oneOf": [target, {"type": "null"}]}
        return {**kept, **target}

    def _all_of(self, data: dict[str, Any]) -> dict[str, Any]:
        parts: list[Any] = data["allOf"]
        others = {key: value for key, value in data.items() if key != "allOf"}
        if len(parts) == 1 and is_mapping(parts[0]) and not others.keys() & (_SHAPE - {"type"}):
            rest = {key: value for key, value in others.items() if key != "type"}
            return {**parts[0], **rest}
        resolved = [self.document.resolved(part) for part in parts]
        are_objects = all(properties_of(self.document, part) for part in resolved)
        if are_objects and not any({"oneOf", "anyOf"} & part.keys() for part in resolved):
            return data
        # One of the parts is not an object with fields, so all parts become one schema.
        merged: dict[str, Any] = {}
        for part in [*(self._merged(part) for part in parts), others]:
            required = [*merged.get("required", ()), *part.get("required", ())]
            properties = {**merged.get("properties", {}), **part.get("properties", {})}
            merged.update(part)
            merged.update({"required": required} if required else {})
            merged.update({"properties": properties} if properties else {})
        return merged

    def _merged(self, part: Any) -> dict[str, Any]:
        """Return one part of an `allOf` with its reference replaced by the target."""
        reference = str(part.get("$ref", "")) if is_mapping(part) else ""
        resolved = dict(self.document.resolved(part))
        if reference in self._open or not is_list(resolved.get("allOf")):
            return resolved
        self._open.append(reference)
        try:
            merged = self._all_of(resolved)
        finally:
            self._open.pop()
        if "allOf" in merged:
            merged["properties"] = properties_of(self.document, merged)
            del merged["allOf"]
        return merged

    def _unions(self, data: dict[str, Any], pointer: Pointer) -> None:
        for key in ("oneOf", "anyOf"):
            options: Any = data.get(key)
            if not is_list(options):
                continue
            shape = data.keys() & _SHAPE - {key, "discriminator"}
            if not options or "properties" in data or "allOf" in data:
                self.note((*pointer, key), f"`{key}` is left out: the keys beside it are used")
                del data[key]
            elif shape:
                for other in shape - {"nullable"}:
                    if other != "type":
                        self.note((*pointer, other), f"`{other}` beside `{key}` is left out")
                    del data[other]
        if "discriminator" in data and not {"oneOf", "anyOf"} & data.keys():
            message = "`discriminator` is left out: it is only used in unions"
            self.note((*pointer, "discriminator"), message)
            del data["discriminator"]
        mapping: Any = data.get("discriminator", {})
        if is_mapping(mapping) and is_mapping(mapping.get("mapping")):
            places = {
                word: self._reference(target if "/" in str(target) else f"{REF}{target}")
                for word, target in mapping["mapping"].items()
            }
            data["discriminator"] = {**mapping, "mapping": places}

    def _type(self, data: dict[str, Any]) -> None:
        if {"oneOf", "anyOf", "allOf"} & data.keys():
            return
        if "type" not in data:
            if {"properties", "additionalProperties"} & data.keys() or (
                "required" in data and "enum" not in data
            ):
                data["type"] = "object"
            elif "items" in data or "prefixItems" in data:
                data["type"] = "array"
        kinds = types_of(data)
        if "array" in kinds and "items" not in data:
            data["items"] = {}
        if isinstance(data.get("items"), bool):
            data["items"] = {}

    def _bounds(self, data: dict[str, Any]) -> None:
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(data.get(key), bool) and data.pop(key) and bound in data:
                data[key] = data.pop(bound)

    def _enum(self, data: dict[str, Any], pointer: Pointer) -> None:
        if "const" in data and is_list(data.get("enum")) and data["const"] in data["enum"]:
            del data["enum"]  # It is only there for tools that do not know `const`.
        for key in ("enum", "x-extensible-enum"):
            values: Any = data.get(key)
            if not is_list(values) or not values:
                continue
            named = [value for value in values if value is not None]
            if len(named) < len(values):
                data["nullable" if self.is_old else "_null"] = True
            distinct = list({repr(value): value for value in named}.values())
            kinds = [kind for kind in types_of(data) if kind != "null"]
            if kinds == ["string"] and all(isinstance(it, (int, float)) for it in distinct):
                distinct = [str(it).lower() if isinstance(it, bool) else str(it) for it in distinct]
            types: set[type[Any]] = {type(value) for value in distinct}
            if types not in ({str}, {int}):
                self.note((*pointer, key), f"`{key}` is left out: its values have several types")
                del data[key]
            elif distinct != values:
                data[key] = distinct

    def _null(self, data: dict[str, Any]) -> None:
        """Write null as in 3.1, as one of the types."""
        found = [data.pop(key, False) for key in ("nullable", "_null")]
        if True in found:
            for key in ("oneOf", "anyOf"):
                if is_list(data.get(key)):
                    data[key] = [*data[key], {"type": "null"}]
                    return
            kinds = types_of(data)
            if kinds and "null" not in kinds:
                data["type"] = [*kinds, "null"]
        if "null" in types_of(data) and is_list(data.get("enum")):
            data["enum"] = [*data["enum"], None]  # The parser needs it there.

    def _object_keys(self, data: dict[str, Any], pointer: Pointer) -> None:
        kinds = types_of(data)
        for key, kind in (("properties", "object"), ("items", "array")):
            if key in data and kind not in kinds and "allOf" not in data and kinds:
                self.note((*pointer, key), f"`{key}` is left out: the type is not {kind}")
                del data[key]
        if "additionalProperties" in data and ("object" not in kinds or "allOf" in data):
            del data["additionalProperties"]
        if data.get("properties") == {} and "allOf" not in data:
            del data["properties"]
        further: Any = data.get("additionalProperties")
        if is_mapping(further) and is_mapping(data.get("properties")) and data["properties"]:
            if further:
                message = "the schema of additional keys is left out: they are kept unchanged"
                self.note((*pointer, "additionalProperties"), message)
            data["additionalProperties"] = True
        if "patternProperties" in data and "properties" not in data:
            data["additionalProperties"] = True
        if is_list(kinds) and pointer[:2] == ("components", "schemas") and len(pointer) == 3:
            self._component_null(data, kinds, pointer)
        required: Any = data.get("required")
        if isinstance(required, bool):  # From older formats.
            self.note((*pointer, "required"), "`required` is left out: it must list properties")
            del data["required"]
        elif is_list(required) and pointer[-2:-1] != ("allOf",):
            known = properties_of(self.document, data)
            unknown = [name for name in required if name not in known]
            if unknown:
                message = f"`required` has names without a property: {', '.join(map(str, unknown))}"
                self.note((*pointer, "required"), message)
                data["required"] = [name for name in required if name in known]

    def _component_null(self, data: dict[str, Any], kinds: list[str], pointer: Pointer) -> None:
        """Remove null from a component that is an object. Its fields can be None in any case."""
        if "properties" in data and "null" in kinds:
            self.note(pointer, "the type null is left out: the component becomes a class")
            data["type"] = "object"
