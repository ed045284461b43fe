"""Tests with a table of callables and their complete definitions."""

# Older spellings of types are used on purpose, because users write them.
# ruff: noqa: B008, E501, UP006, UP007, UP035, UP037, UP045

from __future__ import annotations

import copy
import dataclasses
import datetime
import decimal
import enum
import functools
import pathlib
import typing
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import (
    Annotated,
    Any,
    Generic,
    List,
    Literal,
    NamedTuple,
    NewType,
    Optional,
    TypedDict,
    TypeVar,
    Union,
)

import attrs
import msgspec
import pydantic
import pytest
from annotated_types import Ge, Gt, Interval, Len, MultipleOf

from ollama import tool
from ollama._tools.definition import tool_definition
from ollama._tools.wire import wire_tools
from ollama._utils import convert_function_to_tool

# typing has Required, NotRequired and Unpack since Python 3.11, TypeAliasType since 3.12.
marks: Any = typing if hasattr(typing, "NotRequired") else import_module("typing_extensions")

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

TABLE: list[tuple[Callable[..., Any], dict[str, Any]]] = []


def row(
    name: str, description: str, properties: dict[str, Any], required: list[str] | None
) -> Callable[[F], F]:
    """Add a callable and its definition. Without parameters, there is no `required`."""
    parameters: dict[str, Any] = {"type": "object", "properties": properties}
    if required is not None:
        parameters["required"] = required
    function = {"name": name, "description": description, "parameters": parameters}

    def enter(func: F) -> F:
        TABLE.append((func, {"type": "function", "function": function}))
        return func

    return enter


# --- types that the rows share ---


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


@dataclasses.dataclass
class Point:
    """A place on the plane.

    Args:
        x: To the right
    """

    x: float
    y: float = 0.0


@attrs.define
class Box:
    width: int
    color: Color = Color.RED
    labels: list[str] = attrs.field(factory=list)


class Place(TypedDict):
    city: str
    zip: marks.NotRequired[Annotated[str, "Postal code"]]


class Search(TypedDict, total=False):
    query: marks.Required[str]
    limit: int


class Pair(NamedTuple):
    left: int
    right: str


class Order(pydantic.BaseModel):
    """An order."""

    item: str = pydantic.Field(description="What", min_length=2)
    count: int = pydantic.Field(1, ge=1, le=10)
    when: Optional[datetime.date] = None


@dataclasses.dataclass
class Node:
    name: str
    children: list[Node] = dataclasses.field(default_factory=list)


class Tree(pydantic.BaseModel):
    value: int
    children: list[Tree] = []


@dataclasses.dataclass
class Ping:
    pong: Optional[Pong] = None


@dataclasses.dataclass
class Pong:
    ping: Optional[Ping] = None


@dataclasses.dataclass
class Page(Generic[T]):
    items: list[T]
    next: Optional[T] = None


UserId = NewType("UserId", int)


# --- plain types, spelled in old and new ways ---


@row("nothing", "Do nothing.", {}, None)
def nothing() -> None:
    """Do nothing."""


@row(
    "bare",
    "",
    {"a": {"type": "string", "description": ""}, "b": {"type": "string", "description": ""}},
    ["a", "b"],
)
def bare(a, b):  # type: ignore[no-untyped-def]
    return a, b


@row(
    "scalars",
    "Take scalars.",
    {
        "a": {"type": "integer", "description": ""},
        "b": {"type": "number", "description": ""},
        "c": {"type": "boolean", "description": ""},
        "d": {"type": "string", "description": ""},
    },
    ["a", "b", "c", "d"],
)
def scalars(a: int, b: float, c: bool, d: str) -> None:
    """Take scalars."""


@row(
    "anything",
    "",
    {
        "a": {"type": "string", "description": ""},
        "b": {"type": "string", "description": ""},
        "c": {"type": "string", "description": "Default: 3."},
    },
    ["a", "b"],
)
def anything(a: Any, b: object, c: Any = 3) -> None: ...


@row(
    "optional",
    "",
    {
        "a": {"type": "integer", "description": ""},
        "b": {"type": "string", "description": ""},
        "c": {"type": "integer", "description": ""},
    },
    [],
)
def optional(a: Optional[int], b: str | None, c: Union[int, None] = None) -> None: ...


