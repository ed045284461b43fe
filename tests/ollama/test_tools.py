"""Tests that a callable becomes the tool definition that matches its signature and docstring."""

# Older spellings of types are used on purpose, because users write them.
# ruff: noqa: UP006, UP007, UP035, UP037, UP045

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import functools
import io
import json
import pathlib
import socket
import subprocess
import sys
import typing
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import (
    Annotated,
    Any,
    Dict,
    List,
    Literal,
    NamedTuple,
    NewType,
    Optional,
    Tuple,
    TypedDict,
    TypeVar,
    Union,
    cast,
)

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ollama._schemas.docstrings import parse_docstring, read_docstring
from ollama._tools.definition import tool_definition

if typing.TYPE_CHECKING:
    from elsewhere import Unseen  # type: ignore[import-not-found]  # pyright: ignore  # noqa: F401

# typing has Required and NotRequired since Python 3.11.
marks: Any = typing if hasattr(typing, "NotRequired") else import_module("typing_extensions")

SURVIVING_KEYS = {"anyOf", "type", "items", "description", "enum", "properties", "required"}


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mixed(enum.Enum):
    A = "a"
    ONE = 1


class Opaque(enum.Enum):
    A = b"bytes"


class Empty(enum.Enum):
    pass


class Place(TypedDict):
    """Where something is.

    Args:
        city: Its name
    """

    city: str
    zip: Annotated[Optional[str], "Postal code"]


class Trip(TypedDict, total=False):
    to: Place
    note: str


@dataclasses.dataclass
class Point:
    x: float
    y: float = 0.0
    tags: list[str] = dataclasses.field(default_factory=list[str])
    hidden: int = dataclasses.field(default=0, init=False)


@dataclasses.dataclass
class Node:
    """A tree."""

    name: str
    children: list[Node]


@attrs.define
class Box:
    _width: int
    color: Color = Color.RED


class Pair(NamedTuple):
    left: int
    right: str


class Shape:
    """A class with its own schema, like pydantic models."""

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        return {
            "title": "Shape",
            "type": "object",
            "required": ["kind", "inner", "self"],
            "properties": {
                "kind": {"const": "circle", "title": "Kind"},
                "inner": {"$ref": "#/$defs/Inner", "description": "What is inside"},
                "all": {"allOf": [{"$ref": "#/$defs/Inner"}], "default": None},
                "either": {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
                "pair": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]},
                "anything": True,
                "more": {"type": "array", "items": {"$ref": "#/$defs/Loop"}},
            },
            "$defs": {
                "Inner": {"type": "object", "properties": {"n": {"type": "integer", "title": "N"}}},
                "Loop": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Loop"}}},
            },
        }


@dataclasses.dataclass
class Holder:
    wire: socket.socket


class Broken:
    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        raise RuntimeError("no schema today")


UserId = NewType("UserId", int)
Bound = TypeVar("Bound", bound=int)
Choice = TypeVar("Choice", int, str)
Free = TypeVar("Free")


def annotated_with(annotation: Any) -> Callable[..., None]:
    def tool(x: Any) -> None: ...

    tool.__annotations__["x"] = annotation
    return tool


def parameters_of(func: Callable[..., Any]) -> dict[str, Any]:
    definition = tool_definition(func)
    json.dumps(definition)
    assert definition.keys() == {"type", "function"}
    assert definition["type"] == "function"
    assert definition["function"].keys() == {"name", "description", "parameters"}
    parameters = definition["function"]["parameters"]
    assert parameters["type"] == "object"
    assert parameters.keys() <= {"type", "required", "properties"}
    for schema in parameters["properties"].values():
        assert_only_surviving_keys(schema)
    return dict(parameters)


def assert_only_surviving_keys(schema: dict[str, Any]) -> None:
    assert schema.keys() <= SURVIVING_KEYS
    nested = [*schema.get("anyOf", []), *schema.get("properties", {}).values()]
    for inner in [*nested, *([schema["items"]] if "items" in schema else [])]:
        assert_only_surviving_keys(inner)


