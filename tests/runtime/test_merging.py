"""Tests that the merged pieces of a stream equal the answer in one piece."""

from __future__ import annotations

import pytest
from ollama_client._runtime.merging import merged
from ollama_client.models import ChatResponse, ProgressResponse


def test_texts_and_lists_are_joined_and_the_rest_is_what_was_said_last() -> None:
    call = {"function": {"name": "add", "arguments": {"a": 1}}}
    pieces = [
        {"model": "m", "message": {"role": "assistant", "content": "", "thinking": "So"}},
        {"model": "m", "message": {"role": "assistant", "content": "4", "tool_calls": [call]}},
        {"model": "m", "message": {"role": "assistant", "content": "2", "tool_calls": [call]}},
        {"model": "m", "message": {"role": "assistant"}, "done": True, "eval_count": 3, "new": 1},
    ]
    whole = merged(map(ChatResponse.from_dict, pieces))
    assert whole.to_dict() == {
        "model": "m",
        "message": {
            "role": "assistant",
            "content": "42",
            "thinking": "So",
            "tool_calls": [call, call],
        },
        "done": True,
        "eval_count": 3,
        "new": 1,
    }


def test_of_steps_the_last_values_count() -> None:
    steps = [ProgressResponse(status="pulling", total=5), ProgressResponse(status="success")]
    assert merged(steps).to_dict() == {"status": "success", "total": 5}


def test_no_pieces_make_no_answer() -> None:
    with pytest.raises(ValueError, match=r"^pieces: expected at least one, got none$"):
        merged([])