@row(
    "unions",
    "",
    {
        "a": {"type": ["integer", "string"], "description": ""},
        "b": {"type": ["number", "boolean"], "description": ""},
        "c": {
            "type": ["integer", "array"],
            "description": "",
            "anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "string"}}],
        },
    },
    ["a", "c"],
)
def unions(a: int | str, b: Union[float, bool, None], c: "int | list[str]") -> None: ...


@row(
    "times",
    "",
    {
        "a": {"type": "string", "description": "An ISO 8601 date and time."},
        "b": {"type": "string", "description": "An ISO 8601 date."},
        "c": {"type": "string", "description": "An ISO 8601 time."},
        "d": {"type": "string", "description": "An ISO 8601 duration."},
    },
    ["a", "b", "c", "d"],
)
def times(
    a: datetime.datetime, b: datetime.date, c: datetime.time, d: datetime.timedelta
) -> None: ...


@row(
    "written_as_text",
    "",
    {
        "a": {"type": "string", "description": "A UUID."},
        "b": {"type": "string", "description": "A path."},
        "c": {"type": "string", "description": "Bytes in Base64."},
        "d": {"type": ["number", "string"], "description": ""},
    },
    ["a", "b", "c", "d"],
)
def written_as_text(a: uuid.UUID, b: pathlib.Path, c: bytes, d: decimal.Decimal) -> None: ...


@row("new_type", "", {"user": {"type": "integer", "description": ""}}, ["user"])
def new_type(user: UserId) -> None: ...


# --- collections ---


@row(
    "lists",
    "",
    {
        "a": {"type": "array", "description": ""},
        "b": {"type": "array", "description": "", "items": {"type": "integer"}},
        "c": {
            "type": "array",
            "description": "",
            "items": {"type": "array", "items": {"type": "string"}},
        },
        "d": {"type": "array", "description": "", "items": {"type": "integer"}},
        "e": {"type": "array", "description": "", "items": {"type": "string"}},
    },
    ["a", "b", "c", "d", "e"],
)
def lists(
    a: list, b: List[int], c: list[list[str]], d: Sequence[int], e: Iterable[str]
) -> None: ...  # type: ignore[type-arg]


@row(
    "sets",
    "",
    {
        "a": {"type": "array", "description": "No item twice.", "items": {"type": "integer"}},
        "b": {
            "type": "array",
            "description": "No item twice.",
            "items": {"type": "string", "enum": ["x", "y"]},
        },
    },
    ["a", "b"],
)
def sets(a: set[int], b: frozenset[Literal["x", "y"]]) -> None: ...


@row(
    "tuples",
    "",
    {
        "a": {"type": "array", "description": "", "items": {"type": "integer"}},
        "b": {
            "type": "array",
            "description": "Exactly 3 items: integer, string, number.",
            "items": {"type": ["integer", "string", "number"]},
        },
        "c": {
            "type": "array",
            "description": "Exactly 2 items: left (integer), right (string).",
            "items": {"type": ["integer", "string"]},
        },
    },
    ["a", "b", "c"],
)
def tuples(a: tuple[int, ...], b: tuple[int, str, float], c: Pair) -> None: ...


@row(
    "mappings",
    "",
    {
        "a": {"type": "object", "description": ""},
        "b": {"type": "object", "description": "Each value: integer."},
        "c": {
            "type": "object",
            "description": 'Each key: one of "red", "blue". Each value: {"type": "array", "items": {"type": "integer"}}.',
        },
        "d": {
            "type": "object",
            "description": 'Each value: {"type": "object", "description": "A place on the plane.", "properties": {"x": {"type": "number", "description": "To the right"}, "y": {"type": "number", "description": "Default: 0.0."}}, "required": ["x"]}.',
        },
    },
    ["a", "b", "c", "d"],
)
def mappings(
    a: dict, b: dict[str, int], c: Mapping[Color, list[int]], d: dict[str, Point]
) -> None: ...  # type: ignore[type-arg]


@row(
    "optional_items",
    "",
    {
        "a": {"type": "array", "description": "", "items": {"type": ["integer", "null"]}},
        "b": {
            "type": "array",
            "description": "",
            "items": {"type": ["string", "null"], "description": "An ISO 8601 date."},
        },
    },
    ["a", "b"],
)
def optional_items(a: list[Optional[int]], b: list[datetime.date | None]) -> None: ...


# --- choices ---


