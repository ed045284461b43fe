"""Tests that a model's arguments are converted to the tool's types, or refused."""

from __future__ import annotations

import asyncio
import collections.abc
import datetime
import enum
import functools
import inspect
import pathlib
import pickle
import re
import sys
import types
import typing
import uuid
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

import annotated_types
import attrs
import pydantic
import pytest

import ollama
from ollama import FunctionTool, ToolArgumentsError
from tests.ollama.test_tool_table import Color, Level, Order, Place, Point

marks: Any = typing if hasattr(typing, "Unpack") else import_module("typing_extensions")


class Settings(TypedDict, total=False):
    timeout: float


class Pair(NamedTuple):
    left: int
    right: str


class Kind(enum.Enum):
    ONE = 1
    B = "b"
    NOTHING = None


@attrs.define
class Box:
    width: int
    color: Color = Color.RED


class Service:
    def __init__(self, unit: str) -> None:
        self.unit = unit

    @ollama.tool(name="weather")
    def get_weather(self, city: str, days: int = 1) -> str:
        """Tell the weather."""
        return f"{city} {days}{self.unit}"

    @ollama.tool
    @classmethod
    def of_class(cls, city: str) -> str:
        return f"{cls.__name__} {city}"

    @ollama.tool
    @staticmethod
    def static(city: str) -> str:
        return city

    async def __call__(self, city: str) -> str:
        return city


def called(func: Any, arguments: dict[str, Any]) -> Any:
    tool = FunctionTool.of(func)
    bound = tool.bind(arguments)
    assert isinstance(bound, inspect.BoundArguments)
    return tool(*bound.args, **bound.kwargs)


def taking(annotation: Any) -> Callable[..., Any]:
    def take(x: Any) -> Any:
        return x

    take.__annotations__["x"] = annotation
    return take


