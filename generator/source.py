"""Converts text to Python source. All content of a description is rendered through this module.

Templates can only print text that is marked as source (`printed`). The filters here mark it: they
quote text as a literal or for a docstring, or check that it is an annotation or an expression.
"""

from __future__ import annotations

import ast
import math
import re
import textwrap
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from . import document

LINE_LENGTH = 100

_INDENT = "    "

#: Names, dotted names, and lists of them. They are valid source.
_NAMES = re.compile(r"[A-Za-z_][\w.]*(, [A-Za-z_][\w.]*)*|", re.ASCII)

#: The nodes that an annotation may contain.
_TYPE_NODES = (
    ast.Expression,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Tuple,
    ast.List,
    ast.BinOp,
    ast.BitOr,
    ast.Constant,
    ast.Load,
)


class UnmarkedTextError(Exception):
    """A template prints text that is not marked as source."""


class Source(Markup):
    """Text that is Python source. Jinja prints it unchanged."""

    __slots__ = ()


def printed(value: Any) -> Markup:
    """Return a value as source that a template may print. Jinja calls this for each `{{ ... }}`.

    Raises:
        UnmarkedTextError: The value is not marked as source, and is not a name or an integer.
    """
    if isinstance(value, Markup):
        return value
    text = str(value)
    if type(value) is int or (isinstance(value, str) and _NAMES.fullmatch(text)):
        return Source(text)
    raise UnmarkedTextError(f"a template prints {text!r} without a filter that marks it as source")


def _escaped(text: str) -> str:
    """Escape backslashes, and characters that are not printable."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in text.replace("\\", "\\\\")
    )


def literal(value: Any) -> Source:
    """Return a JSON value as Python source, with strings in double quotes.

    Raises:
        TypeError: The value is not a JSON value or a tuple.
    """
    if value is None or isinstance(value, (bool, int)):
        return Source(repr(value))
    if isinstance(value, float):
        return Source(repr(value) if math.isfinite(value) else f'float("{value}")')
    if isinstance(value, str):
        return Source('"' + _escaped(value).replace('"', '\\"') + '"')
    if document.is_tuple(value):
        return Source(f"({_listed(value)}{',' if len(value) == 1 else ''})")
    if document.is_list(value):
        return Source(f"[{_listed(value)}]")
    if document.is_mapping(value):
        rows = ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return Source(f"{{{rows}}}")
    raise TypeError(f"a value of type {type(value).__name__} has no literal: {value!r}")


def _listed(items: Iterable[Any]) -> str:
    return ", ".join(map(literal, items))


def sent_by_wire(parameters: Iterable[Any]) -> Source:
    """Return the source of a dict from the wire names of parameters to the values to send."""
    rows: list[str] = []
    for each in parameters:
        name = printed(each.name)
        sent = f"joined({name}, {literal(each.delimiter)})" if each.delimiter else name
        rows.append(f"{literal(each.wire)}: {sent}")
    return Source(f"{{{', '.join(rows)}}}")


def annotation(text: str) -> Source:
    """Return an annotation as source.

    Raises:
        UnmarkedTextError: The text is not an annotation.
    """
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError) as error:
        raise UnmarkedTextError(f"expected an annotation, got {text!r}") from error
    if not all(isinstance(node, _TYPE_NODES) for node in ast.walk(tree)) or "\n" in text:
        raise UnmarkedTextError(f"expected an annotation, got {text!r}")
    return Source(text)


def expression(text: str) -> Source:
    """Return an expression of the generator as source.

    Raises:
        UnmarkedTextError: The text is not a single expression.
    """
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError) as error:
        raise UnmarkedTextError(f"expected an expression, got {text!r}") from error
    return Source(text)


def public(names: Iterable[str]) -> list[str]:
    """Return names in the order of `__all__`: constants, classes, functions."""
    return sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))


# ---------------------------------------------------------------------- docstrings


def prose(text: str) -> Source:
    """Return text for one line of a docstring."""
    return Source(_in_docstring(" ".join(text.split())))


def argument(text: str, level: int) -> Source:
    """Return the text of one argument in a docstring, wrapped with a hanging indent.

    Args:
        text: The text.
        level: Number of levels that the docstring is indented by.
    """
    indent = _INDENT * level
    filled = _wrapped(text, LINE_LENGTH - len(indent), subsequent_indent=_INDENT)
    return Source(_in_docstring(filled).replace("\n", "\n" + indent))


def docstring(text: str, level: int = 0) -> Source:
    """Return a docstring literal, wrapped.

    Args:
        text: The text.
        level: Number of levels that the docstring is indented by.
    """
    indent = _INDENT * level
    width = LINE_LENGTH - len(indent)
    first_part, *parts = re.split(r"\n\s*\n", text.strip())
    paragraphs = [_filled(first_part, width), *(_filled(part, width) for part in parts)]
    body = _docstring_body(paragraphs)
    if "\n" not in body and len(body) + 6 <= width:
        return Source(f'"""{body}"""')
    if len(body.partition("\n")[0]) + 3 > width:  # The first line also has the quotes.
        paragraphs[0] = _filled(first_part, width - 3)
        body = _docstring_body(paragraphs)
    first, _, rest = body.partition("\n")
    inner = f"{textwrap.indent(rest, indent)}\n" if rest else ""
    return Source(f'"""{first}\n{inner}{indent}"""')


def _docstring_body(paragraphs: Iterable[str]) -> str:
    body = _in_docstring("\n\n".join(paragraphs))
    return f"{body} " if body.endswith('"') else body


def _in_docstring(text: str) -> str:
    lines = text.expandtabs(4).split("\n")
    return "\n".join(_escaped(line) for line in lines).replace('"""', '\\"\\"\\"')


def _filled(paragraph: str, width: int) -> str:
    """Wrap a paragraph. Lists, tables and indented lines are kept."""
    lines = paragraph.splitlines()
    if any(re.match(r"\s|[-*|>#]|\d+\.", line) for line in lines):
        return "\n".join(line.rstrip() for line in lines)
    return _wrapped(paragraph, width)


def _wrapped(text: str, width: int, subsequent_indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        width,
        subsequent_indent=subsequent_indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