@row(
    "literals",
    "",
    {
        "a": {"type": "string", "description": "", "enum": ["c", "f"]},
        "b": {
            "type": ["integer", "string", "boolean"],
            "description": "",
            "enum": [1, "two", True],
        },
    },
    ["a"],
)
def literals(a: Literal["c", "f"], b: Literal[1, "two", True, None]) -> None: ...


@row(
    "enums",
    "",
    {
        "a": {"type": "string", "description": "", "enum": ["red", "blue"]},
        "b": {"type": "integer", "description": "", "enum": [1, 2]},
        "c": {"type": "string", "description": "", "enum": ["red", "blue"]},
        "d": {
            "type": "array",
            "description": "Default: [].",
            "items": {"type": "integer", "enum": [1, 2]},
        },
    },
    ["a", "b"],
)
def enums(a: Color, b: Level, c: Color | None = None, d: list[Level] = []) -> None: ...  # noqa: B006


@row(
    "union_of_choices",
    "",
    {
        "a": {
            "type": ["string", "integer"],
            "description": "",
            "anyOf": [{"type": "string", "enum": ["auto"]}, {"type": "integer"}],
        },
        "b": {"type": "string", "description": "", "enum": ["red", "blue", "green"]},
    },
    ["a", "b"],
)
def union_of_choices(a: Literal["auto"] | int, b: Color | Literal["green"]) -> None: ...


# --- objects ---


@row(
    "dataclass_object",
    "",
    {
        "point": {
            "type": "object",
            "description": "A place on the plane.",
            "properties": {
                "x": {"type": "number", "description": "To the right"},
                "y": {"type": "number", "description": "Default: 0.0."},
            },
            "required": ["x"],
        }
    },
    ["point"],
)
def dataclass_object(point: Point) -> None: ...


@row(
    "attrs_object",
    "",
    {
        "box": {
            "type": "object",
            "description": "",
            "properties": {
                "width": {"type": "integer"},
                "color": {
                    "type": "string",
                    "enum": ["red", "blue"],
                    "description": 'Default: "red".',
                },
                "labels": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["width"],
        },
        "boxes": {
            "type": "array",
            "description": "",
            "items": {
                "type": "object",
                "properties": {
                    "width": {"type": "integer"},
                    "color": {
                        "type": "string",
                        "enum": ["red", "blue"],
                        "description": 'Default: "red".',
                    },
                    "labels": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["width"],
            },
        },
    },
    ["box", "boxes"],
)
def attrs_object(box: Box, boxes: list[Box]) -> None: ...


@row(
    "typed_dicts",
    "",
    {
        "place": {
            "type": "object",
            "description": "",
            "properties": {
                "city": {"type": "string"},
                "zip": {"type": "string", "description": "Postal code"},
            },
            "required": ["city"],
        },
        "search": {
            "type": "object",
            "description": "",
            "properties": {"query": {"type": "string"}, "limit": {"type": "integer"}},
            "required": ["query"],
        },
    },
    ["place", "search"],
)
def typed_dicts(place: Place, search: Search) -> None: ...


@row(
    "pydantic_object",
    "",
    {
        "order": {
            "type": "object",
            "description": "An order.",
            "properties": {
                "item": {"type": "string", "description": "What. Minimum length: 2."},
                "count": {"type": "integer", "description": "Minimum: 1. Maximum: 10. Default: 1."},
                "when": {"type": ["string", "null"], "description": "An ISO 8601 date."},
            },
            "required": ["item"],
        }
    },
    ["order"],
)
def pydantic_object(order: Order) -> None: ...


@row(
    "object_or_none",
    "",
    {
        "point": {
            "type": "object",
            "description": "A place on the plane.",
            "properties": {
                "x": {"type": "number", "description": "To the right"},
                "y": {"type": "number", "description": "Default: 0.0."},
            },
            "required": ["x"],
        },
        "either": {
            "type": "object",
            "description": "",
            "anyOf": [
                {
                    "type": "object",
                    "description": "A place on the plane.",
                    "properties": {
                        "x": {"type": "number", "description": "To the right"},
                        "y": {"type": "number", "description": "Default: 0.0."},
                    },
                    "required": ["x"],
                },
                {
                    "type": "object",
                    "properties": {
                        "city": {"type": "string"},
                        "zip": {"type": "string", "description": "Postal code"},
                    },
                    "required": ["city"],
                },
            ],
        },
    },
    ["either"],
)
def object_or_none(point: Point | None, either: Point | Place) -> None: ...


@row(
    "generic_object",
    "",
    {
        "page": {
            "type": "object",
            "description": "",
            "properties": {
                "items": {"type": "array", "items": {"type": "integer"}},
                "next": {"type": ["integer", "null"]},
            },
            "required": ["items"],
        },
        "nested": {
            "type": "object",
            "description": "",
            "properties": {
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "items": {"type": "array", "items": {"type": "string"}},
                            "next": {"type": ["string", "null"]},
                        },
                        "required": ["items"],
                    },
                },
                "next": {
                    "type": ["object", "null"],
                    "properties": {
                        "items": {"type": "array", "items": {"type": "string"}},
                        "next": {"type": ["string", "null"]},
                    },
                    "required": ["items"],
                },
            },
            "required": ["items"],
        },
    },
    ["page", "nested"],
)
def generic_object(page: Page[int], nested: Page[Page[str]]) -> None: ...


