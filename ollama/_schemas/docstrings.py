"""Owns reading docstrings: the description of a function and of each parameter.

The Google style is read here, exactly like in the official client. The NumPy and Sphinx styles are
read by docstring_parser, which is only loaded if needed.
"""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

_PARAMETERS = "args:"
_OTHER_SECTIONS = ("returns:", "yields:", "raises:")
#: Other names of the parameter section, which must be alone on their line.
_SYNONYMS = ("arguments:", "parameters:", "params:", "keyword args:", "keyword arguments:")

_SPHINX = re.compile(
    r"^[ \t]*:(?:param|parameter|arg|argument|key|keyword)\s[^:\n]+:", re.MULTILINE
)
_NUMPY = re.compile(r"^[ \t]*(?:Other )?Parameters[ \t]*\n[ \t]*-{3,}[ \t]*$", re.MULTILINE)


class Docstring(NamedTuple):
    """The parts of a docstring that are sent to a model."""

    description: str
    """The text before the first section; '' if there is none."""

    parameters: dict[str, str]
    """Description of each parameter in the `Args:` section, in order."""


class _Line(NamedTuple):
    indent: int
    text: str


class _Entry(NamedTuple):
    """A line that begins the description of a parameter."""

    name: str
    text: str


def read_docstring(doc: str | None, parameters: Collection[str] = ()) -> Docstring:
    """Read a docstring in Google, NumPy or Sphinx style.

    The names of the function's parameters help to distinguish the start of a parameter from a
    continuation line with a colon, and allow parameters that are called `args` or `returns`.
    """
    if doc and (style := _foreign_style(doc)) and (docs := _parsed(doc, style)):
        return docs
    description, arguments, _ = _sections(doc, parameters)
    text = "\n".join(line.text for line in description).strip()
    return Docstring(text, _parameter_texts(arguments, parameters))


def _foreign_style(doc: str) -> str | None:
    """Return docstring_parser's name for the style of a docstring; None for Google style."""
    if _SPHINX.search(doc):
        return "REST"
    return "NUMPYDOC" if _NUMPY.search(doc) else None


def _parsed(doc: str, style: str) -> Docstring | None:
    import docstring_parser

    try:
        layout = docstring_parser.DocstringStyle[style]
        parsed = docstring_parser.parse(inspect.cleandoc(doc), layout)
    except docstring_parser.ParseError:
        return None
    texts = {
        name.strip().lstrip("*"): " ".join((parameter.description or "").split())
        for parameter in parsed.params
        for name in parameter.arg_name.split(",")  # NumPy: `x, y : int`
    }
    return Docstring((parsed.description or "").strip(), texts)


def parse_docstring(doc: str | None) -> defaultdict[str, str]:
    """Return a docstring as one flat mapping, in the official client's internal format.

    The keys are the names of the parameters, `args` for the text of the parameter section, `_` for
    that of the other sections, and `str(hash(doc))` for the description. All other keys have the
    value ''.
    """
    parsed: defaultdict[str, str] = defaultdict(str)
    if not doc:
        return parsed
    description, arguments, others = _sections(doc, ())
    parsed[str(hash(doc))] = "\n".join(line.text for line in description).strip()
    parsed["args"] = "\n".join(line.text for line in arguments)
    parsed["_"] = "\n".join(line.text for line in others)
    parsed.update(_parameter_texts(arguments, ()))
    return parsed


def _sections(
    doc: str | None, parameters: Collection[str]
) -> tuple[list[_Line], list[_Line], list[_Line]]:
    """Return the lines of the description, the parameter section and all other sections."""
    description: list[_Line] = []
    arguments: list[_Line] = []
    others: list[_Line] = []
    current, header = description, 0
    for text in inspect.cleandoc(doc or "").splitlines():
        line = _Line(len(text) - len(text.lstrip()), text.strip())
        section = _section_named_by(line)
        if current is arguments and line.indent > header and _entry_name(line) in parameters:
            section = None
        if section is not None:
            current, header = (arguments if section == _PARAMETERS else others), line.indent
        elif current is arguments and _ends_parameters(line, arguments, header, parameters):
            current = others
            others.append(line)
        else:
            current.append(line)
    return description, arguments, others


def _section_named_by(line: _Line) -> str | None:
    lowered = line.text.lower()
    if lowered in _SYNONYMS:
        return _PARAMETERS
    return next((s for s in (_PARAMETERS, *_OTHER_SECTIONS) if lowered.startswith(s)), None)


def _ends_parameters(
    line: _Line, arguments: list[_Line], header: int, parameters: Collection[str]
) -> bool:
    """Return whether a line ends an indented parameter section, such as the heading `Note:`."""
    if not line.text or line.indent > header or _entry_name(line) in parameters:
        return False
    return next((entry.indent > header for entry in arguments if entry.text), False)


def _parameter_texts(lines: list[_Line], parameters: Collection[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    current, indent = None, 0
    for line in lines:
        entry = _entry(line)
        if entry and (current is None or line.indent <= indent or entry.name in parameters):
            current, indent = entry.name, line.indent
            texts[current] = entry.text
        elif current is not None and line.text:
            texts[current] = f"{texts[current]} {line.text}".strip()
    return texts


def _entry(line: _Line) -> _Entry | None:
    """Return the parameter that a line begins: `name: text` or `name (type): text`."""
    head, colon, text = line.text.partition(":")
    if not colon:
        return None
    name, bracket, after = line.text.partition("(")
    if bracket and "(" in head and ")" in after:
        # The parentheses contain a type, which may contain a colon.
        rest = after.partition(")")[2]
        text = rest.partition(":")[2] if ":" in rest else rest
        head = name
    return _Entry(head.strip().lstrip("*"), text.strip())


def _entry_name(line: _Line) -> str | None:
    entry = _entry(line)
    return entry.name if entry else None
