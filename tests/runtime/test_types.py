"""Tests of values with their own types, alone and as fields of models."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from runtime.model import WireModel
from runtime.types import ByteSize, to_datetime, to_floats, to_object, to_size


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
    assert to_object("") == to_object(" ") == to_object("null") == {}
    for value in ("[1]", "{", 3, None, {"a": 1}):
        assert to_object(value) == value
    row = Row(arguments='{"city": "Oslo"}')
    assert row.arguments == {"city": "Oslo"}


# ---------------------------------------------------------------------- as other servers write them


@pytest.mark.parametrize("value", [1767225600, 1767225600.0, 1767225600000])
def test_a_time_may_be_a_number(value: float) -> None:
    assert to_datetime(value) == datetime(2026, 1, 1, tzinfo=timezone.utc)


def test_an_offset_needs_no_colon() -> None:
    assert to_datetime("2026-01-01T00:00:00+0200") == to_datetime("2026-01-01T00:00:00+02:00")


@pytest.mark.parametrize("value", [1e300, float("nan"), True, "soon", [1]])
def test_what_is_no_time_stays(value: Any) -> None:
    assert to_datetime(value) is value


def test_sizes_of_answers_may_be_text() -> None:
    assert (to_size("5 GB"), to_size(7), to_size("large")) == (5_000_000_000, 7, "large")


def test_numbers_of_vectors_are_floats() -> None:
    assert str(to_floats([1, 2.5, 0])) == "[1.0, 2.5, 0.0]"
    assert to_floats([1, "x"]) == [1, "x"]


@pytest.mark.parametrize("offset", ["Z", "+01:00", "-09:30", "+00:00", "-00:00"])
def test_nine_digits_are_read_as_others_are(offset: str) -> None:
    short = to_datetime(f"2026-11-20T18:51:01.758283{offset}")
    assert to_datetime(f"2026-11-20T18:51:01.758283511{offset}") == short
    assert short.utcoffset() == to_datetime(f"2026-11-20T18:51:01.758283511{offset}").utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "2026-W47-5T18:51:01.758283511Z",
        "2026-13-20T18:51:01.758283511Z",
        "2026-11-20T18:51:01.758283511+99:00",
        "2026-11-20T18:51:01.7582835x1Z",
        "2026-11-20T18:51:01.758283511+01000",
    ],
)
def test_what_only_looks_like_nine_digits_stays_text(text: str) -> None:
    assert to_datetime(text) is text
