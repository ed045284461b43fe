# Rendered from ollama/_async/jobs.py by `make generate`. Do not edit: edit that file.
"""Owns the methods for models that are more than one request, or another one in disguise."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterable
from typing import Any

from ollama_client._runtime.retries import pause
from ollama_client._runtime.stopping import Stop
from ollama_client.errors import DeadlineExceeded, InvalidRequestError, ResponseError

from ollama._batch.results import BatchCallback, BatchResult
from ollama._core import requests
from ollama._core.names import full_name
from ollama._core.once import once
from ollama._methods import given as _given
from ollama._methods import sync

if sys.version_info >= (3, 11):
    from typing import Unpack
else:
    from typing_extensions import Unpack

#: Statuses of a server, or of a proxy before it, that is still starting.
_STARTING = frozenset({502, 503, 504})

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0


class Client(sync.Client):
    """The methods for models that are more than one request, or another one in disguise."""

    def load(
        self,
        model: str,
        *,
        keep_alive: _given.KeepAlive = None,
        options: _given.ModelOptions = None,
        **call: Unpack[requests.CallSettings],
    ) -> None:
        """Load a model into memory, so that the first answer comes at once.

        Args:
            model: Name of the model: one that chats, or one for embeddings.
            keep_alive: How long it stays when it is not used: seconds, a duration such as "5m", or
                a timedelta; negative keeps it. Default: 5 minutes, or what the server says.
            options: Options of loading, such as `{"num_ctx": 8192}`. Calls with others load anew.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ResponseError: The server answered with an error, such as `NotFoundError`.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/generate`, or `POST /api/embed`.
        """
        given: Any = {"keep_alive": keep_alive, "options": options, **call}
        try:
            self.generate(model, **given)
        except ResponseError as error:
            if error.status_code != 400 or "does not support" not in error.error:
                raise
            self.embed(model, "", **given)

    def unload(self, model: str, **call: Unpack[requests.CallSettings]) -> None:
        """Take a model out of memory; nothing happens if it is not there.

        Args:
            model: Name of the model.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ResponseError: The server answered with an error, such as `NotFoundError`.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/generate`, or `POST /api/embed`.
        """
        self.load(model, keep_alive=0, **call)

    def is_running(self, model: str, **call: Unpack[requests.CallSettings]) -> bool:
        """Return whether a model is in memory.

        Args:
            model: Name of the model; without a tag, `latest` is meant.
            **call: Settings of this call: extra_headers, timeout, deadline, max_retries.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `GET /api/ps`.
        """
        name = full_name(requests.model_name(model))
        running = self.ps(**call)
        return any(full_name(it.model or "") == name for it in running.models)

    def exists(self, model: str, **call: Unpack[requests.CallSettings]) -> bool:
        """Return whether the server has a model.

        Args:
            model: Name of the model; without a tag, `latest` is meant.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ResponseError: The server answered with another error than 404.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/show`.
        """
        try:
            self.show(model, **call)
        except ResponseError as error:
            if error.status_code != 404:
                raise
            return False
        return True

    def ensure(
        self,
        model: str,
        *,
        progress: _given.Progress = None,
        **call: Unpack[requests.CallSettings],
    ) -> bool:
        """Download a model if the server does not have it.

        All who ask for the same model of the same server at the same time, in whatever threads and
        tasks of this process, wait for one download, and get its error if it fails.

        Args:
            model: Name of the model.
            progress: True shows a bar of tqdm, a function is called with the `TransferProgress`;
                the download reports to the one who began it.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            Whether it had to be downloaded.

        Raises:
            ResponseError: The server answered with an error, or cannot get the model.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/show`, and `POST /api/pull` if need be.
        """
        if self.exists(model, **call):
            return False

        def pull() -> None:
            if not self.exists(model, **call):  # somebody may just have ended
                self.pull(model, progress=progress, **call)

        once((self.host, full_name(model)), pull)
        return True

    def wait_until_ready(self, timeout: float = 30.0) -> None:
        """Wait until the server answers, for one that was just started.

        Args:
            timeout: Seconds to wait at most.

        Raises:
            DeadlineExceeded: It did not answer in time; a `TimeoutError`. Its cause is the last
                error.
            ResponseError: It answered with an error other than 502, 503 or 504.

        Source: `GET /api/version`, as often as needed.
        """
        if not requests.is_number(timeout) or timeout <= 0:
            expected = requests.unexpected("timeout", "seconds, more than 0", timeout)
            raise InvalidRequestError(expected)
        stop, seconds = Stop(), _FIRST_PAUSE
        last: Exception | None = None
        self._stops.add(stop)
        ends_at = time.monotonic() + timeout
        while (left := ends_at - time.monotonic()) > 0:
            try:
                self.version(deadline=left)
                return
            except DeadlineExceeded as error:
                last = last or error
            except (ConnectionError, TimeoutError) as error:
                last = error
            except ResponseError as error:
                if error.status_code not in _STARTING:
                    raise
                last = error
            pause(min(seconds, left), stop)
            seconds = min(2 * seconds, _LONGEST_PAUSE)
        message = f"{self.host} did not answer within {timeout:g} s: {last}"
        raise DeadlineExceeded(message) from last

    def embed_many(
        self,
        model: str,
        texts: Iterable[str],
        *,
        batch_size: int = 32,
        concurrency: int = 2,
        as_array: bool = False,
        progress: bool | BatchCallback | None = None,
        truncate: bool | None = None,
        dimensions: int | None = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        **call: Unpack[requests.CallSettings],
    ) -> Any:
        """Embed any number of texts, in batches.

        Args:
            model: Name of the model.
            texts: Any iterable of texts; read as they are needed.
            batch_size: How many texts a request has. Default: 32.
            concurrency: How many requests run at a time. Default: 2.
            as_array: Return one numpy array of float32, a row for each text.
            progress: True shows a bar of tqdm, a function is called with the `BatchProgress`.
            truncate: As `embed` has it.
            dimensions: As `embed` has it.
            options: As `embed` has it.
            keep_alive: As `embed` has it.
            **call: Settings of each request: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The vectors in the order of the texts: a list of lists, or an array.
            `batch.embed_batches` yields them instead, for more than memory holds.

        Raises:
            ValueError: An argument cannot be sent; also a `RequestError`.
            ResponseParseError: The server sent another number of vectors than there are texts.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.
            ImportError: An array or a bar is asked for, and numpy or tqdm is not installed.

        Source: `POST /api/embed`, once per batch.
        """
        from ollama._sync import batch

        requests.demand_settings("embed_many", call, ("batch_size", "concurrency", "as_array"))
        settings: dict[str, Any] = {
            "batch_size": batch_size,
            "concurrency": concurrency,
            "truncate": truncate,
            "dimensions": dimensions,
            "options": options,
            "keep_alive": keep_alive,
            **call,
        }
        return batch.embed_many(self, model, texts, progress, as_array, settings)

    def chat_many(
        self,
        model: str,
        prompts: Iterable[_given.Messages],
        *,
        concurrency: int = 4,
        ordered: bool = True,
        journal: str | os.PathLike[str] | None = None,
        progress: bool | BatchCallback | None = None,
        **chat: Unpack[_given.ChatArguments],
    ) -> Generator[BatchResult, None, None]:
        """Chat about any number of prompts, some at a time, each a conversation of its own.

        Nothing is sent before the first result is asked for. Closing the generator stops the work.

        Args:
            model: Name of the model.
            prompts: Any iterable of what `chat` takes as `messages`, such as texts; read as they
                are needed.
            concurrency: How many chats run at a time. Default: 4.
            ordered: Yield the results in the order of the prompts, not as they are done.
            journal: A file that keeps each answer as it comes. When the same prompts are given
                with it again, those that it answers are not asked; those that failed are.
            progress: True shows a bar of tqdm, a function is called with the `BatchProgress`.
            **chat: Other keywords of `chat`, the same for all: `options`, `format` and so on.

        Returns:
            A generator of `BatchResult`, each with the answer to a prompt or the error that it
            ended in.

        Raises:
            ValueError: An argument is wrong; also a `RequestError`.
            TypeError: A keyword is unknown.
            ImportError: A bar is asked for, and tqdm is not installed.
            OSError: The journal cannot be opened; when the first result is asked for. So is a
                ValueError raised for a file that is not a journal.
            ResponseError: Never; it is the `error` of a result.
            ConnectionError: Never; it is the `error` of a result.

        Source: `POST /api/chat`, once per prompt.
        """
        from ollama._sync import batch

        return batch.chat_many(self, model, prompts, concurrency, ordered, journal, progress, chat)
