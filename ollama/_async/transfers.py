"""Owns the local side of `pull`, `push` and `create`: files and progress."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from ollama_client.errors import InvalidRequestError, ResponseError
from ollama_client.types import afile_digest

from ollama._batch.pool import awork
from ollama._core import lazy, requests
from ollama._core.progress import showing
from ollama._core.uploads import Report, ReportedPath
from ollama._modelfile.files import KINDS, local_files

if TYPE_CHECKING:
    from ollama._async.sending import AsyncClient
    from ollama._core.method import Method

#: How many files are uploaded at the same time.
UPLOADS = 4


async def transfer(
    client: AsyncClient,
    method: Method[Any],
    given: Mapping[str, Any],
    call: lazy.CallSettings,
    stream: bool,
    local: Mapping[str, Any],
) -> Any:
    """Send the request of a method that transfers files, and show its progress.

    Raises:
        InvalidRequestError: `progress` is used with `stream`, or an argument cannot be sent.
        FileNotFoundError: A local file is missing.
    """
    progress, modelfile = local.get("progress"), local.get("modelfile")
    if progress and stream:
        raise InvalidRequestError(
            "progress: cannot be used with stream=True; use total_progress of the stream"
        )
    requests.demand_settings(method.name, call, (*given, *local, "stream"))
    requests.model_name(given["model"])
    with showing(progress) as show:
        report = Report(show or (lambda _: None))
        if method.name == "create":
            given = await _with_files(client, given, modelfile, call, report)
        if show is None:
            return await client._call(method, given, call, stream=stream)
        states: Any = await client._call(method, given, call, stream=True)
        async with states:
            async for state in states:
                report.add(state.to_dict())
            return states.current


async def _with_files(
    client: AsyncClient,
    given: Mapping[str, Any],
    modelfile: Any,
    call: lazy.CallSettings,
    report: Report,
) -> Mapping[str, Any]:
    """Upload the files that the server lacks, and return the arguments of `create`."""
    named = [given[kind] for kind in KINDS]
    if modelfile is None and all(it is None or isinstance(it, Mapping) for it in named):
        return given
    local, client = local_files(given, modelfile), client._part()
    async with aclosing(awork(afile_digest, local.paths, UPLOADS, client.abort)) as hashed:
        digests = {path: digest async for path, digest in hashed}
    contents = {digest: ReportedPath(path, digest, report) for path, digest in digests.items()}

    async def upload(digest: str) -> None:
        await _upload(client, digest, contents[digest], call)

    async with aclosing(awork(upload, contents, UPLOADS, client.abort)) as uploaded:
        async for _ in uploaded:
            pass
    return {**dict.fromkeys(given), **local.with_digests(digests)}


async def _upload(
    client: AsyncClient, digest: str, content: ReportedPath, call: lazy.CallSettings
) -> None:
    """Upload a file if the server does not have it."""
    bare: Any = {name: value for name, value in call.items() if name != "extra_body"}
    settings = client._settings(bare)
    url = f"/api/blobs/{digest}"
    try:
        await client._request_raw("HEAD", url, **settings)
    except ResponseError as error:
        if error.status_code != 404:
            raise
        await client._request_raw("POST", url, content=content, **settings)
    else:
        content.tell(None)