def schema_of(annotation: Any) -> dict[str, Any]:
    """Return the schema of a parameter with an annotation, without its empty description."""
    schema = dict(parameters_of(annotated_with(annotation))["properties"]["x"])
    if schema["description"] == "":
        del schema["description"]
    return schema


def is_required(annotation: Any) -> bool:
    return bool(parameters_of(annotated_with(annotation))["required"] == ["x"])


# --- what the official client promises ---


def test_whole_definition() -> None:
    def add(x: int, y: Union[int, None] = None) -> int:
        """Add two numbers.

        They may be negative.

        args:
            x (integer): The first
            y (integer, optional): The second

        Returns:
            integer: The sum of x and y
        """
        return x + (y or 0)

    assert tool_definition(add) == {
        "type": "function",
        "function": {
            "name": "add",
            "description": "Add two numbers.\n\nThey may be negative.",
            "parameters": {
                "type": "object",
                "required": ["x"],
                "properties": {
                    "x": {"type": "integer", "description": "The first"},
                    "y": {"type": "integer", "description": "The second"},
                },
            },
        },
    }


def test_no_parameters_means_no_required() -> None:
    def nothing() -> None:
        """
        Do nothing.
        Args:
            None
        """

    assert tool_definition(nothing)["function"]["parameters"] == {
        "type": "object",
        "properties": {},
    }
    assert tool_definition(nothing)["function"]["description"] == "Do nothing."


def test_without_annotations_and_docstring() -> None:
    def bare(a, b):  # type: ignore[no-untyped-def]
        ...

    definition = tool_definition(cast("Any", bare))
    assert definition["function"]["description"] == ""
    assert definition["function"]["parameters"] == {
        "type": "object",
        "required": ["a", "b"],
        "properties": {
            "a": {"type": "string", "description": ""},
            "b": {"type": "string", "description": ""},
        },
    }


def test_required_is_in_order_and_may_be_empty() -> None:
    def tool(z: int, a: Optional[str], m: str, k: None = None, b: int = 3) -> None: ...

    def optional(a: Optional[str]) -> None: ...

    assert parameters_of(tool)["required"] == ["z", "m"]
    assert list(parameters_of(tool)["properties"]) == ["z", "a", "m", "k", "b"]
    assert parameters_of(optional)["required"] == []


