"""Owns the methods for models that are more than one request, or another one in disguise."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from ollama_client._runtime.retries import apause
from ollama_client._runtime.stopping import Stop
from ollama_client.errors import DeadlineExceeded, ResponseError

from ollama._core import requests
from ollama._core.names import full_name
from ollama._core.once import aonce
from ollama._methods import asynchronous

if sys.version_info >= (3, 11):
    from typing import Unpack
else:
    from typing_extensions import Unpack

if TYPE_CHECKING:
    from ollama._methods import given as _given

#: Statuses of a server, or of a proxy before it, that is still starting.
_STARTING = frozenset({502, 503, 504})

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0


class AsyncClient(asynchronous.AsyncClient):
    """The methods for models that are more than one request, or another one in disguise."""

    async def load(
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
            await self.generate(model, **given)
        except ResponseError as error:
            if error.status_code != 400 or "does not support" not in error.error:
                raise
            await self.embed(model, "", **given)

    async def unload(self, model: str, **call: Unpack[requests.CallSettings]) -> None:
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
        await self.load(model, keep_alive=0, **call)

    stop = unload

    async def is_running(self, model: str, **call: Unpack[requests.CallSettings]) -> bool:
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
        running = await self.ps(**call)
        return any(full_name(it.model or "") == name for it in running.models)

    async def exists(self, model: str, **call: Unpack[requests.CallSettings]) -> bool:
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
            await self.show(model, **call)
        except ResponseError as error:
            if error.status_code != 404:
                raise
            return False
        return True

    async def ensure(
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
        if await self.exists(model, **call):
            return False

        async def pull() -> None:
            if not await self.exists(model, **call):  # somebody may just have ended
                await self.pull(model, progress=progress, **call)

        await aonce((self.host, full_name(model)), pull)
        return True

    async def wait_until_ready(self, timeout: float = 30.0) -> None:
        """Wait until the server answers, for one that was just started.

        Args:
            timeout: Seconds to wait at most.

        Raises:
            DeadlineExceeded: It did not answer in time; a `TimeoutError`. Its cause is the last
                error.
            ResponseError: It answered with an error other than 502, 503 or 504.

        Source: `GET /api/version`, as often as needed.
        """
        requests.checked_bounds({"deadline": timeout})
        stop, seconds = Stop(), _FIRST_PAUSE
        last: Exception | None = None
        self._stops.add(stop)
        ends_at = time.monotonic() + timeout
        while (left := ends_at - time.monotonic()) > 0:
            try:
                await self.version(deadline=left)
                return
            except DeadlineExceeded as error:
                last = last or error
            except (ConnectionError, TimeoutError) as error:
                last = error
            except ResponseError as error:
                if error.status_code not in _STARTING:
                    raise
                last = error
            await apause(min(seconds, left), stop)
            seconds = min(2 * seconds, _LONGEST_PAUSE)
        message = f"{self.host} did not answer within {timeout:g} s: {last}"
        raise DeadlineExceeded(message) from last
