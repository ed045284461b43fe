"""Tests that a user's class in a function is never mistaken for a class of the SDK.

The module imports `Message`, `Options` and `Tool` of the SDK, and each function has classes of
these names. Annotations are strings here, so both have the same name.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, Optional

import attrs
import msgspec
import pydantic
import pytest
from typing_extensions import TypedDict

import ollama
from ollama import Client, Message, Options, RequestError, Tool
from ollama._schemas import values
from ollama._tools.definition import tool_definition
from ollama.testing import OllamaServer

from .calls import FLAVOURS, call

OURS = {"type": "object", "properties": {"mine": {"type": "integer"}}, "required": ["mine"]}
#: The classes of the SDK, for the functions below that use them.
SDK = (Message, Options, Tool)


def parameters(func: Any) -> dict[str, Any]:
    return tool_definition(func)["function"]["parameters"]["properties"]


def bare(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "description"}


# ---------------------------------------------------------------------- functions as tools


def test_parameters_have_the_classes_of_the_function_around() -> None:
    @dataclasses.dataclass
    class Tool:
        mine: int

    @dataclasses.dataclass
    class Message:
        mine: int

    class Options(TypedDict):
        mine: int

    def tool(a: Tool, b: list[Message], c: Options | None, d: dict[str, Message]) -> str: ...

    async def awaited(a: Tool, b: list[Message], c: Options | None, d: dict[str, Message]): ...

    @functools.wraps(tool)
    def wrapper(*args: Any, **kwargs: Any) -> Any: ...

    for each in (tool, awaited, wrapper, functools.partial(tool, "x")):
        found = parameters(each)
        if each in (tool, awaited, wrapper):
            assert bare(found["a"]) == OURS
        assert found["b"]["items"] == OURS
        assert bare(found["c"]) == OURS
        assert "mine" in str(found["d"])


def test_methods_and_classes_have_them_too() -> None:
    @dataclasses.dataclass
    class Message:
        mine: int

    class Service:
        """A service."""

        def __init__(self, message: Message) -> None: ...

        def method(self, message: Message) -> str: ...

        @staticmethod
        def static(message: Message) -> str: ...

        def __call__(self, message: Message) -> str: ...

    service = Service(Message(1))
    for each in (service.method, Service.static, service, Service):
        assert bare(parameters(each)["message"]) == OURS


def test_a_function_further_inside() -> None:
    @dataclasses.dataclass
    class Message:
        mine: int

    def inner() -> dict[str, Any]:
        class Box:
            @staticmethod
            def tool(message: Message) -> str: ...

        return parameters(Box.tool)

    assert bare(inner()["message"]) == OURS


def test_names_that_the_function_around_does_not_have_are_those_of_the_module() -> None:
    def tool(message: Message) -> str: ...

    assert "role" in parameters(tool)["message"]["properties"]


def _made() -> dict[str, Callable[..., Any]]:
    @dataclasses.dataclass
    class Message:
        mine: int

    class Tool(TypedDict):
        mine: int

    class Options:
        def method(self, options: Options) -> str: ...

    def message(x: Message) -> str: ...
    def tool(x: Optional[list[Tool]]) -> str: ...  # noqa: UP045
    def used(x: Message) -> str:
        return str(Message(1))

    return {"Message": message, "Tool": tool, "Options": Options().method, "used": used}


@pytest.mark.parametrize("name", ["Message", "Tool", "Options"])
def test_a_class_whose_function_has_returned_is_an_error(name: str) -> None:
    with pytest.raises(TypeError, match=rf"{name} is a variable of an enclosing function"):
        tool_definition(_made()[name])


def test_what_a_function_uses_itself_it_keeps() -> None:
    assert bare(parameters(_made()["used"])["x"]) == OURS


# ---------------------------------------------------------------------- members of classes


def _holders() -> dict[str, Any]:
    @dataclasses.dataclass
    class Message:
        mine: int

    @dataclasses.dataclass
    class Data:
        message: Message

    @dataclasses.dataclass(slots=True)
    class Slotted:
        message: list[Message]

    @attrs.define
    class Attrs:
        message: Message

    class Typed(TypedDict):
        message: Message

    class Struct(msgspec.Struct):
        message: Message

    class Model(pydantic.BaseModel):
        message: Message

    class Turn(ollama.Message):
        message: Message

    @dataclasses.dataclass
    class Base:
        message: Message

    @dataclasses.dataclass
    class Derived(Base):
        other: int = 0

    made = [Data, Slotted, Attrs, Struct, Model, Turn, Derived]
    found = {cls.__name__: parameters(cls)["message"] for cls in made}

    def tool(typed: Typed) -> str: ...

    found["Typed"] = parameters(tool)["typed"]["properties"]["message"]
    return {
        name: [cls, found[name]]
        for name, cls in {**{cls.__name__: cls for cls in made}, "Typed": Typed}.items()
    }


HOLDERS = ["Data", "Slotted", "Attrs", "Typed", "Struct", "Model", "Derived"]


@pytest.mark.parametrize("name", HOLDERS)
def test_members_have_the_classes_of_the_function_around(name: str) -> None:
    schema = _holders()[name][1]
    assert bare(schema.get("items", schema)) == OURS


@pytest.mark.parametrize("name", ["Data", "Slotted", "Attrs", "Struct", "Derived"])
def test_members_whose_function_has_returned_are_an_error(name: str) -> None:
    with pytest.raises(TypeError, match="Message is a variable of an enclosing function"):
        tool_definition(_holders()[name][0])


def test_a_class_in_the_body_of_a_class_is_meant_there() -> None:
    @dataclasses.dataclass
    class Holder:
        @dataclasses.dataclass
        class Message:
            mine: int

        message: Message

    assert bare(parameters(Holder)["message"]) == OURS
    assert values.convert({"message": {"mine": 1}}, Holder).message == Holder.Message(1)


# ---------------------------------------------------------------------- parse


@pytest.mark.parametrize("name", ["Data", "Slotted", "Attrs", "Typed", "Struct", "Derived"])
def test_what_a_library_would_misread_is_refused(name: str) -> None:
    """They look up names in the module, which has the SDK's Message."""
    cls = _holders()[name][0]
    with pytest.raises(TypeError, match=r"annotation '.*Message.*' uses a variable of the enclos"):
        values.json_schema(cls)
    with pytest.raises(TypeError, match="cannot be read from JSON"):
        values.convert({"message": {"mine": 1}}, list[cls])
    with Client("http://127.0.0.1:9") as client, pytest.raises(RequestError, match="uses a"):
        client.parse("llama3.2", "Who?", format=cls)


def test_models_find_their_classes_themselves() -> None:
    model = _holders()["Model"][0]
    assert values.convert({"message": {"mine": 1}}, model).message.mine == 1
    assert values.json_schema(model)["$defs"]["Message"]["required"] == ["mine"]


def test_a_name_of_the_module_alone_is_read_as_before() -> None:
    @dataclasses.dataclass
    class Told:
        message: Message

    told = values.convert({"message": {"role": "user"}}, Told)
    assert type(told.message) is ollama.Message


# ---------------------------------------------------------------------- run_tools


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_run_calls_with_the_users_own_class(server: OllamaServer, flavour: str) -> None:
    got: list[Any] = []

    @dataclasses.dataclass
    class Tool:
        mine: int

    def note(tool: Tool) -> str:
        got.append(tool)
        return "noted"

    arguments = {"tool": {"mine": 3}}
    server.reply(tool_calls=[{"function": {"name": "note", "arguments": arguments}}])
    server.reply("Done.")
    messages = [{"role": "user", "content": "Note it."}]
    ran = call(flavour, "run_tools", "qwen3", messages, at=server, tools=[note])
    assert ran.error is None
    assert got == [Tool(3)]