# --- types ---


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (str, {"type": "string"}),
        (Any, {"type": "string"}),
        (object, {"type": "string"}),
        (bytes, {"type": "string", "description": "Bytes in Base64."}),
        (datetime.datetime, {"type": "string", "description": "An ISO 8601 date and time."}),
        (datetime.timedelta, {"type": "string", "description": "An ISO 8601 duration."}),
        (uuid.UUID, {"type": "string", "description": "A UUID."}),
        (pathlib.Path, {"type": "string", "description": "A path."}),
        (decimal.Decimal, {"type": ["number", "string"]}),
        (UserId, {"type": "integer"}),
        (Bound, {"type": "integer"}),
        (Choice, {"type": ["integer", "string"]}),
        (Free, {"type": "string"}),
        (list, {"type": "array"}),
        (List[int], {"type": "array", "items": {"type": "integer"}}),
        (list[Any], {"type": "array"}),
        (
            list[list[str]],
            {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        ),
        (list[Optional[int]], {"type": "array", "items": {"type": ["integer", "null"]}}),
        (list[int | str], {"type": "array", "items": {"type": ["integer", "string"]}}),
        (
            set[int],
            {"type": "array", "description": "No item twice.", "items": {"type": "integer"}},
        ),
        (Sequence[int], {"type": "array", "items": {"type": "integer"}}),
        (Iterable[int], {"type": "array", "items": {"type": "integer"}}),
        (tuple, {"type": "array"}),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (
            Tuple[int, str, int],
            {
                "type": "array",
                "description": "Exactly 3 items: integer, string, integer.",
                "items": {"type": ["integer", "string"]},
            },
        ),
        (
            Pair,
            {
                "type": "array",
                "description": "Exactly 2 items: left (integer), right (string).",
                "items": {"type": ["integer", "string"]},
            },
        ),
        (dict, {"type": "object"}),
        (Dict[str, int], {"type": "object", "description": "Each value: integer."}),
        (Mapping[str, dict[str, Any]], {"type": "object", "description": "Each value: object."}),
        (defaultdict[str, int], {"type": "object", "description": "Each value: integer."}),
        (Color, {"type": "string", "enum": ["red", "blue"]}),
        (Level, {"type": "integer", "enum": [1, 2]}),
        (Mixed, {"type": ["string", "integer"], "enum": ["a", 1]}),
        (Literal["a", "b", "a"], {"type": "string", "enum": ["a", "b"]}),
        (
            Literal[1, True, Color.RED],
            {"type": ["integer", "boolean", "string"], "enum": [1, True, "red"]},
        ),
        (list[Color], {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}}),
        (Annotated[int, "How many"], {"type": "integer", "description": "How many"}),
        (
            Annotated[Optional[int], Ellipsis, "How many"],
            {"type": "integer", "description": "How many"},
        ),
        (Optional[Annotated[int, "How many"]], {"type": "integer", "description": "How many"}),
    ],
    ids=str,
)
def test_annotation_becomes_schema(annotation: Any, expected: dict[str, Any]) -> None:
    assert schema_of(annotation) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (Optional[int], {"type": "integer"}),
        (int | None, {"type": "integer"}),
        (Union[int, str, None], {"type": ["integer", "string"]}),
        (str | None | int, {"type": ["string", "integer"]}),
        (Optional[Any], {"type": "string"}),
        (Optional[list[int]], {"type": "array", "items": {"type": "integer"}}),
        (Optional[Color], {"type": "string", "enum": ["red", "blue"]}),
        (Literal["a", None], {"type": "string", "enum": ["a"]}),
        (Union[Literal["a"], Literal["b"], None], {"type": "string", "enum": ["a", "b"]}),
        (None, {"type": "null"}),
        (
            Union[Literal["auto"], int, None],
            {
                "type": ["string", "integer"],
                "anyOf": [{"type": "string", "enum": ["auto"]}, {"type": "integer"}],
            },
        ),
    ],
    ids=str,
)
def test_what_accepts_none_is_not_required_and_says_null_only_where_there_is_nothing_else(
    annotation: Any, expected: dict[str, Any]
) -> None:
    assert schema_of(annotation) == expected
    assert not is_required(annotation)


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (Union[str, int, float], {"type": ["string", "integer", "number"]}),
        (
            Union[dict[str, int], str],
            {
                "type": ["object", "string"],
                "anyOf": [
                    {"type": "object", "description": "Each value: integer."},
                    {"type": "string"},
                ],
            },
        ),
        (
            list[int] | str,
            {
                "type": ["array", "string"],
                "anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "string"}],
            },
        ),
        (Color | Literal["green"], {"type": "string", "enum": ["red", "blue", "green"]}),
    ],
    ids=str,
)
def test_unions_keep_the_order_of_declaration(annotation: Any, expected: dict[str, Any]) -> None:
    assert schema_of(annotation) == expected
    assert is_required(annotation)


def test_typed_dict_members() -> None:
    assert schema_of(Trip) == {
        "type": "object",
        "properties": {
            "to": {
                "type": "object",
                "description": "Where something is.",
                "properties": {
                    "city": {"type": "string", "description": "Its name"},
                    "zip": {"type": ["string", "null"], "description": "Postal code"},
                },
                "required": ["city", "zip"],
            },
            "note": {"type": "string"},
        },
    }


