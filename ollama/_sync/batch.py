# Rendered from ollama/_async/batch.py by `make generate`. Do not edit: edit that file.
"""Owns calls with many inputs: texts embedded in batches, and concurrent chats."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from typing import Any

import attrs
from ollama_client import models
from ollama_client._runtime.model import WireModel, is_mapping
from ollama_client._runtime.sending import read_answer
from ollama_client._runtime.vectors import decoding
from ollama_client.errors import InvalidRequestError, ResponseParseError

from ollama._batch import arrays
from ollama._batch.pool import chunks, work
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
from ollama._methods import sync, table
from ollama._sending import complete

Client = sync.Client


def demand_iterable(name: str, items: Any) -> None:
    """Check that an argument is an iterable of inputs, and not text or a mapping.

    Raises:
        InvalidRequestError: The argument cannot be used.
    """
    is_iterable = isinstance(items, Iterable)
    if not is_iterable or isinstance(items, (str, bytes)) or is_mapping(items):
        raise InvalidRequestError(unexpected(name, "an iterable of inputs", items))


def embed_batches(
    client: Client,
    model: str,
    texts: Iterable[str],
    *,
    batch_size: int = 32,
    concurrency: int = 2,
    as_array: bool = False,
    **embed: Any,
) -> Generator[tuple[list[str], Any], None, None]:
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

    def vectors(batch: list[Any]) -> Any:
        return vectors_of(client, model, batch, embed, as_array=as_array)

    client = client._part()
    batches = chunks(texts, batch_size)
    with closing(work(vectors, batches, concurrency, client.abort)) as results:
        for pair in results:
            yield pair


def vectors_of(
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
    found = (_array if as_array else _lists)(client, model, texts, embed)
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


def _lists(client: Client, model: str, batch: list[str], embed: Mapping[str, Any]) -> Any:
    answer = client.embed(model, batch, **embed)
    return answer.embeddings


def _array(client: Client, model: str, batch: list[str], embed: Mapping[str, Any]) -> Any:
    keywords = _keywords(client, table.EMBED, {"model": model, "input": batch, **embed})
    body, sent = arrays.array_body(len(batch)), keywords
    if client._sees_responses_alone():
        sent = decoding(keywords, body)
    response = client._request_raw("POST", table.EMBED.url, **sent)
    found = arrays.array_of(body, response)
    if found is None:
        answer = read_answer("model", models.EmbedResponse.from_dict, response)
        found = arrays.stacked(complete(table.EMBED, {}, keywords, answer).embeddings)
    return found


def embed_many(
    client: Client,
    model: str,
    texts: Iterable[str],
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
        with closing(batches) as results:
            for batch, vectors in results:
                (whole.extend if rows is None else rows.add)(vectors)
                counted.add(len(batch))
    return whole if rows is None else rows.whole()


# ---------------------------------------------------------------------- chats


def chat_many(
    client: Client,
    model: str,
    prompts: Iterable[Any],
    concurrency: int,
    ordered: bool,
    journal: str | os.PathLike[str] | None,
    progress: Any,
    chat: Mapping[str, Any],
) -> Generator[BatchResult, None, None]:
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


def _results(
    chats: _Chats,
    prompts: Iterable[Any],
    concurrency: int,
    ordered: bool,
    journal: str | os.PathLike[str] | None,
    progress: Any,
) -> Generator[BatchResult, None, None]:
    chats.journal = Journal(journal)
    try:
        with counting(progress, prompts) as counted:
            requests, stop = chats.requests(prompts), chats.client.abort
            answers = work(chats.answer, requests, concurrency, stop, ordered=ordered)
            with closing(answers) as results:
                for _, result in results:
                    counted.add(1, int(result.error is not None))
                    yield result
    finally:
        chats.journal.close()


class _Chats:
    """Many chats with the same model and settings."""

    def __init__(self, client: Client, model: str, chat: Mapping[str, Any]) -> None:
        self.client, self._model, self._chat = client._part(), model, chat
        self.journal = Journal(None)

    def requests(self, prompts: Iterable[Any]) -> Generator[BatchResult, None, None]:
        """Yield the prompts with their indexes, and their answers from the journal, if any."""
        index = 0
        with closing(chunks(prompts, 1)) as single:
            for (prompt,) in single:
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

    def answer(self, known: BatchResult) -> BatchResult:
        """Return the result for a prompt: the answer from the journal, a new one, or an error."""
        if known.response is not None or known.error is not None:
            return known
        chat: Any = self.client.chat
        try:
            response: models.ChatResponse = chat(self._model, known.item, **self._chat)
        except FAILURES as error:
            return attrs.evolve(known, error=error)
        self.journal.add(known.key, response)
        return attrs.evolve(known, response=response)
