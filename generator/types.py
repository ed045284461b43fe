"""The table from parsed properties to Python: the annotation, and how to decode a value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, cast

import attrs

from . import parser
from .source import literal

#: The types that `x-python-annotation` may select: text of the server, binary data in JSON, or an
#: unchanged mapping.
PYTHON_TYPES = ("str", "list[Base64]", "Options | dict[str, Any]")

#: Placeholder for the value in decode expressions. No source contains this character.
VALUE = "\0"

#: The decode expressions of types that `x-python-annotation` may select.
CHOSEN_DECODES = {"list[Base64]": f"received_base64({VALUE})"}

#: The type of a field that is a file.
FORM_FILE = "FormFile"

#: The property that identifies the members of a union, and the class for each of its values.
Tags = tuple[str, Mapping[str, str]]


@attrs.frozen
class PythonType:
    """The Python form of a property."""

    annotation: str
    decode: str | None = None
    """An expression with `VALUE`, or None if the JSON value is used unchanged."""
    models: frozenset[str] = frozenset()
    """The classes in the annotation or the expression."""
    kind: str = "scalar"
    """The kind of the JSON value: scalar, object, array, or any."""
    tags: Tags | None = None
    """The tags of a union that consists of objects only."""
    item: PythonType | None = None
    """The type of items of a list, or values of a mapping."""

    def decoded(self, value: str) -> str:
        """Return the decode expression for a variable."""
        return (self.decode or VALUE).replace(VALUE, value)


class _AmbiguousError(Exception):
    """The members of a union cannot be distinguished. The message says why."""


@attrs.frozen
class Context:
    """Facts about the document that the table needs."""

    class_names: Mapping[str, str]
    """Python class names, by the parser's class names. A free object has none."""
    models: Mapping[str, parser.ModelProperty]
    """The parsed models, by the parser's class names. References may have unfinished copies."""
    enum_orders: Mapping[frozenset[Any], tuple[Any, ...]]
    """The order of each enum in the file. The parser only has sets."""
    tags: Mapping[str, Mapping[str, Any]]
    """The constants of each Python class, which identify members of unions."""
    open_enums: bool
    """Whether a newer server may send other values."""
    in_form: bool = False
    """Whether the property belongs to a form, which may have files."""
    discriminators: Mapping[frozenset[str], Tags] = attrs.field(factory=dict[frozenset[str], Tags])
    """The tags of unions with a discriminator, by their classes."""
    notes: list[str] = attrs.field(factory=list[str])
    """Notes about everything that cannot be expressed."""


def _literal(values: tuple[Any, ...]) -> str:
    return f"Literal[{', '.join(literal(value) for value in values)}]"


#: An object without known fields.
FREE_OBJECT = "dict[str, Any]"


def _enum(prop: parser.LiteralEnumProperty, context: Context) -> PythonType:
    values = frozenset(
        parser.text(v) if hasattr(v, "get_untrusted_value") else v for v in prop.values
    )
    listed = _literal(context.enum_orders.get(values) or tuple(sorted(values, key=str)))
    base = "int" if all(isinstance(value, int) for value in values) else "str"
    return PythonType(f"{listed} | {base}" if context.open_enums else listed)


def _const(prop: parser.ConstProperty, _: Context) -> PythonType:
    return PythonType(_literal((prop.value.raw_value,)))


def _model(prop: parser.ModelProperty, context: Context) -> PythonType:
    key = str(prop.class_info.name)
    if key not in context.class_names:
        return _free_object(context.models[key], context)
    name = context.class_names[key]
    return PythonType(name, f"{name}.from_dict({VALUE})", frozenset({name}), "object")


def _free_object(prop: parser.ModelProperty, context: Context) -> PythonType:
    inner = prop.additional_properties
    item = PythonType("Any") if inner is None else python_type(inner, context)
    decode = f"to_object({VALUE})"
    if item.decode:
        decode = f"{{key: {_decoded_item(item)} for key, item in {VALUE}.items()}}"
    return PythonType(f"dict[str, {item.annotation}]", decode, item.models, "object", item=item)


def _decoded_item(item: PythonType) -> str:
    """Return the decode expression of one item, which handles null if the schema allows it."""
    decoded = item.decoded("item")
    may_be_null = "None" in _alternatives(item.annotation)
    return f"None if item is None else {decoded}" if may_be_null else decoded


def _list(prop: parser.ListProperty, context: Context) -> PythonType:
    item = python_type(cast("parser.Property", prop.inner_property), context)
    decode = f"[{_decoded_item(item)} for item in {VALUE}]" if item.decode else None
    if item.annotation == "float":
        decode = f"to_floats({VALUE})"  # In JSON, a float may look like an int.
    return PythonType(f"list[{item.annotation}]", decode, item.models, "array", item=item)


def _union(prop: parser.UnionProperty, context: Context) -> PythonType:
    members = [
        python_type(cast("parser.Property", inner), context) for inner in prop.inner_properties
    ]
    parts: list[str] = []
    for member in members:
        parts += [part for part in _alternatives(member.annotation) if part not in parts]
    models = frozenset[str]().union(*(member.models for member in members))
    try:
        tags = _tags(members, context)
        decode = _union_decode(members, tags)
    except _AmbiguousError as reason:  # Answers are not decoded, and callers may pass anything.
        context.notes.append(f"{reason}: answers are not decoded")
        parts += [FREE_OBJECT] if FREE_OBJECT not in parts else []
        parts.sort(key=lambda part: part == "None")
        return PythonType(" | ".join(parts), VALUE, models, "any")
    if tags and context.open_enums and FREE_OBJECT not in parts:
        parts.append(FREE_OBJECT)  # A newer server may send another kind of object.
    parts.sort(key=lambda part: part == "None")
    alone = tags if all(map(_is_class, members)) else None
    return PythonType(" | ".join(parts), decode, models, tags=alone)