@pytest.mark.parametrize(
    "members",
    [
        {
            "a": marks.NotRequired[int],
            "b": Annotated[marks.NotRequired[int], "B"],
            "c": int,
            "d": marks.Required[int],
        },
        {
            "a": "marks.NotRequired[int]",
            "b": "Annotated[marks.NotRequired[int], 'B']",
            "c": "int",
            "d": "marks.Required[int]",
        },
    ],
    ids=["types", "text"],
)
@pytest.mark.parametrize(("total", "required"), [(True, ["c", "d"]), (False, ["d"])])
def test_marks_on_typed_dict_members(
    members: dict[str, Any], total: bool, required: list[str]
) -> None:
    make: Any = TypedDict
    schema = schema_of(make("marked", members, total=total))
    assert schema["required"] == required
    assert schema["properties"]["b"] == {"type": "integer", "description": "B"}


def test_dataclass_members() -> None:
    assert schema_of(Point) == {
        "type": "object",
        "properties": {
            "x": {"type": "number"},
            "y": {"type": "number", "description": "Default: 0.0."},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["x"],
    }


def test_constructor_only_values_of_a_dataclass_are_members() -> None:
    scaled = dataclasses.make_dataclass("Scaled", [("by", dataclasses.InitVar[int])])
    assert schema_of(scaled)["properties"] == {"by": {"type": "integer"}}


def test_members_that_cannot_be_resolved_are_reported_for_the_tool() -> None:
    lost = dataclasses.make_dataclass("Lost", [("a", "Unseen")])
    with pytest.raises(
        TypeError, match=r"^tool\(\): parameter 'x' .*Lost.*'Unseen' is not defined"
    ):
        tool_definition(annotated_with(lost))
    with pytest.raises(TypeError, match=r"^Lost\(\): parameter 'a' .*'Unseen' is not defined"):
        tool_definition(lost)


def test_attrs_members() -> None:
    assert schema_of(Box) == {
        "type": "object",
        "properties": {
            "width": {"type": "integer"},
            "color": {
                "type": "string",
                "enum": ["red", "blue"],
                "description": 'Default: "red".',
            },
        },
        "required": ["width"],
    }


def test_recursive_type_ends_as_an_object_with_a_note() -> None:
    assert schema_of(Node) == {
        "type": "object",
        "description": "A tree.",
        "properties": {
            "name": {"type": "string"},
            "children": {
                "type": "array",
                "items": {
                    "type": "object",
                    "description": "Has the members of the Node that it is part of.",
                },
            },
        },
        "required": ["name", "children"],
    }


def test_schema_that_a_model_gives_is_inlined_and_held_to_what_survives() -> None:
    inner = {"type": "object", "properties": {"n": {"type": "integer"}}}
    cut = {"type": "object", "description": "Has the members of the Loop that it is part of."}
    assert schema_of(Shape) == {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["circle"]},
            "inner": {**inner, "description": "What is inside"},
            "all": inner,
            "either": {"type": ["integer", "null"], "description": "Minimum: 1."},
            "pair": {
                "type": "array",
                "description": "Exactly 2 items: integer, string.",
                "items": {"type": ["integer", "string"]},
            },
            "anything": {},
            "more": {
                "type": "array",
                "items": {"type": "object", "properties": {"next": cut}},
            },
        },
        "required": ["kind", "inner", "self"],
    }


