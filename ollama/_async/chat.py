"""Owns `AsyncChat`, which sends the messages of a conversation, and its streams."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from ollama_client._runtime.images import ImageInput
from ollama_client._runtime.iterators import AsyncClosingIterator
from ollama_client.errors import StreamStoppedError
from ollama_client.models import ChatResponse

from ollama._arguments import Messages
from ollama._async.tools import AsyncLoop
from ollama._async_client import AsyncClient
from ollama._conversation.chat import BaseChat, Exchange
from ollama._core.stream import Followed, final_of
from ollama._tools.run import events_of

__all__ = ["AsyncChat", "AsyncChatStream"]


class AsyncChatStream(Followed[ChatResponse], AsyncClosingIterator[ChatResponse]):
    """The answer of `AsyncChat.stream`: an `AsyncResponseStream` over all turns of an exchange.

    Iterate over it, or use it in an `async with` block. Leaving the block or awaiting `aclose()`
    closes the connection. What has arrived by then is added to the history.
    """

    def __init__(
        self, exchange: Exchange[AsyncLoop], pieces: AsyncGenerator[ChatResponse, None]
    ) -> None:
        super().__init__(exchange)
        self._items = pieces

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The text of each piece as it arrives. Pieces without text are skipped."""
        return (piece.text async for piece in self._items if piece.text)

    async def get_final_response(self) -> ChatResponse:
        """Read the stream to its end and return the complete last answer.

        Raises:
            OutputError: The answer does not match the format.
            ToolLoopError: The model reached the limit of calls, or called an unknown tool.
            ResponseError: The server answered with an error, or the stream was cut off.
            RuntimeError: The stream was closed or failed before its end.
        """
        async for _ in self._items:
            pass
        return self._final()


class AsyncChat(BaseChat[AsyncLoop]):
    """A conversation with a model. It keeps the history and sends it with each message.

        chat = ollama.AsyncChat("llama3.2", system="Answer briefly.")
        print((await chat.send("Why is the sky blue?")).text)
        print((await chat.send("And at sunset?")).text)

    After an error, the history is as it was before the message, so you can send it again.
    """

    KIND = "async"
    _LOOP = AsyncLoop

    client: AsyncClient

    async def send(
        self, message: Messages, *, images: Sequence[ImageInput] | None = None
    ) -> ChatResponse:
        """Send a message and return the answer, after all tool calls.

        Args:
            message: The user's text, or one or more messages, such as the results of pending tool
                calls. With None, the history is sent as it is.
            images: Images to send with the text.

        Raises:
            ValueError: The message cannot be sent. Also a `RequestError`.
            OutputError: The answer does not match the format.
            RuntimeError: A stream of this chat is still open.
            ToolLoopError: The model reached the limit of calls, or called an unknown tool.
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.
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
        """Send a message and return the answer as a stream. Tools are called along the way.

        The request is sent when the first piece is read. The exchange is added to the history at
        the end of the stream. If you close the stream earlier, what has arrived is added.

        Args:
            message: The message, as for `send`.
            images: Images to send with the text.

        Raises:
            ValueError: The message cannot be sent. Also a `RequestError`.
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
