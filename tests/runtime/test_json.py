"""Tests that JSON is read and written in the same way with and without msgspec."""

from __future__ import annotations

import enum
import json
import math
import sys
import uuid
from collections import OrderedDict, UserDict
from datetime import date, datetime, timezone
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runtime import codec
from runtime.model import WireModel
from runtime.types import ByteSize


def loads_before_msgspec(data: bytes | str) -> Any:
    """Read JSON as in a program that has not loaded msgspec."""
    loaded = sys.modules.pop("msgspec", None)
    try:
        return codec.loads(data)
    finally:
        if loaded is not None:
            sys.modules["msgspec"] = loaded


READERS = [codec.loads, loads_before_msgspec, json.loads]
many = settings(max_examples=50)

numbers = st.integers(-(2**63), 2**64 - 1) | st.floats()
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)


def same(one: Any, two: Any) -> bool:
    """Return whether two JSON values are equal and have the same types. NaN equals NaN."""
    if type(one) is not type(two):
        return False
    if isinstance(one, float):
        return repr(one) == repr(two)
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    return bool(one == two)


def finite(value: Any) -> Any:
    """Return JSON as it is read back: tuples as lists, and NaN and infinity as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value


def test_the_fast_path_is_tested_at_all() -> None:
    pytest.importorskip("msgspec")
    assert codec.strict_reader() is not json.loads


# ---------------------------------------------------------------------- both ways


@many
@given(values)
@example([math.nan, math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308, 1e16])
@example({"\u0085\u2028": '\x00\x1f\x7f"\\/<>&é😀'})
@example([2**63, 2**64 - 1, -(2**63)])
def test_what_is_written_is_read_back(value: Any) -> None:
    for read in READERS:
        assert same(read(codec.dumps(value)), finite(value))


@many
@given(values)
def test_what_others_write_is_read_alike(value: Any) -> None:
    for ascii_only in (False, True):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=ascii_only or None)
        wanted = json.loads(text)
        for read in READERS:
            assert same(read(text), wanted)
            assert same(read(text.encode()), wanted)


#: Parts of texts that are nearly JSON.
PARTS = (
    *(
        "[",
        "]",
        "{",
        "}",
        '"',
        ",",
        ":",
        '"a":',
        "\\",
        "\\u",
        "d83d",
        "de00",
        "\ud83d",
        "é",
        "\ufeff",
    ),
    *("0", "1", "-", "+", ".", "e", "1e400", "-0", "0.1", "9" * 19, "9" * 40, "9" * 4400, "5e-324"),
    *("true", "null", "NaN", "-Infinity", " ", "\n", "\x00", "\x1f", "/", "\u2028"),
)


def outcome(read: Any, data: bytes | str) -> tuple[Any, str]:
    """Return what a reader makes of a text: the value, or the message of its error."""
    try:
        return read(data), ""
    except ValueError as error:
        return None, str(error)


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
@example('{"a":1,"a":[NaN,"\x00\\ud83d"]}')
def test_any_text_is_read_alike_before_and_after_msgspec_is_loaded(text: str) -> None:
    for data in (text, text.encode(errors="surrogatepass"), text.encode("utf-16", "surrogatepass")):
        (one, failed), (two, why) = (outcome(it, data) for it in READERS[:2])
        assert same(one, two)
        assert failed == why


# ---------------------------------------------------------------------- writing


def test_json_is_written_compactly_and_in_utf_8() -> None:
    assert (
        codec.dumps({"a": [1, None, True], "é": "\u2028"})
        == '{"a":[1,null,true],"é":"\u2028"}'.encode()
    )


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**40])
def test_integers_beyond_64_bits_are_written(number: int) -> None:
    assert codec.dumps({"n": [number]}) == b'{"n":[%d]}' % number


class Options(WireModel):
    seed: int | None = None
    temperature: float | None = None
    top_p: float | None = None


class Colour(enum.Enum):
    RED = "red"
    NAN = math.nan


class Word(str, enum.Enum):
    YES = "yes"


class Level(enum.IntEnum):
    TOP = 3


class Pair(NamedTuple):
    left: int
    right: float


class Dumper:
    def model_dump(self, *, mode: str) -> Any:
        return {"mode": mode, "value": math.nan}


OBJECTS: list[tuple[Any, Any]] = [
    (Options(seed=1, temperature=math.nan), {"seed": 1, "temperature": None}),
    ({"o": [Options(top_p=math.inf)]}, {"o": [{"top_p": None}]}),
    (ByteSize(5), 5),
    (datetime(2026, 1, 2, 3, 4, 5, 6, timezone.utc), "2026-01-02T03:04:05.000006+00:00"),
    (date(2026, 1, 2), "2026-01-02"),
    (MappingProxyType({"a": math.nan}), {"a": None}),
    (UserDict({"a": 1}), {"a": 1}),
    (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    ({1}, [1]),
    (frozenset({math.nan}), [None]),
    ((1, 2), [1, 2]),
    (Pair(1, math.inf), [1, None]),
    (Pair(1, 2.5), [1, 2.5]),
    (Colour.RED, "red"),
    ([Colour.NAN], [None]),
    (Word.YES, "yes"),
    (Level.TOP, 3),
    (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
    (Dumper(), {"mode": "json", "value": None}),
    ({1: "a", 2.5: "b", None: "c"}, {"1": "a", "2.5": "b", "null": "c"}),
    ({True: "a", False: "b"}, {"true": "a", "false": "b"}),
]


@pytest.mark.parametrize(("value", "wanted"), OBJECTS, ids=lambda it: type(it).__name__)
def test_objects_that_json_does_not_know(value: Any, wanted: Any) -> None:
    assert same(json.loads(codec.dumps(value)), wanted)
    assert same(json.loads(codec.dumps({"in": [value]})), {"in": [wanted]})


@pytest.mark.parametrize("value", [object(), b"bytes", 1j, Options, len])
def test_what_cannot_be_sent_is_named(value: Any) -> None:
    named = "the class Options" if value is Options else f"of type {type(value).__name__}"
    with pytest.raises(TypeError, match=f"{named} cannot be sent as JSON"):
        codec.dumps({"a": value})
    with pytest.raises(TypeError, match="cannot be sent as JSON"):
        codec.dumps([math.nan, value])


def test_keys_that_cannot_be_sent() -> None:
    with pytest.raises(TypeError, match="keys must be"):
        codec.dumps({("a",): 1})


def test_half_a_surrogate_pair_is_written_as_its_escape() -> None:
    assert codec.dumps(["caf\u00e9 \ud800"]) == '["caf\u00e9 \\ud800"]'.encode()
    assert codec.loads(codec.dumps(["\ud800"])) == ["\ud800"]


def test_control_characters_are_read_as_text() -> None:
    assert codec.loads('"a\n\t\x1bb"') == "a\n\t\x1bb"


def test_what_is_nested_too_deeply_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="deep"):
        codec.loads("[" * 100_000)


def test_a_value_that_contains_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(ValueError, match="Circular"):
        codec.dumps(value)


# ---------------------------------------------------------------------- reading


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("NaN", math.nan),
        ("[Infinity, -Infinity]", [math.inf, -math.inf]),
        ("1e999", math.inf),
        ("-0", 0),
        ("-0.0", -0.0),
        (r'"\ud800"', "\ud800"),
        (r'{"a": "\udc00x"}', {"a": "\udc00x"}),
        (r'"\ud83d\ude00"', "😀"),
        ('{"a": 1, "a": 2}', {"a": 2}),
        (" \r\n\t[1]\n", [1]),
        ("18446744073709551615", 2**64 - 1),
        ("-9223372036854775808", -(2**63)),
    ],
)
def test_unusual_json_is_read(read: Any, text: str, wanted: Any) -> None:
    assert same(read(text), wanted)
    assert same(read(text.encode()), wanted)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_bytes_are_read_in_any_encoding_of_unicode(read: Any, encoding: str, kind: Any) -> None:
    assert read(kind('{"é": 1}'.encode(encoding))) == {"é": 1}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "text",
    ["", " ", "{", "[1,]", "{'a': 1}", "nul", "1 2", "01", "<html>", "+1", "{1: 2}"],
)
def test_what_is_no_json_raises_the_error_of_the_standard_library(read: Any, text: str) -> None:
    for data in (text, text.encode()):
        with pytest.raises(json.JSONDecodeError) as raised:
            read(data)
        assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize("read", READERS)
def test_bytes_that_are_no_text(read: Any) -> None:
    with pytest.raises(ValueError, match="decode"):
        read(b'"\xff\xfe"')


@pytest.mark.parametrize("read", READERS)
def test_integers_beyond_64_bits_are_read_exactly(read: Any) -> None:
    assert read(b'{"n":[%d,%d]}' % (2**70, -(2**70))) == {"n": [2**70, -(2**70)]}


def test_indented_text() -> None:
    assert codec.indented('{"é":[1,{}]}', 2) == '{\n  "é": [\n    1,\n    {}\n  ]\n}'