def test_pydantic_models_are_parameters_and_tools() -> None:
    pydantic = pytest.importorskip("pydantic")
    inner = pydantic.create_model("Inner", n=(int, pydantic.Field(description="A number", gt=0)))
    model = pydantic.create_model(
        "Order", __doc__="An order.", inner=(inner, ...), note=(Optional[str], None)
    )
    expected_inner = {
        "type": "object",
        "properties": {"n": {"type": "integer", "description": "A number. Greater than 0."}},
        "required": ["n"],
    }

    assert schema_of(model) == {
        "type": "object",
        "description": "An order.",
        "properties": {"inner": expected_inner, "note": {"type": ["string", "null"]}},
        "required": ["inner"],
    }
    definition = tool_definition(model)["function"]
    assert (definition["name"], definition["description"]) == ("Order", "An order.")
    assert definition["parameters"] == {
        "type": "object",
        "required": ["inner"],
        "properties": {
            "inner": {"type": "object", "description": "", **expected_inner},
            "note": {"type": "string", "description": ""},
        },
    }
    field = Annotated[int, pydantic.Field(description="Annotated")]
    assert schema_of(field) == {"type": "integer", "description": "Annotated"}


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (socket.socket, "socket.socket"),
        (io.BytesIO, "_io.BytesIO"),
        (Callable[[int], str], "Callable"),
        (type[int], r"type\[int\]"),
        (complex, "complex"),
        (list[socket.socket], "socket.socket"),
        (Optional[socket.socket], "socket.socket"),
        (dict[str, socket.socket], "socket.socket"),
        (Opaque, "Opaque"),
        (Empty, "Empty"),
        (Literal[b"x"], "Literal"),
        (Broken, "Broken"),
        (5, "5"),
        ("Missing", "'Missing'"),
        ("Unseen", "'Unseen'"),
        ("list[Unseen]", r"'list\[Unseen\]'"),
        ("not an annotation", "'not an annotation'"),
    ],
    ids=str,
)
def test_type_without_schema_is_named(annotation: Any, shown: str) -> None:
    pattern = rf"^tool\(\): parameter 'x' has type .*{shown}.* cannot be described"
    with pytest.raises(TypeError, match=pattern):
        tool_definition(annotated_with(annotation))


def test_member_without_schema_is_named() -> None:
    def tool(holder: Holder) -> None: ...

    with pytest.raises(TypeError, match=r"^tool\(\): parameter 'holder' has type socket.socket"):
        tool_definition(tool)


# --- kinds of callables ---


def test_annotations_written_as_text_are_resolved() -> None:
    class Local(enum.Enum):
        A = "a"

    def tool(color: Color, local: Local, nested: list["Color"], n: "int | None") -> Local:
        return local or Local.A  # only names that a function uses are known

    assert isinstance(tool.__annotations__["color"], str), "this module postpones annotations"
    properties = parameters_of(tool)["properties"]
    assert properties["color"]["enum"] == ["red", "blue"]
    assert properties["local"]["enum"] == ["a"]
    assert properties["nested"]["items"]["enum"] == ["red", "blue"]
    assert properties["n"]["type"] == "integer"


class Service:
    """A service."""

    def bound(self, city: str) -> str:
        """Look a city up.

        Args:
            city: Its name
        """
        return city

    @classmethod
    def of_class(cls, city: str) -> str:
        """Look a city up.

        Args:
            city: Its name
        """
        return city

    @staticmethod
    def static(city: str) -> str:
        """Look a city up.

        Args:
            city: Its name
        """
        return city

    def __call__(self, city: str) -> str:
        """Look a city up.

        Args:
            city: Its name
        """
        return city


class Undocumented:
    """Described by the class."""

    def __call__(self, city: str) -> None: ...


async def asynchronous(city: str) -> str:
    """Look a city up.

    Args:
        city: Its name
    """
    return city


@functools.wraps(asynchronous)
def wrapper(*args: Any, **kwargs: Any) -> Any: ...


def three(key: str, city: str, *, days: int) -> str:
    """Look a city up.

    Args:
        city: Its name
    """
    return f"{key}{city}{days}"


renamed = functools.partial(three, "key", days=3)
functools.update_wrapper(renamed, asynchronous)


@pytest.mark.parametrize(
    ("func", "name"),
    [
        (Service().bound, "bound"),
        (Service.bound, "bound"),
        (Service.of_class, "of_class"),
        (Service().of_class, "of_class"),
        (Service.static, "static"),
        (Service(), "Service"),
        (asynchronous, "asynchronous"),
        (wrapper, "asynchronous"),
        (functools.lru_cache(Service.static), "static"),
        (functools.partial(three, "key", days=3), "three"),
        (functools.partial(functools.partial(three, "key"), days=3), "three"),
        (
            functools.partial(
                Service(),
            ),
            "Service",
        ),
        (functools.partial(Service.bound, Service()), "bound"),
        (renamed, "asynchronous"),
    ],
)
def test_every_kind_of_callable(func: Callable[..., Any], name: str) -> None:
    assert tool_definition(func)["function"] == {
        "name": name,
        "description": "Look a city up.",
        "parameters": {
            "type": "object",
            "required": ["city"],
            "properties": {"city": {"type": "string", "description": "Its name"}},
        },
    }


