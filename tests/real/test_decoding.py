"""Tests that the SDK reads all recorded replies without loss."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ollama_client.errors import ResponseError

from .decoding import decoded, failure, without_nulls
from .exchanges import Exchange, exchanges, items

RECORDED = [one for one in exchanges() if one.operation is not None]
#: Streams that end with an error line, and connections that broke.
FAILED = [one for one in RECORDED if failure(one) is not None]
ANSWERED = [one for one in RECORDED if one not in FAILED]

#: Fields that are datetimes in Python, with microseconds.
TIMES = ("modified_at", "expires_at")


def comparable(value: Any) -> Any:
    """Return JSON with its times cut to microseconds, as Python has them."""
    if isinstance(value, dict):
        return {key: _time(one) if key in TIMES else comparable(one) for key, one in value.items()}
    return [comparable(one) for one in value] if isinstance(value, list) else value


def _time(text: str) -> str:
    return re.sub(r"(\.\d{6})\d+", r"\1", text) if "." in text else text


def test_how_many_were_recorded() -> None:
    assert (len(exchanges()), len(RECORDED)) == (678, 665)
    assert (len(ANSWERED), len(FAILED)) == (345, 320)


def by_case(one: Exchange) -> str:
    return f"{one.case} {one.setting[:10]}"


@pytest.mark.parametrize("exchange", ANSWERED, ids=by_case)
def test_an_answer_comes_back_without_loss(exchange: Exchange) -> None:
    given = decoded(exchange)
    if not exchange.body or exchange.method == "HEAD":
        assert given in ([None], [True], [False])
        return
    expected = [item for item in items(exchange) if item != "[DONE]"]
    assert without_nulls(given) == comparable(without_nulls(expected))


@pytest.mark.parametrize("exchange", FAILED, ids=by_case)
def test_an_error_says_what_the_server_said(exchange: Exchange) -> None:
    error = failure(exchange)
    assert isinstance(error, ResponseError)
    last = items(exchange)[-1]
    if not isinstance(last, dict):
        assert exchange.body.decode().strip() in error.error
        assert error.body is None
        return
    assert error.body == last
    assert error.status_code == (exchange.status if exchange.status >= 400 else -1)
    assert isinstance(error.error, str)
    assert error.error
    assert not error.error.startswith("{")


def test_errors_of_the_model_s_process_are_unwrapped() -> None:
    found = {one.case: one for one in FAILED}
    error = failure(found["chat images on non-vision"])
    assert error is not None
    assert error.error == (
        "Multimodal data provided, but model does not support multimodal requests."
    )
    assert (error.type, error.code) == ("invalid_request_error", 400)
    assert isinstance(error.body, dict)
    assert error.body["error"].startswith('{"error":{')