@pytest.mark.parametrize(
    ("annotation", "given", "expected"),
    [
        pytest.param(*row, id=f"{number}")
        for number, row in enumerate(
            [
                (int, 3, 3),
                (int, "3", 3),
                (float, 3, 3.0),
                (float, "1.5", 1.5),
                (bool, "true", True),
                (str, "3", "3"),
                (Any, [1], [1]),
                (int | None, None, None),
                ("int | None", "4", 4),
                (list[int], ["1", 2], [1, 2]),
                (list[int], "[1, 2]", [1, 2]),
                (dict[str, float], {"a": "1"}, {"a": 1.0}),
                (set[int], [1, 1], {1}),
                (tuple[int, str], [1, "a"], (1, "a")),
                (Pair, [1, "a"], Pair(1, "a")),
                (Literal["a", "b"], "b", "b"),
                (Color, "red", Color.RED),
                (Level, 2, Level.HIGH),
                (datetime.date, "2026-01-31", datetime.date(2026, 1, 31)),
                (datetime.timedelta, "PT1M", datetime.timedelta(minutes=1)),
                (uuid.UUID, str(uuid.UUID(int=1)), uuid.UUID(int=1)),
                (pathlib.Path, "a/b", pathlib.Path("a/b")),
                (bytes, "YWI=", b"ab"),
                (Point, {"x": "1"}, Point(1.0)),
                (Point, '{"x": 1}', Point(1.0)),
                (list[Point], [{"x": 1, "y": 2}], [Point(1.0, 2.0)]),
                (Box, {"width": 1, "color": "blue"}, Box(1, Color.BLUE)),
                (Place, {"city": "Lisbon"}, {"city": "Lisbon"}),
                (Order, {"item": "tea", "count": "2"}, Order(item="tea", count=2)),
                (Annotated[int, pydantic.Field(ge=1)], "1", 1),
                (Annotated[int | None, annotated_types.Ge(1)], None, None),
                (Kind, "b", Kind.B),
                (Kind, "1", Kind.ONE),
                (Kind | None, None, Kind.NOTHING),
                (Literal[0.5, "auto"], "0.5", 0.5),
                (Literal[Color.RED, "none"], "red", Color.RED),
                (collections.abc.Iterable[int], ["1"], [1]),
                (datetime.time, "10:30", datetime.time(10, 30)),
                (datetime.datetime | None, "2026-01-31", datetime.datetime(2026, 1, 31)),
                (
                    Annotated[datetime.datetime, "when"],
                    "2026-01-31 10:30Z",
                    datetime.datetime(2026, 1, 31, 10, 30, tzinfo=datetime.timezone.utc),
                ),
            ]
        )
    ],
)
def test_arguments_become_the_declared_types(annotation: Any, given: Any, expected: Any) -> None:
    value = called(taking(annotation), {"x": given})
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("annotation", "given", "text"),
    [
        pytest.param(int, "three", "argument 'x' must be int, not str 'three': ", id="int"),
        pytest.param(int, None, "argument 'x' must be int, not NoneType None: ", id="null"),
        pytest.param(list[int], "[1,", "must be list[int], not str '[1,': ", id="no JSON"),
        pytest.param(list[int], "[[]]", "must be list[int], not str '[[]]': ", id="other JSON"),
        pytest.param(Literal["a"], "b", "must be \"a\", not str 'b': ", id="literal"),
        pytest.param(Kind, "x", "must be one of 1, \"b\", null, not str 'x': ", id="mixed enum"),
        pytest.param(Kind | None, "x", 'must be one of 1, "b", null, not', id="mixed or None"),
        pytest.param(Literal[0.5, "auto"], 1, 'must be one of 0.5, "auto", not', id="mixed"),
        pytest.param(Color | None, "x", 'must be one of "red", "blue", null, not', id="enum"),
        pytest.param(
            Annotated[int, pydantic.Field(ge=1)], 0, "must be int, not int 0: ", id="annotated"
        ),
        pytest.param(dict[str, Point] | None, 3, "dict[str, Point] | None, not", id="nested"),
        pytest.param(datetime.time, "noon", "must be time, not str 'noon'", id="no time"),
        pytest.param(Point, {"y": 1}, "missing required field `x`", id="member"),
        pytest.param(Order, {"item": "x"}, "at least 2 characters", id="pydantic"),
        pytest.param(
            Annotated[int, pydantic.Field(ge=1)], 0, "greater than or equal to 1", id="constraint"
        ),
    ],
)
def test_wrong_type_is_told(annotation: Any, given: Any, text: str) -> None:
    with pytest.raises(ToolArgumentsError, match=re.escape(text)) as caught:
        called(taking(annotation), {"x": given})
    assert str(caught.value).startswith("take(): ")
    assert caught.value.tool == "take"
    assert list(caught.value.problems) == ["x"]
    assert isinstance(caught.value, ValueError)
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (str(copied), copied.problems) == (str(caught.value), caught.value.problems)


def record(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return args, kwargs


def weather(city: str, days: int = 5, note: str | None = "n", *, deep: bool = False) -> Any:
    return city, days, note, deep


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ToolArgumentsError) as caught:
        FunctionTool.of(weather).bind({"days": "soon", "town": "Lisbon"})
    assert list(caught.value.problems) == ["city", "days", "town"]
    assert "argument 'city' is missing; argument 'days' must be int" in str(caught.value)
    assert str(caught.value).endswith("there is no parameter 'town'")


def test_defaults_are_left_to_the_function() -> None:
    bound = FunctionTool.of(weather).bind({"city": "Lisbon"})
    assert bound.arguments == {"city": "Lisbon"}
    assert called(weather, {"city": "Lisbon", "deep": True}) == ("Lisbon", 5, "n", True)


def test_null_is_a_value_only_where_it_is_one() -> None:
    arguments = {"city": "Lisbon", "days": None, "note": None, "deep": None}
    assert called(weather, arguments) == ("Lisbon", 5, None, False)


def test_what_accepts_none_may_be_left_out() -> None:
    def find(a: int, b: int | None) -> Any:
        return a, b

    assert called(find, {"a": 1}) == (1, None)


def test_without_annotation_anything_is_taken_but_not_nothing() -> None:
    def find(a, b=2):  # type: ignore[no-untyped-def]
        return a, b

    assert called(find, {"a": "1", "b": None}) == ("1", None)
    with pytest.raises(ToolArgumentsError, match="argument 'a' is missing"):
        called(find, {})


