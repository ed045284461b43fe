"""Owns the workloads of the package `litellm`, with its provider for Ollama's own routes."""

from __future__ import annotations

import importlib
from typing import Any

from . import inputs
from .inputs import ANSWER, QUESTION
from .work import Work, at_once

litellm: Any = importlib.import_module("litellm")


class Workloads:
    """Each method returns a piece of work of a given size. Rows use the names of the methods."""

    def __init__(self, url: str, _: dict[str, Any]) -> None:
        self._url = url

    def stream(self, size: int) -> Work:
        """A streamed chat with `size` lines, each in its own HTTP chunk."""
        arguments = self._to(f"each-{size}", stream=True)

        def run() -> int:
            text = ""
            for part in litellm.completion(messages=QUESTION, **arguments):
                text += part.choices[0].delta.content or ""
            return len(text)

        return Work(run, inputs.length(size))

    def astream(self, size: int) -> Work:
        """The same, asynchronous."""
        arguments = self._to(f"each-{size}", stream=True)

        async def run() -> int:
            text = ""
            async for part in await litellm.acompletion(messages=QUESTION, **arguments):
                text += part.choices[0].delta.content or ""
            return len(text)

        return Work(run, inputs.length(size))

    def streams(self, size: int) -> Work:
        """`size` concurrent streams."""
        return at_once(self.astream(inputs.LINES), size)

    def chat(self, _: int) -> Work:
        """A chat that is not streamed."""
        return self._chatted(QUESTION)

    def achat(self, _: int) -> Work:
        """The same, asynchronous."""
        return Work(self._achat, ANSWER)

    def chats(self, size: int) -> Work:
        """`size` concurrent chats."""
        return at_once(self.achat(1), size)

    def embed(self, size: int) -> Work:
        """The embeddings of `size` texts, as lists."""
        where = {"model": f"ollama/embed-{size}", "api_base": self._url}
        texts = inputs.texts(size)
        expected = (size, inputs.DIMENSIONS, float)
        return Work(
            lambda: litellm.embedding(input=texts, **where).data,
            expected,
            lambda data: inputs.shape([row["embedding"] for row in data]),
        )

    def messages(self, size: int) -> Work:
        """A chat after `size` messages."""
        return self._chatted(inputs.messages(size))

    def _to(self, model: str, **settings: Any) -> dict[str, Any]:
        return {"model": f"ollama_chat/{model}", "api_base": self._url, **settings}

    def _chatted(self, messages: object) -> Work:
        def run() -> Any:
            made = litellm.completion(messages=messages, **self._to("whole"))
            return made.choices[0].message.content

        return Work(run, ANSWER)

    async def _achat(self) -> Any:
        made = await litellm.acompletion(messages=QUESTION, **self._to("whole"))
        return made.choices[0].message.content
