"""Owns what `Chat.stream` returns, and the exchange of messages that it reads."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import attrs
from ollama_client._runtime.mixins import Usage
from ollama_client.models import ChatResponse, Message

from ollama._tools.run import LoopState

LoopT = TypeVar("LoopT", bound=LoopState)


@attrs.define(eq=False)
class Exchange(Generic[LoopT]):
    """What is said by the user, and what comes of it."""

    said: list[Message]
    stream: bool
    has_begun: bool = False
    final: ChatResponse | None = None
    loop: LoopT = attrs.field(init=False)
    prompt: list[Message] = attrs.field(init=False)

    def begin(self, loop: LoopT) -> None:
        """Settle what is sent."""
        self.loop, self.has_begun = loop, True
        self.prompt = list(loop.plan.messages)

    def stop(self) -> None:
        """End what is going on."""
        if self.has_begun:
            self.loop.stop()

    @property
    def answered(self) -> list[Message]:
        """The messages that have come since, in whole turns."""
        return self.loop.plan.messages[len(self.prompt) :]


class StreamedChat(Generic[LoopT]):
    """What the streams of both kinds share; see `ResponseStream`."""

    def __init__(self, exchange: Exchange[LoopT]) -> None:
        self._exchange = exchange

    @property
    def _answer(self) -> Any:
        """The stream of the turn that is going on, or of the last one; None before the first."""
        exchange = self._exchange
        return exchange.loop.answer if exchange.has_begun else None

    @property
    def current(self) -> ChatResponse:
        """The answer so far: text, thinking and tool calls of all pieces that have arrived.

        While tools are called, of the last turn.
        """
        if self._exchange.final is not None:
            return self._exchange.final
        answer = self._answer
        current: ChatResponse = ChatResponse.from_dict({}) if answer is None else answer.current
        return current

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations, tokens per second and time to the first token, of the last turn."""
        answer = self._answer
        usage: Usage | None = None if answer is None else answer.usage
        return usage

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self.current).__name__}>"


def final_response(exchange: Exchange[LoopT]) -> ChatResponse:
    """Return the last answer of an exchange.

    Raises:
        RuntimeError: The exchange has none.
    """
    if exchange.final is None:
        raise RuntimeError("the stream was closed, or failed, before its end")
    return exchange.final
