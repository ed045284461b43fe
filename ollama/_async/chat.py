"""Owns `AsyncChat`: sending the messages of a conversation, and the stream of an answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from ollama_client._runtime.images import ImageInput
from ollama_client._runtime.iterators import AsyncClosingIterator
from ollama_client.errors import StreamStoppedError
from ollama_client.models import ChatResponse

from ollama._arguments import Messages
from ollama._async.tools import AsyncLoop
from ollama._client import AsyncClient
from ollama._conversation.chat import BaseChat, Exchange
from ollama._core.stream import Followed, final_of
from ollama._tools.loop import Plan
from ollama._tools.run import events_of

__all__ = [
    "AsyncChat",
    "AsyncChatStream",
]


class AsyncChatStream(Followed[ChatResponse], AsyncClosingIterator[ChatResponse]):
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
        return self._final()


class AsyncChat(BaseChat[AsyncLoop]):
    """A conversation with a model: it keeps what has been said, and sends it along.

        chat = ollama.AsyncChat("llama3.2", system="Answer briefly.")
        print((await chat.send("Why is the sky blue?")).text)
        print((await chat.send("And at sunset?")).text)

    After an error the history is as it was before the message, so that it can be sent again.
    """

    KIND = "async"

    client: AsyncClient

    def _loop(self, plan: Plan, *, stream: bool) -> AsyncLoop:
        return AsyncLoop(self.client, plan, self._arguments(), stream=stream)

    async def send(
        self, message: Messages, *, images: Sequence[ImageInput] | None = None
    ) -> ChatResponse:
        """Say something and return the answer, after all calls of tools.

        Args:
            message: Text of the user, a message, or several: such as the results of calls that the
                last answer left pending. None goes on from the history as it is.
            images: Pictures to go with the text.

        Raises:
            ValueError: The message cannot be sent; also a `RequestError`.
            OutputError: The answer does not fit the format.
            RuntimeError: A stream of this chat is neither at its end nor closed.
            ToolLoopError: The model did not come to an end, or called an unknown tool.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
        """
        exchange = self._exchange(message, images)
        async with aclosing(self._pieces(exchange)) as pieces:
            async for _ in pieces:
                pass
        response: ChatResponse = final_of(exchange)
        return response

    async def stream(
        self, message: Messages, *, images: Sequence[ImageInput] | None = None
    ) -> AsyncChatStream:
        """Say something and return the answer as a stream, with calls of tools on the way.

        Nothing is sent before the first piece is asked for. The history has the exchange when the
        stream is at its end; when it is closed before that, it has what had arrived.

        Args:
            message: As `send` takes it.
            images: Pictures to go with the text.

        Raises:
            ValueError: The message cannot be sent; also a `RequestError`.
        """
        exchange = self._exchange(message, images, stream=True)
        return AsyncChatStream(exchange, self._pieces(exchange))

    async def _pieces(self, exchange: Exchange[AsyncLoop]) -> AsyncGenerator[ChatResponse, None]:
        try:
            with self._carried_out(exchange) as loop:
                async with aclosing(loop.steps()) as steps:
                    async for step in steps:
                        for event in events_of(step):
                            await loop.tell(event)
                        if isinstance(step, ChatResponse):
                            yield step
        except StreamStoppedError:
            if not exchange.streams:
                raise