@row(
    "recursive",
    "",
    {
        "node": {
            "type": "object",
            "description": "",
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
            "required": ["name"],
        }
    },
    ["node"],
)
def recursive(node: Node) -> None: ...


@row(
    "recursive_model",
    "",
    {
        "tree": {
            "type": "object",
            "description": "",
            "properties": {
                "value": {"type": "integer"},
                "children": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "description": "Has the members of the Tree that it is part of.",
                    },
                    "description": "Default: [].",
                },
            },
            "required": ["value"],
        }
    },
    ["tree"],
)
def recursive_model(tree: Tree) -> None: ...


@row(
    "mutually_recursive",
    "",
    {
        "ping": {
            "type": "object",
            "description": "",
            "properties": {
                "pong": {
                    "type": ["object", "null"],
                    "properties": {
                        "ping": {
                            "type": ["object", "null"],
                            "description": "Has the members of the Ping that it is part of.",
                        }
                    },
                }
            },
        }
    },
    ["ping"],
)
def mutually_recursive(ping: Ping) -> None: ...


# --- notes of Annotated ---


@row(
    "annotated",
    "",
    {
        "a": {"type": "integer", "description": "How many"},
        "b": {"type": "string", "description": "Which"},
    },
    ["a"],
)
def annotated(a: Annotated[int, "How many"], b: Annotated[str | None, "Which"] = None) -> None: ...


@row(
    "bounded",
    "",
    {
        "a": {"type": "integer", "description": "Minimum: 1."},
        "b": {"type": "number", "description": "Greater than 0. Multiple of 0.5."},
        "c": {"type": "integer", "description": "A grade. Minimum: 1. Less than 7."},
        "d": {
            "type": "array",
            "description": "Minimum length: 1. Maximum length: 3.",
            "items": {"type": "string", "description": "Minimum length: 1."},
        },
    },
    ["a", "b", "c", "d"],
)
def bounded(
    a: Annotated[int, Ge(1)],
    b: Annotated[float, Gt(0), MultipleOf(0.5)],
    c: Annotated[int, "A grade", Interval(ge=1, lt=7)],
    d: Annotated[list[Annotated[str, Len(1)]], Len(1, 3)],
) -> None: ...


@row(
    "pydantic_field",
    "",
    {
        "a": {"type": "integer", "description": "A. Minimum: 1. Examples: 3."},
        "b": {"type": "string", "description": "Pattern: `^a+$`."},
    },
    ["a", "b"],
)
def pydantic_field(
    a: Annotated[int, pydantic.Field(description="A", ge=1, examples=[3])],
    b: Annotated[str, pydantic.StringConstraints(pattern="^a+$")],
) -> None: ...


@row(
    "msgspec_meta", "", {"a": {"type": "string", "description": "Short. Maximum length: 5."}}, ["a"]
)
def msgspec_meta(a: Annotated[str, msgspec.Meta(max_length=5, description="Short")]) -> None: ...


@row(
    "docstring_and_constraint",
    "Count.",
    {"a": {"type": "integer", "description": "From the docstring. Minimum: 0."}},
    ["a"],
)
def docstring_and_constraint(a: Annotated[int, "not this", Ge(0)]) -> None:
    """Count.

    Args:
        a: From the docstring
    """


# --- defaults and kinds of parameters ---