def test_instance_without_documented_call_is_described_by_its_class() -> None:
    assert tool_definition(Undocumented())["function"]["description"] == "Described by the class."


def test_class_is_a_tool() -> None:
    class Search:
        """Search the web."""

        def __init__(self, query: str, limit: int = 3) -> None:
            """Start.

            Args:
                query: What for
            """

    function = tool_definition(Search)["function"]
    assert (function["name"], function["description"]) == ("Search", "Search the web.")
    assert function["parameters"]["required"] == ["query"]
    assert function["parameters"]["properties"]["query"]["description"] == "What for"
    assert tool_definition(Point)["function"]["description"] == "", "generated text says nothing"


def test_self_is_only_hidden_where_it_is_a_receiver() -> None:
    def function(self, x: int) -> None:  # type: ignore[no-untyped-def]
        ...

    assert list(parameters_of(cast("Any", function))["properties"]) == ["self", "x"]


def test_private_and_anonymous_variadic_parameters_are_not_shown() -> None:
    def tool(a: int, /, *args: int, b: int, _context: socket.socket, **kwargs: int) -> None: ...

    def passing_on(*args: Any, **kwargs: Any) -> None: ...

    assert list(parameters_of(tool)["properties"]) == ["a", "args", "b"]
    assert parameters_of(passing_on)["properties"] == {}


def test_reserved_words_are_parameter_names() -> None:
    def tool(
        type: int, description: int, required: int, title: int, args: int, returns: int
    ) -> None:
        """Do it.

        Args:
            type: T
            description: D
            required: R
            title: I
            args: A
            returns: S
        """

    properties = parameters_of(tool)["properties"]
    assert [p["description"] for p in properties.values()] == ["T", "D", "R", "I", "A", "S"]


def test_docstring_wins_over_annotated_text() -> None:
    def tool(a: Annotated[int, "from the annotation"], b: Annotated[int, "B"]) -> None:
        """Do it.

        Args:
            a: from the docstring
        """

    properties = parameters_of(tool)["properties"]
    assert properties["a"]["description"] == "from the docstring"
    assert properties["b"]["description"] == "B"


@pytest.mark.parametrize("value", [None, "name", {"type": "function"}, 5])
def test_what_cannot_be_called_is_no_tool(value: Any) -> None:
    with pytest.raises(TypeError, match=f"must be callable, not {type(value).__name__}"):
        tool_definition(value)


def test_class_whose_own_schema_fails_is_named() -> None:
    with pytest.raises(TypeError, match=r"^Broken\(\) cannot be described .*no schema today"):
        tool_definition(Broken)


def test_callable_without_signature_is_named() -> None:
    with pytest.raises(TypeError, match=r"^the signature of dict\(\) cannot be read"):
        tool_definition(dict)


TYPES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([int, str, float, bool, Color, Literal["a"], Point, Place, Node, Any]),
    lambda inner: st.one_of(
        inner.map(lambda t: list[t]),  # type: ignore[valid-type]
        inner.map(lambda t: Optional[t]),
        st.tuples(inner, inner).map(lambda pair: Union[pair]),
        inner.map(lambda t: Annotated[t, "text"]),
    ),
    max_leaves=5,
)


@given(TYPES)
def test_any_combination_of_types_gives_a_surviving_schema(annotation: Any) -> None:
    schema = schema_of(annotation)
    assert isinstance(schema["type"], (str, list))
    assert "null" not in schema["type"]
    assert is_required(annotation) != accepts_none(annotation)


def accepts_none(annotation: Any) -> bool:
    """Return whether None is a member of a union, also inside `Annotated`."""
    if typing.get_origin(annotation) is Annotated:
        return accepts_none(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) is Union:
        return any(map(accepts_none, typing.get_args(annotation)))
    return annotation is type(None)


