"""Values that are more than their JSON, alone and as the fields of models."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.model import WireModel
from runtime.types import ByteSize, to_object


class Row(WireModel):
    size: ByteSize | None = None
    arguments: dict[str, Any] | None = None


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (5, 5),
        (5.0, 5),
        ("5", 5),
        ("5 GB", 5_000_000_000),
        ("1.5GiB", 1_610_612_736),
        (" 2 kb ", 2000),
        ("8 bit", 1),
        (".5 KiB", 512),
    ],
)
def test_sizes_are_parsed(value: Any, wanted: int) -> None:
    size = ByteSize.parse(value)
    assert size == wanted
    assert type(size) is ByteSize
    assert Row(size=value).size == wanted


@pytest.mark.parametrize("value", ["", "GB", "5 XB", "5 iB", None, [], 1.5, "-5"])
def test_what_is_no_size(value: Any) -> None:
    with pytest.raises(ValueError):
        ByteSize.parse(value)


@pytest.mark.parametrize(
    ("size", "binary", "decimal"),
    [
        (0, "0B", "0B"),
        (999, "999B", "999B"),
        (1024, "1.0KiB", "1.0KB"),
        (5_000_000_000, "4.7GiB", "5.0GB"),
        (10**21, "867.4EiB", "1000.0EB"),
        (-2048, "-2.0KiB", "-2.0KB"),
    ],
)
def test_sizes_for_people(size: int, binary: str, decimal: str) -> None:
    assert ByteSize(size).human_readable() == binary
    assert ByteSize(size).human_readable(decimal=True) == decimal


def test_sizes_are_numbers() -> None:
    model = Row.from_dict({"size": 2048})
    assert type(model.size) is ByteSize
    assert model.size == 2048
    assert model.size + 1 == 2049
    assert model.size.to("KiB") == 2
    assert model.size.human_readable(separator=" ") == "2.0 KiB"
    assert type(model.model_dump(mode="json")["size"]) is int
    assert type(model.model_dump()["size"]) is ByteSize
    with pytest.raises(ValueError, match="unit of bytes"):
        model.size.to("parsec")


def test_arguments_that_a_proxy_sent_as_text() -> None:
    assert to_object('{"a": 1}') == {"a": 1}
    for value in ("[1]", "{", "", 3, None, {"a": 1}):
        assert to_object(value) == value
    row = Row(arguments='{"city": "Oslo"}')
    assert row.arguments == {"city": "Oslo"}
