"""Tests that the embedded server answers recorded requests as the real server did.

The status, the content type, the fields of each object, and the order of lines and events are the
same. Texts, numbers and times differ.
"""

from __future__ import annotations

from functools import cache

import pytest

from ollama.testing import OllamaServer

from .exchanges import exchanges
from .replay import compared, models

#: Where the embedded server differs and why, by case and path.
DIFFERENT: dict[str, frozenset[str]] = {
    "ollama.com could not be reached; here it answers: 401 for who is signed out": (
        frozenset(
            {
                *("me", "signout", "web_search exp", "web_search empty", "pull local existing"),
                *("chat cloud model", "show cloud", "cloud GET /v1/models/gpt-oss:120b-cloud"),
                *(f"name {kind} 17 plain:cloud" for kind in ("chat", "embed", "show", "v1")),
                *(
                    f"cloud POST /{path}"
                    for path in (
                        *("api/generate", "api/show", "api/embeddings", "api/me", "api/signout"),
                        *("api/experimental/web_search", "v1/embeddings", "v1/responses"),
                        *("v1/chat/completions", "v1/chat/completions stream"),
                        "v1/messages stream",
                    )
                ),
            }
        )
    ),
    "an earlier request, one that is not recorded, made or deleted something": frozenset(
        {
            *(f"name copydel {number}" for number in (0, 1, 4, 5, 6, 7)),
            *("cleanup t5", "cleanup trem", "delete again", "show remote", "show t1"),
            *("ps empty-ish", "blob post again", "create files quantize q8 stream"),
        }
    ),
    "a script says the thinking first; these models said a blank before it": frozenset(
        {"gen think stream", "native resp tools think=True stream=True"}
    ),
    "log probabilities are of texts, not of the text that a tool call was read from": frozenset(
        {"tooler chat logprobs stream=False"}
    ),
    "a text that is empty counts no tokens": frozenset(
        {"messages null item", *(f"tooler chat length stream={it}" for it in (True, False))}
    ),
    "models that a Go template runs take images, so that tests need none that sees": frozenset(
        {"chat images on non-vision", "oai image"}
    ),
}

REASONS = {case: reason for reason, cases in DIFFERENT.items() for case in cases}

ALL = exchanges()


@cache
def differences() -> list[str]:
    """Return the difference of each exchange in words, or ''. The requests are sent in order."""
    found: dict[int, str] = {}
    for setting in dict.fromkeys(one.setting for one in ALL):
        off = setting.startswith("cloud switched off")
        with OllamaServer(models=models(), behaves_like="0.33", cloud_disabled=off) as server:
            for number, one in enumerate(ALL):
                if one.setting == setting:
                    found[number] = compared(server, one)
    return [found[number] for number in range(len(ALL))]


@pytest.mark.parametrize("number", range(len(ALL)), ids=lambda number: ALL[number].case)
def test_the_embedded_server_answers_as_a_real_one(number: int) -> None:
    difference = differences()[number]
    if difference:
        assert ALL[number].case in REASONS, difference


def test_how_many_answers_are_the_same() -> None:
    different = [one.case for one, found in zip(ALL, differences(), strict=True) if found]
    assert set(different) == set(REASONS)
    assert (len(ALL), len(different)) == (678, 46)
    print(
        f"{len(ALL) - len(different)} of {len(ALL)} answers are the same, {len(different)} listed"
    )
