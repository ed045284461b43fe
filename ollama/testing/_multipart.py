"""Parses multipart/form-data bodies, with the email package of the standard library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ollama.testing._errors import ApiError

if TYPE_CHECKING:
    from email.message import Message


@dataclass
class Form:
    """A form: its plain fields and its files, by name."""

    fields: dict[str, str] = field(default_factory=dict[str, str])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])


def parse_form(content_type: str, body: bytes) -> Form:
    """Return the form in ``body``. If several fields have the same name, the first one counts.

    Raises:
        ApiError: 400 if the content type or the body is not that of a form.
    """
    # Imported here, because the email package would noticeably slow down starting a server.
    from email.parser import BytesParser
    from email.policy import compat32

    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    # Unlike the newer policies, the old one never raises for unusual headers.
    message = BytesParser(policy=compat32).parsebytes(head + body)
    if message.get_content_type() != "multipart/form-data":
        raise ApiError(400, "request Content-Type isn't multipart/form-data")
    if message.get_boundary() is None:
        raise ApiError(400, "no multipart boundary param in Content-Type")
    if not message.is_multipart():
        raise ApiError(400, "multipart: NextPart: EOF")
    form = Form()
    for part in message.walk():
        if part is not message:
            _add(form, part)
    return form


def _add(form: Form, part: Message) -> None:
    name = part.get_param("name", header="Content-Disposition")
    if not isinstance(name, str):
        return
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_filename() is None:
        form.fields.setdefault(name, data.decode("utf-8", "replace"))
    else:
        form.files.setdefault(name, data)
