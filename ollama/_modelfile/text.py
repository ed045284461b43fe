"""Owns the text of a Modelfile: commands with their lines, and how values are quoted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from ollama_client.errors import InvalidRequestError

__all__ = ["ModelfileError"]

COMMANDS = (
    "from", "draft", "adapter", "template", "system", "parameter", "renderer", "parser",
    "requires", "message", "license",
)  # fmt: skip
ROLES = ("system", "user", "assistant")

# What Go takes for white space: Python's `strip()` takes four control characters more.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_COMMAND = re.compile(r"([A-Za-z]+)[ \t]")
_NAMES = {
    "parameter": (re.compile(r"([A-Za-z0-9_]+)[ \t]"), "a name, one space and a value"),
    "message": (
        re.compile(rf"({'|'.join(ROLES)})[ \t]"),
        'one of the roles "system", "user" and "assistant", one space and a text',
    ),
}
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class ModelfileError(InvalidRequestError):
    """The text of a Modelfile cannot be understood."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line
        """The line, counted from 1; None when something is missing from the whole text."""

    def __reduce__(self) -> tuple[type[ModelfileError], tuple[str], dict[str, int | None]]:
        return ModelfileError, (str(self),), {"line": self.line}


class Command(NamedTuple):
    """One command of a Modelfile."""

    line: int
    """The line where it begins."""
    name: str
    """One of `COMMANDS`."""
    key: str
    """The name of a parameter or the role of a message; else empty."""
    value: str


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, or what its byte order mark says."""
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def commands(text: str) -> Iterator[Command]:
    """Yield the commands of a Modelfile.

    Raises:
        ModelfileError: A line cannot be understood, or a quote is not closed.
    """
    lines = enumerate(_LINE.findall(text.removeprefix("\ufeff")), 1)
    for number, line in lines:
        content = line.lstrip(" \t\r\n")
        if not content or content.startswith("#"):
            continue
        found = _COMMAND.match(content)
        name = found[1].lower() if found else ""
        if found is None or name not in COMMANDS:
            raise _not_a_command(content, number)
        rest, key = content[found.end() :], ""
        if name in _NAMES:
            pattern, expected = _NAMES[name]
            found = pattern.match(rest)
            if found is None:
                raise ModelfileError(f"{name.upper()}: expected {expected}, got {rest!r}", number)
            rest, key = rest[found.end() :], found[1]
        # A quoted text ends at the first end of a line that follows a closing quote.
        while (value := _unquoted(rest)) is None:
            _, more = next(lines, (0, ""))
            if not more:
                quote = '"""' if rest.lstrip().startswith('"""') else '"'
                raise ModelfileError(
                    f"{name.upper()}: the text begins with {quote} and never ends with it", number
                )
            rest += more
        yield Command(number, name, key, value)


def _not_a_command(content: str, line: int) -> ModelfileError:
    word = content.split(None, 1)[0]
    if word.lower() in COMMANDS:
        return ModelfileError(f"{word.upper()}: expected a value on the same line", line)
    known = ", ".join(it.upper() for it in COMMANDS[:-1])
    return ModelfileError(f"expected {known} or {COMMANDS[-1].upper()}, got {word!r}", line)


def _unquoted(text: str) -> str | None:
    """Return a value without its quotes; None if the closing ones are still to come."""
    text = text.strip(_SPACE)
    for quote in ('"""', '"'):
        if text.startswith(quote):
            is_closed = len(text) >= 2 * len(quote) and text.endswith(quote)
            return text[len(quote) : -len(quote)] if is_closed else None
    return text


def quoted(text: str) -> str:
    """Return a value as it is written: plain where it reads back as it is, else in quotes.

    Raises:
        ValueError: A line before the last ends with three quotes, which would end the text.
    """
    for quote in ("", '"""', '"') if "\n" in text else ("", '"', '"""'):
        written = f"{quote}{text}{quote}"
        if (text or quote) and _reads_back(written, text):
            return written
    raise ValueError(f'a Modelfile cannot hold a text with """ at the end of a line: {text!r}')


def _reads_back(written: str, text: str) -> bool:
    lines = _LINE.findall(written)[:-1]
    so_far = ""
    for line in lines[:-1]:
        so_far += line
        if _unquoted(so_far) is not None:
            return False
    return _unquoted(written) == text
