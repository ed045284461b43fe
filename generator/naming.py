"""Converts names on the wire and in the spec to Python names, the same on every interpreter."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

#: Python's keywords. They are listed here, because those of another Python could rename fields.
KEYWORDS = frozenset(
    "False None True and as assert async await break class continue def del elif else except "
    "finally for from global if import in is lambda nonlocal not or pass raise return try while "
    "with yield".split()
)

#: Arguments that every operation has. A parameter with such a name is renamed.
_ARGUMENTS = frozenset(("client", "body", "options"))

#: Names that models already have, or that their class bodies need. A field would hide them.
RESERVED_FIELDS = frozenset(
    "self classmethod property unset from_dict to_dict get model_dump model_dump_json "
    "model_validate model_validate_json "
    "model_construct model_copy model_extra model_fields model_fields_set model_config "
    "model_computed_fields model_json_schema model_rebuild model_post_init "
    "dict json copy parse_obj parse_raw construct validate schema schema_json".split()
)

#: The mixins that models may request, with the attributes that each adds. A field would hide them.
MIXINS = {
    "MeasuredMixin": ("usage",),
    "StatusResponse": (),
    "MessageMixin": ("text",),
    "EmbedResponseMixin": ("usage",),
    "TokenLogprobMixin": (),
    "ChatResponseMixin": ("text", "usage", "parsed", "with_parsed", "will_read"),
    "GenerateResponseMixin": ("text", "usage", "parsed", "with_parsed", "will_read"),
}

#: The mixins that are generic in the type of the parsed answer.
GENERIC_MIXINS = frozenset({"ChatResponseMixin", "GenerateResponseMixin"})

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def snake_case(name: str) -> str:
    """Return a name in lower case with underscores: `listModels` -> `list_models`."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def without_keyword(name: str) -> str:
    """Return the name, with an underscore after it if it is a keyword."""
    return f"{name}_" if name in KEYWORDS else name


def field_name(wire: str) -> str:
    """Return the Python name of a field: the wire name, if it is valid in Python."""
    name = wire.lstrip("$_")
    if not _IDENTIFIER.fullmatch(name):
        name = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
    return without_keyword(name)


def fitting_field_name(wire: str, taken: Container[str]) -> str:
    """Return the Python name of a field: the wire name, changed if it is already used."""
    name = field_name(wire)
    if not is_identifier(name):
        name = f"field_{name}".rstrip("_")
    if name in RESERVED_FIELDS:
        name = f"{name}_"
    return _unused(name, taken)


def parameter_names(parameters: Iterable[tuple[str, str]]) -> list[str]:
    """Return the argument name of each parameter, from its wire name and its place."""
    names: list[str] = []
    for wire, place in parameters:
        name = without_keyword(snake_case(wire))
        if not is_identifier(name):
            name = f"{place}_{name}".rstrip("_")
        if name in names or name in _ARGUMENTS:
            name = f"{name}_{place}" if name in names else f"{name}_"
        names.append(_unused(name, names))
    return names


def _unused(name: str, taken: Container[str]) -> str:
    chosen, number = name, 1
    while chosen in taken:
        number += 1
        chosen = f"{name}_{number}"
    return chosen


def is_identifier(name: str) -> bool:
    """Return whether a name is a valid identifier in Python."""
    return bool(_IDENTIFIER.fullmatch(name)) and name not in KEYWORDS


def is_class_name(name: str) -> bool:
    """Return whether a component's name can be a class name unchanged."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)) and name not in KEYWORDS