def _alternatives(annotation: str) -> list[str]:
    """Return the members of an annotation that is a union, otherwise only the annotation."""
    node = ast.parse(annotation, mode="eval").body
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp):
        parts.insert(0, node.right)
        node = node.left
    return [ast.get_source_segment(annotation, part) or "" for part in (node, *parts)]


def _union_decode(members: list[PythonType], tags: Tags | None) -> str | None:
    objects = [member for member in members if member.kind == "object"]
    arrays = [member for member in members if member.kind == "array" and member.decode]
    classes = [member for member in objects if _is_class(member)]
    if len(arrays) > 1:
        raise _AmbiguousError("several lists of objects in a union cannot be distinguished")
    if len([member for member in members if member.annotation != "None"]) == 1:
        return next((member.decode for member in members if member.decode), None)
    branches: list[str] = []
    otherwise = VALUE
    if len(classes) == 1 and len(objects) == 1:
        branches.append(f"{classes[0].decoded(VALUE)} if is_mapping({VALUE})")
    elif tags:
        rows = ", ".join(f"{literal(value)}: {name}" for value, name in tags[1].items())
        otherwise = f"tagged({VALUE}, {literal(tags[0])}, {{{rows}}})"
    if arrays:
        branches.append(f"{arrays[0].decoded(VALUE)} if is_list({VALUE})")
    handled = [*arrays, *classes] if tags or len(classes) == len(objects) else arrays
    if lost := [m.annotation for m in members if _is_made(m) and m not in handled]:
        raise _AmbiguousError(f"{lost[0]} cannot be distinguished from the rest of the union")
    if not branches:
        return otherwise if otherwise != VALUE else None
    return f"({' else '.join([*branches, otherwise])})"


def _is_made(member: PythonType) -> bool:
    """Return whether a member's Python value differs from its JSON value."""
    return bool(member.models) or member.annotation == "datetime"


def _is_class(member: PythonType) -> bool:
    return member.annotation in member.models


def _tags(members: list[PythonType], context: Context) -> Tags | None:
    """Return the property that identifies several classes, and the class for each value."""
    classes = [member for member in members if _is_class(member)]
    if len(classes) < 2:
        return None
    constants = [context.tags.get(member.annotation, {}) for member in classes]
    for tag in constants[0]:
        values = [known.get(tag) for known in constants]
        texts = [value for value in values if isinstance(value, str)]
        if len(set(texts)) == len(classes):
            return tag, dict(zip(texts, (it.annotation for it in classes), strict=True))
    if known := context.discriminators.get(frozenset(member.annotation for member in classes)):
        return known
    names = ", ".join(member.annotation for member in classes)
    needed = "each needs a property with its own `const`"
    raise _AmbiguousError(f"{names} cannot be distinguished ({needed})")


def _file(_: parser.FileProperty, context: Context) -> PythonType:
    if not context.in_form:
        context.notes.append("binary data in JSON is treated as text")
        return PythonType("str")
    return PythonType(FORM_FILE)


def _plain(annotation: str, kind: str = "scalar") -> Callable[[Any, Context], PythonType]:
    return lambda _prop, _context: PythonType(annotation, kind=kind)


_TABLE: dict[type, Callable[[Any, Context], PythonType]] = {
    parser.AnyProperty: _plain("Any"),
    parser.BooleanProperty: _plain("bool"),
    parser.ConstProperty: _const,
    parser.DateProperty: _plain("str"),
    parser.DateTimeProperty: lambda _prop, _context: PythonType(
        "datetime", f"to_datetime({VALUE})"
    ),
    parser.FileProperty: _file,
    parser.FloatProperty: _plain("float"),
    parser.IntProperty: _plain("int"),
    parser.ListProperty: _list,
    parser.LiteralEnumProperty: _enum,
    parser.ModelProperty: _model,
    parser.NoneProperty: _plain("None"),
    parser.StringProperty: _plain("str"),
    parser.UnionProperty: _union,
    parser.UuidProperty: _plain("str"),
}


def python_type(prop: parser.Property, context: Context) -> PythonType:
    """Return the Python form of a property. Notes are added to `context.notes`."""
    return _TABLE[type(prop)](prop, context)


#: The types that constructors accept instead of a type, and convert.
_TAKEN = {"ByteSize": "ByteSize | int", "datetime": "datetime | str"}
_CONTAINERS = {"list": "Sequence", "dict": "Mapping"}


class _Accepting(ast.NodeTransformer):
    def __init__(self, models: frozenset[str]) -> None:
        self.taken = {**_TAKEN, **{it: f"{it} | Mapping[str, Any]" for it in models}}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.parse(self.taken.get(node.id, node.id), mode="eval").body

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        name = getattr(node.value, "id", "")
        if name == "Literal":
            return node
        inner = self.visit(node.slice)
        return ast.Subscript(ast.Name(_CONTAINERS.get(name, name)), inner)


def accepted(annotation: str, models: frozenset[str]) -> str:
    """Return the type that a constructor accepts for a field.

    It also accepts sizes as numbers, times as strings, objects as mappings, and any sequences.
    """
    tree = ast.parse(annotation, mode="eval").body
    taken = ast.unparse(ast.fix_missing_locations(_Accepting(models).visit(tree)))
    return " | ".join(dict.fromkeys(_alternatives(taken)))
