"""Tests that all recorded replies match the description."""

from __future__ import annotations

from functools import cache

import pytest

from generator.document import Operation
from proof.contract.judge import Answer, judge, verdict
from proof.contract.spec import Spec

from .exchanges import Exchange, exchanges

#: Not routes of the API: unknown paths and methods, and answers of the router.
OUTSIDE = [one for one in exchanges() if one.operation is None]
RECORDED = [one for one in exchanges() if one.operation is not None]

#: Models that the server stopped, and a killed process: these streams have no last item.
UNFINISHED = 10


@cache
def spec() -> Spec:
    return Spec.load()


def recorded(exchange: Exchange) -> tuple[Spec, Operation, Answer]:
    operations = {(one.method.upper(), one.path): one for one in spec().operations.values()}
    assert exchange.operation is not None
    answer = Answer(exchange.status, exchange.content_type, exchange.body)
    return spec(), operations[exchange.operation], answer


@pytest.mark.parametrize("exchange", RECORDED, ids=lambda one: f"{one.case} {one.setting[:10]}")
def test_a_reply_is_described(exchange: Exchange) -> None:
    assert [str(finding) for finding in judge(*recorded(exchange))] == []


def test_how_many_replies_there_are() -> None:
    unfinished = [one for one in RECORDED if verdict(*recorded(one)).unended]
    assert (len(RECORDED), len(OUTSIDE), len(unfinished)) == (665, 13, UNFINISHED)
    assert {one.status for one in OUTSIDE} == {204, 301, 404, 405}
