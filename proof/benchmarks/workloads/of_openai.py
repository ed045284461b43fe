"""Owns the workloads of the package `openai`, which uses Ollama's routes below /v1."""

from __future__ import annotations

import base64
import importlib
from typing import Any

from . import inputs
from .inputs import ANSWER, QUESTION
from .work import Work, at_once

openai: Any = importlib.import_module("openai")


class Workloads:
    """Each method returns a piece of work of a given size. Rows use the names of the methods."""

    def __init__(self, url: str, _: dict[str, Any]) -> None:
        self._url = url
        self._client = self._made(url)
        self._async_client = openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none")

    def connect(self, _: int) -> Work:
        """A client for an http host."""
        return Work(lambda: self._made(self._url), None, _closed)

    def connect_https(self, _: int) -> Work:
        """A client for an https host, in a process that already has one."""
        return Work(lambda: self._made("https://127.0.0.1:1"), None, _closed)

    def stream(self, size: int) -> Work:
        """A streamed chat with `size` events, each in its own HTTP chunk."""
        return self._streamed(f"each-{size}", size)

    def astream(self, size: int) -> Work:
        """The same, asynchronous."""
        return self._astreamed(f"each-{size}", size)

    def paced(self, size: int) -> Work:
        """The same with a pause after each event."""
        return self._streamed(f"paced-{size}", size)

    def apaced(self, size: int) -> Work:
        """The same, asynchronous."""
        return self._astreamed(f"paced-{size}", size)

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
        arguments = {"model": f"embed-{size}", "input": inputs.texts(size)}

        def run() -> Any:
            return self._client.embeddings.create(**arguments, encoding_format="float").data

        expected = (size, inputs.DIMENSIONS, float)
        return Work(run, expected, lambda data: inputs.shape([row.embedding for row in data]))

    def models(self, size: int) -> Work:
        """The list of `size` models."""
        client = self._made(f"{self._url}/n{size}")
        return Work(lambda: client.models.list().data, size, len)

    def messages(self, size: int) -> Work:
        """A chat after `size` messages."""
        return self._chatted(inputs.messages(size))

    def images(self, size: int) -> Work:
        """A chat about `size` MiB of images, which must be data URLs."""
        images = inputs.images(size)

        def run() -> Any:
            content: list[dict[str, Any]] = [{"type": "text", "text": "What is in the pictures?"}]
            for image in images:
                url = "data:image/png;base64," + base64.b64encode(image).decode("ascii")
                content.append({"type": "image_url", "image_url": {"url": url}})
            return self._content([{"role": "user", "content": content}])

        return Work(run, ANSWER)

    def keep(self, size: int) -> Work:
        """The pieces of a stream as a list."""
        arguments = {"model": f"each-{size}", "messages": QUESTION, "stream": True}
        return Work(lambda: list(self._client.chat.completions.create(**arguments)), size, len)

    def _made(self, url: str) -> Any:
        return openai.OpenAI(base_url=f"{url}/v1", api_key="none")

    def _content(self, messages: object) -> Any:
        made = self._client.chat.completions.create(model="whole", messages=messages)
        return made.choices[0].message.content

    def _chatted(self, messages: object) -> Work:
        return Work(lambda: self._content(messages), ANSWER)

    async def _achat(self) -> Any:
        made = await self._async_client.chat.completions.create(model="whole", messages=QUESTION)
        return made.choices[0].message.content

    def _streamed(self, model: str, size: int) -> Work:
        def run() -> int:
            text = ""
            for part in self._client.chat.completions.create(
                model=model, messages=QUESTION, stream=True
            ):
                text += part.choices[0].delta.content or ""
            return len(text)

        return Work(run, inputs.length(size))

    def _astreamed(self, model: str, size: int) -> Work:
        async def run() -> int:
            text = ""
            async for part in await self._async_client.chat.completions.create(
                model=model, messages=QUESTION, stream=True
            ):
                text += part.choices[0].delta.content or ""
            return len(text)

        return Work(run, inputs.length(size))


def _closed(client: Any) -> None:
    client.close()
