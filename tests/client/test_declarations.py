"""Pydantic declarations in users' subclasses, and models as fields of pydantic models."""

from __future__ import annotations

import functools
import json
import pickle
from typing import Annotated, Any

import pydantic
import pydantic_core
import pytest
from annotated_types import Gt
from ollama_client import models
from ollama_client.models import ChatResponse, Message, Options, Tool

ANSWER: dict[str, Any] = {"model": "m", "message": {"role": "assistant", "content": "hi"}}


def answer() -> ChatResponse:
    return ChatResponse.from_dict(ANSWER)


# ---------------------------------------------------------------------- the instance's dict


def test_vars_are_the_fields() -> None:
    assert list(vars(Message(role="user")))[:2] == ["role", "content"]
    assert json.loads(json.dumps(answer(), default=vars))["message"]["content"] == "hi"
    assert vars(answer()) == dict(answer())


def test_attributes_that_are_no_fields_are_kept() -> None:
    noted: Any = answer()
    noted._id = 7
    assert (noted._id, vars(noted)["_id"]) == (7, 7)
    assert pickle.loads(pickle.dumps(noted))._id == noted.model_copy()._id == 7
    assert noted == answer()
    assert "_id" not in noted.model_dump()


def test_cached_properties_are_cached() -> None:
    class Counting(Message):
        @functools.cached_property
        def once(self) -> object:
            return object()

    made = Counting(role="user")
    assert made.once is made.once


# ---------------------------------------------------------------------- pydantic without a type


def test_pydantic_writes_models_where_it_has_no_type() -> None:
    class Holder(pydantic.BaseModel):
        x: Any

    assert Holder(x=answer()).model_dump()["x"]["message"]["content"] == "hi"
    assert json.loads(Holder(x=[answer()]).model_dump_json())["x"][0]["model"] == "m"
    assert pydantic_core.to_jsonable_python(answer())["message"]["role"] == "assistant"
    assert answer().__json__() == answer().model_dump(mode="json")


def test_a_subclass_in_a_field_of_its_base_keeps_its_fields_to_itself() -> None:
    class Mine(Message):
        secret: str = "s"

    class Holder(pydantic.BaseModel):
        message: Message
        mine: Mine

    held = Holder(message=Mine(role="u"), mine=Mine(role="u")).model_dump()
    assert "secret" not in held["message"]
    assert held["mine"]["secret"] == "s"


