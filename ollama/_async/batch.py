"""Owns calls with many inputs: texts embedded in batches, and concurrent chats."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from contextlib import aclosing
from typing import Any

import attrs
from ollama_client import models
from ollama_client._runtime.model import WireModel, is_mapping
from ollama_client._runtime.sending import read_answer
from ollama_client._runtime.vectors import decoding
from ollama_client.errors import InvalidRequestError, ResponseParseError

from ollama._batch import arrays
from ollama._batch.pool import achunks, awork
from ollama._batch.results import (
    FAILURES,
    BatchResult,
    Journal,
    counting,
    demand_progress,
)
from ollama._core import lazy
from ollama._core.method import Method
from ollama._core.requests import (
    demand_count,
    demand_keywords,
    model_name,
    unexpected,
)
from ollama._methods import asynchronous, table
from ollama._sending import complete

Client = asynchronous.AsyncClient


def demand_iterable(name: str, items: Any) -> None:
    """Check that an argument is an iterable of inputs, and not text or a mapping.

    Raises:
        InvalidRequestError: The argument cannot be used.
    """
    is_iterable = isinstance(items, (Iterable, AsyncIterable))
    if not is_iterable or isinstance(items, (str, bytes)) or is_mapping(items):
        raise InvalidRequestError(unexpected(name, "an iterable of inputs", items))


async def embed_batches(
    client: Client,
    model: str,
    texts: Iterable[str] | AsyncIterable[str],
    *,
    batch_size: int = 32,
    concurrency: int = 2,
    as_array: bool = False,
    **embed: Any,
) -> AsyncGenerator[tuple[list[str], Any], None]:
    """Yield texts and their vectors in order, one batch at a time.

    At most `2 * concurrency` batches are in memory, no matter how many texts there are.

    Args:
        client: The client.
        model: Name of the model.
        texts: The texts. They are read when they are needed.
        batch_size: Number of texts in a request.
        concurrency: Number of requests that run at the same time.
        as_array: Yield the vectors of a batch as a numpy array of float32, one row per text.
        **embed: Other arguments of `embed`.

    Raises:
        InvalidRequestError: An argument is invalid, or an item of `texts` is not a string.
        ResponseParseError: The number of vectors differs from the number of texts.
        ResponseError: The server answered with an error.
    """
    demand_iterable("texts", texts)
    demand_count("batch_size", batch_size, 1)
    demand_count("concurrency", concurrency, 1)
    model_name(model)
    if as_array:
        arrays.numpy()

    async def vectors(batch: list[Any]) -> Any:
        return await vectors_of(client, model, batch, embed, as_array=as_array)

    client = client._part()
    batches = achunks(texts, batch_size)
    async with aclosing(awork(vectors, batches, concurrency, client.abort)) as results:
        async for pair in results:
            yield pair


async def vectors_of(
    client: Client, model: str, texts: list[Any], embed: Mapping[str, Any], *, as_array: bool
) -> Any:
    """Return the vectors for the texts of one request, as a list of lists or an array.

    Raises:
        InvalidRequestError: An argument is invalid, or an item of `texts` is not a string.
        ResponseParseError: The number of vectors differs from the number of texts.
        ResponseError: The server answered with an error.
        ConnectionError: The connection to the server failed.
    """
    for text in texts:
        if not isinstance(text, str):
            raise InvalidRequestError(unexpected("texts", "texts", text))
    found = await (_array if as_array else _lists)(client, model, texts, embed)
    if len(found) != len(texts):
        said = f"the server sent {len(found)} vectors for {len(texts)} texts"
        raise ResponseParseError(said, 200)
    return found


def _keywords(client: Client, method: Method[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of `_request` for a method's arguments and call settings."""
    fields: type[WireModel] = getattr(models, str(method.request))
    arguments = {name: given.get(name) for name in fields.model_fields if name != method.flag}
    settings = lazy.CallSettings.__annotations__
    call: Any = {name: it for name, it in given.items() if name in settings}
    return client._keywords(method, arguments, call, None if method.flag is None else False)


async def _lists(client: Client, model: str, batch: list[str], embed: Mapping[str, Any]) -> Any:
    answer = await client.embed(model, batch, **embed)
    return answer.embeddings


