"""Tests that bodies of requests are the bytes that the standard library would write."""

from __future__ import annotations

import json
from enum import Enum, IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ollama_client._runtime import codec
from ollama_client.errors import InvalidRequestError
from ollama_client.types import Base64Text, to_base64


class Text(str):
    __slots__ = ()


class Number(int):
    def __str__(self) -> str:
        return "a number"


class Role(str, Enum):
    USER = "user"

    def __str__(self) -> str:
        return "Role"


class Level(IntEnum):
    LOW = 1


class Names(dict[str, Any]):
    pass


def reference(value: Any) -> bytes:
    text = json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        default=codec.wire_value,
    )
    return text.encode(errors="backslashreplace")


texts = st.text(st.characters() | st.characters(categories=["Cs", "Cc"]))
atoms = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(1e-5, 1e17)
    | texts
    | texts.map(Text)
    | st.binary().map(to_base64)
    | texts.map(Base64Text)
    | st.integers().map(Number)
    | st.sampled_from([Role.USER, Level.LOW])
)
keys = texts | texts.map(Text) | st.integers() | st.booleans() | st.none() | st.floats(0, 1e20)
values = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(texts, inner)
        | st.dictionaries(keys, inner)
        | st.dictionaries(texts, inner).map(Names)
        | st.lists(st.dictionaries(texts, texts)).map(codec.TextDicts)
    ),
    max_leaves=20,
)


#: What makes a body too large for the standard library.
LONG = "x" * 20_000


@given(values)
def test_bytes_are_those_of_the_standard_library(value: Any) -> None:
    for body in ({"value": value}, {"value": value, "long": LONG}, [*"x" * 100, value]):
        assert codec.request_body(body) == reference(body)


def test_every_character() -> None:
    text = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    assert codec.request_body([text, {text: text}]) == reference([text, {text: text}])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    for value in ({"a": number}, {"a": [1.0, number]}, [{"a": {"b": number}}]):
        with pytest.raises(InvalidRequestError, match="expected a finite number"):
            codec.request_body(value)


@pytest.mark.parametrize("value", [1 + 1j, b"bytes", object(), object, range(3)])
def test_what_json_does_not_know_is_refused_as_before(value: Any) -> None:
    kind = "class object" if value is object else type(value).__name__
    for error in (TypeError, InvalidRequestError):
        with pytest.raises(error, match=rf"^a\[0\]: expected a JSON value, got {kind}$"):
            codec.request_body({"a": [value]})
    with pytest.raises(TypeError, match=rf"^body: expected a JSON value, got {kind}$"):
        codec.request_body(value)


def test_what_a_key_cannot_be_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^a: expected keys that are str, got tuple$"):
        codec.request_body({"a": {(1,): 1}})


def test_what_holds_itself_is_refused() -> None:
    holds: list[Any] = []
    holds.extend([holds, holds])
    with pytest.raises(InvalidRequestError, match=r"^a\[0\]: .* list that contains itself"):
        codec.request_body({"a": holds})
    with pytest.raises(InvalidRequestError, match=r"^x\.a\[0\]: .* list that contains itself"):
        codec.request_body({"a": holds}, "x")
    for _ in range(100_000):
        holds = [holds]
    with pytest.raises(InvalidRequestError, match=r"^body: .* or is nested too deeply"):
        codec.request_body({"a": holds})


def test_what_is_nested_deeply_is_written() -> None:
    value: Any = LONG
    for _ in range(100):
        value = [{"a": value}]
    assert codec.request_body(value) == reference(value)


def test_keys_that_are_equal_and_not_alike_are_told_apart() -> None:
    value = [{"a": 1}, {Text("a"): 2}, {1: 3}, {True: 4}, {"1": 5}, LONG]
    assert codec.request_body(value) == reference(value)


def test_images_are_written_as_they_were() -> None:
    image = to_base64(bytes(range(256)) * 100)
    assert codec.request_body({"images": [image]}) == reference({"images": [str(image)]})


def test_without_msgspec_the_bytes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    value = {"model": LONG, "messages": [{"role": "user", "content": 'é"\\\n\x00'}]}
    fast = codec.request_body(value)
    monkeypatch.setattr(codec, "_fast_writer", lambda: None)
    assert codec.request_body(value) == fast
