"""Owns the workloads of the two clients named `ollama`, the official one and ours."""

from __future__ import annotations

import importlib
from typing import Any

import httpx

from . import inputs
from .inputs import ANSWER, QUESTION
from .recorded import Recorded
from .work import Work, at_once

ollama: Any = importlib.import_module("ollama")


class Workloads:
    """Each method returns a piece of work of a given size. Rows use the names of the methods."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self._url = url
        self._options = options
        self._client = ollama.Client(host=url)
        self._async_client = ollama.AsyncClient(host=url, **options)
        self._https: list[Any] = []
        self._files = inputs.Files()

    def construct(self, _: int) -> Work:
        """A client for an http host."""
        return Work(lambda: ollama.Client(host=self._url), True, bool)

    def connect(self, _: int) -> Work:
        """The same with its httpx client, which our client only creates on first use."""
        return Work(lambda: ollama.Client(host=self._url)._client, None, _closed)

    def connect_https(self, _: int) -> Work:
        """A client for an https host with its httpx client, in a process that already has one."""
        if not self._https:
            self._https.append(ollama.Client(host="https://127.0.0.1:1")._client)
        return Work(lambda: ollama.Client(host="https://127.0.0.1:1")._client, None, _closed)

    def stream(self, size: int) -> Work:
        """A streamed chat with `size` lines, each in its own HTTP chunk."""
        return _streamed(self._client, f"each-{size}", size)

    def astream(self, size: int) -> Work:
        """The same, asynchronous."""
        return _astreamed(self._async_client, f"each-{size}", size)

    def paced(self, size: int) -> Work:
        """The same with a pause after each line."""
        return _streamed(self._client, f"paced-{size}", size)

    def apaced(self, size: int) -> Work:
        """The same, asynchronous."""
        return _astreamed(self._async_client, f"paced-{size}", size)

    def coalesced(self, size: int) -> Work:
        """The same with many lines in an HTTP chunk."""
        return _streamed(self._client, f"coalesced-{size}", size)

    def acoalesced(self, size: int) -> Work:
        """The same, asynchronous."""
        return _astreamed(self._async_client, f"coalesced-{size}", size)

    def stream_memory(self, size: int) -> Work:
        """A streamed chat with `size` lines from memory."""
        return _streamed(self._from_memory(), f"each-{size}", size)

    def astream_memory(self, size: int) -> Work:
        """The same, asynchronous."""
        client = ollama.AsyncClient(host=self._url, transport=Recorded(self._url))
        return _astreamed(client, f"each-{size}", size)

    def httpx_stream(self, size: int) -> Work:
        """The same bytes, read by httpx and discarded."""
        fields = {"model": f"each-{size}", "messages": QUESTION, "stream": True}
        http = httpx.Client(base_url=self._url, trust_env=False, timeout=None)

        def run() -> int:
            with http.stream("POST", "/api/chat", json=fields) as response:
                return sum(map(len, response.iter_bytes()))

        return Work(run, True, lambda found: found > size * 100)

    def streams(self, size: int) -> Work:
        """`size` concurrent streams."""
        return at_once(self.astream(inputs.LINES), size)

    def chat(self, _: int) -> Work:
        """A chat that is not streamed."""
        return Work(lambda: self._client.chat("whole", QUESTION).message.content, ANSWER)

    def achat(self, _: int) -> Work:
        """The same, asynchronous."""

        async def run() -> Any:
            return (await self._async_client.chat("whole", QUESTION)).message.content

        return Work(run, ANSWER)

    def chats(self, size: int) -> Work:
        """`size` concurrent chats."""
        return at_once(self.achat(1), size)

    def embed(self, size: int) -> Work:
        """The embeddings of `size` texts, as lists."""
        return self._embedded(self._client, size)

    def embed_memory(self, size: int) -> Work:
        """The same, answered from memory."""
        return self._embedded(self._from_memory(), size)

    def embed_array(self, size: int) -> Work:
        """The same as a numpy array of float32, which our client reads directly."""
        numpy: Any = importlib.import_module("numpy")
        model, texts, client = f"embed-{size}", inputs.texts(size), self._client

        def official() -> Any:
            return numpy.array(client.embed(model, texts).embeddings, dtype=numpy.float32)

        def ours() -> Any:
            return client.embed_many(model, texts, batch_size=size, as_array=True)

        run = ours if hasattr(client, "embed_many") else official
        expected = ((size, inputs.DIMENSIONS), "float32")
        return Work(run, expected, lambda found: (found.shape, str(found.dtype)))

    def models(self, size: int) -> Work:
        """The list of `size` models."""
        return _listed(ollama.Client(host=f"{self._url}/n{size}"), size)

    def models_memory(self, size: int) -> Work:
        """The same, answered from memory."""
        url = f"{self._url}/n{size}"
        return _listed(ollama.Client(host=url, transport=Recorded(url)), size)

    def messages(self, size: int) -> Work:
        """A chat after `size` messages."""
        return _chatted(self._client, messages=inputs.messages(size))

    def messages_memory(self, size: int) -> Work:
        """The same, answered from memory."""
        return _chatted(self._from_memory(), messages=inputs.messages(size))

    def images(self, size: int) -> Work:
        """A chat about `size` MiB of images."""
        return _chatted(self._client, messages=_pictured(size))

    def images_memory(self, size: int) -> Work:
        """The same, answered from memory."""
        return _chatted(self._from_memory(), messages=_pictured(size))

    def tools(self, _: int) -> Work:
        """A chat with three functions, answered from memory."""
        return _chatted(self._from_memory(), messages=QUESTION, tools=list(inputs.FUNCTIONS))

    def show(self, _: int) -> Work:
        """The details of a model with its complete vocabulary."""

        def run() -> Any:
            return self._client.show("llama3.2").modelinfo

        return Work(run, 32_000, lambda info: len(info["tokenizer.ggml.tokens"]))

    def upload(self, size: int) -> Work:
        """The digest and upload of a file of `size` MiB."""
        path = self._files.of(size)
        return Work(lambda: self._client.create_blob(path), "sha256:", _start)

    def aupload(self, size: int) -> Work:
        """The same, asynchronous."""
        path = self._files.of(size)

        async def run() -> Any:
            return await self._async_client.create_blob(path)

        return Work(run, "sha256:", _start)

    def read(self, size: int) -> Work:
        """A stream of pieces of 1 KiB, read up to a point and kept open."""

        def run() -> Any:
            parts = self._client.chat(f"large-{size + 2}", QUESTION, stream=True)
            pieces = iter(parts)
            for _ in range(size):
                next(pieces)
            return parts, pieces

        return Work(run, None, _stopped)

    def keep(self, size: int) -> Work:
        """The pieces of a stream as a list."""
        return Work(
            lambda: list(self._client.chat(f"each-{size}", QUESTION, stream=True)), size, len
        )

    def _from_memory(self) -> Any:
        return ollama.Client(host=self._url, transport=Recorded(self._url))

    def _embedded(self, client: Any, size: int) -> Work:
        model, texts = f"embed-{size}", inputs.texts(size)
        expected = (size, inputs.DIMENSIONS, float)
        return Work(lambda: client.embed(model, texts).embeddings, expected, inputs.shape)


def _streamed(client: Any, model: str, size: int) -> Work:
    def run() -> int:
        text = ""
        for part in client.chat(model, QUESTION, stream=True):
            text += part.message.content or ""
        return len(text)

    return Work(run, inputs.length(size))


def _astreamed(client: Any, model: str, size: int) -> Work:
    async def run() -> int:
        return await _alength(client, model, QUESTION)

    return Work(run, inputs.length(size))


async def _alength(client: Any, model: str, messages: object) -> int:
    text = ""
    async for part in await client.chat(model, messages, stream=True):
        text += part.message.content or ""
    return len(text)


def _chatted(client: Any, **arguments: Any) -> Work:
    return Work(lambda: client.chat("whole", **arguments).message.content, ANSWER)


def _pictured(size: int) -> list[dict[str, Any]]:
    images = [ollama.Image(value=image) for image in inputs.images(size)]
    return [{"role": "user", "content": "What is in the pictures?", "images": images}]


def _listed(client: Any, size: int) -> Work:
    def run() -> Any:
        return client.list().models

    last = f"model-{size - 1}:latest"
    return Work(run, (size, last), lambda models: (len(models), models[-1].model))


def _start(digest: str) -> str:
    return digest[:7]


def _closed(http: httpx.Client) -> None:
    http.close()


def _stopped(stream: tuple[Any, Any]) -> None:
    parts, pieces = stream
    pieces.close()
    parts.close()
