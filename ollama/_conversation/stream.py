"""Owns what `Chat.stream` returns, and the exchange of messages that it reads."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ollama_client.models import ChatResponse

from ollama._core.iterators import AsyncClosingIterator, ClosingIterator
from ollama._tools.run import AsyncLoop, Loop

if TYPE_CHECKING:
    from ollama_client._runtime.mixins import Usage

    from ollama._types import Message

__all__ = [
    "AsyncChatStream",
    "ChatStream",
]

LoopT = TypeVar("LoopT", bound=Loop | AsyncLoop)


class Exchange(Generic[LoopT]):
    """What is said by the user, and what comes of it."""

    loop: LoopT
    prompt: list[Message]

    def __init__(self, said: list[Message], *, stream: bool) -> None:
        self.said = said
        self.stream = stream
        self.has_begun = False
        self.final: ChatResponse | None = None

    def begin(self, loop: LoopT) -> None:
        """Settle what is sent."""
        self.loop, self.has_begun = loop, True
        self.prompt = list(loop.plan.messages)

    @property
    def answered(self) -> list[Message]:
        """The messages that have come since, in whole turns."""
        return self.loop.plan.messages[len(self.prompt) :]


class _Streamed(Generic[LoopT]):
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


class ChatStream(_Streamed[Loop], ClosingIterator[ChatResponse]):
    """What `Chat.stream` returns: a `ResponseStream` over all turns of an exchange.

    Iterate over it, or use it in a `with` block, which closes it at the end. Leaving the block or
    calling `close()` closes the connection; the history then has what had arrived.
    """

    def __init__(
        self, exchange: Exchange[Loop], pieces: Generator[ChatResponse, None, None]
    ) -> None:
        super().__init__(exchange)
        self._items = pieces

    @property
    def text_stream(self) -> Iterator[str]:
        """The texts of the pieces as they arrive, those without any left out."""
        return (piece.text for piece in self._items if piece.text)

    def get_final_response(self) -> ChatResponse:
        """Read the stream to its end and return the whole of the last answer.

        Raises:
            OutputError: The answer does not fit the format.
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            ResponseError: The server answered with an error, or the stream was cut.
            RuntimeError: The stream was closed, or failed, before its end.
        """
        for _ in self._items:
            pass
        return final_response(self._exchange)


class AsyncChatStream(_Streamed[AsyncLoop], AsyncClosingIterator[ChatResponse]):
    """What `AsyncChat.stream` returns: an `AsyncResponseStream` over all turns of an exchange.

    Iterate over it, or use it in an `async with` block, which closes it at the end. Leaving the
    block or awaiting `aclose()` closes the connection; the history then has what had arrived.
    """

    def __init__(
        self, exchange: Exchange[AsyncLoop], pieces: AsyncGenerator[ChatResponse, None]
    ) -> None:
        super().__init__(exchange)
        self._items = pieces

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The texts of the pieces as they arrive, those without any left out."""
        return (piece.text async for piece in self._items if piece.text)

    async def get_final_response(self) -> ChatResponse:
        """Read the stream to its end and return the whole of the last answer.

        Raises:
            OutputError: The answer does not fit the format.
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            ResponseError: The server answered with an error, or the stream was cut.
            RuntimeError: The stream was closed, or failed, before its end.
        """
        async for _ in self._items:
            pass
        return final_response(self._exchange)


def final_response(exchange: Exchange[LoopT]) -> ChatResponse:
    """Return the last answer of an exchange.

    Raises:
        RuntimeError: The exchange has none.
    """
    if exchange.final is None:
        raise RuntimeError("the stream was closed, or failed, before its end")
    return exchange.final