@row(
    "defaults",
    "Have defaults.",
    {
        "a": {"type": "integer", "description": "How many. Default: 5."},
        "b": {"type": "string", "description": "A letter, x by default"},
        "c": {"type": "boolean", "description": "Default: false."},
        "d": {"type": "null", "description": ""},
        "e": {"type": "string", "description": 'Default: "red".', "enum": ["red", "blue"]},
        "f": {"type": "string", "description": 'A path. Default: "a/b".'},
        "g": {"type": "string", "description": 'An ISO 8601 date. Default: "2026-01-31".'},
        "h": {
            "type": "object",
            "description": 'A place on the plane. Default: {"x": 1, "y": 0.0}.',
            "properties": {
                "x": {"type": "number", "description": "To the right"},
                "y": {"type": "number", "description": "Default: 0.0."},
            },
            "required": ["x"],
        },
        "i": {"type": "string", "description": ""},
    },
    [],
)
def defaults(
    a: int = 5,
    b: str = "x",
    c: bool = False,
    d: None = None,
    e: Color = Color.RED,
    f: pathlib.PurePosixPath = pathlib.PurePosixPath("a/b"),
    g: datetime.date = datetime.date(2026, 1, 31),
    h: Point = Point(1),
    i: Any = object(),
) -> None:
    """Have defaults.

    Args:
        a: How many
        b: A letter, x by default
    """


@row(
    "keyword_only",
    "",
    {
        "a": {"type": "integer", "description": ""},
        "b": {"type": "integer", "description": ""},
        "c": {"type": "integer", "description": ""},
        "d": {"type": "integer", "description": "Default: 4."},
    },
    ["a", "b", "c"],
)
def keyword_only(a: int, /, b: int, *, c: int, d: int = 4) -> None: ...


@row(
    "variadic",
    "",
    {"numbers": {"type": "array", "description": "", "items": {"type": "number"}}},
    [],
)
def variadic(*numbers: float, **more: int) -> None: ...


@row("passed_on", "", {}, None)
def passed_on(*args: Any, **kwargs: Any) -> None: ...


@row("unpacked", "", {"a": {"type": "integer", "description": ""}}, ["a"])
def unpacked(a: int, **search: marks.Unpack[Search]) -> None: ...


@row("injected", "", {"a": {"type": "integer", "description": ""}}, ["a"])
def injected(a: int, _context: Any, *, _token: str = "") -> None: ...


# --- docstrings ---


@row(
    "google",
    "Do it.\n\nAt length.",
    {
        "a": {"type": "integer", "description": "The first, on two lines"},
        "b": {"type": "string", "description": 'The second. Default: "x".'},
    },
    ["a"],
)
def google(a: int, b: str = "x") -> str:
    """Do it.

    At length.

    Args:
        a (int): The first,
            on two lines
        b: The second

    Returns:
        Something
    """
    return b * a


@row("google_arguments", "Do it.", {"a": {"type": "integer", "description": "The first"}}, ["a"])
def google_arguments(a: int) -> None:
    """Do it.

    Arguments:
        a: The first
    """


@row(
    "numpy",
    "Do it.\n\nAt length.",
    {
        "a": {"type": "integer", "description": "Both, on two lines."},
        "b": {"type": "string", "description": "Both, on two lines."},
        "rest": {
            "type": "array",
            "description": "The rest: all of it",
            "items": {"type": "integer"},
        },
    },
    ["a", "b"],
)
def numpy(a: int, b: str, *rest: int) -> None:
    """Do it.

    At length.

    Parameters
    ----------
    a, b : int
        Both,
        on two lines.
    *rest : int, optional
        The rest: all of it

    Returns
    -------
    None
    """


@row(
    "sphinx",
    "Do it.\n\nAt length.",
    {
        "a": {"type": "integer", "description": "The first, on two lines"},
        "b": {"type": "string", "description": "The second"},
    },
    ["a", "b"],
)
def sphinx(a: int, b: str) -> None:
    """Do it.

    At length.

    :param int a: The first,
        on two lines
    :param b: The second
    :type b: str
    :returns: nothing
    :raises ValueError: never
    """


# --- kinds of callables ---


@row("asynchronous", "Look a city up.", {"city": {"type": "string", "description": ""}}, ["city"])
async def asynchronous(city: str) -> str:
    """Look a city up."""
    return city


class Service:
    """A service."""

    def method(self, city: str) -> str:
        """Look a city up.

        Args:
            city: Its name
        """
        return city

    @classmethod
    def of_class(cls, city: str) -> str:
        """Look a city up."""
        return city

    @staticmethod
    def static(city: str) -> str:
        """Look a city up."""
        return city

    async def __call__(self, city: str) -> str:
        """Call the service."""
        return city

    @tool(name="decorated", parameters={"city": "Which"})
    def decorated(self, city: str) -> str:
        """Look a city up."""
        return city


