"""Tests that answers like earlier ones are checked quickly, and others completely."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from ollama_client import models
from ollama_client._runtime.shapes import ShapeError, sound

MODEL: dict[str, Any] = {
    "name": "a",
    "size": 1,
    "details": {"family": "llama", "families": ["llama"]},
    "capabilities": ["tools"],
}


def listed(**changes: Any) -> dict[str, Any]:
    return {"models": [copy.deepcopy(MODEL), {**copy.deepcopy(MODEL), **changes}]}


def looked_at(data: dict[str, Any]) -> Any:
    return sound(models.ListResponse, data)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"size": "many"}, r"models\[1\].size"),
        ({"details": []}, r"models\[1\].details"),
        ({"details": {"family": 5, "families": ["llama"]}}, r"models\[1\].details.family"),
        ({"details": {"family": "", "families": [5]}}, r"models\[1\].details.families\[0\]"),
        ({"capabilities": [1]}, r"models\[1\].capabilities\[0\]"),
    ],
)
def test_what_differs_from_those_before_it_is_refused(changes: dict[str, Any], place: str) -> None:
    for _ in range(3):
        right = listed()
        assert looked_at(right) is right
        with pytest.raises(ShapeError, match=place):
            looked_at(listed(**changes))


def test_what_differs_and_can_be_mended_is() -> None:
    for _ in range(3):
        looked_at(listed())
        assert looked_at(listed(size="5"))["models"][1]["size"] == 5
        assert looked_at({"models": None}) == {"models": []}


def test_vectors_are_looked_at_one_by_one() -> None:
    answer = {"model": "m", "embeddings": [[0.5], [1, 0.25]]}
    for _ in range(3):
        assert sound(models.EmbedResponse, answer) is answer
        with pytest.raises(ShapeError, match=r"embeddings\[1\]\[0\]"):
            sound(models.EmbedResponse, {"model": "m", "embeddings": [[0.5], ["x"]]})
        with pytest.raises(ShapeError, match=r"embeddings\[1\]"):
            sound(models.EmbedResponse, {"model": "m", "embeddings": [[0.5], None]})


def test_answers_with_ever_other_keys_are_not_remembered_for_ever() -> None:
    for number in range(300):
        looked_at({"models": [], f"key {number}": 1})
    remembered: Any = vars(models.ListResponse)["_sound_looks"]
    assert len(remembered) <= 64
