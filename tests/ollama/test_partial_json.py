"""Tests of reading incomplete JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ollama._schemas.partial_json import PartialJson, without_fence
from tests.work import grows_in_proportion

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)
WRAPPINGS = ["{}", "\n {} ", "```json\n{}\n```", "```\n{}```\n"]


def known_of(text: str) -> Any:
    reader = PartialJson()
    reader.feed(text)
    return None if reader.completed is None else reader.value


def is_beginning(part: Any, whole: Any) -> bool:
    """Return whether a value could become another value with more text."""
    if isinstance(whole, dict):
        keys = list(whole)[: len(part)] if isinstance(part, dict) else None
        return keys == list(part) and all(is_beginning(part[key], whole[key]) for key in part)
    if isinstance(whole, list):
        return len(part) <= len(whole) and all(map(is_beginning, part, whole))
    if isinstance(whole, str):
        return isinstance(part, str) and whole.startswith(part)
    return part == whole and type(part) is type(whole)


@given(
    document=DOCUMENTS,
    ascii_only=st.booleans(),
    indent=st.sampled_from([None, 2]),
    wrapping=st.sampled_from(WRAPPINGS),
)
def test_every_beginning_of_a_text_is_the_beginning_of_its_value(
    document: Any, ascii_only: bool, indent: int | None, wrapping: str
) -> None:
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    reader = PartialJson()
    for char in wrapping.replace("{}", text):
        reader.feed(char)
        if reader.completed is not None:
            assert is_beginning(reader.value, document)
    if isinstance(document, (dict, list, str)):
        assert reader.value == document


@given(document=DOCUMENTS, data=st.data())
def test_it_does_not_matter_how_a_text_is_cut(document: Any, data: st.DataObject) -> None:
    text = json.dumps(document)
    end = data.draw(st.integers(0, len(text)))
    reader, start = PartialJson(), 0
    while start < end:
        size = data.draw(st.integers(1, 7))
        reader.feed(text[start : min(start + size, end)])
        start += size
    at_once = PartialJson()
    at_once.feed(text[:end])
    assert reader.completed == at_once.completed
    assert reader.text == at_once.text == text[:end]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ('{"a', {}),
        ('{"a":', {}),
        ('{"a": "', {"a": ""}),
        ('{"a": "x', {"a": "x"}),
        ('{"a": "x", "b', {"a": "x"}),
        ('{"a": 12', {}),
        ('{"a": 12,', {"a": 12}),
        ('{"a": tru', {}),
        ('{"a": true}', {"a": True}),
        ("[1, 2", [1]),
        ('[{"a": [', [{"a": []}]),
        ('"x\\', "x"),
        ('"x\\\\', "x\\"),
        ('"x\\u00', "x"),
        ('"x\\u00e9', "xé"),
        ('"x\\ud83d', "x"),
        ('"x\\ud83d\\ude0', "x"),
        ('"x\\ud83d\\ude00', "x😀"),
        ('"\\\\ud83d', "\\ud83d"),
        ("[1] and so on", [1]),
        ("12", None),
        ("  ", None),
        ("``", None),
        ("```js", None),
        ("```json\n", None),
    ],
)
def test_what_is_known(text: str, known: Any) -> None:
    assert known_of(text) == known


@pytest.mark.parametrize("text", ["I think ", "]", "}{", '{"a" 1, 2]', "``x` "])
def test_what_is_no_json_has_no_value(text: str) -> None:
    reader = PartialJson()
    reader.feed(text)
    assert reader.completed is not None
    with pytest.raises(json.JSONDecodeError):
        _ = reader.value


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("{}", "{}"),
        ("```json\n{}\n```", "{}\n"),
        ("\n```\n{}```  ", "{}"),
        ("```json \n[]", "[]"),
        ('"```\\n"', '"```\\n"'),
    ],
)
def test_a_fence_is_left_out(text: str, inside: str) -> None:
    assert without_fence(text) == inside


def test_deep_nesting_is_read() -> None:
    def read(depth: int) -> None:
        reader = PartialJson()
        reader.feed("[" * depth)
        assert reader.completed == "[" * depth + "]" * depth

    read(200_000)
    assert grows_in_proportion(read, 1000)


def test_each_piece_is_looked_at_once() -> None:
    def read(pieces: int) -> None:
        reader = PartialJson()
        reader.feed('{"text": "')
        for _ in range(pieces):
            reader.feed("lorem ips ")
            assert reader.completed is not None

    assert grows_in_proportion(read, 500)