def three(key: str, city: str, *, days: int = 1) -> None:
    """Look a city up."""


@functools.wraps(three)
def wrapper(*args: Any, **kwargs: Any) -> Any:
    return three(*args, **kwargs)


row("method", "Look a city up.", {"city": {"type": "string", "description": "Its name"}}, ["city"])(
    Service().method
)
row("method", "Look a city up.", {"city": {"type": "string", "description": "Its name"}}, ["city"])(
    Service.method
)
row("of_class", "Look a city up.", {"city": {"type": "string", "description": ""}}, ["city"])(
    Service.of_class
)
row("static", "Look a city up.", {"city": {"type": "string", "description": ""}}, ["city"])(
    Service.static
)
row("Service", "Call the service.", {"city": {"type": "string", "description": ""}}, ["city"])(
    Service()
)
row("decorated", "Look a city up.", {"city": {"type": "string", "description": "Which"}}, ["city"])(
    Service().decorated
)
row("three", "Look a city up.", {"city": {"type": "string", "description": ""}}, ["city"])(
    functools.partial(three, "key", days=3)
)
row("three", "Look a city up.", {"days": {"type": "integer", "description": "Default: 1."}}, [])(
    functools.partial(functools.partial(three, city="Lisbon"), "key")
)
row(
    "three",
    "Look a city up.",
    {
        "key": {"type": "string", "description": ""},
        "city": {"type": "string", "description": ""},
        "days": {"type": "integer", "description": "Default: 1."},
    },
    ["key", "city"],
)(wrapper)
row(
    "three",
    "Look a city up.",
    {
        "key": {"type": "string", "description": ""},
        "city": {"type": "string", "description": ""},
        "days": {"type": "integer", "description": "Default: 1."},
    },
    ["key", "city"],
)(functools.lru_cache(three))
row(
    "Point",
    "A place on the plane.",
    {
        "x": {"type": "number", "description": "To the right"},
        "y": {"type": "number", "description": "Default: 0.0."},
    },
    ["x"],
)(Point)
row(
    "Order",
    "An order.",
    {
        "item": {"type": "string", "description": "What. Minimum length: 2."},
        "count": {"type": "integer", "description": "Minimum: 1. Maximum: 10. Default: 1."},
        "when": {"type": "string", "description": "An ISO 8601 date."},
    },
    ["item"],
)(Order)


@row(
    "lookup",
    "Find it.",
    {
        "a": {"type": "integer", "description": "First"},
        "b": {"type": "integer"},
        "c": {"type": "boolean", "description": "Default: true."},
    },
    ["a", "b"],
)
@tool(name="lookup", description="Find it.", parameters={"a": "First", "b": {"type": "integer"}})
def overridden(a: int, b: str, c: bool = True) -> None: ...


@row("with_schema", "Ask.", {"q": {"type": "string"}}, ["q"])
@tool(parameters={"type": "object", "properties": {"q": {"type": "string"}}, "required": ["q"]})
def with_schema(q: Any) -> None:
    """Ask."""


# --- the tests ---


def test_the_table_is_long() -> None:
    assert len(TABLE) >= 40


@pytest.mark.parametrize(("func", "expected"), TABLE, ids=[e["function"]["name"] for _, e in TABLE])
def test_definition(func: Callable[..., Any], expected: dict[str, Any]) -> None:
    definition = tool_definition(func)
    assert definition == expected
    properties = definition["function"]["parameters"]["properties"]
    assert list(properties) == list(expected["function"]["parameters"]["properties"])


@pytest.mark.parametrize(("func", "expected"), TABLE, ids=[e["function"]["name"] for _, e in TABLE])
def test_definition_survives_the_official_conversion(
    func: Callable[..., Any], expected: dict[str, Any]
) -> None:
    joined = copy.deepcopy(expected)
    for schema in joined["function"]["parameters"]["properties"].values():
        if isinstance(schema["type"], list):
            schema["type"] = ", ".join(schema["type"])  # As the official client writes them.
    tool = convert_function_to_tool(func)
    assert tool.model_dump(exclude_none=True) == joined
    assert wire_tools([tool]) == [expected]
