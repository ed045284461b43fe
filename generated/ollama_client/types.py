# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Values with a type of their own, such as byte sizes and times, and content for uploads."""

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
