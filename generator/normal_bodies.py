"""Normalizes the bodies of requests and answers."""

from __future__ import annotations

import re
from typing import Any

from .document import FORM, STREAMS, is_mapping
from .media_types import JSON, URLENCODED, bare, is_json, is_text, kind_of, preference
from .normal_schemas import SchemaNormalizer
from .normal_walk import REF, distinct
from .problems import Pointer
from .schema_rules import properties_of


class BodyNormalizer(SchemaNormalizer):
    """Rewrites the bodies of requests and answers."""

    def _request_body(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        content: Any = data.get("content")
        if not is_mapping(content) or not content:
            return data
        place = (*pointer, "content")
        chosen = min(content, key=preference)
        others = [name for name in content if name != chosen]
        if others:
            self.note(place, f"only the media type {chosen} is sent, not {', '.join(others)}")
        media_type: Any = content[chosen]
        if is_mapping(media_type) and "schema" not in media_type:
            is_plain = is_json(chosen) or chosen in (FORM, URLENCODED)
            schema: dict[str, Any] = {} if is_plain else {"type": "string", "format": "binary"}
            media_type = {**media_type, "schema": schema}
        return {**data, "content": {chosen: media_type}}

    def _responses(self, data: dict[str, Any], pointer: Pointer) -> Any:
        """Return the answers, with a success, of which at most one has content."""
        responses: Any = data.get("responses")
        if responses is None:
            responses = {}
        if not is_mapping(responses):
            return responses
        place = (*pointer, "responses")
        responses = {name: it for name, it in responses.items() if not name.startswith("x-")}
        if not any(status.startswith("2") for status in responses):
            default = self.document.resolved(responses.get("default"))
            is_answer = bool(default.get("content"))
            what = "`default` is used" if is_answer else "it is assumed to have no content"
            self.note(place, f"no successful answer is described: {what}")
            success = responses.pop("default") if is_answer else {"description": "Success."}
            responses = {"200": success, **responses}
        self._one_success(data, responses, pointer)
        return responses

    def _one_success(
        self, data: dict[str, Any], responses: dict[str, Any], pointer: Pointer
    ) -> None:
        seen = False
        for status, response in list(responses.items()):
            found = self.document.resolved(response)
            content: Any = found.get("content")
            if not status.startswith("2") or not is_mapping(content) or not content:
                continue
            place = (*pointer, "responses", status, "content")
            if pointer[-1] == "head" or seen:
                message = "HEAD" if pointer[-1] == "head" else "a second success"
                self.note(place, f"the content of {message} is left out")
                responses[status] = {**found, "content": {}}
                continue
            seen = True
            kept = self._success(data, self._answers(content, place), (*pointer, status))
            if kept != content:
                responses[status] = {**found, "content": kept}

    def _response(self, data: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        data.setdefault("description", "")
        content: Any = data.get("content")
        if is_mapping(content):
            is_error = pointer[-1][:1] in "45d" or pointer[:2] == ("components", "responses")
            kept = self._answers(content, (*pointer, "content"))
            if is_error and pointer[:2] != ("components", "responses"):
                kept = {name: it for name, it in kept.items() if name == JSON or is_text(name)}
            data["content"] = kept
        return data

    def _answers(self, content: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        """Return the media types of an answer that can be read: JSON, one other, one stream."""
        kept: dict[str, Any] = {}
        for name in sorted(content, key=preference) if len(content) > 1 else content:
            media_type: Any = content[name]
            known = JSON if is_json(name) else bare(name) if bare(name) in STREAMS else name
            kind = kind_of(known)
            if known in kept or kind in map(kind_of, kept) or (kind == "binary" and kept):
                self.note((*pointer, name), f"answers of type {name} are left out")
                continue
            if JSON in kept and kind == "text" and not name.startswith("text/"):
                self.note((*pointer, name), f"answers of type {name} are left out")
                continue
            if is_mapping(media_type) and "itemSchema" in media_type:
                rest = {key: value for key, value in media_type.items() if key != "itemSchema"}
                media_type = {**rest, "schema": self._item(media_type["itemSchema"])}
            if is_mapping(media_type) and "schema" not in media_type:
                schemas: dict[str, Any] = {"json": {}, "text": {"type": "string"}}
                schema = schemas.get(kind, {"type": "string", "format": "binary"})
                media_type = {**media_type, "schema": schema} if kind != "stream" else media_type
            kept[known] = media_type
        # JSON and streams of it keep the order of the file, which determines the default.
        order = [JSON if is_json(name) else name for name in content]
        return dict(
            sorted(kept.items(), key=lambda it: order.index(it[0]) if it[0] in order else 0)
        )

    def _item(self, schema: Any) -> Any:
        """Return the schema of an item of a stream. For an event of 3.2, that of its data."""
        resolved = self.document.resolved(schema)
        options: list[Any] = resolved.get("oneOf") or [resolved]
        data = [properties_of(self.document, option).get("data", {}) for option in options]
        held = [it["contentSchema"] for it in data if is_mapping(it.get("contentSchema"))]
        return held[0] if len(held) == 1 else schema

    def _success(
        self, data: dict[str, Any], content: dict[str, Any], pointer: Pointer
    ) -> dict[str, Any]:
        """Return the content of a success. A stream that cannot be read is replaced."""
        for name in [name for name in content if name in STREAMS]:
            media_type: Any = content[name]
            place = (*pointer[:-1], "responses", pointer[-1], "content", name)
            if not is_mapping(media_type):
                continue
            others = [other for other in content if other != name]
            line = self._line(data, media_type, pointer)
            if line is None:
                if others:
                    self.note(place, "the stream is left out: its items are not objects")
                    content = {other: content[other] for other in others}
                else:
                    self.note(place, "the stream is read as text: its items are not objects")
                    content = {"text/plain": {"schema": {"type": "string"}}}
                continue
            facts: Any = line.get("x-stream", {})
            if others and is_mapping(facts) and "flag" not in facts and not facts:
                if not self._has_flag(data):
                    self.note(place, "the stream is left out: no field of the request selects it")
                    content = {other: content[other] for other in others}
                    continue
                self.note(place, "`x-stream` is missing: the flag is assumed to be `stream`")
                line = {**line, "x-stream": {"flag": "stream"}}
            content = {**content, name: line}
        return content

    def _has_flag(self, data: dict[str, Any]) -> bool:
        body = self.document.resolved(data.get("requestBody"))
        content: dict[str, Any] = body.get("content", {})
        schema = content.get(JSON, {}).get("schema", {})
        field = self.document.resolved(properties_of(self.document, schema).get("stream"))
        return field.get("type") == "boolean"

    def _line(
        self, data: dict[str, Any], media_type: dict[str, Any], pointer: Pointer
    ) -> dict[str, Any] | None:
        """Return a stream's media type with a component for its items, or None if not possible."""
        schema = media_type.get("schema")
        if not is_mapping(schema):
            return None
        if "x-stream" in media_type and "oneOf" in schema:
            return media_type  # One of the options is an error, which the rules check.
        target = self.document.resolved(schema)
        options: list[Any] = target.get("oneOf") or target.get("anyOf") or [target]
        if not all(properties_of(self.document, option) for option in options):
            return None
        if "$ref" in schema:
            return media_type
        own = camel(f"{data.get('operationId', '')} item")
        name = distinct(own[:1].upper() + own[1:], {*self.names.values(), *self.hoisted}, str)
        self.note(pointer[:-1], f"the class for the items of the stream is named {name}")
        place = (*pointer[:-1], "responses", pointer[-1])
        self.hoisted[name] = self._object("component schema", schema, place)
        return {**media_type, "schema": {"$ref": f"{REF}{name}"}}


def camel(text: str) -> str:
    """Return text in camelCase, as the id of an operation."""
    words: list[str] = re.findall(r"[A-Za-z0-9]+", text)
    first, *others = words or ["operation"]
    return first[:1].lower() + first[1:] + "".join(it[:1].upper() + it[1:] for it in others)