def positional(a: int, b: int = 2, c: int = 3, /, d: int = 4, *rest: int, e: int = 5) -> Any:
    return a, b, c, d, rest, e


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"a": 1}, (1, 2, 3, 4, (), 5)),
        ({"a": 1, "c": "9"}, (1, 2, 9, 4, (), 5)),
        ({"a": 1, "rest": ["7", 8], "e": 0}, (1, 2, 3, 4, (7, 8), 0)),
        ({"a": 1, "d": 0, "rest": []}, (1, 2, 3, 0, (), 5)),
    ],
    ids=["one", "gap", "rest", "empty rest"],
)
def test_positional_parameters(arguments: dict[str, Any], expected: Any) -> None:
    assert called(positional, arguments) == expected


def test_keyword_arguments_have_their_type() -> None:
    def count(a: int, **more: int) -> Any:
        return a, more

    assert called(count, {"a": 1, "b": "2", "self": 3}) == (1, {"b": 2, "self": 3})
    with pytest.raises(ToolArgumentsError, match="argument 'b' must be int"):
        called(count, {"a": 1, "b": "x"})


def test_unpacked_settings_are_not_for_the_model() -> None:
    def find(a: int, **settings: marks.Unpack[Settings]) -> Any:
        return a, settings

    assert called(find, {"a": 1}) == (1, {})
    with pytest.raises(ToolArgumentsError, match="there is no parameter 'timeout'"):
        called(find, {"a": 1, "timeout": 2})


def test_methods_of_a_client_are_tools() -> None:
    with ollama.Client() as client:
        tool = FunctionTool.of(client.web_search)
    assert list(tool.parameters["properties"]) == ["query", "max_results"]
    bound = tool.bind({"query": "x", "max_results": "2"})
    assert (bound.args, bound.kwargs) == (("x", 2), {})


def test_what_the_model_is_not_shown_cannot_be_set() -> None:
    def charge(amount: int, _account: str = "mine", *, key: str) -> Any:
        return amount, _account, key

    fixed = functools.partial(charge, key="secret")
    assert called(fixed, {"amount": 1}) == (1, "mine", "secret")
    for name in ("_account", "key"):
        with pytest.raises(ToolArgumentsError, match=f"there is no parameter '{name}'"):
            called(fixed, {"amount": 1, name: "other"})


def test_what_nobody_gives_is_an_error_of_the_program() -> None:
    def find(query: str, _context: Any) -> None: ...

    with pytest.raises(TypeError, match=r"^find\(\): parameter '_context' is not shown"):
        FunctionTool.of(find).bind({"query": "x"})


def unreadable(items: collections.abc.Iterator[int]) -> None: ...


def hidden(city: str, _token: str) -> None: ...


@pytest.mark.parametrize(
    ("func", "text"),
    [
        (
            unreadable,
            "unreadable(): parameter 'items': collections.abc.Iterator[int] cannot be read",
        ),
        (hidden, "hidden(): parameter '_token' is not shown to the model and has no default"),
    ],
    ids=["no type of JSON", "no value"],
)
def test_what_no_call_could_give_is_known_beforehand(func: Any, text: str) -> None:
    tool = FunctionTool.of(func)
    with pytest.raises(TypeError, match=re.escape(text)):
        tool.demand_bindable()


@pytest.mark.parametrize("arguments", [None, "x", [1]], ids=["none", "text", "list"])
def test_arguments_are_a_mapping(arguments: Any) -> None:
    with pytest.raises(TypeError, match=f"expected a mapping, got {type(arguments).__name__}"):
        FunctionTool.of(weather).bind(arguments)


def test_models_and_dataclasses_are_tools() -> None:
    assert called(Order, {"item": "tea", "count": "2"}) == Order(item="tea", count=2)
    assert called(Point, {"x": "1"}) == Point(1.0)
    with pytest.raises(ToolArgumentsError, match=r"^Order\(\): .*less than or equal to 10"):
        called(Order, {"item": "tea", "count": 11})


def test_methods_stay_methods() -> None:
    service = Service("d")
    assert service.get_weather("Lisbon") == "Lisbon 1d"
    assert called(service.get_weather, {"city": "Lisbon", "days": "2"}) == "Lisbon 2d"
    assert service.get_weather.name == "weather"
    assert Service.get_weather.definition == service.get_weather.definition
    assert called(Service.of_class, {"city": "Lisbon"}) == "Service Lisbon"
    assert called(service.static, {"city": "Lisbon"}) == "Lisbon"


