# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Owns types for values such as sizes and times, and for content of uploads."""

from __future__ import annotations

from ._runtime.types import (
    Base64,
    Base64Text,
    BinaryContent,
    ByteSize,
    DumpsBase64,
    FormFile,
    afile_digest,
    file_digest,
    from_datetime,
    received_base64,
    to_base64,
    to_datetime,
    to_floats,
    to_object,
    to_size,
)

__all__ = [
    "Base64",
    "Base64Text",
    "BinaryContent",
    "ByteSize",
    "DumpsBase64",
    "FormFile",
    "afile_digest",
    "file_digest",
    "from_datetime",
    "received_base64",
    "to_base64",
    "to_datetime",
    "to_floats",
    "to_object",
    "to_size",
]

# Messages and pickles show this module, because programs import the classes from here.
for _class in (DumpsBase64, Base64Text, ByteSize):
    _class.__module__ = __name__
