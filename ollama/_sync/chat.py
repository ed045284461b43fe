# Rendered from ollama/_async/chat.py by `make generate`. Do not edit: edit that file.
"""Owns `Chat`: sending the messages of a conversation, and the stream of an answer."""

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
from ollama._tools.loop import Plan
from ollama._tools.run import events_of

__all__ = [
    "Chat",
    "ChatStream",
]


class ChatStream(Followed[ChatResponse], ClosingIterator[ChatResponse]):
    """What `Chat.stream` returns: a `ResponseStream` over all turns of an exchange.

    Iterate over it, or use it in a `with` block, which closes it at the end. Leaving the
    block or calling `close()` closes the connection; the history then has what had arrived.
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
        return self._final()


class Chat(BaseChat[Loop]):
    """A conversation with a model: it keeps what has been said, and sends it along.

        chat = ollama.Chat("llama3.2", system="Answer briefly.")
        print(chat.send("Why is the sky blue?").text)
        print(chat.send("And at sunset?").text)

    After an error the history is as it was before the message, so that it can be sent again.
    """

    KIND = "sync"

    client: Client

    def _loop(self, plan: Plan, *, stream: bool) -> Loop:
        return Loop(self.client, plan, self._arguments(), stream=stream)

    def send(
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
        with closing(self._pieces(exchange)) as pieces:
            for _ in pieces:
                pass
        response: ChatResponse = final_of(exchange)
        return response

    def stream(
        self, message: Messages, *, images: Sequence[ImageInput] | None = None
    ) -> ChatStream:
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
