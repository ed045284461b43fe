# Rendered from ollama/_async/jobs.py by `make generate`. Do not edit: edit that file.
"""Owns the methods that combine requests, such as `load`, `ensure` and `chat_many`."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable
from typing import Any

from ollama_client._runtime.bounds import is_number
from ollama_client._runtime.retries import pause
from ollama_client._runtime.stopping import Stop
from ollama_client.errors import DeadlineExceeded, InvalidRequestError, ResponseError

from ollama._core import lazy, requests
from ollama._core.lazy import Unpack
from ollama._core.names import full_name
from ollama._core.once import once
from ollama._methods import given as _given
from ollama._methods import sync

#: Statuses of a server that is still starting, or of the proxy in front of it.
_STARTING = frozenset({502, 503, 504})

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0


class Client(sync.Client):
    """The methods that combine requests."""

    def load(
        self,
        model: str,
        *,
        keep_alive: _given.KeepAlive = None,
        options: _given.ModelOptions = None,
        **call: Unpack[lazy.CallSettings],
    ) -> None:
        """Load a model into memory, so that the first call does not have to.

        Args:
            model: Name of a chat model or an embedding model.
            keep_alive: How long an unused model stays loaded: seconds, a duration such as "5m", or
                a timedelta. A negative value keeps it loaded. Default: the server's setting,
                usually 5 minutes.
            options: Load options, such as `{"num_ctx": 8192}`. A later call with other load options
                loads the model again.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ResponseError: The server answered with an error, such as `NotFoundError`.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/generate`, or `POST /api/embed`.
        """
        given: Any = {"keep_alive": keep_alive, "options": options, **call}
        try:
            self.generate(model, **given)
        except ResponseError as error:
            if error.status_code != 400 or "does not support" not in error.error:
                raise
            self.embed(model, "", **given)

    def unload(self, model: str, **call: Unpack[lazy.CallSettings]) -> None:
        """Remove a model from memory. Does nothing if it is not loaded.

        Args:
            model: Name of the model.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ResponseError: The server answered with an error, such as `NotFoundError`.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/generate`, or `POST /api/embed`.
        """
        self.load(model, keep_alive=0, **call)

    def is_running(self, model: str, **call: Unpack[lazy.CallSettings]) -> bool:
        """Return whether a model is loaded into memory.

        Args:
            model: Name of the model. The default tag is `latest`.
            **call: Settings of this call: extra_headers, timeout, deadline, max_retries.

        Raises:
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.

        Source: `GET /api/ps`.
        """
        name = full_name(requests.model_name(model))
        running = self.ps(**call)
        return any(full_name(it.model or "") == name for it in running.models)

    def exists(self, model: str, **call: Unpack[lazy.CallSettings]) -> bool:
        """Return whether the server has a model.

        Args:
            model: Name of the model. The default tag is `latest`.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ResponseError: The server answered with an error other than 404.
            ConnectionError: The connection to the server failed.

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
        **call: Unpack[lazy.CallSettings],
    ) -> bool:
        """Download a model if the server does not have it.

        Concurrent calls for the same model and server, from any threads or tasks of this process,
        share one download. If it fails, all of them raise its error.

        Args:
            model: Name of the model.
            progress: True shows a tqdm progress bar. A function is called with a
                `TransferProgress`. Only the call that started the download reports progress.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            Whether the model had to be downloaded.

        Raises:
            ResponseError: The server answered with an error, or could not get the model.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/show`, and `POST /api/pull` if necessary.
        """
        if self.exists(model, **call):
            return False

        def pull() -> None:
            if not self.exists(model, **call):  # another download may just have finished
                self.pull(model, progress=progress, **call)

        once((self.host, full_name(model)), pull)
        return True

    def wait_until_ready(self, timeout: float = 30.0) -> None:
        """Wait until a server that was just started answers.

        Args:
            timeout: Maximum time to wait, in seconds.

        Raises:
            DeadlineExceeded: The server did not answer in time. Also a `TimeoutError`. Its cause is
                the last error.
            ResponseError: The server answered with an error other than 502, 503 or 504.

        Source: `GET /api/version`, repeated until it succeeds.
        """
        if not is_number(timeout) or timeout <= 0:
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
        progress: bool | _given.BatchCallback | None = None,
        truncate: bool | None = None,
        dimensions: int | None = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        **call: Unpack[lazy.CallSettings],
    ) -> Any:
        """Embed any number of texts, in batches.

        Args:
            model: Name of the model.
            texts: Any iterable of texts. They are read when they are needed.
            batch_size: Number of texts in a request. Default: 32.
            concurrency: Number of requests that run at the same time. Default: 2.
            as_array: Return one numpy array of float32, with a row for each text.
            progress: True shows a tqdm progress bar. A function is called with a `BatchProgress`.
            truncate: See `embed`.
            dimensions: See `embed`.
            options: See `embed`.
            keep_alive: See `embed`.
            **call: Settings of each request: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The vectors in the order of the texts, as a list of lists or an array. If they do not
            fit into memory, use `batch.embed_batches`, which yields them.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseParseError: The number of vectors differs from the number of texts.
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.
            ImportError: An array or a progress bar needs numpy or tqdm, which is not installed.

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
        progress: bool | _given.BatchCallback | None = None,
        **chat: Unpack[_given.ChatArguments],
    ) -> Generator[_given.BatchResult, None, None]:
        """Send any number of prompts as separate chats, several at the same time.

        The first request is sent when the first result is read. Closing the generator stops the
        work.

        Args:
            model: Name of the model.
            prompts: Any iterable of texts, or of other values that `chat` accepts as `messages`.
                They are read when they are needed.
            concurrency: Number of chats that run at the same time. Default: 4.
            ordered: Whether to yield the results in the order of the prompts, rather than as they
                finish. Default: True.
            journal: A file that each answer is written to as it arrives. Run the same prompts with
                it again to resume: those that it has answers for are not sent again.
            progress: True shows a tqdm progress bar. A function is called with a `BatchProgress`.
            **chat: Other arguments of `chat`, such as `options` and `format`, for all prompts.

        Returns:
            A generator of `BatchResult`. Each has the answer to a prompt, or its error.

        Raises:
            ValueError: An argument is invalid. Also a `RequestError`. When the first result is
                read, it means that the file is not a journal.
            TypeError: A keyword is unknown.
            ImportError: A progress bar needs tqdm, which is not installed.
            OSError: The journal cannot be opened. Raised when the first result is read.
            ResponseError: Never; it is the `error` of a result.
            ConnectionError: Never; it is the `error` of a result.

        Source: `POST /api/chat`, once per prompt.
        """
        from ollama._sync import batch

        return batch.chat_many(self, model, prompts, concurrency, ordered, journal, progress, chat)
