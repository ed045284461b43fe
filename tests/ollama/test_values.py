"""Tests of types: their schemas, and converting JSON to their values."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
import decimal
import enum
import ipaddress
import os
import pathlib
import re
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NamedTuple, NewType, TypeVar

import attrs
import jsonschema
import msgspec
import pydantic
import pytest
from typing_extensions import NotRequired, TypedDict

import ollama
from ollama._schemas.values import (
    ConversionError,
    convert,
    demand_convertible,
    is_type,
    json_schema,
)
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]

T = TypeVar("T")


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclasses.dataclass
class Pet:
    """An animal."""

    name: str
    age: int = 1

    def __post_init__(self) -> None:
        if self.age < 0:
            raise ValueError("age must not be negative")


@dataclasses.dataclass
class Stone:
    weight: float


@dataclasses.dataclass
class Tree:
    value: int
    branches: list[Tree] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Box(Generic[T]):
    content: T


@attrs.define
class House:
    street: str
    number: int = attrs.field(validator=attrs.validators.gt(0))


class City(TypedDict):
    name: str
    people: NotRequired[int]


class Point(NamedTuple):
    x: int
    y: int = 0


class Row(msgspec.Struct):
    key: str


class Shelf(pydantic.BaseModel):
    books: list[str] = pydantic.Field(min_length=1)


class Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(strict=True)

    day: dt.date
    key: uuid.UUID
    sizes: tuple[int, ...]


@pydantic.dataclasses.dataclass
class Rated:
    stars: int = pydantic.Field(ge=1, le=5)


class Unknown:
    """A class that JSON cannot express."""


UserId = NewType("UserId", int)

KEY = "00000000-0000-0000-0000-000000000001"

#: A type, JSON, and the value that it is.
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "int": (int, 3, 3),
    "float of an int": (float, 3, 3.0),
    "str": (str, "a", "a"),
    "bool": (bool, True, True),
    "None": (type(None), None, None),
    "Any": (Any, {"a": [1]}, {"a": [1]}),
    "bytes": (bytes, "YQ==", b"a"),
    "list": (list[int], [1, 2], [1, 2]),
    "tuple": (tuple[int, str], [1, "a"], (1, "a")),
    "set": (set[int], [1, 2], {1, 2}),
    "frozenset": (frozenset[str], ["a"], frozenset("a")),
    "Sequence": (collections.abc.Sequence[int], [1], [1]),
    "dict": (dict[str, int], {"a": 1}, {"a": 1}),
    "dict of int keys": (dict[int, str], {"1": "a"}, {1: "a"}),
    "optional": (int | None, None, None),
    "union": (int | str, "a", "a"),
    "Literal": (Literal["a", "b"], "b", "b"),
    "Enum": (Colour, "red", Colour.RED),
    "NewType": (UserId, 3, 3),
    "Annotated": (Annotated[int, msgspec.Meta(ge=1)], 1, 1),
    "datetime": (
        dt.datetime,
        "2026-01-02T03:04:05Z",
        dt.datetime(2026, 1, 2, 3, 4, 5, 0, dt.timezone.utc),
    ),
    "date": (dt.date, "2026-01-02", dt.date(2026, 1, 2)),
    "time": (dt.time, "03:04:05", dt.time(3, 4, 5)),
    "timedelta": (dt.timedelta, "PT90S", dt.timedelta(seconds=90)),
    "UUID": (uuid.UUID, KEY, uuid.UUID(int=1)),
    "Decimal": (decimal.Decimal, "1.50", decimal.Decimal("1.50")),
    "Path": (Path, "a/b", Path("a/b")),
    "PurePosixPath": (pathlib.PurePosixPath, "a", pathlib.PurePosixPath("a")),
    "IPv4Address": (ipaddress.IPv4Address, "127.0.0.1", ipaddress.IPv4Address("127.0.0.1")),
    "Pattern": (re.Pattern[str], "a+", re.compile("a+")),
    "dataclass": (Pet, {"name": "Rex"}, Pet("Rex")),
    "generic dataclass": (Box[int], {"content": 1}, Box(1)),
    "recursive dataclass": (Tree, {"value": 1, "branches": [{"value": 2}]}, Tree(1, [Tree(2)])),
    "list of dataclass": (list[Pet], [{"name": "Rex", "age": 2}], [Pet("Rex", 2)]),
    "union of dataclasses": (Pet | Stone, {"weight": 1.5}, Stone(1.5)),
    "attrs": (House, {"street": "Rua", "number": 3}, House("Rua", 3)),
    "TypedDict": (City, {"name": "Porto"}, {"name": "Porto"}),
    "NamedTuple": (Point, [1, 2], Point(1, 2)),
    "Struct": (Row, {"key": "a"}, Row("a")),
    "pydantic model": (Shelf, {"books": ["Emma"]}, Shelf(books=["Emma"])),
    "list of pydantic model": (list[Shelf], [{"books": ["Emma"]}], [Shelf(books=["Emma"])]),
    "strict pydantic model": (
        Strict,
        {"day": "2026-01-02", "key": KEY, "sizes": [1]},
        Strict(day=dt.date(2026, 1, 2), key=uuid.UUID(int=1), sizes=(1,)),
    ),
    "pydantic dataclass": (Rated, {"stars": 5}, Rated(5)),
    "pydantic Annotated": (Annotated[int, pydantic.Field(gt=1)], 2, 2),
    "TypeAdapter": (pydantic.TypeAdapter(list[int]), [1], [1]),
    "our own model": (ollama.Message, {"role": "user"}, ollama.Message(role="user")),
}

#: A type, JSON that does not match it, and a part of the error.
WRONG: dict[str, tuple[Any, Any, str]] = {
    "text for int": (int, "3", "Expected `int`, got `str`"),
    "in a list": (list[int], [1, "2"], r"`\$\[1\]`"),
    "in a dataclass": (Pet, {"name": 3}, r"Expected `str`, got `int` - at `\$\.name`"),
    "missing": (Pet, {}, "missing required field `name`"),
    "in __post_init__": (Pet, {"name": "a", "age": -1}, "age must not be negative"),
    "in an attrs validator": (House, {"street": "a", "number": 0}, "'number' must be > 0"),
    "no member": (Colour, "green", "Invalid enum value 'green'"),
    "no choice": (Literal["a"], "b", "Invalid enum value 'b'"),
    "no address": (ipaddress.IPv4Address, "1.2.3", "Expected 4 octets"),
    "number for an address": (ipaddress.IPv4Address, 3, "Expected `str`, got `int`"),
    "no pattern": (re.Pattern[str], "(", "invalid regular expression"),
    "no path": (Path, 1, "Expected `str`, got `int`"),
    "in a pydantic model": (Shelf, {"books": [3]}, r"valid string - at `\$\.books\[0\]`$"),
    "several": (Strict, {"sizes": ["1"]}, r"required - at `\$\.day`; .* - at `\$\.sizes\[0\]`$"),
    "pydantic constraint": (Annotated[int, pydantic.Field(gt=1)], 1, "greater than 1 - at `\\$`$"),
    "in our own model": (ollama.Message, {"role": 3}, "Message.role: expected"),
}


def named(cases: dict[str, Any]) -> list[Any]:
    return [pytest.param(*case, id=name) for name, case in cases.items()]


@pytest.mark.parametrize(("tp", "value", "expected"), named(VALUES))
def test_a_value_is_made_of_json(tp: Any, value: Any, expected: Any) -> None:
    made = convert(value, tp)
    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(("tp", "value", "expected"), named(VALUES))
def test_the_schema_takes_what_is_a_value(tp: Any, value: Any, expected: Any) -> None:
    schema = json_schema(tp)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, schema)
    assert "$ref" not in schema


@pytest.mark.parametrize(("tp", "value", "message"), named(WRONG))
def test_what_is_no_value_says_what_and_where(tp: Any, value: Any, message: str) -> None:
    with pytest.raises(ConversionError, match=message) as caught:
        convert(value, tp)
    assert "http" not in str(caught.value)


@pytest.mark.parametrize(
    ("tp", "value", "expected"),
    [(int, "3", 3), (float, "1.5", 1.5), (bool, "true", True), (list[int], ["1"], [1])],
    ids=["int", "float", "bool", "list"],
)
def test_text_is_a_number_only_where_leniency_is_asked_for(
    tp: Any, value: Any, expected: Any
) -> None:
    assert convert(value, tp, strict=False) == expected
    with pytest.raises(ConversionError):
        convert(value, tp)


def test_schemas() -> None:
    assert json_schema(Pet) == {
        "title": "Pet",
        "description": "An animal.",
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer", "default": 1}},
        "required": ["name"],
    }
    assert json_schema(Annotated[int, msgspec.Meta(ge=1, description="How many")]) == {
        "type": "integer",
        "minimum": 1,
        "description": "How many",
    }
    assert json_schema(Annotated[int, pydantic.Field(gt=1)]) == {
        "type": "integer",
        "exclusiveMinimum": 1,
    }
    assert sorted(json_schema(Literal["b", "a"])["enum"]) == ["a", "b"]
    assert json_schema(Shelf) == Shelf.model_json_schema()


def test_a_recursive_type_keeps_its_definition_and_others_do_not() -> None:
    schema = json_schema(Tree)
    assert schema["properties"]["branches"]["items"] == {"$ref": "#/$defs/Tree"}
    assert list(schema["$defs"]) == ["Tree"]
    assert "$defs" not in json_schema(Pet)


@pytest.mark.parametrize(
    "tp",
    [Unknown, list[Unknown], collections.abc.Callable[[], int]],
    ids=["class", "in", "callable"],
)
def test_a_type_that_json_cannot_carry(tp: Any) -> None:
    with pytest.raises(TypeError, match=r"cannot be read from JSON: .+") as caught:
        json_schema(tp)
    assert "\n" not in str(caught.value)


def test_what_can_be_converted_is_known_beforehand() -> None:
    demand_convertible(Pet)
    with pytest.raises(TypeError, match=r"^Unknown cannot be read from JSON"):
        demand_convertible(Unknown)


@pytest.mark.parametrize(
    "value",
    [int, Pet, list[int], int | None, Literal["a"], UserId, Annotated[int, 1], Any],
    ids=str,
)
def test_types_are_told_from_values(value: Any) -> None:
    assert is_type(value)


@pytest.mark.parametrize("value", [3, "int", [int], {"a": int}, Pet("Rex"), print, None], ids=str)
def test_values_are_told_from_types(value: Any) -> None:
    assert not is_type(value)


# ---------------------------------------------------------------------- what is not installed


def run_without(*blocked: str, code: str) -> str:
    """Run a program in which some packages cannot be imported. Return its output."""
    lines = ["import sys", *(f"sys.modules[{name!r}] = None" for name in blocked), code]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(lines)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated")))},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PROGRAM = """
