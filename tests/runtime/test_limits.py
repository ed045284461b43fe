"""Tests of finding the depth of JSON text, with any strings."""

from __future__ import annotations

import json

import pytest
from ollama_client._runtime.limits import is_deeper


def nested(levels: int, inside: object) -> bytes:
    value = inside
    for level in range(levels):
        value = [value] if level % 2 else {"key": value}
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[[[{{{{",
        '"[[[[',
        "\\[[[[",
        '\\"[[[[',
        '[[\\\\"[[',
        "\\\\[[[[\\",
        "\n[[[[\t",
        '[""[""[',
    ],
)
def test_brackets_in_texts_do_not_count(text: str) -> None:
    for inside in (text, {text: text}, [text, text]):
        levels = 3 + (not isinstance(inside, str))
        assert not is_deeper(nested(3, inside), levels)
        assert is_deeper(nested(3, inside), levels - 1)


def test_many_that_lie_beside_each_other_are_not_deep() -> None:
    assert not is_deeper(json.dumps([[1, [2]]] * 1000).encode(), 3)
    assert is_deeper(json.dumps([[1, [2]]] * 1000).encode(), 2)


@pytest.mark.parametrize("levels", [2, 15, 16, 17, 40])
def test_many_deep_ones_beside_each_other(levels: int) -> None:
    one = json.loads(nested(levels, "a [ in a text"))
    text = json.dumps([one, {}, [], one] * 50).encode()
    assert not is_deeper(text, levels + 1)
    assert is_deeper(text, levels)