async def _array(client: Client, model: str, batch: list[str], embed: Mapping[str, Any]) -> Any:
    keywords = _keywords(client, table.EMBED, {"model": model, "input": batch, **embed})
    body, sent = arrays.array_body(len(batch)), keywords
    if client._sees_responses_alone():
        sent = decoding(keywords, body)
    response = await client._request_raw("POST", table.EMBED.url, **sent)
    found = arrays.array_of(body, response)
    if found is None:
        answer = read_answer("model", models.EmbedResponse.from_dict, response)
        found = arrays.stacked(complete(table.EMBED, {}, keywords, answer).embeddings)
    return found


async def embed_many(
    client: Client,
    model: str,
    texts: Iterable[str] | AsyncIterable[str],
    progress: Any,
    as_array: bool,
    settings: dict[str, Any],
) -> Any:
    """Return the vectors of all texts, as a list of lists or one array."""
    total = len(texts) if isinstance(texts, (list, tuple)) else None
    rows: Any = arrays.Rows(total) if as_array else None
    whole: list[list[float]] = []
    batches = embed_batches(client, model, texts, as_array=as_array, **settings)
    with counting(progress, texts) as counted:
        async with aclosing(batches) as results:
            async for batch, vectors in results:
                (whole.extend if rows is None else rows.add)(vectors)
                counted.add(len(batch))
    return whole if rows is None else rows.whole()


# ---------------------------------------------------------------------- chats


async def chat_many(
    client: Client,
    model: str,
    prompts: Iterable[Any] | AsyncIterable[Any],
    concurrency: int,
    ordered: bool,
    journal: str | os.PathLike[str] | None,
    progress: Any,
    chat: Mapping[str, Any],
) -> AsyncGenerator[BatchResult, None]:
    """Check the arguments, and return a generator of the result of each chat."""
    demand_iterable("prompts", prompts)
    demand_count("concurrency", concurrency, 1)
    model_name(model)
    from ollama._methods.keywords import ChatArguments  # late: it loads most models

    demand_keywords("chat_many", chat, ChatArguments.__annotations__, ("concurrency", "ordered"))
    demand_progress(progress)
    if journal is not None and not isinstance(journal, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequestError(unexpected("journal", "a path", journal))
    return _results(_Chats(client, model, chat), prompts, concurrency, ordered, journal, progress)


async def _results(
    chats: _Chats,
    prompts: Iterable[Any] | AsyncIterable[Any],
    concurrency: int,
    ordered: bool,
    journal: str | os.PathLike[str] | None,
    progress: Any,
) -> AsyncGenerator[BatchResult, None]:
    chats.journal = Journal(journal)
    try:
        with counting(progress, prompts) as counted:
            requests, stop = chats.requests(prompts), chats.client.abort
            answers = awork(chats.answer, requests, concurrency, stop, ordered=ordered)
            async with aclosing(answers) as results:
                async for _, result in results:
                    counted.add(1, int(result.error is not None))
                    yield result
    finally:
        chats.journal.close()


class _Chats:
    """Many chats with the same model and settings."""

    def __init__(self, client: Client, model: str, chat: Mapping[str, Any]) -> None:
        self.client, self._model, self._chat = client._part(), model, chat
        self.journal = Journal(None)

    async def requests(
        self, prompts: Iterable[Any] | AsyncIterable[Any]
    ) -> AsyncGenerator[BatchResult, None]:
        """Yield the prompts with their indexes, and their answers from the journal, if any."""
        index = 0
        async with aclosing(achunks(prompts, 1)) as single:
            async for (prompt,) in single:
                yield self._known(index, prompt)
                index += 1

    def _known(self, index: int, prompt: Any) -> BatchResult:
        if not self.journal.is_kept:
            return BatchResult(index, prompt)
        given = {"model": self._model, "messages": prompt, **self._chat}
        try:
            body = _keywords(self.client, table.CHAT, given)["json"]
        except FAILURES as error:
            return BatchResult(index, prompt, error=error)
        key = self.journal.key(body)
        answer = self.journal.answer(key)
        return BatchResult(index, prompt, answer, is_resumed=answer is not None, key=key)

    async def answer(self, known: BatchResult) -> BatchResult:
        """Return the result for a prompt: the answer from the journal, a new one, or an error."""
        if known.response is not None or known.error is not None:
            return known
        chat: Any = self.client.chat
        try:
            response: models.ChatResponse = await chat(self._model, known.item, **self._chat)
        except FAILURES as error:
            return attrs.evolve(known, error=error)
        self.journal.add(known.key, response)
        return attrs.evolve(known, response=response)