import dataclasses, sys
from ollama._schemas.values import convert, json_schema

@dataclasses.dataclass
class Pet:
    name: str

@dataclasses.dataclass
class Stone:
    weight: float

def show(make):
    try:
        print(make())
    except TypeError as error:
        print(error)

show(lambda: convert({"name": "Rex"}, Pet))
show(lambda: json_schema(Pet)["required"])
show(lambda: convert({"name": "Rex"}, Pet | Stone))
show(lambda: "pydantic" in sys.modules and sys.modules["pydantic"] is not None)
"""


def test_without_pydantic() -> None:
    *made, union, loaded = run_without("pydantic", code=PROGRAM).splitlines()
    assert made == ["Pet(name='Rex')", "['name']"]
    assert union.endswith(
        "cannot be read from JSON with the installed packages; pydantic may support it"
    )
    assert loaded == "False"


def test_without_msgspec_pydantic_does_all() -> None:
    rex = "Pet(name='Rex')"
    assert run_without("msgspec", code=PROGRAM).splitlines() == [rex, "['name']", rex, "True"]


def test_without_either() -> None:
    refused = "Pet cannot be read from JSON: install msgspec or pydantic"
    lines = run_without("msgspec", "pydantic", code=PROGRAM).splitlines()
    assert lines[:2] == [refused, refused]


CONSTRAINTS = """
import dataclasses, decimal, sys
from typing import Annotated, Iterable, Optional
from annotated_types import Ge, Interval, Len, MultipleOf, Predicate
from ollama._schemas.values import convert

