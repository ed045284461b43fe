"""System One: questions about a state, scored."""

import math

import pytest

CHOICE = {
    "type": "choice",
    "instructions": "Which?",
    "criteria": {"refund": "Money", "other": None},
}
NOUL = {"type": "noul", "instructions": "Angry?"}
SCORE = {"type": "score", "instructions": ["How urgent?"], "criteria": ["low", "middle", "high"]}


def ask(post, **changes):
    body = {"model": "nimble", "state": "I want a refund now", "questions": {"q": CHOICE}}
    return post("/v1/systemone", **{**body, **changes})


def test_every_kind_of_question_is_answered_under_its_name(http, post):
    got = ask(post, questions={"topic": CHOICE, "angry": NOUL, "urgency": SCORE}).json()
    assert got["model"] == "nimble"
    assert list(got["answers"]) == ["topic", "angry", "urgency"]
    topic, angry, urgency = got["answers"].values()
    assert topic["type"] == "choice"
    assert topic["choice"] == "refund"
    assert topic["confidence"] == topic["probabilities"]["refund"] > 0.5
    assert math.isclose(sum(topic["probabilities"].values()), 1)
    assert angry["type"] == "noul"
    assert 0 <= angry["noul"] <= 1
    assert urgency["legend"] == {"0": "low", "1": "middle", "2": "high"}
    assert math.isclose(sum(urgency["probabilities"].values()), 1)
    expected = sum(int(key) * share for key, share in urgency["probabilities"].items())
    assert math.isclose(urgency["score"], expected, abs_tol=1e-5)
    assert got["usage"]["output_tokens"] == 3
    assert got["usage"]["input_tokens"] > 5
    assert http.get("/api/ps").json()["models"][0]["name"] == "nimble:latest"


@pytest.mark.parametrize("state", [{"mail": "refund"}, ["refund"], "refund"])
def test_a_state_is_a_text_an_object_or_an_array(post, state):
    assert ask(post, state=state).json()["answers"]["q"]["choice"] == "refund"


@pytest.mark.parametrize(
    ("changes", "status", "text"),
    [
        ({"model": ""}, 400, "model is required"),
        ({"model": "nope"}, 404, "model 'nope' not found"),
        ({"model": "llama3.2"}, 400, '"llama3.2" does not support systemone'),
        ({"state": ""}, 400, "state is required"),
        ({"state": {}}, 400, "state is required"),
        ({"state": 3}, 400, "state is required"),
        ({"questions": {}}, 400, "questions is required"),
        ({"questions": [CHOICE]}, 400, "questions is required"),
        ({"questions": {"q": 1}}, 400, 'question "q": type must be choice, noul or score'),
        (
            {"questions": {"q": {"type": "x"}}},
            400,
            'question "q": type must be choice, noul or score',
        ),
        ({"questions": {"q": {"type": "noul"}}}, 400, 'question "q": instructions is required'),
        (
            {"questions": {"q": {**CHOICE, "criteria": []}}},
            400,
            'question "q": criteria must be a non-empty object',
        ),
        (
            {"questions": {"q": {**SCORE, "criteria": {}}}},
            400,
            'question "q": criteria must be a non-empty array',
        ),
        (
            {"questions": {"q": {**NOUL, "criteria": {"yes": "x"}}}},
            400,
            'question "q": criteria must have the strings "true" and "false"',
        ),
        (
            {"questions": {"q": {**NOUL, "criteria": {"true": "x"}}}},
            400,
            'question "q": criteria must have the strings "true" and "false"',
        ),
        (
            {"questions": {"q": {**NOUL, "criteria": {"true": "x", "false": 0}}}},
            400,
            'question "q": criteria must have the strings "true" and "false"',
        ),
        (
            {"questions": {"q": {**CHOICE, "criteria": {"refund": 1}}}},
            400,
            'question "q": criteria must be strings or null',
        ),
        (
            {"questions": {"q": {**SCORE, "criteria": ["low", 1]}}},
            400,
            'question "q": criteria must be strings',
        ),
        (
            {"questions": {"q": {**NOUL, "instructions": 5}}},
            400,
            'question "q": instructions is required',
        ),
        ({"state": "x" * 70_000}, 413, "request body exceeds 65536 bytes"),
    ],
)
def test_systemone_refuses(post, changes, status: int, text: str):
    got = ask(post, **changes)
    assert (got.status_code, got.json()) == (status, {"error": text})
