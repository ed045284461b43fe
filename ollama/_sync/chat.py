# Rendered from ollama/_async/chat.py by `make generate`. Do not edit: edit that file.
"""Owns `Chat`, which sends the messages of a conversation, and its streams."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from ollama_client._runtime.images import ImageInput
from ollama_client._runtime.iterators import ClosingIterator
from ollama_client.errors import StreamStoppedError
from ollama_client.models import ChatResponse

from ollama._arguments import Messages
from ollama._client import Client
from ollama._conversation.chat import BaseChat, Exchange
from ollama._core.stream import Followed, final_of
from ollama._sync.tools import Loop
from ollama._tools.run import events_of

__all__ = ["Chat", "ChatStream"]


class ChatStream(Followed[ChatResponse], ClosingIterator[ChatResponse]):
    """The answer of `Chat.stream`: a `ResponseStream` over all turns of an exchange.

    Iterate over it, or use it in a `with` block. Leaving the block or calling `close()`
    closes the connection. What has arrived by then is added to the history.
    """

    def __init__(
        self, exchange: Exchange[Loop], pieces: Generator[ChatResponse, None, None]
    ) -> None:
        super().__init__(exchange)
        self._items = pieces

    @property
    def text_stream(self) -> Iterator[str]:
        """The text of each piece as it arrives. Pieces without text are skipped."""
        return (piece.text for piece in self._items if piece.text)

    def get_final_response(self) -> ChatResponse:
        """Read the stream to its end and return the complete last answer.

        Raises:
            OutputError: The answer does not match the format.
            ToolLoopError: The model reached the limit of calls, or called an unknown tool.
            ResponseError: The server answered with an error, or the stream was cut off.
            RuntimeError: The stream was closed or failed before its end.
        """
        for _ in self._items:
            pass
        return self._final()


class Chat(BaseChat[Loop]):
    """A conversation with a model. It keeps the history and sends it with each message.

        chat = ollama.Chat("llama3.2", system="Answer briefly.")
        print(chat.send("Why is the sky blue?").text)
        print(chat.send("And at sunset?").text)

    After an error, the history is as it was before the message, so you can send it again.
    """

    KIND = "sync"
    _LOOP = Loop

    client: Client

    def send(
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
        with closing(self._pieces(exchange)) as pieces:
            for _ in pieces:
                pass
        response: ChatResponse = final_of(exchange)
        return response

    def stream(
        self, message: Messages, *, images: Sequence[ImageInput] | None = None
    ) -> ChatStream:
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
        return ChatStream(exchange, self._pieces(exchange))

    def _pieces(self, exchange: Exchange[Loop]) -> Generator[ChatResponse, None, None]:
        try:
            with self._carried_out(exchange) as loop:
                with closing(loop.steps()) as steps:
                    for step in steps:
                        for event in events_of(step):
                            loop.tell(event)
                        if isinstance(step, ChatResponse):
                            yield step
        except StreamStoppedError:
            if not exchange.streams:
                raise