@dataclasses.dataclass
class Pet:
    age: Annotated[int, Ge(1)]

def show(value, tp):
    try:
        print(convert(value, tp))
    except (TypeError, ValueError) as error:
        print(error)

show(0, Annotated[int, Ge(1)])
show([0], Iterable[Annotated[int, Ge(1)]])
show({"a": 6}, dict[str, Annotated[int, Interval(gt=0, le=5)]])
show(0, Annotated[Optional[int], Ge(1)])
show(["abc"], tuple[Annotated[str, Len(1, 2)], ...])
show(3, Annotated[float, MultipleOf(2)])
print("pydantic" in sys.modules and sys.modules["pydantic"] is not None)
show(2, Annotated[int, Predicate(lambda number: number > 2)])
show({"age": 0}, Pet)
show("0", Annotated[decimal.Decimal, Ge(1)])
"""
CONSTRAINED = [
    "Expected `int` >= 1",
    "Expected `int` >= 1 - at `$[0]`",
    "Expected `int` <= 5 - at `$[...]`",
    "Expected `int` >= 1",
    "Expected `str` of length <= 2 - at `$[0]`",
    "Expected `float` that's a multiple of 2.0",
    "False",
]


def test_constraints_do_not_depend_on_what_is_imported() -> None:
    lines = run_without(code=CONSTRAINTS).splitlines()
    assert lines[:-3] == CONSTRAINED
    assert lines[-3].endswith("failed - at `$`")
    assert lines[-2:] == [
        f"Input should be greater than or equal to 1 - at `{place}`" for place in ("$.age", "$")
    ]
    imported = run_without(code=f"import pydantic\n{CONSTRAINTS}").splitlines()
    assert imported == ["True" if line == "False" else line for line in lines]


def test_constraints_without_pydantic() -> None:
    lines = run_without("pydantic", code=CONSTRAINTS).splitlines()
    assert lines == [*CONSTRAINED, "2", "Pet(age=0)", "0"]


def test_pydantic_is_not_imported_for_what_msgspec_knows() -> None:
    code = PROGRAM.replace('convert({"name": "Rex"}, Pet | Stone)', "None")
    assert run_without(code=code).splitlines()[-1] == "False"
