"""Owns the text of a Modelfile: commands with line numbers, and the quoting of values."""

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

# Whitespace in Go. Python's `strip()` also removes four control characters.
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
    """A Modelfile is invalid."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line
        """The line number, from 1; None if the error is not about a line."""

    def __reduce__(self) -> tuple[type[ModelfileError], tuple[str], dict[str, int | None]]:
        return ModelfileError, (str(self),), {"line": self.line}


class Command(NamedTuple):
    """One command of a Modelfile."""

    line: int
    """The number of its first line."""
    name: str
    """One of `COMMANDS`."""
    key: str
    """The name of a parameter or the role of a message, otherwise empty."""
    value: str


def decoded(data: bytes) -> str:
    """Decode the text of a file: UTF-8, or the encoding of its byte order mark."""
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def commands(text: str) -> Iterator[Command]:
    """Yield the commands of a Modelfile.

    Raises:
        ModelfileError: A line is invalid, or a quote is not closed.
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
        # A quoted text ends at the first line that ends with a closing quote.
        while (value := _unquoted(rest)) is None:
            _, more = next(lines, (0, ""))
            if not more:
                quote = '"""' if rest.lstrip().startswith('"""') else '"'
                raise ModelfileError(
                    f"{name.upper()}: the text begins with {quote}, which is never closed", number
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
    """Return a value without its quotes, or None if it is not complete yet."""
    text = text.strip(_SPACE)
    for quote in ('"""', '"'):
        if text.startswith(quote):
            is_closed = len(text) >= 2 * len(quote) and text.endswith(quote)
            return text[len(quote) : -len(quote)] if is_closed else None
    return text


def quoted(text: str) -> str:
    """Return a value as it is written in a Modelfile, with quotes if it needs them.

    Raises:
        ValueError: A line before the last one ends with three quotes, which would end the text.
    """
    for quote in ("", '"""', '"') if "\n" in text else ("", '"', '"""'):
        written = f"{quote}{text}{quote}"
        if (text or quote) and _reads_back(written, text):
            return written
    raise ValueError(f'a Modelfile cannot contain a text with """ at the end of a line: {text!r}')


def _reads_back(written: str, text: str) -> bool:
    lines = _LINE.findall(written)[:-1]
    so_far = ""
    for line in lines[:-1]:
        so_far += line
        if _unquoted(so_far) is not None:
            return False
    return _unquoted(written) == text