def test_pickles_of_pydantic_are_read() -> None:
    made = ChatResponse.__new__(ChatResponse)
    made.__setstate__(
        {
            "__dict__": {"model": "m", "message": Message(role="user", content="x")},
            "__pydantic_fields_set__": {"model", "message"},
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    assert (made.model, made.message.content, made.done) == ("m", "x", None)
    assert made.model_fields_set == {"model", "message"}


# ---------------------------------------------------------------------- declarations


def test_settings_as_class_keywords() -> None:
    class Open(Options, extra="allow"):
        pass

    class Closed(Options, extra="forbid"):
        pass

    assert Open(x=1).to_dict() == {"x": 1}
    with pytest.raises(pydantic.ValidationError) as raised:
        Closed(x=1, seed="a")
    assert [(it["type"], it["loc"]) for it in raised.value.errors()] == [
        ("extra_forbidden", ("x",)),
        ("int_parsing", ("seed",)),
    ]
    with pytest.raises(TypeError, match="unexpected class keyword 'nonsense'"):
        type("Odd", (Options,), {}, nonsense=1)


def test_settings_that_are_not_honored_are_refused() -> None:
    with pytest.raises(TypeError, match=r"str_strip_whitespace.*do not support"):

        class Stripped(Message):
            model_config = {"str_strip_whitespace": True}  # noqa: RUF012


def test_create_model() -> None:
    made = pydantic.create_model("Made", __base__=Message, x=(int, 1))
    assert made(role="u").x == 1  # type: ignore[attr-defined]
    assert issubclass(made, Message)


def test_frozen_and_checked_assignment() -> None:
    class Frozen(Options, frozen=True):
        x: int = 1

    class Checked(Options):
        model_config = {"validate_assignment": True}  # noqa: RUF012
        x: int = 1

    frozen, checked = Frozen(seed=1, x=2), Checked.from_dict({"x": 5})
    assert hash(frozen) == hash(Frozen(seed=1, x=2))
    for name in ("seed", "x"):
        with pytest.raises(ValueError, match="frozen"):
            setattr(frozen, name, 3)
    assert frozen.model_copy(update={"x": 9}).x == 9
    checked.x = "7"  # type: ignore[assignment]
    assert (checked.x, checked.to_dict()) == (7, {"x": 7})
    with pytest.raises(ValueError, match=r"Checked.x: expected int"):
        checked.x = "no"  # type: ignore[assignment]


def test_constraints_of_fields() -> None:
    class Limited(Options):
        a: int = pydantic.Field(1, ge=1, description="at least one")
        b: Annotated[int, Gt(0)] = 1
        c: list[Annotated[str, pydantic.Field(max_length=2)]] = pydantic.Field(default_factory=list)

    assert Limited(a="3", c=["ab"]).a == 3
    for wrong, loc in (({"a": 0}, ("a",)), ({"b": 0}, ("b",)), ({"c": ["x", "abc"]}, ("c", 1))):
        with pytest.raises(pydantic.ValidationError) as raised:
            Limited(**wrong)
        assert raised.value.errors()[0]["loc"] == loc
    assert Limited.model_fields["a"].description == "at least one"
    assert Limited.model_json_schema()["properties"]["a"]["description"] == "at least one"


def test_private_attributes() -> None:
    class Noting(Message):
        _n: int = pydantic.PrivateAttr(default=3)
        _list: list[int] = pydantic.PrivateAttr(default_factory=list)

    one, other = Noting(role="u"), Noting.from_dict({"role": "u"})
    one._list.append(1)
    assert (one._n, one._list, other._list) == (3, [1], [])
    assert one.model_copy()._list == [1]
    assert "_n" not in one.model_dump()


def test_computed_fields_and_serializers() -> None:
    class Written(Options):
        a: int = 1

        @pydantic.computed_field  # type: ignore[prop-decorator]
        @property
        def double(self) -> int:
            return 2 * self.a

        @pydantic.field_serializer("a")
        def as_text(self, value: int) -> str:
            return f"<{value}>"

    dumped = Written(a=2).model_dump()
    assert (dumped["a"], dumped["double"]) == ("<2>", 4)
    assert Written(a=2).to_dict() == {"a": 2}
    with pytest.raises(TypeError, match="plain serializer"):

        class Wrapped(Options):
            @pydantic.field_serializer("seed", mode="wrap")
            def wrapped(self, value: Any, handler: Any) -> Any:
                return handler(value)


def test_models_of_any_object_with_attributes() -> None:
    class Row:
        role, content = "user", "x"

    assert Message.model_validate(Row(), from_attributes=True).content == "x"
    with pytest.raises(ValueError, match="expected a mapping"):
        Message.model_validate(Row())


# ---------------------------------------------------------------------- fields and errors


def test_what_a_field_tells() -> None:
    required, optional = Message.model_fields["role"], Message.model_fields["content"]
    assert required.is_required()
    assert required.default is pydantic_core.PydanticUndefined
    assert (optional.default, optional.get_default(), optional.is_required()) == (None, None, False)
    assert (optional.description, optional.title, optional.metadata) == (None, None, [])
    assert Tool.model_fields["type"].default == Tool().type


def test_errors_have_their_whole_place() -> None:
    with pytest.raises(pydantic.ValidationError) as raised:
        models.ChatRequest(
            model="m", messages=[{"role": "u"}, {"role": "u", "tool_calls": [{"function": {}}]}]
        )
    assert raised.value.title == "ChatRequest"
    places = [it["loc"] for it in raised.value.errors()]
    assert places[0] == ("messages", 1, "tool_calls", 0, "function", "name")