# --- docstrings ---


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["x: text"], "text"),
        (["x (integer): text"], "text"),
        (["x(integer) : text"], "text"),
        (["x (integer ): text"], "text"),
        (["x :text"], "text"),
        (["x (integer): : text"], ": text"),
        (["x (dict(str, int)): text"], "text"),
        (["x (integer) dropped: text"], "text"),
        (["x (a:b) text"], "text"),
        (["x: First (:thing) number: n"], "First (:thing) number: n"),
        (
            ["x (integer): A number", "    with more", "", "    and more"],
            "A number with more and more",
        ),
        (["x:", "    text on the next line"], "text on the next line"),
        (["x: text", "    note: still x"], "text note: still x"),
        (["x: text", "  y: other"], "text"),
        (["", "", "x: text", "", "", "y: other"], "text"),
        (["*x: text"], "text"),
        (["stale: gone", "x: text"], "text"),
        (["None"], None),
        (["y: other"], None),
    ],
)
def test_parameter_description(lines: list[str], expected: str | None) -> None:
    doc = "\n".join(["Do it.", "", "Args:", *(f"    {line}" for line in lines)])
    assert read_docstring(doc, ["x", "y"]).parameters.get("x") == expected
    assert read_docstring(doc, ["x", "y"]).description == "Do it."


@pytest.mark.parametrize("header", ["Args:", "args:", "ARGS:", "  Args:", "Args: these"])
@pytest.mark.parametrize("end", ["Returns:", "yields:", "RAISES:", "Returns: x: the same", "Note:"])
def test_sections_are_recognised_in_any_case(header: str, end: str) -> None:
    doc = f"Do it.\n{header}\n    x: text\n{end}\n    x: not this"
    assert read_docstring(doc, ["x"]).parameters == {"x": "text"}


def test_parameters_need_no_indentation() -> None:
    assert read_docstring("Args:\nx: one\ny: two", ["x", "y"]).parameters == {
        "x": "one",
        "y": "two",
    }


def test_cross_references_do_not_make_a_docstring_one_of_sphinx() -> None:
    doc = "Do it, as :meth:`other` does:\n\nArgs:\n    x: text"
    assert read_docstring(doc, ["x"]) == ("Do it, as :meth:`other` does:", {"x": "text"})


def test_sphinx_docstring_that_is_broken_is_read_as_text() -> None:
    doc = "Do it.\n\n:param x: text\n:"
    assert read_docstring(doc, ["x"]) == (doc, {})


def test_no_library_is_loaded_for_docstrings_of_google() -> None:
    code = (
        "import sys; from ollama._schemas.docstrings import read_docstring; "
        "read_docstring('Do it.\\n\\nArgs:\\n    x: text'); "
        "assert 'docstring_parser' not in sys.modules; "
        "read_docstring(':param x: text'); "
        "assert 'docstring_parser' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("doc", [None, ""])
def test_absent_docstring(doc: str | None) -> None:
    assert read_docstring(doc) == ("", {})
    parsed = parse_docstring(doc)
    assert isinstance(parsed, defaultdict)
    assert parsed == {}
    assert parsed["anything"] == ""


def test_parse_docstring_layout() -> None:
    doc = "Do it.\n\nArgs:\n    x (int): one\n    y: two\n        more\n\nReturns:\n    all"
    parsed = parse_docstring(doc)
    assert parsed[str(hash(doc))] == "Do it."
    assert (parsed["x"], parsed["y"]) == ("one", "two more")
    assert "x (int): one" in parsed["args"]
    assert parsed["_"] == "all"
    assert set(parsed) == {str(hash(doc)), "x", "y", "args", "_"}


@given(st.text(alphabet="ax:()* \n\tArgsReturns", max_size=60))
def test_any_docstring_can_be_read(doc: str) -> None:
    docs = read_docstring(doc, ["x"])
    assert docs.description == docs.description.strip()
    assert all(text == text.strip() for text in docs.parameters.values())
