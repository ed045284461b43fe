"""Encodes a form with files as `multipart/form-data`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from generator.document import is_list

from .spec import properties_of


def encode_form(schema: dict[str, Any], fields: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body of a form, and its content type with the boundary.

    Fields with `format: binary` are sent as files, and everything else as text.
    """
    files: list[tuple[str, tuple[str | None, bytes]]] = []
    for name, value in fields.items():
        is_file = properties_of(schema).get(name, {}).get("format") == "binary"
        for item in value if is_list(value) else [value]:
            files.append((name, (name if is_file else None, _text(item).encode())))
    # A fixed boundary, so that equal forms are equal bytes.
    boundary = {"Content-Type": "multipart/form-data; boundary=contract-boundary"}
    request = httpx.Request("POST", "http://localhost/", headers=boundary, files=files)
    return request.read(), request.headers["content-type"]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
