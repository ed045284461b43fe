"""Owns the workloads of the package `langchain-ollama`, which uses the official client."""

from __future__ import annotations

import importlib
from typing import Any

from . import inputs
from .inputs import QUESTION
from .work import Work, at_once

langchain: Any = importlib.import_module("langchain_ollama")


class Workloads:
    """Each method returns a piece of work of a given size. Rows use the names of the methods."""

    def __init__(self, url: str, _: dict[str, Any]) -> None:
        self._url = url

    def connect(self, _: int) -> Work:
        """A model for an http host, with its clients."""
        return Work(lambda: self._model("whole"), True, bool)

    def stream(self, size: int) -> Work:
        """A streamed chat with `size` lines, each in its own HTTP chunk."""
        return self._streamed(self._model(f"each-{size}"), size)

    def astream(self, size: int) -> Work:
        """The same, asynchronous."""
        return self._astreamed(self._model(f"each-{size}"), size)

    def paced(self, size: int) -> Work:
        """The same with a pause after each line."""
        return self._streamed(self._model(f"paced-{size}"), size)

    def apaced(self, size: int) -> Work:
        """The same, asynchronous."""
        return self._astreamed(self._model(f"paced-{size}"), size)

    def streams(self, size: int) -> Work:
        """`size` concurrent streams."""
        return at_once(self.astream(inputs.LINES), size)

    def chat(self, _: int) -> Work:
        """A chat with one message as the answer, which the client below streams anyway."""
        model = self._model("each-1")
        return Work(lambda: model.invoke(QUESTION).content, "")

    def achat(self, _: int) -> Work:
        """The same, asynchronous."""
        model = self._model("each-1")

        async def run() -> Any:
            return (await model.ainvoke(QUESTION)).content

        return Work(run, "")

    def chats(self, size: int) -> Work:
        """`size` concurrent chats."""
        return at_once(self.achat(1), size)

    def embed(self, size: int) -> Work:
        """The embeddings of `size` texts, as lists."""
        model = langchain.OllamaEmbeddings(model=f"embed-{size}", base_url=self._url)
        texts = inputs.texts(size)
        expected = (size, inputs.DIMENSIONS, float)
        return Work(lambda: model.embed_documents(texts), expected, inputs.shape)

    def messages(self, size: int) -> Work:
        """A chat after `size` messages."""
        model, messages = self._model("each-1"), inputs.messages(size)
        return Work(lambda: model.invoke(messages).content, "")

    def keep(self, size: int) -> Work:
        """The pieces of a stream as a list."""
        model = self._model(f"each-{size}")
        return Work(lambda: list(model.stream(QUESTION)), True, lambda found: len(found) >= size)

    def _model(self, name: str) -> Any:
        return langchain.ChatOllama(model=name, base_url=self._url)

    def _streamed(self, model: Any, size: int) -> Work:
        def run() -> int:
            text = ""
            for part in model.stream(QUESTION):
                text += part.content
            return len(text)

        return Work(run, inputs.length(size))

    def _astreamed(self, model: Any, size: int) -> Work:
        async def run() -> int:
            text = ""
            async for part in model.astream(QUESTION):
                text += part.content
            return len(text)

        return Work(run, inputs.length(size))