NEW_SYNTAX = """
from dataclasses import dataclass

type Ids = list[int]
type Json = dict[str, Json] | list[Json] | str
type Pairs[T] = list[tuple[T, T]]

@dataclass
class Box[T]:
    item: T

def pack[T: int](number: T, ids: Ids, box: Box[str], pairs: Pairs[int], j: Json = "x"):
    return number, ids, box.item, pairs, j
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of Python 3.12")
def test_type_statements_and_type_parameters() -> None:
    # Recursive types are looked up in their module.
    module = types.ModuleType("new_syntax")
    sys.modules["new_syntax"] = module
    try:
        exec(NEW_SYNTAX, module.__dict__)
        tool = FunctionTool.of(module.__dict__["pack"])
        properties = tool.parameters["properties"]
        given = {"number": "1", "ids": ["2"], "box": {"item": "a"}, "pairs": [[1, "2"]]}
        assert called(tool, given) == (1, [2], "a", [(1, 2)], "x")
        assert called(tool, {**given, "j": {"a": ["b"]}})[-1] == {"a": ["b"]}
    finally:
        del sys.modules["new_syntax"]
    assert properties["ids"]["items"] == {"type": "integer"}
    assert properties["box"]["properties"] == {"item": {"type": "string"}}
    assert properties["pairs"]["items"]["description"] == "Exactly 2 items: integer, integer."
    assert properties["j"]["type"] == ["object", "array", "string"]
    assert properties["j"]["anyOf"][1]["items"] == {"description": "Any Json, as described before."}


# --- the object ---


@ollama.tool
def get_weather(city: str) -> str:
    """Tell the weather.

    Args:
        city: Its name
    """
    return f"sunny in {city}"


def test_a_tool_is_called_as_before_and_describes_itself() -> None:
    assert get_weather("Lisbon") == "sunny in Lisbon"
    assert (get_weather.name, get_weather.description) == ("get_weather", "Tell the weather.")
    assert get_weather.parameters["properties"]["city"]["description"] == "Its name"
    assert get_weather.__doc__ is not None and get_weather.__doc__.startswith("Tell")
    assert not get_weather.is_async
    assert repr(get_weather) == "<FunctionTool 'get_weather'>"
    assert FunctionTool.of(get_weather) is get_weather


def test_a_definition_can_be_changed_by_its_owner_only() -> None:
    get_weather.definition["function"]["name"] = "other"
    get_weather.parameters["properties"].clear()
    assert get_weather.definition["function"]["name"] == "get_weather"
    assert list(get_weather.parameters["properties"]) == ["city"]


def test_annotations_may_name_what_follows() -> None:
    @ollama.tool
    def early(x: Later) -> None: ...

    assert early.parameters["properties"]["x"]["enum"] == ["a"]


Later = Literal["a"]


async def asynchronous() -> int:
    return 1


@pytest.mark.parametrize(
    ("func", "expected"),
    [
        (asynchronous, True),
        (functools.partial(asynchronous), True),
        (Service("d"), True),
        (Service, False),
        (weather, False),
    ],
    ids=["function", "partial", "instance", "class", "sync"],
)
def test_is_async(func: Any, expected: bool) -> None:
    assert FunctionTool.of(func).is_async is expected


def test_an_async_tool_is_awaited() -> None:
    assert asyncio.run(ollama.tool(asynchronous)()) == 1


@pytest.mark.parametrize(
    "value",
    [None, "x", {"type": "function"}, ollama.Tool()],
    ids=["none", "text", "definition", "Tool"],
)
def test_what_cannot_be_called_is_no_tool(value: Any) -> None:
    with pytest.raises(TypeError, match=f"expected a callable, got {type(value).__name__}"):
        FunctionTool.of(value)


def test_decorator_refuses_what_cannot_be_called() -> None:
    wrong: Any = "x"
    with pytest.raises(TypeError, match="expected a callable, got str 'x'"):
        ollama.tool(wrong)


@pytest.mark.parametrize(
    "parameters",
    [{"town": "x"}, {"type": "object", "properties": {"town": {}}}],
    ids=["by name", "schema"],
)
def test_an_override_of_no_parameter_is_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"^weather\(\): parameters: .* no parameter 'town'"):
        ollama.tool(parameters=parameters)(weather)
