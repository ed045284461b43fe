"""Tests of the core of models without pydantic's interface, and of names in annotations."""

from __future__ import annotations

import copy
import pickle
import types
import weakref

import attrs
import pytest

from runtime.model import WireModel, model
from runtime.pydantic_look import PydanticLook
from runtime.wire_object import WireObject

# ---------------------------------------------------------------------- the core


class Point(WireObject):
    x: int
    label: str | None = None


def test_the_core_is_a_model_without_the_look_of_pydantic() -> None:
    point = Point(x="1", z=[2])
    assert (point.x, point.label, point.model_extra) == (1, None, {"z": [2]})
    assert point.to_dict() == {"x": 1, "z": [2]}
    assert repr(point) == "Point(x=1, label=None, z=[2])"
    for twin in (
        Point.from_dict({"x": 1, "z": [2]}),
        copy.copy(point),
        copy.deepcopy(point),
        pickle.loads(pickle.dumps(point)),
    ):
        assert twin == point
        assert twin.to_dict() == {"x": 1, "z": [2]}
    with pytest.raises(ValueError, match=r"Point\.x: this field is required"):
        Point()


def test_nothing_of_the_look_is_in_the_core() -> None:
    look = {name for cls in PydanticLook.__mro__ for name in vars(cls)} - set(dir(WireObject))
    assert {"model_dump", "model_validate", "model_json_schema", "dict", "json", "copy"} <= look
    assert not look & set(dir(Point))
    assert look <= set(dir(WireModel))


def test_a_model_is_a_slotted_class_of_attrs() -> None:
    @model
    class Line(WireModel):
        start: Point
        end: Point | None = None

    class Mine(Line):
        label: str = ""

    line = Line(start={"x": 1})
    assert attrs.has(Line)
    assert not attrs.has(WireModel)
    for cls in (Line, Mine):
        start, end = attrs.fields(cls)
        assert (start.name, start.default, start.kw_only) == ("start", attrs.NOTHING, True)
        assert (end.name, end.default, end.type) == ("end", None, "Point | None")
    assert attrs.asdict(line, recurse=False) == {"start": Point(x=1), "end": None}
    assert attrs.evolve(line, end={"x": 2}).end == Point(x=2)
    assert weakref.ref(line)() is line
    assert isinstance(Line.start, types.MemberDescriptorType)
    assert vars(line) == {"start": Point(x=1), "end": None}
    assert line.start == Point(x=1)


# ---------------------------------------------------------------------- annotations


class Turn(WireModel):
    role: str


def test_a_field_has_the_class_that_its_function_means() -> None:
    """Here, annotations are strings, as with `from __future__ import annotations`."""

    class Tool(Turn):  # and nothing else
        depth: int

    class Mine(Turn):
        tool: Tool | None = None
        tools: "list[Tool] | None" = None  # noqa: UP037
        next: Mine | None = None

    made = Mine(role="user", tool={"role": "x", "depth": "1"}, next={"role": "y"})
    assert type(made.tool) is Tool
    assert made.tool.depth == 1
    assert type(made.next) is Mine
    assert type(Mine.from_dict({"role": "u", "tool": {"role": "x", "depth": 2}}).tool) is Tool


def _local_models() -> type[Turn]:
    class Mine(Turn):
        tool: Tool | None = None

    class Tool:
        pass

    return Mine


def test_a_name_out_of_reach_is_an_error_and_not_another_class() -> None:
    with pytest.raises(NameError, match=r"'Tool \| None' cannot be resolved.*'Tool' is a variable"):
        _local_models()(role="user", tool={"type": "function"})


class _Unknown(Turn):
    tensor: Tensor | None = None  # noqa: F821


def test_a_name_of_the_sdk_is_not_there_without_an_import() -> None:
    with pytest.raises(NameError, match=r"'Tensor \| None' cannot be resolved"):
        _Unknown(role="user")
