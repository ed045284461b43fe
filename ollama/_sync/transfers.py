# Rendered from ollama/_async/transfers.py by `make generate`. Do not edit: edit that file.
"""Owns the local side of `pull`, `push` and `create`: files and progress."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ollama_client.errors import InvalidRequestError, ResponseError
from ollama_client.types import file_digest

from ollama._batch.pool import work
from ollama._core import lazy, requests
from ollama._core.progress import showing
from ollama._core.uploads import Report, ReportedPath
from ollama._modelfile.files import KINDS, local_files

if TYPE_CHECKING:
    from ollama._core.method import Method
    from ollama._sync.sending import Client

#: How many files are uploaded at the same time.
UPLOADS = 4


def transfer(
    client: Client,
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
            given = _with_files(client, given, modelfile, call, report)
        if show is None:
            return client._call(method, given, call, stream=stream)
        states: Any = client._call(method, given, call, stream=True)
        with states:
            for state in states:
                report.add(state.to_dict())
            return states.current


def _with_files(
    client: Client,
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
    with closing(work(file_digest, local.paths, UPLOADS, client.abort)) as hashed:
        digests = {path: digest for path, digest in hashed}
    contents = {digest: ReportedPath(path, digest, report) for path, digest in digests.items()}

    def upload(digest: str) -> None:
        _upload(client, digest, contents[digest], call)

    with closing(work(upload, contents, UPLOADS, client.abort)) as uploaded:
        for _ in uploaded:
            pass
    return {**dict.fromkeys(given), **local.with_digests(digests)}


def _upload(client: Client, digest: str, content: ReportedPath, call: lazy.CallSettings) -> None:
    """Upload a file if the server does not have it."""
    bare: Any = {name: value for name, value in call.items() if name != "extra_body"}
    settings = client._settings(bare)
    url = f"/api/blobs/{digest}"
    try:
        client._request_raw("HEAD", url, **settings)
    except ResponseError as error:
        if error.status_code != 404:
            raise
        client._request_raw("POST", url, content=content, **settings)
    else:
        content.tell(None)
